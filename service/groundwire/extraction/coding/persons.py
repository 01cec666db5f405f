"""The person whom a state's name introduces: "Polish foreign minister Jan Nowak", "Moldova's president Ion Rusu"."""

import re

_TITLE = (
    r"(?:[Pp]resident|[Mm]inister|[Ss]ecretary(?: of [A-Z]\w+)?|[Cc]hancellor|[Ee]nvoy|[Nn]egotiator|[Aa]mbassador|"
    r"[Pp]remier|[Ll]eader|[Kk]ing|[Qq]ueen|[Aa]dvis[eo]r)"
)
_RANK = (
    r"(?:[Pp]rime|[Dd]eputy|[Vv]ice|[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Ss]enior|[Tt]op|[Cc]hief|"
    r"[Ss]pecial)"
)
_INTRODUCED = re.compile(
    rf"(?:['’]s)?(?:[ -]{_RANK})* {_TITLE},? (?P<name>[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+){{1,2}})(?<!['’]s)"
)


def person_behind(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """Where the person stands whom the state's name at `span` introduces: persons who act are coded themselves."""
    match = _INTRODUCED.match(text, span[1])
    return match.span("name") if match else None
