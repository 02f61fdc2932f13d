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
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.checkpoint.hugging_face import CheckpointError
from training.model.lora import LoraConfig, LoraLinear, adapters, add_lora
from training.model.mixtral import Mixtral

WEIGHTS = "adapter_model.safetensors"
CONFIG = "adapter_config.json"
_MATRICES = {"gate": "w1", "up": "w3", "down": "w2"}


def save_adapter(model: Mixtral, config: LoraConfig, folder: Path, base: str = "") -> None:
    """Writes the model's adapters; `base` is the name or path of the model they belong to."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in _named(model)}
    save_file(tensors, folder / f"{WEIGHTS}.tmp", metadata={"format": "pt"})
    (folder / f"{WEIGHTS}.tmp").replace(folder / WEIGHTS)
    text = json.dumps(_describe(config, base), indent=2, sort_keys=True)
    (folder / CONFIG).write_text(text + "\n", encoding="utf-8")


def load_adapter(model: Mixtral, folder: Path) -> LoraConfig:
    """Puts the folder's adapters into the model, which has none yet; returns their configuration.

    Raises CheckpointError for files that are missing or damaged, or do not fit the model.
    """
    try:
        config = _read_config(json.loads((folder / CONFIG).read_text(encoding="utf-8")))
        found = load_file(folder / WEIGHTS)
    except (OSError, KeyError, TypeError, ValueError, SafetensorError) as error:
        raise CheckpointError(f"{folder} holds no adapter that can be used: {error}") from error
    add_lora(model, config)
    expected = dict(_named(model))
    if different := sorted(expected.keys() ^ found.keys()):
        raise CheckpointError(
            f"{folder / WEIGHTS} does not fit the model: {len(different)} tensors are only in one of them, "
            f"such as {different[0]}"
        )
    with torch.no_grad():
        for name, target in expected.items():
            if target.shape != found[name].shape:
                raise CheckpointError(
                    f"{folder / WEIGHTS}: {name} has shape {list(found[name].shape)}, and "
                    f"{list(target.shape)} was expected"
                )
            target.copy_(found[name])
    return config


def _named(model: Mixtral) -> Iterator[tuple[str, Tensor]]:
    """PEFT's names, with the tensors as views of the model's."""
    for name, adapter in adapters(model):
        _, number, *inner = name.split(".")
        layer = f"base_model.model.model.layers.{number}"
        if isinstance(adapter, LoraLinear):
            own = f"self_attn.{inner[-1]}_proj" if inner[0] == "attention" else "block_sparse_moe.gate"
            yield f"{layer}.{own}.lora_A.weight", adapter.a.data
            yield f"{layer}.{own}.lora_B.weight", adapter.b.data
            continue
        for expert in range(adapter.number):
            for ours, theirs in _MATRICES.items():
                own = f"{layer}.block_sparse_moe.experts.{expert}.{theirs}"
                yield f"{own}.lora_A.weight", getattr(adapter, f"{ours}_a").data[expert]
                yield f"{own}.lora_B.weight", getattr(adapter, f"{ours}_b").data[expert]


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
    if targets - known:
        raise ValueError(f"it adapts {', '.join(sorted(targets - known))}, which this code cannot")
    attention = {"q_proj", "k_proj", "v_proj", "o_proj"}
    for group in (attention, {"w1", "w2", "w3"}):
        if targets & group and group - targets:
            raise ValueError(f"it adapts only some of {', '.join(sorted(group))}")
    return LoraConfig(
        rank=values["r"],
        alpha=values["lora_alpha"],
        attention=bool(targets & attention),
        experts="w1" in targets,
        router="gate" in targets,
    )
