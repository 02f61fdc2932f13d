"""Files of tensors, written whole, or tensor by tensor so that one of them is in memory at a time.

The format (https://github.com/huggingface/safetensors, "Format") is the header's length in eight bytes, a
header in JSON with each tensor's type, shape and place, and the tensors' bytes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

_NAMES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16"}
_ALIGNED = 8
# What transformers looks for in a file.
FROM_TORCH = {"format": "pt"}


@dataclass(frozen=True)
class Described:
    """A tensor that will be written."""

    name: str
    dtype: torch.dtype
    shape: Sequence[int]

    @property
    def bytes(self) -> int:
        """How many it takes."""
        return math.prod(self.shape) * self.dtype.itemsize


def write_tensors(path: Path, tensors: Mapping[str, Tensor], about: Mapping[str, str]) -> None:
    """Writes tensors and metadata `about` them; the file is complete or absent. Raises OSError, naming the
    file, where it cannot be written.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    described = [Described(name, tensor.dtype, tensor.shape) for name, tensor in tensors.items()]
    write_streamed(temporary, described, tensors.__getitem__, about)
    temporary.replace(path)


def write_streamed(
    path: Path,
    tensors: Sequence[Described],
    make: Callable[[str], Tensor],
    about: Mapping[str, str] = FROM_TORCH,
) -> None:
    """Writes the file, asking `make` for one tensor after the other. Raises OSError, naming the file, where
    it cannot be written, and ValueError for a tensor that is not as it was described.
    """
    header: dict[str, Any] = {"__metadata__": dict(about)}
    end = 0
    for tensor in tensors:
        start, end = end, end + tensor.bytes
        header[tensor.name] = {
            "dtype": _NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNED)
    try:
        with path.open("wb") as file:
            file.write(len(text).to_bytes(8, "little"))
            file.write(text)
            for tensor in tensors:
                file.write(_bytes(tensor, make(tensor.name)))
    except OSError as error:
        raise OSError(f"{path} cannot be written: {error}") from error


def _bytes(described: Described, tensor: Tensor) -> memoryview:
    found = tensor.detach().cpu().contiguous()
    if found.dtype != described.dtype or list(found.shape) != list(described.shape):
        raise ValueError(f"{described} was to be written, and not {found.dtype} {list(found.shape)}")
    return found.view(-1).view(torch.uint8).numpy().data
