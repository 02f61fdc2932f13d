"""What an adapter adds to each tensor of a checkpoint, read from the files of PEFT or of ours.

PEFT writes an adapter of a matrix as `MODULE.lora_A.weight` and `MODULE.lora_B.weight`. Experts are found one
by one (`…experts.3.w1`: transformers 4, and ours), or fused as transformers 5 has them in memory: A is
[E·r, in] with the experts one after the other, B is [out, r·E] with the experts innermost, and of two adapted
parameters of the same module one is `experts.base_layer`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from training.checkpoint.adapter import CONFIG, WEIGHTS
from training.checkpoint.stored import StoredWeights
from training.errors import CheckpointError

_PREFIX = "base_model.model."
_HALF = re.compile(r"(.+)\.lora_(A|B)\.weight")
_EMBEDDING_HALF = re.compile(r"(.+)\.lora_embedding_(A|B)")
_FUSED = re.compile(r"(model\.layers\.\d+)\.mlp\.experts(?:\.base_layer)?")
_EXCEPTIONS = ("layers_to_transform", "layers_pattern", "exclude_modules")
_ANOTHER_MODEL = "it is an adapter of another model"
# Of a fused parameter, the experts' matrices that it holds, in order.
_HELD = {"gate_up_proj": ("w1", "w3"), "down_proj": ("w2",)}


@dataclass(frozen=True)
class Update:
    """`scale` · `b` [out, r] `a` [r, in] is added."""

    a: Tensor
    b: Tensor
    scale: float

    def apply(self, weight: Tensor) -> Tensor:
        """The weight and what is added to it: summed in float32, and rounded once."""
        update = self.b.float() @ self.a.float() * self.scale
        return (weight.float() + update).to(weight.dtype)


@dataclass(frozen=True)
class Updates:
    """By the published names of a checkpoint's tensors: what is `added` to them, and those that the adapter
    has `whole` (embeddings and heads that were trained beside it).
    """

    added: Mapping[str, Update]
    whole: Mapping[str, Tensor]

    def apply(self, name: str, weight: Tensor) -> Tensor:
        """The tensor of this name as it is with the adapter, in its own type."""
        if name in self.whole:
            weight = self.whole[name].to(weight.dtype)
        return self.added[name].apply(weight) if name in self.added else weight


def read_updates(folder: Path, weights: StoredWeights) -> Updates:
    """What the adapter in `folder` changes of these weights.

    Raises CheckpointError for an adapter that cannot be read, is of another kind, lacks parts of what its
    configuration names, or belongs to a model of another shape.
    """
    config, tensors = _read(folder)
    return _Adapter(config, folder / WEIGHTS, weights).updates(tensors)


@dataclass(frozen=True)
class _Adapter:
    """An adapter's configuration, its file `where` for messages, and the weights that it is for."""

    config: Mapping[str, Any]
    where: Path
    weights: StoredWeights

    def updates(self, tensors: Mapping[str, Tensor]) -> Updates:
        whole: dict[str, Tensor] = {}
        sides: dict[str, dict[str, Tensor]] = {}
        for key, tensor in tensors.items():
            name = key.removeprefix(_PREFIX)
            if not tensor.isfinite().all():
                raise CheckpointError(f"{self.where}: {key} holds what is no number: the adapter is damaged")
            half, embedded = _HALF.fullmatch(name), _EMBEDDING_HALF.fullmatch(name)
            if (half or embedded) and (tensor.ndim != 2 or not tensor.numel()):
                raise CheckpointError(f"{self.where}: {key} has shape {list(tensor.shape)}, and is no matrix")
            if half:
                sides.setdefault(half[1], {})[half[2]] = tensor
            elif embedded:  # of the transposed matrix
                sides.setdefault(embedded[1], {})["B" if embedded[2] == "A" else "A"] = tensor.T
            elif (own := name.replace(".base_layer.", ".")) in self.weights.places:
                whole[own] = tensor
            else:
                raise CheckpointError(f"{self.where}: {key} is no part of an adapter of this model")
        added: dict[str, Update] = {}
        for module, both in sides.items():
            if len(both) != 2:
                raise CheckpointError(f"{self.where}: {module} has only one of lora_A and lora_B")
            added |= self._of_module(module, both["A"], both["B"])
        self._check_shapes(added, whole)
        self._check_targets(added)
        return Updates(added, whole)

    def _of_module(self, module: str, a: Tensor, b: Tensor) -> dict[str, Update]:
        """The updates of an adapted module, by published names."""
        fused = _FUSED.fullmatch(module)
        if fused and not self.weights.config.is_dense:
            return dict(self._of_experts(fused[1], a, b))
        # transformers 4 and ours call routers so, whatever transformers 5 calls them.
        names = [f"{own}.weight" for own in (module, module.replace(".mlp.gate", ".block_sparse_moe.gate"))]
        name = next((name for name in names if name in self.weights.places), "")
        if not name:
            raise CheckpointError(
                f"{self.where} adapts {module}, and the base has no such matrix: {_ANOTHER_MODEL}"
            )
        return {name: Update(a, b, self._scale(module, a.shape[0]))}

    def _of_experts(self, layer: str, a: Tensor, b: Tensor) -> Iterator[tuple[str, Update]]:
        shape = self.weights.config
        fits = {
            "gate_up_proj": (shape.hidden_size, 2 * shape.intermediate_size),
            "down_proj": (shape.intermediate_size, shape.hidden_size),
        }
        parameter = next((name for name, sizes in fits.items() if (a.shape[1], b.shape[0]) == sizes), None)
        rank, rest = divmod(a.shape[0], shape.experts)
        if parameter is None or rest or b.shape[1] != a.shape[0]:
            raise CheckpointError(
                f"{self.where}: the adapter of {layer}.mlp.experts has A {list(a.shape)} and B "
                f"{list(b.shape)}, which fit no matrix of {shape.experts} experts with {shape.hidden_size} "
                f"and {shape.intermediate_size} features: {_ANOTHER_MODEL}"
            )
        scale = self._scale(f"{layer}.mlp.experts.{parameter}", rank)
        a_ERI = a.view(shape.experts, rank, -1)
        b_EOR = b.view(len(b), rank, shape.experts).permute(2, 0, 1)
        for expert in range(shape.experts):
            parts = b_EOR[expert].chunk(len(_HELD[parameter]))
            for matrix, part in zip(_HELD[parameter], parts, strict=True):
                name = f"{layer}.block_sparse_moe.experts.{expert}.{matrix}.weight"
                yield name, Update(a_ERI[expert], part, scale)

    def _scale(self, module: str, rank: int) -> float:
        """alpha / rank, or with rank-stabilised LoRA (arXiv 2312.03732) alpha / √rank. Patterns name modules
        as PEFT matches them: regular expressions for the end of the name.
        """
        patterns: Mapping[str, float] = self.config.get("alpha_pattern") or {}
        alphas = (value for pattern, value in patterns.items() if re.match(rf"(.*\.)?({pattern})$", module))
        alpha = float(next(alphas, self.config["lora_alpha"]))
        return alpha / (math.sqrt(rank) if self.config.get("use_rslora") else rank)

    def _check_shapes(self, added: Mapping[str, Update], whole: Mapping[str, Tensor]) -> None:
        found = {name: [update.b.shape[0], update.a.shape[1]] for name, update in added.items()}
        found |= {name: list(tensor.shape) for name, tensor in whole.items()}
        for name, shape in found.items():
            if shape != self.weights.shapes[name]:
                raise CheckpointError(
                    f"{self.where}: {name} is adapted as {shape}, and the base has "
                    f"{self.weights.shapes[name]}: {_ANOTHER_MODEL}"
                )
        for name, update in added.items():
            if update.a.shape[0] != update.b.shape[1]:
                raise CheckpointError(f"{self.where}: the ranks of {name} differ between lora_A and lora_B")
        if not found:
            raise CheckpointError(f"{self.where} holds no adapter: it has no tensors")

    def _check_targets(self, added: Mapping[str, Update]) -> None:
        """The configuration may name a kind of module of which some lack adapters. Only lists of plain names
        are compared; those with exceptions, and regular expressions, say less.
        """
        targets = self.config.get("target_modules")
        if not isinstance(targets, list) or any(self.config.get(name) for name in _EXCEPTIONS):
            return
        lacking = [
            name
            for name in self.weights.places
            if name.removesuffix(".weight").rpartition(".")[2] in targets and name not in added
        ]
        if lacking:
            raise CheckpointError(
                f"{self.where} lacks adapters of {len(lacking)} matrices that {CONFIG} names, such as "
                f"{lacking[0]}"
            )


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    path = folder / CONFIG
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(config, dict):
            raise ValueError("it holds no JSON object")
        if config.get("peft_type") != "LORA":
            raise ValueError(f"peft_type is {config.get('peft_type')!r}, and only LORA can be merged")
        for name in ("use_dora", "lora_bias", "fan_in_fan_out", "megatron_config", "layer_replication"):
            if config.get(name):
                raise ValueError(f"{name} is set, which cannot be merged here: merge it with PEFT")
        if config.get("bias", "none") != "none":
            raise ValueError("it trained biases, which these models do not have")
        config["lora_alpha"] = float(config["lora_alpha"])
    except FileNotFoundError:
        raise CheckpointError(f"{folder} is no adapter: there is no {CONFIG} in it") from None
    except KeyError as error:
        raise CheckpointError(f"{path} lacks {error}") from error
    except (OSError, TypeError, ValueError) as error:
        raise CheckpointError(f"{path}: {error}") from error
    try:
        return config, load_file(folder / WEIGHTS)
    except FileNotFoundError:
        pickled = (folder / "adapter_model.bin").exists()
        hint = ": adapter_model.bin is a pickle, which is not read; save it as safetensors" if pickled else ""
        raise CheckpointError(f"{folder / WEIGHTS} is missing{hint}") from None
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"{folder / WEIGHTS} is damaged: {error}") from error
