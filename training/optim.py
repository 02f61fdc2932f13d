"""Learning rates over time, and AdamW with weights kept precise enough for its small steps."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.tensor import DTensor
from torch.optim.adamw import adamw

from training.model.sharding import local

# Elements that are updated at once: in float32, with what is computed of them, 1.5 GB.
PIECE = 1 << 26
# Without a GPU, as many as stay in a core's cache: three times faster.
_CACHED = 1 << 17


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
        for name in ("warmup_steps", "weight_decay", "clip"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative, and is {getattr(self, name)}")
        for name in ("beta1", "beta2"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} is from 0 to below 1, and not {getattr(self, name)}")
        if self.epsilon <= 0:
            raise ValueError(f"epsilon must be positive, and is {self.epsilon}")

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
        self.steps += 1
        for number, (group, parameter) in enumerate(self._parameters()):
            if parameter.grad is None:
                continue
            state = self._state_of(parameter)
            weight = state.get("master", parameter)
            kept = (state["first"], state["second"], weight, parameter)
            whole = [local(parameter.grad).contiguous(), *map(local, kept)]
            if all(tensor.dtype == torch.float32 for tensor in whole):
                self._update(*whole[:4], group=group)
                continue
            generator = torch.Generator(parameter.device).manual_seed(self._seed_of(number, parameter))
            size = _CACHED if parameter.device.type == "cpu" else PIECE
            # Views: what is written to a copy would be lost.
            for piece in zip(*(torch.split(tensor.view(-1), size) for tensor in whole), strict=True):
                self._update_rounded(*piece, group=group, generator=generator)

    def _update(
        self, gradient: Tensor, first: Tensor, second: Tensor, weight: Tensor, *, group: dict[str, Any]
    ) -> None:
        """In place, all in float32."""
        config = self._config
        adamw(
            [weight],
            [gradient],
            [first],
            [second],
            [],
            [torch.full((), self.steps - 1.0, device=weight.device)],
            fused=True,
            amsgrad=False,
            beta1=config.beta1,
            beta2=config.beta2,
            lr=group["lr"],
            weight_decay=group["weight_decay"],
            eps=config.epsilon,
            maximize=False,
        )

    def _update_rounded(
        self,
        gradient: Tensor,
        first: Tensor,
        second: Tensor,
        weight: Tensor,
        parameter: Tensor,
        *,
        group: dict[str, Any],
        generator: torch.Generator,
    ) -> None:
        """Of as many elements as are done at once; `weight` is the parameter, or its master copy."""
        new_first, new_second, new = first.float(), second.float(), weight.float()  # a master copy is itself
        self._update(gradient.float(), new_first, new_second, new, group=group)
        self._store(first, new_first, generator)
        self._store(second, new_second, generator)
        self._store(parameter, new, generator)

    def prepare(self) -> None:
        """Makes the state of every parameter, as the first step would; it may then be filled."""
        with torch.no_grad():
            for _, parameter in self._parameters():
                self._state_of(parameter)

    def _parameters(self) -> Iterator[tuple[dict[str, Any], nn.Parameter]]:
        return ((group, parameter) for group in self.param_groups for parameter in group["params"])

    def _seed_of(self, number: int, parameter: nn.Parameter) -> int:
        # Each process rounds its part by chances of its own. (Torch's CPU generator has seeds of 32 bits.)
        process = parameter.device_mesh.get_rank() if isinstance(parameter, DTensor) else 0
        name = f"{self._seed} {self.steps} {number} {process}"
        return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big")

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
    # Four at a time: a generator's numbers have 64 bits, and a number's chance needs 16.
    drawn = torch.empty(-(-bits.numel() // 4), dtype=torch.int64, device=bits.device)
    drawn.random_(-(1 << 63), None, generator=generator)
    noise = drawn.view(torch.int16)[: bits.numel()].view(bits.shape)
    # They are signed: with half a step more they are from 0 up.
    rounded = (bits + noise).add_(1 << 15).bitwise_and_(~0xFFFF)
    return rounded.view(torch.float32).to(torch.bfloat16)


@torch.no_grad()
def clip_gradients(parameters: Iterable[nn.Parameter], largest: float) -> float:
    """Scales gradients down to a norm of `largest` (0: never), and returns the norm they had: that of all
    parameters together, over all processes that they are spread over.
    """
    gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not gradients:
        return 0.0
    squares = torch.stack([_norm(local(gradient)).double().square() for gradient in gradients]).sum()
    if any(isinstance(gradient, DTensor) for gradient in gradients):
        dist.all_reduce(squares)  # every element is on one process alone
    norm = squares.sqrt().item()
    scale = largest / (norm + 1e-6)
    if 0 < scale < 1:
        for gradient in gradients:
            local(gradient).mul_(scale)
    return norm


def _norm(tensor: Tensor) -> Tensor:
    norm: Tensor = torch.linalg.vector_norm(tensor, dtype=torch.promote_types(tensor.dtype, torch.float32))
    return norm
