"""Checks of a whole run: each stage, and that each was made of what the others hold now."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.inspect.place import Place, StageAt
from jobs.inspect.selection import TOKENS
from jobs.inspect.verify import stage
from jobs.inspect.verify.report import Report
from pipelines.engine import read_run_file
from pipelines.engine.receipts import digest
from pipelines.engine.shards import file_shards, together

_CLUSTERS = "ClusterMember"


def check(place: Place, report: Report, *, hashes: bool) -> None:
    """All stages of a run."""
    about = read_run_file(place.path)
    if about is None:
        report.fault("run.json", "run", "it is missing or no JSON: what the stages are cannot be checked")
    said = {one.get("name"): one.get("digest") for one in (about or {}).get("stages", [])}
    by_name = {one.name: one for one in place.stages}
    for name in said:
        if name not in by_name:
            report.note("run.json", "stages", f"the stage {name} has no folder yet")
    for one in place.stages:
        report.checked("stages")
        stage.check(one, report, hashes=hashes, unique=is_without_duplicates(one, place.stages))
        _check_inputs(one, by_name, report)
        if one.manifest is not None and one.name in said and said[one.name] != one.manifest.stage_digest:
            report.note(one.folder, "stage", "it was made by an earlier recipe than run.json has: run again")
        _check_tokens(one, by_name, report)


def _check_inputs(one: StageAt, by_name: dict[str, StageAt], report: Report) -> None:
    """Whether the stages that it was made of are still as they were."""
    if one.manifest is None or not one.reads:
        return
    manifests = {name: by_name[name].manifest for name in (*one.reads, *one.uses) if name in by_name}
    shards = {
        name: file_shards("", made.files) for name, made in manifests.items() if made and name in one.reads
    }
    now = {shard.name: shard.digest for shard in together(one.reads, shards)}
    now |= {f"uses {name}": digest(made) for name in one.uses if (made := manifests.get(name))}
    then = one.manifest.input_digests
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            what = (
                "is not there any more" if name not in now else "is new" if name not in then else "is another"
            )
            report.fault(one.folder, "inputs", f"{name}, which it was made of, {what}: run again")


def _check_tokens(one: StageAt, by_name: dict[str, StageAt], report: Report) -> None:
    """Whether every tokenized document went into the sequences."""
    if not stage.holds_sequences(one) or one.manifest is None:
        return
    for name in one.reads:
        made = by_name[name].manifest if name in by_name else None
        if made and made.record == TOKENS and made.rows_out != one.manifest.rows_in:
            report.fault(
                one.folder,
                "counts",
                f"{name} has {made.rows_out:,} rows, and {one.manifest.rows_in:,} came in",
            )


def is_without_duplicates(one: StageAt, stages: Sequence[StageAt]) -> bool:
    """Whether the stage's documents become tokens after duplicates were looked for: no row is to be there
    twice. (On the way, identical rows are set aside together on purpose.)
    """
    if not any(one.name in stage.reads for stage in stages if stage.record == TOKENS):
        return False
    by_name = {stage.name: stage for stage in stages}
    left, seen = [one.name], set()
    while left:
        name = left.pop()
        if name not in seen and name in by_name:
            seen.add(name)
            left += [*by_name[name].reads, *by_name[name].uses]
    return any(by_name[name].record == _CLUSTERS for name in seen)
