"""`<quiz>`: questions, options, and the answers after them."""

import pytest

from tests.curation.wikitext.rendering import rendered, text


def quiz(questions: str, **page: object) -> list[str]:
    return text(f"<quiz display=simple>\n{questions}\n</quiz>", **page).split("\n\n")


def test_one_answer_of_several_with_remarks():
    shown = quiz(
        '{The capital of [[France|it]] is\n|type="()"}\n- Lyon\n|| Second.\n+ Paris\n|| Since 508.\n- Nice'
    )
    assert shown == [
        "1. The capital of it is",
        "- A. Lyon\n- B. Paris\n- C. Nice",
        "Answers:",
        "- 1. B: Paris. Since 508. (A: Second.)",
    ]


def test_several_answers_and_markup_in_them():
    shown = quiz('{Prime?\n|type="[]"}\n+ <math>2</math>\n- 4\n+ {{nowrap|5}}')
    assert shown[1:] == ["- A. $2$\n- B. 4\n- C. 5", "Answers:", "- 1. A: $2$. C: 5."]


def test_gaps_to_fill():
    shown = quiz('{Fill in.\n|type="{}"}\nTwo and two make { four|4 _4 }, pi { 3.14 1% }.')
    assert shown == [
        "1. Fill in.\nTwo and two make ____, pi ____.",
        "Answers:",
        "- 1. four or 4; 3.14 (±1%).",
    ]


def test_a_table_of_statements():
    shown = quiz('{Which?\n|type="[]"}\n| True | False\n+- The sun is a star.\n-+ So is the moon.\n|| No.')
    assert shown == [
        "1. Which? (True / False)",
        "- The sun is a star.\n- So is the moon.",
        "Answers:",
        "- 1. The sun is a star: True. So is the moon: False. No.",
    ]


@pytest.mark.parametrize("between", ["\n\n", "\n", "\n \n"])
def test_questions_one_after_another_are_numbered(between):
    shown = quiz(f'{{One?\n|type="()"}}\n+ yes{between}{{Two?\n|type="()"}}\n+ no')
    assert [part for part in shown if part.endswith("?")] == ["1. One?", "2. Two?"]
    assert shown[-1] == "- 1. A: yes.\n- 2. A: no."


def test_text_between_questions_and_order_marks():
    assert quiz('{Read this first.}\n\n{X}\n\n{One?\n|type="()"}\n+ yes\n\n{/X}')[:2] == [
        "Read this first.",
        "1. One?",
    ]


def test_the_word_for_answers_is_the_languages():
    assert "Antworten:" in quiz('{Eins?\n|type="()"}\n+ ja', language="de")
    assert "✓:" in quiz('{Bir?\n|type="()"}\n+ bir', language="tr")


def test_counts_and_what_is_no_quiz():
    page = rendered('a\n<quiz>\n{One?\n|type="()"}\n+ yes\n</quiz>\nb')
    assert page.constructs["quiz-question"] == 1
    assert not page.lost_templates
    assert page.text.startswith("a\n\n1. One?")
    assert page.text.endswith("\n\nb")
    assert text("a <quiz>just text</quiz> b") == "a\n\njust text\n\nb"
    assert text("a <quiz></quiz> b") == "a b"
    assert text("a <quiz> b") == "a b"
