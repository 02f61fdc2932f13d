"""What can be chosen beside transformers' processors of logits, and how often it is."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from training.generate.choose import Chooser, Draws  # noqa: E402
from training.generate.request import GREEDY, Sampling  # noqa: E402

CPU = torch.device("cpu")
SAMPLINGS = st.builds(
    Sampling,
    temperature=st.floats(0.1, 3),
    top_p=st.one_of(st.just(1.0), st.floats(0.05, 0.99)),
    top_k=st.integers(0, 60),
    min_p=st.one_of(st.just(0.0), st.floats(0.01, 0.9)),
)


def oracle(logits, sampling):
    """The same by transformers, row for row."""
    steps = [transformers.TemperatureLogitsWarper(sampling.temperature)]
    if sampling.top_k:
        steps.append(transformers.TopKLogitsWarper(sampling.top_k))
    if sampling.top_p < 1:
        steps.append(transformers.TopPLogitsWarper(sampling.top_p))
    if sampling.min_p:
        steps.append(transformers.MinPLogitsWarper(sampling.min_p))
    for step in steps:
        logits = step(torch.zeros(1, 1, dtype=torch.long), logits)
    return logits.softmax(dim=-1)


@settings(max_examples=60, deadline=None)
@given(st.lists(SAMPLINGS, min_size=1, max_size=5), st.integers(0, 10_000))
def test_probabilities_are_those_of_transformers(samplings, seed):
    logits = torch.randn(len(samplings), 50, generator=torch.Generator().manual_seed(seed)) * 3
    found = Chooser(samplings, CPU).probabilities(logits)
    for row, sampling in enumerate(samplings):
        expected = oracle(logits[row : row + 1], sampling)[0]
        torch.testing.assert_close(found[row], expected, atol=1e-6, rtol=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.lists(SAMPLINGS, min_size=2, max_size=4), st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_a_row_is_chosen_as_if_alone(samplings, seed, draw):
    logits = torch.randn(len(samplings), 50, generator=torch.Generator().manual_seed(seed)) * 3
    together = Chooser(samplings, CPU)(logits, [draw] * len(samplings))
    for row, sampling in enumerate(samplings):
        alone = Chooser([sampling], CPU)(logits[row : row + 1], [draw])
        assert together.token[row] == alone.token[0]
        assert Chooser([sampling], CPU).probabilities(logits[row : row + 1])[0, alone.token[0]] > 0


def test_tokens_are_drawn_as_often_as_they_are_likely():
    logits = torch.tensor([2.0, 1.0, 0.0, -1.0, -math.inf])
    chooser = Chooser([Sampling(top_k=3)] * 4000, CPU)
    draws = Draws(5)
    token = chooser(logits.repeat(4000, 1), [draws.next() for _ in range(4000)]).token
    expected = torch.tensor([2.0, 1.0, 0.0]).softmax(dim=-1)
    found = torch.bincount(token, minlength=5) / 4000
    assert found[3:].tolist() == [0, 0]
    assert (found[:3] - expected).abs().max() < 0.03  # four standard deviations


def test_the_ends_of_the_range_of_draws_find_tokens_that_can_be_chosen():
    logits = torch.tensor([[-math.inf, 0.0, 0.0, 0.0, -math.inf]])
    for draw, expected in ((0.0, 1), (1 - 2**-53, 3)):
        assert Chooser([Sampling()], CPU)(logits, [draw]).token.tolist() == [expected]


def test_log_probabilities_are_the_models_own():
    logits = torch.tensor([[3.0, 1.0, 0.5], [3.0, 1.0, 0.5]])
    chosen = Chooser([GREEDY, Sampling(temperature=0.2, top_p=0.5, min_p=0.5)], CPU)(logits, [0.0, 0.9])
    assert chosen.token.tolist() == [0, 0]
    expected = logits.log_softmax(dim=-1)[:, 0]
    torch.testing.assert_close(chosen.logprob, expected)


def test_a_tiny_temperature_is_greedy():
    logits = torch.tensor([[-3.0, 80.0, 79.9]])
    for temperature in (1e-4, 1e-30, 5e-324):
        assert Chooser([Sampling(temperature=temperature)], CPU)(logits, [0.999]).token.tolist() == [1]


def test_draws_are_the_seeds():
    first, again, other = Draws(7), Draws(7), Draws(8)
    numbers = [first.next() for _ in range(100)]
    assert numbers == [again.next() for _ in range(100)]
    assert not set(numbers) & {other.next() for _ in range(100)}
    assert all(0 <= number < 1 for number in numbers)
    # Philox is a published algorithm: these numbers are the same on every machine and version.
    assert [round(number, 6) for number in numbers[:3]] == [0.872073, 0.295365, 0.420098]


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": -0.1},
        {"temperature": math.nan},
        {"temperature": math.inf},
        {"top_p": 0.0},
        {"top_p": 1.1},
        {"top_k": -1},
        {"min_p": -0.1},
        {"min_p": 2.0},
    ],
)
def test_settings_out_of_range(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Sampling(**wrong)
