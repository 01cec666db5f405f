"""Renders a Report as one HTML file that needs nothing else: style, script and plots stand in it.

Article texts and model output are data: every expression of the templates is escaped, and the page's own policy lets
no script but ours run and nothing be loaded.
"""

import base64
import hashlib
import re
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from groundwire.evals.report import charts, selecting
from groundwire.evals.report.form import Outcome, Report
from groundwire.evals.report.highlighting import pieces
from groundwire.evals.report.junit import faults
from groundwire.evals.report.showing import figure, shown, visible
from groundwire.evals.scoring.aggregate import MAIN_GROUPS, groups_of
from groundwire.evals.scoring.figures import HEADLINE
from groundwire.evals.scoring.scores import Verdict


def render(report: Report) -> str:
    """The page."""
    package = files("groundwire.evals.report") / "templates"
    script = (package / "page.js").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            report=report,
            groups={name: report.groups[name] for name in MAIN_GROUPS if name in report.groups},
            families={name: group for name, group in report.groups.items() if name not in MAIN_GROUPS},
            headline=[name for name in HEADLINE if any(name in group.metrics for group in report.groups.values())],
            tops=selecting.tops(report),
            # The files of this package, no foreign text.
            style=Markup((package / "page.css").read_text(encoding="utf-8")),  # noqa: S704
            script=Markup(script),  # noqa: S704
            script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


def environment_of(package: str) -> jinja2.Environment:
    """The templates of a package, which write figures and foreign text as those of the report do."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure, "shown": shown, "words": _words, "shortened": _shortened}
    return environment


def _environment() -> jinja2.Environment:
    environment = environment_of("groundwire.evals.report")
    functions = (
        pieces,
        faults,
        groups_of,
        selecting.outcomes,
        selecting.same_as,
        selecting.worth_showing,
        selecting.slots_by_type,
        selecting.followed,
        charts.interval_bar,
        charts.stacked_bar,
        charts.trend,
    )
    environment.globals |= {function.__name__: function for function in functions}
    environment.globals |= {"VERDICTS": charts.ORDER, "Verdict": Verdict, "Outcome": Outcome}
    return environment


def _finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template writes
    return visible(value) if type(value) is str else value


def _words(name: str) -> str:
    """An identifier as words."""
    return name.replace("_", " ").replace(".", " ").replace("f1", "F1")


def _shortened(value: str) -> str:
    """Digests by their beginning, which is enough to tell them apart, and other long values cut."""
    digest = re.sub(r"\b([0-9a-f]{12})[0-9a-f]{20,}\b", r"\1", value)
    return digest if len(digest) <= 60 else digest[:59] + "…"
