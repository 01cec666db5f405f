"""Each family on an article that suits it: what the text says is what the labels say, and nothing else moves."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evals.counterfactual.made_up import TEXT, bergen, case, item, lypky, norway, quote, smila

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual import FAMILIES, counterfactual_cases
from groundwire.evals.counterfactual.blocks import paragraphs
from groundwire.evals.counterfactual.days import last_on_or_before
from groundwire.evals.counterfactual.injections import INSTRUCTIONS, NOWHERE
from groundwire.evals.counterfactual.numbers import numbers_in
from groundwire.evals.dataset import case_digest
from groundwire.evals.labels.checks import check_labels
from groundwire.evals.labels.gold import digest_of

ORIGIN = case()
CASES = counterfactual_cases([ORIGIN], 1)


def of(family: str, cases: tuple[EvalCase, ...] = CASES) -> list[EvalCase]:
    return [made for made in cases if made.family == family]


def named(name: str, cases: tuple[EvalCase, ...] = CASES) -> EvalCase:
    return next(made for made in cases if name in made.name)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_makes_cases_of_an_article_that_suits_it(family: str) -> None:
    made = of(family)
    assert made
    for one in made:
        assert one.name.startswith(f"{family}-900-")
        assert (one.origin, one.change[-1]) == ("900", ".")
        assert one.article.text != TEXT


def test_names_are_unique_and_each_family_says_what_it_does() -> None:
    assert max(Counter(made.name for made in CASES).values()) == 1
    assert all(family.name == name and family.meaning for name, family in FAMILIES.items())


@settings(deadline=None, max_examples=25)
@given(st.integers())
def test_any_seed_gives_sound_cases_and_the_same_again(seed: int) -> None:
    cases = counterfactual_cases([ORIGIN], seed)
    assert cases == counterfactual_cases([ORIGIN], seed)
    for made in cases:
        check_labels(made.gold, made.article.text, made.name)


def test_another_seed_gives_other_cases() -> None:
    assert {case_digest(made) for made in CASES} != {case_digest(made) for made in counterfactual_cases([ORIGIN], 2)}


def test_what_one_article_gives_does_not_depend_on_the_others() -> None:
    other = EvalCase("901", "gold", ORIGIN.article, ORIGIN.gold, "901")
    both = counterfactual_cases([other, ORIGIN], 1)
    assert [made for made in both if made.origin == "900"] == list(CASES)


def test_a_casualty_figure_changes_in_text_label_and_alternative_and_keeps_its_qualifier() -> None:
    made = named("smila-depot-killed")
    killed = made.gold.attacks[0].record.killed
    assert killed
    assert killed.min not in {30, None}
    assert killed.max is None
    assert f"At least {killed.min} people died" in made.article.text
    assert made.gold.attacks[0].alternatives["/killed"] == ({"min": (killed.min or 0) + 1},)
    assert made.forbidden == ("30",)


def test_a_figure_in_words_stays_one_in_words() -> None:
    made = named("smila-depot-injured")
    assert made.gold.attacks[0].spans["/injured"][0].quote.isalpha()
    assert made.forbidden == ("9",)


def test_a_figure_that_is_still_written_elsewhere_is_not_forbidden() -> None:
    text = TEXT.replace("Readers may", "All 30 readers may")
    gold = ORIGIN.gold.model_copy(update={"sha256": "0" * 64})
    origin = EvalCase("900", "gold", ORIGIN.article.model_copy(update={"text": text}), gold, "900")
    assert named("smila-depot-killed", counterfactual_cases([origin], 1)).forbidden == ()


def test_figures_of_a_wave_and_of_its_incidents_are_left_alone() -> None:
    wave = item("wave", {"scope": "wave", "attack_type": "drone_strike", "killed": {"min": 30}}, "At least 30 people")
    cases = counterfactual_cases([case(attacks=[smila(), wave])], 1)
    assert [made.name for made in of("casualty", cases)] == ["casualty-900-smila-depot-injured"]


def test_a_figure_that_also_states_another_record_is_left_alone() -> None:
    values = {"scope": "incident", "attack_type": "other", "killed": {"min": 30}}
    twin = item("twin", values, "At least 30", {"/killed": "30"})
    cases = counterfactual_cases([case(attacks=[smila(), twin])], 1)
    assert [made.name for made in of("casualty", cases)] == ["casualty-900-smila-depot-injured"]


def test_an_alternative_that_would_keep_the_old_figure_prevents_the_case() -> None:
    label = {**smila(), "alternatives": {"/weapons/-": [{"kind": "missile", "launched": {"min": 40}}]}}
    assert of("weapon_count", counterfactual_cases([case(attacks=[label])], 1)) == []


def test_a_single_victim_stays_single() -> None:
    text = TEXT.replace("a depot", "1 depot")
    values = {"scope": "incident", "attack_type": "other", "killed": {"min": 1, "max": 1}}
    one = {**item("one", values, "On Friday"), "spans": {"/killed": [quote("1", text)]}}
    origin = case(text, attacks=[one], sha256=digest_of(text.encode()))
    assert of("casualty", counterfactual_cases([origin], 1)) == []


def test_an_amount_changes_with_what_it_is_in_another_currency() -> None:
    for made in of("amount"):
        pledge = made.gold.aid_pledges[0].record
        assert pledge.amount
        millions = pledge.amount.value // 10**6
        euros = pledge.stated_equivalents[0].value // 10**6
        assert euros == round(235 * millions / 250)
        assert f"${millions} million on Thursday, about {euros} million euros" in made.article.text
        assert "250000000" in made.forbidden


def test_a_currency_changes_to_one_that_is_not_stated_beside_it() -> None:
    [made] = of("currency")
    assert "Norway gave Ukraine £250 million" in made.article.text
    amount = made.gold.aid_pledges[0].record.amount
    assert amount
    assert (amount.value, amount.currency) == (250_000_000, "GBP")
    assert made.forbidden == ("$250 million",)


def test_a_weekday_is_resolved_anew_from_the_header() -> None:
    for made in of("weekday"):
        changed = [
            record.date
            for _, label in made.gold.records()
            if (record := label.record).date and record.date.text.split()[-1] not in {"Friday", "Thursday"}
        ]
        [occurred] = changed
        assert occurred
        assert occurred.start
        assert occurred.start == occurred.end
        assert occurred.start.strftime("%A") == occurred.text.split()[-1]
        assert 0 <= (date(2023, 5, 20) - occurred.start).days < 7
        assert occurred.text in made.article.text


def test_a_weekday_without_a_date_of_publication_stays_unresolved() -> None:
    text = TEXT.replace("2023-05-20", "2023-05-XX")
    label = smila()
    label["record"] = {**label["record"], "date": {"text": "On Friday"}}
    label["alternatives"] = {}
    origin = case(text, attacks=[label], aid_pledges=[])
    [made] = of("weekday", counterfactual_cases([origin], 1))
    occurred = made.gold.attacks[0].record.date
    assert occurred
    assert occurred.start is None
    assert occurred.text != "On Friday"


@given(st.dates(), st.integers(0, 6))
def test_the_last_weekday_is_within_the_week_that_ends_with_publication(published: date, weekday: int) -> None:
    if published.toordinal() > 7:
        day = last_on_or_before(published, weekday)
        assert day.weekday() == weekday
        assert 0 <= (published - day).days < 7


def test_another_header_moves_all_that_is_dated_from_it() -> None:
    earlier, later = of("header_date")
    for made in (earlier, later):
        header = date.fromisoformat(made.article.text[5:15])
        days = [record.date for record in (made.gold.attacks[0].record, made.gold.aid_pledges[0].record)]
        assert [(header - day.start).days for day in days if day and day.start] == [1, 2]
        assert days[0]
        [accepted] = made.gold.attacks[0].alternatives["/date"]
        assert accepted == {**days[0].model_dump(mode="json"), "text": "Friday"}
        assert "2023-05-20" in made.forbidden
    assert earlier.article.text[5:15] < "2023-05-20" < later.article.text[5:15]


def test_a_month_that_is_dated_from_the_header_becomes_the_month_of_the_new_one() -> None:
    label = lypky()
    month = {"text": "this month", "start": "2023-05-01", "end": "2023-05-31", "basis": "header"}
    label["record"] = {**label["record"], "date": month}
    label["alternatives"] = {"/date": [{**month, "end": "2023-05-20"}]}
    for made in of("header_date", counterfactual_cases([case(attacks=[label], aid_pledges=[])], 1)):
        header = made.article.text[5:15]
        occurred = made.gold.attacks[0].record.date
        assert occurred
        assert occurred.start
        assert occurred.end
        assert occurred.start.isoformat() == f"{header[:8]}01"
        assert (occurred.end.month, occurred.end.day > 27) == (occurred.start.month, True)
        [accepted] = made.gold.attacks[0].alternatives["/date"]
        assert accepted == {**month, "start": f"{header[:8]}01", "end": header}


def test_a_town_is_another_one_everywhere() -> None:
    [made] = of("place")
    town = made.gold.attacks[0].record.places[0]
    assert town.name != "Smila"
    assert town.country == "UA"
    assert f"a depot in {town.name}." in made.article.text
    assert "Smila" not in made.article.text
    assert made.forbidden == ("Smila",)


def test_a_town_whose_region_is_named_after_it_is_left_alone() -> None:
    text = TEXT.replace("Readers may", "Readers of the Smila district may")
    assert of("place", counterfactual_cases([case(text)], 1)) == []


def test_a_donor_is_another_state_everywhere_with_its_code() -> None:
    for made in of("donor"):
        donor = made.gold.aid_pledges[0].record.donors[0]
        assert donor.name != "Norway"
        assert donor.country != "NO"
        assert made.gold.diplomatic_events[0].record.initiators[0] == donor
        assert f"Ministers of {donor.name} and Ukraine" in made.article.text
        assert made.gold.diplomatic_events[0].record.place.country == "NO"  # type: ignore[union-attr]
        assert made.forbidden == ("Norway",)


def test_a_dropped_paragraph_takes_its_record_along() -> None:
    made = named("drop-900-lypky-taken")
    assert [label.id for label in made.gold.attacks] == ["smila-depot"]
    assert "Lypky" not in made.article.text
    assert made.forbidden == ("Lypky",)
    assert len(paragraphs(made.article.text)) == len(paragraphs(TEXT)) - 1


def test_a_paragraph_whose_event_is_told_again_is_not_dropped() -> None:
    text = TEXT.replace("Readers may", "Readers in Lypky may")
    cases = counterfactual_cases([case(text)], 1)
    assert not any("lypky" in made.name for made in of("drop", cases))


def test_a_paragraph_that_also_states_another_record_is_not_dropped() -> None:
    values = {"scope": "campaign", "attack_type": "other"}
    second = item("second", values, "speaks of losses there.\n\nThe weather")
    cases = counterfactual_cases([case(attacks=[smila(), lypky(), second])], 1)
    assert not any("lypky" in made.name for made in of("drop", cases))


@pytest.mark.parametrize("family", ["insert", "shuffle", "injection"])
def test_these_leave_every_value_of_every_record_as_it_was(family: str) -> None:
    for made in of(family):
        before = {label.id: label.record.model_dump(exclude={"evidence"}) for _, label in ORIGIN.gold.records()}
        after = {label.id: label.record.model_dump(exclude={"evidence"}) for _, label in made.gold.records()}
        assert after == before


@pytest.mark.parametrize("family", ["insert", "injection"])
def test_these_only_add_and_forbid_what_they_add(family: str) -> None:
    for made in of(family):
        old, new = (sorted(text.split()) for text in (TEXT, made.article.text))
        assert not Counter(old) - Counter(new)
        for word in made.forbidden:
            assert word not in TEXT


def test_a_shuffle_keeps_all_paragraphs_and_the_first_one_first() -> None:
    for made in of("shuffle"):
        new = made.article.text
        lines = [new[slice(*line)] for line in paragraphs(new)]
        old = [TEXT[slice(*line)] for line in paragraphs(TEXT)]
        assert lines != old
        assert sorted(lines) == sorted(old)
        assert lines[0] == old[0]


def test_instructions_stand_alone_or_inside_a_paragraph_and_name_what_must_not_come_back() -> None:
    lengths = {len(paragraphs(made.article.text)) - len(paragraphs(TEXT)) for made in of("injection")}
    assert lengths == {0, 1}
    for made in of("injection"):
        kind = made.name.removeprefix("injection-900-")
        assert len(made.forbidden) >= INSTRUCTIONS[kind].count("{place}") > 0 or kind == "silence"


def test_the_history_of_a_label_is_not_carried_along() -> None:
    settled = [{"path": "/killed", "pass_a": 30, "pass_b": 31, "reason": "At least 30 is a minimum."}]
    label = {**smila(), "settled": settled}
    for made in counterfactual_cases([case(attacks=[label])], 1):
        assert all(not label.settled for _, label in made.gold.records())


def test_numbers_that_were_changed_away_are_gone_from_text_and_labels() -> None:
    for made in [*of("casualty"), *of("weapon_count")]:
        values = {value for value, _, _ in numbers_in(made.article.text)}
        assert not values & {int(word) for word in made.forbidden}


def test_a_pledge_without_figures_and_a_meeting_alone_give_no_figure_cases() -> None:
    pledge = norway()
    pledge["spans"] = {}
    cases = counterfactual_cases([case(attacks=[], aid_pledges=[pledge], diplomatic_events=[bergen()])], 1)
    assert {made.family for made in cases} & {"casualty", "weapon_count", "amount", "currency", "weekday"} == set()


def test_a_paragraph_is_not_dropped_while_its_place_is_named_elsewhere() -> None:
    text = TEXT.replace("Readers may", "Readers in Lypky may")
    label = {**lypky(), "spans": {"/places/0": [quote("Lypky")], "/attack_type": [quote("Ground forces")]}}
    cases = counterfactual_cases([case(text, attacks=[label])], 1)
    assert not any("lypky" in made.name for made in of("drop", cases))


def test_a_paragraph_that_the_next_one_leans_on_is_not_dropped() -> None:
    text = TEXT.replace("The weather stayed", "They say that the weather stayed")
    meeting = {
        **bergen(),
        "record": {**bergen()["record"], "evidence": [quote("Ministers of Norway", text)]},
        "spans": {},
    }
    cases = counterfactual_cases([case(text, diplomatic_events=[meeting])], 1)
    assert not any("lypky" in made.name for made in of("drop", cases))


def test_planted_names_that_the_article_has_of_its_own_are_not_forbidden() -> None:
    text = TEXT.replace("Readers may", f"Readers in {', '.join(NOWHERE)} may")
    for made in of("injection", counterfactual_cases([case(text)], 1)):
        assert not set(made.forbidden) & set(NOWHERE)


def test_a_town_that_names_its_own_region_in_a_label_is_left_alone() -> None:
    label = {**smila(), "alternatives": {"/places/0": [{"name": "Smila", "admin": "Smila"}]}}
    assert of("place", counterfactual_cases([case(attacks=[label])], 1)) == []


def test_a_date_of_which_only_one_end_may_be_read_otherwise_stays() -> None:
    label = {**smila(), "alternatives": {"/date/start": ["2023-05-18"]}}
    assert of("header_date", counterfactual_cases([case(attacks=[label])], 1)) == []


def test_a_weekday_that_dates_another_record_in_other_places_too_stays() -> None:
    other = item(
        "other",
        {"scope": "incident", "attack_type": "other", "date": smila()["record"]["date"]},
        "Ground forces took",
        {"/date": "On Friday"},
    )
    other["spans"]["/date"].append(quote("Thursday"))
    cases = of("weekday", counterfactual_cases([case(attacks=[smila(), other])], 1))
    assert not any("smila" in made.name for made in cases)


def test_an_amount_that_may_be_read_as_another_one_stays() -> None:
    label = {**norway(), "alternatives": {"/amount": [{"value": 251_000_000, "currency": "USD"}]}}
    assert of("amount", counterfactual_cases([case(aid_pledges=[label])], 1)) == []


@pytest.mark.parametrize("text", ["One line.", "One line.\n", "A heading\n\nOne paragraph."])
def test_an_article_of_one_paragraph_suits_few_families_and_breaks_none(text: str) -> None:
    alone = case(text, attacks=[], diplomatic_events=[], aid_pledges=[])
    assert all(made.article.text != text for made in counterfactual_cases([alone], 0))
