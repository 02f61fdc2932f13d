"""Rows tokenized to disk: what is kept, what is held out, and when it is made anew."""

import dataclasses
import gzip
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("tokenizers")

from tests.training.run.tiny_data import conversation_rows, pair_rows, write_rows, write_tokenizer
from training.data.rows import read_rows, row_files
from training.data.token_cache import (
    TokenCache,
    TokenizedConversations,
    TokenizedPairs,
    build_cache,
    cache_folder,
)
from training.errors import DataError
from training.text.chat import ChatTokenizer


@pytest.fixture(scope="module")
def chat(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tokenizer")
    write_tokenizer(folder)
    return ChatTokenizer.load(folder, bos_id=1)


def cached(path, chat, kind, parent):
    files = row_files([str(path)])
    folder = cache_folder(files, chat, kind, parent)
    build_cache(folder, files, chat, kind)
    return TokenCache(folder)


def test_pairs_come_back_as_they_were_tokenized(chat, tmp_path):
    rows = pair_rows(30)
    cache = cached(write_rows(tmp_path / "pairs.jsonl", rows), chat, "pairs", tmp_path)
    pairs = TokenizedPairs(cache, np.array([4, 0, 29]))
    for pair, number in zip(pairs, (4, 0, 29), strict=True):
        # This tokenizer puts no spaces between words.
        wanted = rows[number]["chosen"][0]["content"].replace(" ", "")
        assert chat.decode(pair.chosen) == f"{wanted}<|im_end|>"
    assert pairs.lengths.tolist() == [len(p.prompt) + len(p.chosen) + len(p.rejected) for p in pairs]
    assert pairs.scored().tolist() == [len(p.chosen) + len(p.rejected) for p in pairs]


def test_what_the_assistant_said_is_kept(chat, tmp_path):
    rows = conversation_rows(10)
    cache = cached(write_rows(tmp_path / "talk.jsonl", rows), chat, "conversations", tmp_path)
    for found, row in zip(TokenizedConversations(cache, np.arange(10)), rows, strict=True):
        wanted = row["messages"][1]["content"].replace(" ", "")
        assert chat.decode(found.ids[found.said]) == f"{wanted}<|im_end|>"


def test_rows_say_themselves_what_is_held_out(chat, tmp_path):
    cache = cached(write_rows(tmp_path / "a.jsonl", conversation_rows(40)), chat, "conversations", tmp_path)
    assert np.flatnonzero(cache.held_out(0.5)).tolist() == [0, 10, 20, 30]


def test_groups_are_held_out_whole(chat, tmp_path):
    rows = pair_rows(300)
    cache = cached(write_rows(tmp_path / "a.jsonl", rows), chat, "pairs", tmp_path)
    held_out = cache.held_out(0.2)
    assert 30 < held_out.sum() < 90
    groups = {}
    for row, out in zip(rows, held_out, strict=True):
        groups.setdefault(row["group"], set()).add(bool(out))
    assert all(len(one) == 1 for one in groups.values())
    assert cache.held_out(0.0).sum() == 0


def test_the_same_rows_in_other_files(chat, tmp_path):
    rows = pair_rows(20)
    (tmp_path / "folder").mkdir()
    pq.write_table(pa.Table.from_pylist(rows[:12]), tmp_path / "folder" / "part-0.parquet")
    pq.write_table(pa.Table.from_pylist(rows[12:]), tmp_path / "folder" / "part-1.parquet")
    (tmp_path / "folder" / "manifest.json").write_text("{}")
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    with gzip.open(tmp_path / "rows.jsonl.gz", "wt") as file:
        file.write("".join(f"{json.dumps(row)}\n" for row in rows))
    for path in (tmp_path / "folder", tmp_path / "rows.json", tmp_path / "rows.jsonl.gz"):
        found = [row.fields for file in row_files([str(path)]) for row in read_rows(file)]
        assert found == rows


def test_a_cache_belongs_to_its_files_and_tokenizer(chat, tmp_path):
    path = write_rows(tmp_path / "a.jsonl", pair_rows(5))
    files = row_files([path])
    first = cache_folder(files, chat, "pairs", tmp_path)
    assert cache_folder(files, chat, "pairs", tmp_path) == first
    other = ChatTokenizer.load(write_tokenizer(tmp_path / "other", "more words").parent, bos_id=1)
    assert cache_folder(files, other, "pairs", tmp_path) != first
    write_rows(tmp_path / "a.jsonl", pair_rows(6))
    assert cache_folder(files, chat, "pairs", tmp_path) != first


def test_a_cache_that_was_cut_is_refused(chat, tmp_path):
    cache = cached(write_rows(tmp_path / "a.jsonl", pair_rows(5)), chat, "pairs", tmp_path)
    ids = cache.folder / "ids"
    ids.write_bytes(ids.read_bytes()[:-8])
    with pytest.raises(DataError, match="is damaged: its files do not go together"):
        TokenCache(cache.folder)


def test_refused_rows_are_counted_with_their_first_place(chat, tmp_path):
    rows = [*pair_rows(2), {"prompt": "1", "chosen": "2", "rejected": "2"}, {"nothing": 1}]
    about = cached(write_rows(tmp_path / "a.jsonl", rows), chat, "pairs", tmp_path).about
    assert dataclasses.asdict(about) | {"examples": {}} == {
        "kind": "pairs",
        "rows": 4,
        "kept": 2,
        "refused": {"equal-sides": 1, "malformed": 1},
        "examples": {},
    }
    assert about.examples["equal-sides"].startswith(f"{tmp_path / 'a.jsonl'}, line 3: ")
