"""Wikivoyage listings: sentences in English, labelled values elsewhere, and nothing that is given is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.curation.wikitext.rendering import rendered, text

MILL = "name=The Mill|address=1 River St|phone=+1 555 0100|hours=Daily 9AM–5PM|price=$5|content=An old mill"


def listing(arguments: str, kind: str = "see", **page: object) -> str:
    return text(f"* {{{{{kind}|{arguments}}}}}", **page).removeprefix("- ")


@pytest.mark.parametrize(
    ("kind", "price"),
    [
        ("see", "Admission costs $5."),
        ("do", "It costs $5."),
        ("buy", "Expect to pay $5."),
        ("eat", "Expect to pay $5."),
        ("drink", "Expect to pay $5."),
        ("sleep", "Rooms cost $5."),
        ("go", "It costs $5."),
        ("listing", "The price is $5."),
    ],
)
def test_a_listing_reads_like_english(kind, price):
    assert listing(MILL, kind) == (
        "The Mill is at 1 River St. The telephone number is +1 555 0100. Open daily 9AM–5PM. "
        f"{price} An old mill."
    )


def test_the_kind_may_be_an_argument_and_the_names_in_any_order_and_over_lines():
    assert listing(f"type=eat\n| {MILL.replace('|', chr(10) + '| ')}\n", "listing") == listing(MILL, "eat")


HEADS = """
name=Tower|address=Pier 2                                  -> Tower is at Pier 2.
name=Tower|address=Pier 2|directions=five minutes away     -> Tower is at Pier 2 (five minutes away).
name=Tower|alt=the Needle|address=Quay Lane                -> Tower (the Needle) is on Quay Lane.
name=Tower|address=near the harbour                        -> Tower is near the harbour.
name=Tower|address=Inside the station                      -> Tower is inside the station.
name=Tower|address=corner of 1st and Main                  -> Tower is at the corner of 1st and Main.
name=Tower|address=Various locations                       -> Tower, Various locations.
name=Tower|address=11 Park West                            -> Tower is at 11 Park West.
name=Tower|directions=behind the church                    -> Tower is behind the church.
name=Tower|directions=bus 4 to the end                     -> Tower. Directions: bus 4 to the end.
name=Blue Hills|address=Route 138                          -> Blue Hills can be found at Route 138.
name=Austria|address=15 School Street                      -> Austria: 15 School Street.
name=Tower                                                 -> Tower.
alt=the Needle                                             -> the Needle.
address=Pier 2|directions=on the left                      -> Pier 2 (on the left).
name=[[Tower]].|address=12 Main St.                        -> Tower is at 12 Main St.
name=''Tower''|address=,                                   -> Tower.
""".strip().split("\n")


@pytest.mark.parametrize("case", HEADS)
def test_where_a_place_is(case):
    arguments, _, shown = case.partition("->")
    assert listing(arguments).replace("is located", "is") == shown.strip()


DETAILS = """
phone=+1 555 01|tollfree=0800 55|mobile=+1 777 0 -> Call +1 555 01, 0800 55 (toll-free) or +1 777 0 (mobile).
phone=see website            -> Phone: see website.
fax=+1 555 02                -> The fax number is +1 555 02.
hours=M–F 9AM–5PM            -> open M–F 9AM–5PM.
hours=Tu-Su 10:00-17:00      -> open Tu-Su 10:00-17:00.
hours=Closed on Mondays      -> Closed on Mondays.
hours=Open until late        -> open until late.
hours=May–Sep daily          -> open May–Sep daily.
hours=24 hours daily         -> open 24 hours daily.
hours=first Sunday in May    -> Hours: first Sunday in May.
hours=allow 3 hours          -> Hours: allow 3 hours.
price=free                   -> Admission is free.
price=Free                   -> Free admission.
price=Adults $5, children $2 -> Admission: Adults $5, children $2.
price=from €20 per person    -> Admission costs from €20 per person.
price=Tea 30 crowns          -> Admission: Tea 30 crowns.
price=$$                     -> Admission: $$.
price=—                      ->
checkin=15:00|checkout=11:00 -> Check-in is from 15:00 and check-out is by 11:00.
checkin=from 14:00           -> Check-in is from 14:00.
checkout=flexible            -> Check-out: flexible.
payment=cash only            -> Payment: cash only.
url=https://a.example/|lat=1.5|long=2|lastedit=2020-01-01|image=a.jpg|wikidata=Q1 ->
pricee=misspelt              ->
""".strip().split("\n")


@pytest.mark.parametrize("case", DETAILS)
def test_what_is_said_about_a_place(case):
    arguments, _, shown = case.partition("->")
    found = listing(f"name=Tower|{arguments.strip()}").removeprefix("Tower.").strip()
    assert re.sub(r"\A(?:It is open|Open)\b", "open", found) == shown.strip()


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("A tower.", "T. A tower."),
        ("A tower", "T. A tower."),
        ("''A tower.''", "T. A tower."),
        ("[[See|a tower.]]", "T: a tower."),
        ("A tower (closed.)", "T. A tower (closed.)"),
        ("Climb it!", "T. Climb it!"),
        ("the tallest of all", "T: the tallest of all."),
        (", the tallest of all", "T, the tallest of all."),
    ],
)
def test_the_description_follows_with_one_full_stop(content, shown):
    assert listing(f"name=T|content={content}") == shown


def test_a_description_of_several_paragraphs_and_lists_keeps_them():
    page = text("* {{see|name=T|address=Pier 2|content=First.\n\nSecond.\n* a\n* b\n}}")
    assert page.replace("is located", "is") == "- T is at Pier 2. First.\n\nSecond.\n\n- a\n- b"


def test_the_address_on_the_web_is_among_the_links():
    page = rendered("* {{see|name=T|url=https://tower.example/visit}}")
    assert page.links == ["https://tower.example/visit"]
    assert page.constructs["listing"] == 1


OTHERS = """
de|vCard|type=hotel|name=Krone|comment=Hotel|address=Gasse 1|phone=+49 1 2|hours=täglich|price=80 €\
|description=Alt. ->\
 Krone (Hotel), Gasse 1. Telefon: +49 1 2. Geöffnet: täglich. Preis: 80 €. Alt.
fr|Voir|nom=Tour|adresse=1 rue A|direction=au nord|téléphone=01 23|horaire=tlj|prix=5 €|description=Haute. ->\
 Tour, 1 rue A (au nord). Téléphone: 01 23. Horaires: tlj. Prix: 5 €. Haute.
it|see|nome=Torre|indirizzo=Via A 1|tel=01 23|orari=9-17|prezzo=5 €|descrizione=Alta. ->\
 Torre, Via A 1. Telefono: 01 23. Orari: 9-17. Prezzo: 5 €. Alta.
es|ver|nombre=Torre|dirección=Calle A 1|teléfono=01 23|horario=9-17|precio=5 €|descripción=Alta. ->\
 Torre, Calle A 1. Teléfono: 01 23. Horario: 9-17. Precio: 5 €. Alta.
pt|veja|nome=Torre|endereço=Rua A 1|telefone=01 23|funcionamento=9-17|preço=5 €|sobre=Alta. ->\
 Torre, Rua A 1. Telefone: 01 23. Horário: 9-17. Preço: 5 €. Alta.
ru|see|name=Башня|address=ул. А, 1|phone=01 23|hours=9–17|price=5|content=Высокая ->\
 Башня, ул. А, 1. Телефон: 01 23. Часы работы: 9–17. Цена: 5. Высокая.
he|see|שם=מגדל|כתובת=רחוב 1|טלפון=01 23|תיאור=גבוה -> מגדל, רחוב 1. טלפון: 01 23. גבוה.
cs|see|name=Věž|address=Ulice 1|phone=01 23|content=Vysoká -> Věž, Ulice 1. Phone: 01 23. Vysoká.
zh|see|name=塔|address=路1號|phone=01 23|content=高 -> 塔, 路1號。Phone: 01 23。高。
pl|see|nazwa=Wieża|klucz=u strażnika|opis=Wysoka -> Wieża. Klucz: u strażnika. Wysoka.
""".strip().split("\n")


@pytest.mark.parametrize("case", OTHERS)
def test_listings_of_other_languages(case):
    call, _, shown = case.partition("->")
    language, kind, arguments = call.strip().split("|", 2)
    site = f"{language}wikivoyage"
    assert listing(arguments, kind, language=language, site=site) == shown.strip()


@pytest.mark.parametrize("kind", ["see", "do", "buy", "eat", "drink", "sleep", "listing"])
def test_listings_written_as_tags_before_there_were_templates(kind):
    tag = (
        f'* <{kind} name="The Mill" alt="" address="1 River St"\n phone="+1 555 0100" hours="Daily 9AM–5PM" '
        f'price="$5" url="">An [[mill|old mill]]</{kind}>'
    )
    assert text(tag).removeprefix("- ") == listing(MILL, kind)
    assert text(f'<{kind} name="A" address="near B" /> after') in (
        "A is near B. after",
        "A is located near B. after",
    )


def test_tags_of_those_names_that_are_no_listing_stay_text():
    assert text("type <see below> or <do> it") == "type <see below> or <do> it"


def test_events():
    event = "* {{event|name=Fair|month=March|date=17|endmonth=April|enddate=1|year=annual|content=Fun}}"
    assert text(event) == "- Fair takes place from 17 March to 1 April (annual). Fun."
    assert (
        text("{{event|name=Fair|month=May|date=2|address=Pier 2}}") == "Fair takes place at Pier 2 on 2 May."
    )
    assert text("{{event|name=Fair|month=May|content=Fun.}}") == "Fair. May. Fun."
    german = text(event, language="de", site="dewikivoyage")
    assert german == "- Fair. 17 March – 1 April, annual. Fun."


def test_hatnotes_of_the_same_names_are_no_listings():
    assert text("{{see|Other article}} text") == "text"
    assert text("{{see|Other article|selfref=yes}} text") == "text"
    assert text("{{go|Other article}} text") == "text"


value = st.from_regex(r"[A-Za-z][a-z]{2,8}(?: [a-z0-9]{1,6}){0,3}", fullmatch=True)
FIELDS = (
    "name alt address directions phone tollfree mobile fax email hours price checkin checkout payment content"
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FIELDS.split()), value, min_size=1),
    st.sampled_from(["see", "eat", "sleep", "go", "listing", "event"]),
    st.sampled_from(["en", "de", "fr", "ja", "tr"]),
)
def test_every_value_is_in_the_text_once_and_nothing_empty_is(fields, kind, language):
    call = "|".join(f"{key}={word}" for key, word in fields.items())
    shown = text(f"{{{{{kind}|{call}}}}}", language=language, site=f"{language}wikivoyage")
    for word in fields.values():
        assert word.lower() in shown.lower()
    assert not re.search(r"\(\s*\)|\.\.|,\.|\s[,.;:]|: ?\.|  |\(,|, ,", shown)
    assert shown[-1] in ".。"
