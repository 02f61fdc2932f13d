"""Reading and writing Hugging Face checkpoints, a tensor at a time: never two models in memory.

A model that is spread over processes is read by each of them, which takes its part out of the files, and
gathered to be written, a layer at a time. Adapters in the model are passed over.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from training.checkpoint.names import Place, place_of, published_names
from training.checkpoint.vocabulary import grow_rows, is_smaller_vocabulary
from training.model.config import ConfigError, MixtralConfig
from training.model.lora import base_parameters
from training.model.mixtral import Mixtral
from training.model.sharding import (
    Extent,
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

CONFIG = "config.json"
INDEX = "model.safetensors.index.json"
SINGLE = "model.safetensors"
# As transformers writes them.
FILE_BYTES = 5 * 10**9


class CheckpointError(ValueError):
    """A checkpoint that cannot be used: the message names the file or tensor, and what was expected."""


def read_config(folder: Path) -> MixtralConfig:
    """The shape of the model in this folder. Raises CheckpointError."""
    path = folder / CONFIG
    try:
        return MixtralConfig.from_hf(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise CheckpointError(f"{folder} is no checkpoint: there is no {CONFIG} in it") from None
    except (ConfigError, TypeError, ValueError) as error:
        raise CheckpointError(f"{path}: {error}") from error


def load_weights(model: Mixtral, folder: Path, *, may_grow: bool = False) -> None:
    """Fills the model's parameters from the folder's safetensors, converting to their type and device.

    With `may_grow` the model's vocabulary may be larger than the folder's: see `grow_rows`. Raises
    CheckpointError if a tensor is missing, unknown, given twice or of another shape, or a file is damaged;
    the model is then half filled.
    """
    parameters = base_parameters(model)
    # What of each parameter is still to come, in elements.
    missing = {name: parameter.numel() for name, parameter in parameters.items()}
    for file in _files(folder):
        for name, tensor in _tensors(file):
            if name == "lm_head.weight" and model.config.tie_embeddings:
                continue
            if name.endswith("rotary_emb.inv_freq"):  # a constant that old versions saved
                continue
            place = place_of(name)
            if place is None or place.parameter not in parameters:
                raise CheckpointError(f"{file}: {name} is no tensor of a model with this {CONFIG}")
            target = parameters[place.parameter]
            shape, expected = tensor.get_shape(), _shape(target, place, f"{file}: {name}")
            if may_grow and is_smaller_vocabulary(place, shape, expected):
                fill(target, grow_rows(tensor[:], expected[0]))
                missing[place.parameter] = 0
                continue
            if shape != expected:
                raise CheckpointError(
                    f"{file}: {name} has shape {shape}, but {expected} was expected by {CONFIG}"
                )
            _take(target, place, tensor)
            missing[place.parameter] -= math.prod(shape)
            if missing[place.parameter] < 0:
                raise CheckpointError(f"{file}: {name} is there twice")
    if lacking := [name for name, left in missing.items() if left]:
        raise CheckpointError(
            f"{folder} lacks weights of {len(lacking)} parameters, such as {', '.join(lacking[:3])}"
        )


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
        name: math.prod(_shape(parameters[place.parameter], place, name))
        * parameters[place.parameter].dtype.itemsize
        for name, place in places.items()
    }
    files = _share_out(sizes, file_bytes)
    gathered = _Gathered(parameters)
    where: dict[str, str] = {}
    for number, names in enumerate(files, start=1):
        file = SINGLE if len(files) == 1 else f"model-{number:05d}-of-{len(files):05d}.safetensors"
        where |= dict.fromkeys(names, file)
        content = {}
        for name in names:
            part = gathered.part(places[name])
            if writes(model):
                content[name] = part.cpu().contiguous()
        if writes(model):
            save_file(content, folder / f"{file}.tmp", metadata={"format": "pt"})
            (folder / f"{file}.tmp").replace(folder / file)
    if writes(model):
        if len(files) > 1:
            total = {"total_size": sum(sizes.values())}
            _write_json(folder / INDEX, {"metadata": total, "weight_map": where})
        else:
            (folder / INDEX).unlink(missing_ok=True)
        _write_json(folder / CONFIG, model.config.to_hf(str(width).removeprefix("torch.")))
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
        part = tensor[tuple(slice(*ends) for ends in _extent(tensor, place))]
        return part[0] if place.expert >= 0 else part


def _files(folder: Path) -> list[Path]:
    index = folder / INDEX
    if index.exists():
        try:
            names = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
        except (ValueError, KeyError, AttributeError) as error:
            raise CheckpointError(f"{index} is damaged: {error!r}") from error
        # Names come from the file: they must not lead out of the folder.
        if bad := [name for name in names if Path(name).name != name]:
            raise CheckpointError(f"{index} names {bad[0]!r}, which is no file of its folder")
    else:
        names = [SINGLE]
    files = [folder / name for name in names]
    if lost := [file for file in files if not file.exists()]:
        raise CheckpointError(f"{lost[0]} is missing")
    return files


def _tensors(file: Path) -> Iterator[tuple[str, Any]]:
    """Names, and what has a shape and can be indexed: only what is asked for is read."""
    try:
        with safe_open(file, framework="pt") as opened:
            for name in opened.keys():  # noqa: SIM118 -- it is no dictionary
                yield name, opened.get_slice(name)
    except SafetensorError as error:
        raise CheckpointError(f"{file} is damaged: {error}") from error


def _extent(parameter: Tensor, place: Place) -> Extent:
    """Where in a whole parameter the tensor of this place lies."""
    found = [(0, size) for size in parameter.shape]
    if place.expert >= 0:
        found[0] = (place.expert, place.expert + 1)
    if place.half:
        rows = 1 if place.expert >= 0 else 0
        half = parameter.shape[rows] // 2
        found[rows] = (0, half) if place.half == "gate" else (half, 2 * half)
    return tuple(found)


def _shape(parameter: Tensor, place: Place, where: str) -> list[int]:
    """The shape of the tensor of this place."""
    if place.expert >= parameter.shape[0]:
        raise CheckpointError(f"{where}: the model has only {parameter.shape[0]} experts by {CONFIG}")
    sizes = [end - start for start, end in _extent(parameter, place)]
    return sizes[1:] if place.expert >= 0 else sizes


@torch.no_grad()
def _take(target: Tensor, place: Place, tensor: Any) -> None:
    """Copies as much of a tensor as belongs to this process's part of the parameter."""
    there, own = _extent(target, place), extent(target)
    both = overlap(there, own)
    if both is not None:
        source = within(both, there)
        local(target)[within(both, own)].copy_(tensor[source[1:] if place.expert >= 0 else source])


def _share_out(sizes: dict[str, int], file_bytes: int) -> list[list[str]]:
    """Names by file, in their order."""
    files: list[list[str]] = [[]]
    used = 0
    for name, size in sizes.items():
        if files[-1] and used + size > file_bytes:
            files.append([])
            used = 0
        files[-1].append(name)
        used += size
    return files


def _write_json(path: Path, value: object) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(path)
