"""The three kinds of training, by their settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from training.run.dpo import plan_dpo
from training.run.plan import Plan
from training.run.pretrain import plan_pretrain
from training.run.sft import plan_sft
from training.settings import DpoSettings, PretrainSettings, RunSettings, SftSettings
from training.world import World


def kind_of(settings: RunSettings) -> str:
    """The command of these settings."""
    kinds = {PretrainSettings: "pretrain", SftSettings: "sft", DpoSettings: "dpo"}
    return kinds[type(settings)]


def plan_of(settings: RunSettings, world: World, tell: Callable[[str], None]) -> Plan[Any]:
    """What a run with these settings will do. Raises what the kind's own function does."""
    if isinstance(settings, PretrainSettings):
        return plan_pretrain(settings, world, tell)
    if isinstance(settings, SftSettings):
        return plan_sft(settings, world, tell)
    assert isinstance(settings, DpoSettings)
    return plan_dpo(settings, world, tell)
