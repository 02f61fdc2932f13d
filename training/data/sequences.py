"""Token shards as batches for pretraining, mixed by weight if there are several."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from schemas.token_shards import TokenSequence, TokenShards
from training.data.batch import Batch, Text, batch_of
from training.data.order import ShuffledOrder, WeightedOrder
from training.data.rank import ALONE, Rank


class DataError(ValueError):
    """Data that a model cannot be trained on: the message says which, and what to do."""


class SequenceBatches:
    """Batches of packed sequences: `batches[step]`, a list of `accumulate` of them, for this rank.

    `folders` maps token shard folders to weights: the share of sequences that come from each. Which sequence
    stands where depends on the seed alone: with more processes, or more rows per batch and fewer batches, a
    step trains on the same sequences. Each folder is read in an order of its own, shuffled anew whenever it
    is through.

    Raises DataError for folders of different tokenizers or sequence lengths, or of another vocabulary than
    the model's `vocab_size`; TokenShardsError for a folder that is none, or was changed.
    """

    def __init__(
        self,
        folders: Mapping[str, float],
        *,
        vocab_size: int,
        rows: int,
        accumulate: int = 1,
        seed: int = 0,
        rank: Rank = ALONE,
    ) -> None:
        self._shards = [TokenShards(Path(folder)) for folder in folders]
        _check_alike(list(folders), self._shards, vocab_size)
        try:
            self._mixture = WeightedOrder(list(folders.values()))
        except ValueError as error:
            raise DataError(str(error)) from error
        self._orders = [
            ShuffledOrder(len(shards), seed=seed + number) for number, shards in enumerate(self._shards)
        ]
        self._rows = rows
        self._accumulate = accumulate
        self._rank = rank
        manifest = self._shards[0].manifest
        self.sequence_length = manifest.sequence_length
        self.tokenizer = manifest.tokenizer

    @property
    def sequences_per_step(self) -> int:
        """Of all ranks together."""
        return self._rows * self._accumulate * self._rank.of

    def steps_per_epoch(self) -> int:
        """Steps after which as many sequences were read as there are."""
        return max(1, sum(len(shards) for shards in self._shards) // self.sequences_per_step)

    def __getitem__(self, step: int) -> list[Batch]:
        first = step * self.sequences_per_step + self._rank.index * self._rows * self._accumulate
        return [
            self._batch(range(start, start + self._rows))
            for start in range(first, first + self._rows * self._accumulate, self._rows)
        ]

    def _batch(self, places: range) -> Batch:
        texts = [text for place in places for text in _texts(self.sequence(place))]
        return batch_of(texts, len(places) * self.sequence_length, self.tokenizer.pad_id)

    def sequence(self, place: int) -> TokenSequence:
        """The sequence at this place of the endless order."""
        folder, number = self._mixture[place]
        return self._shards[folder][self._orders[folder][number]]


def _texts(row: TokenSequence) -> list[Text]:
    """The documents of a row. A piece of one that goes on from the row before is a text of its own."""
    return [
        Text(
            ids=row.tokens[span.start : span.start + span.length].astype(np.int64),
            predicted=np.ones(span.length, dtype=np.bool_),
        )
        for span in row.spans
    ]


def _check_alike(folders: list[str], shards: list[TokenShards], vocab_size: int) -> None:
    if not shards:
        raise DataError("no folder of token shards was given")
    first = shards[0].manifest
    for folder, other in zip(folders, shards, strict=True):
        manifest = other.manifest
        if manifest.tokenizer.sha256 != first.tokenizer.sha256:
            raise DataError(
                f"{folder} was made with the tokenizer {manifest.tokenizer.name}, and {folders[0]} with "
                f"{first.tokenizer.name}: tokenize one of them again"
            )
        if manifest.sequence_length != first.sequence_length:
            raise DataError(
                f"{folder} has sequences of {manifest.sequence_length} tokens, and {folders[0]} of "
                f"{first.sequence_length}: pack one of them again"
            )
        if manifest.tokenizer.vocabulary_size > vocab_size:
            raise DataError(
                f"{folder} has token ids up to {manifest.tokenizer.vocabulary_size - 1}, but the model's "
                f"vocabulary has {vocab_size}: it was made with another tokenizer ({manifest.tokenizer.name})"
            )
        if not len(other):
            raise DataError(f"{folder} holds no sequences")
