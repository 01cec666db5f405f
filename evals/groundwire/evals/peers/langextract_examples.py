"""What langextract is told: a description of the task and few-shot examples of our own writing.

Its extractions are a class, verbatim text and attributes that are texts or lists of texts. So a record is one
extraction, and a part with fields of its own is one text of a fixed form: `Jizan (SA)`, `drone: Shahed; launched nine`.
"""

from typing import Any, Final

from langextract.data import ExampleData, Extraction

from groundwire.evals.peers.rules import RULES

DESCRIPTION: Final = f"""{RULES}

Extract attack, diplomatic_event and aid_pledge in order of appearance. The extraction text is the sentence that \
states the event, exact text of the article, never paraphrased and never overlapping. The attributes are its fields, \
with figures, sums and dates in the words of the article ("at least 15", "on Tuesday"). Actors and places have \
country and kind behind their name in brackets, weapons and targets have their kind before a colon, as in the \
examples. Extract nothing from the examples themselves."""


def _extraction(kind: str, text: str, **attributes: Any) -> Extraction:  # noqa: ANN401 - texts, lists of texts, null
    return Extraction(extraction_class=kind, extraction_text=text, attributes=attributes)


_SHELLING = "Shelling killed four people and wounded at least 15 in El Daein in Sudan on Tuesday, a hospital said."
_PORT = "In the night to 3 May, Houthi forces fired two Quds missiles and nine drones at the Saudi port of Jizan."
_TALKS = "Kenyan President William Ruto and Gedion Timothewos of Ethiopia held ceasefire talks in Nairobi on Monday."
_BLAME = "The African Union condemned Eritrea for the raid."
_GRANT = "Norway approved a grant of 30 million euros ($32 million) for Moldova on 4 June, to be paid over three years."
_GOODS = "Japan will send blankets and 200 generators to Haiti."

EXAMPLES: Final = (
    ExampleData(
        text=f"{_SHELLING} It blamed the Rapid Support Forces. A clinic and a grain store burned down.",
        extractions=[
            _extraction(
                "attack",
                _SHELLING,
                scope="incident",
                attack_type="shelling",
                perpetrators=["Rapid Support Forces (SD, armed_group)"],
                attribution="attributed",
                weapons=["artillery"],
                places=["El Daein (SD)"],
                date="on Tuesday",
                targets=["medical: A clinic", "food: a grain store"],
                killed="four",
                injured="at least 15",
                civilian_harm=True,
            )
        ],
    ),
    ExampleData(
        text=f"{_PORT} Six of the drones were shot down, the navy said. Oil prices rose by two per cent.",
        extractions=[
            _extraction(
                "attack",
                _PORT,
                scope="incident",
                attack_type="missile_and_drone_strike",
                perpetrators=["Houthi forces (YE, armed_group)"],
                attribution="attributed",
                weapons=["missile: Quds; launched two", "drone; launched nine; intercepted six"],
                places=["Jizan (SA)"],
                date="In the night to 3 May",
                targets=["port: port of Jizan"],
                killed=None,
                injured=None,
                civilian_harm=None,
            )
        ],
    ),
    ExampleData(
        text=f"{_TALKS} {_BLAME}",
        extractions=[
            _extraction(
                "diplomatic_event",
                _TALKS,
                event_type="consult",
                initiators=["William Ruto (KE, official)", "Gedion Timothewos (ET, official)"],
                counterparts=[],
                mediators=[],
                topics=["ceasefire"],
                status="concluded",
                place="Nairobi (KE)",
                date="on Monday",
            ),
            _extraction(
                "diplomatic_event",
                _BLAME,
                event_type="accuse",
                initiators=["African Union (international_organisation)"],
                counterparts=["Eritrea (ER, state)"],
                mediators=[],
                topics=["condemnation_of_attack"],
                status=None,
                place=None,
                date=None,
            ),
        ],
    ),
    ExampleData(
        text=f"{_GRANT} {_GOODS}",
        extractions=[
            _extraction(
                "aid_pledge",
                _GRANT,
                donors=["Norway (NO, state)"],
                recipients=["Moldova (MD, state)"],
                aid_type="financial",
                instrument="grant",
                amount="30 million euros",
                stated_equivalents=["$32 million"],
                items=[],
                status="committed",
                period="over three years",
                date="on 4 June",
            ),
            _extraction(
                "aid_pledge",
                _GOODS,
                donors=["Japan (JP, state)"],
                recipients=["Haiti (HT, state)"],
                aid_type="humanitarian",
                instrument="in_kind",
                amount=None,
                stated_equivalents=[],
                items=["blankets", "generators"],
                status="pledged",
                period=None,
                date=None,
            ),
        ],
    ),
    ExampleData(text="The war has lasted for years, and analysts expect no end of it.", extractions=[]),
)
"""Each record type twice, and a text that holds none."""
