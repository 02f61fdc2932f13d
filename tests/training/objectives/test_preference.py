"""Each loss against its paper's formula, written out with Python's own arithmetic."""

import math

import pytest

torch = pytest.importorskip("torch")

from training.objectives.preference import PairLogprobs, PreferenceConfig, preference_terms  # noqa: E402

POLICY, REFERENCE, LENGTHS = (-10.0, -14.0), (-11.0, -12.5), (5.0, 8.0)
H = (POLICY[0] - REFERENCE[0]) - (POLICY[1] - REFERENCE[1])
H_PER_TOKEN = (POLICY[0] - REFERENCE[0]) / 5 - (POLICY[1] - REFERENCE[1]) / 8


def pairs(values):
    return PairLogprobs(*(torch.tensor([value]) for value in values))


def terms(**config):
    return preference_terms(pairs(POLICY), pairs(REFERENCE), pairs(LENGTHS), PreferenceConfig(**config))


def log_sigmoid(x):
    return -math.log(1 + math.exp(-x))


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, -log_sigmoid(0.1 * H)),
        ({"beta": 0.5}, -log_sigmoid(0.5 * H)),
        ({"label_smoothing": 0.2}, -0.8 * log_sigmoid(0.1 * H) - 0.2 * log_sigmoid(-0.1 * H)),
        ({"loss": "hinge", "beta": 0.3}, 1 - 0.3 * H),
        ({"loss": "hinge", "beta": 3.0}, 0.0),
        ({"loss": "ipo", "beta": 0.4}, (H_PER_TOKEN - 1 / 0.8) ** 2),
        ({"length_normalised": True, "beta": 2.0}, -log_sigmoid(2 * H_PER_TOKEN)),
        ({"nll_weight": 0.25}, -log_sigmoid(0.1 * H) + 0.25 * 10 / 5),
    ],
)
def test_loss_is_the_papers(config, expected):
    assert terms(**config).loss.item() == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_a_policy_that_is_the_reference_loses_ln_2(smoothing):
    config = PreferenceConfig(label_smoothing=smoothing)
    found = preference_terms(pairs(POLICY), pairs(POLICY), pairs(LENGTHS), config)
    assert found.loss.item() == pytest.approx(math.log(2))
    assert found.chosen_reward.item() == found.rejected_reward.item() == 0


def test_rewards_say_how_far_the_policy_went():
    found = terms(beta=0.5)
    assert found.chosen_reward.item() == pytest.approx(0.5)
    assert found.rejected_reward.item() == pytest.approx(-0.75)


@pytest.mark.parametrize("loss", ["sigmoid", "hinge", "ipo"])
def test_a_step_down_makes_the_chosen_response_more_probable(loss):
    chosen = torch.tensor([-10.0], requires_grad=True)
    rejected = torch.tensor([-9.0], requires_grad=True)
    reference = pairs((-10.0, -9.0))
    config = PreferenceConfig(loss=loss)
    preference_terms(PairLogprobs(chosen, rejected), reference, pairs(LENGTHS), config).loss.sum().backward()
    assert chosen.grad.item() < 0 < rejected.grad.item()


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"loss": "dpo"}, "sigmoid, hinge or ipo"),
        ({"beta": 0.0}, "beta must be positive"),
        ({"label_smoothing": 0.5}, "below 0.5"),
        ({"label_smoothing": 0.1, "loss": "ipo"}, "goes with the loss sigmoid"),
    ],
)
def test_settings_without_meaning_are_refused(config, told):
    with pytest.raises(ValueError, match=told):
        PreferenceConfig(**config)
