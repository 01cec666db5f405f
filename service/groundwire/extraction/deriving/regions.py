"""The region that a text names behind a place: "Zorivka in the eastern Donetsk region", "Zorivka, Kharkiv oblast"."""

import re

_KIND = (
    r"(?i:regions?|state|department|oblasts?|provinces?|districts?|governorates?|prefectures?|county|"
    r"област(?:ь|і|ю|и|ью)|район\w*|provinz)"
)
_BEHIND = re.compile(
    r"(?:, ?(?:in )?| in | of | \((?:in )?)(?:the )?(?:(?:[\w-]+ern|[\w-]+-(?:east|west)\w*|central|occupied) )*"
    rf"(?P<region>[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*){{0,2}}?)(?:['’]s)? {_KIND}(?!\w)"
)


def region_behind(text: str, end: int) -> str | None:
    """The name of the region, as written, that follows a place which ends at `end`; None if none does."""
    match = _BEHIND.match(text, end, end + 100)
    return match["region"] if match else None
