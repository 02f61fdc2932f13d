"""Threads: which posts, in which order, as which documents, and what becomes of the others."""

import json

import pytest

from curation.stackexchange import ThreadsConfig, ThreadsToDocuments
from pipelines.engine import Group
from pipelines.engine.testing import Applied, apply_group
from schemas.document import Document
from schemas.stackexchange import ThreadPart

SITE = "math.stackexchange.com"


def part(kind: str, number: int, thread: int = 1, post: int = 0, **more: object) -> ThreadPart:
    fields = {
        "timestamp": f"2015-01-01T00:00:{number:02}.000",
        "active": "2015-01-01",
        "score": 1,
        "author": str(100 + number),
        "licence": "CC-BY-SA-3.0",
        "html": f"<p>Text of {number}.</p>",
        "text": f"Comment {number}.",
    }
    return ThreadPart(
        kind=kind,
        site=SITE,
        id=number,
        post=f"{SITE}/{post or number}",
        thread=f"{SITE}/{thread}",
        **fields | more,
    )


def question(number: int = 1, **more: object) -> ThreadPart:
    return part("question", number, number, **{"title": "A title", "tags": "<python><c>"} | more)


def answer(number: int, **more: object) -> ThreadPart:
    return part("answer", number, **more)


def threads(*parts: ThreadPart, **config: object) -> Applied:
    function = ThreadsToDocuments(ThreadsConfig(**config))
    stage = Group(
        name="threads", input=ThreadPart, key="thread", partitions=1, function=function, output=Document
    )
    return apply_group(stage, parts)


def ids(applied: Applied) -> list[str]:
    return [document.id for document in applied.rows]


def dropped(applied: Applied) -> list[tuple[str, int]]:
    return [(one.reason, one.record.id) for one in applied.dropped]


def test_thread():
    applied = threads(
        question(accepted=4, html="<h1>Why?</h1><p>$x$</p>", score=5),
        answer(2, score=7, licence="CC-BY-SA-4.0", html='<h2>So</h2><a href="https://a.org/">a</a>'),
        answer(3, score=7),
        answer(4, score=1, timestamp="2019-01-01T00:00:00.000"),
        answer(5, score=9),
    )
    (document,) = applied.rows
    assert document.text == (
        "# A title\n\n## Why?\n\n$x$\n\n"
        "## Accepted answer\n\nText of 4.\n\n"
        "## Answer\n\nText of 5.\n\n"
        "## Answer\n\n#### So\n\na\n\n"
        "## Answer\n\nText of 3."
    )
    assert document.id == "math.stackexchange:1"
    assert document.source == "math.stackexchange"
    assert document.url == "https://math.stackexchange.com/questions/1"
    assert document.title == "A title"
    assert document.language == "en"
    assert document.licence == "CC-BY-SA-3.0 AND CC-BY-SA-4.0"
    assert document.timestamp == "2019-01-01T00:00:00.000"
    assert document.links == ["https://a.org/"]
    assert document.constructs == {"formula": 1}
    assert {name: json.loads(value) for name, value in document.metadata.items()} == {
        "tags": ["python", "c"],
        "question": 1,
        "score": 5,
        "answers": [4, 5, 2, 3],
        "answer_scores": [1, 9, 7, 7],
        "accepted": 4,
        "authors": ["101", "104", "105", "102", "103"],
    }


def test_question_and_answer_each():
    applied = threads(question(accepted=3), answer(2), answer(3), layout="question-answer")
    assert ids(applied) == ["math.stackexchange:1/3", "math.stackexchange:1/2"]
    first, second = applied.rows
    assert first.text == "# A title\n\nText of 1.\n\n## Accepted answer\n\nText of 3."
    assert second.text == "# A title\n\nText of 1.\n\n## Answer\n\nText of 2."
    assert second.url == "https://math.stackexchange.com/a/2"
    assert "accepted" in first.metadata
    assert "accepted" not in second.metadata
    assert second.metadata["authors"] == '["101","102"]'


def test_each_post_for_itself():
    applied = threads(question(), answer(2), layout="separate")
    assert ids(applied) == ["math.stackexchange:1", "math.stackexchange:2"]
    assert [document.text for document in applied.rows] == [
        "# A title\n\nText of 1.",
        "# A title\n\n## Answer\n\nText of 2.",
    ]
    assert applied.rows[1].url == "https://math.stackexchange.com/a/2"


def test_thresholds():
    parts = [
        question(accepted=2, score=0),
        answer(2, score=1),
        answer(3, score=1),
        answer(4, score=2),
        answer(5, score=-1),
    ]
    assert dropped(threads(*parts)) == [("answer-score", 5)]
    applied = threads(*parts, min_answer_score=2, min_accepted_score=1)
    assert dropped(applied) == [("answer-score", 3), ("answer-score", 5)]
    assert dropped(threads(*parts, min_accepted_score=2)) == [("answer-score", 2), ("answer-score", 5)]
    applied = threads(*parts, min_question_score=1)
    assert not applied.rows
    assert dropped(applied) == [("question-score", 1)] + [("question-dropped", n) for n in (2, 3, 4, 5)]


def test_too_few_answers():
    parts = [question(), answer(2, score=-5)]
    assert dropped(threads(*parts)) == [("too-few-answers", 1), ("question-dropped", 2)]
    assert ids(threads(*parts, min_answers=0)) == ["math.stackexchange:1"]
    assert ids(threads(*parts, min_answers=0, layout="separate")) == ["math.stackexchange:1"]
    applied = threads(*parts, min_answers=0, layout="question-answer")
    assert dropped(applied) == [("too-few-answers", 1), ("question-dropped", 2)]


def test_orphans():
    applied = threads(
        answer(2, thread=9),
        part("comment", 3, 9, 2),
        part("duplicated", 4, 9, 9, related=1),
        question(),
        answer(5),
    )
    assert ids(applied) == ["math.stackexchange:1"]
    assert sorted(dropped(applied)) == [("orphan-answer", 2), ("orphan-comment", 3), ("orphan-link", 4)]


def test_bodies_without_text():
    applied = threads(question(), answer(2, html=""), answer(3, html="<p> <img src='x'></p>"), answer(4))
    assert dropped(applied) == [("empty-body", 2), ("empty-body", 3)]
    applied = threads(question(html="<p></p>"), answer(2))
    assert not applied.rows
    assert dropped(applied) == [("empty-body", 1), ("question-dropped", 2)]


def test_accepted_answer_that_was_deleted():
    (document,) = threads(question(accepted=99), answer(2)).rows
    assert "Accepted" not in document.text
    assert "accepted" not in document.metadata


def test_linked_duplicates():
    closed = [question(), answer(2), part("duplicate", 7, 1, 1, related=50)]
    (document,) = threads(*closed).rows
    assert document.metadata["duplicate_of"] == "[50]"
    assert dropped(threads(*closed, drop_linked_duplicates=True)) == [
        ("linked-duplicate", 1),
        ("question-dropped", 2),
    ]
    original = [question(), answer(2), part("duplicated", 7, 1, 1, related=50)]
    assert ids(threads(*original, drop_linked_duplicates=True)) == ["math.stackexchange:1"]


def test_of_two_duplicates_of_each_other_the_first_stays():
    both = []
    for number, other in ((1, 5), (5, 1)):
        both += [question(number), part("answer", number + 1, number)]
        both += [
            part("duplicate", 7, number, number, related=other),
            part("duplicated", 8, number, number, related=other),
        ]
    assert ids(threads(*both, drop_linked_duplicates=True)) == ["math.stackexchange:1"]


def test_comments():
    parts = [
        question(),
        answer(2),
        answer(3, score=-9),
        part("comment", 20, 1, 2, score=3, text='see [this](https://x.org/y "z")', timestamp="2"),
        part("comment", 21, 1, 2, timestamp="1", text="$a  b$\nis  it", licence="CC-BY-SA-4.0"),
        part("comment", 22, 1, 1, score=0),
        part("comment", 23, 1, 1, text=" "),
        part("comment", 24, 1, 3),
    ]
    (document,) = threads(*parts).rows
    assert "Comment" not in document.text
    assert document.licence == "CC-BY-SA-3.0"
    applied = threads(*parts, comments=True)
    (document,) = applied.rows
    assert document.text == (
        "# A title\n\nText of 1.\n\n## Comments\n\n- Comment 22.\n\n"
        "## Answer\n\nText of 2.\n\n### Comments\n\n- $a  b$ is it\n- see this"
    )
    assert document.links == ["https://x.org/y"]
    assert document.licence == "CC-BY-SA-3.0 AND CC-BY-SA-4.0"
    assert document.metadata["comment_authors"] == '["122","121","120"]'
    assert document.constructs == {"comment": 3, "formula": 1}
    assert sorted(dropped(applied)) == [("answer-score", 3), ("empty-body", 23), ("post-dropped", 24)]
    applied = threads(*parts, comments=True, min_comment_score=1)
    assert ("comment-score", 22) in dropped(applied)


def test_of_several_dumps_the_newest_row_counts():
    applied = threads(
        question(html="old", active="2017-01-01"),
        answer(2, score=3),
        question(html="new", active="2020-01-01"),
        answer(2, score=9),
    )
    (document,) = applied.rows
    assert "new" in document.text
    assert document.metadata["answer_scores"] == "[9]"
    assert [reason for reason, _ in dropped(applied)] == ["older-copy", "older-copy"]


@pytest.mark.parametrize(
    ("tags", "language"),
    [("<python><recursion>", "python"), ("|python|recursion|", "python"), ("<python><c>", ""), ("", "")],
)
def test_language_of_code_by_tags(tags, language):
    (document,) = threads(question(tags=tags, html="<pre><code>x</code></pre>"), answer(2)).rows
    assert f"```{language}\nx\n```" in document.text


def test_settings_for_all_sites():
    parts = [question(html="$5  and $6"), answer(2)]
    (document,) = threads(*parts, math="none", language="de").rows
    assert "$5 and $6" in document.text
    assert document.language == "de"


def test_pictures_are_no_links():
    html = '<a href="https://i.stack.imgur.com/a.png"><img alt="A cat"></a><a href="/a/3">b</a>'
    (document,) = threads(question(html=html), answer(2)).rows
    assert document.links == ["https://math.stackexchange.com/a/3"]


def test_an_unknown_setting_is_refused():
    with pytest.raises(ValueError, match="min_score"):
        ThreadsConfig(min_score=3)
