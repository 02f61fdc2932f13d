import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.facts.answers import conservation_status, person_forms, place_forms, read_answer, split_list
from curation.facts.dates import Date, find_dates, parse_date
from curation.facts.pronunciation import without_pronunciation
from curation.facts.quantities import other_units, parse_quantity
from curation.months import MONTHS

dates = st.builds(
    Date,
    year=st.integers(-3000, 2999).filter(lambda year: abs(year) >= 100),
    month=st.integers(1, 12),
    day=st.integers(1, 28),
)


@given(dates)
def test_every_form_of_a_date_is_read_as_that_date(date):
    for form in date.forms():
        if form[0].isdigit() and form.count("-") == 2:
            assert form == f"{date.year:04}-{date.month:02}-{date.day:02}"
        elif any(month in form for month in MONTHS):
            assert parse_date(form) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("February 12, 1809", Date(1809, 2, 12)),
        ("12 February 1809 (aged 3)", Date(1809, 2, 12)),
        ("July 16, 1969, 13:32:00 UTC", Date(1969, 7, 16)),
        ("November 1979", Date(1979, 11)),
        ("384 BC", Date(-384)),
        ("1986", Date(1986)),
        ("c. 406", None),
        ("20 or 21 July 356 BC", None),
        ("1832–1836", None),
        ("31 February 1900", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_nothing(text, date):
    assert parse_date(text) == date


def test_dates_in_a_sentence_have_their_places():
    text = "In 1914, she left; on 3 March 1920 she returned to room 1204, 300 km away, for 2000s music."
    assert [text[start:end] for start, end, _ in find_dates(text)] == ["1914", "3 March 1920", "1204"]


def test_a_date_agrees_with_one_that_says_less():
    assert Date(1905, 2, 2).agrees(Date(1905))
    assert not Date(1905, 2, 2).agrees(Date(1905, 2, 3))
    assert not Date(1905).agrees(Date(1906))


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("44,579,000 km² (17,212,000 sq mi) (1st)", 44_579_000, "km²"),
        ("▲ 77,543", 77_543, ""),
        ("▼ €55.680 billion (2019)", 55.68e9, ""),
        ("−2", -2, ""),
        ("47.83%", 47.83, "%"),
    ],
)
def test_a_quantity_is_read_with_its_unit(text, number, unit):
    quantity = parse_quantity(text)
    assert quantity is not None
    assert quantity.number == pytest.approx(number)
    assert quantity.unit == unit


@pytest.mark.parametrize("text", ["6 ft 4 in", "8 days, 3 hours", "150+", "1st", "0.574 medium", "many", ""])
def test_what_is_not_one_number_is_none(text):
    assert parse_quantity(text) is None


def test_numbers_are_written_with_and_without_separators():
    assert parse_quantity("44700000").forms() == ["44700000", "44,700,000", "44.7 million"]
    assert set(parse_quantity("1,717 km²").forms()) >= {"1,717 km²", "1717 km²", "1717"}
    assert other_units("3,646 m (11,962 ft)") == ["11,962 ft"]
    assert other_units("106 km² (1st)") == []


@given(st.integers(2, 10**9), st.sampled_from([0.6, 0.8, 1.2, 1.7]))
def test_a_changed_number_is_written_as_the_right_one_is(number, factor):
    quantity = parse_quantity(f"{number:,} km")
    changed = quantity.scaled(factor)
    assert changed.unit == "km"
    assert str(changed) == f"{round(changed.number):,} km"


@pytest.mark.parametrize("text", ["See text", "Full list", "N/A", "?", "none", "—", "Vacant", ""])
@pytest.mark.parametrize("kind", ["text", "place", "person", "number", "date"])
def test_placeholders_are_no_answers(text, kind):
    assert read_answer(text, kind) is None


def test_a_place_has_its_prefixes_as_forms():
    answer = read_answer("Ulm, Kingdom of Württemberg, German Empire", "place")
    assert answer.value == "Ulm, Kingdom of Württemberg, German Empire"
    assert set(answer.forms) >= {"Ulm", "Ulm, Kingdom of Württemberg", "Ulm, German Empire"}
    assert "Gdańsk" in read_answer("Danzig (Gdańsk), Poland", "place").forms
    assert "Las Vegas, Nevada, United States" in place_forms("Las Vegas, Nevada, U.S.")
    assert read_answer("38°54′14″N 77°02′35″W", "place") is None


@pytest.mark.parametrize("kind", ["place", "person", "text"])
def test_what_the_page_calls_disputed_is_no_answer(kind):
    assert read_answer("Ostvik (disputed)", kind) is None
    assert read_answer("Ostvik (since 1900, not internationally contested)", kind) is None
    assert read_answer("Ostvik (since 1900)", kind).value == "Ostvik"


def test_a_person_has_a_surname_as_form():
    assert read_answer("Kay Ivey (R)", "person").forms == ("Ivey",)
    assert person_forms("Edwin E. Aldrin Jr.") == ["Aldrin", "Edwin Aldrin"]
    assert person_forms("Philip II of Macedon") == []
    assert read_answer("Academy of Arts University", "person") is None
    assert read_answer("born in 1950", "person") is None


def test_a_text_keeps_its_translation_as_a_form():
    answer = read_answer('"Aruba Dushi Tera" (English: "Aruba, Sweet Land")', "text")
    assert (answer.value, answer.forms) == ("Aruba Dushi Tera", ("Aruba, Sweet Land",))
    assert read_answer('Fortis et liber (Latin) ("Strong and free")', "text").forms == ("Strong and free",)
    assert read_answer("Land: Moose; Marine: Whale", "text") is None


def test_lists_are_cut_outside_parentheses():
    assert split_list("Mileva (m. 1903; divorced 1919); Elsa (m. 1919; died 1936)", comma=False) == [
        "Mileva (m. 1903; divorced 1919)",
        "Elsa (m. 1919; died 1936)",
    ]
    assert split_list("Lyre, laurel wreath, python", comma=True) == ["Lyre", "laurel wreath", "python"]
    assert split_list("Eton College, Windsor; Balliol College, Oxford", comma=True) == [
        "Eton College, Windsor",
        "Balliol College, Oxford",
    ]
    assert split_list("Zeus and Leto", comma=False) == ["Zeus", "Leto"]


def test_conservation_status_in_words():
    assert conservation_status("lc") == "Least Concern"
    assert conservation_status("domesticated") == "domesticated"


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Ada (/ˈeɪdə/ AY-də; 1815–1852) was a countess.", "Ada (1815–1852) was a countess."),
        ("Aruba (/əˈruːbə/ ə-ROO-bə, [aˈruba]) is an island.", "Aruba is an island."),
        ("Ulm ([ʊlm] ⓘ) is a city.", "Ulm is a city."),
        ("Rome (; listen) is a city.", "Rome is a city."),
        ("Bell (UK: /bɛl/, born Alexander Bell; 1847)", "Bell (born Alexander Bell; 1847)"),
        ("Allah (Arabic: اللَّٰه, Allāh, [ʔaɫ.ɫaːh]) is", "Allah (Arabic: اللَّٰه, Allāh) is"),
        ("Albania (/ælˈbeɪniə/ a(w)l-BAY-nee-ə; Shqipëri) is", "Albania (Shqipëri) is"),
        # Nothing that is spoken, or no parentheses around it.
        ("Alexander (20/21 July 356 BC) of Pella (Greek: Πέλλα)", None),
        ("Ayn (February 2 [O.S. January 20], 1905) and/or (to listen)", None),
        ("The word adobe /əˈdoʊbiː/ has existed for 4000 years.", None),
    ],
)
def test_pronunciations_are_left_out(text, without):
    assert without_pronunciation(text) == (text if without is None else without)
