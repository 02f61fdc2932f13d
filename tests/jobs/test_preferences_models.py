"""`roae plan` and `roae run` of the recipe `preferences` with models that are really asked: what is said
beforehand, what a budget does, and checkpoints of our trainer.
"""

import re
import subprocess

import pyarrow.parquet as pq
import pytest

from jobs.cli import main
from tests.endpoint_server import EndpointServer
from tests.jobs.judging_server import answer
from tests.jobs.small_wiki import write_small_dump

DONE, USAGE, SPENT = 0, 2, 3


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    return write_small_dump(tmp_path_factory.mktemp("dump"))


@pytest.fixture
def roae(capsys):
    """`roae ARGUMENTS` in this process, which is quicker."""

    def call(*arguments):
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return call


def settings(dump, run, *more):
    return [
        "preferences",
        f"output={run}",
        f"wikis.smallwiki.input={dump}",
        "rejected_limit=0.2",
        "questions.per_page=5",
        *more,
    ]


def rows(folder):
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def model(server, **fields):
    values = {"base_url": server.url, "model": "m", "samples": 2, "max_tokens": 40} | fields
    return "{" + ", ".join(f"{name}: {value}" for name, value in values.items()) + "}"


def numbers(line):
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", line)]


def line_with(text, word):
    return next(line for line in text.splitlines() if word in line)


def test_what_will_be_asked_is_said_before_and_is_what_is_asked(roae, dump, tmp_path):
    run = tmp_path / "run"
    with EndpointServer(answer) as server:
        judge = model(server, model="j", samples=None).replace(", samples: None, max_tokens: 40", "")
        asked = settings(
            dump, run, f"responses.models=[{model(server)}]", f"verdicts.judge={judge}", "corrupted=null"
        )
        before = roae("plan", *asked)
        assert before.returncode == DONE, before.stderr
        assert "cannot be told before questions is done" in before.stdout
        assert "m: 2 calls per question, answers of at most 40 tokens" in before.stdout
        assert not run.exists()

        assert roae("run", *asked, "--until", "questions").returncode == DONE
        assert not server.asked
        questions = len(rows(run / "26-questions"))
        told = roae("plan", *asked).stdout
        assert f"stage responses: {questions:,} questions" in told
        calls, known, prompts, answers = numbers(line_with(told, "  m  "))
        assert (calls, known, answers) == (2 * questions, 0, 80 * questions)
        assert not (run / "journal").exists()

        ran = roae("run", *asked)
        assert ran.returncode == DONE, ran.stderr
        by_model = [body["model"] for body in server.asked]
        assert by_model.count("m") == calls
        sent = [body for body in server.asked if body["model"] == "m"]
        characters = sum(len(message["content"]) for body in sent for message in body["messages"])
        assert characters / 4 < prompts < characters / 4 + 6 * calls
        # Said before the first call, and counted right for the judge too.
        assert "stage responses: " in ran.stderr
        judged = line_with(ran.stderr, "  j  ")
        assert numbers(judged)[0] == by_model.count("j") > 0
        assert ran.stderr.index("stage verdicts, judge:") > ran.stderr.index("responses: ")
        asked_so_far = len(server.asked)
        done = roae("plan", *asked).stdout
        assert "stage responses: it is done, and asks nothing" in done
        assert len(server.asked) == asked_so_far


def test_a_run_whose_budget_is_spent_ends_and_goes_on_when_there_is_more(roae, dump, tmp_path):
    run = tmp_path / "run"

    def asked(calls, *more):
        return settings(
            dump, run, f"responses.models=[{model(server)}]", f"responses.budget.calls={calls}", *more
        )

    with EndpointServer(answer) as server:
        stopped = roae("run", *asked(25))
        assert stopped.returncode == SPENT
        assert "the budget is spent (responses.budget: 25 calls)" in stopped.stderr
        assert "it ends the run before all is asked (calls)" in stopped.stderr
        assert "Traceback" not in stopped.stderr and "rejected_limit" not in stopped.stderr
        assert len(server.asked) == 25 and len(rows(run / "30-responses")) == 25
        total = 2 * len(rows(run / "26-questions"))
        status = line_with(roae("status", run).stdout, "responses")
        assert "unfinished" in status and "budget" in status

        again = roae("run", *asked(25))
        assert again.returncode == SPENT and len(server.asked) == 25

        more = roae("plan", *asked(total)).stdout
        assert numbers(line_with(more, "  m  "))[:2] == [total - 25, 25]
        assert "(25 calls," in more and more.rstrip().endswith("enough")

        finished = roae("run", *asked(total))
        assert finished.returncode == DONE, finished.stderr
        assert len(server.asked) == total == len(server.answered)
        assert max(server.answered.values()) == 1


def test_a_run_may_make_do_with_what_a_budget_allows(roae, dump, tmp_path):
    run = tmp_path / "run"
    with EndpointServer(answer) as server:
        went = roae(
            "run",
            *settings(
                dump,
                run,
                f"responses.models=[{model(server)}]",
                "responses.budget={calls: 30, when_spent: go-on}",
                "rejected_limit=0.01",
            ),
        )
    assert went.returncode == DONE, went.stderr
    assert "30 calls: it is spent before all is asked (calls)" in went.stderr
    assert len(rows(run / "30-responses")) == 30 == len(rows(run / "41-scores"))
    assert "budget" in line_with(went.stdout, "responses ")


def test_a_judge_whose_budget_is_spent_leaves_whole_responses_and_no_half_ones(roae, dump, tmp_path):
    run = tmp_path / "run"

    def asked(calls, *more):
        judge = f"{{base_url: {server.url}, model: j, claims_per_call: 1}}"
        budget = f"verdicts.judge.budget.calls={calls}"
        return settings(dump, run, "corrupted={kinds: [as-is]}", f"verdicts.judge={judge}", budget, *more)

    with EndpointServer(answer) as server:
        stopped = roae("run", *asked(12))
        assert stopped.returncode == SPENT, stopped.stderr
        assert "verdicts.judge.budget: 12 calls" in stopped.stderr
        checked = rows(run / "39-verdicts")
        assert checked and not [v for row in checked for v in row["verdicts"] if v["error"]]
        assert 6 < len(server.asked) <= 12  # the calls of a response are made all or not at all
        finished = roae("run", *asked(100_000))
        assert finished.returncode == DONE, finished.stderr
        assert max(server.answered.values()) == 1
        assert len(rows(run / "39-verdicts")) > len(checked)
