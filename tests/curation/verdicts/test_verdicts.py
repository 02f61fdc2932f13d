"""Responses and their page → claims and verdicts; what is missing is told, never scored."""

import pytest

from curation.claims.splitter import SplitterConfig
from curation.responses.config import SampledModel
from curation.scoring.parts import to_part
from curation.verdicts.asked import answered_questions
from curation.verdicts.check import CheckResponses
from curation.verdicts.config import VerdictsConfig
from curation.verdicts.parts import checked_parts
from pipelines.engine import Group
from pipelines.engine.testing import apply_group
from schemas.document import Document
from schemas.keys import text_key
from schemas.questions import Question
from schemas.responses import CONTRADICTED, QuestionPart, Response
from schemas.verdicts import Asked, CheckedResponse, PagePart

TEXT = "# Ada Lovelace\n\nAda Lovelace was an English mathematician. She was born in London in 1815."


def page(text=TEXT, timestamp="2020"):
    return Document(
        id="w:1",
        source="w",
        url="",
        title="Ada Lovelace",
        text=text,
        language="en",
        licence="",
        revision="",
        timestamp=timestamp,
        links=[],
        infobox=[],
        constructs={},
        lost_templates={},
    )


def question(name="q", kind="about", answers=()):
    return Question(
        id=name,
        kind=kind,
        relation="",
        subject="Ada Lovelace",
        source="w",
        language="en",
        prompt="Tell me about Ada Lovelace.",
        plain="Tell me about Ada Lovelace.",
        answers=list(answers),
        aliases=[[] for _ in answers],
        documents=["w:1"],
        facts=[],
        evidence=[],
    )


def response(text, name="q/m/0", of="q"):
    return Response(
        id=name,
        question=of,
        model="m",
        sample=0,
        text=text,
        system="",
        temperature=1.0,
        seed=0,
        finish="stop",
        prompt_tokens=-1,
        completion_tokens=-1,
    )


def part(pages=(), asked=()):
    return PagePart(page=text_key("w:1"), document="w:1", pages=list(pages), asked=list(asked))


def check(*parts, config=None):
    stage = Group(
        name="verdicts",
        input=PagePart,
        key="document",
        partitions=1,
        function=CheckResponses(config or VerdictsConfig(), seed=0),
        output=CheckedResponse,
    )
    with pytest.warns(UserWarning, match="not calibrated"):
        return apply_group(stage, parts)


def test_claims_are_checked_against_the_page_in_whatever_order_the_rows_come():
    said = "She was born in London in 1852. She was a mathematician. I hope this helps!"
    answered = Asked(question=question(), responses=[response(said)])
    one = check(part(pages=[page()]), part(asked=[answered]))
    other = check(part(asked=[answered]), part(pages=[page()]))
    assert one.rows == other.rows
    (checked,) = one.rows
    assert [claim.checkable for claim in checked.claims] == [True, True, False]
    first, second = checked.verdicts
    assert first.label == CONTRADICTED
    assert "1815" in first.reason
    assert first.evidence[0].text in TEXT
    assert second.label == "supported"
    assert len(list(checked_parts([checked]))) == 5


def test_of_two_revisions_the_newer_is_read():
    answered = Asked(question=question(), responses=[response("She was born in London in 1815.")])
    old = page("# Ada Lovelace\n\nAda Lovelace was born in Paris in 1999.", timestamp="2010")
    checked = check(part(pages=[old]), part(asked=[answered]), part(pages=[page()])).rows[0]
    assert checked.verdicts[0].label == "supported"


def test_a_question_without_its_page_is_rejected():
    answered = Asked(question=question(), responses=[response("She was born in London.")])
    applied = check(part(asked=[answered]))
    assert applied.rows == []
    assert [(row.reason, row.where) for row in applied.rejected] == [("no-page", "q")]


def test_only_open_questions_with_responses_are_checked():
    groups = []
    for number, (kind, answers) in enumerate([("about", ()), ("short", ("1815",)), ("unanswerable", ())]):
        name = f"q{number}"
        rows = [question(name, kind, answers), response("Text.", f"{name}/m/0", name)]
        groups.append((name, [to_part(row) for row in rows]))
    groups.append(("q3", [to_part(question("q3"))]))
    groups.append(("q4", [to_part(response("Text.", "q4/m/0", "q4"))]))
    assert all(isinstance(part, QuestionPart) for _, parts in groups for part in parts)
    found = list(answered_questions(groups))
    assert [answered.question.id for row in found for answered in row.asked] == ["q0"]


def test_configurations_that_contradict_themselves():
    judge = {"base_url": "http://localhost:1/v1", "model": "m"}
    assert VerdictsConfig(judge=judge, cascade={}).splitter == SplitterConfig()
    with pytest.raises(ValueError, match="name one"):
        VerdictsConfig(judge=judge, entailment={"folder": "x"})
    assert SampledModel(**judge).label == "m"
