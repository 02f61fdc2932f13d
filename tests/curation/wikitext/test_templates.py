"""What the common templates show, by their documentation."""

import pytest

from tests.curation.wikitext.rendering import rendered, text

CASES = """
{{convert|5|km|mi}} -> 5 kilometres (3.1 mi)
{{convert|5|km|mi|sp=us}} -> 5 kilometers (3.1 mi)
{{convert|1|mi|km}} -> 1 mile (1.6 km)
{{convert|10|ft}} -> 10 feet (3.0 m)
{{convert|5|-|10|km|mi}} -> 5–10 kilometres (3.1–6.2 mi)
{{convert|5|to|10|km|mi}} -> 5 to 10 kilometres (3.1 to 6.2 mi)
{{convert|100|km2}} -> 100 square kilometres (39 sq mi)
{{convert|20|C|F}} -> 20 °C (68 °F)
{{convert|6|ft|2|in|m}} -> 6 feet 2 inches (1.88 m)
{{convert|160|km|mi|order=flip}} -> 99 miles (160 km)
{{convert|3|knots-of-rope}} -> 3 knots-of-rope
{{cvt|5|km|mi}} -> 5 km (3.1 mi)
{{val|1.5|0.2|u=m/s}} -> 1.5±0.2 m/s
{{val|6.02|e=23}} -> 6.02×10^23
{{num|1234567}} -> 1,234,567
{{frac|1|2}} -> 1/2
{{frac|3|1|2}} -> 3 1/2
{{sfrac|a|b}} -> a/b
{{lang|fr|mot}} -> mot
{{lang-fr|mot|lit=word}} -> French: mot, lit. 'word'
{{transl|ar|kitab}} -> kitab
{{IPA|/mo/}} -> /mo/
{{IPAc-en|ˈ|w|ɜːr|d}} -> /ˈwɜːrd/
{{nowrap|a b}} -> a b
a{{nbsp}}b -> a b
{{circa|1500}} -> c. 1500
{{birth date|1879|3|14|df=y}} -> 14 March 1879
{{birth date|1879|3|14}} -> March 14, 1879
{{death date and age|1955|4|18|1879|3|14}} -> April 18, 1955 (aged 76)
{{start date|1969|7|16}} -> July 16, 1969
{{end date|1969|7|24|df=yes}} -> 24 July 1969
{{age|1879|3|14|1955|4|18}} -> 76
{{coord|51|30|N|0|7|W}} -> 51°30′N 0°7′W
{{coord|33|-87}} -> 33°N 87°W
{{height|ft=6|in=2}} -> 6 ft 2 in (1.88 m)
{{currency|1200|USD}} -> US$1,200
{{US$|12000}} -> US$12,000
{{abbr|km|kilometre}} -> km
{{main|Other article}} ->
{{see also|Other article}} ->
{{chem|H|2|O}} -> H2O
{{chem2|H2SO4}} -> H2SO4
{{hlist|a|b|c}} -> a, b, c
{{flagicon|FRA}} ->
{{flag|FRA}} -> France
{{flag|Peru}} -> Peru
{{cite web|url=https://x.example|title=T}} ->
{{nihongo|Tokyo|東京|Tōkyō}} -> Tokyo (東京, Tōkyō)
{{as of|2010|5}} -> As of May 2010
{{snd}} -> –
{{sic|teh}} -> teh
{{'}} -> ’
{{PAGENAME}} -> Here
{{lc:ABC}} -> abc
{{#if:x|yes|no}} -> yes
{{nowrap|{{convert|5|km|mi}}, {{lang|de|Wort}}}} -> 5 kilometres (3.1 mi), Wort
""".strip().split("\n")


@pytest.mark.parametrize("case", CASES)
def test_template_shows(case):
    wikitext, _, shown = case.partition(" ->")
    body = text(f"x {wikitext} y", title="Here").removeprefix("# Here\n\n")
    assert body == " ".join(f"x {shown.strip()} y".split())


@pytest.mark.parametrize("name", ["plainlist", "unbulleted list", "ubl", "bulleted list", "ordered list"])
def test_lists_keep_their_items(name):
    body = "\n* a\n* b" if name == "plainlist" else "a|b"
    lines = [line.lstrip("-123. ") for line in text(f"{{{{{name}|{body}}}}}").split("\n")]
    assert lines == ["a", "b"]


def test_templates_that_are_known_are_not_counted_as_lost():
    for case in CASES[:-8]:
        wikitext = case.partition(" ->")[0]
        if "rope" not in wikitext:
            assert not rendered(wikitext).lost_templates, wikitext
