"""A run's state, to go on from after whatever ended it: parameters, optimizer and step.

Each checkpoint is a folder that is complete or absent: it is written under another name and renamed. Tensors
are stored whole, whatever the number of processes, each written by one of them; a process that reads takes
only its part. So a run may go on with more processes or fewer.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.distributed.tensor import DTensor, distribute_tensor

from training.checkpoint.hugging_face import CheckpointError
from training.optim import AdamW
from training.world import World

_STATE = "state.json"


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
    for number, (name, tensor) in enumerate(_tensors(model, optimizer)):
        whole = tensor.full_tensor() if isinstance(tensor, DTensor) else tensor
        if number % world.rank.of == world.rank.index:
            own[name] = whole.detach().cpu().contiguous()
    save_file(own, temporary / f"part-{world.rank.index:05d}.safetensors")
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
    with torch.no_grad():
        for file in files:
            for name in _read(file, wanted):
                del wanted[name]
    if wanted:
        raise CheckpointError(f"{folder} lacks {len(wanted)} tensors, such as {next(iter(wanted))}")
    optimizer.steps = optimizer_steps
    return steps


def _read(file: Path, wanted: dict[str, Tensor]) -> list[str]:
    names = []
    try:
        with safe_open(file, framework="pt") as opened:
            for name in opened.keys():  # noqa: SIM118 -- it is no dictionary
                target = wanted.get(name)
                if target is None:
                    raise CheckpointError(f"{file} has {name}, which this model does not train")
                source = opened.get_tensor(name)
                if source.shape != target.shape:
                    raise CheckpointError(
                        f"{file}: {name} has shape {list(source.shape)}, and {list(target.shape)} is expected"
                    )
                if isinstance(target, DTensor):
                    source = distribute_tensor(
                        source.to(target.device), target.device_mesh, target.placements
                    ).to_local()
                    target = target.to_local()
                target.copy_(source)
                names.append(name)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"{file} is damaged: {error}") from error
    return names


def _tensors(model: nn.Module, optimizer: AdamW) -> Iterator[tuple[str, Tensor]]:
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            yield name, parameter.data
            for kind, tensor in sorted(optimizer.state[parameter].items()):
                yield f"{name}:{kind}", tensor
