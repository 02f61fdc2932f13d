import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.facts.extract import page_facts
from curation.facts.outline import outline
from curation.facts.page import read_page
from curation.facts.sentences import sentences
from curation.facts.subjects import is_disambiguation
from tests.curation.facts.made_pages import country, film, page, person, wiki


def facts_of(document, is_shared=lambda name: False):
    return page_facts(read_page(document, is_shared))


def by_relation(document, **options):
    return {fact.relation: fact for fact in facts_of(document, **options) if fact.kind == "infobox"}


@pytest.mark.parametrize("document", wiki(), ids=lambda document: document.title)
def test_evidence_is_what_stands_in_the_text(document):
    facts = facts_of(document)
    for fact in facts:
        assert fact.evidence
        for evidence in fact.evidence:
            assert evidence.document == document.id
            assert document.text[evidence.start : evidence.end] == evidence.text
    assert len({fact.id for fact in facts}) == len(facts)


def test_infobox_rows_become_typed_facts():
    found = by_relation(person("Karin Solberg", 0))
    assert (found["birth-date"].value, found["birth-date"].value_type) == ("4 May 1850", "date")
    assert "May 4, 1850" in found["birth-date"].aliases
    assert found["death-place"].evidence[0].text == "death place: Tarnaby, Velmark"
    assert found["children"].values == ["Per Solberg", "Ida Solberg"]
    assert found["spouse"].value_type == "person"
    assert found["spouse"].value == "Anna Holta"
    assert found["birth-date"].subject_type == "person"


def test_a_number_is_of_the_year_that_another_row_names():
    found = by_relation(country("Velmark", 1))
    assert (found["population"].value, found["population"].statement) == ("1,700,000", "in 2019")
    assert [evidence.text for evidence in found["population"].evidence] == [
        "population estimate: 1,700,000",
        "population estimate year: 2019",
    ]
    assert (found["area"].value, found["area"].unit) == ("29,000 km²", "km²")
    without = by_relation(
        page("Velmark", "Velmark is a country.", box="Infobox country", rows={"population estimate": "1,700"})
    )
    assert "population" not in without


def test_the_largest_city_may_be_the_capital():
    found = by_relation(country("Velmark", 1))
    assert found["largest-city"].value == "Velmstad"
    assert {evidence.text for evidence in found["largest-city"].evidence} == {
        "largest city: capital",
        "capital: Velmstad",
    }


def test_an_infobox_about_something_else_is_left_out():
    document = page(
        "Karin Solberg",
        "Karin Solberg (born 1950) is a writer.",
        box="Infobox book",
        rows={"name": "Tides", "author": "Karin Solberg", "published": "1976"},
    )
    assert [fact.relation for fact in facts_of(document) if fact.kind == "infobox"] == []


def test_a_row_in_the_infobox_and_not_in_the_text_has_no_place():
    document = film("The Long Tide", 0)
    without = document.text.replace("director: Eva Stranda\n", "")
    changed = dataclasses.replace(document, text=without)
    evidence = by_relation(changed)["director"].evidence[0]
    assert (evidence.start, evidence.end, evidence.text) == (-1, -1, "director: Eva Stranda")


def test_the_first_sentence_defines():
    [definition] = [fact for fact in facts_of(person("Karin Solberg", 0)) if fact.relation == "definition"]
    assert definition.value.startswith("a Velmarkian painter and printer")
    assert definition.statement.startswith("was a ")


def test_lead_and_infobox_that_agree_are_one_fact_with_the_evidence_of_both():
    document = person("Karin Solberg", 0)
    [fact] = [fact for fact in facts_of(document) if fact.relation == "birth-date"]
    assert len(fact.evidence) == 2
    changed = page(
        "Karin Solberg",
        "Karin Solberg (4 May 1850 – 9 June 1910) was a painter.",
        box="Infobox artist",
        rows={"birth date": "4 May 1851"},
    )
    assert [fact.value for fact in facts_of(changed) if fact.relation == "birth-date"] == [
        "4 May 1851",
        "4 May 1850",
    ]


def events(text, title="Karin Solberg", lead="Karin Solberg (born 1850) is a painter of ships."):
    document = page(title, lead, box="Infobox artist", rows={"name": title}, more=f"## Life\n\n{text}\n")
    return [(fact.subject, fact.statement, fact.value) for fact in facts_of(document) if fact.kind == "event"]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("In 1871, Solberg moved to Hallby.", ("Karin Solberg", "moved to Hallby", "1871")),
        ("Solberg died in Hallby on 3 May 1920.", ("Karin Solberg", "died in Hallby", "3 May 1920")),
        (
            "In 1880, Solberg won the Great Prize of Hallby, which made her famous.",
            ("Karin Solberg", "won the Great Prize of Hallby", "1880"),
        ),
        (
            "Solberg was elected to the Academy of Velmark in 1883, after a debate.",
            ("Karin Solberg", "was elected to the Academy of Velmark", "1883"),
        ),
        ("In 1890, Nils Ekdal built Fort Hallby.", ("Nils Ekdal", "built Fort Hallby", "1890")),
    ],
)
def test_a_plain_dated_sentence_is_an_event(text, event):
    assert events(f"{text} The rest of this paragraph says nothing more.") == [event]


@pytest.mark.parametrize(
    "text",
    [
        "In 1871, she moved to the house that they had built near Hallby.",
        "Between 1871 and 1880, Solberg lived in Hallby.",
        "In 1871, Solberg sold the house to Nils Ekdal.",
        "In 1871, Solberg moved to Hallby and married a sailor from Ostvik.",
        "In 1844, Nils Ekdal proposed a family of Hallish, Norlish, and Velmish.",
        "The firm sold Solberg three boats in 1871.",
        "In 1871, Solberg wrote that Hallby was cold.",
        "By 1871, Solberg had left Hallby again.",
        "Since 1871, German Richard Dahl wrote many letters to Hallby.",
    ],
)
def test_what_is_not_plain_is_no_event(text):
    assert events(f"{text} The rest of this paragraph says nothing more.") == []


def test_a_pronoun_is_the_subject_only_after_its_name():
    named = "Solberg lived in Hallby for a time. She moved to Ostvik in 1871."
    assert events(named) == [("Karin Solberg", "moved to Ostvik", "1871")]
    other = "Ekdal lived in Hallby for a time. She moved to Ostvik in 1871."
    assert events(other) == []


def test_rows_of_tables_are_about_their_own_names():
    found = {
        (fact.subject, fact.relation): fact
        for fact in facts_of(country("Velmark", 1))
        if fact.kind == "table"
    }
    population = found["North Velmark County, Velmark", "population"]
    assert (population.value, population.statement) == ("61,000", "in the 2010 census")
    assert population.evidence[0].text.startswith("| North Velmark | Ulby |")
    assert found["South Velmark County, Velmark", "county-seat"].value == "Ryby"
    assert found["South Velmark County, Velmark", "area"].value == "2501 km²"


def test_a_name_that_others_share_is_said_with_more():
    assert read_page(film("Winter Light (film)", 1)).name == "the film Winter Light"
    assert read_page(film("Harbour (1974 film)", 2)).name == "the 1974 film Harbour"
    assert read_page(film("The Long Tide", 0)).name == "The Long Tide"
    assert read_page(film("The Long Tide", 0), lambda name: True).name == "the film The Long Tide"
    assert read_page(country("Velmark", 1), lambda name: True).name == "the country of Velmark"
    topic = page("Answer (law)", "In law, an answer is a reply to a claim that was made before a court.")
    assert read_page(topic).name == ""
    assert {fact.relation for fact in facts_of(topic)} <= {"section", "article"}


@pytest.mark.parametrize(
    ("lead", "title", "name"),
    [
        ("The Hallby Awards, known as the Hals, are prizes for films.", "Hallby Awards", "the Hallby Awards"),
        ("A lantern is a light. Any lantern burns, and this lantern too.", "Lantern", "a lantern"),
        (
            "Basketry is a craft. In many places, basketry is old; some basketry is fine.",
            "Basketry",
            "basketry",
        ),
        ("A Quiet Place is a novel by Eva Strand about two brothers.", "A Quiet Place", "A Quiet Place"),
    ],
)
def test_the_name_has_its_article_and_case(lead, title, name):
    assert read_page(page(title, lead)).name == name


def test_sections_that_can_be_summarised():
    prose = " ".join(["Hallby has a harbour and a long quay."] * 30)
    document = page(
        "Hallby",
        "Hallby is a town in Velmark. It lies on the coast.",
        more=f"## Harbour\n\n{prose}\n\n## Notes\n\n{prose}\n\n## Short\n\nNo.\n\n## Other\n\n{prose}\n",
    )
    assert [fact.value for fact in facts_of(document) if fact.relation == "section"] == ["Harbour"]


def test_what_the_page_does_not_say_is_asked_only_without_a_trace_of_it():
    bare = page("Karin Solberg", "Karin Solberg (born 1850) is a painter of ships.", box="Infobox artist")
    unstated = {fact.relation for fact in facts_of(bare) if fact.kind == "unstated"}
    assert len(unstated) == 5
    words = "Her brother, dog, eyes, cooking, weight, height, school, music, wife, child and grandmother are "
    words += "known, and the hour of her birth: her handedness and favourite food too."
    full = page("Karin Solberg", f"Karin Solberg (born 1850) is a painter of ships. {words}")
    assert [fact.relation for fact in facts_of(full) if fact.kind == "unstated"] == []


def test_a_title_may_end_in_dots():
    lead = "Karin Solberg ... (born 4 May 1850) is a painter of many ships and harbours."
    facts = facts_of(page("Karin Solberg ...", lead, box="Infobox artist"))
    assert [fact.value for fact in facts if fact.relation == "birth-date"] == ["4 May 1850"]


def test_disambiguation_pages_are_known_by_their_text():
    assert is_disambiguation(page("Tide", "Tide may refer to:\n\n- Tide (film)"))
    assert is_disambiguation(page("Tide (disambiguation)", "A tide is water that rises."))
    assert not is_disambiguation(page("Tide", "A tide is water. The word may also refer to news."))


def test_sentences_end_where_they_do():
    text = (
        "Dr. A. Holt v. Berg was heard in the U.S. Court (see p. 3. Also p. 4). It ended. In May, no. 5 won."
    )
    assert [text[start:end] for start, end in sentences(text)] == [
        "Dr. A. Holt v. Berg was heard in the U.S. Court (see p. 3. Also p. 4).",
        "It ended.",
        "In May, no. 5 won.",
    ]


def test_prose_is_told_from_lists_tables_and_code():
    document = page(
        "Hallby",
        "Hallby is a town in Velmark on the western coast.",
        more="- a list item that is long enough to be prose\n\n```\na line of code that is long\n```\n\n"
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n[Image: a caption that is long enough to be prose]\n",
    )
    parts = outline(document)
    assert [paragraph.text for paragraph in parts.paragraphs] == [
        "Hallby is a town in Velmark on the western coast."
    ]
    assert [table.header for table in parts.tables] == [("a", "b")]


@given(
    title=st.text(min_size=1, max_size=30).filter(str.strip),
    pieces=st.lists(
        st.sampled_from(
            (
                "In 1900, she won the Great Prize of Hallby.",
                "A is a town (born 3 May 1900 – 1 June 1950).",
                "## History\n",
                "| City | Population (2010 census) | Area (km²) |\n|---|---|---|\n| Ostby | 1,000 | 3 |",
                "| City |",
                "((((",
                "/// [[ ]] ))",
                "area of 3,000 km². A population of 1,000 in 1990.",
                "```",
                "\n\n",
                "\u202e\x0b\U0001f600",
            )
        )
        | st.text(max_size=40),
        max_size=12,
    ),
    rows=st.dictionaries(
        st.sampled_from(("name", "birth date", "spouse", "capital", "area km2", "population estimate year")),
        st.text(max_size=40) | st.sampled_from(("capital", "(((", "; ; ,", "1,000 (", "3 May 1900")),
        max_size=4,
    ),
    box=st.sampled_from(("Infobox person", "Infobox country", "Infobox film", "x")),
)
def test_any_text_is_read_without_an_error(title, pieces, rows, box):
    document = page(title, " ".join(pieces), box=box, rows=rows, more="\n".join(pieces))
    for fact in facts_of(document):
        for evidence in fact.evidence:
            if evidence.start >= 0:
                assert document.text[evidence.start : evidence.end] == evidence.text


def test_a_long_hostile_page_is_read_in_linear_time():
    for piece in ("(1900, ", "1900–", " ( /", "| a " * 20 + "\n", "In 1900, A ", "[", "A B C D E F "):
        document = page("Hallby", f"Hallby {piece * 20_000} is a town.", more=piece * 20_000)
        facts_of(document)


def test_a_timeline_has_events_of_the_subject_and_no_dates_of_others():
    sentences_of_history = [
        f"In {year}, the town of Hallby got its {thing}."
        for year, thing in zip(
            range(1801, 1900, 15), ("bridge", "mill", "tower", "market", "port", "hall", "park"), strict=True
        )
    ]
    history = " ".join(
        [
            *sentences_of_history,
            "It was burnt down on 3 May 1911.",
            "Per Holt (born 9 June 1933) is from there.",
        ]
    )
    elsewhere = "In 1950, a film was made about bread. In 1960, a film was made about fish."
    lead = "Hallby is a town in the north of Velmark."
    town = page("Hallby", lead, more=f"## History\n\n{history}\n\n## Culture\n\n{elsewhere}")
    (found,) = [fact for fact in facts_of(town) if fact.relation == "timeline"]
    assert [evidence.text for evidence in found.evidence] == sentences_of_history
    plain = page("Hallby", lead, more=f"## Culture\n\n{history}")
    assert not [fact for fact in facts_of(plain) if fact.relation == "timeline"]
