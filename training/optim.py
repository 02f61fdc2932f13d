"""Learning rates over time, and AdamW with weights kept precise enough for its small steps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.distributed.tensor import DTensor


@dataclass(frozen=True, kw_only=True)
class OptimizerConfig:
    """AdamW (arXiv 1711.05101) and its schedule.

    The learning rate rises linearly for `warmup_steps`, then falls by `schedule` to `final_rate` times
    `learning_rate` at the last step. Gradients are scaled down to a norm of `clip` (0: never). Weight decay
    is for matrices alone.

    `rounding` says what becomes of updates smaller than bfloat16 can hold: `stochastic` rounds up or down by
    chance, right on average, and needs no memory; `master` keeps a float32 copy (4 bytes a parameter more).
    Parameters in float32 need neither.
    """

    learning_rate: float
    warmup_steps: int = 0
    schedule: Literal["constant", "linear", "cosine"] = "cosine"
    final_rate: float = 0.1
    weight_decay: float = 0.1
    beta1: float = 0.9
    beta2: float = 0.95
    epsilon: float = 1e-8
    clip: float = 1.0
    rounding: Literal["stochastic", "master"] = "stochastic"

    def __post_init__(self) -> None:
        if self.learning_rate <= 0:
            raise ValueError(f"learning_rate must be positive, and is {self.learning_rate}")
        if self.schedule not in ("constant", "linear", "cosine"):
            raise ValueError(f"schedule is constant, linear or cosine, and not {self.schedule!r}")
        if self.rounding not in ("stochastic", "master"):
            raise ValueError(f"rounding is stochastic or master, and not {self.rounding!r}")
        if not 0 <= self.final_rate <= 1:
            raise ValueError(f"final_rate is a share from 0 to 1, and not {self.final_rate}")

    def rate(self, step: int, steps: int) -> float:
        """The learning rate of step `step` (from 0) of `steps`."""
        if step < self.warmup_steps:
            return self.learning_rate * (step + 1) / self.warmup_steps
        done = (step - self.warmup_steps) / max(1, steps - 1 - self.warmup_steps)
        left = {
            "constant": 1.0,
            "linear": 1 - done,
            "cosine": (1 + math.cos(math.pi * min(1.0, done))) / 2,
        }[self.schedule]
        if self.schedule == "constant":
            return self.learning_rate
        return self.learning_rate * (self.final_rate + (1 - self.final_rate) * max(0.0, left))


class AdamW(torch.optim.Optimizer):
    """AdamW whose state has its parameters' types: `first` and `second` moments, which are rounded as the
    parameter is, and for bfloat16 parameters with `rounding="master"` a float32 copy, `master`.

    The arithmetic is float32. Stochastic rounding draws from a generator that is seeded anew for each step
    and parameter, so that a resumed run rounds as the first one would have.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], config: OptimizerConfig, seed: int = 0) -> None:
        matrices: list[nn.Parameter] = []
        others: list[nn.Parameter] = []
        for parameter in parameters:
            (matrices if parameter.ndim > 1 else others).append(parameter)
        groups = [
            {"params": matrices, "weight_decay": config.weight_decay},
            {"params": others, "weight_decay": 0.0},
        ]
        super().__init__([group for group in groups if group["params"]], {"lr": config.learning_rate})
        self._config = config
        self._seed = seed
        self.steps = 0

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """One update of every parameter that has a gradient."""
        config = self._config
        self.steps += 1
        correction1, correction2 = 1 - config.beta1**self.steps, 1 - config.beta2**self.steps
        for number, (group, parameter) in enumerate(self._parameters()):
            if parameter.grad is None:
                continue
            state = self._state_of(parameter)
            gradient = _local(parameter.grad).float()
            first = _local(state["first"]).float().lerp_(gradient, 1 - config.beta1)
            second = _local(state["second"]).float().mul_(config.beta2)
            second.addcmul_(gradient, gradient, value=1 - config.beta2)
            weight = _local(state.get("master", parameter))
            new = weight.float() * (1 - group["lr"] * group["weight_decay"])
            denominator = (second / correction2).sqrt_().add_(config.epsilon)
            new.addcdiv_(first, denominator, value=-group["lr"] / correction1)
            generator = torch.Generator(device=new.device).manual_seed(self._seed_of(number))
            self._store(_local(state["first"]), first, generator)
            self._store(_local(state["second"]), second, generator)
            if "master" in state:
                weight.copy_(new)
            self._store(_local(parameter), new, generator)

    def prepare(self) -> None:
        """Makes the state of every parameter, as the first step would; it may then be filled."""
        with torch.no_grad():
            for _, parameter in self._parameters():
                self._state_of(parameter)

    def _parameters(self) -> Iterator[tuple[dict[str, Any], nn.Parameter]]:
        return ((group, parameter) for group in self.param_groups for parameter in group["params"])

    def _seed_of(self, number: int) -> int:
        return ((self._seed << 40) ^ (self.steps << 16) ^ number) & ((1 << 63) - 1)

    def _state_of(self, parameter: nn.Parameter) -> dict[str, Tensor]:
        state: dict[str, Tensor] = self.state[parameter]
        if not state:
            state["first"] = torch.zeros_like(parameter)
            state["second"] = torch.zeros_like(parameter)
            if parameter.dtype != torch.float32 and self._config.rounding == "master":
                state["master"] = parameter.detach().float()
        return state

    def _store(self, target: Tensor, new: Tensor, generator: torch.Generator) -> None:
        if target.dtype != torch.bfloat16 or self._config.rounding == "master":
            target.copy_(new)
        else:
            target.copy_(stochastic_round(new, generator))


def stochastic_round(values: Tensor, generator: torch.Generator) -> Tensor:
    """float32 → bfloat16, up or down with the chance that makes the mean right.

    A bfloat16 is the upper half of a float32's bits: a random number is added to the lower half, which is
    then cut off.
    """
    bits = values.view(torch.int32)
    noise = torch.randint(0, 1 << 16, bits.shape, dtype=torch.int32, device=bits.device, generator=generator)
    rounded = (bits + noise) & ~0xFFFF
    return rounded.view(torch.float32).to(torch.bfloat16)


def _local(tensor: Tensor) -> Tensor:
    """This rank's part of a tensor that is spread over ranks."""
    return tensor.to_local() if isinstance(tensor, DTensor) else tensor
