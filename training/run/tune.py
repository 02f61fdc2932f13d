"""What tuning on conversations and on pairs has in common: the chat tokenizer, and rows as token ids."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.checkpoint.hugging_face import read_config
from training.data.rows import row_files
from training.data.token_cache import Kind, TokenCache, build_cache, cache_folder
from training.errors import DataError, SettingsError
from training.model.config import MixtralConfig
from training.run.share import first_does
from training.settings import TuneSettings
from training.text.chat import ChatTokenizer
from training.text.published import Published, TokenizerFile
from training.world import World

# A grown vocabulary is a multiple of this, for fast matrix products; ids beyond the tokenizer's are unused.
_ROUND_VOCABULARY = 64


@dataclass(frozen=True)
class Chat:
    """The model's shape and tokenizer, ready for conversations. `grown` is whether the tokenizer has tokens
    that the base never saw.
    """

    shape: MixtralConfig
    grown: bool
    tokenizer: ChatTokenizer
    published: Published
    pad_id: int


@dataclass(frozen=True)
class Rows:
    """Numbers of a cache's rows."""

    cache: TokenCache
    rows: npt.NDArray[np.int64]


def find_chat(settings: TuneSettings, world: World) -> Chat:
    """Raises DataError or CheckpointError for a base that cannot be read, or with another's tokenizer."""
    base = settings.model.base
    shape = read_config(Path(base)) if base else settings.model.shape
    assert shape is not None
    if not (settings.model.tokenizer or base):
        raise SettingsError("a new model needs a tokenizer: set model.tokenizer")
    found = TokenizerFile.find(settings.model.tokenizer or base)
    ids = _ids(found)
    if ids > shape.vocab_size:
        raise DataError(
            f"{found.path} has {ids:,} ids, and the model's vocabulary {shape.vocab_size:,}: it is another "
            "model's tokenizer"
        )
    bos = found.tokenizer.id_to_token(shape.bos_token_id) is not None and settings.begin_token
    chat = ChatTokenizer(found.tokenizer, shape.bos_token_id if bos else None)
    ids = _ids(found)
    grown = chat.added > 0 and bool(base)
    if ids > shape.vocab_size:
        shape = dataclasses.replace(shape, vocab_size=-(-ids // _ROUND_VOCABULARY) * _ROUND_VOCABULARY)
    if grown and settings.model.lora and world.rank.of > 1:
        raise SettingsError(
            f"{found.path} lacks ChatML's tokens: their embeddings are trained whole and merged, which with "
            "adapters works in one process only. Tune once without model.lora first"
        )
    published = Published(
        tokenizer=found.tokenizer,
        bos_id=shape.bos_token_id if bos else -1,
        eos_id=shape.eos_token_id,
        length=shape.max_position_embeddings,
        end_id=chat.end_id,
        begins=bos,
        source=found.path,
    )
    return Chat(shape, grown, chat, published, chat.end_id)


def cache_parent(settings: TuneSettings) -> Path:
    """Where caches are kept."""
    return Path(settings.cache or f"{settings.output}/cache")


def find_rows(
    settings: TuneSettings, chat: Chat, kind: Kind, world: World, tell: Callable[[str], None]
) -> tuple[Rows, Rows]:
    """The rows to train and to validate on, tokenized unless they are already; says how many were left out,
    and why. Raises DataError if none is left to train on.
    """
    parent = cache_parent(settings)
    cache = _tokenized(settings.data, chat, kind, parent, world=world, tell=tell)
    held_out = cache.held_out(0.0 if settings.validation else settings.validation_share)
    fits = _fits(cache, settings, chat.shape)
    train = Rows(cache, np.flatnonzero(fits & ~held_out))
    if settings.validation:
        other = _tokenized(settings.validation, chat, kind, parent, world=world, tell=tell)
        validation = Rows(other, np.flatnonzero(_fits(other, settings, chat.shape)))
        tell(_told("validation", other, len(validation.rows), settings))
    else:
        validation = Rows(cache, np.flatnonzero(fits & held_out))
    tell(_told(kind, cache, len(train.rows), settings, held_out=int((fits & held_out).sum())))
    if not len(train.rows):
        raise DataError(f"there is nothing to train on: {_told(kind, cache, 0, settings)}")
    most = settings.validation_rows
    if len(validation.rows) > most:
        evenly = np.arange(most) * len(validation.rows) // most
        validation = Rows(validation.cache, validation.rows[evenly])
    return train, validation


def shape_multiple(settings: TuneSettings, world: World) -> int:
    """Batches are filled up to a multiple of so many tokens.

    On a GPU attention is compiled for each length, so there are to be few; elsewhere eight make rows of
    matrices aligned.
    """
    if world.device.type != "cuda":
        return 8
    return max(128, settings.tokens_per_batch // 4 // 128 * 128)


def advice(settings: TuneSettings) -> str:
    """Which setting to lower where memory is short."""
    return (
        f"Lower tokens_per_batch (now {settings.tokens_per_batch:,}; longer rows are then left out), or set "
        "mesh.recompute=true, model.lora or more processes."
    )


def _ids(found: TokenizerFile) -> int:
    return max(found.tokenizer.get_vocab(with_added_tokens=True).values(), default=-1) + 1


def _tokenized(
    paths: list[str], chat: Chat, kind: Kind, parent: Path, *, world: World, tell: Callable[[str], None]
) -> TokenCache:
    files = row_files(paths)
    folder = cache_folder(files, chat.tokenizer, kind, parent)
    first_does(
        lambda: build_cache(folder, files, chat.tokenizer, kind, tell), (folder / "about.json").exists, world
    )
    return TokenCache(folder)


def _fits(cache: TokenCache, settings: TuneSettings, shape: MixtralConfig) -> npt.NDArray[np.bool_]:
    """Rows that fit into a batch, and whose longest branch fits into the model."""
    branch = cache.part_lengths[:, 0]
    if cache.part_lengths.shape[1] > 1:
        branch = branch + cache.part_lengths[:, 1:].max(axis=1)
    fits = (cache.lengths <= settings.tokens_per_batch) & (branch <= shape.max_position_embeddings)
    return np.asarray(fits)


def _told(what: str, cache: TokenCache, used: int, settings: TuneSettings, held_out: int = 0) -> str:
    about = cache.about
    parts = [f"{what}: {about.rows:,} rows, {used:,} used"]
    if held_out:
        parts.append(f"{held_out:,} held out for validation")
    longer = about.kept - used - held_out
    out = [f"{longer:,} too long (over {settings.tokens_per_batch:,} tokens)"] if longer else []
    out += [f"{count:,} {reason} ({about.examples[reason]})" for reason, count in about.refused.items()]
    if out:
        parts.append(f"left out: {'; '.join(out)}")
    return ", ".join(parts)
