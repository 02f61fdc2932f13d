import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.facts.contested import agree, find_contested
from curation.facts.dates import parse_date
from curation.facts.quantities import parse_quantity
from curation.questions.config import KindWeights, WrongValuesConfig
from curation.questions.draft import AskedPage, Draft, gives_away
from curation.questions.mixture import choose
from curation.questions.short import short_questions
from curation.questions.wrong import WrongValues
from curation.seeded import Choices
from schemas.facts import FactValue
from tests.curation.questions.test_question_wordings import fact


class Given:
    """Pools that hold what they are given."""

    def __init__(self, *facts):
        self.facts = facts

    def get(self, relation, subject_type):
        return [
            found for found in self.facts if (found.relation, found.subject_type) == (relation, subject_type)
        ]


def wrong(*facts, **config):
    return WrongValues(Given(*facts), WrongValuesConfig(**config))


def date(subject, value):
    return fact(
        subject=subject,
        relation="founded",
        subject_type="organisation",
        value=value,
        value_type="date",
        values=[value],
    )


def number(subject, value, **fields):
    return fact(subject=subject, relation="area", value=value, value_type="number", values=[value], **fields)


@given(st.integers(0, 10_000))
def test_a_wrong_date_is_of_another_year_nearby_and_written_alike(seed):
    right = date("A", "May 4, 1850")
    for others in ((), (date("B", "9 June 1861"), date("C", "1870"), date("D", "3 May 1999"))):
        value = wrong(*others).draw(right, Choices(seed, "x"))
        assert 0 < abs(parse_date(value).year - 1850) <= 25
        assert parse_date(value).day
        assert value[0].isalpha()


@given(st.integers(0, 10_000))
def test_a_wrong_number_is_of_similar_size_and_the_same_unit(seed):
    right = number("A", "29,000 km²")
    others = (number("B", "45,000 km²"), number("C", "9,000,000 km²"), number("D", "29,100 km²"))
    for given_facts in ((), others):
        value = parse_quantity(wrong(*given_facts).draw(right, Choices(seed, "x")))
        assert value.unit == "km²"
        assert 1.1 < max(value.number / 29_000, 29_000 / value.number) <= 3


@given(st.integers(0, 10_000))
def test_a_share_stays_a_share(seed):
    right = fact(relation="water-share", value="93%", value_type="number", values=["93%"])
    assert 0 < parse_quantity(wrong().draw(right, Choices(seed, "x"))).number <= 100


def born(subject, place):
    return fact(subject=subject, value=place, values=[place], relation="birth-place")


def test_a_wrong_place_is_that_of_another_and_not_part_of_the_right_one():
    right = born("A", "Ostvik, Norland, Velmark")
    inside, same = born("B", "Norland, Velmark"), born("C", "Ostvik")
    assert wrong(inside, same).draw(right, Choices(0, "x")) == ""
    assert wrong(inside, same, born("D", "Hallby")).draw(right, Choices(0, "x")) == "Hallby"


def test_a_wrong_item_is_none_of_the_list():
    right = fact(relation="parents", value_type="list", value="Per; Ida", values=["Per", "Ida"])
    other = fact(subject="B", relation="parents", value_type="list", value="Per; Ole", values=["Per", "Ole"])
    found = {wrong(other).item(right, Choices(seed, "x")) for seed in range(30)}
    assert found == {"", "Ole"}


@pytest.mark.parametrize(
    ("question", "answers", "given_away"),
    [
        ("What is the capital of Andorra?", ["Andorra la Vella"], False),
        ("What is the anthem of Alabama?", ["Alabama"], True),
        ("What is the legislature of Aruba called?", ["Parliament of Aruba"], False),
        ("Who founded the Ford Motor Company of Henry?", ["Henry Ford"], True),
    ],
)
def test_an_answer_that_stands_in_the_question_is_seen(question, answers, given_away):
    assert gives_away(question, answers) == given_away


@pytest.mark.parametrize(
    ("kind", "one", "other", "together"),
    [
        ("date", "4 May 1850", "1850", True),
        ("date", "4 May 1850", "5 May 1850", False),
        ("number", "29,000 km²", "29,040 km²", True),
        ("number", "29,000 km²", "31,000 km²", False),
        ("number", "29,000 km²", "11,000 sq mi", True),
        ("place", "Ostvik", "Ostvik, Velmark", True),
        ("place", "Ostvik", "Hallby", False),
        ("text", "Kwanza", "Angolan kwanza", True),
    ],
)
def test_agreement(kind, one, other, together):
    facts = [fact(value=value, values=[value], value_type=kind) for value in (one, other)]
    assert agree(*facts) == together
    assert agree(*facts[::-1]) == together


def test_a_key_is_contested_by_facts_that_do_not_agree():
    def value(text, key):
        return FactValue(
            id=text,
            document=f"page of {text}",
            relation="capital",
            kind="infobox",
            value=text,
            value_type="place",
            values=[text],
            unit="",
            aliases=[],
            statement="",
            key=key,
        )

    groups = [
        ("a|capital", [value("Ostvik", "a|capital"), value("Hallby", "a|capital")]),
        ("b|capital", [value("Ostvik", "b|capital"), value("Ostvik, Velmark", "b|capital")]),
    ]
    [found] = find_contested(groups)
    assert (found.key, found.values) == ("a|capital", ["Ostvik", "Hallby"])
    assert found.documents == ["page of Hallby", "page of Ostvik"]


def test_kinds_are_asked_in_proportion_to_their_weights():
    drafts = [
        (f"{kind} {n}", Draft(kind=kind, relation="", subject="", plain=f"{kind} {n}", facts=()))
        for kind, count in (("short", 400), ("yes-no", 400), ("summary", 400))
        for n in range(count)
    ]
    weights = KindWeights(short=40, yes_no=20, summary=10)
    found = choose(drafts, weights, per_page=100, seed=3)
    counts = {kind: sum(name.startswith(kind) for name in found) for kind in ("short", "yes-no", "summary")}
    assert counts["short"] > counts["yes-no"] > counts["summary"] > 0
    assert found == choose(drafts[::-1], weights, per_page=100, seed=3)


def test_a_page_with_nothing_but_sections_is_asked_for_few_of_them():
    drafts = [
        (f"summary {n}", Draft(kind="summary", relation="", subject="", plain=str(n), facts=()))
        for n in range(90)
    ]
    assert len(choose(drafts, KindWeights(), per_page=120, seed=0)) < 10


def test_forms_of_an_answer_that_do_not_tell_it_from_others_are_none():
    parents = fact(
        subject="Alexander Bell",
        relation="parents",
        value="Melville Bell; Eliza Symonds Bell; Anna Holt",
        value_type="list",
        values=["Melville Bell", "Eliza Symonds Bell", "Anna Holt"],
    )
    father = fact(
        subject="Alexander Bell",
        relation="father",
        value="Melville Bell",
        value_type="person",
        values=["Melville Bell"],
        aliases=["Bell", "M. Bell"],
    )
    page = AskedPage("w:1", "w", "Alexander Bell", [parents, father], [parents, father])
    found = {draft.relation: draft.aliases for draft in short_questions(page, 0)}
    assert found["parents"] == ((), ("Eliza Bell",), ("Holt",))
    assert found["father"] == (("M. Bell",),)
