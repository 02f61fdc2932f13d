"""Progress while Beam works. Its local runner says nothing until it is done, so receipts are counted."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipelines.engine import receipts, shuffle, storage
from pipelines.engine.options import Progress, ProgressCallback
from pipelines.engine.shards import Shard
from pipelines.engine.stages import Group
from pipelines.engine.work import StageWork
from schemas.manifest import Manifest, Receipt

_INTERVAL_SECONDS = 0.5
_REMOTE_INTERVAL_SECONDS = 5.0


class Watch:
    """Tells `callback` how far the stages of a run are; `stages` are their names, in order."""

    def __init__(self, stages: Sequence[str], callback: ProgressCallback | None) -> None:
        self._places = {name: index + 1 for index, name in enumerate(stages)}
        self._callback = callback

    def report(self, now: Progress) -> None:
        """Calls back, saying which of the run's stages it is."""
        if self._callback is not None:
            self._callback(replace(now, position=self._places[now.stage], stages=len(self._places)))

    @contextlib.contextmanager
    def watching(self, works: Sequence[StageWork], inputs: Mapping[str, Sequence[Shard]]) -> Iterator[None]:
        """Calls back from another thread, while the context lasts, whenever one of the stages has moved on.

        `inputs` are those of each stage, as far as they are known. What the callback raises is raised at the
        end of the context.
        """
        if self._callback is None:
            yield
            return
        ended = threading.Event()
        errors: list[BaseException] = []
        names = {work.name for work in works}
        counters = [
            # Inputs that other stages of the same job are still to make are not known.
            _Counter(work, () if names & set(work.reads) else inputs[work.name])
            for work in works
        ]

        def watch() -> None:
            interval = _INTERVAL_SECONDS if storage.is_local(works[0].run) else _REMOTE_INTERVAL_SECONDS
            last: dict[int, Progress] = {}
            try:
                while not ended.wait(interval):
                    for index, counter in enumerate(counters):
                        now = counter.count()
                        if now.done and now != last.get(index):
                            last[index] = now
                            self.report(now)
            except Exception as error:
                errors.append(error)

        watcher = threading.Thread(target=watch, name="progress", daemon=True)
        self.report(counters[0].count())
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()
        if errors:
            raise errors[0]


class _Counter:
    """Counts what a stage has committed, reading each receipt only once.

    Where the inputs are not known beforehand, all that is there counts.
    """

    def __init__(self, work: StageWork, inputs: Sequence[Shard]) -> None:
        self._work = work
        self._inputs = {shard.name: shard for shard in inputs}
        self._digest = work.stage.digest()
        self._receipts: dict[str, Receipt] = {}
        self._scattered: set[str] = set()

    def count(self) -> Progress:
        stage = self._work.stage
        self._read_new_receipts()
        total, done, read = len(self._inputs), len(self._receipts), set(self._receipts)
        if isinstance(stage, Group):
            self._find_new_scattered()
            total, done, read = total + stage.partitions, done + len(self._scattered), self._scattered
        counted = self._receipts.values()
        return Progress(
            stage=stage.name,
            state="running",
            done=done,
            total=total if self._inputs else 0,
            bytes_done=sum(shard.bytes for name, shard in self._inputs.items() if name in read),
            bytes_total=sum(shard.bytes for shard in self._inputs.values()),
            rows_in=sum(r.rows_in for r in counted),
            rows_out=sum(r.rows_out for r in counted),
            dropped=sum(sum(r.dropped.values()) for r in counted),
            rejected=sum(sum(r.rejected.values()) for r in counted),
            bytes_out=sum(file.bytes for r in counted for file in r.files),
        )

    def _read_new_receipts(self) -> None:
        for file in storage.sizes(self._work.folder):
            shard = file.removesuffix(".json")
            if not receipts.is_receipt(file) or shard in self._receipts:
                continue
            receipt = receipts.read_receipt(self._work.folder, shard)
            if receipt is not None and receipt.stage_digest == self._digest and self._is_of_input(receipt):
                self._receipts[shard] = receipt

    def _is_of_input(self, receipt: Receipt) -> bool:
        if isinstance(self._work.stage, Group) or not self._inputs:
            return True
        shard = self._inputs.get(receipt.shard)
        return shard is not None and self._work.made_from(shard.digest) == receipt.input_digest

    def _find_new_scattered(self) -> None:
        for file in storage.sizes(storage.join(self._work.folder, shuffle.FOLDER)):
            name = file.removesuffix(".json")
            if not file.endswith(".json") or name in self._scattered:
                continue
            if not self._inputs or (name in self._inputs and self._work.scattered(self._inputs[name])):
                self._scattered.add(name)


def ended(work: StageWork, inputs: Sequence[Shard], manifest: Manifest, state: str) -> Progress:
    """A finished stage, as its manifest has it."""
    units = len(inputs) + (work.stage.partitions if isinstance(work.stage, Group) else 0)
    stored = sum(shard.bytes for shard in inputs)
    return Progress(
        stage=manifest.stage,
        state=state,
        done=units,
        total=units,
        bytes_done=stored,
        bytes_total=stored,
        rows_in=manifest.rows_in,
        rows_out=manifest.rows_out,
        dropped=sum(manifest.dropped.values()),
        rejected=sum(manifest.rejected.values()),
        bytes_out=sum(file.bytes for file in manifest.files),
    )
