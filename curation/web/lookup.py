"""A table of the wanted pages that workers can search without loading it: 12 bytes per page.

`wanted-keys.npy` holds the 64-bit keys (see `url_key`) in rising order, `wanted-documents.npy` how many
documents reference each page. Both are mapped into memory, so that the workers of a machine share them. An
address that is not wanted is taken for one that is with a chance of (wanted pages / 2^64) each.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from schemas.manifest import Manifest
from schemas.split import InputError

KEYS, DOCUMENTS = "wanted-keys.npy", "wanted-documents.npy"
# So many keys are sorted at a time, in about 200 MB.
_KEYS_PER_PASS = 1 << 23


def write_lookup(folder: str, manifest: Manifest) -> None:
    """The `finish` of the stage that makes the wanted pages: writes the table into its folder.

    Reads the stage's files once for every 8 million pages, each time for a range of keys.
    """
    system, inner = url_to_fs(folder)
    rows = manifest.rows_out
    passes = max(1, -(-rows // _KEYS_PER_PASS))
    names = sorted(file.name for file in manifest.files)
    with system.open(f"{inner}/{KEYS}", "wb") as keys, system.open(f"{inner}/{DOCUMENTS}", "wb") as documents:
        _write_header(keys, rows, np.dtype("<u8"))
        _write_header(documents, rows, np.dtype("<u4"))
        for number in range(passes):
            low, high = ((1 << 64) * bound // passes for bound in (number, number + 1))
            found: list[tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]] = []
            for name in names:
                with system.open(f"{inner}/{name}", "rb") as file:
                    found += _within(file, low, high - 1)
            both = [np.concatenate(column) for column in zip(*found, strict=True)]
            if both:
                order = np.lexsort((both[1], both[0]))
                keys.write(both[0][order].astype("<u8").tobytes())
                documents.write(both[1][order].astype("<u4").tobytes())


class WantedPages:
    """The table as `write_lookup` wrote it into `folder`. One of a remote folder is downloaded first, to a
    temporary folder that lasts as long as this object.

    Raises InputError when the folder has no such table.
    """

    def __init__(self, folder: str) -> None:
        system, inner = url_to_fs(folder)
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        if not isinstance(system, LocalFileSystem):
            self._copy = tempfile.TemporaryDirectory(prefix="wanted-")
        arrays = []
        for name in (KEYS, DOCUMENTS):
            if not system.exists(f"{inner}/{name}"):
                raise InputError(f"{folder} has no {name}: expected the folder of the stage of wanted pages")
            path = f"{inner}/{name}"
            if self._copy is not None:
                path = str(Path(self._copy.name) / name)
                with system.open(f"{inner}/{name}", "rb") as remote, Path(path).open("wb") as local:
                    shutil.copyfileobj(remote, local, 1 << 20)
            arrays.append(np.load(path, mmap_mode="r", allow_pickle=False))
        self._keys, self._documents = arrays

    def __len__(self) -> int:
        return len(self._keys)

    def documents(self, key: int) -> int:
        """How many documents reference the page with this key; 0: it is not wanted."""
        wanted = np.uint64(key)
        index = int(np.searchsorted(self._keys, wanted))
        if index == len(self._keys) or self._keys[index] != wanted:
            return 0
        return int(self._documents[index])


def _write_header(file: IO[bytes], rows: int, dtype: np.dtype[np.generic]) -> None:
    header = {"descr": dtype.str, "fortran_order": False, "shape": (rows,)}
    write: Any = np.lib.format.write_array_header_1_0  # typed in some versions only
    write(file, header)


def _within(
    file: IO[bytes], low: int, high: int
) -> list[tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]]:
    """Keys from `low` to `high`, with their counts, per batch of the file."""
    found = []
    for batch in pq.ParquetFile(file).iter_batches(1 << 16, columns=["key", "documents"]):
        keys = batch.column("key").to_numpy()
        chosen = (keys >= np.uint64(low)) & (keys <= np.uint64(high))
        counts = np.minimum(batch.column("documents").to_numpy()[chosen], (1 << 32) - 1)
        found.append((keys[chosen], counts.astype(np.uint32)))
    return found
