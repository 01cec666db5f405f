"""The model behind the pages: it reads the article of the tutorials as the embedded model does.

That it does was looked at once with the embedded model: the records are the same in each field.
"""

import re

from tests.cli.support import AID_DRAFT, kind_asked
from tests.fakes.endpoint import Json, Reply, answer

_ATTACK: Json = {
    "scope": "incident",
    "attack_type": "drone_strike",
    "places": [{"name": "Kherson", "region": None, "country": "UA"}],
    "attackers": ["Russian"],
    "attribution": "attributed",
    "weapons": [{"kind": "drone", "name": None, "count": None, "intercepted": None}],
    "when": "Friday",
    "targets": [{"category": "transport", "text": "bus"}],
    "killed": "two people",
    "injured": "at least seven",
}
_AID: Json = {**AID_DRAFT, "when": "Monday"}


def reads(body: Json, _n: int) -> Reply:
    """A model that finds an attack in each sentence about a drone, and a pledge where something is pledged."""
    draft, word = {"attack": (_ATTACK, " drone "), "aid_pledge": (_AID, " pledged ")}.get(kind_asked(body), ({}, "—"))
    sentences = re.findall(r"\[(\d+)\]([^\n]*)", body["messages"][-1]["content"])
    return answer(
        {"records": [{**_said(draft, words), "sentences": [int(n)]} for n, words in sentences if word in words]}
    )


def _said(draft: Json, words: str) -> Json:
    """The draft without figures, days and attackers of which the sentence says nothing."""
    said = {**draft}
    for name in said.keys() & {"killed", "injured", "when", "amount"}:
        said[name] = said[name] if said[name] in words else None
    if "attackers" in said:
        said["attackers"] = [name for name in said["attackers"] if name in words]
    return said
