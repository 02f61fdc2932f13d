"""Low-rank adapters (LoRA, arXiv 2106.09685) on attention, on every expert, and on the router if asked.

An adapted matrix W acts as W + (alpha / rank) · B A. W is frozen; A is random and B is zero at first, so that
an adapted model begins as what it was. An expert's three matrices are adapted one by one, as adapters that
other programs serve have them, and computed for all experts together.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.model.experts import GroupedExperts, MixtureOfExperts
from training.model.mixtral import Attention, Mixtral
from training.model.sharding import extent, fill, local, reshard, whole
from training.model.swiglu import grouped_mm, swiglu


@dataclass(frozen=True, kw_only=True)
class LoraConfig:
    """What is adapted, and how: `rank` is the number of rows of A; the update counts `alpha` / `rank` times.

    A rank that is a multiple of 8 is needed for experts (grouped matrix products want rows of 16 bytes).
    """

    rank: int = 16
    alpha: float = 32.0
    attention: bool = True
    experts: bool = True
    router: bool = False

    def __post_init__(self) -> None:
        if self.rank < 1 or (self.experts and self.rank % 8):
            raise ValueError(f"rank is positive, and with experts a multiple of 8: it is {self.rank}")
        if not (self.attention or self.experts or self.router):
            raise ValueError("nothing is to be adapted: set attention, experts or router")

    @property
    def scale(self) -> float:
        """What B A is multiplied with."""
        return self.alpha / self.rank


class LoraLinear(nn.Module):
    """A linear map W [out, in] with an adapter: `a` [rank, in] and `b` [out, rank]."""

    def __init__(self, base: nn.Linear, config: LoraConfig) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.scale = config.scale
        self.is_on = True
        weight = base.weight
        self.a = nn.Parameter(weight.new_empty(config.rank, weight.shape[1]))
        self.b = nn.Parameter(weight.new_empty(weight.shape[0], config.rank))

    def forward(self, x_TI: Tensor) -> Tensor:
        """[T, in] → [T, out]."""
        out: Tensor = self.base(x_TI)
        return torch.addmm(out, F.linear(x_TI, self.a), self.b.t(), alpha=self.scale) if self.is_on else out

    def merged(self) -> nn.Linear:
        """The linear map with the adapter added to its weight, in place."""
        with torch.no_grad():
            weight = self.base.weight
            update = whole(self.b).float() @ whole(self.a).float() * self.scale
            rows, _ = extent(weight)
            local(weight).add_(update[slice(*rows)])  # in float32, and rounded once
        return self.base


class LoraExperts(nn.Module):
    """Experts with adapters of their own: `gate_a` and `up_a` [E, rank, D], `gate_b` and `up_b` [E, F, rank],
    `down_a` [E, rank, F], `down_b` [E, D, rank].
    """

    def __init__(self, base: GroupedExperts, config: LoraConfig) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.scale = config.scale
        self.is_on = True
        experts, width, inner = base.down.shape
        self.gate_a, self.gate_b = self._pair(experts, inner, width, config.rank)
        self.up_a, self.up_b = self._pair(experts, inner, width, config.rank)
        self.down_a, self.down_b = self._pair(experts, width, inner, config.rank)

    def _pair(self, experts: int, rows: int, columns: int, rank: int) -> tuple[nn.Parameter, nn.Parameter]:
        like = self.base.down
        return (
            nn.Parameter(like.new_empty(experts, rank, columns)),
            nn.Parameter(like.new_empty(experts, rows, rank)),
        )

    @property
    def number(self) -> int:
        """E."""
        return self.base.number

    def forward(self, x_ND: Tensor, counts_E: Tensor) -> Tensor:
        """As GroupedExperts."""
        if not self.is_on:
            return self.base(x_ND, counts_E)  # type: ignore[no-any-return]
        ends_E = counts_E.cumsum(0).to(torch.int32)
        both_N2F = grouped_mm(x_ND, local(self.base.gate_up).transpose(1, 2), ends_E)
        gate_NF, up_NF = both_N2F.chunk(2, dim=-1)
        # One product for both: their input is the same.
        a_E2RD = torch.cat([local(self.gate_a), local(self.up_a)], dim=1)
        low_N2R = grouped_mm(x_ND, a_E2RD.transpose(1, 2), ends_E)
        # Scaled while they are small.
        low_gate, low_up = (low * self.scale for low in low_N2R.chunk(2, dim=-1))
        gate_NF = gate_NF + self._up(low_gate, self.gate_b, ends_E)
        up_NF = up_NF + self._up(low_up, self.up_b, ends_E)
        adapter = local(self.down_a), local(self.down_b), self.scale
        return swiglu(gate_NF, up_NF, local(self.base.down), ends_E, adapter)

    def _up(self, low_NR: Tensor, b_EOR: Tensor, ends_E: Tensor) -> Tensor:
        return grouped_mm(low_NR, local(b_EOR).transpose(1, 2), ends_E)

    def merged(self) -> GroupedExperts:
        """The experts with the adapters added to their weights, in place."""
        self._add(self.base.gate_up, "gate", "up")
        self._add(self.base.down, "down")
        return self.base

    @torch.no_grad()
    def _add(self, weight: nn.Parameter, *names: str) -> None:
        pairs = [(whole(getattr(self, f"{name}_b")), whole(getattr(self, f"{name}_a"))) for name in names]
        (first, last), rows, _ = extent(weight)
        for expert in range(first, last):  # all at once would take E times the memory
            update = torch.cat([b[expert].float() @ a[expert].float() * self.scale for b, a in pairs])
            local(weight)[expert - first].add_(update[slice(*rows)])


def add_lora(model: Mixtral, config: LoraConfig, seed: int = 0) -> None:
    """Freezes the model and puts adapters in it. A is drawn as PEFT draws it (uniform, by fan-in), B is 0."""
    model.requires_grad_(False)
    for _, owner, name, module in list(_adaptable(model, config)):
        wrapped = (
            LoraExperts(module, config) if isinstance(module, GroupedExperts) else LoraLinear(module, config)
        )
        setattr(owner, name, wrapped)
    if not model.embedding.weight.is_meta:
        initialise_adapters(model, seed)


@torch.no_grad()
def initialise_adapters(model: Mixtral, seed: int = 0) -> None:
    """What `add_lora` does at the end. To be called by itself if the model had no memory then, or is spread
    over processes: the same seed gives the same adapters however many there are.
    """
    generator = torch.Generator(device=model.embedding.weight.device).manual_seed(seed)
    for _, adapter in adapters(model):
        for name, parameter in adapter.named_parameters(recurse=False):
            if name.endswith("b"):
                local(parameter).zero_()
            else:
                bound = 1 / math.sqrt(parameter.shape[-1])  # Kaiming's, with a = √5
                drawn = torch.empty(parameter.shape, dtype=parameter.dtype, device=parameter.device)
                fill(parameter, drawn.uniform_(-bound, bound, generator=generator))


def adapters(model: nn.Module) -> Iterator[tuple[str, LoraLinear | LoraExperts]]:
    """The model's adapters with their names, in the model's order."""
    for name, module in model.named_modules():
        if isinstance(module, (LoraLinear, LoraExperts)):
            yield name, module


def base_parameters(model: nn.Module) -> dict[str, nn.Parameter]:
    """The parameters that are no adapter's, by the names they have in a model without adapters."""
    own = {id(p) for _, adapter in adapters(model) for p in adapter.parameters(recurse=False)}
    return {
        name.replace(".base.", "."): parameter
        for name, parameter in model.named_parameters()
        if id(parameter) not in own
    }


@contextlib.contextmanager
def adapters_off(model: nn.Module) -> Iterator[None]:
    """While the context lasts, the model is what it was before it was adapted."""
    found = [adapter for _, adapter in adapters(model)]
    for adapter in found:
        adapter.is_on = False
    try:
        yield
    finally:
        for adapter in found:
            adapter.is_on = True


def merge_lora(model: Mixtral) -> None:
    """Adds the adapters to the weights, and removes them. A model that is spread over processes can then be
    saved, but not computed with.
    """
    reshard(model)
    for name, adapter in list(adapters(model)):
        owner, _, own = name.rpartition(".")
        setattr(model.get_submodule(owner), own, adapter.merged())


def _adaptable(
    model: Mixtral, config: LoraConfig
) -> Iterator[tuple[str, nn.Module, str, nn.Linear | GroupedExperts]]:
    for name, module in model.named_modules():
        if isinstance(module, Attention) and config.attention:
            for own in "qkvo":
                yield f"{name}.{own}", module, own, getattr(module, own)
        elif isinstance(module, MixtureOfExperts):
            if config.experts:
                yield f"{name}.experts", module, "experts", module.experts
            if config.router:
                yield f"{name}.router.gate", module.router, "gate", module.router.gate
