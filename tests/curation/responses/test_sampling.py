import contextlib
import pickle
from collections import Counter

import pytest
from pydantic import ValidationError

from curation.endpoint import EndpointDownError
from curation.responses import (
    NotSampled,
    QuestionsToResponses,
    ResponsesConfig,
    Sampled,
    SamplingPlan,
)
from curation.responses.estimate import estimate
from pipelines.engine import Map
from pipelines.engine.testing import apply_map
from schemas.outcome import Rejected
from schemas.questions import Question
from schemas.responses import Response
from schemas.split import InputError
from tests.curation.responses.asking import question
from tests.endpoint_server import FAULTS, UNFIT, EndpointServer, completion, random_faults


def model(server, **fields):
    values = {"base_url": server.url, "model": "m", "backoff_seconds": 0.001, "timeout_seconds": 10}
    return values | {"samples": 2, "give_up_after": 0} | fields


def config(*models, **fields):
    return ResponsesConfig.model_validate({"models": models, **fields})


def sampled(config, questions, journal="", **more):
    stage = Map(
        name="responses",
        input=Question,
        output=Response,
        function=QuestionsToResponses(config, 1, str(journal), **more),
        config=config,
    )
    return apply_map(stage, questions)


def said(asked):
    return f"By {asked['model']} with seed {asked['seed']}."


def test_every_model_every_sample_in_order():
    with EndpointServer(said) as server:
        first = model(
            server, temperatures=(0.5, 1.0), systems=("", "Be brief."), samples=5, extra={"top_p": 0.9}
        )
        second = model(server, model="n", name="other", samples=1, token_limit="max_completion_tokens")
        applied = sampled(config(first, second), [question(number) for number in range(30)])
        bodies = {body["seed"]: body for body in server.asked}
    assert not applied.rejected
    assert [row.id for row in applied.rows] == [
        f"enwiki:{number}#birth-place/{name}"
        for number in range(30)
        for name in ("m/0", "m/1", "m/2", "m/3", "m/4", "other/0")
    ]
    turns = [(row.temperature, row.system) for row in applied.rows[:6]]
    brief = [(0.5, "Be brief."), (1.0, "Be brief.")]
    assert turns == [(0.5, ""), (1.0, ""), *brief, (0.5, ""), (1.0, "")]
    assert len({row.seed for row in applied.rows}) == len(applied.rows) == len(bodies)
    for row in applied.rows:
        body = bodies[row.seed]
        assert row.text == said(body) and row.finish == "stop" and row.prompt_tokens == 10
        assert body["temperature"] == row.temperature
        assert [m["content"] for m in body["messages"] if m["role"] == "system"] == [row.system] * bool(
            row.system
        )
        assert ("top_p" in body, "max_completion_tokens" in body) == (row.model == "m", row.model == "other")


def test_seeds_depend_on_the_question_and_not_on_its_neighbours():
    with EndpointServer(said) as server:
        every = sampled(config(model(server)), [question(number) for number in range(4)]).rows
        alone = sampled(config(model(server)), [question(2)]).rows
    assert alone == every[4:6]


def test_completions_have_their_template():
    with EndpointServer(said) as server:
        sampled(config(model(server, form="completion", systems=("Facts.",), samples=1)), [question(3)])
        [body] = server.asked
    assert body["prompt"] == "Facts.\n\nQuestion: Where was Subject 3 born?\nAnswer:"
    assert body["stop"] == ["\nQuestion:"] and "messages" not in body


def accounted(applied, questions, samples):
    """Each sample of each question once: as a response or in a rejected row. Returns the reasons."""
    found = Counter(row.id for row in applied.rows)
    reasons = Counter()
    for rejected in applied.rejected:
        names = [name for part in rejected.detail.split("; ") for name in part.partition(": ")[0].split(", ")]
        found.update(f"{rejected.where}/{name}" for name in names)
        reasons[rejected.reason] += len(names)
    assert found == {f"{q.id}/m/{number}": 1 for q in questions for number in range(samples)}
    return reasons


def test_every_question_is_accounted_for_by_an_endpoint_that_does_everything_wrong(tmp_path):
    questions = [question(number) for number in range(150)]
    german = "Diese Antwort ist in einer anderen Sprache als die Frage, und das sieht man ihr sofort an."

    def reply(asked):
        return german if asked["seed"] % 20 == 0 else said(asked)

    with EndpointServer(reply, random_faults(0.3), slow_seconds=1.5) as server:
        settings = config(model(server, attempts=3, concurrency=32, timeout_seconds=1.2))
        applied = sampled(settings, questions, tmp_path)
        reasons = accounted(applied, questions, 2)
        assert set(server.faults) == set(FAULTS), "the test is to see all of them"
        for row in applied.rows:
            assert row.text == f"By m with seed {row.seed}."  # nothing half, nothing of another's
        assert {"unauthorized", "content-filter", "language", "not-unicode", "empty"} <= set(reasons)
        assert not {"error", "bad-request"} & set(reasons)
        assert sum(reasons.values()) < 120
        assert not any("\ud800" <= char <= "\udfff" for row in applied.rejected for char in str(row))
        assert set(server.answered.values()) == {1}
        # Once more, with the faults gone: what was answered is there, and what failed is asked.
        before, server.fault = dict(server.answered), lambda key, attempt: ""
        again = sampled(settings, questions, tmp_path)
        accounted(again, questions, 2)
        assert set(applied.rows) <= set(again.rows)
        assert set(server.answered.values()) == {1}
        assert len(server.answered) > len(before)
        # What was answered and is unfit for use was paid for, and is not asked again either.
        assert {row.reason for row in again.rejected} == {
            "content-filter",
            "language",
            "not-unicode",
            "empty",
        }


def test_a_dead_endpoint_rejects_every_question_if_it_is_told_not_to_give_up():
    with EndpointServer(said) as server:
        settings = config(model(server, attempts=1))
    questions = [question(number) for number in range(30)]
    assert accounted(sampled(settings, questions), questions, 2) == {"connection": 60}


@pytest.mark.parametrize("count", [1, 40])
def test_and_else_ends_the_run(count):
    with (
        EndpointServer(said, lambda key, attempt: "401") as server,
        pytest.raises(EndpointDownError) as raised,
    ):
        sampled(config(model(server, give_up_after=20)), [question(number) for number in range(count)])
    assert "401 (invalid_api_key)" in str(raised.value)
    assert len(server.asked) < 20 + 16


def test_the_budget_leaves_the_rest_unasked_and_says_so(tmp_path):
    questions = [question(number) for number in range(20)]
    with EndpointServer(said) as server:
        settings = config(model(server), budget={"calls": 15})
        applied = sampled(settings, questions, tmp_path)
        assert len(applied.rows) == len(server.asked) == 15
        # Nothing is wrong with what was not asked.
        assert applied.rejected == []
        assert [(row.reason, row.record) for row in applied.dropped] == [("budget", q) for q in questions[7:]]
        assert [row.id for row in applied.rows] == [f"{q.id}/m/{n}" for q in questions for n in range(2)][:15]
        whole = sampled(config(model(server)), questions, tmp_path)
        assert accounted(whole, questions, 2) == {}
        assert len(server.asked) == 40 and whole.rows[:15] == applied.rows


def test_batch_mode_gives_what_direct_mode_gives(tmp_path):
    questions = [question(number) for number in range(10)]
    with EndpointServer(said) as server:
        direct = sampled(config(model(server)), questions)
        settings = config(model(server, mode="batch", batch_poll_seconds=0.01))
        batch = sampled(settings, questions, tmp_path)
        assert batch.rows == direct.rows and len(batch.rows) == 20
        assert sampled(settings, questions, tmp_path).rows == batch.rows
        assert len(server.batches) == 1


def test_estimate_before_work_starts(tmp_path):
    questions = [question(number) for number in range(10)]
    prices = {"m": {"prompt": 1.0, "completion": 2.0}}
    with EndpointServer(said) as server:
        settings = config(
            model(server, max_tokens=50), budget={"money": 0.001, "prices": prices, "calls": 20}
        )
        found = estimate(questions, settings, 1, str(tmp_path))
        assert not server.asked
        assert (found.rows, found.total.calls, found.over) == (10, 20, ("money",))
        row = found.models["m"]
        assert row.completion_tokens == 1000 and 150 < row.prompt_tokens < 300
        assert found.total.money == pytest.approx((row.prompt_tokens + 2000) / 1e6)
        generous = {"money": 1.0, "prices": prices, "calls": 20}
        done = sampled(config(model(server, max_tokens=50), budget=generous), questions[:4], tmp_path)
        again = estimate(questions, settings, 1, str(tmp_path))
        assert (again.total.calls, again.models["m"].known) == (12, len(done.rows))
        # What was spent before is gone: of the twenty calls eight were made, and twelve are left.
        assert (again.spent.calls, again.over) == (8, ("money",))
        other = estimate([question(20)], settings, 1, str(tmp_path / "nowhere"))
        assert other.spent.calls == 0 and not (tmp_path / "nowhere").exists()


class Checkpoint:
    """Stands for a model in this process, which reads ahead in batches."""

    label = "ours"
    plan = SamplingPlan(samples=3)

    def __init__(self):
        self.closed = False

    def sample(self, asks):
        asks = iter(asks)
        try:
            while batch := [ask for _, ask in zip(range(4), asks, strict=False)]:
                for ask in batch:
                    fine = ask.sample != 1
                    yield (
                        Sampled(f"{ask.question.subject}!", "stop") if fine else NotSampled("odd", "no words")
                    )
        finally:
            self.closed = True


def test_another_sampler_beside_an_endpoint():
    checkpoint = Checkpoint()
    with EndpointServer(said) as server:
        settings = config(model(server, samples=1))
        applied = sampled(settings, [question(number) for number in range(7)], samplers=(checkpoint,))
        function = QuestionsToResponses(settings, 1, samplers=(checkpoint,))
        with contextlib.closing(function(question(number) for number in range(100))) as rows:
            assert [next(rows).model for _ in range(3)] == ["m", "ours", "ours"]
    assert [row.model for row in applied.rows] == ["m", "ours", "ours"] * 7
    assert [row.reason for row in applied.rejected] == ["odd"] * 7
    assert checkpoint.closed


def test_a_question_that_cannot_be_sent_costs_itself():
    with EndpointServer(said) as server:
        odd = question(1, prompt="Who is \ud800?")
        rows = list(QuestionsToResponses(config(model(server, samples=1)), 1)([odd, question(2)]))
    assert rows[0] == Rejected("not-unicode", odd.id, rows[0].detail, "Who is \ufffd?")
    assert isinstance(rows[1], Response)


def test_short_answers_and_names_are_not_taken_for_another_language():
    texts = ["Ulm", "Łódź, Kraków", "Rio de Janeiro", "Sí.", "In 1879 in Ulm, Königreich Württemberg."]
    with EndpointServer(lambda asked: texts[asked["seed"] % len(texts)]) as server:
        applied = sampled(config(model(server, samples=20)), [question(1)])
    assert len(applied.rows) == 20


def test_an_answer_that_ends_for_its_length_is_one_and_says_so():
    with EndpointServer(lambda asked: completion("Born in", finish="length")) as server:
        [row] = sampled(config(model(server, samples=1)), [question(1)]).rows
    assert (row.text, row.finish) == ("Born in", "length")


def test_the_function_can_be_sent_to_a_worker():
    with EndpointServer(said) as server:
        function = QuestionsToResponses(config(model(server)), 1, "journal")
    assert pickle.loads(pickle.dumps(function)) == function


def test_the_unfit_are_what_the_server_can_do():
    assert set(UNFIT) < set(FAULTS)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"models": [{}, {}]}, "two models are called m"),
        ({"models": [{}], "budget": {"money": 1}}, "needs `budget.prices` of m"),
        ({"models": [{"temperatures": [3]}]}, "from 0 to 2"),
        ({"models": [{"extra": {"seed": 3}}]}, "`extra` must not have seed"),
        ({"models": [{"template": "none"}]}, "needs {prompt}"),
    ],
)
def test_configuration_that_does_not_fit(fields, message):
    base = {"base_url": "http://localhost/v1", "model": "m"}
    fields["models"] = [base | one for one in fields["models"]]
    with pytest.raises(ValidationError, match=message):
        ResponsesConfig.model_validate(fields)


def test_what_cannot_work_is_told_before_anything_is_asked():
    with EndpointServer(said) as server:
        with pytest.raises(InputError, match="Batch API needs a journal"):
            sampled(config(model(server, mode="batch")), [question(1)])
        with pytest.raises(InputError, match="no model to sample"):
            sampled(config(), [question(1)])
        with pytest.raises(InputError, match="give a path"):
            sampled(config(model(server)), [question(1)], "s3://bucket/journal")
        assert not server.asked
