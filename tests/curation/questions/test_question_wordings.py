import re

import pytest

from curation.facts.relations import RELATIONS, relations_of
from curation.facts.unstated import RELATIONS as PROBED
from curation.questions.phrasing import Voice, fill, sentence, voice_of
from curation.questions.wordings import UNSTATED, WORDINGS
from schemas.facts import Fact

VALUES = {"date": "4 May 1850", "number": "29,000 km²", "place": "Ostvik, Velmark", "person": "Ada Berg"}


def fact(**fields):
    given = {
        "id": "a#1",
        "document": "a",
        "source": "made",
        "title": "Velmark",
        "subject": "Velmark",
        "subject_type": "place",
        "category": "country",
        "relation": "capital",
        "kind": "infobox",
        "value": "Ostvik",
        "value_type": "place",
        "values": ["Ostvik"],
    }
    return Fact(**given | fields)


def voice(**fields):
    given = {
        "name": "Velmark",
        "subject_type": "place",
        "category": "country",
        "title": "Velmark",
        "plural": False,
        "past": False,
    }
    return Voice(**given | fields)


def test_every_relation_that_is_read_can_be_asked():
    assert set(RELATIONS) <= set(WORDINGS)
    assert set(PROBED) == set(UNSTATED)


@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_every_template_is_filled_without_rest(name):
    wording, relation = WORDINGS[name], RELATIONS.get(name)
    value = VALUES.get(relation.values if relation else "text", "Ada Berg")
    assert wording.one or wording.several
    templates = [*wording.one, *wording.several, wording.statement, wording.check]
    for template in filter(None, templates):
        for plural in (False, True):
            text = fill(template, voice(plural=plural), value, "in 2019", name)
            assert not re.search(r"[{}]|\s\s|\bthe the\b", text)
            assert "Velmark" in text or "velmark" in text
    assert all(text.endswith(("?", ".")) for text in (*wording.one, *wording.several))
    assert bool(wording.statement) >= bool(wording.check)


@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_a_list_can_be_asked_for_where_there_may_be_one(name):
    relation = RELATIONS.get(name)
    if relation is not None and relation.values == "list" and relation.is_closed:
        assert WORDINGS[name].several


def test_verbs_have_the_subjects_number_and_tense():
    template = "Who {was} {s} married to? {Is} {s} here? {Does} {s} sing? {belongs}"
    dead = voice(name="Karin", subject_type="person", past=True)
    assert fill(template, dead) == "Who was Karin married to? Was Karin here? Did Karin sing? belonged"
    alive = voice(name="Karin", subject_type="person")
    assert fill(template, alive) == "Who is Karin married to? Is Karin here? Does Karin sing? belongs"
    several = voice(name="the Awards", subject_type="thing", plural=True)
    assert fill("When {was} {s} founded, and what {is} {s's} aim?", several) == (
        "When were the Awards founded, and what are the Awards' aim?"
    )


def test_who_is_dead_is_spoken_of_in_the_past():
    born = fact(
        subject="Karin", subject_type="person", relation="birth-date", value="1950", value_type="date"
    )
    died = fact(
        subject="Karin", subject_type="person", relation="death-date", value="2001", value_type="date"
    )
    long_ago = fact(subject="Karin", subject_type="person", relation="birth-date", value="1750")
    assert not voice_of(born, [born]).past
    assert voice_of(born, [born, died]).past
    assert voice_of(long_ago, [long_ago]).past


def test_dates_and_places_have_their_prepositions():
    assert fill("{s} began {on v}", voice(), "4 May 1850") == "Velmark began on 4 May 1850"
    assert fill("{s} began {on v}", voice(), "May 1850") == "Velmark began in May 1850"
    assert fill("it is {in v}", voice(), "Netherlands") == "it is in the Netherlands"
    assert fill("it is {in v}", voice(), "Warsaw, Russian Empire") == "it is in Warsaw, Russian Empire"
    assert fill("buried {at v}", voice(), "Hallby Cemetery, Velmark") == "buried at Hallby Cemetery, Velmark"
    assert fill("buried {at v}", voice(), "Hallby, Velmark") == "buried in Hallby, Velmark"
    assert fill("{s} is {a v}", voice(), "Unitary republic", "", "government-type") == (
        "Velmark is a unitary republic"
    )
    with pytest.raises(ValueError, match="no slot"):
        fill("{nothing}", voice())


def test_sentences_get_one_full_stop():
    assert sentence("he died in the U.S.") == "He died in the U.S."
    assert sentence("is it?") == "Is it?"


def test_parameters_are_read_for_their_own_kind_of_subject():
    assert [relation.name for relation in relations_of("Birth_date", "person", "")] == ["birth-date"]
    assert relations_of("birth date", "place", "country") == []
    assert [relation.name for relation in relations_of("writer", "work", "novel")] == ["author"]
    assert relations_of("writer", "work", "film") == []
