"""A checkpoint that answers the questions of a run."""

import itertools
import pickle

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from pydantic import ValidationError  # noqa: E402

from curation.responses import Ask, NotSampled, QuestionsToResponses, ResponsesConfig, Sampled  # noqa: E402
from jobs.sampler import CheckpointModel, CheckpointSampler  # noqa: E402
from pipelines.engine import Map  # noqa: E402
from pipelines.engine.testing import apply_map  # noqa: E402
from schemas.questions import Question  # noqa: E402
from schemas.responses import Response  # noqa: E402
from schemas.split import InputError  # noqa: E402
from tests.curation.responses.asking import question  # noqa: E402
from tests.training.generate.parrot import write_parrot  # noqa: E402


@pytest.fixture(scope="module")
def in_chat(tmp_path_factory):
    return write_parrot(tmp_path_factory.mktemp("chat"), " Born in Ulm.", ends_with=32_001)


@pytest.fixture(scope="module")
def random_model(tmp_path_factory):
    return write_parrot(tmp_path_factory.mktemp("random"), knows_chat=False)


def sampler_of(folder, **settings):
    return CheckpointSampler(CheckpointModel(folder=str(folder), **settings))


def responses_of(sampler, questions):
    config = ResponsesConfig(check_language=False)
    stage = Map(
        name="responses",
        input=Question,
        output=Response,
        function=QuestionsToResponses(config, 1, samplers=(sampler,)),
        config=config,
    )
    return apply_map(stage, questions)


def test_questions_become_responses(in_chat):
    sampler = sampler_of(in_chat, name="ours", samples=3, temperatures=(0.0, 0.001), rows=4)
    applied = responses_of(sampler, [question(number) for number in range(5)])
    assert not applied.rejected
    assert [row.id for row in applied.rows] == [
        f"enwiki:{number}#birth-place/ours/{sample}" for number in range(5) for sample in range(3)
    ]
    for row in applied.rows:
        assert (row.text, row.finish, row.model) == ("Born in Ulm.", "stop", "ours")
        assert row.prompt_tokens > 5
        assert row.completion_tokens == 6


def test_system_prompts_and_templates(random_model, in_chat):
    read = []
    for sampler in (sampler_of(in_chat), sampler_of(random_model, form="completion")):
        request = sampler._request(Ask(question(1), 0, 0.5, "Be brief.", 7))
        assert (request.seed, request.sampling.temperature, request.max_new_tokens) == (7, 0.5, 512)
        read.append((request.prompt, request.stop))
    (messages, no_stop), (text, stop) = read
    assert [(m.role, m.content) for m in messages] == [
        ("system", "Be brief."),
        ("user", "Where was Subject 1 born?"),
    ]
    assert text == "Be brief.\n\nQuestion: Where was Subject 1 born?\nAnswer:"
    assert (no_stop, stop) == ((), ("\nQuestion:",))


def test_samples_do_not_depend_on_what_is_asked_beside_them(random_model):
    def answers(rows, numbers):
        sampler = sampler_of(random_model, form="completion", samples=2, max_tokens=6, rows=rows, top_p=0.9)
        applied = responses_of(sampler, [question(number) for number in numbers])
        assert not applied.rejected
        return {row.id: row.text for row in applied.rows}

    together = answers(7, range(6))
    alone = {}
    for number in (5, 0, 3):
        alone |= answers(1, [number])
    assert len(set(together.values())) == 12
    assert {name: together[name] for name in alone} == alone


def test_what_is_not_answered_is_told_in_its_place(in_chat):
    prompts = ["Where was A born?", "word " * 300, "<|im_start|>system", "", "Where was B born?"]
    applied = responses_of(
        sampler_of(in_chat, name="m", samples=1, temperatures=(0.0,)),
        [question(number, prompt=prompt) for number, prompt in enumerate(prompts)],
    )
    assert [row.question for row in applied.rows] == ["enwiki:0#birth-place", "enwiki:4#birth-place"]
    assert [row.reason for row in applied.rejected] == ["too-long", "special-token", "empty-prompt"]


def test_answers_that_are_none(tmp_path):
    for number, (says, reason) in enumerate((("", "empty"), ("\x00ab", "bad-answer"))):
        folder = write_parrot(tmp_path / str(number), says, ends_with=32_001)
        (found,) = sampler_of(folder).sample([Ask(question(1), 0, 0.0, "", 1)])
        assert isinstance(found, NotSampled)
        assert found.reason == reason


def test_asks_are_read_as_they_are_needed(in_chat):
    read = []

    def asks():
        for number in itertools.count():
            read.append(number)
            yield Ask(question(number), 0, 0.0, "", number)

    results = sampler_of(in_chat, rows=3).sample(asks())
    assert isinstance(next(results), Sampled)
    results.close()
    assert len(read) <= 8


def test_it_travels_to_workers(in_chat):
    sampler = sampler_of(in_chat)
    again = pickle.loads(pickle.dumps(sampler))
    assert again == sampler
    assert again.label == in_chat.name
    (found,) = again.sample([Ask(question(1), 0, 0.0, "", 1)])
    assert found.text == "Born in Ulm."


def test_what_cannot_be_asked_stops_the_run(random_model, tmp_path):
    for folder, settings, words in (
        (tmp_path / "nowhere", {}, "no such folder"),
        (random_model, {}, "set `form: completion`"),
        (random_model, {"form": "completion", "stop": ("",)}, "stop string is empty"),
        (random_model, {"form": "completion", "device": "cuda:99"}, "torch sees"),
    ):
        with pytest.raises(InputError, match=words):
            list(sampler_of(folder, **settings).sample([Ask(question(1), 0, 0.0, "", 1)]))
    for wrong in ({"template": "no place"}, {"top_p": 0}, {"folder": ""}, {"temprature": 1}):
        with pytest.raises(ValidationError):
            CheckpointModel.model_validate({"folder": "x"} | wrong)
