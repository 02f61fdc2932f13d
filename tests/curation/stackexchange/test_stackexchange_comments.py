"""Comments: finding the thread of their post, and their text."""

import pytest

from curation.stackexchange import PlaceComments
from curation.stackexchange.comments import comment_text
from pipelines.engine import Group
from pipelines.engine.testing import apply_group
from schemas.stackexchange import PostComment, ThreadPart

SITE = "beer.stackexchange.com"
STAGE = Group(
    name="placed", input=PostComment, key="post", partitions=2, function=PlaceComments(), output=ThreadPart
)


def row(kind: str, number: int, post: int, thread: str = "", **more: object) -> PostComment:
    fields = {"score": 0, "timestamp": "", "active": "", "author": "", "licence": "", "text": ""}
    return PostComment(kind=kind, site=SITE, id=number, post=f"{SITE}/{post}", thread=thread, **fields | more)


def test_comments_come_to_the_thread_of_their_post():
    applied = apply_group(
        STAGE,
        [
            row("question", 1, 1, f"{SITE}/1"),
            row("answer", 2, 2, f"{SITE}/1"),
            row("comment", 10, 1, text="to the question"),
            row("comment", 11, 2, text="to the answer", score=4, author="9", licence="L", timestamp="t"),
            row("duplicate", 12, 1, f"{SITE}/1"),
        ],
    )
    found = {part.id: part for part in applied.rows}
    assert {number: part.thread for number, part in found.items()} == {10: f"{SITE}/1", 11: f"{SITE}/1"}
    comment = found[11]
    assert (comment.kind, comment.post, comment.text) == ("comment", f"{SITE}/2", "to the answer")
    assert (comment.score, comment.author, comment.licence, comment.timestamp) == (4, "9", "L", "t")


def test_comments_without_post_and_older_copies_are_dropped():
    applied = apply_group(
        STAGE,
        [
            row("comment", 10, 5),
            row("question", 1, 1, f"{SITE}/1"),
            row("comment", 11, 1, score=1),
            row("comment", 11, 1, score=3),
        ],
    )
    assert [(part.id, part.score) for part in applied.rows] == [(11, 3)]
    assert sorted(applied.reasons) == ["older-copy", "orphan-comment"]


@pytest.mark.parametrize(
    ("text", "written", "links"),
    [
        ('[a](https://a.org/b) and [c](http://c.org "d")', "a and c", ["https://a.org/b", "http://c.org"]),
        ("look at https://a.org/b.", "look at https://a.org/b.", ["https://a.org/b"]),
        ("[x](https://w.org/Mercury_(planet))", "x", ["https://w.org/Mercury_(planet)"]),
        ("a  b\nc", "a b c", []),
        ("`a  b` and $x  y$", "`a  b` and $x  y$", []),
        ("|0><0| stays, <b> too", "|0><0| stays, <b> too", []),
        ("[not a link] (really)", "[not a link] (really)", []),
    ],
)
def test_text(text, written, links):
    assert comment_text(text, "dollar")[:2] == (written, links)


def test_formulas_are_counted():
    assert comment_text("$x$ and $y$ but not `$z$`", "dollar")[2] == 2
