"""Wikivoyage templates that are no listings."""

import pytest

from tests.curation.wikitext.rendering import rendered, text


def voyage(wikitext: str) -> str:
    return text(wikitext, site="enwikivoyage", title="")


def test_regions():
    regions = (
        "{{regionlist\n| regionmaptext=Map of it\n| region1name=[[North]]\n| region1items=A, B"
        "\n| region1description=Hills.\n| region2name=South\n}}"
    )
    assert voyage(regions) == "[Image: Map of it]\n\n- North (A, B): Hills.\n- South"


def test_climate_is_a_table_by_months():
    page = rendered(
        "{{climate\n| units = Metric\n| janhigh = 6 | julhigh = −15\n| janprecip = 143"
        "\n| description = Fog.\n}}"
    )
    lines = page.text.split("\n")
    assert lines[0] == "|  | Jan | Jul |"
    assert lines[2:4] == ["| Daily highs (°C) | 6 | −15 |", "| Precipitation (mm) | 143 |  |"]
    assert lines[-1] == "Fog."
    assert page.constructs["table"] == 1
    assert "| Daily highs (°F) | 40 |" in text("{{climate|units=Imperial|janhigh=40}}")


def test_routes_name_the_stops_in_order():
    box = (
        "{{routebox\n| placename=Millrace\n| image1=Northern Light icon.svg\n| imagesize1=22"
        "\n| directionl1=S\n| majorl1=[[Aberwick]]\n| minorl1=[[Kirk Lane]]\n| directionr1=N\n| majorr1=END"
        "\n| image2=x.png\n}}"
    )
    assert voyage(box) == "- Northern Light: (S) Aberwick – Kirk Lane – Millrace – END (N)"


SHOWN = r"""
{{infobox|Costs|A beer is dear.}}                      -> Costs\n\nA beer is dear.
{{warningbox|Mind the ''sea''.|lastedit=2020-01-01}}   -> Mind the sea.
{{cautionbox|title=Tides|text=They rise.}}             -> Tides\n\nThey rise.
a {{marker|type=see|name=[[Mill]]|lat=1|long=2}} b     -> a Mill b
a {{station|Millrace|Red|Blue}} b                      -> a Millrace (Red, Blue) b
a {{rint|newyork|7}} b                                 -> a 7 b
a {{EUR|20}}, {{SEK|120}}, {{CHF|5}} and {{USD|3.50}} b -> a €20, 120 kr, CHF 5 and US$3.50 b
the airport ({{IATA|BOS}})                             -> the airport (IATA: BOS)
{{exchange rates|currency=yen|date=May|USD=1|EUR=2}}   -> Exchange rates for yen, May: US$1 ≈ 1, €1 ≈ 2
; Hello : Hola (''OH-lah'')                            -> Hello\n: Hola (OH-lah)
""".strip().split("\n")


@pytest.mark.parametrize("case", SHOWN)
def test_template_shows(case):
    wikitext, _, shown = case.partition("->")
    assert voyage(wikitext.strip()) == shown.strip().replace("\\n", "\n")


SILENT = """
pagebanner|a.jpg|caption=b guidecity usabledistrict outlineregion stararticle usableairport phrasebookguide
usablephrasebook outlinetopic guideitinerary IsPartOf|Asia PartOfItinerary|A geo|1|2 seeDistricts
printDistricts mapmask|1 mapshapes|Q1 flag|Spain mapframe|1|2 style|x usablecountry
""".split()


@pytest.mark.parametrize("call", SILENT)
def test_status_and_machinery_say_nothing_and_are_not_lost(call):
    page = rendered(f"a {{{{{call}}}}} b", site="enwikivoyage")
    assert (page.text, page.lost_templates) == ("a b", {})


def test_quickbar_is_a_box_of_facts():
    page = rendered("{{quickbar\n| map = a.png\n| capital = [[Aberwick]]\n| currency = crown\n}}\nIsles.")
    assert [(row.key, row.value) for row in page.infobox] == [("capital", "Aberwick"), ("currency", "crown")]
