"""What `roae report` does with its options."""

from __future__ import annotations

import argparse

from jobs.errors import UsageError
from jobs.report.gather import gather
from jobs.report.render import render
from jobs.text import byte_size
from pipelines.engine import storage

PAGE = "report.html"


def run_report(options: argparse.Namespace) -> None:
    """Writes the page and says where. Raises UsageError for a folder that is no run, and for a place that
    cannot be written to.
    """
    if options.samples < 0:
        raise UsageError(f"--samples is 0 or more, and not {options.samples}")
    page = render(gather(options.run, options.samples))
    target = options.output or storage.join(options.run, PAGE)
    try:
        storage.make_folder(target.rpartition("/")[0] or ".")
        storage.write_bytes(target, page)
    except (OSError, ValueError, ImportError) as error:
        raise UsageError(f"{target} cannot be written: {error}") from error
    print(f"{target}: {byte_size(len(page))}")
