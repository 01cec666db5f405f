"""The diplomatic acts that the words of a sentence can tell of, by the codebook's types."""

import re
from collections.abc import Mapping

from groundwire.extraction.coding.role_words import whole_words
from groundwire.extraction.reading.patterns import Pattern
from groundwire.schemas import DiplomaticEventType

_STATED: dict[DiplomaticEventType, str] = {
    "consult": (
        r"met|meets?|telephoned|phoned|received|visit(?:s|ed|ing)?|conven(?:e|ed|es|ing)|host(?:s|ed|"
        r"ing)?|discuss\w*|consult\w*|"
        r"h[eo]ld(?:s|ing)? (?:\w+ )?(?:talks|a call|a summit|consultations)|phone calls?|spoke (?:by|with|"
        r"to)|gathered|"
        r"travell?ed to|arrived in|attend(?:s|ed|ing)?|negotiat(?:ed|es|ing)|engag(?:e|ed|es|ing)|"
        r"зустрі(?:вся|лася|лися|лись|нуться|чається)|обговор\w*|відвіда\w*|прибу\w+|провели|встретил\w*|"
        r"встреча(?:ется|ются)|"
        r"обсуд\w*|обсужда\w*|посетил\w*|провел\w*|traf\w*|treffen|besuch\w*|beriet\w*|berat\w*|"
        r"sprach\w*|verhandel\w*"
    ),
    "agree": (
        r"agree[ds]?|agreeing|sign(?:s|ed|ing)|(?:reach|struck|strik|seal|conclud|mad|clinch|"
        r"brokere?)\w* (?:[\w-]+ ){0,3}"
        r"(?:deal|agreement|pact|accord|truce|ceasefire|cease-fire|treaty)|(?:deal|agreement|pact|accord|"
        r"truce|ceasefire|"
        r"cease-fire|treaty) (?:[\w-]+ ){0,4}(?:was|were|has been|is) (?:reached|made|signed|concluded|"
        r"struck|agreed)|"
        r"домовил\w*|погоди\w*|підписа\w*|уклал\w*|договорил\w*|согласи\w*|подписа\w*|заключил\w*|"
        r"einigt\w*|geeinigt|vereinbart\w*|unterzeichne\w*"
    ),
    "support": (
        r"support(?:s|ed|ing)|back(?:s|ed|ing)|solidarity|endors\w*|stand(?:s|ing)? (?:with|by)|stood (?:with|by)|"
        r"welcom(?:e|ed|es|ing)|prais(?:e|ed|es|ing)|recogni[sz](?:e|ed|es|ing)|applaud\w*|"
        r"підтрим(?:ав|ала|али|ує|ують)|солідарн\w*|вітає|привіта\w*|поддерж(?:ал|ала|али|ивает|ивают)|солидарн\w*|"
        r"приветств\w*|визна(?:в|ла|ли)|призна(?:л|ла|ли)|unterstütz\w*|solidarit\w*|begrüß\w*|anerkann\w*"
    ),
    "cooperate": (
        r"exchang(?:ed|ing)|swap(?:ped|ping)|repatriat(?:ed|ing)|joint(?:ly)?|cooperat(?:e|ed|es|ing)|"
        r"hand(?:ed|ing)? over|"
        r"обміня\w*|обменя\w*|спільно|совместно|передал\w*|tauscht\w*|ausgetauscht|gemeinsam\w*"
    ),
    "concede": (
        r"releas(?:e|es|ed|ing)|freed|freeing|eas(?:ed|es|ing)|lift(?:s|ed|ing)|conced\w*|accept(?:s|ed|"
        r"ing)|relent\w*|"
        r"yield(?:s|ed|ing)|back(?:ed|s|ing)? down|"
        r"звільн\w*|поступ(?:ився|илася|илися)|зня(?:в|ла|ли)|прийня(?:в|ла|ли)|освобо\w*|уступил\w*|"
        r"снял\w*|принял\w*|"
        r"freigelassen|lockert\w*|aufgehoben|akzeptiert\w*"
    ),
    "request": (
        r"urg(?:e|ed|es|ing)|call(?:s|ed|ing)? (?:[\w-]+ )?(?:on|for|upon)|appeal\w*|demand\w*|insist\w*|"
        r"propos(?:e|ed|es|ing|als?)|preconditions?|ask(?:s|ed|ing)|request(?:s|ed|ing)|seek(?:s|ing)?|"
        r"sought|plead\w*|"
        r"press(?:ed|es|ing) for|invit(?:ed|es|ing)|offer(?:s|ed|ing)|"
        r"заклика\w*|вимага\w*|просит\w*|попроси\w*|пропону\w*|запропонув\w*|призва\w*|призыва\w*|"
        r"требу\w*|потребов\w*|"
        r"предлож\w*|предлага\w*|просил\w*|forder\w*|gefordert|appellier\w*|verlang\w*|bat|bittet|"
        r"vorgeschlagen|ruft|rief|"
        r"aufgerufen"
    ),
    "accuse": (
        r"accus\w*|call\w* (?:[\w’'-]+ ){1,4}(?:an? )?(?:outrage\w*|crime|atrocity|barbaric|illegal)|"
        r"outrage|condemn\w*|blam(?:e|ed|es|ing)|denounc\w*|criticis\w*|criticiz\w*|critiqu\w*|slam(?:s|med|ming)|"
        r"decri(?:ed|es)|rebuk\w*|protest(?:s|ed|ing)|deplor\w*|"
        r"засуди\w*|засуджу\w*|звинува\w*|критику\w*|осуди\w*|осужда\w*|обвин\w*|критикова\w*|"
        r"verurteil\w*|beschuldig\w*|kritisier\w*|warf|wirft|vorgeworfen"
    ),
    "reject": (
        r"reject\w*|refus(?:e|ed|es|al|ing)|rebuff\w*|dismiss(?:ed|es|ing)?|rul(?:ed|es|ing) out|oppos(?:ed|es|ing)|"
        r"turned down|(?:never|not) (?:accept|agree|negotiate|recogni[sz]e)|declin(?:ed|es|ing)|veto\w*|"
        r"відкину\w*|відмови\w*|відхили\w*|відкида\w*|отверг\w*|отказал\w*|отклони\w*|отверга\w*|"
        r"ablehn\w*|abgelehnt|lehnt\w*|weiger\w*|zurückgewiesen"
    ),
    "threaten": (
        r"threat(?:en\w*|s)?|warn\w*|ultimatum|vow(?:s|ed|ing)?|"
        r"погрож\w*|попереди\w*|попереджа\w*|ультиматум\w*|угрожа\w*|угроз\w*|предупре\w*|droht\w*|"
        r"warnt\w*|drohung\w*"
    ),
    "withdraw": (
        r"withdr[ae]w\w*|suspend\w*|suspension|terminat\w*|sanction(?:s|ed|ing)?|expel\w*|expuls\w*|quit(?:s|ting)?|"
        r"pull(?:ed|s|ing)? out|cut(?:s|ting)? (?:off )?(?:ties|relations)|recall(?:ed|s|ing)|exit(?:s|ed|ing)|"
        r"abandon(?:ed|s|ing)|freez\w*|froze|"
        r"вийш\w*|вихід|виходу|призупин\w*|розірва\w*|вислат\w*|вислал\w*|санкц\w*|вышл[аи]|вышел|"
        r"выход\w*|приостан\w*|"
        r"разорв\w*|выслал\w*|отозва\w*|sanktion\w*|ausgestiegen|austritt|ausgewiesen|ausgesetzt|kündigt\w*|gekündigt"
    ),
}
"""Words that say that the act was done, verbs above all."""
_NAMED: dict[DiplomaticEventType, str] = {
    "consult": (
        r"talks?|meetings?|negotiat\w*|summits?|conferences?|dialogue|discussions?|diplomat\w*|envoys?|"
        r"перегов\w*|переговор\w*|зустріч\w*|встреч\w*|саміт\w*|саммит\w*|візит\w*|визит\w*|нарад\w*|"
        r"verhandlung\w*|gespräch\w*|gipfel\w*|konferenz\w*"
    ),
    "agree": (
        r"agreements?|deals?|treat(?:y|ies)|pacts?|accords?|memorand\w+|cease-?fires?|truces?|settlements?|"
        r"угод[аиуі]?|договор\w*|перемир\w*|соглашен\w*|abkommen\w*|einigung\w*|vertrag\w*|waffenruhe|"
        r"waffenstillstand\w*"
    ),
    "support": r"support|backing|підтримк\w*|поддержк\w*",
    "cooperate": (
        r"exchanges?|swaps?|repatriation|cooperation|обмін\w*|обмен\w*|співпрац\w*|сотрудничеств\w*|"
        r"austausch\w*"
    ),
}
"""Words that only name what was done or talked about."""
SYMMETRIC = frozenset({"consult", "agree", "cooperate"})
"""Acts in which every party takes part alike, and nobody is addressed."""
_STATED_CUES = {act: whole_words(words) for act, words in _STATED.items()}
_NAMED_CUES = {act: whole_words(words) for act, words in _NAMED.items()}


def find_acts(sentence: str) -> dict[DiplomaticEventType, tuple[int, int]]:
    """The types of acts that a sentence states, in the order of its words, with the span of the first word for each.

    If it states none, those that it names.
    """
    return _found(_STATED_CUES, sentence) or _found(_NAMED_CUES, sentence)


def _found(cues: Mapping[DiplomaticEventType, Pattern], sentence: str) -> dict[DiplomaticEventType, tuple[int, int]]:
    found = [(match.span(), act) for act, cue in cues.items() if (match := cue.search(sentence))]
    return {act: span for span, act in sorted(found)}


def is_active(sentence: str, span: tuple[int, int]) -> bool:
    """Whether an act's word is an English verb in the active voice: who acts stands before it, the addressee behind."""
    before = sentence[: span[0]]
    return not _NOMINAL.search(before) and not _PASSIVE.search(before) and not _BY.match(sentence, span[1])


_NOMINAL = re.compile(
    r"(?:(?:^|\W)(?:an?|the|this|that|its|their|his|her|any|no|such|of|for|to)\s+(?:[\w-]+\s+)?|['’]s\s+)$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"(?<!\w)(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_BY = re.compile(r"\s+by(?!\w)", re.IGNORECASE)
