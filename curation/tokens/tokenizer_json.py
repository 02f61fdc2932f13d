"""Tokenizers that come as a `tokenizer.json`, through the package `tokenizers`."""

from __future__ import annotations

import hashlib

import numpy as np

from curation.tokens.unit_cache import check_length
from schemas.token_shards import TokenIds, TokenizerInfo

_DEFAULT_BOS, _DEFAULT_EOS = "<s>", "</s>"


class TokenizerJsonEncoder:
    """An `Encoder` that gives what `tokenizers` gives for the text, without special tokens.

    Special tokens that a text spells out are ordinary text: a page about `</s>` must not end its document.
    """

    def __init__(
        self, data: bytes, *, name: str, bos_token: str | None = None, eos_token: str | None = None
    ) -> None:
        try:
            from tokenizers import Tokenizer  # noqa: PLC0415
        except ImportError as error:
            raise ValueError(
                f"{name} is a tokenizer.json, which needs the package `tokenizers`: pip install tokenizers"
            ) from error
        try:
            self._tokenizer = Tokenizer.from_buffer(data)
        except ValueError as error:
            raise ValueError(f"{name} is not a tokenizer.json: {error}") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True
        eos_id = self._named_id(name, eos_token, _DEFAULT_EOS)
        self.info = TokenizerInfo(
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            # Ids may have gaps: what counts is that every one of them is below this.
            vocabulary_size=max(self._tokenizer.get_vocab(with_added_tokens=True).values(), default=-1) + 1,
            bos_id=self._named_id(name, bos_token, _DEFAULT_BOS),
            eos_id=eos_id,
            pad_id=self._pad_id(eos_id),
        )
        self._dtype = np.dtype(self.info.dtype)

    def encode(self, text: str) -> TokenIds:
        """See `Encoder`."""
        text.encode()
        check_length(text)
        return np.array(self._tokenizer.encode(text, add_special_tokens=False).ids, dtype=self._dtype)

    def decode(self, tokens: TokenIds, *, continued: bool = False) -> str:
        """See `Encoder`; what it does with a space at the beginning is the tokenizer's own business."""
        for token in set(tokens.tolist()):
            self.piece(token)
        text: str = self._tokenizer.decode(tokens.tolist(), skip_special_tokens=True)
        return text

    def piece(self, token: int) -> str:
        """See `Encoder`."""
        text: str | None = self._tokenizer.id_to_token(token) if token >= 0 else None
        if text is None:
            raise ValueError(f"{token} is not in the vocabulary of {self.info.name}")
        return text

    def _named_id(self, name: str, token: str | None, default: str) -> int:
        index: int | None = self._tokenizer.token_to_id(default if token is None else token)
        if index is None and token is not None:
            raise ValueError(f"{name}: the vocabulary has no token {token!r}")
        return -1 if index is None else index

    def _pad_id(self, eos_id: int) -> int:
        for token in ("<pad>", "[PAD]", "<unk>", "[UNK]"):
            index: int | None = self._tokenizer.token_to_id(token)
            if index is not None:
                return index
        return max(eos_id, 0)
