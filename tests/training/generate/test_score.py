"""Log probabilities of options beside those that transformers gives for prompt and option, one by one."""

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from tests.training.generate.models import oracle_of, ours_of, prompts_of  # noqa: E402
from training.generate.request import GenerationError, Refused  # noqa: E402
from training.generate.score import Choice, score_options  # noqa: E402


def expected_of(oracle, prompt, option):
    ids = torch.tensor([[*prompt, *option]])
    with torch.no_grad():
        logits = oracle(ids, use_cache=False).logits[0, len(prompt) - 1 : -1]
    target = torch.tensor(option)
    logprob = logits.log_softmax(dim=-1).gather(1, target[:, None]).sum().item()
    return logprob, bool((logits.argmax(dim=-1) == target).all())


def choices_of():
    prompts = prompts_of(12, 3, 50, 1, 30)
    options = [
        prompts_of(4, 1, 9),
        prompts_of(1, 1, 1, 1),
        prompts_of(2),
        prompts_of(7, 20),
        prompts_of(1, 2),
    ]
    return [Choice(prompt, mine) for prompt, mine in zip(prompts, options, strict=True)]


@pytest.mark.parametrize("window", [None, 8])
@pytest.mark.parametrize("batch_tokens", [1, 60, 8192])
def test_scores_are_those_of_transformers(tmp_path, window, batch_tokens):
    oracle = oracle_of(sliding_window=window, initializer_range=0.1)
    model = ours_of(oracle, tmp_path)
    choices = choices_of()
    # What the model itself says next is its most likely continuation.
    with torch.no_grad():
        best = oracle(torch.tensor([choices[0].prompt])).logits[0, -1].argmax().item()
    choices[0] = Choice(choices[0].prompt, [*choices[0].options, [best]])
    found = list(score_options(model, choices, batch_tokens=batch_tokens))
    assert found[0][-1].is_greedy
    for choice, scores in zip(choices, found, strict=True):
        assert len(scores) == len(choice.options)
        for option, score in zip(choice.options, scores, strict=True):
            logprob, is_greedy = expected_of(oracle, choice.prompt, option)
            assert score.logprob == pytest.approx(logprob, abs=1e-4)
            assert (score.is_greedy, score.tokens) == (is_greedy, len(option))


def test_prompts_are_read_once(tmp_path):
    model = ours_of(oracle_of(), tmp_path)
    read = []
    model.embedding.register_forward_pre_hook(lambda module, ids: read.append(len(ids[0])))
    list(score_options(model, choices_of()))
    # Prompts, and of each option all but its last token.
    assert read == [12 + 3 + 50 + 1 + 30 + (3 + 8) + 1 + (6 + 19) + 1]


def test_what_cannot_be_scored_is_refused_in_its_place(tmp_path):
    model = ours_of(oracle_of(), tmp_path)
    (long,) = prompts_of(250)
    choices = [
        Choice([3], [[4]]),
        Choice([], [[4]]),
        Choice([3], []),
        Choice([3], [[4], []]),
        Choice(long, [[4] * 7]),
        Choice(long, [[4] * 8]),
        Choice([3], [[97]]),
        Choice([97], [[3]]),
        Refused("mine", "before"),
        Choice([3], [[4]]),
    ]
    for batch_tokens in (1, 8192):
        found = list(score_options(model, choices, batch_tokens=batch_tokens))
        reasons = [one.reason if isinstance(one, Refused) else "" for one in found]
        assert reasons == [
            "", "empty-prompt", "bad-request", "bad-request", "", "too-long", "bad-token", "bad-token",
            "mine", "",
        ]  # fmt: skip
        assert found[0][0].logprob == pytest.approx(found[-1][0].logprob, abs=1e-5)
    assert list(score_options(model, [])) == []


def test_damaged_weights_are_told(tmp_path):
    model = ours_of(oracle_of(), tmp_path)
    model.norm.weight.data[0] = float("nan")
    with pytest.raises(GenerationError, match="weights are damaged"):
        list(score_options(model, choices_of()))
