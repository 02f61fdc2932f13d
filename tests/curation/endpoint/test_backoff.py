import email.utils
import time

import pytest

from curation.endpoint.backoff import asked_to_wait, backoff


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "7"}, 7),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "inf"}, 0),
        ({"retry-after": "nan"}, 0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"retry-after": "next Tuesday"}, 0),
        ({"retry-after": ""}, 0),
    ],
)
def test_what_a_server_asks_for(headers, seconds):
    assert asked_to_wait(headers) == seconds


def test_a_date_in_the_future():
    date = email.utils.formatdate(time.time() + 100, usegmt=True)
    assert 90 < asked_to_wait({"retry-after": date}) <= 100


def test_waits_double_and_are_spread_the_same_way_every_time():
    waits = [[backoff(1.0, attempt, key) for attempt in (1, 2, 3)] for key in ("a", "b")]
    assert waits == [[backoff(1.0, attempt, key) for attempt in (1, 2, 3)] for key in ("a", "b")]
    assert waits[0] != waits[1]
    for row in waits:
        assert [0.5 <= wait / 2**place <= 1 for place, wait in enumerate(row)] == [True] * 3
    assert backoff(1.0, 10_000, "a") < 2**31
