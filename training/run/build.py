"""The model of a run, spread over the processes, with its weights in place."""

from __future__ import annotations

from pathlib import Path

import torch

from training.checkpoint.hugging_face import load_weights
from training.model.config import MixtralConfig
from training.model.experts import MixtureOfExperts
from training.model.lora import add_lora, initialise_adapters
from training.model.mixtral import Mixtral
from training.parallel.sharded import parallelise
from training.settings import RunSettings
from training.world import World

DTYPES = {"bfloat16": torch.bfloat16, "float32": torch.float32}


def build_model(settings: RunSettings, shape: MixtralConfig, grown: bool, world: World) -> Mixtral:
    """As it is before the first step. `grown` is whether there are tokens that the base never saw.

    Raises CheckpointError for a base that does not fit its configuration, and ConfigError for processes that
    do not divide.
    """
    model = parallelise(empty_model(settings, shape, grown), settings.mesh, world.device)
    if settings.model.base:
        load_weights(model, Path(settings.model.base), may_grow=grown)
    else:
        model.initialise(settings.seed)
    initialise_adapters(model, settings.seed)
    return model


def empty_model(settings: RunSettings, shape: MixtralConfig, grown: bool) -> Mixtral:
    """The model without memory, with its adapters; what is not trained is frozen."""
    with torch.device("meta"):
        model = Mixtral(shape).to(DTYPES[settings.model.dtype])
        if settings.model.lora:
            add_lora(model, settings.model.lora)
    if grown and settings.model.lora:  # new tokens would keep an embedding that means nothing
        model.embedding.requires_grad_(True)
        model.head.requires_grad_(True)
    if settings.router.frozen:
        for block in model.blocks:
            if isinstance(block.ffn, MixtureOfExperts):
                block.ffn.router.requires_grad_(False)
    return model


def trained_parameters(model: Mixtral) -> int:
    """How many parameters are trained."""
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
