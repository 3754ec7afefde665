"""The eval suite: asks the assistant questions with known answers, scores what it says, and gates changes.

    python -m evals run                      ask every case; 1 to 3 minutes
    python -m evals compare OLD NEW          what got better or worse between two report.json
    python -m evals report REPORT            write Markdown, HTML and JUnit anew from a report.json
    python -m evals ratchet --baseline       raise the floors to what is reached; remember it case by case
    python -m evals cases CHAT               turn an exported chat into a draft of your own cases

`run` writes build/evals/report.html (open it in a browser) and exits with 0 if the gate is open: every floor
of evals/thresholds.toml is held, and no more cases got worse than better since evals/baseline.json than
chance explains. It exits with 1 if the gate is shut, and 2 if something is wrong with what it was given.
A part of the cases (--article) is held against the baseline alone, cases of your own (--facts) against
neither file; --thresholds and --baseline name others.
Each command has help of its own: python -m evals run --help
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from assistant.settings import EVAL_REPORTS
from evals.commands import compare_reports, draft_cases, ratchet, write_again
from evals.dataset import ARTICLES, FACTS
from evals.gate import THRESHOLDS
from evals.outcomes import BASELINE
from evals.run import NO_BASELINE, SEED, VARIATIONS, OpenSubject, RunOptions, run


def main(arguments: Sequence[str] | None = None, open_subject: OpenSubject | None = None) -> int:
    """Runs one command; returns its exit status."""
    given = _parser(open_subject).parse_args(arguments)
    status: int = given.command(given)
    return status


def _parser(open_subject: OpenSubject | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _run_parser(commands, open_subject)
    _compare_parser(commands)
    _report_parser(commands)
    _ratchet_parser(commands)
    _cases_parser(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _run_parser(commands: Commands, open_subject: OpenSubject | None) -> None:
    command = commands.add_parser("run", help="ask every case and hold the answers against the gate")
    command.add_argument(
        "--facts",
        type=Path,
        default=FACTS,
        metavar="PATH",
        help="a case file or a folder of them; evals/facts",
    )
    command.add_argument(
        "--corpus", type=Path, action="append", metavar="DIR",
        help=f"a folder of articles; repeatable; corpus and evals/{ARTICLES.name} where none is named",
    )  # fmt: skip
    command.add_argument(
        "--article", action="append", default=[], metavar="ID", help="cases about this one alone; repeatable"
    )
    command.add_argument(
        "--variations", type=_count, default=VARIATIONS, metavar="N",
        help=f"also ask so many questions in other words or letters, or 'all'; 0 for none; {VARIATIONS}",
    )  # fmt: skip
    command.add_argument("--seed", type=int, default=SEED, help=f"of all that is drawn; {SEED}")
    command.add_argument(
        "--index", type=Path, metavar="DIR", help="an index to use, in place of one made for the run"
    )
    command.add_argument(
        "--report", type=Path, default=EVAL_REPORTS, metavar="DIR", help="where to write it; build/evals"
    )
    command.add_argument(
        "--thresholds", type=Path, metavar="FILE",
        help=f"the floors; {THRESHOLDS.parent.name}/{THRESHOLDS.name} for all shipped cases, none for a part "
        "of them or for others",
    )  # fmt: skip
    command.add_argument(
        "--baseline", type=Path, metavar="FILE",
        help=f"what to compare with, or '{NO_BASELINE}'; {BASELINE.parent.name}/{BASELINE.name} for the "
        "shipped cases, none for others",
    )  # fmt: skip
    command.add_argument(
        "--squad", type=Path, metavar="FILE",
        help="ask the questions of a file in SQuAD 2.0's form instead: exact match and F1, no gate",
    )  # fmt: skip
    command.add_argument(
        "--limit", type=_positive, metavar="N", help="with --squad: so many questions, drawn"
    )
    command.set_defaults(command=lambda given: _run(command, given, open_subject))


NOT_OF_SQUAD = ("facts", "corpus", "article", "variations", "index", "thresholds", "baseline")


def _run(
    command: argparse.ArgumentParser, given: argparse.Namespace, open_subject: OpenSubject | None
) -> int:
    if given.limit is not None and given.squad is None:
        command.error(
            "--limit does nothing without --squad. Leave it out, or ask one article with --article."
        )
    if given.squad is not None:
        idle = [f"--{name}" for name in NOT_OF_SQUAD if getattr(given, name) != command.get_default(name)]
        if idle:
            command.error(f"--squad does nothing with {', '.join(idle)}. Leave that out.")
        from evals.squad_run import run_squad

        return run_squad(given.squad, given.report, given.limit, given.seed)
    corpus = {"corpus": tuple(given.corpus)} if given.corpus else {}
    options = RunOptions(
        facts=given.facts,
        **corpus,
        index=given.index,
        report=given.report,
        thresholds=given.thresholds,
        baseline=given.baseline,
        articles=tuple(given.article),
        variations=given.variations,
        seed=given.seed,
    )
    return run(options, open_subject)


def _compare_parser(commands: Commands) -> None:
    command = commands.add_parser("compare", help="what got better or worse between two reports")
    command.add_argument("old", type=Path, help="a report.json, or evals/baseline.json")
    command.add_argument("new", type=Path, help="a report.json")
    command.add_argument("--thresholds", type=Path, default=THRESHOLDS, metavar="FILE", help="has the chance")
    command.set_defaults(command=compare_reports)


def _report_parser(commands: Commands) -> None:
    command = commands.add_parser("report", help="write every form of a report anew from its report.json")
    command.add_argument("report", type=Path, help="a report.json")
    command.add_argument("--out", type=Path, metavar="DIR", help="where to; beside the report.json")
    command.set_defaults(command=write_again)


def _ratchet_parser(commands: Commands) -> None:
    command = commands.add_parser("ratchet", help="raise the floors to what a report reached")
    command.add_argument(
        "report", type=Path, nargs="?", default=EVAL_REPORTS / "report.json", help="of a run that passed"
    )
    command.add_argument("--thresholds", type=Path, default=THRESHOLDS, metavar="FILE", help="what to raise")
    command.add_argument("--add", action="store_true", help="give floors also to what has none")
    command.add_argument(
        "--baseline", type=Path, nargs="?", const=BASELINE, metavar="FILE",
        help="also write what later runs are compared with; evals/baseline.json",
    )  # fmt: skip
    command.set_defaults(command=ratchet)


def _cases_parser(commands: Commands) -> None:
    command = commands.add_parser("cases", help="turn an exported chat into a draft of cases")
    command.add_argument("chat", type=Path, help="the exported JSON; the draft is printed")
    command.add_argument("--article", metavar="ID", help="the cases about this one, where there are several")
    command.set_defaults(command=draft_cases)


def _positive(text: str) -> int:
    """A number of questions, 1 at least."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of questions. Write 1 or more.")
    return int(text)


def _count(text: str) -> int | None:
    """A number of variations, None for all."""
    if text == "all":
        return None
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number nor 'all'")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
