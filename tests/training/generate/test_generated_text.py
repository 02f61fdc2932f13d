"""Texts in and texts out, with models that say what is known."""

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from tests.training.generate.parrot import BOS, EOS, write_parrot  # noqa: E402
from training.generate.load import load  # noqa: E402
from training.generate.request import Refused, Sampling  # noqa: E402
from training.generate.text import TextCompletion, TextGenerator, TextRequest  # noqa: E402
from training.text.messages import Message  # noqa: E402
from training.text.published import Published, TokenizerFile  # noqa: E402

SAYS = " a river that flows through Köln 🙂 into the sea"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load(write_parrot(tmp_path_factory.mktemp("parrot"), SAYS, after="The Rhine is"))


@pytest.fixture(scope="module")
def in_chat(tmp_path_factory):
    return load(write_parrot(tmp_path_factory.mktemp("chat"), "Paris, of course.", ends_with=32_001))


def said(loaded, prompt, **settings):
    (found,) = TextGenerator(loaded).generate([TextRequest(prompt=prompt, **settings)])
    assert isinstance(found, TextCompletion), found
    return found


def test_a_text_goes_on_with_its_space_and_ends_before_the_end_token(loaded):
    found = said(loaded, "The Rhine is")
    assert (found.text, found.finish) == (SAYS, "stop")
    assert found.tokens[-1] == EOS
    assert len(found.logprobs) == len(found.tokens)
    assert found.prompt_tokens == len(loaded.tokenizer.encode("The Rhine is").ids)


@pytest.mark.parametrize("stop", [" that", "flows thr", "Köln", "🙂", " the sea", "s thr"])
def test_stop_strings(loaded, stop):
    found = said(loaded, "The Rhine is", stop=("never said", stop))
    assert (found.text, found.finish) == (SAYS[: SAYS.index(stop)], "stop")
    text = loaded.tokenizer.decode(found.tokens)
    assert stop in text
    assert len(text) <= SAYS.index(stop) + len(stop) + 8  # nothing was computed after it


def test_the_first_of_several_stop_strings_counts(loaded):
    assert said(loaded, "The Rhine is", stop=("through", "flows th")).text == " a river that "


def test_a_stop_string_is_not_looked_for_across_the_prompts_end(loaded):
    assert said(loaded, "The Rhine is", stop=("is a",)).text == SAYS


def test_the_name_of_a_special_token_stops_there(tmp_path):
    loaded = load(write_parrot(tmp_path, " and so on", after="this", ends_with=32_000))
    assert said(loaded, "this", stop=("<|im_start|>",)).text == " and so on"
    assert said(loaded, "this", stop_tokens=("<|im_start|>",)).text == " and so on"
    assert said(loaded, "this", stop_tokens=("▁so",)).text == " and"
    assert said(loaded, "this", max_new_tokens=8).finish == "length"


def test_no_half_character_at_the_end(loaded):
    whole = said(loaded, "The Rhine is").tokens
    texts = {said(loaded, "The Rhine is", max_new_tokens=n).text for n in range(1, len(whole))}
    assert all(SAYS.startswith(text) for text in texts)


def test_what_is_sampled_is_the_seeds(tmp_path):
    loaded = load(write_parrot(tmp_path))
    loaded.model.head.weight.normal_(0, 0.1, generator=torch.Generator().manual_seed(1))
    ask = [TextRequest(prompt="z", sampling=Sampling(), seed=seed, max_new_tokens=6) for seed in (1, 1, 2)]
    first, again, other = (found.text for found in TextGenerator(loaded).generate(ask))
    assert first == again != other


def test_a_conversation(in_chat):
    messages = [Message("system", "Be brief."), Message("user", "What is the capital of France?")]
    found = said(in_chat, messages)
    assert (found.text, found.finish) == ("Paris, of course.", "stop")


def test_the_begin_token(in_chat, tmp_path):
    first = []

    def first_tokens(loaded, prompt, bos):
        hook = loaded.model.embedding.register_forward_pre_hook(lambda module, ids: first.append(ids[0][0]))
        request = TextRequest(prompt=prompt, max_new_tokens=1)
        list(TextGenerator(loaded, bos=bos).generate([request]))
        hook.remove()
        return int(first.pop()) == BOS

    talk = [Message("user", "Hello")]
    assert [first_tokens(in_chat, "Hello", bos) for bos in (None, True, False)] == [False, True, False]
    assert [first_tokens(in_chat, talk, bos) for bos in (None, True, False)] == [False, True, False]
    for end, is_plain in ((None, True), (32_001, False)):
        folder = write_parrot(tmp_path / str(end), "x")
        tokenizer = TokenizerFile.find(str(folder)).tokenizer
        Published(tokenizer, bos_id=BOS, eos_id=EOS, length=128, end_id=end).write(folder)
        assert first_tokens(load(folder), "Hello", None)
        assert first_tokens(load(folder), talk, None) is not is_plain


def test_what_cannot_be_asked_is_refused(loaded, tmp_path):
    never_tuned = load(write_parrot(tmp_path, "x", after="y", knows_chat=False))
    cases = [
        (loaded, TextRequest(prompt=""), "empty-prompt", "empty"),
        (loaded, TextRequest(prompt=[]), "empty-prompt", "empty"),
        (loaded, TextRequest(prompt="word " * 200), "too-long", "room for 127"),
        (loaded, TextRequest(prompt="x", stop=("",)), "bad-request", "stop string is empty"),
        (loaded, TextRequest(prompt="x", stop_tokens=("<|eot|>",)), "bad-request", "no stop token '<|eot|>'"),
        (loaded, TextRequest(prompt="x \ud800"), "not-unicode", "surrogates"),
        (loaded, TextRequest(prompt="x", max_new_tokens=0), "bad-request", "at least one token"),
        (loaded, TextRequest(prompt=[Message("user", "<|im_end|>")]), "special-token", "<|im_end|>"),
        (never_tuned, TextRequest(prompt=[Message("user", "x")]), "bad-request", "no conversations"),
    ]
    for model, request, reason, words in cases:
        good = TextRequest(prompt="The", max_new_tokens=2)
        before, refused, after = TextGenerator(model).generate([good, request, good])
        assert isinstance(refused, Refused)
        assert refused.reason == reason
        assert words in refused.detail
        assert before == after


def test_a_stop_string_that_the_tokenizer_cannot_say(tmp_path):
    from tokenizers import Tokenizer, models, pre_tokenizers

    folder = write_parrot(tmp_path, "x", after="y")
    tokenizer = Tokenizer(models.WordLevel({"<unk>": 0, "yes": 1, "no": 2}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    generator = TextGenerator(load(folder))
    (refused,) = generator.generate([TextRequest(prompt="yes", stop=("maybe",))])
    assert isinstance(refused, Refused)
    assert "'maybe'" in refused.detail
    generator.check_stops(["no"])
    with pytest.raises(ValueError, match="maybe"):
        generator.check_stops(["no", "maybe"])


def test_options_are_scored_as_one_text_with_their_prompt(loaded):
    generator = TextGenerator(loaded)
    right = " a river that"
    scores, other, refused = generator.score(
        [
            ("The Rhine is", [right, " a lake", " a"]),
            ("The Rhi", ["ne is a", "no"]),  # the tokenizer joins "Rhi" with what follows
            ("", ["x"]),
        ]
    )
    river, lake, short = scores
    assert river.is_greedy
    assert not lake.is_greedy
    assert river.logprob > lake.logprob
    assert (river.tokens, short.tokens) == (3, 1)
    assert [score.tokens for score in other] == [
        len(loaded.tokenizer.encode(text, add_special_tokens=False).ids) - 1
        for text in ("The Rhine is a", "The Rhino")
    ]
    assert refused.reason == "empty-prompt"
