"""`roae inspect` on a folder of many shards: what it reads of it, counted in bytes."""

import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.engine.receipts import write_manifest, write_receipt
from schemas.arrow import rows_to_batch
from schemas.document import Document
from schemas.manifest import Manifest, Receipt, ShardFile, Timing
from schemas.tokens import sequence_schema
from tests.jobs.counting import CountingFileSystem
from tests.jobs.inspect_runs import said

ROOT = Path(__file__).parents[2]
SHARDS, ROWS, GROUP = 40, 60, 10
URL = "counted://large/10-documents"


def document(shard, number, noise):
    return Document(
        id=f"enwiki:{shard * ROWS + number:06d}",
        source="enwiki",
        url="",
        title=f"Page {number}",
        text=noise.randbytes(2000).hex(),
        language="en",
        licence="",
        revision="",
        timestamp="",
        links=[],
        infobox=[],
        constructs={},
        lost_templates={},
    )


@pytest.fixture(scope="module")
def large():
    """Forty shards of noise, which does not compress, with receipts and a manifest: about 10 MB."""
    system = CountingFileSystem()
    noise = random.Random(1)
    files = []
    for shard in range(SHARDS):
        batch = rows_to_batch(Document, [document(shard, number, noise) for number in range(ROWS)])
        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_batches([batch]), sink, row_group_size=GROUP)
        data = sink.getvalue().to_pybytes()
        name = f"part-{shard:05d}"
        system.pipe_file(f"/large/10-documents/{name}.parquet", data)
        file = ShardFile(name=f"{name}.parquet", rows=ROWS, bytes=len(data), sha256="0" * 64)
        files.append(file)
        write_receipt(URL, receipt(name, file))
    write_manifest(URL, manifest(files))
    yield system, sum(file.bytes for file in files)
    system.store.clear()


def receipt(name, file):
    return Receipt(
        shard=name,
        input="",
        stage_digest="",
        input_digest="",
        rows_in=ROWS,
        rows_out=ROWS,
        dropped={},
        rejected={},
        files=[file],
        rejected_files=[],
        dropped_files=[],
        exclusions=False,
        timing=Timing(seconds=0, cpu_seconds=0, peak_rss_bytes=0),
    )


def manifest(files):
    return Manifest(
        stage="documents",
        position=1,
        version=1,
        config=None,
        record="Document",
        record_version=2,
        format="parquet",
        stage_digest="",
        input_digests={},
        rows_in=SHARDS * ROWS,
        rows_out=SHARDS * ROWS,
        dropped={},
        rejected={},
        files=files,
        rejected_files=[],
        dropped_files=[],
        exclusions=False,
        timing=Timing(seconds=0, cpu_seconds=0, peak_rss_bytes=0),
    )


def share(large, capsys, *arguments):
    """What the command says, and the share of all shards' bytes that it read, and of how many of them."""
    read = CountingFileSystem.read_bytes
    read.clear()
    lines = said(capsys, *arguments)
    shards = [path for path in read if path.endswith(".parquet")]
    return lines, sum(read[path] for path in shards) / large[1], len(shards)


def test_what_a_folder_is_is_read_off_its_manifest(large, capsys):
    lines, part, shards = share(large, capsys, URL)
    assert lines[0]["rows"] == SHARDS * ROWS
    assert shards == 1  # for the columns
    assert part < 0.02


def test_head_stops_at_the_first_rows(large, capsys):
    lines, part, shards = share(large, capsys, URL, "head", "3")
    assert [row["id"] for row in lines] == ["enwiki:000000", "enwiki:000001", "enwiki:000002"]
    assert shards == 1
    assert part < 1 / SHARDS / 2


def test_sample_reads_the_groups_that_it_draws_from(large, capsys):
    lines, part, shards = share(large, capsys, URL, "sample", "4")
    assert len(lines) == 4
    assert shards <= 4
    assert part < 4 * GROUP / ROWS / SHARDS + 4 * 0.01


def test_id_reads_one_group_where_ids_are_sorted(large, capsys):
    lines, part, _ = share(large, capsys, URL, "id", "enwiki:001234")
    assert [row["id"] for row in lines] == ["enwiki:001234"]
    footers = (
        sum(footer(data) for data in large[0].store.values() if data.path.endswith(".parquet")) / large[1]
    )
    assert part < footers + 2 * GROUP / ROWS / SHARDS


def footer(file):
    """Parquet is opened by its last 64 kB, or all of it where it is less."""
    return min(1 << 16, len(file.getvalue()))


def test_where_reads_its_columns_and_leaves_out_groups(large, capsys):
    _, all_of_it, _ = share(large, capsys, URL, "where", "len(text) > 0", "--count")
    lines, part, _ = share(large, capsys, URL, "where", "id == 'enwiki:001234' and len(text) > 0", "--count")
    assert lines == [{"rows": 1}]
    assert part < all_of_it / 3


def test_where_stops_when_it_has_enough(large, capsys):
    lines, _, shards = share(large, capsys, URL, "where", "language == 'en'", "-n", "5")
    assert len(lines) == 5
    assert shards == 1


def test_stats_say_what_they_looked_at(large, capsys, monkeypatch):
    monkeypatch.setattr("jobs.inspect.stats.SAMPLED_BYTES", large[1] // 10)
    lines, _, _ = share(large, capsys, URL, "stats")
    about = lines[0]
    assert about["rows"] == SHARDS * ROWS
    assert 0 < about["looked_at"] < about["rows"] / 5
    assert not about["exact"]
    assert about["columns"]["text"]["mean"] == 4000
    exact = said(capsys, URL, "stats", "--exact")[0]
    assert exact["exact"]
    assert exact["columns"]["id"]["distinct"] == SHARDS * ROWS


def test_a_document_in_remote_sequences_is_found_by_the_spans_alone(capsys):
    schema = sequence_schema(4096)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as writer:
        for number in range(20):
            spans = [{"document": f"enwiki:{number}", "start": 0, "length": 4096, "offset": 0}]
            rows = [{"tokens": [number] * 4096, "length": 4096, "spans": spans}] * 16
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=schema))
    data = sink.getvalue().to_pybytes()
    CountingFileSystem().pipe_file("/large/sequences/part-00000.arrow", data)
    CountingFileSystem.read_bytes.clear()
    lines = said(capsys, "counted://large/sequences/part-00000.arrow", "id", "enwiki:7")
    assert len(lines) == 16
    assert sum(CountingFileSystem.read_bytes.values()) < 4 * len(data) / 20


def test_memory_stays_bounded(large, tmp_path):
    """In a process of its own: Arrow's pool remembers the most that a process ever had."""
    system, size = large
    system.get("/large/10-documents", str(tmp_path / "10-documents"), recursive=True)
    code = (
        "import sys, pyarrow as pa; from jobs.cli import main; main(sys.argv[1:]); "
        "print(pa.default_memory_pool().max_memory())"
    )
    arguments = ["inspect", str(tmp_path / "10-documents"), "grep", "no such text", "--count"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    *_, most = done.stdout.split()
    assert size / SHARDS / 10 < int(most) < size / 4
