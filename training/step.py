"""One optimizer step, flat: forward and backward over the step's batches, clipping, the update."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from training.model.experts import RouterStatistics, balance_loss, z_loss
from training.model.mixtral import Mixtral
from training.model.sharding import reshard
from training.objectives.objective import B, Objective, total_count
from training.optim import AdamW, OptimizerConfig, clip_gradients
from training.parallel.sharded import reduce_gradients
from training.world import World


@dataclass(frozen=True, kw_only=True)
class RouterConfig:
    """What routers are held to: `balance` and `z` are the coefficients of the load-balancing loss and of the
    z-loss, each averaged over the layers. `frozen` routers stay as they are (and the losses are not
    computed).
    """

    balance: float = 0.001
    z: float = 0.0
    frozen: bool = False

    def __post_init__(self) -> None:
        if self.balance < 0 or self.z < 0:
            raise ValueError(f"balance and z are not negative, and are {self.balance} and {self.z}")


@dataclass(frozen=True)
class StepResult:
    """What a step did, over all ranks. `loss` is without the routers' losses, which are `balance` and `z`.

    `entropy` says how evenly the experts were used in the step, as the mean over the layers: 1 for all alike,
    0 for always the same one; `entropy_min` is the least even layer's. `extra` has the objective's own
    figures.
    """

    loss: float
    gradient_norm: float
    learning_rate: float
    tokens: int
    balance: float = 0.0
    z: float = 0.0
    entropy: float = 1.0
    entropy_min: float = 1.0
    extra: dict[str, float] = field(default_factory=dict)


class NotANumberError(ArithmeticError):
    """A loss or gradient that is no number: nothing was updated."""


def train_step(
    model: Mixtral,
    objective: Objective[B],
    batches: Sequence[B],
    optimizer: AdamW,
    *,
    rate: float,
    config: OptimizerConfig,
    router: RouterConfig,
    world: World,
) -> StepResult:
    """Trains on this rank's batches of one step. Raises NotANumberError, with the model as it was."""
    count = total_count(objective, batches, world)
    totals = _Totals()
    optimizer.zero_grad(set_to_none=True)
    for number, batch in enumerate(batches, start=1):
        reduce_gradients(model, is_last=number == len(batches))
        terms = objective.terms(model, batch)
        # FSDP averages gradients over ranks, and they are to be summed.
        loss = terms.loss / count * world.rank.of
        routers = _router_terms(terms.routers, router)
        for name, value in routers.items():
            # Of equal weight for each of the step's batches.
            loss = loss + getattr(router, name) * value / len(batches)
        loss.backward()  # type: ignore[no-untyped-call]
        totals.add("loss", terms.loss, 1 / count)
        for name, value in routers.items():
            totals.add(name, value, 1 / (len(batches) * world.rank.of))
        for name, value in terms.sums.items():
            totals.add(name, value, 1 / count)
        totals.add("tokens", torch.tensor(batch.layout.tokens - batch.layout.padding, device=world.device))
        totals.choose(terms.routers)
    norm = clip_gradients(model.parameters(), config.clip)
    sums, entropies = totals.over(world)
    if not math.isfinite(sums["loss"]) or not math.isfinite(norm):
        optimizer.zero_grad(set_to_none=True)
        raise NotANumberError(f"loss {sums['loss']}, gradient norm {norm}")
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    known = {name: sums.pop(name) for name in ("loss", "balance", "z") if name in sums}
    tokens = round(sums.pop("tokens"))
    return StepResult(
        **known,
        entropy=sum(entropies) / len(entropies) if entropies else 1.0,
        entropy_min=min(entropies, default=1.0),
        gradient_norm=norm,
        learning_rate=rate,
        tokens=tokens,
        extra=sums,
    )


@torch.no_grad()
def evaluate(model: Mixtral, objective: Objective[B], batches: Sequence[B], world: World) -> dict[str, float]:
    """The objective's figures, `loss` among them, over this and the other ranks' batches."""
    totals = _Totals()
    count = total_count(objective, batches, world)
    for batch in batches:
        terms = objective.terms(model, batch.to(world.device))
        totals.add("loss", terms.loss, 1 / count)
        for name, value in terms.sums.items():
            totals.add(name, value, 1 / count)
    reshard(model)
    return totals.over(world)[0]


class _Totals:
    """Sums over a step's batches, which stay on the device until they are added over the ranks all at
    once.
    """

    def __init__(self) -> None:
        self._sums: dict[str, Tensor] = {}
        self._chosen: Tensor | None = None  # [layers, E]: how often each expert was chosen

    def add(self, name: str, value: Tensor, factor: float = 1.0) -> None:
        value = value.detach().double() * factor
        self._sums[name] = self._sums[name] + value if name in self._sums else value

    def choose(self, routers: list[RouterStatistics]) -> None:
        if routers:
            chosen = torch.stack([layer.chosen for layer in routers]).double()
            self._chosen = chosen if self._chosen is None else self._chosen + chosen

    def over(self, world: World) -> tuple[dict[str, float], list[float]]:
        """The sums by name, and how evenly each layer's experts were used; of all ranks."""
        names = sorted(self._sums)
        parts = [torch.stack([self._sums[name] for name in names])]
        if self._chosen is not None:
            parts.append(self._chosen.flatten())
        values = world.sum(torch.cat(parts)).tolist()
        sums = dict(zip(names, values, strict=False))
        if self._chosen is None:
            return sums, []
        layers, experts = self._chosen.shape
        chosen = values[len(names) :]
        return sums, [_evenness(chosen[i * experts : (i + 1) * experts]) for i in range(layers)]


def _evenness(chosen: list[float]) -> float:
    """The entropy of the experts' shares: 1 for all alike, 0 for always the same one."""
    total = sum(chosen) or 1.0
    shares = [count / total for count in chosen if count]
    return -sum(share * math.log(share) for share in shares) / math.log(len(chosen))


def _router_terms(statistics: list[RouterStatistics], config: RouterConfig) -> dict[str, Tensor]:
    if not statistics or config.frozen:
        return {}
    terms = {}
    if config.balance:
        terms["balance"] = balance_loss(statistics)
    if config.z:
        terms["z"] = z_loss(statistics)
    return terms
