"""Tuning on preference pairs: DPO and its relatives, against a frozen reference."""

from __future__ import annotations

from collections.abc import Callable

from training.data.packing import in_order
from training.data.pairs import PairBatch, PairBatches, pair_batch
from training.data.token_cache import TokenizedPairs
from training.errors import SettingsError
from training.model.mixtral import Mixtral
from training.objectives.objective import Objective, Preference
from training.reference.reference import AdaptersOff, ReferenceCache, compute_reference, reference_path
from training.run.plan import Plan, steps_of
from training.run.tune import advice, cache_parent, find_chat, find_rows, shape_multiple
from training.settings import DpoSettings
from training.world import World


def plan_dpo(settings: DpoSettings, world: World, tell: Callable[[str], None]) -> Plan[PairBatch]:
    """Tokenizes the data, if that was not done before. Raises DataError, SettingsError or CheckpointError for
    what cannot be trained.
    """
    if not settings.model.base:
        raise SettingsError("preferences are for a model that can speak already: give model.base")
    chat = find_chat(settings, world)
    if chat.grown and settings.reference == "adapters-off":
        raise SettingsError(
            f"{settings.model.base} lacks ChatML's tokens, so embeddings are trained too, and are not off "
            "when adapters are: set reference=cache"
        )
    train, held_out = find_rows(settings, chat, "pairs", world, tell)
    multiple = shape_multiple(settings, world)
    pairs = TokenizedPairs(train.cache, train.rows)
    batches = PairBatches(
        pairs,
        tokens=settings.tokens_per_batch,
        pairs_per_step=settings.pairs_per_step,
        seed=settings.seed,
        rank=world.rank,
        multiple=multiple,
        pad_id=chat.pad_id,
    )
    validation = TokenizedPairs(held_out.cache, held_out.rows)

    def objective(model: Mixtral, weights: str) -> Objective[PairBatch]:
        if settings.reference == "adapters-off":
            return Preference(settings.preference, AdaptersOff(model))
        stores = []
        for own in (pairs, validation):
            if len(own):
                dtype = model.embedding.weight.dtype
                path = reference_path(cache_parent(settings), own, weights, dtype)
                compute_reference(
                    model,
                    own,
                    path,
                    tokens=settings.tokens_per_batch,
                    multiple=multiple,
                    world=world,
                    tell=tell,
                )
                stores.append((own, path))
        return Preference(settings.preference, ReferenceCache(stores))

    return Plan(
        shape=chat.shape,
        grown=chat.grown,
        published=chat.published,
        steps=steps_of(settings, batches.steps_per_epoch()),
        tokens_per_step=round(float(pairs.lengths.mean()) * batches.per_step),
        tokens_per_batch=settings.tokens_per_batch,
        batches=batches,
        validation=in_order(
            validation.lengths,
            # Pairs to validate on are numbered after those to train on.
            lambda numbers: pair_batch(
                [validation[n] for n in numbers], [len(pairs) + n for n in numbers], multiple, chat.pad_id
            ),
            tokens=settings.tokens_per_batch,
            rank=world.rank,
        ),
        objective=objective,
        data={"pairs": pairs.digest, "validation": validation.digest},
        advice=advice(settings),
    )
