import random

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from curation.dedup.bands import BandKeys, band_keys
from curation.dedup.components import LOOKUP, components_in_memory
from curation.dedup.config import MinHashConfig
from curation.dedup.links import link_buckets
from curation.lookup import Lookup, write_lookup
from pipelines.engine import Group, Map
from pipelines.engine.testing import apply_group, apply_map
from schemas.arrow import rows_to_batch
from schemas.dedup import BandKey, Component, Link, Sketch
from schemas.manifest import ShardFile

CONFIG = MinHashConfig(bands=4, rows=2)


def links_of(pairs, partitions=1):
    stage = Group(
        name="links",
        input=BandKey,
        key="band",
        partitions=partitions,
        whole=True,
        function=link_buckets,
        output=Link,
    )
    found = apply_group(stage, [BandKey(band, key) for band, key in pairs]).rows
    return [(link.key, link.other) for link in found]


def test_a_bucket_is_tied_to_its_smallest_key():
    assert links_of([(7, 5), (7, 3), (7, 9), (8, 1), (9, 2), (9, 4)]) == [(2, 4), (3, 5), (3, 9)]


def test_links_of_a_partition_come_once():
    assert links_of([(1, 10), (1, 20), (2, 20), (2, 10), (3, 10), (3, 20)]) == [(10, 20)]


def test_rows_that_share_a_key_are_linked_to_themselves():
    assert links_of([(1, 10), (1, 10), (2, 11), (3, 5), (3, 6), (3, 6)]) == [(5, 6), (10, 10)]


def test_nothing_in_common_gives_no_link():
    assert links_of([(n, 1000 - n) for n in range(100)], partitions=3) == []


def test_a_bucket_of_fifty_thousand_gives_as_many_links():
    found = links_of([(1, key) for key in range(50_000)] + [(2, key) for key in range(50_000)])
    assert found == [(0, key) for key in range(1, 50_000)]


def bands_of(sketches, config=CONFIG):
    stage = Map(name="bands", input=Sketch, function=BandKeys(config), output=BandKey)
    return [(row.band, row.key) for row in apply_map(stage, sketches).rows]


def sketch(key, digest=b"", values=()):
    return Sketch(key=key, text_digest=digest, minhash=np.array(values, "<u4").tobytes())


def test_a_document_has_a_key_per_band_and_one_for_its_text():
    found = bands_of([sketch(1, b"d" * 16, range(8)), sketch(2, b"e" * 16), sketch(3)])
    assert sorted(key for _, key in found) == [1] * 5 + [2]
    assert len({band for band, _ in found}) == 6


def test_documents_share_the_bands_whose_values_are_equal():
    one, other = [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 9, 5, 6, 8, 7]
    found = bands_of([sketch(1, b"d" * 16, one), sketch(2, b"e" * 16, other)])
    common = {band for band, key in found if key == 1} & {band for band, key in found if key == 2}
    assert len(common) == 2


def test_equal_values_in_different_bands_are_not_the_same():
    keys = band_keys(np.array([[1, 2, 1, 2, 1, 2, 1, 2]], np.uint32), 4, 2)
    assert len(set(keys.ravel().tolist())) == 4


def test_equal_texts_share_a_key_without_minhash():
    found = bands_of([sketch(1, b"d" * 16, range(8)), sketch(2, b"d" * 16)], config=None)
    assert len({band for band, _ in found}) == 1


def test_thousands_of_sketches_give_all_their_keys():
    found = bands_of([sketch(n, n.to_bytes(16, "big"), [n] * 8) for n in range(10_000)])
    assert len(found) == 50_000
    assert {key for _, key in found} == set(range(10_000))


def components_of(pairs):
    stage = Group(
        name="components",
        input=Link,
        key="key",
        partitions=1,
        whole=True,
        function=components_in_memory,
        output=Component,
    )
    found = apply_group(stage, [Link(*sorted(pair)) for pair in pairs]).rows
    return {row.key: row.component for row in found}


def test_components_are_named_by_their_smallest_key():
    assert components_of([(5, 9), (9, 7), (2, 30), (40, 40)]) == {5: 5, 9: 5, 7: 5, 2: 2, 30: 2, 40: 40}


def test_keys_of_all_64_bits_are_kept_apart():
    top = (1 << 64) - 1
    assert components_of([(top, top - 1), (1, 2)]) == {top: top - 1, top - 1: top - 1, 1: 1, 2: 1}


def test_a_lookup_finds_what_was_written_and_nothing_else(tmp_path):
    chance = random.Random(4)
    numbers = {chance.getrandbits(64): chance.getrandbits(64) for _ in range(5000)} | {0: 7, (1 << 64) - 1: 8}
    rows = [Component(key, value) for key, value in numbers.items()]
    files = write_files(tmp_path, [rows[:2000], rows[2000:]])
    write_lookup(
        str(tmp_path), LOOKUP, files, ("key", "component"), lambda batch: batch.column("component").to_numpy()
    )
    found = Lookup(str(tmp_path), LOOKUP)
    assert {key: found.get(key) for key in numbers} == numbers
    assert len(found) == len(numbers)
    missing = [key for key in (chance.getrandbits(64) for _ in range(100)) if key not in numbers]
    assert [found.get(key) for key in missing] == [None] * len(missing)
    assert sorted(path.name for path in tmp_path.glob("components*")) == [
        "components.keys",
        "components.values",
    ]


def test_ranges_of_keys_make_one_table(tmp_path, monkeypatch):
    monkeypatch.setattr("curation.lookup._RANGE_ROWS", 100)
    rows = [Component(n * ((1 << 64) // 1000), n) for n in range(1000)]
    random.Random(1).shuffle(rows)
    files = write_files(tmp_path, [rows])
    write_lookup(
        str(tmp_path), LOOKUP, files, ("key", "component"), lambda batch: batch.column("component").to_numpy()
    )
    assert Lookup(str(tmp_path), LOOKUP).values.tolist() == list(range(1000))


@pytest.mark.parametrize("protocol", ["file", "memory"])
def test_an_empty_lookup_finds_nothing(tmp_path, protocol):
    folder = str(tmp_path) if protocol == "file" else "memory://dedup-test"
    write_lookup(folder, LOOKUP, [], ("key", "component"), lambda batch: batch.column("component").to_numpy())
    assert Lookup(folder, LOOKUP).get(5) is None


def write_files(folder, parts):
    files = []
    for number, rows in enumerate(parts):
        path = folder / f"part-{number:05d}.parquet"
        pa.parquet.write_table(pa.Table.from_batches([rows_to_batch(Component, rows)]), path)
        files.append(ShardFile(name=path.name, rows=len(rows), bytes=path.stat().st_size, sha256=""))
    return files
