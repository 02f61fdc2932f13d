"""What a run says when memory is short."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch

from training.errors import MemoryShortError


@contextlib.contextmanager
def explaining_memory(advice: str) -> Iterator[None]:
    """Errors of memory inside become MemoryShortErrors that say which setting to lower."""
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as error:
        raise MemoryShortError(_told(error, advice)) from error
    except RuntimeError as error:
        if "can't allocate memory" not in str(error):  # torch's words on a CPU
            raise
        raise MemoryShortError(_told(error, advice)) from error


def _told(error: BaseException, advice: str) -> str:
    first = str(error).strip().split("\n")[0]
    return f"out of memory: {first or type(error).__name__}. {advice}"
