"""What a run will do, worked out from its settings, its data and its model's shape, before anything is
computed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from training.data.batch import Batches
from training.model.config import MixtralConfig
from training.model.mixtral import Mixtral
from training.objectives.objective import B, Objective
from training.settings import RunSettings
from training.text.published import Published


@dataclass(frozen=True, kw_only=True)
class Plan(Generic[B]):
    """`shape` is the model's, `grown` whether it has tokens that the base never saw. `objective` makes the
    objective, once the model is there, from it and a digest of its base. `data` are digests by name of what
    must not change while the run lasts; `check` reads what must be read to be sure of it, and raises
    DataError where it is not so. `advice` says which setting to lower where memory is short.
    """

    shape: MixtralConfig
    grown: bool
    published: Published
    steps: int
    tokens_per_step: int
    tokens_per_batch: int
    batches: Batches[B]
    validation: Sequence[B]
    objective: Callable[[Mixtral, str], Objective[B]]
    data: dict[str, str]
    advice: str
    check: Callable[[], None] = lambda: None


def steps_of(settings: RunSettings, steps_per_epoch: int) -> int:
    """How many steps the run has."""
    if settings.steps is not None:
        return settings.steps
    assert settings.epochs is not None
    return max(1, math.ceil(settings.epochs * steps_per_epoch))
