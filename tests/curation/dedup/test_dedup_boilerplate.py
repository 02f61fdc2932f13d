import pytest

from curation.dedup.boilerplate import (
    BoilerplateConfig,
    CutParagraphs,
    FindRepeated,
    ParagraphKeys,
    WithoutBoilerplate,
    passages,
    report_boilerplate,
    write_repeated,
)
from pipelines.engine import Group, Map, run_stages
from pipelines.engine.testing import apply_group, apply_map
from schemas.dedup import Boilerplate, CutParagraph, ParagraphKey, RepeatedParagraph, TextRow
from tests.curation.dedup.made import document, row, text

COOKIES = "We use cookies to improve your experience on this site."
PAGE = """# Tides

The tide rises twice
a day.

- first item
- second item,
  which goes on

| a | b |
|---|---|
| c | d |

```python
x = 1

y = 2
```

$$
E = m c^2
$$

$$ a $$

    indented code

1. numbered
Last line."""


def said(text, **config):
    found = passages(text, BoilerplateConfig(min_characters=1, **config))
    return [text[passage.start : passage.end] for passage in found]


def test_paragraphs_are_prose_and_items_of_lists():
    assert said(PAGE) == [
        "The tide rises twice\na day.",
        "- first item",
        "- second item,\n  which goes on",
        "1. numbered\nLast line.",
    ]


def test_lines_are_those_of_prose():
    assert said(PAGE, unit="line") == [
        "The tide rises twice",
        "a day.",
        "- first item",
        "- second item,",
        "  which goes on",
        "1. numbered",
        "Last line.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n", []),
        ("```\nnever closed\n\nprose", []),
        ("~~~~\n```\n~~~\n~~~~\nafter", ["after"]),
        ("$$\nx\n\nnever closed", []),
        ("one\r\n\r\ntwo\r\n", ["one", "two"]),
        ("東京は日本の首都です。\n\nنص عربي", ["東京は日本の首都です。", "نص عربي"]),
    ],
)
def test_unusual_texts(text, expected):
    assert said(text) == expected


def test_white_space_and_case_do_not_count():
    one, other = (
        list(passages(t, BoilerplateConfig())) for t in (COOKIES, "  " + COOKIES.upper().replace(" ", "\n"))
    )
    assert [passage.key for passage in one] == [passage.key for passage in other]


def keys_of(rows, **config):
    stage = Map(
        name="keys", input=TextRow, function=ParagraphKeys(BoilerplateConfig(**config)), output=ParagraphKey
    )
    return [found.paragraph for found in apply_map(stage, rows).rows]


def test_a_paragraph_counts_once_for_a_document():
    found = keys_of([row("a", f"{COOKIES}\n\n{COOKIES}\n\nshort"), row("b", COOKIES), row("c", "")])
    assert len(found) == 2
    assert len(set(found)) == 1


@pytest.fixture
def run(tmp_path):
    """Finds what is repeated in documents, and gives the folder of it."""

    def find(documents, config):
        keys = keys_of([row(d.id, d.text) for d in documents], **config.model_dump(exclude={"min_documents"}))
        anchor = tmp_path / "anchor"
        anchor.write_text("")
        stages = [
            Map(name="keys", source=Keys(str(anchor), keys), function=same, output=ParagraphKey),
            Group(
                name="repeated",
                input=ParagraphKey,
                key="paragraph",
                partitions=2,
                whole=True,
                function=FindRepeated(config),
                output=RepeatedParagraph,
                finish=write_repeated,
            ),
        ]
        run_stages(stages, str(tmp_path / "run"))
        return str(tmp_path / "run" / "20-repeated")

    return find


class Keys:
    """A source of paragraph keys."""

    def __init__(self, path, keys):
        self.path, self.keys = path, keys

    def plan(self):
        from schemas.split import Split

        return [Split(path=self.path, kind="keys")]

    def read(self, split):
        return (ParagraphKey(key) for key in self.keys)


def same(records):
    yield from records


def cut(documents, config, folder):
    stage = Map(
        name="cut", input=type(documents[0]), function=WithoutBoilerplate(config), output=type(documents[0])
    )
    return apply_map(stage, documents, [folder])


CONFIG = BoilerplateConfig(min_documents=3)


def test_what_stands_in_enough_documents_is_cut_and_all_else_stays(run):
    own = [text(n, 20) for n in range(4)]
    documents = [
        document("a", f"# A\n\n{own[0]}\n\n{COOKIES}"),
        document("b", f"{COOKIES}\n\n{own[1]}\n\nNot often enough, twice."),
        document("c", f"# C\n\n{own[2]}\n\n{COOKIES}\n\n## More\n\n{own[2]}\n\nNot often enough, twice."),
        document("d", own[3]),
    ]
    applied = cut(documents, CONFIG, run(documents, CONFIG))
    assert [found.text for found in applied.rows] == [
        f"# A\n\n{own[0]}",
        f"{own[1]}\n\nNot often enough, twice.",
        f"# C\n\n{own[2]}\n\n## More\n\n{own[2]}\n\nNot often enough, twice.",
        own[3],
    ]
    assert applied.rows[3] == documents[3]


def test_documents_of_nothing_else_are_dropped_with_a_reason(run):
    documents = [document(id, f"{COOKIES}\n\n{COOKIES}") for id in "abc"]
    applied = cut(documents, CONFIG, run(documents, CONFIG))
    assert applied.rows == []
    assert applied.reasons == ["only-boilerplate"] * 3


def test_lines_are_cut_out_of_paragraphs(run):
    config = BoilerplateConfig(unit="line", min_documents=3)
    documents = [document(id, f"First of {id}.\n{COOKIES}\nLast of {id}.") for id in "abc"]
    applied = cut(documents, config, run(documents, config))
    assert [found.text for found in applied.rows] == [f"First of {id}.\nLast of {id}." for id in "abc"]


def test_nothing_repeated_leaves_documents_alone(run):
    documents = [document(str(n), text(n)) for n in range(5)]
    assert cut(documents, CONFIG, run(documents, CONFIG)).rows == documents


def test_the_report_has_what_was_cut_and_where(run):
    documents = [document(f"web:{n}", f"{COOKIES}\n\n{COOKIES.upper()}", source="web") for n in range(7)]
    documents.append(document("wiki:1", f"Own words of this page.\n\n{COOKIES}"))
    folder = run(documents, CONFIG)
    rows = [row(d.id, d.text, source=d.source) for d in documents]
    stage = Map(name="cut", input=TextRow, function=CutParagraphs(CONFIG), output=CutParagraph)
    found = apply_map(stage, rows, [folder]).rows
    assert [(r.id, r.occurrences, r.characters) for r in found[-2:]] == [
        ("web:6", 2, 2 * len(COOKIES)),
        ("wiki:1", 1, len(COOKIES)),
    ]
    group = Group(
        name="report",
        input=CutParagraph,
        key="paragraph",
        partitions=1,
        function=report_boilerplate,
        output=Boilerplate,
    )
    (report,) = apply_group(group, found).rows
    assert report.excerpt == COOKIES
    assert (report.documents, report.occurrences, report.characters) == (8, 15, 15 * len(COOKIES))
    assert report.sources == {"web": 7, "wiki": 1}
    assert report.examples == [f"web:{n}" for n in range(5)]


def test_the_report_is_empty_without_repetition(run):
    documents = [document(str(n), text(n)) for n in range(5)]
    folder = run(documents, CONFIG)
    stage = Map(name="cut", input=TextRow, function=CutParagraphs(CONFIG), output=CutParagraph)
    assert apply_map(stage, [row(d.id, d.text) for d in documents], [folder]).rows == []
