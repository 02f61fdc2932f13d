"""The options of `roae report`. Imports nothing that takes a moment."""

from __future__ import annotations

import argparse


def add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommand."""
    report = commands.add_parser(
        "report",
        help="write a run's figures, charts and samples as one HTML page",
        description="Write a run's figures, charts and samples as one HTML page that needs no network. RUN "
        "may be unfinished, or still running. The page is the same whenever the run is.",
    )
    report.add_argument("run", metavar="RUN", help="the run folder; local or URL")
    report.add_argument(
        "--output", default="", metavar="FILE", help="the page; local or URL (default RUN/report.html)"
    )
    report.add_argument(
        "--samples",
        type=int,
        default=3,
        metavar="N",
        help="rows shown of each kind, such as of each drop reason (default 3; 0: no text of any row)",
    )
    report.set_defaults(function=_report)


def _report(options: argparse.Namespace) -> int:
    from jobs.report.command import run_report  # noqa: PLC0415  (its imports take a moment)

    run_report(options)
    return 0
