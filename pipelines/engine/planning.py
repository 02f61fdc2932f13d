"""What a run would do, found out without writing anything; and the same judgement for the run itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipelines.engine import receipts, storage
from pipelines.engine.options import RunOptions
from pipelines.engine.shards import Shard, file_shards, source_shards, together
from pipelines.engine.stages import Group, Map, Stage, needed_for, plain, read_by
from pipelines.engine.work import StageWork, Used
from schemas.manifest import Manifest


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What would happen to a stage.

    `action` is `skip` (done, and still right), `run`, or `wait` where it cannot be told before the stages
    it needs have run. `reason` says why in a few words. `inputs` is the number of input shards and
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


class Ended:
    """The stages of a run that have ended, and what follows from them for the others.

    `works` are those of the run. Reading their sources' plans comes first, so that input that cannot be used
    is found before work begins: raises InputError.
    """

    def __init__(self, works: Sequence[StageWork]) -> None:
        self._sources = {
            work.name: source_shards(work.stage.source)
            for work in works
            if isinstance(work.stage, Map) and work.stage.source is not None
        }
        self._outputs: dict[str, list[Shard]] = {}
        self._used: dict[str, Used] = {}

    def add(self, work: StageWork, manifest: Manifest) -> None:
        """The stage has ended."""
        self._outputs[work.name] = file_shards(work.folder, manifest.files)
        self._used[work.name] = Used(work.name, work.folder, receipts.digest(manifest))

    def missing(self, work: StageWork) -> list[str]:
        """The stages that it reads or uses and that have not ended."""
        return [name for name in (*work.reads, *work.stage.uses) if name not in self._outputs]

    def inputs(self, work: StageWork) -> list[Shard]:
        """The shards that it reads, as far as the stages that make them have ended."""
        return self._sources.get(work.name) or together(work.reads, self._outputs)

    def ready(self, work: StageWork) -> StageWork:
        """The same with the folders that it uses, which have all ended."""
        return replace(work, used=tuple(self._used[name] for name in work.stage.uses))


def plan_run(stages: Sequence[Stage], output: str, options: RunOptions | None = None) -> list[StagePlan]:
    """What `run_stages` with the same arguments would do. Raises what it would raise before work begins."""
    options = options or RunOptions()
    works = stage_works(stages, output, options)
    ended = Ended(works)
    plans = []
    for stage in works:
        if missing := ended.missing(stage):
            plans.append(_plan(stage, "wait", f"it needs {', '.join(missing)}"))
            continue
        work, inputs = ended.ready(stage), ended.inputs(stage)
        manifest = receipts.read_manifest(work.folder)
        reason = why_not_current(work, inputs, manifest)
        if manifest is not None and not reason:
            plans.append(_plan(work, "skip", "done", len(inputs)))
            ended.add(work, manifest)
        else:
            left = to_do(work, inputs)
            plans.append(_plan(work, "run", reason, len(inputs), len(left), sum(s.bytes for s in left)))
    return plans


def stage_works(stages: Sequence[Stage], output: str, options: RunOptions) -> list[StageWork]:
    """The stages to run, each at its place. Raises RunError for stages that do not fit together."""
    reads = read_by(stages)
    needed = needed_for(stages, options.until)
    run = storage.absolute(output)
    works = []
    for index, stage in enumerate(stages):
        assert isinstance(stage, (Map, Group))
        if stage.name in needed:
            works.append(
                StageWork(stage, index + 1, run, exclusions=options.exclusions, reads=reads[stage.name])
            )
    return works


def why_not_current(work: StageWork, inputs: Sequence[Shard], manifest: Manifest | None) -> str:
    """Why the stage has to run, in a few words; empty if its manifest is still right."""
    stage = work.stage
    if manifest is None:
        return "not done yet"
    if manifest.stage_digest != stage.digest():
        return _what_changed(stage, manifest)
    if manifest.input_digests != work.input_digests(inputs):
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
