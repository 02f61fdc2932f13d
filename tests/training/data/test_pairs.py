import numpy as np
import pytest

torch = pytest.importorskip("torch")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from training.data.packing import pack  # noqa: E402
from training.data.pairs import PairBatches, packed_length, pair_batch  # noqa: E402
from training.data.rank import Rank  # noqa: E402
from training.text.chat import Pair  # noqa: E402


def make_pairs(count, seed=0):
    random = np.random.default_rng(seed)
    return [
        Pair(
            *(
                random.integers(0, 61, size=int(random.integers(low, high)))
                for low, high in ((1, 30), (1, 20), (1, 20))
            )
        )
        for _ in range(count)
    ]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=60), st.integers(1, 4))
def test_bins_hold_everything_once_and_are_never_too_full(lengths, multiple):
    bins = pack(lengths, 50, multiple)
    assert sorted(index for one in bins for index in one) == list(range(len(lengths)))
    assert all(0 < sum(lengths[i] for i in one) <= 50 for one in bins)
    assert len(bins) % multiple == 0 or len(bins) == len(lengths)


def test_what_is_longer_than_a_bin_is_refused():
    with pytest.raises(ValueError, match="length 51 does not fit into 50"):
        pack([3, 51], 50)


def test_every_response_token_is_predicted_once_from_the_one_before_it():
    pairs = make_pairs(5)
    batch = pair_batch(pairs, [3, 1, 4, 0, 2], multiple=64, pad_id=7)
    assert len(batch.tokens) % 64 == 0
    for index, pair in enumerate(pairs):
        for number, response in enumerate((pair.chosen, pair.rejected)):
            own = batch.side == 2 * index + number
            assert batch.target[own].tolist() == response.tolist()
            seen = batch.tokens[batch.scored[own]].tolist()
            assert seen == [pair.prompt[-1], *response[:-1]]
    assert batch.lengths().tolist() == [len(r) for p in pairs for r in (p.chosen, p.rejected)]
    assert batch.pairs.tolist() == [3, 1, 4, 0, 2]


def seen(batches, steps):
    return [sorted(n for batch in batches[step] for n in batch.pairs.tolist()) for step in steps]


def test_an_epoch_has_every_pair_once_and_steps_need_no_others():
    pairs = make_pairs(40)
    batches = PairBatches(pairs, tokens=200, pairs_per_step=8, seed=3)
    steps = seen(batches, range(5))
    assert sorted(number for step in steps for number in step) == list(range(40))
    assert seen(PairBatches(pairs, tokens=200, pairs_per_step=8, seed=3), [4, 1]) == [steps[4], steps[1]]


@pytest.mark.parametrize("of", [2, 4])
def test_ranks_share_a_step_and_do_as_many_batches_each(of):
    pairs = make_pairs(40)
    whole = seen(PairBatches(pairs, tokens=200, pairs_per_step=16), [0, 2])
    ranks = [PairBatches(pairs, tokens=200, pairs_per_step=16, rank=Rank(index, of)) for index in range(of)]
    for place, step in enumerate([0, 2]):
        parts = [rank[step] for rank in ranks]
        assert len({len(part) for part in parts}) == 1
        assert sorted(n for part in parts for batch in part for n in batch.pairs.tolist()) == whole[place]


def test_a_pair_longer_than_a_batch_is_refused():
    pairs = make_pairs(3)
    longest = max(map(packed_length, pairs))
    with pytest.raises(ValueError, match=f"has {longest} tokens, and a batch holds {longest - 1}"):
        PairBatches(pairs, tokens=longest - 1, pairs_per_step=2)
