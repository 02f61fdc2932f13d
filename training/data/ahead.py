"""The next step's batches made while this one is trained on, and put on the device."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

import torch

from training.data.batch import Batches, Packed

P = TypeVar("P", bound=Packed)


class Ahead(Generic[P]):
    """`steps` on a device, with the step after the one asked for (up to `last`) made meanwhile by a thread.
    What it gives is what `steps` gives: a step depends on its number alone.
    """

    def __init__(self, steps: Batches[P], device: torch.device, last: int) -> None:
        self._steps = steps
        self._device = device
        self._last = last
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="batches")
        self._next: tuple[int, Future[list[P]]] | None = None

    def __getitem__(self, step: int) -> list[P]:
        waiting, self._next = self._next, None
        found = waiting[1].result() if waiting and waiting[0] == step else self._make(step)
        if step < self._last:
            self._next = (step + 1, self._thread.submit(self._make, step + 1))
        return found

    def _make(self, step: int) -> list[P]:
        return [batch.to(self._device) for batch in self._steps[step]]
