"""The command line of the evals: `python -m evals run`.

It asks the assistant every case, prints per kind how often facts, citations and declining are right,
writes build/evals/report.json and report.md, and exits with 0 if the floors of evals/thresholds.toml are
held, 1 if not, and 2 if something is wrong with what it was given.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evals.run import OpenSubject, RunOptions, run


def main(arguments: Sequence[str] | None = None, open_subject: OpenSubject | None = None) -> int:
    """Runs one command; returns its exit status."""
    given = _parser().parse_args(arguments)
    options = RunOptions(
        given.facts, given.corpus, given.index, given.report, given.thresholds, tuple(given.article)
    )
    return run(options, open_subject)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    default = RunOptions()
    command = commands.add_parser("run", help="ask every case and hold the answers against the floors")
    command.add_argument(
        "--facts", type=Path, default=default.facts, metavar="DIR", help="case files, in place of evals/facts"
    )
    command.add_argument(
        "--corpus", type=Path, default=default.corpus, metavar="DIR", help="articles, in place of corpus"
    )
    command.add_argument(
        "--index", type=Path, metavar="DIR", help="an index to use, in place of one made for the run"
    )
    command.add_argument(
        "--report", type=Path, default=default.report, metavar="DIR", help="in place of build/evals"
    )
    command.add_argument(
        "--thresholds", type=Path, default=default.thresholds, metavar="FILE", help="the floors"
    )
    command.add_argument(
        "--article", action="append", default=[], metavar="ID", help="cases about this one alone; repeatable"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
