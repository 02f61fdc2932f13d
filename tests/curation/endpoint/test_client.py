import logging
import threading
from contextlib import suppress

import pytest

from curation.endpoint import EndpointConfig, EndpointDownError, EndpointError, Request
from curation.endpoint.in_order import in_order
from tests.curation.endpoint.asks import chat, client, said
from tests.endpoint_server import EndpointServer, completion, random_faults

KEY = "sk-very-secret-0815"


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def failing(fault, times=1):
    return lambda key, attempt: fault if attempt < times else ""


def quick(fault):
    """Little patience, where that is what is tested."""
    return {"timeout_seconds": 0.5} if fault in ("timeout", "drip") else {}


@pytest.mark.parametrize(
    "fault",
    "reset timeout drip cut cut-chunked 429 429-after 429-date 429-ms 500 503 empty-choices no-choices "
    "null-text invalid-json truncated-json html not-utf8".split(),
)
def test_what_may_pass_is_tried_again(fault):
    with EndpointServer(said, failing(fault, times=2)) as server:
        answer = client(server, attempts=3, **quick(fault)).ask(chat(server))
    assert (answer.text, answer.finish, answer.prompt_tokens) == ("You said: hello", "stop", 10)
    assert server.faults[fault] == 2


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("reset", "connection"),
        ("timeout", "timeout"),
        ("drip", "timeout"),
        ("cut", "connection"),
        ("429", "rate-limited"),
        ("500", "server-error"),
        ("503", "server-error"),
        ("html", "bad-answer"),
        ("empty-choices", "bad-answer"),
    ],
)
def test_and_then_given_up_with_the_reason(fault, reason):
    with EndpointServer(said, failing(fault, times=9)) as server, pytest.raises(EndpointError) as raised:
        client(server, attempts=2, **quick(fault)).ask(chat(server))
    assert raised.value.reason == reason
    assert "2 of 2 attempts" in str(raised.value)
    assert server.faults[fault] == 2


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("401", "unauthorized"),
        ("400", "bad-request"),
        ("400-long", "too-long"),
        ("429-quota", "quota"),
        ("429-long", "rate-limited"),
        ("content-filter-400", "content-filter"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(fault, reason):
    with EndpointServer(said, failing(fault, times=9)) as server, pytest.raises(EndpointError) as raised:
        client(server).ask(chat(server))
    assert raised.value.reason == reason
    assert server.faults[fault] == 1


def test_a_port_where_nobody_listens():
    with EndpointServer(said) as server:
        asking = client(server, attempts=2)
        request = chat(server)
    with pytest.raises(EndpointError, match="APIConnectionError after 2 of 2") as raised:
        asking.ask(request)
    assert raised.value.reason == "connection"


def test_a_wait_that_one_request_is_told_holds_for_all():
    waits = threading.Barrier(2, timeout=5)
    seen = []

    def fault(key, attempt):
        if attempt == 0:
            waits.wait()  # both are refused at the same time
            return "429-ms"
        seen.append(key)
        return ""

    with EndpointServer(said, fault) as server:
        asking = client(server, attempts=2)
        answers = in_order(["a", "b"], lambda text: asking.admit(chat(server, text)), 2)
        assert [answer.text for answer in answers] == ["You said: a", "You said: b"]
    assert server.faults["429-ms"] == 2 and len(seen) == 2


def test_plain_completions_and_what_is_sent():
    with EndpointServer(said) as server:
        body = {"model": "m", "prompt": "Once", "max_tokens": 5, "seed": 3, "top_k": 7, "stop": ["\n"]}
        answer = client(server).ask(Request.make(server.url, body, ""))
    assert answer.text == "You said: Once"
    assert server.asked == [body]
    headers = {name.lower(): value for name, value in server.headers[0].items()}
    assert headers["authorization"] == f"Bearer {KEY}"


def test_token_probabilities_are_read_and_kept(tmp_path):
    content = [{"token": "yes", "logprob": -0.1, "top_logprobs": [{"token": "no", "logprob": -2.4}]}]
    answer = completion("yes", logprobs={"content": content})
    with EndpointServer(lambda asked: answer) as server:
        asking = client(server, tmp_path)
        first = asking.ask(chat(server))
        assert [(t.text, t.logprob, t.top) for t in first.tokens] == [("yes", -0.1, (("no", -2.4),))]
        assert asking.ask(chat(server)) == first
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "logprobs", [None, 3, {"content": [{"token": 3}]}, {"content": [{"token": "x", "logprob": None}]}]
)
def test_token_probabilities_that_are_none(logprobs):
    with EndpointServer(lambda asked: completion("yes", logprobs=logprobs)) as server:
        assert client(server).ask(chat(server)).tokens == ()


def test_a_refusal_is_what_the_model_says():
    answer = completion(None)
    answer["choices"][0]["message"]["refusal"] = "I cannot help with that."
    with EndpointServer(lambda asked: answer) as server:
        assert client(server).ask(chat(server)).text == "I cannot help with that."


def test_lone_surrogates_are_neither_sent_nor_kept():
    with EndpointServer(lambda asked: "half \ud83d of one, and \U0001f600 whole") as server:
        answer = client(server).ask(chat(server))
        assert (answer.text, answer.repaired) == ("half \ufffd of one, and \U0001f600 whole", 1)
        with pytest.raises(EndpointError) as raised:
            client(server).ask(chat(server, "a \udfff b"))
    assert raised.value.reason == "not-unicode"
    assert len(server.asked) == 1


def test_what_was_answered_is_not_asked_again(tmp_path):
    with EndpointServer(said, random_faults(0.5, ("500", "reset", "cut", "empty-choices"))) as server:
        texts = [f"question {number}" for number in range(20)]
        first, again = (client(server, tmp_path, attempts=20) for _ in range(2))
        answers = [first.ask(chat(server, text)).text for text in texts]
        tries = dict(server.tries)
        assert [again.ask(chat(server, text)).text for text in texts] == answers
        assert server.tries == tries
        for changed in ({"seed": 2}, {"model": "n"}, {"temperature": 0.5}, {"max_tokens": 101}):
            again.ask(chat(server, texts[0], **changed))
        assert len(server.answered) == 24
    assert set(server.answered.values()) == {1}


def test_the_same_request_at_the_same_time_is_asked_once(tmp_path):
    with EndpointServer(said) as server:
        asking = client(server, tmp_path)
        answers = list(in_order(["same"] * 20, lambda text: asking.admit(chat(server, text)), 8))
    assert len(answers) == 20 and sum(server.tries.values()) == 1


def test_an_endpoint_that_is_down_ends_the_run_with_a_message_for_people(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with EndpointServer(said, failing("401", times=9)) as server:
        asking = client(server, give_up_after=3)
        for number in range(3):
            with pytest.raises(EndpointError):
                asking.ask(chat(server, str(number)))
        with pytest.raises(EndpointDownError) as raised:
            asking.ask(chat(server, "one more"))
    assert len(server.asked) == 3
    message = str(raised.value)
    assert server.url in message and "invalid_api_key" in message and "$OPENAI_API_KEY is not set" in message


def test_failures_in_between_do_not_end_it():
    with EndpointServer(said, lambda key, attempt: "500" if len(server.tries) % 2 else "") as server:
        asking = client(server, give_up_after=3, attempts=1)
        for number in range(12):
            with suppress(EndpointError):
                asking.ask(chat(server, str(number)))
    assert server.faults["500"] == 6


def test_a_request_is_not_to_blame_for_the_endpoint():
    with EndpointServer(said, failing("400-long", times=9)) as server:
        asking = client(server, give_up_after=3)
        for number in range(6):
            with pytest.raises(EndpointError, match="context_length_exceeded"):
                asking.ask(chat(server, str(number)))
        asking.check_answered()


def test_many_in_flight_and_stopped_early():
    release = threading.Event()

    def reply(asked):
        if server.in_flight == 12:
            release.set()
        release.wait(20)
        return said(asked)

    with EndpointServer(reply) as server:
        asking = client(server, timeout_seconds=20)
        results = in_order(
            (str(number) for number in range(1000)),
            lambda text: asking.admit(chat(server, text)),
            12,
            asking.stop,
        )
        assert next(results).text == "You said: 0"
        results.close()
        assert server.most_in_flight == 12
        assert len(server.asked) <= 24 + 12


@pytest.mark.parametrize("seen", ["401", "500", "cut", "html", "timeout"])
def test_the_key_is_nowhere(tmp_path, caplog, seen):
    caplog.set_level(logging.DEBUG)
    with EndpointServer(said, failing(seen)) as server:
        asking = client(server, tmp_path, attempts=1, **quick(seen))
        with pytest.raises(EndpointError) as raised:
            asking.ask(chat(server))
        asking.ask(chat(server))
    error = raised.value
    everything = [str(error), repr(error), str(error.__cause__), str(error.__context__), caplog.text]
    everything.append(asking.config.model_dump_json())
    everything += [path.read_text() for path in tmp_path.rglob("*.jsonl")]
    assert not any(KEY in text for text in everything)


@pytest.mark.parametrize(
    "address",
    ["localhost:8000/v1", "http://me:secret@host/v1", "http://host/v1?key=secret", "ftp://host", ""],
)
def test_addresses_that_are_none_or_hold_secrets(address):
    with pytest.raises(ValueError, match="an endpoint's address"):
        EndpointConfig(base_url=address, model="m")
