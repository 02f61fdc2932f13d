"""How fast steps are, and what memory they take."""

from __future__ import annotations

import resource
import sys
import time

import torch

GIB = 1 << 30


class Meter:
    """Times steps on this device. `peak` are the FLOP/s of which MFU is a share (None: it is not known)."""

    def __init__(self, device: torch.device, peak: float | None) -> None:
        self._device = device
        self._peak = peak
        self._began = time.monotonic()

    def begin(self) -> None:
        """A step begins."""
        self._began = time.monotonic()

    def end(self, tokens: int, flops: float) -> dict[str, float]:
        """A step is over, in which all processes trained on `tokens` and this one computed `flops`."""
        seconds = max(time.monotonic() - self._began, 1e-9)
        found = {
            "seconds": round(seconds, 4),
            "tokens_per_second": round(tokens / seconds, 1),
            "memory_gib": round(peak_memory(self._device) / GIB, 3),
        }
        if self._peak:
            found["mfu"] = round(flops / seconds / self._peak, 4)
        return found


def peak_memory(device: torch.device) -> int:
    """The most memory that was in use so far, in bytes: the device's or, on a CPU, the process's."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
