"""Tuning on preference pairs: DPO and its relatives, against a frozen reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from training.data.pairs import PairBatch, PairBatches, pair_batch
from training.data.token_cache import TokenizedPairs
from training.errors import SettingsError
from training.model.mixtral import Mixtral
from training.objectives.objective import Objective, Preference
from training.reference.reference import AdaptersOff, ReferenceCache, compute_reference, reference_path
from training.run.plan import Plan
from training.run.tune import Tuning, cache_parent, plan_tuning, prepare
from training.settings import DpoSettings
from training.world import World


def plan_dpo(settings: DpoSettings, world: World, tell: Callable[[str], None]) -> Plan[PairBatch]:
    """Tokenizes the data, if that was not done before. Raises DataError, SettingsError or CheckpointError for
    what cannot be trained.
    """
    if not settings.model.base:
        raise SettingsError("preferences are for a model that can speak already: give model.base")
    found = prepare(settings, TokenizedPairs, world, tell)
    if found.chat.grown and settings.reference == "adapters-off":
        raise SettingsError(
            f"{settings.model.base} lacks ChatML's tokens, so embeddings are trained too, and are not off "
            "when adapters are: set reference=cache"
        )
    pad_id = found.chat.pad_id
    batches = PairBatches(
        found.train,
        tokens=settings.tokens_per_batch,
        pairs_per_step=settings.pairs_per_step,
        seed=settings.seed,
        rank=world.rank,
        multiple=found.multiple,
        pad_id=pad_id,
    )

    def validation(numbers: Sequence[int]) -> PairBatch:
        # Pairs to validate on are numbered after those to train on.
        pairs = [found.held_out[number] for number in numbers]
        return pair_batch(pairs, [len(found.train) + number for number in numbers], found.multiple, pad_id)

    return plan_tuning(
        settings,
        found,
        batches=batches,
        validation=validation,
        objective=lambda model, weights: _objective(model, weights, settings, found, world=world, tell=tell),
        world=world,
    )


def _objective(
    model: Mixtral,
    weights: str,
    settings: DpoSettings,
    found: Tuning[TokenizedPairs],
    *,
    world: World,
    tell: Callable[[str], None],
) -> Objective[PairBatch]:
    """With the reference's log-probabilities, which are computed now unless they were before."""
    if settings.reference == "adapters-off":
        return Preference(settings.preference, AdaptersOff(model))
    stores = []
    for pairs in (found.train, found.held_out):
        if len(pairs):
            path = reference_path(cache_parent(settings), pairs, weights, model.embedding.weight.dtype)
            compute_reference(
                model,
                pairs,
                path,
                tokens=settings.tokens_per_batch,
                multiple=found.multiple,
                world=world,
                tell=tell,
            )
            stores.append((pairs, path))
    return Preference(settings.preference, ReferenceCache(stores))
