"""What is in the folder of a Hugging Face checkpoint: its files, and the tensors in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from training.checkpoint.names import Place, place_of
from training.errors import CheckpointError
from training.model.config import MixtralConfig
from training.model.sharding import Extent

CONFIG = "config.json"
INDEX = "model.safetensors.index.json"
SINGLE = "model.safetensors"
# As transformers writes them.
FILE_BYTES = 5 * 10**9


@dataclass(frozen=True)
class PlacedTensor:
    """A tensor of a checkpoint's file: where it belongs, and the `shape` it is to have there. `tensor` is
    safetensors' slice, of which only what is asked for is read.
    """

    file: Path
    name: str
    place: Place
    tensor: Any
    shape: list[int]

    def check_shape(self) -> None:
        """Raises CheckpointError if it has another."""
        if self.tensor.get_shape() != self.shape:
            raise CheckpointError(
                f"{self.file}: {self.name} has shape {self.tensor.get_shape()}, but {self.shape} was "
                f"expected by {CONFIG}"
            )


def placed_tensors(
    folder: Path, config: MixtralConfig, parameters: Mapping[str, Tensor]
) -> Iterator[PlacedTensor]:
    """The tensors of a checkpoint's files that a model of this shape has, in either layout. Raises
    CheckpointError for one that it has not, and for files that are missing or damaged.
    """
    for file in weight_files(folder):
        for name, tensor in _tensors(file):
            if name == "lm_head.weight" and config.tie_embeddings:
                continue
            if name.endswith("rotary_emb.inv_freq"):  # a constant that old versions saved
                continue
            place = place_of(name)
            if place is None or place.parameter not in parameters:
                raise CheckpointError(f"{file}: {name} is no tensor of a model with this {CONFIG}")
            shape = shape_at(parameters[place.parameter], place, f"{file}: {name}")
            yield PlacedTensor(file, name, place, tensor, shape)


class Account:
    """What of each parameter is still to come, in elements."""

    def __init__(self, folder: Path, parameters: Mapping[str, Tensor]) -> None:
        self._folder = folder
        self._missing = {name: parameter.numel() for name, parameter in parameters.items()}

    def take(self, found: PlacedTensor, elements: int) -> None:
        """So many have come. Raises CheckpointError if they are more than were missing."""
        self._missing[found.place.parameter] -= elements
        if self._missing[found.place.parameter] < 0:
            raise CheckpointError(f"{found.file}: {found.name} is there twice")

    def close(self) -> None:
        """Raises CheckpointError if something is missing still."""
        if lacking := [name for name, left in self._missing.items() if left]:
            raise CheckpointError(
                f"{self._folder} lacks weights of {len(lacking)} parameters, such as {', '.join(lacking[:3])}"
            )


def weight_files(folder: Path) -> list[Path]:
    """The files of weights. Raises CheckpointError where one is missing, or their index damaged."""
    index = folder / INDEX
    if index.exists():
        try:
            named = json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()
            names = sorted({str(name) for name in named})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
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


def extent_at(parameter: Tensor, place: Place) -> Extent:
    """Where in a whole parameter the tensor of this place lies."""
    found = [(0, size) for size in parameter.shape]
    if place.expert >= 0:
        found[0] = (place.expert, place.expert + 1)
    if place.half:
        rows = 1 if place.expert >= 0 else 0
        half = parameter.shape[rows] // 2
        found[rows] = (0, half) if place.half == "gate" else (half, 2 * half)
    return tuple(found)


def shape_at(parameter: Tensor, place: Place, where: str) -> list[int]:
    """The shape of the tensor of this place. Raises CheckpointError for an expert that there is not."""
    if place.expert >= parameter.shape[0]:
        raise CheckpointError(f"{where}: the model has only {parameter.shape[0]} experts by {CONFIG}")
    sizes = [end - start for start, end in extent_at(parameter, place)]
    return sizes[1:] if place.expert >= 0 else sizes


def share_out(sizes: dict[str, int], file_bytes: int) -> list[list[str]]:
    """Names by file, in their order: as many in each as `file_bytes` hold, but one at least."""
    files: list[list[str]] = [[]]
    used = 0
    for name, size in sizes.items():
        if files[-1] and used + size > file_bytes:
            files.append([])
            used = 0
        files[-1].append(name)
        used += size
    return files


def file_names(count: int) -> list[str]:
    """Of so many files of weights, as transformers calls them."""
    if count == 1:
        return [SINGLE]
    return [f"model-{number:05d}-of-{count:05d}.safetensors" for number in range(1, count + 1)]


def write_index(folder: Path, where: Mapping[str, str], size: int) -> None:
    """Writes which file each tensor is in, if there are several; `size` is that of all, in bytes."""
    if len(set(where.values())) > 1:
        write_json(folder / INDEX, {"metadata": {"total_size": size}, "weight_map": dict(where)})
    else:
        (folder / INDEX).unlink(missing_ok=True)


def write_json(path: Path, value: object) -> None:
    """Writes the file; it is complete or absent."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(path)
