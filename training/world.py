"""The processes that train together: one, or as many as torchrun started."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor

from training.data.rank import Rank

# Longer than the slowest thing that one process does alone: writing a whole model.
PATIENCE = timedelta(minutes=20)


@dataclass(frozen=True)
class World:
    """This process among the others, and the device it computes on."""

    rank: Rank
    device: torch.device

    @classmethod
    def join(cls, patience: timedelta = PATIENCE) -> World:
        """Joins the processes that torchrun started (NCCL on GPUs, gloo without); alone where it did not.

        A process that waits longer than `patience` for the others ends with an error.
        """
        size = int(os.environ.get("WORLD_SIZE", "1"))
        has_gpu = torch.cuda.is_available()
        device = (
            torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if has_gpu else torch.device("cpu")
        )
        if has_gpu:
            torch.cuda.set_device(device)
        if size == 1:
            return cls(Rank(), device)
        if not dist.is_initialized():
            dist.init_process_group("nccl" if has_gpu else "gloo", timeout=patience)
        return cls(Rank(dist.get_rank(), dist.get_world_size()), device)

    @property
    def is_first(self) -> bool:
        """Whether this process speaks for all."""
        return self.rank.index == 0

    def sum(self, values: Tensor) -> Tensor:
        """The values added over all processes."""
        if self.rank.of == 1:
            return values
        total = values.clone()
        dist.all_reduce(total)
        return total

    def wait(self) -> None:
        """Until every process is here."""
        if self.rank.of > 1:
            dist.barrier()
