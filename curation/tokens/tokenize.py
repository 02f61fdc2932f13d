"""Documents → tokenized documents."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from curation.tokens.encode import Encoder, TokensConfig, load_encoder
from curation.tokens.unit_cache import TextTooLongError
from schemas.document import Document
from schemas.outcome import Dropped, Rejected
from schemas.tokens import TokenizedDocument


@dataclass
class TokenizeDocuments:
    """The token ids of each document's text.

    Drops documents without text (`empty`); rejects text that is not Unicode (`invalid-unicode`) or that the
    tokenizer cannot take (`too-long`). The tokenizer is loaded in the worker, when it is first needed.

    Raises ValueError when the tokenizer cannot be loaded (see `load_encoder`).
    """

    config: TokensConfig = field(default_factory=TokensConfig)
    _encoder: Encoder | None = field(default=None, init=False, repr=False, compare=False)

    def __call__(self, documents: Iterable[Document]) -> Iterator[TokenizedDocument | Dropped | Rejected]:
        """See the class."""
        if self._encoder is None:
            self._encoder = load_encoder(self.config)
        for document in documents:
            yield _tokenize(self._encoder, document)

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_encoder": None}


def _tokenize(encoder: Encoder, document: Document) -> TokenizedDocument | Dropped | Rejected:
    if not document.text or document.text.isspace():
        return Dropped("empty", document)
    try:
        text_bytes = len(document.text.encode())
    except UnicodeEncodeError as error:
        return Rejected(
            "invalid-unicode",
            document.id,
            f"character {error.start} of the text is a lone surrogate, which is not Unicode",
            ascii(document.text[error.start : error.start + 20]),
        )
    try:
        tokens = encoder.encode(document.text)
    except TextTooLongError as error:
        return Rejected("too-long", document.id, str(error), document.text)
    return TokenizedDocument(
        id=document.id,
        source=document.source,
        tokens=array("I", tokens.astype(np.uint32).tobytes()),
        text_bytes=text_bytes,
    )
