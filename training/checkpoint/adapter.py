"""Adapters on disk as PEFT has them: one pair of tensors per adapted matrix, experts one by one.

PEFT's own form for experts fuses them in a way that vLLM and SGLang do not serve; with a name per expert
(`…block_sparse_moe.experts.3.w1.lora_A.weight`) all of them can.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from training.checkpoint.tensor_file import FROM_TORCH, write_tensors
from training.errors import CheckpointError
from training.model.lora import LoraConfig, LoraLinear, adapters, add_lora
from training.model.mixtral import Mixtral
from training.model.sharding import extent, is_spread, local, overlap, reshard, whole, within, writes

WEIGHTS = "adapter_model.safetensors"
CONFIG = "adapter_config.json"
# Adapters of other shapes can be added to weights, but not computed beside them.
_MERGE = "make a checkpoint of it with `roae merge lora`"
_MATRICES = {"gate": "w1", "up": "w3", "down": "w2"}


def save_adapter(model: Mixtral, config: LoraConfig, folder: Path, base: str = "") -> None:
    """Writes the model's adapters; `base` is the name or path of the model they belong to.

    If the model is spread over processes, all must call this.
    """
    reshard(model)
    folder.mkdir(parents=True, exist_ok=True)
    gathered: dict[int, Tensor] = {}
    tensors = {}
    for name, parameter, expert in _named(model):
        if id(parameter) not in gathered:
            gathered[id(parameter)] = whole(parameter).cpu()
        tensor = gathered[id(parameter)]
        tensors[name] = (tensor if expert < 0 else tensor[expert]).contiguous()
    if writes(model):
        _write(tensors, config, folder, base)
    if is_spread(model):
        dist.barrier()


def _write(tensors: dict[str, Tensor], config: LoraConfig, folder: Path, base: str) -> None:
    write_tensors(folder / WEIGHTS, tensors, FROM_TORCH)
    text = json.dumps(_describe(config, base), indent=2, sort_keys=True)
    (folder / CONFIG).write_text(text + "\n", encoding="utf-8")


def adapter_config(folder: Path) -> LoraConfig:
    """What the folder's adapters are. Raises CheckpointError."""
    try:
        return _read_config(json.loads((folder / CONFIG).read_text(encoding="utf-8")))
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"{folder} holds no adapter that can be used: {error}") from error


def load_adapter(model: Mixtral, folder: Path) -> LoraConfig:
    """Puts the folder's adapters into the model; returns their configuration. If the model is to be spread
    over processes, `add_lora` comes before, with `adapter_config`, and this after it.

    Raises CheckpointError for files that are missing or damaged, or do not fit the model.
    """
    config = adapter_config(folder)
    try:
        found = load_file(folder / WEIGHTS)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"{folder} holds no adapter that can be used: {error}") from error
    if next(adapters(model), None) is None:
        add_lora(model, config)
    expected = {name: (parameter, expert) for name, parameter, expert in _named(model)}
    if different := sorted(expected.keys() ^ found.keys()):
        raise CheckpointError(
            f"{folder / WEIGHTS} does not fit the model: {len(different)} tensors are only in one of them, "
            f"such as {different[0]}"
        )
    for name, (parameter, expert) in expected.items():
        _take(parameter, expert, found[name], f"{folder / WEIGHTS}: {name}")
    return config


@torch.no_grad()
def _take(target: nn.Parameter, expert: int, source: Tensor, where: str) -> None:
    shape = target.shape if expert < 0 else target.shape[1:]
    if source.shape != shape:
        raise CheckpointError(f"{where} has shape {list(source.shape)}, and {list(shape)} was expected")
    place = [(0, size) for size in target.shape]
    if expert >= 0:
        source, place[0] = source[None], (expert, expert + 1)
    both, own = overlap(tuple(place), extent(target)), extent(target)
    if both is not None:
        local(target)[within(both, own)].copy_(source[within(both, tuple(place))])


def _named(model: Mixtral) -> Iterator[tuple[str, nn.Parameter, int]]:
    """PEFT's names, each with the parameter and the expert whose rows of it they are (-1: all)."""
    for name, adapter in adapters(model):
        _, number, *inner = name.split(".")
        layer = f"base_model.model.model.layers.{number}"
        if isinstance(adapter, LoraLinear):
            own = f"self_attn.{inner[-1]}_proj" if inner[0] == "attention" else "block_sparse_moe.gate"
            yield f"{layer}.{own}.lora_A.weight", adapter.a, -1
            yield f"{layer}.{own}.lora_B.weight", adapter.b, -1
            continue
        for expert in range(adapter.number):
            for ours, theirs in _MATRICES.items():
                own = f"{layer}.block_sparse_moe.experts.{expert}.{theirs}"
                yield f"{own}.lora_A.weight", getattr(adapter, f"{ours}_a"), expert
                yield f"{own}.lora_B.weight", getattr(adapter, f"{ours}_b"), expert


def _describe(config: LoraConfig, base: str) -> dict[str, Any]:
    targets = []
    if config.attention:
        targets += ["q_proj", "k_proj", "v_proj", "o_proj"]
    if config.experts:
        targets += ["w1", "w2", "w3"]
    if config.router:
        targets.append("gate")
    return {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": base,
        "r": config.rank,
        "lora_alpha": config.alpha,
        "target_modules": targets,
        "lora_dropout": 0.0,
        "bias": "none",
        "fan_in_fan_out": False,
        "inference_mode": True,
        "modules_to_save": None,
    }


def _read_config(values: dict[str, Any]) -> LoraConfig:
    if values.get("peft_type") != "LORA" or values.get("use_dora") or values.get("use_rslora"):
        raise ValueError("it is no plain LoRA adapter")
    targets = set(values["target_modules"])
    known = {"q_proj", "k_proj", "v_proj", "o_proj", "w1", "w2", "w3", "gate"}
    if targets - known or values.get("target_parameters"):
        others = sorted(targets - known) + list(values.get("target_parameters") or ())
        raise ValueError(f"it adapts {', '.join(others)}: {_MERGE}")
    attention = {"q_proj", "k_proj", "v_proj", "o_proj"}
    for group in (attention, {"w1", "w2", "w3"}):
        if targets & group and group - targets:
            raise ValueError(f"it adapts only some of {', '.join(sorted(group))}: {_MERGE}")
    return LoraConfig(
        rank=values["r"],
        alpha=values["lora_alpha"],
        attention=bool(targets & attention),
        experts="w1" in targets,
        router="gate" in targets,
    )
