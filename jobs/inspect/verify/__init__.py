"""`roae inspect verify`: whether what is there is what was written, and hangs together.

Every fault is named, not only the first. A *note* is no fault: what is unusual, and may be as it should.
"""

from __future__ import annotations

from jobs.errors import UsageError
from jobs.inspect.place import Kind, Place, StageAt, find_stages
from jobs.inspect.verify import run, stage
from jobs.inspect.verify.report import Report
from pipelines.engine import storage

__all__ = ["verify"]


def verify(place: Place, report: Report, *, hashes: bool) -> int:
    """Checks a run, a stage, or a file with the receipt beside it; returns the number of faults."""
    if place.kind is Kind.RUN:
        run.check(place, report, hashes=hashes)
    elif place.kind is Kind.STAGE:
        parent, _, folder = place.path.rpartition("/")
        siblings = find_stages(parent) if parent else ()
        own = next((one for one in siblings if one.folder == folder), None)
        found = own or StageAt(folder, place.path, _record(place), (), (), place.manifest)
        stage.check(found, report, hashes=hashes, unique=run.is_without_duplicates(found, siblings))
    elif place.kind is Kind.FILE:
        _file(place, report, hashes)
    else:
        raise UsageError(
            f"{place.path} is a {place.kind.value}: give a run, a stage's folder or one of its files"
        )
    report.end()
    return report.faults


def _record(place: Place) -> str:
    return place.manifest.record if place.manifest else ""


def _file(place: Place, report: Report, hashes: bool) -> None:
    folder, _, name = place.path.rpartition("/")
    folder = folder or "."
    listed = stage.listed_file(folder, name)
    if listed is None:
        report.note(
            name, "receipt", "no receipt beside it tells of this file: only that it can be read is checked"
        )
    else:
        stage.check_file(folder, listed, report, hashes=hashes)
    stage.check_readable(storage.join(folder, name), name, report)
