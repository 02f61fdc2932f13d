"""The funnel of a small pipeline that has every shape there is: two sources, a cut, a detour, a fork."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from jobs.errors import UsageError
from jobs.funnel import Loss, funnel
from jobs.funnel_tables import tables
from pipelines.engine import Group, Map, run_stages
from schemas.document import Document
from schemas.outcome import Dropped, Rejected
from schemas.split import Split


def document(source: str, number: int, text: str) -> Document:
    return Document(
        id=f"{source}:{number}",
        source=source,
        url="",
        title="",
        text=text,
        language="en",
        licence="",
        revision="",
        timestamp="",
        links=[],
        infobox=[],
        constructs={},
        lost_templates={},
    )


@dataclass(frozen=True)
class Texts:
    """A document per text; `-` is dropped unread, `?` cannot be read."""

    source: str
    texts: tuple[str, ...]

    def plan(self) -> list[Split]:
        return [Split(path=__file__, kind="texts", size=1)]

    def read(self, split: Split) -> Iterator[object]:
        for number, text in enumerate(self.texts):
            if text == "-":
                yield Dropped("blank", text)
            elif text == "?":
                yield Rejected("broken", self.source)
            else:
                yield document(self.source, number, text)


def same(documents):
    yield from documents


def shorten(documents):
    for found in documents:
        yield replace(found, text=found.text[:5]) if len(found.text) > 2 else Dropped("too-short", found)


def lower(documents):
    yield from (found for found in documents if found.text.islower())


def not_lower(documents):
    yield from (found for found in documents if not found.text.islower())


def first_of_each(groups):
    for _, found in groups:
        yield found[0]
        yield from (Dropped("again", other) for other in found[1:])


@pytest.fixture
def run(tmp_path) -> str:
    def source(name, *texts):
        return Map(name=name, source=Texts(name, texts), function=same, output=Document)

    def step(name, function, *inputs):
        return Map(name=name, inputs=inputs, input=Document, function=function, output=Document)

    stages = [
        source("books", "abcdefgh", "ab", "-", "ABC", "ABC", "?"),
        source("pages", "abc", "-", "-"),
        step("shortened", shorten, "books"),
        step("kept", lower, "shortened", "pages"),
        step("aside", not_lower, "shortened", "pages"),
        Group(
            name="once",
            inputs=("aside",),
            input=Document,
            key="text",
            partitions=1,
            function=first_of_each,
            output=Document,
        ),
    ]
    run_stages(stages, str(tmp_path / "run"), recipe={})
    return str(tmp_path / "run")


def test_each_step_says_what_came_what_went_and_what_was_cut(run):
    found = funnel(run)
    steps = {(step.step, step.source): step for step in found.steps}
    assert list(steps) == [
        ("shortened", "books"),
        ("shortened", "pages"),
        ("kept + once", "books"),
        ("kept + once", "pages"),
    ]
    first = steps["shortened", "books"]
    assert (first.documents_in, first.documents_left) == (4, 3)
    assert (first.characters_in, first.characters_left, first.cut) == (16, 11, 3)
    assert first.losses == [Loss(reason="too-short", rows=1, characters=2)]
    fork = steps["kept + once", "books"]
    assert fork.stages == ["aside", "kept", "once"]
    assert (fork.documents_in, fork.documents_left, fork.cut) == (3, 2, 0)
    assert fork.losses == [Loss(reason="again", rows=1, characters=3)]
    assert steps["shortened", "pages"].documents_left == steps["kept + once", "pages"].documents_left == 1


def test_what_was_read_has_its_own_rows(run):
    books, pages = funnel(run).reading
    assert (books.source, books.rows, books.documents, books.characters) == ("books", 6, 4, 16)
    assert (books.dropped, books.rejected) == ({"blank": 1}, {"broken": 1})
    assert (pages.rows, pages.documents, pages.dropped) == (3, 1, {"blank": 2})


def test_tables_have_a_row_per_source_and_per_rule(run):
    told = list(tables(funnel(run)))
    left = told[1].splitlines()
    assert [line.split()[:3] for line in left[1:]] == [
        ["books", "4", "16"],
        ["pages", "1", "3"],
        ["all", "5", "19"],
    ]
    rules = told[2].splitlines()
    assert [line.split()[:2] for line in rules[1:3]] == [["shortened", "too-short"], ["shortened", "(cut"]]
    assert rules[3].split() == ["kept", "+", "once", "again", "1", "25.0%", "3", "21.4%"]
    assert rules[1].split()[2:] == ["1", "20.0%", "2", "10.5%"]


def test_a_folder_that_is_no_run(tmp_path):
    (tmp_path / "run.json").write_text("not JSON")
    with pytest.raises(UsageError, match="no run folder"):
        funnel(str(tmp_path))
