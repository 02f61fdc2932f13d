"""A run's state, to go on from after whatever ended it: parameters, optimizer and step.

Each checkpoint is a folder that is complete or absent: it is written under another name and renamed. Each
process writes what it has of the tensors, with their places in the whole, and reads what it needs out of all
files, so nothing is gathered, and a run may go on with more processes or fewer. (It is what torch's
distributed checkpoints do, in safetensors instead of pickles.)
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from training.checkpoint.tensor_file import write_tensors
from training.errors import CheckpointError
from training.model.sharding import extent, local, overlap, reshard, within
from training.optim import AdamW
from training.world import World

_STATE = "state.json"
# The key, among the metadata of a file, of its tensors' whole shapes and its parts' extents.
_PLACES = "places"


def save_state(
    folder: Path,
    step: int,
    *,
    model: nn.Module,
    optimizer: AdamW,
    world: World,
    about: dict[str, Any],
    keep: int,
) -> Path:
    """Writes the state after `step` steps to `folder/step-00000100`, and deletes all but the newest `keep`.

    Only what is trained is written. `about` is compared when the state is read: what must not have changed.
    """
    final = folder / f"step-{step:08d}"
    temporary = folder / f"{final.name}.tmp"
    if world.is_first:
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
    world.wait()
    optimizer.prepare()
    own: dict[str, Tensor] = {}
    places: dict[str, list[Any]] = {}
    for number, (name, tensor) in enumerate(_tensors(model, optimizer)):
        part = local(tensor)
        # A tensor that every process has whole is written by one of them.
        if part.numel() and (isinstance(tensor, DTensor) or number % world.rank.of == world.rank.index):
            own[name] = part.detach().cpu().contiguous()
            places[name] = [list(tensor.shape), extent(tensor)]
    file = temporary / f"part-{world.rank.index:05d}.safetensors"
    try:
        write_tensors(file, own, {_PLACES: json.dumps(places, sort_keys=True)})
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)  # it may be what fills the disk
        raise
    world.wait()
    if world.is_first:
        state = {"step": step, "optimizer_steps": optimizer.steps, "parts": world.rank.of, "about": about}
        (temporary / _STATE).write_text(json.dumps(state, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        shutil.rmtree(final, ignore_errors=True)
        temporary.replace(final)
        for old in checkpoints(folder)[:-keep]:
            shutil.rmtree(old)
    world.wait()
    return final


def checkpoints(folder: Path) -> list[Path]:
    """The finished checkpoints, oldest first."""
    return sorted(path for path in folder.glob("step-????????") if (path / _STATE).exists())


def load_state(folder: Path, model: nn.Module, optimizer: AdamW, about: dict[str, Any]) -> int:
    """Puts model and optimizer into the state of this checkpoint; returns the number of steps done.

    Raises CheckpointError for one that is damaged, belongs to another model, or was made with other settings
    (`about`).
    """
    try:
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        found: dict[str, Any] = state["about"]
        files = [folder / f"part-{number:05d}.safetensors" for number in range(state["parts"])]
        steps, optimizer_steps = int(state["step"]), int(state["optimizer_steps"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{folder} is no checkpoint that can be read: {error!r}") from error
    for name in sorted(found.keys() | about.keys()):
        if found.get(name) != about.get(name):
            raise CheckpointError(
                f"{folder} was made with {name} {found.get(name)!r}, and it is {about.get(name)!r} now: "
                "go on with the old setting, or begin in another folder"
            )
    optimizer.prepare()
    wanted = dict(_tensors(model, optimizer))
    # Of each tensor's part that this process has, what is still to come, in elements.
    missing = {name: local(tensor).numel() for name, tensor in wanted.items()}
    for file in files:
        _read(file, wanted, missing)
    if lacking := [name for name, left in missing.items() if left]:
        raise CheckpointError(f"{folder} lacks (parts of) {len(lacking)} tensors, such as {lacking[0]}")
    optimizer.steps = optimizer_steps
    return steps


@torch.no_grad()
def _read(file: Path, wanted: dict[str, Tensor], missing: dict[str, int]) -> None:
    try:
        with safe_open(file, framework="pt") as opened:
            places = json.loads(opened.metadata()[_PLACES])
            for name in opened.keys():  # noqa: SIM118 -- it is no dictionary
                target = wanted.get(name)
                if target is None:
                    raise CheckpointError(f"{file} has {name}, which this model does not train")
                shape, found = places[name]
                if shape != list(target.shape):
                    raise CheckpointError(
                        f"{file}: {name} has shape {shape}, and {list(target.shape)} is expected"
                    )
                own = extent(target)
                both = overlap(found, own)
                if both is None:
                    continue
                source = opened.get_slice(name)[within(both, found)] if both else opened.get_tensor(name)
                local(target)[within(both, own)].copy_(source)
                missing[name] -= source.numel()
    except CheckpointError:
        raise
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise CheckpointError(
            f"{file} is damaged: {error}. Delete {file.parent} to go on from the checkpoint before it"
        ) from error


def _tensors(model: nn.Module, optimizer: AdamW) -> Iterator[tuple[str, Tensor]]:
    reshard(model)
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            yield name, parameter.data
            for kind, tensor in sorted(optimizer.state[parameter].items()):
                yield f"{name}:{kind}", tensor
