"""Supervised fine-tuning: conversations, with the loss on what the assistant says."""

from __future__ import annotations

from collections.abc import Callable

from training.data.batch import Batch
from training.data.conversations import ConversationBatches, conversation_batch
from training.data.token_cache import TokenizedConversations
from training.objectives.objective import NextToken
from training.run.plan import Plan
from training.run.tune import plan_tuning, prepare
from training.settings import SftSettings
from training.world import World


def plan_sft(settings: SftSettings, world: World, tell: Callable[[str], None]) -> Plan[Batch]:
    """Tokenizes the data, if that was not done before. Raises DataError, SettingsError or CheckpointError for
    what cannot be trained.
    """
    found = prepare(settings, TokenizedConversations, world, tell)
    pad_id = found.chat.pad_id
    batches = ConversationBatches(
        found.train,
        tokens=settings.tokens_per_batch,
        conversations_per_step=settings.conversations_per_step,
        seed=settings.seed,
        rank=world.rank,
        multiple=found.multiple,
        pad_id=pad_id,
    )
    return plan_tuning(
        settings,
        found,
        batches=batches,
        validation=lambda numbers: conversation_batch(found.held_out, numbers, found.multiple, pad_id),
        objective=lambda model, weights: NextToken(),
        world=world,
    )
