"""Supervised fine-tuning: conversations, with the loss on what the assistant says."""

from __future__ import annotations

from collections.abc import Callable

from training.data.batch import Batch
from training.data.conversations import ConversationBatches, conversation_batch
from training.data.packing import in_order
from training.data.token_cache import TokenizedConversations
from training.objectives.objective import NextToken
from training.run.plan import Plan, steps_of
from training.run.tune import advice, find_chat, find_rows, shape_multiple
from training.settings import SftSettings
from training.world import World


def plan_sft(settings: SftSettings, world: World, tell: Callable[[str], None]) -> Plan[Batch]:
    """Tokenizes the data, if that was not done before. Raises DataError, SettingsError or CheckpointError for
    what cannot be trained.
    """
    chat = find_chat(settings, world)
    train, held_out = find_rows(settings, chat, "conversations", world, tell)
    multiple = shape_multiple(settings, world)
    conversations = TokenizedConversations(train.cache, train.rows)
    batches = ConversationBatches(
        conversations,
        tokens=settings.tokens_per_batch,
        conversations_per_step=settings.conversations_per_step,
        seed=settings.seed,
        rank=world.rank,
        multiple=multiple,
        pad_id=chat.pad_id,
    )
    validation = TokenizedConversations(held_out.cache, held_out.rows)
    return Plan(
        shape=chat.shape,
        grown=chat.grown,
        published=chat.published,
        steps=steps_of(settings, batches.steps_per_epoch()),
        tokens_per_step=round(float(conversations.lengths.mean()) * batches.per_step),
        tokens_per_batch=settings.tokens_per_batch,
        batches=batches,
        validation=in_order(
            validation.lengths,
            lambda numbers: conversation_batch(validation, numbers, multiple, chat.pad_id),
            tokens=settings.tokens_per_batch,
            rank=world.rank,
        ),
        objective=lambda model, weights: NextToken(),
        data={"conversations": conversations.digest, "validation": validation.digest},
        advice=advice(settings),
    )
