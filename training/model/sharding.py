"""What this process has of a parameter that is spread over processes.

Parallelism is composed from outside the model: it turns parameters into `DTensor`s, of which each process has
a part. The few places that touch a parameter's numbers do it through these functions, which do nothing to a
parameter that is whole.
"""

from __future__ import annotations

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.fsdp import FSDPModule
from torch.distributed.tensor import DTensor, Shard

# A range of indexes along each dimension, from and up to.
Extent = tuple[tuple[int, int], ...]


def local(tensor: Tensor) -> Tensor:
    """This process's part; gradients pass through."""
    return tensor.to_local() if isinstance(tensor, DTensor) else tensor


def extent(tensor: Tensor) -> Extent:
    """Where in the whole tensor this process's part lies. A dimension may be cut more than once."""
    found = [(0, size) for size in tensor.shape]
    if isinstance(tensor, DTensor):
        for dimension, placement in enumerate(tensor.placements):
            if placement.is_replicate():
                continue
            # Other kinds of shards (interleaved ones are a class of their own) lie elsewhere.
            if type(placement) is not Shard:
                raise TypeError(f"a parameter that is spread as {placement} has no extent")
            start, end = found[placement.dim]
            pieces, index = tensor.device_mesh.size(dimension), tensor.device_mesh.get_local_rank(dimension)
            piece = -(-(end - start) // pieces)
            found[placement.dim] = (min(start + index * piece, end), min(start + (index + 1) * piece, end))
    return tuple(found)


def overlap(one: Extent, other: Extent) -> Extent | None:
    """Where both are, in the whole tensor; None if nowhere."""
    found = tuple((max(a, c), min(b, d)) for (a, b), (c, d) in zip(one, other, strict=True))
    return found if all(start < end for start, end in found) else None


def within(part: Extent, place: Extent) -> tuple[slice, ...]:
    """Where a part of the whole tensor is in what lies at `place`."""
    return tuple(slice(a - c, b - c) for (a, b), (c, _) in zip(part, place, strict=True))


@torch.no_grad()
def fill(target: Tensor, whole: Tensor) -> None:
    """Copies this process's part out of a whole tensor."""
    local(target).copy_(whole[tuple(slice(*ends) for ends in extent(target))])


@torch.no_grad()
def whole(tensor: Tensor) -> Tensor:
    """All of it. Processes that share it must all call this, in the same order."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor.detach()


def writes(model: nn.Module) -> bool:
    """Whether this process writes what is gathered from all: the first, or any that has the model whole."""
    return not is_spread(model) or dist.get_rank() == 0


def is_spread(model: nn.Module) -> bool:
    """Whether the model is spread over processes."""
    return any(isinstance(parameter, DTensor) for parameter in model.parameters())


def reshard(model: nn.Module) -> None:
    """Lets go of the other processes' parts.

    After a forward pass without a backward pass (in validation), FSDP's root still holds whole parameters
    which are not those that the optimizer knows.
    """
    for module in model.modules():
        if isinstance(module, FSDPModule):
            module.reshard()
