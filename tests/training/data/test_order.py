import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.data.order import ShuffledOrder, WeightedOrder


@given(st.integers(1, 300), st.integers(0, 5), st.integers(0, 3))
def test_every_epoch_has_every_thing_once(count, seed, epoch):
    order = ShuffledOrder(count, seed)
    assert sorted(order[epoch * count + i] for i in range(count)) == list(range(count))


def test_epochs_and_seeds_differ_and_places_can_be_asked_in_any_order():
    order = ShuffledOrder(1000, seed=1)
    first = [order[i] for i in range(1000)]
    assert first != [order[1000 + i] for i in range(1000)]
    assert first != [ShuffledOrder(1000, seed=2)[i] for i in range(1000)]
    assert [order[i] for i in reversed(range(1000))] == first[::-1]
    assert ShuffledOrder(10**12, seed=3)[10**11] < 10**12


def test_neighbours_are_scattered():
    order = ShuffledOrder(10_000, seed=4)
    steps = [abs(order[i + 1] - order[i]) for i in range(2000)]
    # Two random places are a third of the range apart on average.
    assert 3000 < sum(steps) / len(steps) < 3700
    assert len({order[i] // 100 for i in range(100)}) > 50


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=7), st.integers(0, 2000))
def test_shares_are_kept_at_every_moment(weights, count):
    order = WeightedOrder(weights)
    found = [0] * len(weights)
    for index in range(count):
        place, number = order[index]
        assert number == found[place], "each place is read in order, without gaps"
        found[place] += 1
    for weight, many in zip(weights, found, strict=True):
        assert abs(many - count * weight / sum(weights)) <= 4


@pytest.mark.parametrize("weights", [[], [1.0, 0.0], [-1.0], [1.0, 1e-9]])
def test_weights_without_meaning_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        WeightedOrder(weights)
