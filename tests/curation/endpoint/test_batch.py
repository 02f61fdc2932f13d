import pytest

from curation.endpoint import EndpointDownError, EndpointError, Request
from curation.endpoint.batch import Batches
from curation.endpoint.ledger import Spent
from tests.curation.endpoint.asks import chat, client, said
from tests.endpoint_server import EndpointServer

CALLS = {"calls": 1000}


def requests(server, count=5):
    return [chat(server, str(number)) for number in range(count)]


def asked(server, journal, given, **fields):
    budget = fields.pop("budget", CALLS)
    asking = client(server, journal, budget, **fields)
    results = list(Batches(asking, 0.01).ask(given))
    return asking, [r.reason if isinstance(r, EndpointError) else r.text for r in results]


def test_answers_come_in_the_order_of_the_requests(tmp_path):
    with EndpointServer(said) as server:
        server.polls_until_done = 3
        asking, found = asked(server, tmp_path, requests(server))
        assert found == [f"You said: {number}" for number in range(5)]
        assert [batch["polls"] for batch in server.batches.values()] == [3]
        assert asking.ledger.spent() == Spent(5, 5 * (10 + 3))  # what was set aside was corrected
        assert asked(server, tmp_path, requests(server))[1] == found
        assert len(server.batches) == 1


def test_plain_completions(tmp_path):
    with EndpointServer(said) as server:
        bodies = [{"model": "m", "prompt": str(number), "max_tokens": 5} for number in range(2)]
        given = [Request.make(server.url, body, "") for body in bodies]
        assert asked(server, tmp_path, given)[1] == ["You said: 0", "You said: 1"]
        assert server.batches["batch_0"]["asked"]["endpoint"] == "/v1/completions"


def test_a_run_that_was_killed_finds_its_batch_again(tmp_path):
    with EndpointServer(said) as server:
        given = requests(server)
        server.polls_until_done = 10**6
        first = Batches(client(server, tmp_path, CALLS, attempts=1), 0.01)

        class Killed(BaseException):
            pass

        def die(seconds):
            raise Killed

        first._client.sleep = die
        with pytest.raises(Killed):
            list(first.ask(given))
        server.polls_until_done = 1
        # Other questions came and some went: the batch is waited for all the same, and the rest is a new one.
        asking, found = asked(server, tmp_path, [*given[1:], chat(server, "new")])
        assert found == [*(f"You said: {number}" for number in range(1, 5)), "You said: new"]
        assert len(server.batches) == 2
        assert set(server.answered.values()) == {1}
        assert asking.ledger.spent() == Spent(6, 6 * (10 + 3))
        assert asked(server, tmp_path, given)[1][0] == "You said: 0"
        assert len(server.batches) == 2


@pytest.mark.parametrize("fault", ["cut", "500", "timeout", "reset"])
def test_a_batch_is_never_handed_in_twice(tmp_path, fault):
    # The endpoint makes the batch, and the client does not hear of it.
    with EndpointServer(said, lambda key, attempt: fault if key.startswith("batch") else "") as server:
        _, found = asked(server, tmp_path, requests(server))
        assert found == [f"You said: {number}" for number in range(5)]
        assert len(server.batches) == 1


def test_nor_by_another_run_that_finds_it_by_its_token(tmp_path):
    with EndpointServer(said, lambda key, attempt: "cut" if key.startswith("batch") else "") as server:
        with pytest.raises(EndpointDownError, match="Batch API failed"):
            asked(server, tmp_path, requests(server), attempts=1)
        assert len(server.batches) == 1
        server.fault = lambda key, attempt: ""
        assert asked(server, tmp_path, requests(server))[1] == [f"You said: {n}" for n in range(5)]
        assert len(server.batches) == 1


def test_one_that_was_never_made_is_given_up(tmp_path):
    with EndpointServer(said) as server:
        asking = client(server, tmp_path, CALLS)
        batches = Batches(asking, 0.01)
        asking.http.client.batches.create = None  # dies before it is handed in
        with pytest.raises(TypeError):
            list(batches.ask(requests(server)))
        again, found = asked(server, tmp_path, requests(server))
        assert found == [f"You said: {number}" for number in range(5)]
        assert again.ledger.spent().calls == 5


def test_what_expired_is_handed_in_again_and_then_given_up(tmp_path):
    with EndpointServer(said) as server:
        given = requests(server)
        server.batch_ends_as = "expired"
        server.unanswered_in_batch = lambda key: key == given[2].key
        _, found = asked(server, tmp_path, given, attempts=3)
        assert found == ["You said: 0", "You said: 1", "batch", "You said: 3", "You said: 4"]
        assert len(server.batches) == 3
        assert set(server.answered.values()) == {1}


def test_a_cancelled_one_is_not_handed_in_again(tmp_path):
    with EndpointServer(said) as server:
        given = requests(server)
        server.batch_ends_as = "cancelled"
        server.unanswered_in_batch = lambda key: key != given[0].key
        assert asked(server, tmp_path, given)[1] == ["You said: 0", *["batch"] * 4]
        assert len(server.batches) == 1


def test_a_failed_one_ends_the_run_and_says_why(tmp_path):
    with EndpointServer(said) as server:
        server.batch_ends_as = "failed"
        with pytest.raises(EndpointDownError, match="token_limit_exceeded"):
            asked(server, tmp_path, requests(server))
        server.batch_ends_as = "completed"
        assert asked(server, tmp_path, requests(server))[1][0] == "You said: 0"


def test_the_budget_holds(tmp_path):
    with EndpointServer(said) as server:
        assert asked(server, tmp_path, requests(server), budget={"calls": 3})[1] == [
            *(f"You said: {number}" for number in range(3)),
            "budget",
            "budget",
        ]


def test_lines_that_are_none_leave_their_request_unanswered(tmp_path):
    with EndpointServer(said) as server:
        given = requests(server, 3)
        work = server.reply

        def reply(asked):
            answer = work(asked)
            return {"choices": []} if answer.endswith("1") else answer

        server.reply = reply
        _, found = asked(server, tmp_path, given, attempts=2)
        assert found == ["You said: 0", "batch", "You said: 2"]


def test_it_needs_a_journal():
    with EndpointServer(said) as server, pytest.raises(ValueError, match="needs a journal"):
        Batches(client(server), 1)
