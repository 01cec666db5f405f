"""`groundwire eval`: its commands. A further one is a module with a function, and a line here."""

import typer

from groundwire.cli.evaluation.agreement import show_agreement
from groundwire.cli.evaluation.compare import compare_runs
from groundwire.cli.evaluation.gate import gate_run
from groundwire.cli.evaluation.nightly import nightly
from groundwire.cli.evaluation.peers import peers
from groundwire.cli.evaluation.report import report_run
from groundwire.cli.evaluation.run import run_cases
from groundwire.cli.evaluation.score import score_again

eval_app = typer.Typer(
    no_args_is_help=True,
    help="Run Groundwire on labelled articles and score what it finds. Needs pip install 'groundwire\\[evals]'.",
    epilog="Exit codes: 0 done, 1 a gate found a regression, 2 nothing could be judged (bad input, or the model is "
    "out of reach), 130 stopped by Ctrl-C.",
)
eval_app.command("run")(run_cases)
eval_app.command("score")(score_again)
eval_app.command("report")(report_run)
eval_app.command("compare")(compare_runs)
eval_app.command("gate")(gate_run)
eval_app.command("nightly")(nightly)
eval_app.command("peers")(peers)
eval_app.command("agreement")(show_agreement)
