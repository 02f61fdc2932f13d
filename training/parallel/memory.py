"""What memory each process of a run takes, on paper.

What stays is exact: a process has its share of each parameter, of its gradient and of its optimizer state.
What comes and goes is a sum over the tensors that autograd keeps and FSDP gathers, for routes that use all
experts alike. What libraries and fragmentation take, some gigabytes on a GPU, is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Literal

import torch
from torch import nn

from training.model.config import MixtralConfig
from training.model.lora import LoraExperts, LoraLinear, adapters
from training.model.mixtral import Mixtral
from training.objectives.logprobs import CHUNK
from training.optim import PIECE
from training.parallel.mesh import MeshConfig


@dataclass(frozen=True)
class MemoryEstimate:
    """Bytes of one process.

    Always there: `weights`, `gradients`, `optimizer`. While a batch is computed: `activations`, `logits`
    (with the float32 gradient of the head), `gathered` (weights of other processes) and `reducing` (gradients
    on their way to them). While weights are updated: `update`.
    """

    weights: int
    gradients: int
    optimizer: int
    activations: int
    logits: int
    gathered: int
    reducing: int
    update: int

    @property
    def lasting(self) -> int:
        """What is there from first to last."""
        return self.weights + self.gradients + self.optimizer

    @property
    def total(self) -> int:
        """The most that is there at once."""
        return self.lasting + max(self.activations + self.logits + self.gathered + self.reducing, self.update)

    def parts(self) -> dict[str, int]:
        """All by name, and their `total`."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"total": self.total}


def estimate_memory(
    model: Mixtral,
    mesh: MeshConfig,
    *,
    tokens: int,
    rounding: Literal["stochastic", "master"] = "stochastic",
    batches: int = 1,
) -> MemoryEstimate:
    """For the model before it is spread (on the meta device, say; with its adapters, and frozen where it is),
    when `tokens` are computed at once, `batches` times a step. `mesh.data` 0 counts as 1.
    """
    processes = max(1, mesh.processes)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    gradients = _bytes(trained)
    masters = sum(p.numel() for p in trained if p.dtype != torch.float32) if rounding == "master" else 0
    gathered = reducing = 0
    if processes > 1:
        layers = [_layer(block, mesh.expert) for block in model.blocks]
        root = _numbers(p for name, p in model.named_parameters() if not name.startswith("blocks."))
        width = model.embedding.weight.element_size()
        # One layer is computed, the next is gathered; the root stays, from first to last.
        gathered = width * (2 * max(layer.all for layer in layers) + root.all)
        # As autograd makes them, and as they are added.
        reducing = (width + 4) * (max(layer.trained for layer in layers) + root.trained)
        if batches > 1 and mesh.reduce == "step":
            reducing = 4 * (sum(layer.trained for layer in layers) + root.trained) + reducing
    return MemoryEstimate(
        weights=-(-_bytes(model.parameters()) // processes),
        gradients=-(-gradients // processes),
        optimizer=-(-(2 * gradients + 4 * masters) // processes),
        activations=_activations(model, tokens, mesh.recompute),
        logits=_logits(model),
        gathered=gathered,
        reducing=reducing,
        # In float32: gradient, both moments, denominator, new weight, and the noise of rounding.
        update=6 * 4 * min(PIECE, max((-(-p.numel() // processes) for p in trained), default=0)),
    )


def layer_numbers(config: MixtralConfig) -> int:
    """Numbers that autograd keeps of one layer for each token, if nothing is computed again.

    The residual stream before attention and before the experts, and each normalised: 4·D. Queries and
    attention's output, 2·H·C; keys and values, 2·K·C. For each of A experts its input and output, 2·D, and
    gate and up, 2·F; the router's logits and probabilities, 2·E, and A routes in some 9 numbers each. Of a
    dense model gate, up, the activated gate and its product with up, 4·F.
    """
    heads = config.head_dim * (2 * config.heads + 2 * config.kv_heads)
    width, inner = config.hidden_size, config.intermediate_size
    if config.is_dense:
        return 4 * width + heads + 4 * inner
    chosen = config.experts_per_token * (2 * width + 2 * inner + 9)
    return 4 * width + heads + chosen + 2 * config.experts


def _activations(model: Mixtral, tokens: int, recompute: bool) -> int:
    """With `recompute`, all layers' inputs and routes, and one layer whole; else all layers whole. Beside
    them the gradients of the place where there are most: of gate and up, in two halves and put together, and
    of an expert's input and output.
    """
    config, width = model.config, model.embedding.weight.element_size()
    backward = config.experts_per_token * (4 * config.intermediate_size + 2 * config.hidden_size)
    layer = layer_numbers(config) + _adapter_numbers(model) // config.layers
    if recompute:
        routes = 0 if config.is_dense else 2 * config.experts_per_token
        kept = config.layers * (config.hidden_size * width + routes) + layer * width
    else:
        kept = config.layers * layer * width
    # What follows the last layer: its output, and that normalised, with gradients.
    return tokens * (kept + backward * width + 4 * config.hidden_size * width)


def _adapter_numbers(model: Mixtral) -> int:
    """Numbers of low rank that are kept for each token, in all layers."""
    found = 0
    for _, adapter in adapters(model):
        if isinstance(adapter, LoraLinear):
            found += adapter.a.shape[0]
        elif isinstance(adapter, LoraExperts):  # of gate and up, as one and in halves, and of down
            found += 5 * adapter.gate_a.shape[1] * model.config.experts_per_token
    return found


def _logits(model: Mixtral) -> int:
    """Of a chunk of positions: in the model's type, in float32, and their gradient; and the head's gradient,
    which is summed in float32.
    """
    head = model.head.weight
    return CHUNK * head.shape[0] * (2 * 4 + head.element_size()) + 4 * head.numel() * head.requires_grad


@dataclass(frozen=True)
class _Numbers:
    all: int
    trained: int


def _numbers(parameters: Iterable[nn.Parameter]) -> _Numbers:
    found = list(parameters)
    return _Numbers(sum(p.numel() for p in found), sum(p.numel() for p in found if p.requires_grad))


def _layer(block: nn.Module, expert: int) -> _Numbers:
    """Of a layer as a process has it when it is gathered: with its part of the experts."""
    whole = _numbers(block.parameters())
    experts = _numbers(p for p in block.parameters() if p.ndim == 3)
    return _Numbers(
        whole.all - experts.all + experts.all // expert,
        whole.trained - experts.trained + experts.trained // expert,
    )


def _bytes(parameters: Iterable[nn.Parameter]) -> int:
    return sum(parameter.numel() * parameter.element_size() for parameter in parameters)
