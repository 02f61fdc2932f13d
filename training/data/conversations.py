"""Conversations as packed batches, with the loss on what the assistant says."""

from __future__ import annotations

from collections.abc import Sequence

from training.data.batch import Batch, Text, batch_of
from training.data.packing import PackedSteps
from training.data.rank import ALONE, Rank
from training.data.token_cache import TokenizedConversations


class ConversationBatches(PackedSteps[Batch]):
    """`batches[step]`: the batches of this rank, of a step that trains on `conversations_per_step` of them in
    all. See PackedSteps.
    """

    def __init__(
        self,
        conversations: TokenizedConversations,
        *,
        tokens: int,
        conversations_per_step: int,
        seed: int = 0,
        rank: Rank = ALONE,
        multiple: int = 1,
        pad_id: int = 0,
    ) -> None:
        super().__init__(
            conversations.lengths,
            lambda numbers: conversation_batch(conversations, numbers, multiple, pad_id),
            tokens=tokens,
            per_step=conversations_per_step,
            seed=seed,
            rank=rank,
            what="conversation",
        )


def conversation_batch(
    conversations: TokenizedConversations, numbers: Sequence[int], multiple: int = 1, pad_id: int = 0
) -> Batch:
    """These conversations side by side, filled up to a multiple of `multiple` tokens."""
    found = [conversations[number] for number in numbers]
    used = sum(len(one.ids) for one in found)
    return batch_of([Text(one.ids, one.said) for one in found], used + -used % multiple, pad_id)
