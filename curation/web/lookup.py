"""Which pages are wanted, as a table that workers can search without loading it.

An address that is not wanted is taken for one that is with a chance of (wanted pages / 2^64) each.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from curation import lookup
from curation.lookup import U64, Lookup
from schemas.manifest import Manifest

_NAME = "wanted"


def write_wanted(folder: str, manifest: Manifest) -> None:
    """The `finish` of the stage that makes the wanted pages: writes the table into its folder."""
    lookup.write_lookup(folder, _NAME, manifest.files, ("key", "documents"), _documents)


class WantedPages:
    """The table as `write_wanted` wrote it into `folder`. Raises InputError where there is none."""

    def __init__(self, folder: str) -> None:
        self._lookup = Lookup(folder, _NAME)

    def __len__(self) -> int:
        return len(self._lookup)

    def documents(self, key: int) -> int:
        """How many documents reference the page with this key (see `url_key`); 0: it is not wanted."""
        return self._lookup.get(key) or 0


def _documents(batch: pa.RecordBatch) -> U64:
    counts: U64 = batch.column("documents").to_numpy().astype(np.uint64)
    return counts
