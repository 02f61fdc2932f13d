"""The reference of preference training: from a cache, or from the model itself with its adapters off."""

from __future__ import annotations

import bisect
import hashlib
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training.data.packing import pack
from training.data.pairs import PairBatch, pair_batch
from training.data.token_cache import TokenizedPairs
from training.errors import DataError
from training.model.lora import adapters_off
from training.model.mixtral import Mixtral
from training.model.sharding import reshard
from training.objectives.dpo import of_sides, response_logprobs
from training.objectives.preference import PairLogprobs
from training.world import World

_FORMAT = 1
# Pairs that are computed before what was found is written: what a killed run loses at most.
_BLOCK = 512


class ReferenceCache:
    """log ref of every scored token, memory-mapped; called with a batch of pairs it gives those of the batch.

    `stores` are pairs with the files of their values. A pair's number counts through all of them.
    """

    def __init__(self, stores: Sequence[tuple[TokenizedPairs, Path]]) -> None:
        self._firsts = list(itertools.accumulate((len(pairs) for pairs, _ in stores), initial=0))
        self._ends = [np.cumsum(pairs.scored()) for pairs, _ in stores]
        self._values = [np.memmap(path, dtype=np.float32, mode="r") for _, path in stores]

    def __call__(self, batch: PairBatch) -> PairLogprobs:
        """Of the batch's responses."""
        values = np.concatenate([self._of(number) for number in batch.pairs.tolist()])
        return of_sides(torch.from_numpy(values).to(batch.tokens.device), batch)

    def _of(self, number: int) -> npt.NDArray[np.float32]:
        store = bisect.bisect_right(self._firsts, number) - 1
        own, ends = number - self._firsts[store], self._ends[store]
        return self._values[store][int(ends[own - 1]) if own else 0 : int(ends[own])]


@dataclass(frozen=True)
class AdaptersOff:
    """The model without its adapters, computed anew for each batch: no pass before training, no disk, and a
    forward pass more in every step.
    """

    model: Mixtral

    def __call__(self, batch: PairBatch) -> PairLogprobs:
        """Of the batch's responses."""
        with torch.no_grad(), adapters_off(self.model):
            return response_logprobs(self.model, batch).logprobs


def reference_path(parent: Path, pairs: TokenizedPairs, weights: str, dtype: torch.dtype) -> Path:
    """Where the cache of these pairs by these weights (see `fingerprint`) is, or will be."""
    made_of = json.dumps([_FORMAT, pairs.digest, weights, str(dtype)])
    return parent / f"reference-{hashlib.sha256(made_of.encode()).hexdigest()[:32]}.f32"


@torch.no_grad()
def compute_reference(
    model: Mixtral,
    pairs: TokenizedPairs,
    path: Path,
    *,
    tokens: int,
    multiple: int,
    world: World,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Writes the cache of `pairs` by `model` as it is, in batches of at most `tokens`, unless it is there.

    A computation that was killed goes on where it stopped. Raises DataError where the model gives no number.
    """
    scored = pairs.scored()
    ends = np.cumsum(scored)
    partial = path.with_name(f"{path.name}.partial")
    done = _done(path, partial, world, ends)
    if done == len(pairs):
        return
    for first in range(done, len(pairs), _BLOCK):
        tell(f"reference log-probabilities: {first:,} of {len(pairs):,} pairs")
        numbers = range(first, min(first + _BLOCK, len(pairs)))
        offset = int(ends[first] - scored[first])
        block = torch.zeros(int(ends[numbers[-1]]) - offset, device=world.device)
        bins = pack([int(pairs.lengths[n]) for n in numbers], tokens, world.rank.of)
        own = [[numbers[i] for i in one] for one in bins[world.rank.index :: world.rank.of]]
        # Every rank runs the model as often as the others (sharded models compute together).
        for place in range(-(-len(bins) // world.rank.of)):
            chosen = own[place] if place < len(own) else [numbers[i] for i in bins[0]]
            batch = pair_batch([pairs[n] for n in chosen], chosen, multiple).to(world.device)
            values = response_logprobs(model, batch).logprobs.tokens
            assert values is not None
            if place < len(own):
                where = [np.arange(ends[n] - scored[n], ends[n]) - offset for n in chosen]
                block[torch.from_numpy(np.concatenate(where)).to(world.device)] = values.float()
        block = world.sum(block)
        if not block.isfinite().all():
            raise DataError("the model gives no number on some of the pairs: are its weights whole?")
        if world.is_first:
            with partial.open("ab") as file:
                file.write(block.cpu().numpy().tobytes())
    reshard(model)
    if world.is_first:
        partial.replace(path)
    world.wait()


def _done(path: Path, partial: Path, world: World, ends: npt.NDArray[Any]) -> int:
    """How many pairs are computed, by whole blocks; all ranks go by the first's."""
    done = 0
    if world.is_first:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size == int(ends[-1]) * 4:
            done = len(ends)
        elif partial.exists():
            whole = int(np.searchsorted(ends, partial.stat().st_size // 4, side="right"))
            done = min(whole, len(ends) - 1) // _BLOCK * _BLOCK
            with partial.open("r+b") as file:
                file.truncate(int(ends[done - 1]) * 4 if done else 0)
    return int(world.sum(torch.tensor(done, device=world.device)))
