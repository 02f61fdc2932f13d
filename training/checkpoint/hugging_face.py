"""Reading and writing Hugging Face checkpoints, a tensor at a time: never two models in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from training.checkpoint.names import Place, place_of, published_names
from training.model.config import ConfigError, MixtralConfig
from training.model.mixtral import Mixtral

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


def load_weights(model: Mixtral, folder: Path) -> None:
    """Fills the model's parameters from the folder's safetensors, converting to their type and device.

    Raises CheckpointError if a tensor is missing, unknown, given twice or of another shape, or a file is
    damaged; the model is then half filled.
    """
    parameters = dict(model.named_parameters())
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
            target = _part(parameters[place.parameter], place, f"{file}: {name}")
            if target.shape != tensor.shape:
                raise CheckpointError(
                    f"{file}: {name} has shape {list(tensor.shape)}, but {list(target.shape)} was expected"
                    f" by {CONFIG}"
                )
            with torch.no_grad():
                target.copy_(tensor)
            missing[place.parameter] -= tensor.numel()
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
    folder.mkdir(parents=True, exist_ok=True)
    parameters = dict(model.named_parameters())
    places = published_names(model.config)
    files = _share_out(
        {name: _part(parameters[place.parameter], place, name) for name, place in places.items()}, file_bytes
    )
    width = parameters["embedding.weight"].dtype
    where: dict[str, str] = {}
    for number, tensors in enumerate(files, start=1):
        file = SINGLE if len(files) == 1 else f"model-{number:05d}-of-{len(files):05d}.safetensors"
        where |= dict.fromkeys(tensors, file)
        content = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        save_file(content, folder / f"{file}.tmp", metadata={"format": "pt"})
        (folder / f"{file}.tmp").replace(folder / file)
    if len(files) > 1:
        size = sum(t.numel() * t.element_size() for tensors in files for t in tensors.values())
        _write_json(folder / INDEX, {"metadata": {"total_size": size}, "weight_map": where})
    else:
        (folder / INDEX).unlink(missing_ok=True)
    _write_json(folder / CONFIG, model.config.to_hf(str(width).removeprefix("torch.")))


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


def _tensors(file: Path) -> Iterator[tuple[str, Tensor]]:
    try:
        with safe_open(file, framework="pt") as opened:
            for name in opened.keys():  # noqa: SIM118 -- it is no dictionary
                yield name, opened.get_tensor(name)
    except SafetensorError as error:
        raise CheckpointError(f"{file} is damaged: {error}") from error


def _part(parameter: nn.Parameter, place: Place, where: str) -> Tensor:
    """The part of a parameter that a tensor fills, as a view."""
    part = parameter.data
    if place.expert >= 0:
        if place.expert >= part.shape[0]:
            raise CheckpointError(f"{where}: the model has only {part.shape[0]} experts by {CONFIG}")
        part = part[place.expert]
    if place.half:
        gate, up = part.chunk(2, dim=0)
        part = gate if place.half == "gate" else up
    return part


def _share_out(tensors: dict[str, Tensor], file_bytes: int) -> list[dict[str, Tensor]]:
    files: list[dict[str, Tensor]] = [{}]
    used = 0
    for name, tensor in tensors.items():
        size = tensor.numel() * tensor.element_size()
        if files[-1] and used + size > file_bytes:
            files.append({})
            used = 0
        files[-1][name] = tensor
        used += size
    return files


def _write_json(path: Path, value: object) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(path)
