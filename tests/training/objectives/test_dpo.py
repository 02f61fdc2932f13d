"""Packed pairs that share prompts against each response run alone."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.training.data.test_pairs import make_pairs  # noqa: E402
from training.data.pairs import pair_batch  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.layout import PackedLayout, Segment  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.objectives.dpo import response_logprobs  # noqa: E402
from training.objectives.preference import PairLogprobs, PreferenceConfig, preference_terms  # noqa: E402

SHAPE = MixtralConfig(
    vocab_size=61,
    hidden_size=32,
    intermediate_size=48,
    layers=2,
    heads=4,
    kv_heads=2,
    head_dim=8,
    experts=4,
    sliding_window=25,
)


def alone(model, prompt, response):
    tokens = torch.from_numpy(np.concatenate([prompt, response]))
    hidden = model(tokens, PackedLayout.of([Segment(len(tokens))])).hidden
    logprobs = model.logits(hidden).log_softmax(-1)[:-1].gather(1, tokens[1:, None])[:, 0]
    return logprobs[len(prompt) - 1 :].sum()


@pytest.fixture(scope="module")
def setting():
    return Mixtral(SHAPE).initialise(3), make_pairs(6)


def test_shared_prompts_give_the_log_probabilities_of_separate_runs(setting):
    model, pairs = setting
    found = response_logprobs(model, pair_batch(pairs, range(6), multiple=32)).logprobs
    for index, pair in enumerate(pairs):
        for side, response in ((found.chosen, pair.chosen), (found.rejected, pair.rejected)):
            torch.testing.assert_close(side[index], alone(model, pair.prompt, response), atol=1e-5, rtol=1e-5)


def test_shared_prompts_give_the_gradients_of_separate_runs(setting):
    model, pairs = setting
    found = response_logprobs(model, pair_batch(pairs, range(6))).logprobs
    packed = torch.autograd.grad((found.chosen - 2 * found.rejected).sum(), model.parameters())
    separate = sum(alone(model, p.prompt, p.chosen) - 2 * alone(model, p.prompt, p.rejected) for p in pairs)
    for one, other in zip(packed, torch.autograd.grad(separate, model.parameters()), strict=True):
        torch.testing.assert_close(one, other, atol=2e-5, rtol=1e-4)


def test_the_first_step_loses_ln_2(setting):
    model, pairs = setting
    batch = pair_batch(pairs, range(6))
    with torch.no_grad():
        reference = response_logprobs(model, batch).logprobs
        found = response_logprobs(model, batch).logprobs
    lengths = batch.lengths()
    terms = preference_terms(found, reference, PairLogprobs(lengths[0::2], lengths[1::2]), PreferenceConfig())
    assert terms.loss.tolist() == pytest.approx([math.log(2)] * 6)
