"""The diplomatic acts that the words of a sentence can tell of, by the codebook's types."""

from groundwire.extraction.coding.role_words import whole_words
from groundwire.schemas import DiplomaticEventType

_WORDS: dict[DiplomaticEventType, str] = {
    "consult": (
        r"talks?|negotiat\w*|summits?|conferences?|met|meet(?:s|ing|ings)?|visit(?:s|ed|ing)?|conven(?:e|ed|es|ing)|"
        r"host(?:s|ed|ing)?|discuss\w*|consult\w*|dialogue|phone calls?|spoke (?:by|with|to)|held a call|gathered|"
        r"travell?ed to|arrived in|"
        r"перегов\w*|переговор\w*|зустрі\w*|встреч\w*|встретил\w*|саміт\w*|саммит\w*|візит\w*|визит\w*|обговор\w*|"
        r"обсуд\w*|обсужд\w*|нарад\w*|"
        r"verhand\w*|gespräch\w*|treffen|traf\w*|gipfel\w*|konferenz\w*|besuch\w*|beriet\w*|berat\w*"
    ),
    "agree": (
        r"agree[ds]?|agreeing|agreements?|deals?|treat(?:y|ies)|pacts?|accords?|memorand\w+|cease-?fires?|truces?|"
        r"sign(?:s|ed|ing)|settlements?|"
        r"угод[аиуі]?|домов\w*|договор\w*|погоди\w*|підписа\w*|перемир\w*|соглашен\w*|согласи\w*|подписа\w*|"
        r"abkommen\w*|einigt\w*|einigung\w*|vereinbar\w*|vertrag\w*|waffenruhe|waffenstillstand\w*|unterzeichne\w*"
    ),
    "support": (
        r"support(?:s|ed|ing|ive)?|back(?:s|ed|ing)|solidarity|endors\w*|stand(?:s|ing)? (?:with|by)|stood (?:with|by)|"
        r"welcom(?:e|ed|es|ing)|prais(?:e|ed|es|ing)|recogni[sz](?:e|ed|es|ing)|applaud\w*|commit(?:ted|s)? to|"
        r"підтрим\w*|солідарн\w*|вітає|привіта\w*|поддерж\w*|солидарн\w*|приветств\w*|визна\w*|призна\w*|"
        r"unterstütz\w*|solidarit\w*|begrüß\w*|anerkenn\w*"
    ),
    "cooperate": (
        r"exchang(?:e|es|ed|ing)|swap(?:s|ped|ping)?|repatriat\w*|joint(?:ly)?|cooperat\w*|co-operat\w*|"
        r"hand(?:ed|ing)? over|returned|"
        r"обмін\w*|обмен\w*|спільн\w*|співпрац\w*|совместн\w*|сотруднич\w*|austausch\w*|gemeinsam\w*|zusammenarbeit\w*"
    ),
    "concede": (
        r"releas(?:e|es|ed|ing)|freed|freeing|eas(?:e|ed|es|ing)|lift(?:s|ed|ing)?|conced\w*|accept(?:s|ed|ing)?|"
        r"relent\w*|yield(?:s|ed|ing)?|back(?:ed|s|ing)? down|"
        r"звільн\w*|поступ\w*|зня(?:в|ла|ли|ття)|прийня\w*|освобо\w*|уступ\w*|снял\w*|принял\w*|"
        r"freigelassen|freilass\w*|lockert\w*|aufgehoben|akzeptier\w*|nachgegeben"
    ),
    "request": (
        r"urg(?:e|ed|es|ing)|call(?:s|ed|ing)? (?:on|for|upon)|calls?|appeal\w*|demand\w*|insist\w*|propos\w*|"
        r"preconditions?|conditions?|ask(?:s|ed|ing)?|request\w*|seek(?:s|ing)?|sought|plead\w*|press(?:ed|es|ing) for|"
        r"invit(?:e|ed|es|ing)|offer(?:s|ed|ing)?|must|should|"
        r"заклик\w*|вимага\w*|просит\w*|попроси\w*|пропону\w*|запропон\w*|призва\w*|призыва\w*|требу\w*|потребов\w*|"
        r"предлож\w*|предлага\w*|просил\w*|"
        r"forder\w*|gefordert|appell\w*|verlang\w*|bat|bittet|vorgeschlagen|schlug\w*|ruft|rief|aufgerufen"
    ),
    "accuse": (
        r"accus\w*|condemn\w*|blam(?:e|ed|es|ing)|denounc\w*|criticis\w*|criticiz\w*|critiqu\w*|slam(?:s|med|ming)?|"
        r"decri(?:ed|es)|rebuk\w*|charg(?:e|ed|es|ing)|alleg\w*|protest(?:s|ed|ing)?|deplor\w*|"
        r"засуди\w*|засудж\w*|звинува\w*|критик\w*|осуди\w*|осужд\w*|обвин\w*|"
        r"verurteil\w*|beschuldig\w*|kritisier\w*|warf|wirft|vorgeworfen|anklag\w*"
    ),
    "reject": (
        r"reject\w*|refus(?:e|ed|es|al|ing)|rebuff\w*|dismiss(?:ed|es|ing)?|rul(?:ed|es|ing) out|oppos(?:e|ed|es|ing)|"
        r"turned down|den(?:y|ied|ies)|declin(?:e|ed|es|ing)|veto\w*|"
        r"відкин\w*|відмов\w*|відхил\w*|відкида\w*|отверг\w*|отказ\w*|отклон\w*|отверга\w*|"
        r"ablehn\w*|abgelehnt|lehnt\w*|weiger\w*|zurückgewiesen|zurückweis\w*"
    ),
    "threaten": (
        r"threat\w*|warn\w*|ultimatum|vow(?:s|ed|ing)?|retaliat\w*|"
        r"погрож\w*|попереди\w*|попередж\w*|ультиматум\w*|угрож\w*|угроз\w*|предупре\w*|"
        r"droh\w*|warn\w*"
    ),
    "withdraw": (
        r"withdr[ae]w\w*|withdrawn|suspend\w*|suspension|terminat\w*|sanction\w*|expel\w*|expuls\w*|quit(?:s|ting)?|"
        r"pull(?:ed|s|ing)? out|cut(?:s|ting)? (?:off )?(?:ties|relations)|recall(?:ed|s|ing)?|exit(?:s|ed|ing)?|"
        r"abandon\w*|halt(?:ed|s|ing)?|freez\w*|froze|"
        r"вийш\w*|вихід|виходу|призупин\w*|розірва\w*|вислат\w*|вислал\w*|санкц\w*|вышл[аи]|вышел|выход\w*|приостан\w*|"
        r"разорв\w*|выслал\w*|отозва\w*|"
        r"sanktion\w*|ausgestiegen|austritt|ausgewiesen|ausgesetzt|kündigt\w*|gekündigt|zurückgezogen"
    ),
}
_CUES = {act: whole_words(words) for act, words in _WORDS.items()}


def find_acts(sentence: str) -> tuple[DiplomaticEventType, ...]:
    """The types of acts that a sentence has words for, in the order of the words."""
    found = [(match.start(), act) for act, cue in _CUES.items() if (match := cue.search(sentence))]
    return tuple(act for _, act in sorted(found))
