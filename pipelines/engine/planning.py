"""What a run would do, found out without writing anything; and the same judgement for the run itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.engine import receipts, storage
from pipelines.engine.options import RunOptions
from pipelines.engine.shards import Shard, file_shards, source_shards
from pipelines.engine.stages import Group, Map, Stage, check_pipeline, plain, up_to
from pipelines.engine.work import StageWork
from schemas.manifest import Manifest


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What would happen to a stage.

    `action` is `skip` (done, and still right), `run`, or `wait` where it cannot be told before the stages
    above it have run. `reason` says why in a few words. `inputs` is the number of input shards and
    `to_do` the number of those that are not done (both 0 for `wait`); `bytes` what those hold, as stored.
    """

    position: int
    stage: str
    folder: str
    action: Literal["skip", "run", "wait"]
    reason: str
    inputs: int = 0
    to_do: int = 0
    bytes: int = 0


def plan_run(stages: Sequence[Stage], output: str, options: RunOptions | None = None) -> list[StagePlan]:
    """What `run_stages` with the same arguments would do. Raises what it would raise before work begins."""
    options = options or RunOptions()
    works = stage_works(stages, output, options)
    assert isinstance(works[0].stage, Map)
    assert works[0].stage.source is not None
    inputs: list[Shard] | None = source_shards(works[0].stage.source)
    plans = []
    for work in works:
        if inputs is None:
            before = works[work.position - 2].stage.name
            plans.append(_plan(work, "wait", f"its input comes from {before}"))
            continue
        manifest = receipts.read_manifest(work.folder)
        reason = why_not_current(work, inputs, manifest)
        if manifest is not None and not reason:
            plans.append(_plan(work, "skip", "done", len(inputs)))
            inputs = file_shards(work.folder, manifest.files)
        else:
            left = to_do(work, inputs)
            plans.append(_plan(work, "run", reason, len(inputs), len(left), sum(s.bytes for s in left)))
            inputs = None
    return plans


def stage_works(stages: Sequence[Stage], output: str, options: RunOptions) -> list[StageWork]:
    """The stages to run, each at its place. Raises RunError for stages that do not fit together."""
    check_pipeline(stages)
    run = storage.absolute(output)
    works = []
    for index, stage in enumerate(up_to(stages, options.until)):
        assert isinstance(stage, (Map, Group))
        works.append(StageWork(stage, index + 1, run, exclusions=options.exclusions))
    return works


def why_not_current(work: StageWork, inputs: Sequence[Shard], manifest: Manifest | None) -> str:
    """Why the stage has to run, in a few words; empty if its manifest is still right."""
    stage = work.stage
    if manifest is None:
        return "not done yet"
    if manifest.stage_digest != stage.digest():
        return _what_changed(stage, manifest)
    if manifest.input_digests != receipts.input_digests(inputs):
        return "its input changed"
    if work.exclusions and not manifest.exclusions:
        return "dropped rows were not kept"
    if not receipts.is_current(manifest, stage.digest(), work.exclusions, receipts.file_sizes(work.folder)):
        return "files are missing or were changed"
    return ""


def to_do(work: StageWork, inputs: Sequence[Shard]) -> list[Shard]:
    """The inputs that no receipt accounts for: of a Map, shards to make; of a Group, shards to scatter."""
    if isinstance(work.stage, Map):
        return [shard for shard in inputs if work.done(shard.name, shard.digest) is None]
    return [shard for shard in inputs if work.scattered(shard) is None]


def _plan(work: StageWork, action: Literal["skip", "run", "wait"], reason: str, *counts: int) -> StagePlan:
    return StagePlan(work.position, work.stage.name, work.folder, action, reason, *counts)


def _what_changed(stage: Stage, manifest: Manifest) -> str:
    if manifest.version != stage.version:
        return f"version {manifest.version} → {stage.version}"
    changes = list(_differences("", manifest.config, plain(stage.config)))
    return ", ".join(changes) if changes else "its definition changed"


def _differences(name: str, old: Any, new: Any) -> list[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        keys = sorted(old.keys() | new.keys())
        return [
            found
            for key in keys
            for found in _differences(f"{name}.{key}" if name else key, old.get(key), new.get(key))
        ]
    return [] if old == new else [f"{name or 'config'} {old!r:.60} → {new!r:.60}"]
