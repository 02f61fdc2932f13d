"""Generation beside transformers' `generate`, and beside itself with other neighbours in the batch."""

import itertools

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from tests.training.generate.models import completions, oracle_of, ours_of, prompts_of  # noqa: E402
from training.generate.engine import Engine  # noqa: E402
from training.generate.request import (  # noqa: E402
    Completion,
    GenerationError,
    Refused,
    Request,
    Sampling,
)
from training.model.layout import PackedLayout, Segment  # noqa: E402

LENGTHS = (5, 1, 23, 12, 40, 3, 17)


def greedy_of(oracle, prompt, tokens, **options):
    ids = torch.tensor([prompt])
    output = oracle.generate(
        ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=tokens, **options
    )
    return output[0, len(prompt) :].tolist()


@pytest.mark.parametrize("kind", ["mixtral", "mistral"])
@pytest.mark.parametrize("window", [None, 1, 7, 23, 64])
def test_greedy_tokens_are_those_of_transformers(tmp_path, kind, window):
    oracle = oracle_of(kind, sliding_window=window)
    engine = Engine(ours_of(oracle, tmp_path), rows=3, prompt_tokens=30)
    prompts = prompts_of(*LENGTHS)
    requests = [
        Request(prompt=prompt, max_new_tokens=20 + 3 * i, stop_ids=frozenset({2}))
        for i, prompt in enumerate(prompts)
    ]
    found = completions(engine, requests)
    # With a window of one token, transformers' cache keeps all keys.
    use_cache = window != 1
    for request, completion in zip(requests, found, strict=True):
        expected = greedy_of(oracle, request.prompt, request.max_new_tokens, use_cache=use_cache)
        assert completion.tokens == expected
        assert completion.prompt_tokens == len(request.prompt)


@pytest.mark.parametrize("heads", [(4, 4), (4, 1), (6, 2)])
def test_heads_that_share_keys(tmp_path, heads):
    queries, keys = heads
    oracle = oracle_of(num_attention_heads=queries, num_key_value_heads=keys, head_dim=16, sliding_window=9)
    engine = Engine(ours_of(oracle, tmp_path), rows=4)
    prompts = prompts_of(4, 30, 11)
    found = completions(engine, [Request(prompt=prompt, max_new_tokens=25) for prompt in prompts])
    for prompt, completion in zip(prompts, found, strict=True):
        assert completion.tokens == greedy_of(oracle, prompt, 25, eos_token_id=None)


@pytest.mark.parametrize("window", [0, 6, 80])
def test_log_probabilities_are_those_of_a_full_pass(tmp_path, window):
    model = ours_of(oracle_of(sliding_window=window or None), tmp_path).double()
    prompts = prompts_of(*LENGTHS)
    sampling = Sampling(temperature=0.9, top_p=0.95)
    requests = [
        Request(prompt=prompt, max_new_tokens=100, sampling=sampling, seed=i)
        for i, prompt in enumerate(prompts)
    ]
    for request, completion in zip(requests, completions(Engine(model, rows=3), requests), strict=True):
        assert len(completion.tokens) == 100
        ids = torch.tensor([*request.prompt, *completion.tokens])
        with torch.no_grad():
            hidden = model(ids, PackedLayout.of([Segment(len(ids))])).hidden
        expected = model.logits(hidden).log_softmax(dim=-1)[len(request.prompt) - 1 : -1]
        expected = expected.gather(1, ids[len(request.prompt) :, None])[:, 0]
        torch.testing.assert_close(torch.tensor(completion.logprobs), expected.float(), atol=1e-5, rtol=1e-6)


def sampled_requests():
    prompts = prompts_of(*LENGTHS, *LENGTHS, seed=4)
    ways = itertools.cycle(
        [
            Sampling(),
            Sampling(temperature=0.7, top_p=0.9),
            Sampling(temperature=1.3, top_k=5),
            Sampling(temperature=0.0),
            Sampling(min_p=0.05),
        ]
    )
    return [
        Request(prompt=prompt, max_new_tokens=5 + 7 * (i % 4), sampling=way, seed=i, stop_ids=frozenset({7}))
        for i, (prompt, way) in enumerate(zip(prompts, ways, strict=False))
    ]


@pytest.mark.parametrize("window", [None, 8])
def test_neighbours_in_the_batch_have_no_say(tmp_path, window):
    model = ours_of(oracle_of(sliding_window=window), tmp_path)
    requests = sampled_requests()
    alone = [completions(Engine(model, rows=1), [request])[0] for request in requests]
    for engine in (Engine(model), Engine(model, rows=3), Engine(model, rows=5, prompt_tokens=1)):
        together = completions(engine, requests)
        assert [one.tokens for one in together] == [one.tokens for one in alone]
        assert [one.finish for one in together] == [one.finish for one in alone]
        backwards = completions(engine, requests[::-1])
        assert [one.tokens for one in backwards[::-1]] == [one.tokens for one in alone]
    assert {one.finish for one in alone} == {"stop", "length"}


def test_samples_of_one_prompt_differ_by_their_seeds_alone(tmp_path):
    model = ours_of(oracle_of(), tmp_path)
    (prompt,) = prompts_of(30)
    requests = [
        Request(prompt=prompt, max_new_tokens=12, sampling=Sampling(), seed=seed) for seed in (1, 2, 3, 2, -1)
    ]
    found = [one.tokens for one in completions(Engine(model, rows=4), requests)]
    assert found[1] == found[3]
    assert len(set(map(tuple, found))) == 4


def test_equal_prompts_are_read_once(tmp_path):
    model = ours_of(oracle_of(), tmp_path)
    read = []
    model.embedding.register_forward_pre_hook(lambda module, ids: read.append(len(ids[0])))
    first, second = prompts_of(30, 20)
    requests = [
        Request(prompt=prompt, max_new_tokens=2, sampling=Sampling(), seed=seed)
        for seed, prompt in enumerate([first, second, first, first])
    ]
    completions(Engine(model, rows=4), requests)
    assert read == [50, 4]


def test_what_is_longer_than_the_cache_was_at_first(tmp_path):
    oracle = oracle_of(max_position_embeddings=160)
    engine = Engine(ours_of(oracle, tmp_path), rows=2)
    prompts = prompts_of(3, 100, 40)
    found = completions(engine, [Request(prompt=prompt, max_new_tokens=1000) for prompt in prompts])
    for prompt, completion in zip(prompts, found, strict=True):
        assert completion.finish == "length"
        assert len(prompt) + len(completion.tokens) == 160  # where the model's context ends
        assert completion.tokens == greedy_of(oracle, prompt, 160 - len(prompt), eos_token_id=None)


def test_ends(tmp_path):
    engine = Engine(ours_of(oracle_of(), tmp_path))
    (prompt,) = prompts_of(9)
    (whole,) = completions(engine, [Request(prompt=prompt, max_new_tokens=10)])
    stop = whole.tokens[4]
    first = whole.tokens.index(stop)
    (by_id,) = completions(
        engine, [Request(prompt=prompt, max_new_tokens=10, stop_ids=frozenset({stop, 1000}))]
    )
    assert (by_id.tokens, by_id.finish) == (whole.tokens[: first + 1], "stop")
    assert len(by_id.logprobs) == first + 1
    (by_rule,) = completions(
        engine, [Request(prompt=prompt, max_new_tokens=10, is_end=lambda tokens: len(tokens) == 3)]
    )
    assert (by_rule.tokens, by_rule.finish) == (whole.tokens[:3], "stop")
    assert (whole.finish, len(whole.tokens)) == ("length", 10)


def test_what_cannot_be_continued_is_refused_in_its_place(tmp_path):
    engine = Engine(ours_of(oracle_of(), tmp_path), rows=2)
    good, longest, too_long = prompts_of(6, 255, 256)
    requests = [
        Request(prompt=[], max_new_tokens=3),
        Request(prompt=good, max_new_tokens=3),
        Request(prompt=too_long, max_new_tokens=3),
        Request(prompt=[5, 97], max_new_tokens=3),
        Request(prompt=[-1], max_new_tokens=3),
        Request(prompt=longest, max_new_tokens=3),
        Request(prompt=good, max_new_tokens=0),
        Refused("mine", "before"),
    ]
    found = list(engine.generate(requests))
    reasons = [one.reason if isinstance(one, Refused) else len(one.tokens) for one in found]
    assert reasons == [
        "empty-prompt", 3, "too-long", "bad-token", "bad-token", 1, "bad-request", "mine"
    ]  # fmt: skip
    assert found[2].detail == "the prompt has 256 tokens, and the model has room for 255"
    assert list(engine.generate([])) == []


def test_requests_are_read_as_rows_become_free(tmp_path):
    engine = Engine(ours_of(oracle_of(), tmp_path), rows=2)
    read = []

    def requests():
        for number, prompt in enumerate(prompts_of(*LENGTHS)):
            read.append(number)
            yield Request(prompt=prompt, max_new_tokens=4)

    results = engine.generate(requests())
    assert isinstance(next(results), Completion)
    assert len(read) <= 4
    results.close()
    assert len(read) <= 4


def test_ids_that_the_tokenizer_lacks_are_never_chosen(tmp_path):
    model = ours_of(oracle_of(), tmp_path)
    requests = [Request(prompt=p, max_new_tokens=30, sampling=Sampling()) for p in prompts_of(4, 5, 6)]
    assert max(max(one.tokens) for one in completions(Engine(model), requests)) >= 50
    assert max(max(one.tokens) for one in completions(Engine(model, vocabulary=50), requests)) < 50


def test_damaged_weights_are_told(tmp_path):
    model = ours_of(oracle_of(), tmp_path)
    model.norm.weight.data[0] = float("nan")
    with pytest.raises(GenerationError, match="weights are damaged"):
        list(Engine(model).generate([Request(prompt=[3], max_new_tokens=1)]))


def test_bfloat16(tmp_path):
    model = ours_of(oracle_of(), tmp_path)
    requests = [Request(prompt=prompt, max_new_tokens=8) for prompt in prompts_of(*LENGTHS)]
    expected = completions(Engine(model, rows=3), requests)
    found = completions(Engine(model.bfloat16(), rows=3), requests)
    # The first token comes of the same prompt; what follows may part ways.
    differences = [abs(a.logprobs[0] - b.logprobs[0]) for a, b in zip(found, expected, strict=True)]
    assert max(differences) < 0.3


def test_the_cache_is_no_larger_than_it_must_be(tmp_path, monkeypatch):
    from training.generate import engine as module

    made = []

    class Watched(module.KeyValueCache):
        def __init__(self, *settings):
            super().__init__(*settings)
            made.append(self)

    monkeypatch.setattr(module, "KeyValueCache", Watched)
    for window, rows, lengths, expected in (
        (None, 32, (100,), (1, 3, 128)),
        (None, 2, LENGTHS, (2, 3, 64)),
        (20, 4, (100, 90, 80), (3, 3, 20)),
    ):
        model = ours_of(oracle_of(sliding_window=window), tmp_path)
        requests = [Request(prompt=prompt, max_new_tokens=5) for prompt in prompts_of(*lengths)]
        completions(Engine(model, rows=rows), requests)
        cache = made.pop()
        assert (cache.rows, len(cache.keys), cache.places) == expected
        assert all(
            tensor.shape == (cache.rows, 2, cache.places, 16) for tensor in (*cache.keys, *cache.values)
        )


def test_what_is_refused_is_told_before_more_is_read(tmp_path):
    engine = Engine(ours_of(oracle_of(), tmp_path), rows=2)
    results = engine.generate(Refused("mine", str(n)) for n in itertools.count())
    assert [next(results).detail for _ in range(5)] == list("01234")
