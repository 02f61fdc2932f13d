"""Whether a run fits into memory, before anything of it is there."""

from __future__ import annotations

import os
from pathlib import Path

import torch

from training.errors import MemoryShortError
from training.logs.meter import GIB
from training.model.config import MixtralConfig
from training.parallel.memory import MemoryEstimate, estimate_memory
from training.parallel.mesh import MeshConfig
from training.run.build import empty_model
from training.settings import RunSettings


def estimate_run(
    settings: RunSettings,
    shape: MixtralConfig,
    grown: bool,
    *,
    mesh: MeshConfig,
    tokens: int,
    tokens_per_step: int,
) -> MemoryEstimate:
    """What each process of the mesh will need, with `tokens` computed at once."""
    return estimate_memory(
        empty_model(settings, shape, grown),
        mesh,
        tokens=tokens,
        batches=-(-tokens_per_step // (tokens * mesh.processes)),
        rounding=settings.optimizer.rounding,
    )


def check_memory(estimate: MemoryEstimate, device: torch.device, advice: str) -> str:
    """What is to be said where the whole estimate is more than the device has free; nothing if it is not.

    Raises MemoryShortError if weights, gradients and optimizer state alone are: these are exact, and the run
    would fail for certain. `advice` says how to make the rest smaller.
    """
    free = free_memory(device)
    if free is None:
        return ""
    if estimate.lasting > free:
        raise MemoryShortError(
            f"out of memory: weights, gradients and optimizer state take {estimate.lasting / GIB:,.1f} GiB "
            f"in each process, and {device} has {free / GIB:,.1f} GiB free. Set model.lora, start more "
            "processes, or take a smaller model"
        )
    if estimate.total > free:
        return (
            f"memory may not suffice: about {estimate.total / GIB:,.1f} GiB are needed, and {device} has "
            f"{free / GIB:,.1f} GiB free. {advice}"
        )
    return ""


def free_memory(device: torch.device) -> int | None:
    """Bytes that this process may still take: of the device or, on a CPU, its share of the machine's. None
    where the system does not say.
    """
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return None
    return kilobytes * 1024 // int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
