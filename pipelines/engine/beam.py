"""Stages as Beam transforms from shard references to shard references, and Beam jobs of them.

    inputs | "documents" >> MapShards(...) | "near-duplicates" >> GroupShards(...) | ...

No other module knows Beam, but for `beam_workers`, which has to do with its local worker processes only.
"""

# Beam's own annotations are incomplete.
# mypy: allow-untyped-calls

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import apache_beam as beam
from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions
from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
from apache_beam.runners.runner import PipelineState

from pipelines.engine import storage
from pipelines.engine.beam_workers import quiet_threads, worker_processes
from pipelines.engine.failures import RunError, explain, message_from_worker, worker_error
from pipelines.engine.options import RunOptions
from pipelines.engine.shards import Shard, part_name
from pipelines.engine.shuffle import Piece
from pipelines.engine.stages import Map
from pipelines.engine.work import StageWork

T = TypeVar("T")

WORKERS_LOG = "workers.log"


class MapShards(beam.PTransform):  # type: ignore[type-arg]
    """PCollection[Shard] → PCollection[Shard]: each input shard mapped."""

    def __init__(self, work: StageWork) -> None:
        super().__init__()
        self._work = work

    def expand(self, shards: Any) -> Any:
        """Reshuffle, because a runner splits work only where elements were shuffled."""
        return shards | "Spread" >> beam.Reshuffle() | "Map" >> beam.ParDo(_MapShard(self._work))


class GroupShards(beam.PTransform):  # type: ignore[type-arg]
    """PCollection[Shard] → PCollection[Shard]: the rows of all input shards, grouped by partition."""

    def __init__(self, work: StageWork) -> None:
        super().__init__()
        self._work = work

    def expand(self, shards: Any) -> Any:
        """What crosses the GroupByKey says where rows are; the rows stay in the shuffle files."""
        return (
            shards
            | "Spread" >> beam.Reshuffle()
            | "Scatter" >> beam.ParDo(_ScatterShard(self._work))
            | "Partition" >> beam.GroupByKey()
            | "Gather" >> beam.ParDo(_GatherPartition(self._work))
        )


class _MapShard(beam.DoFn):
    def __init__(self, work: StageWork) -> None:
        self._work = work

    def process(self, shard: Shard) -> Iterator[Shard]:
        yield from _reporting(self._work, shard.label, lambda: self._work.map(shard))


class _ScatterShard(beam.DoFn):
    def __init__(self, work: StageWork) -> None:
        self._work = work

    def process(self, shard: Shard) -> Iterator[tuple[int, Piece]]:
        yield from _reporting(self._work, shard.label, lambda: self._work.scatter(shard))


class _GatherPartition(beam.DoFn):
    def __init__(self, work: StageWork) -> None:
        self._work = work

    def process(self, element: tuple[int, Iterable[Piece]]) -> Iterator[Shard]:
        partition, pieces = element
        name = part_name(partition)
        yield from _reporting(self._work, name, lambda: self._work.gather(partition, pieces))


def _reporting(work: StageWork, shard: str, do: Callable[[], T]) -> T:
    try:
        return do()
    except Exception as error:
        raise worker_error(explain(error, f"stage {work.stage.name}, {shard}")) from error


def run_job(
    works: Sequence[StageWork],
    inputs: Mapping[str, Sequence[Shard]],
    options: RunOptions,
    processes: int,
) -> None:
    """One Beam job for these stages; returns when it has ended. `inputs` has, by a stage's name, the shards
    it reads that are there already; the others come from stages of the job.

    A local job runs in this process, or in as many others as `processes` says if that is more than one.
    Raises RunError with the first worker's message if a worker failed, or with Beam's own if Beam did.
    """
    try:
        with _quiet_logging(), quiet_threads():
            pipeline = _pipeline(works[0].run, options, processes)
            outputs: dict[str, Any] = {}
            for work in works:
                move = MapShards if isinstance(work.stage, Map) else GroupShards
                shards = _read(pipeline, work, inputs[work.name], outputs)
                outputs[work.name] = shards | work.name >> move(work.for_workers())
            state = pipeline.run().wait_until_finish()
    except RunError:
        raise
    except Exception as error:
        # Beam makes a RuntimeError even of the user's wish to stop, if it comes while a DoFn runs.
        if str(error).startswith(KeyboardInterrupt.__name__):
            raise KeyboardInterrupt from None
        raise RunError(message_from_worker(error) or f"Beam could not run the job: {_ends(error)}") from error
    if state not in (None, PipelineState.DONE):
        raise RunError(f"the Beam job ended as {state}: see the log of {options.runner}")


def _read(
    pipeline: beam.Pipeline, work: StageWork, inputs: Sequence[Shard], outputs: Mapping[str, Any]
) -> Any:
    """PCollection[Shard]: what the stage reads. (The names are those that `shards.together` gives.)"""
    # A local worker gets every n-th shard, not the next one when it is free: by size, that is even.
    largest_first = sorted(inputs, key=lambda shard: (-shard.bytes, shard.name))
    there = pipeline | f"Inputs of {work.name}" >> beam.Create(largest_first, reshuffle=False)
    made = [
        outputs[name] | f"From {name} to {work.name}" >> beam.Map(_of, name if len(work.reads) > 1 else "")
        for name in work.reads
        if name in outputs
    ]
    return (there, *made) | f"All for {work.name}" >> beam.Flatten() if made else there


def _of(shard: Shard, stage: str) -> Shard:
    return shard.of(stage) if stage else shard


@contextlib.contextmanager
def _quiet_logging() -> Iterator[None]:
    # A worker's failure is told once and in our words; Beam would first tell it as tracebacks.
    logger = logging.getLogger("apache_beam")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _pipeline(run: str, options: RunOptions, processes: int) -> beam.Pipeline:
    flags = PipelineOptions(list(options.beam_options))
    if not options.is_local:
        return beam.Pipeline(options=flags)
    _refuse_unknown(flags)
    if processes == 1:
        return beam.Pipeline(runner=FnApiRunner(), options=flags)
    flags.view_as(DirectOptions).direct_num_workers = processes
    log = storage.local_path(storage.join(run, WORKERS_LOG)) if storage.is_local(run) else os.devnull
    return beam.Pipeline(runner=FnApiRunner(default_environment=worker_processes(log)), options=flags)


def _ends(error: Exception) -> str:
    """An error's first and last line: between them Beam puts tracebacks of other processes."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [""]
    text = lines[0] if len(lines) == 1 else f"{lines[0]} … {lines[-1]}"
    return f"{type(error).__name__}: {text}"


def _refuse_unknown(flags: PipelineOptions) -> None:
    """Beam drops what it does not know with no more than a warning. (A remote runner may know more.)"""
    known = flags.get_all_options(drop_default=True)
    given = flags.get_all_options(drop_default=True, retain_unknown_options=True)
    if unknown := sorted(given.keys() - known.keys()):
        raise RunError(f"Beam knows no option {', '.join(f'--{name}' for name in unknown)}")
