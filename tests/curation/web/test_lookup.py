import random

import fsspec
import numpy as np
import pyarrow.parquet as pq
import pytest

from curation import lookup
from curation.web.lookup import WantedPages, write_wanted
from schemas.arrow import rows_to_batch
from schemas.manifest import Manifest, ShardFile, Timing
from schemas.split import InputError
from schemas.web import WantedPage


def write(folder, counts, files=3):
    """A stage's folder with the keys of `counts` spread over files, and its table."""
    system, inner = fsspec.core.url_to_fs(folder)
    system.makedirs(inner, exist_ok=True)
    rows = [
        WantedPage(key=key, url=f"https://e.org/{key}", written="", host="e.org", documents=count, first=[])
        for key, count in counts.items()
    ]
    random.Random(0).shuffle(rows)
    names = [f"part-{number:05}.parquet" for number in range(files)]
    parts = {name: rows[number::files] for number, name in enumerate(names)}
    for name, part in parts.items():
        batch = rows_to_batch(WantedPage, part)
        with system.open(f"{inner}/{name}", "wb") as file, pq.ParquetWriter(file, batch.schema) as writer:
            writer.write_batch(batch)
    manifest = Manifest(
        stage="wanted",
        position=1,
        version=1,
        config=None,
        record="WantedPage",
        record_version=1,
        format="parquet",
        stage_digest="",
        input_digests={},
        rows_in=0,
        rows_out=len(rows),
        dropped={},
        rejected={},
        files=[
            ShardFile(name=name, rows=len(rows[number::files]), bytes=0, sha256="")
            for number, name in enumerate(names)
        ],
        rejected_files=[],
        dropped_files=[],
        exclusions=False,
        timing=Timing(seconds=0, cpu_seconds=0, peak_rss_bytes=0),
    )
    write_wanted(folder, manifest)


COUNTS = {0: 1, 5: 2, 2**63: 3, 2**64 - 1: 4} | {random.Random(n).getrandbits(64): n for n in range(1, 500)}


@pytest.mark.parametrize("rows_per_pass", [1 << 23, 50])
def test_what_was_written_is_found(tmp_path, monkeypatch, rows_per_pass):
    monkeypatch.setattr(lookup, "_RANGE_ROWS", rows_per_pass)
    write(str(tmp_path), COUNTS)
    wanted = WantedPages(str(tmp_path))
    assert len(wanted) == len(COUNTS)
    assert {key: wanted.documents(key) for key in COUNTS} == COUNTS
    assert not any(wanted.documents(key) for key in (1, 4, 6, 2**63 + 1, 2**64 - 2))


def test_the_table_is_mapped_and_takes_sixteen_bytes_a_page(tmp_path):
    write(str(tmp_path), COUNTS)
    assert sum(path.stat().st_size for path in tmp_path.glob("wanted.*")) == 16 * len(COUNTS)
    keys = WantedPages(str(tmp_path))._lookup.keys
    assert isinstance(keys.base, np.memmap)


def test_a_remote_table_is_copied(tmp_path):
    write("memory://wanted", COUNTS)
    pages = WantedPages("memory://wanted")
    assert pages.documents(5) == 2
    assert isinstance(pages._lookup.keys.base, np.memmap)


def test_no_page_is_wanted(tmp_path):
    write(str(tmp_path), {}, files=0)
    assert WantedPages(str(tmp_path)).documents(7) == 0


def test_a_folder_without_the_table_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"wanted\.keys: expected the folder of a stage"):
        WantedPages(str(tmp_path))
