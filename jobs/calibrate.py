"""The subcommand `calibrate` of `roae`."""

from __future__ import annotations

import argparse
from typing import Any


def add_parser(commands: Any) -> None:
    """Adds `calibrate` to the commands of `roae`."""
    parser = commands.add_parser(
        "calibrate",
        help="fit a claim checker's cut to rows that you labelled",
        description="Fits a claim checker's cut to labelled rows, and prints balanced accuracy and AUC with "
        "95 % intervals. ROWS is a file of JSON lines with `claim`, `evidence` (text) and `label` "
        "(`supported` or another; true or false), and if you like `title` and `group`: rows of one group, "
        "such as the claims of one answer, are resampled together. The file that it writes is what "
        "`calibration` of the checker's configuration names.",
    )
    parser.add_argument("rows", metavar="ROWS", help="JSON lines: claim, evidence, label")
    parser.add_argument(
        "--output", default="calibration.json", metavar="FILE", help="default calibration.json"
    )
    parser.add_argument(
        "--entailment", default="", metavar="FOLDER", help="calibrate the classifier in this folder"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the bootstrap (default 0)")
    parser.set_defaults(function=_calibrate)


def _calibrate(options: argparse.Namespace) -> int:
    from jobs.calibrating import run_calibrate  # noqa: PLC0415 (imports take a moment; --help need not wait)

    run_calibrate(options.rows, options.output, options.entailment, options.seed)
    return 0
