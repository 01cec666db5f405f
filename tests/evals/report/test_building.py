"""The report as data: what it says of a run, and what it refuses."""

from pathlib import Path

import pytest
from tests.evals.report.example import DIGEST, REFUSED, TEXT, cases, manifest, nights, run_score, write_run

from groundwire.evals.errors import EvalError
from groundwire.evals.report import write_report
from groundwire.evals.report.building import build_report
from groundwire.evals.report.form import Outcome, Report


def report_of(path: Path) -> Report:
    return build_report(write_run(path), cases(), nights())


def test_records_stand_in_the_order_of_the_article_with_what_became_of_them(tmp_path: Path) -> None:
    answer = report_of(tmp_path).cases[0].answers[0]
    assert [(record.id, record.outcome, record.gold_id) for record in answer.records] == [
        ("A1", Outcome.DIFFERS, "velm-terminal"),
        ("D1", Outcome.EXACT, "lind-condemns"),
        ("D2", Outcome.MISSED, "lind-appeals"),
        ("D3", Outcome.SPURIOUS, None),
        ("P1", Outcome.DIFFERS, "norland-families"),
        ("P2", Outcome.OPTIONAL, "sorland-tents"),
    ]


def test_marks_say_where_records_and_values_stand_on_either_side(tmp_path: Path) -> None:
    answer = report_of(tmp_path).cases[0].answers[0]
    gold = {(mark.record, mark.path): TEXT[mark.start : mark.end] for mark in answer.gold_marks}
    predicted = {(mark.record, mark.path): TEXT[mark.start : mark.end] for mark in answer.predicted_marks}
    assert gold["A1", "/killed"] == "at least 12"
    assert predicted["A1", "/killed"] == "12"
    assert gold["D2", None] == predicted["D3", None]
    assert ("D2", None) not in predicted
    assert gold["D1", "/initiators/0"] == "Ada Lind"


def test_a_failed_answer_keeps_its_reason_and_has_no_prediction(tmp_path: Path) -> None:
    failed = report_of(tmp_path).cases[1].answers[0]
    assert failed.failure == REFUSED
    assert failed.predicted_marks == ()
    assert {record.outcome for record in failed.records} == {Outcome.MISSED, Outcome.OPTIONAL}


def test_this_run_is_the_last_of_the_nights_and_stands_there_once(tmp_path: Path) -> None:
    folder = write_run(tmp_path)
    runs = [point.run for point in build_report(folder, cases(), nights()).trend]
    assert runs == [*(f"night-2031-05-0{day}" for day in (1, 2, 4, 6)), "night-2031-05-07"]
    renamed = manifest().model_copy(update={"name": "night-2031-05-04"})
    folder.write_manifest(renamed)
    assert len(build_report(folder, cases(), nights()).trend) == 4


def test_notices_name_what_spoils_the_figures(tmp_path: Path) -> None:
    assert report_of(tmp_path).notices == ("2 of 10 answers failed; every gold record of theirs counts as missed.",)
    scores = run_score()
    partial = scores.model_copy(update={"cases": scores.cases[:2], "gold_digest": DIGEST[::-1]})
    folder = write_run(tmp_path, manifest().model_copy(update={"finished": None}), partial)
    report = build_report(folder, cases(), ())
    assert report.notices == (
        "8 of 10 answers are not scored: the figures cover a part of the run.",
        "The run was not finished when this report was written.",
        "The gold set was changed after the run: the scores follow the changed one.",
    )
    assert (report.answers_scored, report.answers_expected) == (2, 10)


def test_confusions_are_told_apart_by_group(tmp_path: Path) -> None:
    found = {(table.group, table.slot): table for table in report_of(tmp_path).confusions if table.type == "attack"}
    types = found["gold", "attack_type"]
    assert types.values == ("drone_strike", "missile_and_drone_strike", "none")
    assert types.counts == ((0, 1, 3), (0, 0, 0), (0, 0, 0))
    assert found["negative", "attack_type"].counts == ((0, 0), (2, 0))


def test_what_is_written_for_programs_is_the_report(tmp_path: Path) -> None:
    folder = write_run(tmp_path)
    write_report(folder, cases(), nights())
    written = Report.model_validate_json((tmp_path / "report.json").read_bytes())
    assert written == build_report(folder, cases(), nights())
    assert written.format == 1


def test_every_figure_has_a_legend(tmp_path: Path) -> None:
    report = report_of(tmp_path)
    assert {name for group in report.groups.values() for name in group.metrics} <= set(report.metrics)


def test_a_case_that_the_data_set_does_not_hold_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"scores\.json: cases: 'weather' is not among the cases"):
        write_report(write_run(tmp_path), [case for case in cases() if case.name != "weather"])
    assert not (tmp_path / "report.html").exists()


def test_answers_that_are_not_those_scored_are_named(tmp_path: Path) -> None:
    folder = write_run(tmp_path)
    failed = folder.read_answer("001", 1)
    quiet = folder.read_answer("weather", 1)
    assert failed
    assert quiet
    for other in (failed, quiet):
        folder.write_answer(other.model_copy(update={"case": "000"}), [])
        with pytest.raises(EvalError, match=r"000~1\.json: .*groundwire eval score"):
            build_report(folder, cases(), ())
    folder.answer_path("000", 1).unlink()
    with pytest.raises(EvalError, match=r"000~1\.json: .*groundwire eval score"):
        build_report(folder, cases(), ())


def test_a_run_without_scores_says_what_to_do(tmp_path: Path) -> None:
    folder = write_run(tmp_path)
    (tmp_path / "scores.json").unlink()
    with pytest.raises(EvalError, match="not scored yet"):
        write_report(folder, cases())
