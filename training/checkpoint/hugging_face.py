"""Reading and writing Hugging Face checkpoints, a tensor at a time: never two models in memory.

A model that is spread over processes is read by each of them, which takes its part out of the files, and
gathered to be written, a layer at a time. Adapters in the model are passed over.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from training.checkpoint.folder import (
    CONFIG,
    FILE_BYTES,
    Account,
    extent_at,
    file_names,
    placed_tensors,
    shape_at,
    share_out,
    write_index,
    write_json,
)
from training.checkpoint.names import Place, published_names
from training.checkpoint.tensor_file import FROM_TORCH, write_tensors
from training.checkpoint.vocabulary import grow_rows, is_smaller_vocabulary
from training.errors import CheckpointError
from training.model.config import ConfigError, MixtralConfig
from training.model.lora import base_parameters
from training.model.mixtral import Mixtral
from training.model.sharding import (
    extent,
    fill,
    is_spread,
    local,
    overlap,
    reshard,
    whole,
    within,
    writes,
)


def read_config(folder: Path) -> MixtralConfig:
    """The shape of the model in this folder. Raises CheckpointError."""
    path = folder / CONFIG
    try:
        return MixtralConfig.from_hf(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        raise CheckpointError(f"{folder} is no checkpoint: there is no {CONFIG} in it") from None
    except (ConfigError, ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise CheckpointError(f"{path}: {error}") from error


def load_weights(model: Mixtral, folder: Path, *, may_grow: bool = False) -> None:
    """Fills the model's parameters from the folder's safetensors, converting to their type and device.

    With `may_grow` the model's vocabulary may be larger than the folder's configuration has it: see
    `grow_rows`. Raises CheckpointError if a tensor is missing, unknown, given twice or of another shape, or a
    file is damaged; the model is then half filled.
    """
    parameters = base_parameters(model)
    account = Account(folder, parameters)
    rows = read_config(folder).vocab_size if may_grow else None
    for found in placed_tensors(folder, model.config, parameters):
        target, shape = parameters[found.place.parameter], found.tensor.get_shape()
        if is_smaller_vocabulary(found.place, shape, found.shape) and shape[0] == rows:
            fill(target, grow_rows(found.tensor[:], found.shape[0]))
            account.take(found, target.numel())
            continue
        found.check_shape()
        _take(target, found.place, found.tensor)
        account.take(found, math.prod(shape))
    account.close()


def save_weights(model: Mixtral, folder: Path, file_bytes: int = FILE_BYTES) -> None:
    """Writes weights and configuration, in files of at most `file_bytes`, one tensor per expert and matrix.

    The configuration is written last: without it the folder is no checkpoint.
    """
    reshard(model)
    folder.mkdir(parents=True, exist_ok=True)
    parameters = base_parameters(model)
    places = published_names(model.config)
    width = parameters["embedding.weight"].dtype
    sizes = {
        name: math.prod(shape_at(parameters[place.parameter], place, name))
        * parameters[place.parameter].dtype.itemsize
        for name, place in places.items()
    }
    files = share_out(sizes, file_bytes)
    gathered = _Gathered(parameters)
    where: dict[str, str] = {}
    for file, names in zip(file_names(len(files)), files, strict=True):
        where |= dict.fromkeys(names, file)
        content = {}
        for name in names:
            part = gathered.part(places[name])
            if writes(model):
                content[name] = part.cpu().contiguous()
        if writes(model):
            write_tensors(folder / file, content, FROM_TORCH)
    if writes(model):
        write_index(folder, where, sum(sizes.values()))
        write_json(folder / CONFIG, model.config.to_hf(str(width).removeprefix("torch.")))
    if is_spread(model):
        dist.barrier()  # what is read now is whole


class _Gathered:
    """Whole parameters, those of one layer at a time."""

    def __init__(self, parameters: dict[str, nn.Parameter]) -> None:
        self._parameters = parameters
        self._kept: dict[str, Tensor] = {}
        self._layer = ""

    def part(self, place: Place) -> Tensor:
        layer = ".".join(place.parameter.split(".")[:2])
        if layer != self._layer:
            self._kept.clear()
            self._layer = layer
        if place.parameter not in self._kept:
            self._kept[place.parameter] = whole(self._parameters[place.parameter])
        tensor = self._kept[place.parameter]
        part = tensor[tuple(slice(*ends) for ends in extent_at(tensor, place))]
        return part[0] if place.expert >= 0 else part


@torch.no_grad()
def _take(target: Tensor, place: Place, tensor: Any) -> None:
    """Copies as much of a tensor as belongs to this process's part of the parameter."""
    there, own = extent_at(target, place), extent(target)
    both = overlap(there, own)
    if both is not None:
        source = within(both, there)
        local(target)[within(both, own)].copy_(tensor[source[1:] if place.expert >= 0 else source])
