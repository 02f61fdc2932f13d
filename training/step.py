"""One optimizer step, flat: forward and backward over the step's batches, clipping, the update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from training.model.experts import RouterStatistics, balance_loss, load_entropy, z_loss
from training.model.mixtral import Mixtral
from training.objectives.objective import B, Objective, total_count
from training.optim import AdamW, OptimizerConfig
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


@dataclass(frozen=True)
class StepResult:
    """What a step did, over all ranks. `loss` is without the routers' losses, which are `balance` and `z`;
    `entropy` says how evenly the experts of the layers were used, the least even first seen in `entropy_min`.
    `extra` has the objective's own figures.
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
    count = world.sum(total_count(objective, batches).to(world.device)).item()
    totals: dict[str, Tensor] = {}
    optimizer.zero_grad(set_to_none=True)
    for batch in batches:
        terms = objective.terms(model, batch)
        # FSDP averages gradients over ranks, and they are to be summed.
        loss = terms.loss / count * world.rank.of
        routers = _router_terms(terms.routers, router)
        for name, value in routers.items():
            # Of equal weight for each of the step's batches.
            loss = loss + getattr(router, name) * value / len(batches)
        loss.backward()  # type: ignore[no-untyped-call]
        _add(totals, {"loss": terms.loss.detach() / count, **{n: v / count for n, v in terms.sums.items()}})
        share = len(batches) * world.rank.of
        _add(totals, {name: value.detach() / share for name, value in routers.items()})
        _add(totals, _usage(terms.routers, share))
        _add(totals, {"tokens": torch.tensor(float(_tokens(batch)), device=world.device)})
    sums = {name: world.sum(value).item() for name, value in sorted(totals.items())}
    norm = _clip(model, config.clip)
    if not torch.isfinite(torch.tensor([sums["loss"], norm])).all():
        optimizer.zero_grad(set_to_none=True)
        raise NotANumberError(f"loss {sums['loss']}, gradient norm {norm}")
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    known = {name: sums.pop(name) for name in ("loss", "balance", "z", "entropy") if name in sums}
    entropy_min = sums.pop("entropy_min", 1.0)
    tokens = int(sums.pop("tokens"))
    return StepResult(
        **known,
        entropy_min=entropy_min,
        gradient_norm=norm,
        learning_rate=rate,
        tokens=tokens,
        extra=sums,
    )


@torch.no_grad()
def evaluate(model: Mixtral, objective: Objective[B], batches: Sequence[B], world: World) -> dict[str, float]:
    """The objective's figures, `loss` among them, over this and the other ranks' batches."""
    totals: dict[str, Tensor] = {"loss": torch.zeros((), device=world.device)}
    count = world.sum(total_count(objective, batches).to(world.device)).item()
    for batch in batches:
        terms = objective.terms(model, batch)
        _add(totals, {"loss": terms.loss, **terms.sums})
    return {name: world.sum(value).item() / count for name, value in sorted(totals.items())}


def _router_terms(statistics: list[RouterStatistics], config: RouterConfig) -> dict[str, Tensor]:
    if not statistics or config.frozen:
        return {}
    terms = {}
    if config.balance:
        terms["balance"] = balance_loss(statistics)
    if config.z:
        terms["z"] = z_loss(statistics)
    return terms


def _usage(statistics: list[RouterStatistics], share: int) -> dict[str, Tensor]:
    if not statistics:
        return {}
    entropies = [load_entropy(layer) for layer in statistics]
    return {
        "entropy": torch.tensor(sum(entropies) / len(entropies) / share),
        "entropy_min": torch.tensor(min(entropies) / share),
    }


def _tokens(batch: object) -> int:
    layout = batch.layout  # type: ignore[attr-defined]
    return int(layout.tokens - layout.padding)


def _clip(model: Mixtral, norm: float) -> float:
    trained = [parameter for parameter in model.parameters() if parameter.grad is not None]
    found = torch.nn.utils.clip_grad_norm_(trained, norm if norm > 0 else float("inf"))
    whole = found.full_tensor() if hasattr(found, "full_tensor") else found
    return float(whole)


def _add(totals: dict[str, Tensor], more: dict[str, Tensor]) -> None:
    for name, value in more.items():
        totals[name] = totals[name] + value if name in totals else value
