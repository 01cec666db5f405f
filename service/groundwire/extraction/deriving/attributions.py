"""Who says who attacked: the attacker, somebody else, or sides that contradict each other."""

from collections.abc import Iterator, Sequence

from groundwire.extraction.coding.geography import find_states, state_named
from groundwire.extraction.coding.role_words import whole_words
from groundwire.extraction.reading.folding import find_words, folded
from groundwire.schemas import Attribution

_DEED = (
    r"(?:struck|str(?:ike|uck|iking)|hit|attack\w*|launch\w*|carried out|conducted|destroyed|target\w*|bombed|shelled|"
    r"fired|killed|"
    r"downed|was behind|were behind|had been behind)"
)
_OWNING_UP = whole_words(
    rf"(?:claim\w*|took|taken|taking|assum\w*|accept\w*) (?:full )?(?:responsibility|credit)|admitted|acknowledged|"
    rf"owned up|"
    rf"(?:said|says|stated|announced|confirmed|reported|claimed|boasted)(?: (?:on \w+|early|late|that|"
    rf"in a statement))* "
    rf"(?:it|its (?:\w+ ){{0,3}}|they|their (?:\w+ ){{0,3}}|his (?:\w+ ){{0,3}}|our (?:\w+ ){{0,3}})\s*(?:had |have |"
    rf"has )?{_DEED}|"
    r"вз(?:яв|яла|яли|яло) на себ[ея] (?:\w+ )?(?:відповідальність|ответственность)|визна(?:в|ла|ли)|признал[аи]?|"
    r"bekannte sich|bekannten sich|bekennt sich|verantwortung (?:\w+ )?(?:übernommen|übernahm)"
)
_SAYS = whole_words(
    r"said|says|stated|announced|confirmed|reported|claimed|заяви\w*|повідоми\w*|сообщи\w*|erklärte\w*|meldete\w*|"
    r"teilte\w*"
)
_ORGAN = whole_words(
    r"(?:defen[cs]e )?ministry|military|army|armed forces|forces|navy|air force|general staff|troops|міноборони|"
    r"минобороны|"
    r"(?:міністерств|министерств)\w+ (?:оборони|обороны)|генштаб\w*|армі\w+|арми\w+|verteidigungsministerium\w*|armee|"
    r"streitkräfte|generalstab"
)
_ANY_DEED = whole_words(
    _DEED + r"|strikes?|влучи\w*|уда[вр]\w+|порази\w*|знищи\w*|уничтож\w*|getroffen|angegriffen|zerstört"
)
_OWNED_BY = whole_words(
    r"(?:claimed|acknowledged|admitted) by|responsibility (?:\w+ ){0,3}(?:was|were|has been) claimed by|"
    r"відповідальність взя\w+|ответственность взя\w+"
)
_DENIAL = whole_words(
    r"den(?:y|ied|ies|ying)|denials?|disput(?:e|ed|es|ing)|reject\w* (?:the |any |all |these |those )?(?:accusations?|"
    r"allegations?|claims?|"
    r"charges?|responsibility|involvement)|disavow\w*|спросту\w*|заперечу\w*|запереч\w+|"
    r"відкида\w* (?:\w+ )?звинувачен\w*|отрица\w*|опроверг\w*|"
    r"bestr(?:itt|eitet|itten)\w*|dementier\w*|(?:wies|weist|wiesen) [^.;]{0,60}zurück"
)
_NO_DENIAL_OF_THE_DEED = whole_words(
    r"den(?:y|ied|ies|ying) (?:deliberately |intentionally |ever |that (?:it|they) )*(?:target\w*|attack\w*|hitting|"
    r"striking) "
    r"(?:of )?civilians?\w*"
)
"""What is said of a whole war, and leaves open the single attack."""
_FORCES_OF = len(" the armed forces of the ")
"""Most characters between "claimed by" and a name."""
_EACH_OTHER = whole_words(
    r"(?:blam\w*|accus\w*|trad\w* (?:blame|accusations)|(?:ex)?chang\w* accusations)[^.;]{0,40}(?:each other|"
    r"one another)|"
    r"trad(?:ed|e|ing) (?:blame|accusations)|mutual accusations|звинувач\w+ одн\w+ одн\w+|обвиня\w+ друг друга|"
    r"обвини\w+ друг друга|"
    r"(?:beschuldig|werfen sich|machen sich)\w*[^.;]{0,40}gegenseitig"
)


def attribution_of(attackers: Sequence[str], sentences: Sequence[str]) -> Attribution:
    """The attribution by the codebook.

    Args:
        attackers: Names of the states or groups that the article calls the attackers.
        sentences: What tells of the attack.
    """
    if not attackers:
        return "unknown"
    if any(_EACH_OTHER.search(said) or _denies(name, said) for said in sentences for name in attackers):
        return "disputed"
    if any(_claims(name, said) for said in sentences for name in attackers):
        return "claimed"
    return "attributed"


def _denies(attacker: str, said: str) -> bool:
    """Whether an attacker denies its deed: it is named in the clause before the denial."""
    plain = folded(said)
    conceded = [match.span() for match in _NO_DENIAL_OF_THE_DEED.finditer(plain)]
    return any(
        end <= match.start() and _within_clause(plain[end : match.start()])
        for match in _DENIAL.finditer(plain)
        if not any(first <= match.start() < last for first, last in conceded)
        for _, end in _mentions(attacker, said)
    )


def _claims(attacker: str, said: str) -> bool:
    plain = folded(said)
    spans = list(_mentions(attacker, said))
    owns = any(
        end <= match.start() and _within_clause(plain[end : match.start()])
        for match in _OWNING_UP.finditer(plain)
        for _, end in spans
    )
    return (
        owns
        or _reports_its_own(plain, spans)
        or any(0 <= start - match.end() <= _FORCES_OF for match in _OWNED_BY.finditer(plain) for start, _ in spans)
    )


def _reports_its_own(plain: str, spans: list[tuple[int, int]]) -> bool:
    """Whether the attacker's own forces tell of its deed: "the X army said X's jets struck", "..., X's army said"."""
    for match in _SAYS.finditer(plain):
        speaks = any(
            end <= match.start()
            and "," not in (between := plain[end : match.start()])
            and _ORGAN.search(between)
            and _within_clause(between)
            for _, end in spans
        )
        if not speaks:
            continue
        behind = plain[match.end() :].strip(' ."”»')
        if not behind and _ANY_DEED.search(plain[: match.start()]):
            return True
        if any(
            start - match.end() <= _FORCES_OF and _ANY_DEED.search(plain[start:])
            for start, _ in spans
            if start >= match.end()
        ):
            return True
    return False


def _within_clause(between: str) -> bool:
    """Whether the words between a name and a verb can belong to its subject ("X's defence ministry on Friday")."""
    return len(between.split()) <= 8 and not any(mark in between for mark in ";:")


def _mentions(name: str, said: str) -> Iterator[tuple[int, int]]:
    state = state_named(name)
    yield from find_words(name, said)
    if state is not None:
        yield from find_states(state.code, said)
