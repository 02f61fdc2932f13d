"""A list of offensive words decides a stage by what it holds, not by what it is called."""

from pathlib import Path

import pytest

from curation.tuples.filter import TupleFilterConfig
from pipelines.engine import RunOptions, run_stages
from pipelines.sources.tuples import TupleSource
from schemas.split import InputError
from tests.curation.tuples.reading import write


def digests(rows: Path, words: Path | str) -> list[str]:
    source = TupleSource(input=str(rows), filter=TupleFilterConfig(offensive_words=str(words)))
    return [stage.digest() for stage in source.stages("tuples", 10, seed=1)]


def test_the_content_of_the_list_enters_the_digest(tmp_path: Path) -> None:
    rows = write(tmp_path, "cat\tIsA\tdarn pet\n")
    one, other = write(tmp_path, "darn\n", "one.txt"), write(tmp_path, "# ours\nDARN\n\n", "other.txt")
    before = digests(rows, one)
    assert digests(rows, other) == before, "the same words under another name"
    one.write_text("darn\nheck\n")
    after = digests(rows, one)
    assert after[0] != before[0]
    assert after[1] == before[1], "the paragraphs are redone because their input is, as any stage's"
    assert digests(rows, "") not in (before, after)


def test_a_changed_list_redoes_the_stage(tmp_path: Path) -> None:
    rows = write(tmp_path, "cat\tIsA\tdarn pet\ncat\tHasA\ttail\n" * 2)
    words = write(tmp_path, "heck\n", "words.txt")

    def run() -> tuple[int, dict[str, int]]:
        source = TupleSource(input=str(rows), filter=TupleFilterConfig(offensive_words=str(words)))
        kept, _ = run_stages(source.stages("tuples", 10, seed=1), str(tmp_path / "run"), RunOptions())
        return kept.rows_out, dict(kept.dropped)

    assert run() == (4, {})
    words.write_text("darn\n")
    assert run() == (2, {"offensive": 2})
    words.write_text("heck\n")
    assert run() == (4, {})


def test_workers_need_no_file(tmp_path: Path) -> None:
    rows = write(tmp_path, "cat\tIsA\tdarn pet\n")
    words = write(tmp_path, "darn\n", "words.txt")
    source = TupleSource(input=str(rows), filter=TupleFilterConfig(offensive_words=str(words)))
    stages = source.stages("tuples", 10, seed=1)
    words.unlink()
    kept, _ = run_stages(stages, str(tmp_path / "run"), RunOptions())
    assert dict(kept.dropped) == {"offensive": 1}


def test_a_list_that_is_missing_is_an_error_before_work_begins(tmp_path: Path) -> None:
    rows = write(tmp_path, "cat\tIsA\tpet\n")
    with pytest.raises(InputError, match=r"missing\.txt cannot be read"):
        digests(rows, tmp_path / "missing.txt")
