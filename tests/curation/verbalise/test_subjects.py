import pytest

from curation.seeded import Choices
from curation.verbalise.subjects import Subject, document_slug, subject_key, subject_of
from curation.verbalise.tagging import RuleTagger


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a cat", "Cats"),
        ("The Cat", "cat"),
        ("going to the zoo", "go to the zoo"),
        ("to go home", "goes home"),
        ("PersonX borrows money", "PersonX borrow money"),
        ("ﬁre truck", "fire trucks"),
        ("Children", "child"),
    ],
)
def test_spellings_of_one_subject_have_one_key(one: str, other: str) -> None:
    assert subject_key(one) == subject_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PersonX calls PersonY", "PersonY calls PersonX"),
        ("PersonX", "person x-ray"),
        ("swimming", "swim"),
        ("glasses", "glass"),
        ("PersonX finds ___", "PersonX finds"),
    ],
)
def test_other_subjects_have_other_keys(one: str, other: str) -> None:
    assert subject_key(one) != subject_key(other)


@pytest.mark.parametrize("head", ["", " ", "...", "—"])
def test_a_head_without_a_word_has_no_key(head: str) -> None:
    assert subject_key(head) == ""


def test_slugs_are_readable_and_never_the_same() -> None:
    assert document_slug("go home") == "go-home"
    slugs = [document_slug(key) for key in ("c", "c++", "c#", "x" * 200, "x" * 201, "go home", "go-home")]
    assert len(set(slugs)) == len(slugs)
    assert max(map(len, slugs)) < 80


def subject(head: str, *relations: str) -> Subject | None:
    return subject_of(head, relations, RuleTagger(), Choices(0, head))


def test_an_event_is_an_activity() -> None:
    found = subject("go to zoo", "HasSubevent")
    assert found is not None
    assert (found.event, found.base, found.gerund) == (True, "go to the zoo", "going to the zoo")


def test_what_is_said_decides_what_a_word_is() -> None:
    drink, activity = (
        subject("drink", "AtLocation", "HasA"),
        subject("drink", "HasPrerequisite", "HasSubevent"),
    )
    assert drink is not None and not drink.event
    assert activity is not None and activity.event


@pytest.mark.parametrize(
    ("head", "name", "plural", "pronoun"),
    [
        ("water", "water", False, "it"),
        ("sky", "the sky", False, "it"),
        ("teacher", "teachers", True, "they"),
        ("scissors", "scissors", True, "they"),
        ("paris", "Paris", False, ""),
        ("glass of water", "a glass of water", False, "it"),
        ("all computer", "all computers", True, "they"),
        ("middle east", "the Middle East", False, ""),
    ],
)
def test_things_agree(head: str, name: str, plural: bool, pronoun: str) -> None:
    found = subject(head, "HasProperty")
    assert found is not None
    assert (found.name, found.plural, found.pronoun) == (name, plural, pronoun)


@pytest.mark.parametrize(
    "head", ["artifact be something which", "there", "if you", "where everyone", "your puppy"]
)
def test_fragments_are_no_subjects(head: str) -> None:
    assert subject(head, "IsA") is None
