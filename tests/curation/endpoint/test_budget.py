import threading
from contextlib import suppress

import pytest

from curation.endpoint import BudgetConfig, EndpointError, Price, Request
from curation.endpoint.config import NANO
from curation.endpoint.in_order import in_order
from curation.endpoint.ledger import Ledger, Spent
from schemas.split import InputError
from tests.curation.endpoint.asks import chat, client, said
from tests.endpoint_server import EndpointServer, completion, random_faults


def request(text="hello", model="m", max_tokens=100):
    body = {"model": model, "messages": [{"role": "user", "content": text}], "max_tokens": max_tokens}
    return Request.make("http://host/v1", body, "")


def allowed(asking, server, count, threads=1):
    """Which of so many requests were answered; the others were not asked, for the budget."""
    texts = [f"{number} " * 5 for number in range(count)]

    def begin(text):
        finish = asking.admit(chat(server, text))

        def wait():
            try:
                return bool(finish())
            except EndpointError as error:
                assert error.reason == "budget"
                return False

        return wait

    return list(in_order(texts, begin, threads))


@pytest.mark.parametrize("threads", [1, 8])
def test_calls(tmp_path, threads):
    with EndpointServer(said) as server:
        asking = client(server, tmp_path, {"calls": 7})
        assert allowed(asking, server, 20, threads) == [True] * 7 + [False] * 13
        assert len(server.asked) == 7
        # What is known costs nothing; the rest stays unasked, in another run too.
        again = client(server, tmp_path, {"calls": 7})
        assert allowed(again, server, 20, threads) == [True] * 7 + [False] * 13
        assert allowed(client(server, tmp_path, {"calls": 9}), server, 20) == [True] * 9 + [False] * 11
        assert len(server.asked) == 9


def test_attempts_are_calls(tmp_path):
    with EndpointServer(said, lambda key, attempt: "500") as server:
        asking = client(server, tmp_path, {"calls": 5}, attempts=4)
        for text in ("a", "b", "c"):
            with pytest.raises(EndpointError):
                asking.ask(chat(server, text))
        assert len(server.asked) == 5
        assert asking.ledger.spent() == Spent(calls=5)


@pytest.mark.parametrize("threads", [1, 4, 16])
def test_tokens_are_settled_as_the_endpoint_counts_them_and_do_not_depend_on_threads(threads):
    # Each is answered with 10 + 5 tokens and may cost several hundred, so almost all fit one after the other.
    with EndpointServer(lambda asked: "so many words are here") as server:
        asking = client(server, None, {"tokens": 1000})
        found = allowed(asking, server, 80, threads)
    most = request("10 " * 5)
    room = most.prompt_tokens_at_most + most.completion_tokens_at_most
    assert found.count(True) == len(server.asked)
    assert found == sorted(found, reverse=True)  # the first ones, and then no more
    spent = asking.ledger.spent()
    assert spent.tokens == 15 * len(server.asked) <= 1000
    assert abs(spent.tokens - (1000 - room)) < 60


def test_the_limit_holds_while_many_are_in_flight():
    most = []

    def reply(asked):
        with server.lock:
            most.append(server.in_flight)
        return completion("x")

    with EndpointServer(reply) as server:
        room = chat(server, "10 " * 5)
        three = 3 * (room.prompt_tokens_at_most + room.completion_tokens_at_most)
        allowed(client(server, None, {"tokens": three}), server, 30, threads=16)
    assert max(most) <= 3


def test_money_by_the_price_table(tmp_path):
    prices = {"m": {"prompt": 2.0, "completion": 10.0}}
    with EndpointServer(lambda asked: "five words cost so much") as server:
        asking = client(server, tmp_path, {"money": 0.01, "prices": prices})
        found = allowed(asking, server, 200, threads=4)
        spent = asking.ledger.spent()
    each = 10 * 2.0 / 1e6 + 5 * 10.0 / 1e6
    assert 90 < found.count(True) < 200
    assert spent.nano == round(found.count(True) * each * NANO) <= 0.01 * NANO


@pytest.mark.parametrize(
    ("fault", "billed"), [("timeout", True), ("cut", True), ("500", False), ("reset", True)]
)
def test_what_may_have_been_billed_counts_in_full(fault, billed):
    with EndpointServer(said, lambda key, attempt: fault) as server:
        asking = client(server, None, {"tokens": 10_000}, attempts=1, timeout_seconds=0.4)
        asked = chat(server)
        with pytest.raises(EndpointError):
            asking.ask(asked)
    tokens = asked.prompt_tokens_at_most + asked.completion_tokens_at_most
    assert asking.ledger.spent() == Spent(1, tokens if billed else 0)


def test_a_refused_connection_costs_no_tokens():
    with EndpointServer(said) as server:
        asking = client(server, None, {"tokens": 10_000}, attempts=2)
        asked = chat(server)
    with pytest.raises(EndpointError):
        asking.ask(asked)
    assert asking.ledger.spent() == Spent(2)


def test_a_bad_answer_costs_what_it_says():
    with EndpointServer(said, lambda key, attempt: "empty-choices" if not attempt else "") as server:
        asking = client(server, None, {"tokens": 10_000})
        asking.ask(chat(server))
    assert asking.ledger.spent() == Spent(2, 11 + 13)


def test_processes_share_the_account(tmp_path):
    budget = BudgetConfig(calls=10)
    ledgers = [Ledger(budget, tmp_path / "spent") for _ in range(3)]
    granted = []

    def work(ledger):
        for _ in range(10):
            with suppress(EndpointError):
                (aside,) = ledger.set_aside([request()])
                ledger.settle(aside, 1, 1)
                granted.append(aside)

    threads = [threading.Thread(target=work, args=[ledger]) for ledger in ledgers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(granted) == 10
    assert Ledger(budget, tmp_path / "spent").spent().calls == 10


def test_what_a_killed_process_set_aside_stays_spent(tmp_path):
    Ledger(BudgetConfig(calls=1), tmp_path / "spent").set_aside([request()])
    with pytest.raises(EndpointError, match=r"not asked: what is left of the budget \(1 calls\)"):
        Ledger(BudgetConfig(calls=1), tmp_path / "spent").set_aside([request()])


def test_a_damaged_account_is_told(tmp_path):
    path = tmp_path / "spent"
    Ledger(BudgetConfig(calls=5), path).set_aside([request()])
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(InputError, match=r"damaged\. Delete it"):
        Ledger(BudgetConfig(calls=5), path).spent()


def test_a_bound_is_one():
    # More tokens than bytes there cannot be; non-ASCII has more bytes than characters.
    asked = request("é" * 1000 + "\n" * 1000)
    assert asked.prompt_tokens_at_most > 3000 > asked.prompt_tokens_about > 500


def test_a_price_is_rounded_up():
    assert Price(prompt=0.0001, completion=0).nano(1, 5) == 1
    assert Price(prompt=3, completion=15).nano(1000, 100) == 4_500_000


def test_faults_do_not_lose_track_of_what_is_set_aside():
    with EndpointServer(
        said, random_faults(0.5, ("500", "429-ms", "reset", "cut", "empty-choices"))
    ) as server:
        asking = client(server, None, {"calls": 60}, attempts=3)

        def begin(text):
            finish = asking.admit(chat(server, text))

            def wait():
                with suppress(EndpointError):
                    finish()

            return wait

        list(in_order([str(number) for number in range(60)], begin, 8))
        assert len(server.asked) == asking.ledger.spent().calls == 60


@pytest.mark.parametrize("threads", [1, 3])
def test_what_is_asked_again_does_not_wait_for_what_waits_for_a_thread(threads):
    # Every request fails once, and there is room for a few at a time: all threads come back for more while
    # others that hold the rest of the budget have no thread yet.
    with EndpointServer(said, lambda key, attempt: "" if attempt else "empty-choices") as server:
        room = chat(server, "10 " * 5)
        some = 5 * (room.prompt_tokens_at_most + room.completion_tokens_at_most)
        asking = client(server, None, {"tokens": some}, attempts=2)
        found = allowed(asking, server, 30, threads)
    assert asking.ledger.spent().tokens <= some
    assert len(server.asked) == asking.ledger.spent().calls
    assert len(found) == 30


def test_several_requests_that_belong_together_are_asked_all_or_none():
    with EndpointServer(said) as server:
        asking = client(server, None, {"calls": 5})

        def begin(number):
            finishing = asking.admit_all([chat(server, f"{number} {part}") for part in range(2)])

            def wait():
                answered = 0
                for finish in finishing:
                    with suppress(EndpointError):
                        finish()
                        answered += 1
                return answered

            return wait

        assert list(in_order(range(4), begin, 2)) == [2, 2, 0, 0]
        assert len(server.asked) == 4


@pytest.fixture
def patience():
    """Stops a client after some seconds, so that a wait without end is a failure and no hung test."""
    timers = []

    def stop_later(asking):
        timers.append(threading.Timer(8, asking.stop))
        timers[-1].start()

    yield stop_later
    for timer in timers:
        timer.cancel()


def test_requests_asked_again_together_do_not_wait_for_each_other(patience):
    # One thread asks all of them, one after the other: the first fails while the last holds what is left.
    with EndpointServer(said, lambda key, attempt: "500") as server:
        asking = client(server, None, {"calls": 2}, attempts=2)
        patience(asking)
        for finish in asking.admit_all([chat(server, "one"), chat(server, "two")], again=True):
            with pytest.raises(EndpointError) as error:
                finish()
            assert error.value.reason == "budget"
        assert len(server.asked) == asking.ledger.spent().calls == 2


def test_a_request_that_waits_for_its_like_holds_up_nobody(tmp_path, patience):
    # Both want the same: the second waits for the first, which cannot wait for what the second has set aside.
    with EndpointServer(said, lambda key, attempt: "" if attempt else "500") as server:
        asking = client(server, tmp_path, {"calls": 2}, attempts=2)
        patience(asking)

        def begin(text):
            finish = asking.admit(chat(server, text))

            def wait():
                try:
                    return finish().text
                except EndpointError as error:
                    return error.reason

            return wait

        found = list(in_order(["same", "same"], begin, 2))
        assert sorted(found) == ["You said: same", "budget"]
        assert len(server.asked) == asking.ledger.spent().calls == 2
