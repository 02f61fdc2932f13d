"""Running a pipeline: one stage after another between folders, or all of them as one Beam job."""

from __future__ import annotations

import dataclasses
import json
import logging
import platform
from collections.abc import Sequence
from importlib import metadata
from typing import Any

from pipelines.engine import lock, planning, progress, receipts, shuffle, storage
from pipelines.engine.failures import KEPT, RunError, explain
from pipelines.engine.options import ProgressCallback, RunOptions
from pipelines.engine.output import REJECTED
from pipelines.engine.shards import Shard, file_shards, part_name, source_shards
from pipelines.engine.stages import Group, Map, Stage, plain
from pipelines.engine.work import StageWork, pieces_digest
from schemas.manifest import Manifest, Receipt

RUN_FILE = "run.json"
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
            _write_run_file(output, works, recipe)
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
        self._callback = callback

    def run(self) -> list[Manifest]:
        first = self._works[0].stage
        assert isinstance(first, Map)
        assert first.source is not None
        inputs = source_shards(first.source)
        chains = [[work] for work in self._works] if self._options.is_local else [list(self._works)]
        manifests = []
        for chain in chains:
            done = self._run_chain(chain, inputs)
            manifests += done
            inputs = file_shards(chain[-1].folder, done[-1].files)
        return manifests

    def _run_chain(self, chain: list[StageWork], inputs: list[Shard]) -> list[Manifest]:
        """Stages that make one Beam job: those at its beginning that are done are left out."""
        manifests = []
        while chain:
            manifest = receipts.read_manifest(chain[0].folder)
            if manifest is None or planning.why_not_current(chain[0], inputs, manifest):
                break
            self._report(chain[0], inputs, manifest, "current")
            manifests.append(manifest)
            inputs = file_shards(chain[0].folder, manifest.files)
            chain = chain[1:]
        for work in chain:
            receipts.delete_manifest(work.folder)
            work.prepare_folder()
        if chain:
            self._run_job(chain, inputs)
        for work in chain:
            manifest = _complete(work, inputs, self._options.rejected_limit)
            self._report(work, inputs, manifest, "done")
            manifests.append(manifest)
            inputs = file_shards(work.folder, manifest.files)
        return manifests

    def _run_job(self, chain: Sequence[StageWork], inputs: Sequence[Shard]) -> None:
        left = inputs
        if len(chain) == 1 and isinstance(chain[0].stage, Map):
            # Done shards need not reach Beam at all, and then the others are spread evenly. (A Group needs
            # the pieces of all its inputs, and a chain the outputs.)
            left = planning.to_do(chain[0], inputs)
        if not left:
            return
        # A local worker gets every n-th shard, not the next one when it is free: by size, that is even.
        left = sorted(left, key=lambda shard: (-shard.bytes, shard.name))
        small = sum(shard.bytes for shard in left) < self._options.in_process_bytes
        units = max(len(left), *(w.stage.partitions for w in chain if isinstance(w.stage, Group)), 1)
        processes = 1 if small else min(self._options.workers, units)
        with progress.watching(chain, inputs, len(self._works), self._callback):
            _beam().run_job(chain, left, self._options, processes)

    def _report(self, work: StageWork, inputs: Sequence[Shard], manifest: Manifest, state: str) -> None:
        if self._callback is not None:
            self._callback(progress.ended(work, inputs, len(self._works), manifest, state))


def _complete(work: StageWork, inputs: Sequence[Shard], rejected_limit: float) -> Manifest:
    """Checks that all is there, and writes the manifest. Raises RunError."""
    found = _collect(work, inputs)
    manifest = receipts.make_manifest(work.stage, work.position, inputs, found)
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


def _write_run_file(run: str, works: Sequence[StageWork], recipe: Any) -> None:
    packages = ("roae", "apache-beam", "pyarrow", "fsspec")
    about = {
        "recipe": plain(recipe),
        "stages": [
            {
                "name": w.stage.name,
                "position": w.position,
                "version": w.stage.version,
                "digest": w.stage.digest(),
            }
            for w in works
        ],
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in packages},
    }
    text = json.dumps(about, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    storage.write_bytes(storage.join(run, RUN_FILE), f"{text}\n".encode())


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


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
