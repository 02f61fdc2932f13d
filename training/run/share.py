"""Work that one process does for all."""

from __future__ import annotations

import time
from collections.abc import Callable

import torch

from training.world import World

_LOOK_EVERY_SECONDS = 0.2


def first_does(work: Callable[[], None], is_done: Callable[[], bool], world: World) -> None:
    """The first process works; the others wait until it is done, however long that takes (a collective
    operation would give up). What it writes is complete or absent.
    """
    if world.is_first:
        work()
    else:
        while not is_done():
            time.sleep(_LOOK_EVERY_SECONDS)
    world.wait()


def first_says(make: Callable[[], str], world: World) -> str:
    """What `make` gives the first process, for all: ASCII of at most 64 characters."""
    if world.rank.of == 1:
        return make()
    said = torch.zeros(64, dtype=torch.int64, device=world.device)
    if world.is_first:
        text = make().encode("ascii")
        said[: len(text)] = torch.tensor(list(text), device=world.device)
    return bytes(world.sum(said).tolist()).rstrip(b"\0").decode("ascii")
