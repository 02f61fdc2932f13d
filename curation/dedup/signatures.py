"""Documents → signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.dedup.config import MinHashConfig
from curation.dedup.identity import measure_text, row_key
from curation.dedup.minhash import EMPTY, Signer
from curation.dedup.words import BLOCK_CHARACTERS
from schemas.dedup import Signature, TextRow


@dataclass(frozen=True)
class SignDocuments:
    """Function of a map stage: one signature per document, in their order. `config` None: without MinHash.

    Holds texts of about 131,000 characters together, or one longer text.
    """

    config: MinHashConfig | None

    def __call__(self, rows: Iterable[TextRow]) -> Iterator[Signature]:
        """See the class."""
        waiting: list[TextRow] = []
        characters = 0
        for row in rows:
            if characters + len(row.text) > BLOCK_CHARACTERS:
                yield from self._sign(waiting)
                waiting, characters = [], 0
            waiting.append(row)
            characters += len(row.text)
        yield from self._sign(waiting)

    def _sign(self, rows: list[TextRow]) -> Iterator[Signature]:
        if not rows:
            return
        minhashes = self._minhashes([row.text for row in rows])
        for row, minhash in zip(rows, minhashes, strict=True):
            digest, length = measure_text(row.text)
            yield Signature(
                key=row_key(row, digest),
                id=row.id,
                source=row.source,
                title=row.title,
                revision=row.revision,
                timestamp=row.timestamp,
                length=length,
                text_digest=digest,
                minhash=minhash,
            )

    def _minhashes(self, texts: list[str]) -> list[bytes]:
        if self.config is None:
            return [b""] * len(texts)
        signatures = signer(self.config).sign(texts)
        empty = (signatures == EMPTY).all(axis=1).tolist()
        return [b"" if none else row.tobytes() for row, none in zip(signatures, empty, strict=True)]


def signer(config: MinHashConfig) -> Signer:
    """What makes the signatures that the configuration asks for."""
    return Signer(config.permutations, config.shingle_words, config.seed)
