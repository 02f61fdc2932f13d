"""What tuning on conversations and on pairs has in common: the chat tokenizer, and rows as token ids."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from training.checkpoint.hugging_face import read_config
from training.data.packing import PackedSteps, in_order
from training.data.rows import row_files
from training.data.token_cache import CachedRows, TokenCache, build_cache, cache_folder
from training.errors import DataError, SettingsError
from training.model.config import MixtralConfig
from training.model.mixtral import Mixtral
from training.objectives.objective import B, Objective
from training.run.plan import Plan, steps_of
from training.run.share import first_does
from training.settings import TuneSettings
from training.text.chat import ChatTokenizer
from training.text.published import Published, TokenizerFile
from training.world import World

R = TypeVar("R", bound=CachedRows)

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
class Tuning(Generic[R]):
    """What is tuned and on what: the rows to `train` on and those `held_out` to validate on. Batches are
    filled up to a multiple of `multiple` tokens.
    """

    chat: Chat
    train: R
    held_out: R
    multiple: int


def prepare(settings: TuneSettings, rows: type[R], world: World, tell: Callable[[str], None]) -> Tuning[R]:
    """Tokenizes the data, if that was not done before. Raises DataError, SettingsError or CheckpointError for
    what cannot be trained.
    """
    chat = find_chat(settings)
    train, held_out = _find_rows(settings, chat, rows, world, tell)
    return Tuning(chat, train, held_out, _shape_multiple(settings, world))


def plan_tuning(
    settings: TuneSettings,
    found: Tuning[R],
    *,
    batches: PackedSteps[B],
    validation: Callable[[Sequence[int]], B],
    objective: Callable[[Mixtral, str], Objective[B]],
    world: World,
) -> Plan[B]:
    """The plan of training on `batches`; `validation` makes a batch of the held-out rows of these numbers."""
    files, others = ", ".join(settings.data), ", ".join(settings.validation)
    return Plan(
        shape=found.chat.shape,
        grown=found.chat.grown,
        published=found.chat.published,
        steps=steps_of(settings, batches.steps_per_epoch()),
        tokens_per_step=round(float(found.train.lengths.mean()) * batches.per_step),
        tokens_per_batch=settings.tokens_per_batch,
        batches=batches,
        validation=in_order(
            found.held_out.lengths, validation, tokens=settings.tokens_per_batch, rank=world.rank
        ),
        objective=objective,
        data={files: found.train.digest, others or f"what is held out of {files}": found.held_out.digest},
        advice=f"Lower tokens_per_batch (now {settings.tokens_per_batch:,}; longer rows are then left out), "
        "or set mesh.recompute=true, model.lora or more processes.",
    )


def find_chat(settings: TuneSettings) -> Chat:
    """Raises DataError or CheckpointError for a base that cannot be read, or with another's tokenizer."""
    base = settings.model.base
    shape = read_config(Path(base)) if base else settings.model.shape
    assert shape is not None
    if not (settings.model.tokenizer or base):
        raise SettingsError("a new model needs a tokenizer: set model.tokenizer")
    found = TokenizerFile.find(settings.model.tokenizer or base)
    ids = found.ids()
    if ids > shape.vocab_size:
        raise DataError(
            f"{found.path} has {ids:,} ids, and the model's vocabulary {shape.vocab_size:,}: it is another "
            "model's tokenizer"
        )
    bos = found.tokenizer.id_to_token(shape.bos_token_id) is not None and settings.begin_token
    chat = ChatTokenizer(found.tokenizer, shape.bos_token_id if bos else None)
    ids = found.ids()
    grown = chat.added > 0 and bool(base)
    if ids > shape.vocab_size:
        shape = dataclasses.replace(shape, vocab_size=-(-ids // _ROUND_VOCABULARY) * _ROUND_VOCABULARY)
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


def _find_rows(
    settings: TuneSettings, chat: Chat, kind: type[R], world: World, tell: Callable[[str], None]
) -> tuple[R, R]:
    """The rows to train and to validate on, tokenized unless they are already; says how many were left out,
    and why. Raises DataError if none is left to train on.
    """
    cache = _tokenized(settings, settings.data, chat, kind, world=world, tell=tell)
    held_out = cache.held_out(0.0 if settings.validation else settings.validation_share)
    fits = _fits(cache, settings, chat.shape)
    train = np.flatnonzero(fits & ~held_out)
    if settings.validation:
        other = _tokenized(settings, settings.validation, chat, kind, world=world, tell=tell)
        validation = np.flatnonzero(_fits(other, settings, chat.shape))
        tell(_told("validation", other, len(validation), settings))
    else:
        other, validation = cache, np.flatnonzero(fits & held_out)
    tell(_told(kind.kind, cache, len(train), settings, held_out=int((fits & held_out).sum())))
    if not len(train):
        raise DataError(f"there is nothing to train on: {_told(kind.kind, cache, 0, settings)}")
    most = settings.validation_rows
    if len(validation) > most:
        validation = validation[np.arange(most) * len(validation) // most]  # evenly spaced
    return kind(cache, train), kind(other, validation)


def _shape_multiple(settings: TuneSettings, world: World) -> int:
    """Batches are filled up to a multiple of so many tokens.

    On a GPU attention is compiled for each length, so there are to be few; elsewhere eight make rows of
    matrices aligned.
    """
    if world.device.type != "cuda":
        return 8
    return max(128, settings.tokens_per_batch // 4 // 128 * 128)


def _tokenized(
    settings: TuneSettings,
    paths: list[str],
    chat: Chat,
    rows: type[CachedRows],
    *,
    world: World,
    tell: Callable[[str], None],
) -> TokenCache:
    files = row_files(paths)
    folder = cache_folder(files, chat.tokenizer, rows.kind, cache_parent(settings))
    first_does(
        lambda: build_cache(folder, files, chat.tokenizer, rows.kind, tell),
        (folder / "about.json").exists,
        world,
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
