"""Infoboxes: which parameters are facts, what they are called, and how they nest."""

import pytest

from schemas.document import InfoboxRow
from tests.curation.wikitext.rendering import rendered, text


def pairs(wikitext: str, **page: object) -> list[tuple[str, str]]:
    return [(row.key, row.value) for row in rendered(wikitext, **page).infobox]


@pytest.mark.parametrize(
    "parameter",
    [
        "image_size = 200px", "imagesize = 200", "image = Ada.jpg", "map_alt = A map", "logo_upright = 0.8",
        "caption_align = left", "headercolor = #fff", "background color = red", "pushpin_map = Spain",
        "coord_display = inline", "latd = 51", "rowclass1 = mergedrow", "alt_flag = Three stripes",
        "embed = yes", "child = yes", "coa_size = 70", "bodystyle = x", "website_footnotes = y", "blank = ",
        "image_map2 = x.svg",
    ],
)  # fmt: skip
def test_how_a_box_looks_is_no_fact(parameter):
    assert pairs(f"{{{{Infobox x\n| name = N\n| {parameter}\n}}}}") == [("name", "N")]


def test_labels_are_joined_to_what_they_label():
    box = (
        "{{Infobox x\n| label1 = Area:\n| data1 = 5 km{{sup|2}}\n| blank_name_sec1 = GDP\n"
        "| blank_info_sec1 = 7\n| leader_title = Mayor\n| leader_name = Ann\n}}"
    )
    assert pairs(box) == [("Area", "5 km²"), ("GDP", "7"), ("Mayor", "Ann")]


def test_a_box_in_a_box_gives_its_rows_once():
    box = "{{Infobox a\n| x = 1\n| module = {{Infobox b\n| y = [[two]]\n}}\n| z = 3\n}}"
    page = rendered(box)
    assert sorted((row.key, row.value) for row in page.infobox) == [("x", "1"), ("y", "two"), ("z", "3")]
    assert page.text.count("two") == 1


def test_values_are_one_line_of_plain_text():
    box = (
        "{{Infobox x\n| a = One<br>Two\n| b = {{plainlist|\n* p\n* q\n}}\n| c = [[l|link]]<ref>r</ref>\n"
        "| d = {{convert|5|km|mi}}\n| e = <math>x|y</math>\n| city = Bié (state){{!}}Bié\n}}"
    )
    assert pairs(box) == [
        ("a", "One; Two"), ("b", "p; q"), ("c", "link"), ("d", "5 kilometres (3.1 mi)"), ("e", "$x|y$"),
        ("city", "Bié"),
    ]  # fmt: skip


def test_text_with_a_stray_equals_sign_is_not_lost():
    page = rendered("{{Infobox x\n| name = N\n| see [[the|this]] = here\n}}")
    assert page.infobox[1] == InfoboxRow("Infobox x", "see this", "here")


def test_an_unknown_template_of_many_named_lines_is_a_box():
    assert pairs("{{Strange facts\n| a = 1\n| b = 2\n| c = 3\n}}") == [("a", "1"), ("b", "2"), ("c", "3")]
    page = rendered("{{Strange call|a=1|b=2|c=3}}")
    assert page.infobox == []
    assert page.lost_templates == {"Strange call": 1}


@pytest.mark.parametrize(
    "name", ["Infobox Ort", "Taxobox", "Chembox", "Ficha de país", "基礎情報 国", "صندوق معلومات"]
)
def test_boxes_go_by_many_names(name):
    assert text(f"{{{{{name}|a=1}}}}") == "a: 1"
