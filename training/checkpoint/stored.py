"""A checkpoint's tensors one at a time, for what is done to weights without a model: never all in memory."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from training.checkpoint.folder import Account, extent_at, placed_tensors, shape_at
from training.checkpoint.hugging_face import read_config
from training.checkpoint.names import Place, published_names
from training.errors import CheckpointError
from training.model.mixtral import Mixtral
from training.model.sharding import within

_TYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


@dataclass(frozen=True)
class _Source:
    """Where a tensor is: all of that name in a file, or the `part` of it."""

    file: Path
    name: str
    dtype: torch.dtype
    part: tuple[int | slice, ...] = ()


class StoredWeights:
    """The tensors of the checkpoint in `folder`, by the names under which they are published: one for each
    expert and matrix, whichever layout the folder has. `shapes` and `dtypes` are theirs.

    Raises CheckpointError for a folder whose tensors are not those of its configuration, before any is read.
    """

    def __init__(self, folder: Path) -> None:
        self.config = read_config(folder)
        with torch.device("meta"):
            parameters = {name: parameter.data for name, parameter in Mixtral(self.config).named_parameters()}
        account = Account(folder, parameters)
        found: dict[Place, _Source] = {}
        for one in placed_tensors(folder, self.config, parameters):
            one.check_shape()
            account.take(one, math.prod(one.shape))
            dtype = one.tensor.get_dtype()
            if dtype not in _TYPES:
                raise CheckpointError(
                    f"{one.file}: {one.name} is of type {dtype}, and weights are to be {', '.join(_TYPES)}: "
                    "take the checkpoint from before it was quantized"
                )
            found[one.place] = _Source(one.file, one.name, _TYPES[dtype])
        account.close()
        self.places = published_names(self.config)
        self.shapes = {
            name: shape_at(parameters[place.parameter], place, name) for name, place in self.places.items()
        }
        self._sources = {
            name: _source(place, found, parameters[place.parameter]) for name, place in self.places.items()
        }
        self.dtypes = {name: source.dtype for name, source in self._sources.items()}

    def read(self, name: str) -> Tensor:
        """The tensor, on the CPU and in its own type. Raises CheckpointError where it cannot be read."""
        source = self._sources[name]
        try:
            with safe_open(source.file, framework="pt") as opened:
                if not source.part:
                    return opened.get_tensor(source.name)  # type: ignore[no-any-return]
                return opened.get_slice(source.name)[source.part]  # type: ignore[no-any-return]
        except (OSError, SafetensorError) as error:
            raise CheckpointError(f"{source.file} is damaged: {error}") from error


def _source(place: Place, found: dict[Place, _Source], parameter: Tensor) -> _Source:
    """Of a tensor that is a file's, or a part of one that is fused over experts."""
    if place in found:
        return found[place]
    whole = found[Place(place.parameter)]
    everywhere = tuple((0, size) for size in parameter.shape)
    part: tuple[int | slice, ...] = within(extent_at(parameter, place), everywhere)
    if place.expert >= 0:
        part = (place.expert, *part[1:])
    return _Source(whole.file, whole.name, whole.dtype, part)
