"""Batches of real token shards, made of documents by the pipeline's own packing."""

import json
import shutil

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.training.packed_shards import pack_shards  # noqa: E402
from training.data.rank import Rank  # noqa: E402
from training.data.sequences import DataError, SequenceBatches  # noqa: E402

LENGTH = 64


def write_shards(folder, name="books", count=80):
    """Of documents of random tokens."""
    random = np.random.default_rng(count)
    sizes = [int(random.integers(5, 150)) for _ in range(count)]
    return pack_shards(
        folder, name, [random.integers(3, 1000, size=n).tolist() for n in sizes], length=LENGTH
    )


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    return write_shards(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    return write_shards(tmp_path_factory.mktemp("run"), "pages", 50)


def batches(folders, rows=4, **options):
    weights = folders if isinstance(folders, dict) else {folders: 1.0}
    return SequenceBatches(weights, vocab_size=32_000, rows=rows, **options)


def tokens(batches, steps):
    return [batch.tokens.tolist() for step in steps for batch in batches[step]]


def test_a_batch_holds_whole_documents_side_by_side_and_predicts_within_them(books):
    data = batches(books)
    (batch,) = data[0]
    assert batch.tokens.shape == (4 * LENGTH,)
    assert batch.layout.tokens == 4 * LENGTH
    start = 0
    for segment in batch.layout.segments:
        inside = (batch.scored >= start) & (batch.scored < start + segment.length)
        assert batch.scored[inside].tolist() == list(range(start, start + segment.length - 1))
        start += segment.length
    assert torch.equal(batch.target, batch.tokens[batch.scored + 1])
    rows = [data.sequence(place) for place in range(4)]
    assert start == sum(row.length for row in rows)
    assert len(batch.layout.segments) == sum(len(row.spans) for row in rows)


def test_an_epoch_reads_every_sequence_once(books):
    data = batches(books, rows=1)
    seen = [data.sequence(place).spans for place in range(data.steps_per_epoch())]
    assert len({str(spans) for spans in seen}) == len(seen) == data.steps_per_epoch()


def test_any_step_can_be_asked_for_without_those_before_it(books, pages):
    weights = {books: 2.0, pages: 1.0}
    running = batches(weights, seed=5)
    steps = tokens(running, range(30))
    assert tokens(batches(weights, seed=5), [29, 3]) == [steps[29], steps[3]]
    assert tokens(batches(weights, seed=6), range(30)) != steps


def test_a_step_is_the_same_however_it_is_divided(books, pages):
    weights = {books: 1.0, pages: 1.0}
    whole = batches(weights, rows=4)
    parts = [batches(weights, rows=1, accumulate=2, rank=Rank(index, 2)) for index in range(2)]
    for step in (0, 7):
        together = [text for part in parts for batch in part[step] for text in texts(batch)]
        assert together == texts(whole[step][0])


def texts(batch):
    found, start = [], 0
    for segment in batch.layout.segments:
        found.append(batch.tokens[start : start + segment.length].tolist())
        start += segment.length
    return found


def test_weights_are_shares_of_sequences(books, pages):
    data = batches({books: 3.0, pages: 1.0}, rows=1)
    found = [data.sequence(place).spans[0].document.split(":")[0] for place in range(100)]
    assert found.count("books") == 75


def test_shards_of_another_vocabulary_are_refused(books):
    with pytest.raises(DataError, match=r"token ids up to 31999, but the model's vocabulary has 1000"):
        SequenceBatches({books: 1.0}, vocab_size=1000, rows=1)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("sequence_length", 128, "has sequences of 128 tokens"),
        ("tokenizer", {"sha256": "0"}, "tokenize one of them again"),
    ],
)
def test_shards_that_do_not_go_together_are_refused(books, pages, tmp_path, field, value, told):
    other = tmp_path / "other"
    shutil.copytree(pages, other)
    about = json.loads((other / "tokens.json").read_text())
    about[field] = about[field] | value if isinstance(value, dict) else value
    (other / "tokens.json").write_text(json.dumps(about))
    with pytest.raises(DataError, match=told):
        batches({books: 1.0, str(other): 1.0})
