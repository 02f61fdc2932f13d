"""Text to token ids: exactly those of the tokenizer itself, several times faster for SentencePiece's BPE.

Natural text repeats its words. So the text is cut where the vocabulary proves that cutting changes nothing
(see `cutting`), and the ids of each unit are looked up. SentencePiece is asked only for units that were not
seen lately.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
from typing import Any, Protocol

import fsspec
import numpy as np
import sentencepiece
from pydantic import BaseModel, ConfigDict, Field

from curation.tokens.cutting import SPACE, derive_cutting, why_whole
from curation.tokens.model_file import NO_DUMMY_PREFIX, ModelFile, read_model_file
from curation.tokens.unit_cache import CACHED_UNITS, UnitCache, check_length
from schemas.token_shards import TokenIds, TokenizerInfo

MISTRAL_COMMON = "mistral-common:"

# Text is cut in blocks of so many characters: the units of a very long text would take 15 times its memory.
_BLOCK_CHARACTERS = 1 << 20

# Above so many UTF-8 bytes per character, text is mostly Chinese, Japanese or of another script without the
# spaces and repetitions that a cache lives on, and SentencePiece is faster on the whole of it.
_WIDE_BYTES = 2


class TokensConfig(BaseModel):
    """Which tokenizer: a SentencePiece model, or a `tokenizer.json` (which needs the package `tokenizers`).

    A `tokenizer.json` does not say which of its tokens begin and end documents: they are `<s>` and `</s>`, if
    it has them and no others are named here.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(
        default=MISTRAL_COMMON + "tokenizer.model.v1",
        description="A SentencePiece model or a tokenizer.json, as a path or fsspec URL; or "
        "mistral-common:FILE for one inside the package mistral-common (the default is Mixtral 8x7B's own).",
    )
    bos_token: str | None = Field(
        default=None,
        description="What begins documents, as the vocabulary spells it; null: what the model says.",
    )
    eos_token: str | None = Field(
        default=None,
        description="What ends documents, as the vocabulary spells it; null: what the model says.",
    )


class Encoder(Protocol):
    """A tokenizer, ready to use."""

    @property
    def info(self) -> TokenizerInfo:
        """Which tokenizer this is."""

    def encode(self, text: str) -> TokenIds:
        """The ids of `text`, without begin and end tokens: shape [tokens], of `info.dtype`.

        Raises UnicodeEncodeError for text with lone surrogates, which is not Unicode, and TextTooLongError
        for more than 4 Mi characters without a place where the vocabulary allows a cut (millions of letters
        without a space).
        """

    def decode(self, tokens: TokenIds, *, continued: bool = False) -> str:
        """The text of ids. `continued`: they do not begin their document, so a space at their beginning is
        one of its own. Control tokens give nothing. Raises ValueError for an id outside the vocabulary.
        """

    def piece(self, token: int) -> str:
        """How the vocabulary spells a token. Raises ValueError for an id outside it."""


def load_encoder(config: TokensConfig | None = None) -> Encoder:
    """Raises ValueError, naming the file, for one that is missing or is no tokenizer, and for a begin or end
    token that the vocabulary lacks.
    """
    config = config or TokensConfig()
    name, data = config.model, _read(config.model)
    if data.lstrip()[:1] == b"{":
        from curation.tokens.tokenizer_json import TokenizerJsonEncoder  # noqa: PLC0415

        return TokenizerJsonEncoder(data, name=name, bos_token=config.bos_token, eos_token=config.eos_token)
    try:
        return SentencePieceEncoder(data, name=name, bos_token=config.bos_token, eos_token=config.eos_token)
    except ValueError as error:
        raise ValueError(f"{config.model}: {error}") from error


def _read(model: str) -> bytes:
    try:
        if model.startswith(MISTRAL_COMMON):
            folder = importlib.resources.files("mistral_common") / "data"
            return (folder / model.removeprefix(MISTRAL_COMMON)).read_bytes()
        with fsspec.open(model, "rb") as file:
            data: bytes = file.read()
            return data
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ValueError(
            f"there is no tokenizer {model!r}: give a file, or {MISTRAL_COMMON}FILE for one of that package's"
        ) from error


class SentencePieceEncoder:
    """`why_whole` says why this model's text is encoded whole (and so at SentencePiece's own rate), and is
    empty where it is cut. Not safe to share between threads.
    """

    def __init__(
        self,
        data: bytes,
        *,
        name: str,
        bos_token: str | None = None,
        eos_token: str | None = None,
        cached_units: int = CACHED_UNITS,
    ) -> None:
        # Encodes the inside of a text: a dummy prefix is neither added nor taken away.
        self._inside = _processor(data + NO_DUMMY_PREFIX)
        self._data = data
        model = read_model_file(data)
        pad_id, unknown_id = self._inside.pad_id(), self._inside.unk_id()
        self.info = TokenizerInfo(
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            vocabulary_size=len(model.pieces),
            bos_id=_named_id(model, bos_token, self._inside.bos_id()),
            eos_id=_named_id(model, eos_token, self._inside.eos_id()),
            pad_id=pad_id if pad_id >= 0 else unknown_id,
        )
        self._dtype = np.dtype(self.info.dtype)
        self.why_whole = why_whole(model)
        if not self.why_whole:
            self._prefix = " " if model.add_dummy_prefix else ""
            self._cutting = derive_cutting(model)
            self._units = UnitCache(
                self._inside.encode, self._cutting.isolated, self._dtype.char, cached_units
            )

    def encode(self, text: str) -> TokenIds:
        """See `Encoder`."""
        wide = len(text.encode()) > _WIDE_BYTES * len(text) and len(text) <= _BLOCK_CHARACTERS
        if self.why_whole or wide or not text:
            return self._encode_whole(text)
        normalised = self._prefix + text.replace(SPACE, " ")
        if self._cutting.symbols and self._cutting.symbols.search(normalised):
            return self._encode_whole(text)
        return np.frombuffer(self._encode_units(normalised), dtype=self._dtype)

    def decode(self, tokens: TokenIds, *, continued: bool = False) -> str:
        """See `Encoder`."""
        ids = [index for index in tokens.tolist() if not self._inside.is_control(self._checked(index))]
        text: str = (self._inside if continued else self._whole).decode(ids)
        return text

    def piece(self, token: int) -> str:
        """See `Encoder`."""
        text: str = self._inside.id_to_piece(self._checked(token))
        return text

    def _checked(self, token: int) -> int:
        if not 0 <= token < self.info.vocabulary_size:
            raise ValueError(f"{token} is outside the vocabulary of {self.info.vocabulary_size}")
        return token

    @functools.cached_property
    def _whole(self) -> Any:
        return _processor(self._data)

    def _encode_whole(self, text: str) -> TokenIds:
        check_length(text)
        return np.array(self._whole.encode(text), dtype=self._dtype)

    def _encode_units(self, text: str) -> bytes:
        units, look_up = self._cutting.units.findall, self._units.__getitem__
        if len(text) <= _BLOCK_CHARACTERS:
            return b"".join(map(look_up, units(text)))
        parts, start, size = [], 0, _BLOCK_CHARACTERS
        while start < len(text):
            block = units(text, start, start + size)
            # The block's end may lie within its last unit, which then begins the next block instead.
            kept = block if start + size >= len(text) else block[:-1]
            parts.append(b"".join(map(look_up, kept)))
            start += sum(map(len, kept))
            size = _BLOCK_CHARACTERS if kept else 2 * size
        return b"".join(parts)


def _processor(data: bytes) -> Any:
    try:
        return sentencepiece.SentencePieceProcessor(model_proto=data)
    except RuntimeError as error:
        raise ValueError(f"not a SentencePiece model: {error}") from error


def _named_id(model: ModelFile, token: str | None, own: int) -> int:
    if token is None:
        return own
    for index, (text, _) in enumerate(model.pieces):
        if text == token:
            return index
    raise ValueError(f"the vocabulary has no token {token!r}")
