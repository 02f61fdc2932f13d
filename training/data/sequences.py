"""Token shards as batches for pretraining, mixed by weight if there are several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from schemas.token_shards import TokenSequence, TokenShards
from training.data.batch import Batch, Text, batch_of
from training.data.order import ShuffledOrder, WeightedOrder
from training.data.rank import ALONE, Rank
from training.errors import DataError


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
        self.vocab_size = vocab_size
        self._rows = rows
        self._accumulate = accumulate
        self._rank = rank
        manifest = self._shards[0].manifest
        self.sequence_length = manifest.sequence_length
        self.tokenizer = manifest.tokenizer
        self.begins = manifest.bos

    def __len__(self) -> int:
        return sum(len(shards) for shards in self._shards)

    @property
    def sequences_per_step(self) -> int:
        """Of all ranks together."""
        return self._rows * self._accumulate * self._rank.of

    def steps_per_epoch(self) -> int:
        """Steps after which as many sequences were read as there are."""
        return max(1, len(self) // self.sequences_per_step)

    def __getitem__(self, step: int) -> list[Batch]:
        first = step * self.sequences_per_step + self._rank.index * self._rows * self._accumulate
        return [
            self.batch([self.sequence(place) for place in range(start, start + self._rows)])
            for start in range(first, first + self._rows * self._accumulate, self._rows)
        ]

    def batch(self, rows: Sequence[TokenSequence]) -> Batch:
        """These sequences side by side."""
        texts = [text for row in rows for text in _texts(row)]
        return batch_of(texts, len(rows) * self.sequence_length, self.tokenizer.pad_id)

    def row(self, number: int) -> TokenSequence:
        """The sequence with this number, counted through the folders."""
        for shards in self._shards:
            if number < len(shards):
                return shards[number]
            number -= len(shards)
        raise IndexError(number)

    def sequence(self, place: int) -> TokenSequence:
        """The sequence at this place of the endless order."""
        folder, number = self._mixture[place]
        return self._shards[folder][self._orders[folder][number]]


def sequences_in_order(source: SequenceBatches, most: int, rows: int, rank: Rank = ALONE) -> list[Batch]:
    """At most `most` sequences, evenly spaced over all of them, as batches of at most `rows`; as many for
    every rank. For validation. Raises DataError if there are fewer than ranks.
    """
    count = min(most, len(source)) // rank.of
    if not count:
        raise DataError(f"{min(most, len(source))} sequences to validate on do not make one for each process")
    total = count * rank.of
    # Those of a rank lie evenly too.
    own = [len(source) * place // total for place in range(rank.index, total, rank.of)]
    return [source.batch([source.row(n) for n in own[i : i + rows]]) for i in range(0, count, rows)]


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
