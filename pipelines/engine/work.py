"""The units of work: map a shard, scatter a shard, gather a partition. What a Beam worker does, without Beam.

Each begins by looking for a receipt that says the work is done, and ends by writing one. In between, the old
receipt is deleted first, then rows are written under temporary names, then the files are put in their places:
whatever a worker dies of, a receipt vouches only for files that were complete when it was written.
"""

from __future__ import annotations

import contextlib
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from pipelines.engine import lock, receipts, shuffle, storage
from pipelines.engine.isolation import Input, run_isolated
from pipelines.engine.output import DROPPED, REJECTED, ShardOutput
from pipelines.engine.reading import read_batches, read_items
from pipelines.engine.shards import Shard, combined_digest, file_shards, part_name, shard_order
from pipelines.engine.shuffle import Piece, ShuffleIndex, ShuffleWriter
from pipelines.engine.stages import Function, Group, Map
from schemas.manifest import Receipt, Timing


@dataclass(frozen=True, slots=True)
class Used:
    """The folder of a stage that has ended, and a digest of all that its manifest vouches for."""

    stage: str
    folder: str
    digest: str


@dataclass(frozen=True)
class StageWork:
    """A stage at its place in a run: everything a worker has to know, picklable.

    `position` counts from 1, in the whole pipeline; `reads` names the stages whose shards it reads; `used`
    has what its `uses` came to, once those have ended. `token` is that of the run's lock (empty: not
    checked); `exclusions` says to keep dropped rows.
    """

    stage: Map | Group
    position: int
    run: str
    token: str = ""
    exclusions: bool = False
    reads: tuple[str, ...] = ()
    used: tuple[Used, ...] = ()

    @property
    def name(self) -> str:
        """The stage's name."""
        return self.stage.name

    @property
    def folder(self) -> str:
        """The stage's folder."""
        number = self.stage.number or 10 * self.position
        return storage.join(self.run, f"{number}-{self.stage.name}")

    def for_workers(self) -> StageWork:
        """The same without what only the driver calls, which then need not be picklable."""
        return replace(self, stage=replace(self.stage, finish=None))

    def prepare_folder(self) -> None:
        """Makes the folder and removes what killed writers left. Only before any worker is at it."""
        storage.make_folder(self.folder)
        for name in ("", REJECTED, DROPPED, shuffle.FOLDER):
            storage.delete_temporary_files(storage.join(self.folder, name))

    def made_from(self, digest: str) -> str:
        """The input digest of a shard's receipt: that of its input and of what the stage uses."""
        return combined_digest([digest, *(used.digest for used in self.used)]) if self.used else digest

    def input_digests(self, inputs: Iterable[Shard]) -> dict[str, str]:
        """What the stage's manifest says it was made from: shards, and folders that it uses."""
        return {shard.name: shard.digest for shard in inputs} | {
            f"uses {used.stage}": used.digest for used in self.used
        }

    def done(self, shard: str, digest: str) -> Receipt | None:
        """The receipt of the shard made of the input of this digest, if it is as good as making the shard
        again would be.
        """
        receipt = receipts.read_receipt(self.folder, shard)
        if receipt is None or receipt.input_digest != self.made_from(digest):
            return None
        names = [file.name for file in receipts.all_files(receipt)]
        found = {name: storage.size(storage.join(self.folder, name)) for name in names}
        return receipt if receipts.is_current(receipt, self._digest, self.exclusions, found) else None

    def map(self, shard: Shard) -> list[Shard]:
        """Makes the shard of a Map from this input; returns its files, the inputs of the next stage."""
        stage = self.stage
        assert isinstance(stage, Map)
        source = Input(shard.label, lambda: read_items(stage, shard))
        return self._make(shard.name, str(shard), shard.digest, self._function, source)

    def scatter(self, shard: Shard) -> list[tuple[int, Piece]]:
        """Writes an input's rows by partition; returns each partition's number with where its rows are."""
        index = self.scattered(shard)
        if index is None:
            storage.delete(shuffle.index_path(self.folder, shard.name))
            index = self._scatter(shard)
        return list(index.pieces.items())

    def scattered(self, shard: Shard) -> ShuffleIndex | None:
        """The index of the input's shuffle file, if it need not be written again."""
        return shuffle.read_index(self.folder, shard.name, self._digest, shard.digest)

    def gather(self, partition: int, pieces: Iterable[Piece]) -> list[Shard]:
        """Makes the shard of one partition of a Group; returns its files, the inputs of the next stage."""
        stage = self.stage
        assert isinstance(stage, Group)
        pieces = sorted(pieces, key=lambda piece: shard_order(piece.shard))
        name, digest = part_name(partition), pieces_digest(pieces)
        function, source = group_input(
            stage, self._function, name, lambda: shuffle.read_pieces(self.folder, pieces)
        )
        return self._make(name, f"partition {partition} of {stage.partitions}", digest, function, source)

    @property
    def _digest(self) -> str:
        return self.stage.digest()

    @property
    def _function(self) -> Function:
        """The stage's function of its rows alone."""
        folders = [used.folder for used in self.used]
        return (lambda rows: self.stage.function(rows, *folders)) if folders else self.stage.function

    def _scatter(self, shard: Shard) -> ShuffleIndex:
        stage = self.stage
        assert isinstance(stage, Group)
        writer = ShuffleWriter(stage, self.folder, shard.name)
        try:
            for batch in read_batches(shard.path, stage.input):
                writer.write(batch)
            self._check_lock()
            index = writer.commit(self._digest, shard.digest)
        except BaseException:
            writer.discard()
            raise
        shuffle.write_index(self.folder, shard.name, index)
        return index

    def _make(self, name: str, about: str, digest: str, function: Function, source: Input) -> list[Shard]:
        receipt = self.done(name, digest)
        if receipt is None:
            storage.delete(receipts.receipt_path(self.folder, name))
            receipt = self._run(name, about, self.made_from(digest), function, source)
        return file_shards(self.folder, receipt.files)

    def _run(self, name: str, about: str, input_digest: str, function: Function, source: Input) -> Receipt:
        started, cpu_started = time.monotonic(), time.process_time()
        output, rows_in = run_isolated(function, source, self._opener(name))
        try:
            self._check_lock()
            output.commit()
        except BaseException:
            output.discard()
            raise
        receipt = Receipt(
            shard=name,
            input=about,
            stage_digest=self._digest,
            input_digest=input_digest,
            rows_in=rows_in,
            rows_out=output.rows,
            dropped=dict(sorted(output.dropped.items())),
            rejected=dict(sorted(output.rejected.items())),
            files=output.files,
            rejected_files=output.rejected_files,
            dropped_files=output.dropped_files,
            exclusions=self.exclusions,
            timing=Timing(
                seconds=round(time.monotonic() - started, 3),
                cpu_seconds=round(time.process_time() - cpu_started, 3),
                peak_rss_bytes=peak_rss_bytes(),
            ),
            sources=output.sources.counted(),
        )
        receipts.write_receipt(self.folder, receipt)
        return receipt

    def _opener(self, shard: str) -> Callable[[], ShardOutput]:
        return lambda: ShardOutput(self.stage, self.folder, shard, self.exclusions)

    def _check_lock(self) -> None:
        if self.token:
            lock.check(self.run, self.token)


def pieces_digest(pieces: list[Piece]) -> str:
    """The input digest of a partition, from its pieces in the order of their shards."""
    return combined_digest([[piece.shard, piece.sha256] for piece in pieces])


def group_input(
    stage: Group, function: Function, name: str, read: Callable[[], Iterator[Any]]
) -> tuple[Function, Input]:
    """A Group's function and input as `run_isolated` takes them; `read` gives the partition's batches."""
    if not stage.whole:
        return function, Input(
            name, lambda: shuffle.sorted_groups(read(), stage), rows=itemgetter(1), unit="group"
        )

    def on_whole_table(tables: Iterator[Any]) -> Iterator[Any]:
        for table in tables:
            yield from function(table)

    def read_table() -> Iterator[Any]:
        yield shuffle.sorted_table(read(), stage)

    return on_whole_table, Input(name, read_table, rows=lambda table: range(table.num_rows), whole=True)


def peak_rss_bytes() -> int:
    """The most memory this process has had, in bytes."""
    with contextlib.suppress(OSError):
        # On Linux, getrusage counts what the process had that started this one, before it became another.
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
