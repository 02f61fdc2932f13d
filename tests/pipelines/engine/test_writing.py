import hashlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.engine import writing
from pipelines.engine.reading import read_batches
from pipelines.engine.writing import RecordBuffer, ShardWriter
from schemas.arrow import arrow_schema
from tests.pipelines.engine.toy import Line

SCHEMA = arrow_schema(Line)


def write(folder, rows, format="parquet", shard_bytes=1 << 20):
    writer = ShardWriter(str(folder), "part-00003", SCHEMA, format, shard_bytes)
    buffer = RecordBuffer(Line, writer)
    for row in rows:
        buffer.append(row)
    buffer.flush()
    writer.finish()
    return writer


def some_lines(count=5000):
    # Digests do not compress, so that stored sizes are predictable.
    return [Line(f"x:{n}", hashlib.shake_128(str(n).encode()).hexdigest(100)) for n in range(count)]


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_equal_rows_are_equal_bytes(tmp_path, format):
    one = write(tmp_path, some_lines(), format).commit()
    other = write(tmp_path, some_lines(), format).commit()
    assert one == other
    for file in one:
        data = (tmp_path / file.name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.bytes, file.sha256)


def test_nothing_is_seen_before_commit(tmp_path):
    writer = write(tmp_path, some_lines(10))
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".tmp")] == []
    writer.commit()
    assert [path.name for path in tmp_path.iterdir()] == ["part-00003.parquet"]


def test_discarded_rows_leave_nothing(tmp_path):
    write(tmp_path, some_lines(), shard_bytes=100_000).discard()
    assert list(tmp_path.iterdir()) == []


def test_without_rows_there_is_no_file(tmp_path):
    assert write(tmp_path, []).commit() == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_a_large_shard_becomes_several_files_in_order(tmp_path, format):
    rows = some_lines()
    files = write(tmp_path, rows, format, shard_bytes=200_000).commit()
    names = [file.name for file in files]
    assert len(files) > 2
    assert names == [f"part-00003-{n:03d}.{format}" for n in range(len(files))]
    assert sum(file.rows for file in files) == len(rows)
    read = [row for name in names for b in read_batches(str(tmp_path / name), Line) for row in b.to_pylist()]
    assert [row["id"] for row in read] == [row.id for row in rows]
    assert all(file.bytes >= 200_000 for file in files[:-1])


def test_row_groups_are_bounded_by_bytes_and_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "ROW_GROUP_ROWS", 1500)
    name = write(tmp_path, some_lines(4000)).commit()[0].name
    metadata = pq.ParquetFile(tmp_path / name).metadata
    by_rows = [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)]
    assert max(by_rows) < 2 * 1500
    assert len(by_rows) >= 2

    monkeypatch.setattr(writing, "ROW_GROUP_BYTES", 100_000)
    name = write(tmp_path, some_lines(4000)).commit()[0].name
    metadata = pq.ParquetFile(tmp_path / name).metadata
    by_bytes = [metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups)]
    assert max(by_bytes) < 2 * 100_000
    assert len(by_bytes) >= 4


def test_a_large_batch_is_cut_into_row_groups(tmp_path):
    table = pa.table({"id": ["x"] * 200_000, "text": ["y" * 100] * 200_000}, schema=SCHEMA)
    writer = ShardWriter(str(tmp_path), "part-00000", SCHEMA, "parquet", 1 << 30)
    writer.write(table.to_batches()[0])
    writer.finish()
    name = writer.commit()[0].name
    metadata = pq.ParquetFile(tmp_path / name).metadata
    assert metadata.num_rows == 200_000
    assert max(metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)) <= 2 * (1 << 16)


def test_arrow_batches_have_a_fixed_number_of_rows(tmp_path):
    name = write(tmp_path, some_lines(1000), "arrow").commit()[0].name
    with pa.memory_map(str(tmp_path / name)) as source:
        reader = pa.ipc.open_file(source)
        sizes = [reader.get_batch(n).num_rows for n in range(reader.num_record_batches)]
    assert sizes == [256, 256, 256, 232]


def test_statistics_and_schema_are_stored(tmp_path):
    name = write(tmp_path, some_lines(10)).commit()[0].name
    file = pq.ParquetFile(tmp_path / name)
    assert file.schema_arrow.equals(SCHEMA)
    assert file.schema_arrow.metadata == {b"record": b"Line", b"version": b"1"}
    column = file.metadata.row_group(0).column(0)
    assert (column.statistics.min, column.statistics.max) == ("x:0", "x:9")
    assert column.compression == "ZSTD"
