"""How processes are arranged: `expert` of them share the experts of a layer among them, `data` times over.

Every process has batches of its own. All parameters but the experts' are spread over all processes; an
expert's are on one process of each `expert` group, and spread over the `data` groups.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from training.model.config import ConfigError, MixtralConfig


@dataclass(frozen=True, kw_only=True)
class MeshConfig:
    """How a model is spread over processes, and what is kept during a step.

    `data` 0 is as many as there are processes for; `data` times `expert` is their number.

    `recompute` computes every layer's activations twice instead of keeping them (Chen et al., arXiv
    1604.06174): a third more time, and per layer only its input is kept.

    `reduce` says when gradients are added over processes: once a `step`, which keeps whole float32 gradients
    while batches accumulate (4 bytes for each trained parameter of the model), or after every `batch`, which
    keeps this process's part alone. With one batch a step they are the same.
    """

    data: int = 0
    expert: int = 1
    recompute: bool = True
    reduce: Literal["step", "batch"] = "step"

    def __post_init__(self) -> None:
        if self.data < 0 or self.expert < 1:
            raise ConfigError(f"data is at least 0 and expert at least 1: {self.data} and {self.expert}")
        if self.reduce not in ("step", "batch"):
            raise ConfigError(f"reduce is step or batch, and not {self.reduce!r}")

    @property
    def processes(self) -> int:
        """How many there must be; 0 if any multiple of `expert` will do."""
        return self.data * self.expert

    def over(self, processes: int, model: MixtralConfig) -> MeshConfig:
        """The same with `data` filled in. Raises ConfigError if so many processes, or this model, do not
        divide so.
        """
        if processes % self.expert or self.processes not in (0, processes):
            wanted = (
                f"data · expert = {self.data} · {self.expert}" if self.data else f"expert = {self.expert}"
            )
            raise ConfigError(
                f"{processes} processes cannot be arranged as {wanted}: start "
                f"{self.processes or f'a multiple of {self.expert}'} of them, or change data and expert"
            )
        if model.experts % self.expert:
            hint = "a dense model has one" if model.is_dense else "choose a divisor of them"
            raise ConfigError(
                f"{model.experts} experts cannot be shared by expert = {self.expert} processes: {hint}"
            )
        return dataclasses.replace(self, data=processes // self.expert)
