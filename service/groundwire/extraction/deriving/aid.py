"""Type, instrument and status of aid, from the goods and the sentences that tell of it."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from groundwire.extraction.coding.role_words import whole_words
from groundwire.extraction.deriving.weapons import weapon_of
from groundwire.extraction.reading.patterns import Pattern
from groundwire.schemas import AidInstrument, AidStatus, AidType

_Code = TypeVar("_Code", bound=str)

_GIFT = (
    r"(?:aid|assistance|support|help|package|relief|funding|funds|tranche|grants?|loans?|equipment|supplies|donations?|"
    r"допомог\w*|підтримк\w*|пакет\w*|помощ\w*|поддержк\w*|hilfe\w*|unterstützung\w*|paket\w*)"
)
_NAMED: dict[AidType, Pattern] = {
    "military": whole_words(
        rf"(?:military|defen[cs]e|security|lethal|non-lethal|weapons|arms)(?:[ -](?!and)\w+)?(?: and \w+)? {_GIFT}|"
        rf"(?:військов|оборонн|военн|оборонн)\w+ {_GIFT}|(?:militär|rüstungs|waffen)(?:ische\w* )?{_GIFT}"
    ),
    "humanitarian": whole_words(
        rf"(?:humanitarian|relief|food|medical|emergency|winter|refugee)(?:[ -](?!and)\w+)?(?: and \w+)? {_GIFT}|"
        rf"humanitarian|"
        rf"гуманітарн\w+|гуманитарн\w+|humanitäre\w*|nothilfe\w*|soforthilfe\w*"
    ),
    "financial": whole_words(
        rf"(?:financial|economic|budget(?:ary)?|macro-?financial|fiscal|reconstruction|"
        rf"development)(?:[ -](?!and)\w+)?(?: and \w+)? "
        rf"{_GIFT}|(?:фінансов|економічн|бюджетн|макрофінансов|финансов|экономическ|бюджетн)\w+ {_GIFT}|"
        rf"(?:finanz|wirtschafts|haushalts|budget)(?:\w+ )?{_GIFT}|finanzielle\w* {_GIFT}"
    ),
}
"""Aid that is called by its type."""
_MEANT: dict[AidType, Pattern] = {
    "military": whole_words(
        r"weapons?|arms|ammunition|munitions?|armou?red|tanks?|air[- ]defen[cs]e\w*|radars?|fighter jets?|f-16s?|"
        r"body armou?r|helmets?|"
        r"military|armed forces|army|troops|soldiers?|defen[cs]e|jets?|helicopters?|infantry|patrol boats?|"
        r"night[- ]vision|"
        r"озброєн\w*|збро\w+|боєприпас\w*|бронемаш\w*|танк\w*|ппо|армі\w+|військ\w*|вооружен\w*|оружи\w*|боеприпас\w*|"
        r"бронет\w*|пво|"
        r"waffen\w*|munition\w*|panzer\w*|luftabwehr\w*|flugabwehr\w*|streitkräfte\w*"
    ),
    "humanitarian": whole_words(
        r"food|meals?|flour|wheat|grain|rice|water|medicines?|medical|drugs|vaccines?|blankets?|tents?|shelters?|"
        r"clothing|clothes|"
        r"generators?|hygiene|ambulances?|fire engines?|refugees?|displaced|evacuees?|victims|survivors|homeless|"
        r"hospitals?|children|"
        r"famine|hunger|demining|rescue \w+|heaters?|transformers?|beds?|"
        r"їж\w+|продукт\w*|продовольств\w*|медикамент\w*|лік(?:и|ів)|вод[аиу]|ковдр\w*|намет\w*|генератор\w*|"
        r"біженц\w*|постраждал\w*|"
        r"лекарств\w*|еду|еда|одеял\w*|палат\w+|беженц\w*|пострадавш\w*|"
        r"lebensmittel\w*|medikamente\w*|decken|zelte\w*|generator\w*|flüchtling\w*|trinkwasser"
    ),
    "financial": whole_words(
        r"budget\w*|loans?|credits?|bonds?|salaries|pensions?|debt|deficit|reconstruction|rebuild\w*|recovery|economy|"
        r"economic|"
        r"financial|macro-?financial|financing|imf|world bank|grants?|"
        r"бюджет\w*|кредит\w*|позик\w*|зарплат\w*|пенсі\w+|пенси\w+|відбудов\w*|восстановлен\w*|економік\w*|"
        r"экономик\w*|"
        r"haushalt\w*|kredit\w*|darlehen\w*|wiederaufbau\w*"
    ),
}
"""What aid of a type is made of, and whom or what it is meant for."""
_INSTRUMENTS: dict[AidInstrument, Pattern] = {
    "grant": whole_words(
        r"grants?|grant-aid|non-repayable|donat\w*|грант\w*|zusch[uü]ss\w*|безповоротн\w*|безвозмездн\w*"
    ),
    "loan": whole_words(r"loans?|credits?|credit lines?|lend(?:s|ing)?|lent|кредит\w*|позик\w*|darlehen\w*|kredit\w*"),
    "guarantee": whole_words(r"(?<!security )guarantees?|guaranteed|гаранті\w*|гаранти\w*|garantie\w*|bürgschaft\w*"),
}
_MEANT_FOR_GOODS = whole_words(
    r"(?:to|for|will|would) (?:the )?(?:buy|buying|purchas\w+|procur\w+|acquir\w+|fund|finance|pay|produc\w+|order)|"
    r"buy|purchase|"
    r"закупівл\w*|закупк\w*|придбан\w*|приобретен\w*|(?:zum )?kauf|beschaffung\w*|"
    r"(?:на|для) (?:закупівл|закупк|придбан|приобретен)\w*"
)
"""Money for goods is not goods."""
_STATUS: tuple[tuple[AidStatus, Pattern], ...] = (
    (
        "blocked",
        whole_words(
            r"block(?:ed|ing|s)|veto(?:ed|es|ing)?|held up|holding up|withh[eo]ld\w*|fr[eo]ze\w*|suspended|suspending|"
            r"halted|halting|"
            r"paused|pausing|stalled|stuck|obstruct\w*|deadlock\w*|impasse|oppos(?:ed|es|ing|ition)|hold-?ups?|"
            r"filibuster\w*|delayed|delaying|"
            r"(?:refus|fail)\w* to (?:approve|pass|vote|ratify|back)|reject(?:ed|s|ing)|заблокова\w*|блоку\w*|"
            r"призупин\w*|блокир\w*|приостанов\w*|blockier\w*|ausgesetzt|"
            r"eingefroren"
        ),
    ),
    (
        "delivered",
        whole_words(
            r"(?<!be )(?<!been )(?:delivered|handed over|shipped|disbursed|transferred|airlifted|flown in)|(?:has|"
            r"have|was|were|had) (?:already |been |now )*"
            r"(?:delivered|sent|received|arrived|handed over|transferred|disbursed|paid out|given|shipped|supplied)|"
            r"arrived|received|"
            r"достав(?:ил|лен|ле)\w*|передал[аи]?|передав|передан\w*|отрима\w+|прибу(?:в|ла|ли|ло)|получил\w*|"
            r"прибыл\w*|geliefert|"
            r"übergeben|eingetroffen|ausgezahlt|erhalten"
        ),
    ),
    (
        "committed",
        whole_words(
            r"approv(?:ed|es|al)|signed|adopted|passed|allocat(?:ed|es|ing)|earmark\w*|authori[sz]ed|finali[sz]ed|"
            r"ratified|committed|"
            r"agreed|voted|greenlighted|green-?lit|set aside|contracted|"
            r"схвал\w*|підписа\w*|ухвал\w*|виділи\w*|погоди\w*|одобри\w*|подписа\w*|выдели\w*|утверди\w*|принял\w*|"
            r"bewillig\w*|beschlossen|unterzeichne\w*|genehmig\w*|freigegeben"
        ),
    ),
    (
        "proposed",
        whole_words(
            r"propos(?:e|ed|es|al|ing)|consider(?:s|ed|ing)?|request(?:ed|s)? (?:congress|parliament|lawmakers)|"
            r"ask(?:ed|s)? (?:congress|"
            r"parliament|lawmakers)|draft|in talks|discuss(?:ed|ing)?|may (?:provide|send|give)|could (?:provide|send|"
            r"give)|"
            r"пропону\w*|запропонува\w*|розгляда\w*|предлага\w*|предложи\w*|рассматрива\w*|vorgeschlagen|vorschlag|"
            r"schlägt vor|erwägt"
        ),
    ),
)


def aid_type_of(items: Sequence[str], sentences: Sequence[str]) -> AidType:
    """The type that the goods or the purpose name first; money with no purpose that is told is financial aid."""
    for item in items:
        meant = _first(_MEANT, item)
        if weapon_of(item) is not None and meant != "humanitarian":
            return "military"
        if meant is not None:
            return meant
    said = " ".join(sentences)
    return _first(_NAMED, said) or _first(_MEANT, said) or "financial"


def instrument_of(items: Sequence[str], sentences: Sequence[str]) -> AidInstrument | None:
    """The instrument as stated: a word for it, or goods that are given; None if neither is told."""
    said = " ".join(sentences)
    named = _first(_INSTRUMENTS, said)
    if items and named in {None, "grant"} and not _MEANT_FOR_GOODS.search(said):
        return "in_kind"
    return named


def aid_status_of(sentences: Sequence[str]) -> AidStatus:
    """How far the aid has come: the furthest that is told as done; `pledged` if it is only announced."""
    said = " ".join(sentences)
    return next((status for status, cue in _STATUS if cue.search(said)), "pledged")


def _first(cues: Mapping[_Code, Pattern], said: str) -> _Code | None:
    """The code whose words come first."""
    found = [(match.start(), code) for code, cue in cues.items() if (match := cue.search(said))]
    return min(found)[1] if found else None
