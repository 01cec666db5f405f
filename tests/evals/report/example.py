"""A small run on invented articles: answers of all kinds, repeats, overlapping evidence, failures and hostile text."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from groundwire.evals.cases import GOLD, NEGATIVE, CaseAnswer, EvalCase, Failure
from groundwire.evals.history import Night
from groundwire.evals.labels.gold import GoldArticle, GoldRecord
from groundwire.evals.runs.folder import CaseRef, Manifest, RunFolder
from groundwire.evals.scoring.scores import (
    CaseScore,
    Grounded,
    GroupScore,
    Interval,
    RecordScore,
    RunScore,
    SlotScore,
    Span,
    Verdict,
)
from groundwire.schemas import (
    Actor,
    AidPledge,
    Article,
    Attack,
    CacheMode,
    CacheState,
    Coverage,
    DiplomaticEvent,
    Evidence,
    Extraction,
    ExtractionWarning,
    Grounding,
    GroundingStatus,
    Meta,
    Money,
    Place,
    Quantity,
    RecordType,
    Usage,
    WarningCode,
)

STRIKE = (
    "Two drones hit a grain terminal in Velm on Monday night, killing at least 12 people and injuring 31, the "
    "regional office said."
)
OUTRAGE = "The foreign minister of Norland, Ada Lind, called the strike an outrage"
APPEAL = f"{OUTRAGE} and asked both sides for an urgent meeting in Geneva."
KRONER = "Norland promised 40 million kroner for the families"
TENTS = "Sorland sent tents and blankets."
TEXT = f"{STRIKE}\n\n{APPEAL}\n\n{KRONER}, while {TENTS}\n"

HOSTILE = (
    "</mark></div><script>alert('article')</script> {{ 7 * 7 }} {% raw %} {# no comment #} \"double\" & 'single' "
    "<img src=x onerror=alert(1)> nothing\x00here \u202eturned round\u202c سلام ]]> &amp; ``${x}``\r\nlast line"
)
"""What must come out as text, wherever it stands."""

DIGEST = hashlib.sha256(b"labels").hexdigest()
MORNING = datetime(2031, 5, 7, 4, 30, tzinfo=UTC)


def evidence(quote: str, text: str = TEXT) -> Evidence:
    """The first place of the quote."""
    start = text.index(quote)
    return Evidence(quote=quote, start=start, end=start + len(quote))


def span(quote: str, text: str = TEXT) -> Span:
    """The same as a span."""
    found = evidence(quote, text)
    return Span(start=found.start, end=found.end)


def found_at(path: str, quote: str) -> Grounding:
    """Where a predicted value stands."""
    found = evidence(quote)
    return Grounding(path=path, status=GroundingStatus.EXACT, start=found.start, end=found.end)


def slot(name: str, verdict: Verdict, gold: JsonValue = None, predicted: JsonValue = None) -> SlotScore:
    """One outcome."""
    return SlotScore(slot=name, verdict=verdict, gold=gold, predicted=predicted)


def right(name: str, value: JsonValue) -> SlotScore:
    """A correct slot."""
    return slot(name, Verdict.COR, value, value)


LIND = Actor(name="Ada Lind", kind="official")
NORLAND = Actor(name="Norland", kind="state")
SORLAND = Actor(name="Sorland", kind="state")


def gold_article(name: str) -> GoldArticle:
    """The labels of TEXT."""
    return GoldArticle(
        article=f"{name}.txt",
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        attacks=(
            GoldRecord(
                id="velm-terminal",
                record=Attack(
                    evidence=(evidence(STRIKE),),
                    scope="incident",
                    attack_type="drone_strike",
                    places=(Place(name="Velm"),),
                    killed=Quantity(min=12),
                    injured=Quantity(min=31, max=31),
                ),
                spans={
                    "/killed": (evidence("at least 12"),),
                    "/injured": (evidence("31"),),
                    "/places/0": (evidence("Velm"),),
                },
            ),
        ),
        diplomatic_events=(
            GoldRecord(
                id="lind-condemns",
                record=DiplomaticEvent(evidence=(evidence(OUTRAGE),), event_type="accuse", initiators=(LIND,)),
                spans={"/initiators/0": (evidence("Ada Lind"),)},
            ),
            GoldRecord(
                id="lind-appeals",
                record=DiplomaticEvent(evidence=(evidence(APPEAL),), event_type="request", initiators=(LIND,)),
                spans={"/initiators/0": (evidence("Ada Lind"),)},
            ),
        ),
        aid_pledges=(
            GoldRecord(
                id="norland-families",
                record=AidPledge(
                    evidence=(evidence(KRONER),),
                    donors=(NORLAND,),
                    aid_type="financial",
                    status="pledged",
                    amount=Money(value=40_000_000, currency="NOK"),
                ),
                spans={"/amount": (evidence("40 million kroner"),)},
            ),
            GoldRecord(
                id="sorland-tents",
                record=AidPledge(
                    evidence=(evidence(TENTS),), donors=(SORLAND,), aid_type="humanitarian", status="delivered"
                ),
                optional=True,
            ),
        ),
    )


def extraction(text: str, **fields: Any) -> Extraction:  # noqa: ANN401 - whatever an Extraction takes
    """An answer with the given records and warnings."""
    meta = Meta(
        groundwire_version="0.1.0",
        model="small-model",
        mode="json_schema",
        schema_enforced=True,
        prompt_digest=DIGEST,
        schema_digest=DIGEST,
        cache=CacheState.OFF,
        created=MORNING,
        complete=True,
        usage=Usage(calls=4, prompt_tokens=5210, completion_tokens=301),
        cost_usd=None,
        stage_ms={},
    )
    own = {"coverage": Coverage(found=0, claimed=0), **fields}
    return Extraction(article_id=hashlib.sha256(text.encode()).hexdigest(), meta=meta, **own)


def good_answer() -> Extraction:
    """Three of gold's records, one of them exact, and an invented one that overlaps another."""
    return extraction(
        TEXT,
        attacks=(
            Attack(
                evidence=(evidence(STRIKE),),
                grounding=(found_at("/killed", "12"), found_at("/injured", "31"), found_at("/places/0", "Velm")),
                scope="incident",
                attack_type="missile_and_drone_strike",
                places=(Place(name="Velm"),),
                killed=Quantity(min=12, max=12),
                injured=Quantity(min=31, max=31),
            ),
        ),
        diplomatic_events=(
            DiplomaticEvent(evidence=(evidence(OUTRAGE),), event_type="accuse", initiators=(LIND,)),
            DiplomaticEvent(evidence=(evidence(APPEAL),), event_type="consult", initiators=(LIND, NORLAND)),
        ),
        aid_pledges=(
            AidPledge(evidence=(evidence(KRONER),), donors=(NORLAND,), aid_type="financial", status="pledged"),
        ),
        warnings=(
            ExtractionWarning(code=WarningCode.VALUE_UNSUPPORTED, message=f"launched: 2 {HOSTILE}", path="/attacks/0"),
        ),
    )


def good_records() -> tuple[RecordScore, ...]:
    """What the scorer makes of `good_answer`, by hand."""
    condemns = (right("event_type", "accuse"), right("initiators", "Ada Lind"), slot("status", Verdict.NUL))
    return (
        RecordScore(
            type=RecordType.ATTACK,
            gold_id="velm-terminal",
            predicted_index=0,
            label="drone_strike, Velm",
            slots=(
                right("scope", "incident"),
                slot("attack_type", Verdict.INC, "drone_strike", "missile_and_drone_strike"),
                right("places", {"name": "Velm", "admin": None, "country": None}),
                slot("killed", Verdict.PAR, {"min": 12, "max": None}, {"min": 12, "max": 12}),
                right("injured", {"min": 31, "max": 31}),
                slot("weapons", Verdict.MIS, [{"kind": "drone", "name": None}]),
                slot("civilian_harm", Verdict.MIS, gold=True),
                slot("date", Verdict.NUL),
            ),
            gold_spans=(span(STRIKE),),
            predicted_spans=(span(STRIKE),),
        ),
        RecordScore(
            type=RecordType.DIPLOMATIC_EVENT,
            gold_id="lind-condemns",
            predicted_index=0,
            exact=True,
            label="accuse, Ada Lind",
            slots=condemns,
            gold_spans=(span(OUTRAGE),),
            predicted_spans=(span(OUTRAGE),),
        ),
        RecordScore(
            type=RecordType.DIPLOMATIC_EVENT,
            gold_id="lind-appeals",
            label="request, Ada Lind",
            slots=(slot("event_type", Verdict.MIS, "request"), slot("initiators", Verdict.MIS, "Ada Lind")),
            gold_spans=(span(APPEAL),),
        ),
        RecordScore(
            type=RecordType.DIPLOMATIC_EVENT,
            predicted_index=1,
            label="consult, Ada Lind and Norland",
            slots=(
                slot("event_type", Verdict.SPU, predicted="consult"),
                slot("initiators", Verdict.SPU, predicted="Ada Lind"),
                slot("initiators", Verdict.SPU, predicted="Norland"),
            ),
            predicted_spans=(span(APPEAL),),
        ),
        RecordScore(
            type=RecordType.AID_PLEDGE,
            gold_id="norland-families",
            predicted_index=0,
            label="financial, Norland",
            slots=(
                right("donors", "Norland"),
                right("aid_type", "financial"),
                slot("amount", Verdict.MIS, {"value": 40_000_000, "currency": "NOK"}),
                right("status", "pledged"),
            ),
            gold_spans=(span(KRONER),),
            predicted_spans=(span(KRONER),),
        ),
        RecordScore(
            type=RecordType.AID_PLEDGE,
            gold_id="sorland-tents",
            optional=True,
            label="humanitarian, Sorland",
            slots=(slot("aid_type", Verdict.MIS, "humanitarian"),),
            gold_spans=(span(TENTS),),
        ),
    )


def invented_answer() -> tuple[Extraction, RecordScore]:
    """An attack where there is none, with values that hold markup."""
    attack = Attack(
        evidence=(evidence(HOSTILE[:60], HOSTILE),),
        scope="incident",
        attack_type="other",
        places=(Place(name=HOSTILE),),
        killed=Quantity(min=49, max=49),
    )
    score = RecordScore(
        type=RecordType.ATTACK,
        predicted_index=0,
        label=f"other, {HOSTILE}",
        slots=(
            slot("attack_type", Verdict.SPU, predicted="other"),
            slot("places", Verdict.SPU, predicted={"name": HOSTILE}),
            slot("killed", Verdict.SPU, predicted={"min": 49, "max": 49}),
        ),
        predicted_spans=(Span(start=0, end=60),),
    )
    return extraction(HOSTILE, attacks=(attack,)), score


def empty_gold(name: str, text: str) -> GoldArticle:
    """Labels of an article without records."""
    return GoldArticle(article=f"{name}.txt", sha256=hashlib.sha256(text.encode()).hexdigest())


def cases() -> tuple[EvalCase, ...]:
    """Two gold articles, a hostile one and a quiet one without records, and a counterfactual."""
    article = Article(text=TEXT, published=date(2031, 5, 6))
    return (
        EvalCase("000", GOLD, article, gold_article("000"), "000"),
        EvalCase("001", GOLD, article, gold_article("001"), "001"),
        EvalCase("review", NEGATIVE, Article(text=HOSTILE), empty_gold("review", HOSTILE), "review"),
        EvalCase("weather", NEGATIVE, Article(text="Sun."), empty_gold("weather", "Sun."), "weather"),
        EvalCase(
            "casualty-000-velm",
            "casualty",
            article,
            gold_article("000"),
            "000",
            change=f"“31” became “31” {HOSTILE}.",
            forbidden=("500",),
        ),
    )


REFUSED = Failure(kind="infrastructure", message=f"The endpoint refused: {HOSTILE}")


def _missed(record: RecordScore) -> RecordScore:
    slots = tuple(
        slot(outcome.slot, Verdict.NUL if outcome.gold is None else Verdict.MIS, outcome.gold)
        for outcome in record.slots
    )
    change = {"predicted_index": None, "exact": False, "predicted_spans": (), "slots": slots}
    return record.model_copy(update=change)


def case_scores() -> tuple[CaseScore, ...]:
    """Two repeats of every case; of 000 the second misses what the first found, of the others it is the same."""
    _, invented = invented_answer()
    usage = Usage(calls=4, prompt_tokens=5210, completion_tokens=301)
    missed = tuple(_missed(record) for record in good_records() if record.gold_id)
    scores = []
    for case in cases():
        for repeat in (1, 2):
            score = CaseScore(case=case.name, family=case.family, origin=case.origin, repeat=repeat, usage=usage)
            change: dict[str, Any] = {"records": good_records(), "seconds": 12.25, "cost_usd": 0.0123}
            if case.name == "001":
                change = {"records": missed, "failure": REFUSED.message}
            elif case.name == "000" and repeat == 2:
                change = {"records": missed, "seconds": 8.5, "fresh": False}
            elif case.name == "review":
                unsupported = Grounded(values=2, supported=1, numbers=1, unsupported_numbers=("killed/min = 49",))
                change = {"records": (invented,), "seconds": 3.0, "grounded": unsupported}
            elif case.name == "weather":
                change = {"seconds": 0.1}
            elif case.family == "casualty":
                change |= {"forbidden": ("500 in /attacks/0/killed",)}
            scores.append(score.model_copy(update=change))
    return tuple(scores)


def answers() -> tuple[CaseAnswer, ...]:
    """The answers behind `case_scores`."""
    invented, _ = invented_answer()
    by_case = {"review": invented, "weather": extraction("Sun.")}
    found = []
    for score in case_scores():
        given = None if score.failure else by_case.get(score.case, good_answer())
        found.append(
            CaseAnswer(
                case=score.case,
                repeat=score.repeat,
                extraction=given,
                failure=None if given else REFUSED,
                seconds=score.seconds or 1.0,
                fresh=score.fresh,
            )
        )
    return tuple(found)


def interval(value: float | None, spread: float = 0.1, n: int = 2) -> Interval:
    """A figure with a symmetric interval; no spread, no interval."""
    if value is None or not spread:
        return Interval(value=value, n=n)
    return Interval(value=value, low=max(value - spread, 0), high=value + spread, n=n)


def group(scores: tuple[CaseScore, ...], metrics: dict[str, Interval]) -> GroupScore:
    """A group with its slots counted."""
    slots: dict[str, Counter[str]] = {}
    for score in scores:
        for record in score.records:
            for outcome in record.slots if not record.optional else ():
                slots.setdefault(f"{record.type}.{outcome.slot}", Counter())[outcome.verdict] += 1
    counts: Counter[str] = sum(slots.values(), Counter())
    return GroupScore(
        cases=len(scores), metrics=metrics, counts=dict(counts), slots={key: dict(own) for key, own in slots.items()}
    )


GOLD_FIGURES = {
    "record.f1": interval(0.58, 0.17),
    "slot.f1": interval(0.49, 0.12),
    "figure.precision": interval(0.8, 0.2),
    "figure.recall": interval(0.667, 0.25),
    "grounding_rate": interval(0.97, 0.03),
    "unsupported_number_rate": interval(0.0, 0.0),
    "hallucinated_records": interval(0.75, 0.4),
    "failure_rate": interval(0.5, 0.0),
}


def run_score() -> RunScore:
    """The scores of the run."""
    scores = case_scores()
    families = {GOLD: GOLD, NEGATIVE: NEGATIVE, "counterfactual": "casualty", "casualty": "casualty"}
    figures = {
        GOLD: GOLD_FIGURES,
        NEGATIVE: {"record.f1": interval(None), "hallucinated_records": interval(0.5, 0.5)},
        "counterfactual": {**GOLD_FIGURES, "record.f1": interval(0.75, 0.0, 1)},
        "casualty": {**GOLD_FIGURES, "record.f1": interval(0.75, 0.0, 1)},
    }
    return RunScore(
        gold_digest=DIGEST,
        groups={
            name: group(tuple(score for score in scores if score.family == family), figures[name])
            for name, family in families.items()
        },
        flip_rates={"000": 0.5, "review": 0.0},
        cases=scores,
    )


def manifest() -> Manifest:
    """What was run."""
    return Manifest(
        name="night-2031-05-07",
        system="groundwire",
        created=MORNING,
        groundwire_version="0.1.0",
        git_commit="4be1c5f0-dirty",
        gold_digest=DIGEST,
        cases_digest=DIGEST,
        prompt_digest=DIGEST,
        schema_digest=DIGEST,
        model="small-model",
        model_identity=f"sha256:{DIGEST}",
        parameters={"temperature": 0, "stop": HOSTILE, "seed": None},
        machine="x86_64, 2 cores, Python 3.11",
        repeat=2,
        cache=CacheMode.USE,
        cases=tuple(CaseRef(name=case.name, family=case.family, digest=DIGEST) for case in cases()),
        finished=MORNING,
    )


def nights() -> tuple[Night, ...]:
    """Four nights before; the first two on another data set."""
    return tuple(
        Night(
            night=date(2031, 5, day),
            run=f"runs/night-2031-05-0{day}",
            git_commit="4be1c5f0",
            gold_digest=DIGEST if day > 2 else DIGEST[::-1],
            model="small-model",
            gate=0,
            headline={
                GOLD: {"record.f1": interval(0.3 + day / 20, 0.15), "slot.f1": interval(0.2 + day / 25)},
                NEGATIVE: {"hallucinated_records": interval(2.5 - day / 3, 0.5)},
            },
        )
        for day in (1, 2, 4, 6)
    )


def write_run(path: Path, run: Manifest | None = None, scores: RunScore | None = None) -> RunFolder:
    """The run as a folder."""
    folder = RunFolder(path)
    folder.write_manifest(run or manifest())
    for answer in answers():
        folder.write_answer(answer, [])
    folder.write_scores(scores or run_score())
    return folder
