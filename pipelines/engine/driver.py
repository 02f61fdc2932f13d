"""Running a pipeline: one stage after another between folders, or as few Beam jobs as can be."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from typing import Any

from pipelines.engine import lock, planning, progress, receipts, shuffle, storage
from pipelines.engine.failures import KEPT, RunError, explain
from pipelines.engine.options import ProgressCallback, RunOptions
from pipelines.engine.output import REJECTED
from pipelines.engine.run_file import write_run_file
from pipelines.engine.shards import Shard, part_name
from pipelines.engine.stages import Group, Map, Stage
from pipelines.engine.work import StageWork, pieces_digest
from schemas.manifest import Manifest, Receipt

# Below this many rejected rows a share says little.
FEW_REJECTED = 10


def run_stages(
    stages: Sequence[Stage],
    output: str,
    options: RunOptions | None = None,
    *,
    recipe: Any = None,
    progress: ProgressCallback | None = None,
) -> list[Manifest]:
    """Runs the stages in the run folder `output` (a local path or an fsspec URL); returns their manifests.

    What an earlier run has done there and is still right is not done again: stages by their manifests, shards
    by their receipts. `recipe` is written into `run.json`. `progress` is called, from another thread too, as
    the run moves on.

    Raises RunError (RunFolderBusyError where another run holds the folder) with a message for people,
    InputError from a source, and KeyboardInterrupt; what was finished until then is kept.
    """
    options = options or RunOptions()
    works = planning.stage_works(stages, output, options)
    output = works[0].run
    if options.workers > 1 and storage.is_private_to_process(output):
        raise RunError(f"{output} can be seen by this process alone: use one worker, or another folder")
    try:
        storage.make_folder(output)
        with lock.hold(output) as token:
            write_run_file(output, works, recipe)
            works = [dataclasses.replace(work, token=token) for work in works]
            return _Run(works, options, progress).run()
    except OSError as error:
        raise RunError(explain(error, output)) from error


class _Run:
    """One run that holds its folder's lock."""

    def __init__(
        self, works: Sequence[StageWork], options: RunOptions, callback: ProgressCallback | None
    ) -> None:
        self._works = works
        self._options = options
        self._watch = progress.Watch([work.name for work in works], callback)
        self._ended = planning.Ended(works)

    def run(self) -> list[Manifest]:
        jobs = [[work] for work in self._works] if self._options.is_local else _jobs(self._works)
        return [manifest for job in jobs for manifest in self._run_job(job)]

    def _run_job(self, works: Sequence[StageWork]) -> list[Manifest]:
        """Stages that make one Beam job. Those that are done, and need none that is not, are left out."""
        manifests = {}
        left = []
        for stage in works:
            missing = self._ended.missing(stage)
            work = self._ended.ready(stage)
            if not missing and (manifest := self._current(work)):
                manifests[work.name] = manifest
            else:
                left.append(work)
        for work in left:
            receipts.delete_manifest(work.folder)
            work.prepare_folder()
        if left:
            self._run_beam(left)
        for work in left:
            inputs = self._ended.inputs(work)
            manifest = _complete(work, inputs, self._options.rejected_limit)
            self._watch.report(progress.ended(work, inputs, manifest, "done"))
            self._ended.add(work, manifest)
            manifests[work.name] = manifest
        return [manifests[work.name] for work in works]

    def _current(self, work: StageWork) -> Manifest | None:
        """The stage's manifest, if it need not run."""
        inputs = self._ended.inputs(work)
        manifest = receipts.read_manifest(work.folder)
        if manifest is None or planning.why_not_current(work, inputs, manifest):
            return None
        self._watch.report(progress.ended(work, inputs, manifest, "current"))
        self._ended.add(work, manifest)
        return manifest

    def _run_beam(self, works: Sequence[StageWork]) -> None:
        inputs = {work.name: self._ended.inputs(work) for work in works}
        to_do = inputs
        if len(works) == 1 and isinstance(works[0].stage, Map):
            # Done shards need not reach Beam at all, and then the others are spread evenly. (A Group needs
            # the pieces of all its inputs, and a stage that is read by another the outputs.)
            to_do = {works[0].name: planning.to_do(works[0], inputs[works[0].name])}
        shards = [shard for left in to_do.values() for shard in left]
        if not shards:
            return
        small = sum(shard.bytes for shard in shards) < self._options.in_process_bytes
        units = max(len(shards), *(w.stage.partitions for w in works if isinstance(w.stage, Group)), 1)
        processes = 1 if small else min(self._options.workers, units)
        with self._watch.watching(works, inputs):
            _beam().run_job(works, to_do, self._options, processes)


def _jobs(works: Sequence[StageWork]) -> list[list[StageWork]]:
    """As few Beam jobs as can be: a stage begins another where it uses one of the last job, as that must have
    ended.
    """
    jobs: list[list[StageWork]] = [[]]
    for work in works:
        if {other.name for other in jobs[-1]} & set(work.stage.uses):
            jobs.append([])
        jobs[-1].append(work)
    return jobs


def _complete(work: StageWork, inputs: Sequence[Shard], rejected_limit: float) -> Manifest:
    """Checks that all is there, and writes the manifest. Raises RunError."""
    found = _collect(work, inputs)
    manifest = receipts.make_manifest(work.stage, work.position, work.input_digests(inputs), found)
    receipts.delete_stale_files(work.folder, found)
    _check_rejected(work, manifest, rejected_limit)
    if work.stage.finish is not None:
        work.stage.finish(work.folder, manifest)
    receipts.write_manifest(work.folder, manifest)
    storage.delete_folder(storage.join(work.folder, shuffle.FOLDER))
    return manifest


def _collect(work: StageWork, inputs: Sequence[Shard]) -> list[Receipt]:
    """The receipts of all shards that the stage should have, in their order."""
    if isinstance(work.stage, Map):
        expected = {shard.name: shard.digest for shard in inputs}
    else:
        expected = _expected_partitions(work, inputs)
    found = []
    for name, digest in expected.items():
        receipt = work.done(name, digest)
        if receipt is None:
            raise _missing(work, name)
        found.append(receipt)
    return found


def _expected_partitions(work: StageWork, inputs: Sequence[Shard]) -> dict[str, str]:
    pieces: dict[int, list[shuffle.Piece]] = {}
    for shard in inputs:
        index = work.scattered(shard)
        if index is None:
            raise _missing(work, shard.name)
        for number, piece in index.pieces.items():
            pieces.setdefault(number, []).append(piece)
    return {part_name(number): pieces_digest(pieces[number]) for number in sorted(pieces)}


def _missing(work: StageWork, shard: str) -> RunError:
    return RunError(
        f"stage {work.stage.name}: the job has ended, but there is no receipt of {shard} in {work.folder}. "
        "Workers on other machines must see the same output folder."
    )


def _check_rejected(work: StageWork, manifest: Manifest, limit: float) -> None:
    rejected = sum(manifest.rejected.values())
    too_many = rejected > limit * manifest.rows_in
    if not too_many or (limit > 0 and rejected < min(FEW_REJECTED, manifest.rows_in)):
        return
    reasons = ", ".join(f"{reason} {count}" for reason, count in manifest.rejected.items())
    raise RunError(
        f"stage {work.stage.name}: {rejected} of {manifest.rows_in} rows were rejected ({reasons}), more "
        f"than the limit of {limit:.1%}. Each is in {storage.join(work.folder, REJECTED)} with its reason. "
        f"Correct the input or the stage, or raise rejected_limit. {KEPT}"
    )


def _beam() -> Any:
    # Importing Beam takes seconds, and those who only look at a run need not wait for it. What it says of
    # cloud libraries that are not installed is of no concern here.
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        from pipelines.engine import beam  # noqa: PLC0415
    finally:
        logging.disable(disabled)
    return beam
