"""The page: foreign text stays text, nothing is loaded, links and headings lead somewhere, size stays in bounds."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from tests.evals.report.example import (
    DIGEST,
    HOSTILE,
    TEXT,
    answers,
    case_scores,
    cases,
    gold_article,
    group,
    manifest,
    nights,
    run_score,
    write_run,
)

from groundwire.evals.report import write_report
from groundwire.evals.report.building import build_report
from groundwire.evals.report.page import render
from groundwire.evals.report.showing import visible
from groundwire.evals.runs.folder import CaseRef

VOID = {"meta", "input", "br", "hr", "link", "img"}


class Page(HTMLParser):
    """What a browser would find: elements with attributes, and the text inside elements of a class."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.all_text = ""
        self._open: list[str] = []
        self._reading = 0
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag in VOID:
            return
        self._open.append(tag)
        if found.get("class") == "text":
            self.texts.append("")
            self._reading = len(self._open)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself, as SVG has them."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open, and no other."""
        if self._reading == len(self._open):
            self._reading = 0
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text between the tags."""
        self.all_text += data
        if self._reading:
            self.texts[-1] += data

    def of(self, tag: str) -> list[dict[str, str]]:
        """Attributes of all elements of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the example."""
    folder = write_run(tmp_path_factory.mktemp("run"))
    write_report(folder, cases(), nights())
    return (folder.path / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    """The same, parsed; every element is closed where it should be."""
    return Page(html)


def test_each_article_stands_in_the_page_to_the_letter_as_often_as_it_is_shown(page: Page) -> None:
    # 000: two repeats of two columns; 001: failed twice alike, gold only; the others: twice alike, two columns.
    assert Counter(page.texts) == {visible(TEXT): 4 + 1 + 2, visible(HOSTILE): 2, "Sun.": 2}


def test_foreign_text_makes_no_element_and_no_template(page: Page, html: str) -> None:
    assert len(page.of("script")) == 1
    assert page.of("img") == []
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    # title, values, warnings, failures, faults, change, parameters: each shows the text itself
    assert page.all_text.count(visible(HOSTILE)) >= 10
    assert "{{ 7 * 7 }}" in page.all_text
    assert "\x00" not in html
    assert "\u202e" not in html


def test_nothing_is_loaded_from_anywhere(page: Page, html: str) -> None:
    loading = {"src", "srcset", "data", "poster"}
    assert not [tag for tag, attributes in page.elements if loading & attributes.keys()]
    assert page.of("link") == []
    assert all(attributes["href"].startswith("#") for attributes in page.of("a"))
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(style) == 1
    assert not re.search(r"url\(|@import|http", style[0])
    (policy,) = (meta["content"] for meta in page.of("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; ")


def test_every_link_leads_to_its_one_target(page: Page) -> None:
    names = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert {name for name, count in names.items() if count > 1} == set()
    assert {attributes["href"][1:] for attributes in page.of("a")} <= set(names)


def test_headings_skip_no_level_and_plots_and_tables_speak(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.of("svg")
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in page.of("svg"))
    assert all(header.get("scope") in {"row", "col"} for header in page.of("th"))


def test_overlapping_evidence_shows_both_records(page: Page) -> None:
    both = [mark for mark in page.of("mark") if "deep" in mark["class"]]
    assert {mark["data-of"] for mark in both} == {"D1 D2", "D1 D3"}
    assert {"o-missed u-exact deep", "o-missed u-exact deep value", "o-spurious u-exact deep"} <= {
        mark["class"] for mark in both
    }
    values = [mark["title"] for mark in page.of("mark") if "value" in mark["class"]]
    assert "A1 killed" in values


def test_slots_stand_in_the_order_of_the_codebook(html: str) -> None:
    slots = re.findall(r'<th scope="row">([a-z ]+)</th><td class="plot">', html)
    first = slots[: slots.index("event type")]
    assert first == ["scope", "attack type", "weapons", "places", "killed", "injured", "civilian harm"]


def test_the_head_says_what_was_run(page: Page) -> None:
    for word in ("night-2031-05-07", "small-model", "4be1c5f0-dirty", "x86_64, 2 cores, Python 3.11", DIGEST[:12]):
        assert word in page.all_text
    assert {"title": DIGEST} in page.of("dd")


def test_a_single_night_is_said_to_be_no_trend(tmp_path: Path) -> None:
    html = render(build_report(write_run(tmp_path), cases(), ()))
    assert "a trend needs a second night" in html
    assert 'class="band"' not in html


def test_repeats_that_came_out_alike_are_told_in_a_line(html: str) -> None:
    assert html.count("the same as repeat 1") == 4


def test_a_run_of_eighty_cases_stays_below_three_megabytes(tmp_path: Path) -> None:
    filler = "Ministers, mayors and the market of Velm had little else to speak of on that long day. " * 45
    example, score, answer = cases()[0], case_scores()[0], answers()[0]
    article = example.article.model_copy(update={"text": TEXT + filler})
    names = [f"{family}-{number}" for family, many in (("gold", 5), ("casualty", 75)) for number in range(many)]
    big = [
        replace(example, name=name, family=name.partition("-")[0], article=article, gold=gold_article(name))
        for name in names
    ]
    # Three times the records of the example: as many as the longest real article has.
    scored = tuple(
        score.model_copy(
            update={"case": case.name, "family": case.family, "records": score.records * 3, "origin": case.name}
        )
        for case in big
    )
    refs = tuple(CaseRef(name=case.name, family=case.family, digest="") for case in big)
    run = manifest().model_copy(update={"cases": refs, "repeat": 1})
    groups = {"gold": group(scored[:5], {}), "counterfactual": group(scored[5:], {})}
    folder = write_run(tmp_path, run, run_score().model_copy(update={"cases": scored, "groups": groups}))
    for case in big:
        folder.write_answer(answer.model_copy(update={"case": case.name}), [])
    write_report(folder, big)
    assert (tmp_path / "report.html").stat().st_size < 3_000_000
