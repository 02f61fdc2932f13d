"""The documents that have a component, with what their similarity is computed from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.dedup import components
from curation.dedup.identity import measure_text, row_key
from curation.dedup.shingles import shingle_set
from curation.lookup import Lookup
from schemas.dedup import Candidate, Signature, TextRow


def candidates_of_signatures(signatures: Iterable[Signature], folder: str) -> Iterator[Candidate]:
    """Function of a map stage that uses the stage of the components, in `folder`: those that have one."""
    found = Lookup(folder, components.LOOKUP)
    for row in signatures:
        component = found.get(row.key)
        if component is not None:
            yield _candidate(
                row,
                row.key,
                component,
                length=row.length,
                digest=row.text_digest,
                minhash=row.minhash,
                run=row.run,
            )


@dataclass(frozen=True)
class CandidatesOfTexts:
    """Function of a map stage that uses the stage of the components: the documents that have one, with their
    shingles of `width` words (8 bytes each, which are about as much as the text).
    """

    width: int

    def __call__(self, rows: Iterable[TextRow], folder: str) -> Iterator[Candidate]:
        """See the class; `folder` is that of the components."""
        found = Lookup(folder, components.LOOKUP)
        for row in rows:
            digest, length = measure_text(row.text)
            key = row_key(row, digest)
            component = found.get(key)
            if component is not None:
                shingles = shingle_set(row.text, self.width).astype("<u8").tobytes()
                yield _candidate(row, key, component, length=length, digest=digest, shingles=shingles)


def _candidate(
    row: Signature | TextRow,
    key: int,
    component: int,
    *,
    length: int,
    digest: bytes,
    minhash: bytes = b"",
    shingles: bytes = b"",
    run: str = "",
) -> Candidate:
    return Candidate(
        component=component,
        key=key,
        id=row.id,
        source=row.source,
        title=row.title,
        revision=row.revision,
        timestamp=row.timestamp,
        length=length,
        text_digest=digest,
        minhash=minhash,
        shingles=shingles,
        run=run,
    )
