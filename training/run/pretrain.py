"""Pretraining: token shards, next tokens."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from schemas.token_shards import TokenizerInfo
from training.checkpoint.hugging_face import read_config
from training.data.batch import Batch
from training.data.sequences import SequenceBatches, sequences_in_order
from training.data.verify import describe_shards, verify_shards
from training.errors import DataError, SettingsError
from training.model.config import MixtralConfig
from training.objectives.objective import NextToken
from training.run.plan import Plan, steps_of
from training.run.share import first_does
from training.settings import PretrainSettings
from training.text.published import Published, TokenizerFile, check_made_with
from training.world import World

VERIFIED = "verified.json"


def plan_pretrain(settings: PretrainSettings, world: World, tell: Callable[[str], None]) -> Plan[Batch]:
    """Reads what the shards say of themselves, and nothing of them. Raises DataError, SettingsError,
    CheckpointError or TokenShardsError for what cannot be trained.
    """
    base = Path(settings.model.base) if settings.model.base else None
    shape = read_config(base) if base else settings.model.shape
    assert shape is not None
    at_once = settings.sequences_per_batch * world.rank.of
    if settings.sequences_per_step % at_once:
        raise SettingsError(
            f"sequences_per_step ({settings.sequences_per_step}) must be a multiple of sequences_per_batch "
            f"({settings.sequences_per_batch}) times the number of processes ({world.rank.of})"
        )
    batches = SequenceBatches(
        settings.data,
        vocab_size=shape.vocab_size,
        rows=settings.sequences_per_batch,
        accumulate=settings.sequences_per_step // at_once,
        seed=settings.seed,
        rank=world.rank,
    )
    if batches.sequence_length > shape.max_position_embeddings:
        raise DataError(
            f"sequences have {batches.sequence_length} tokens, and the model's max_position_embeddings is "
            f"{shape.max_position_embeddings}: pack shorter ones, or set model.shape.max_position_embeddings"
        )
    tokenizer = TokenizerFile.find(settings.model.tokenizer or settings.model.base or batches.tokenizer.name)
    check_made_with(batches.tokenizer, tokenizer, next(iter(settings.data)))
    if base is None:
        shape = _with_ends(shape, batches.tokenizer)
    tokens = settings.sequences_per_batch * batches.sequence_length
    return Plan(
        shape=shape,
        grown=False,
        published=Published(
            tokenizer=tokenizer.tokenizer,
            bos_id=batches.tokenizer.bos_id if batches.begins else -1,
            eos_id=batches.tokenizer.eos_id,
            length=shape.max_position_embeddings,
            source=tokenizer.path,
        ),
        steps=steps_of(settings, batches.steps_per_epoch()),
        tokens_per_step=settings.sequences_per_step * batches.sequence_length,
        tokens_per_batch=tokens,
        batches=batches,
        validation=_validation(settings, batches, world),
        objective=lambda model, weights: NextToken(),
        data={folder: describe_shards(folder) for folder in (*settings.data, *settings.validation)},
        check=lambda: _verify(settings, world, tell),
        advice=f"Lower sequences_per_batch (now {settings.sequences_per_batch}, {tokens:,} tokens), or set "
        "mesh.recompute=true, model.lora or more processes.",
    )


def _verify(settings: PretrainSettings, world: World, tell: Callable[[str], None]) -> None:
    """Reads shards that were not read yet, or were touched since. Raises DataError for a changed one."""
    if settings.verify_data:
        remembered = Path(settings.output) / VERIFIED
        folders = [*settings.data, *settings.validation]
        first_does(lambda: verify_shards(folders, remembered, tell), lambda: True, world)


def _validation(settings: PretrainSettings, batches: SequenceBatches, world: World) -> list[Batch]:
    if not settings.validation:
        return []
    held_out = SequenceBatches(settings.validation, vocab_size=batches.vocab_size, rows=1)
    if held_out.tokenizer.sha256 != batches.tokenizer.sha256:
        raise DataError(
            f"{next(iter(settings.validation))} was made with the tokenizer {held_out.tokenizer.name}, and "
            f"{next(iter(settings.data))} with {batches.tokenizer.name}"
        )
    return sequences_in_order(
        held_out, settings.validation_sequences, settings.sequences_per_batch, world.rank
    )


def _with_ends(shape: MixtralConfig, tokenizer: TokenizerInfo) -> MixtralConfig:
    """A new model's configuration says which tokens begin and end documents."""
    return dataclasses.replace(
        shape, bos_token_id=max(0, tokenizer.bos_id), eos_token_id=max(0, tokenizer.eos_id)
    )
