"""What happens inside a line: emphasis, scripts, what was left out, characters."""

import pytest

from tests.curation.wikitext.rendering import text

SCRIPTS = """
H<sub>2</sub>SO<sub>4</sub> -> H2SO4
(NH<sub>4</sub>)<sub>2</sub>S -> (NH4)2S
MC<sub>60</sub> and –CH<sub>2</sub>– -> MC60 and –CH2–
MgMe<sub>2</sub> -> MgMe2
M<sub>2</sub> -> M_2
''x''<sub>1</sub> -> x_1
''a''<sub>''ij''</sub> -> a_ij
x<sub>n+1</sub> -> x_(n+1)
SO<sub>4</sub><sup>2−</sup> -> SO4^2−
10<sup>−6</sup> -> 10^−6
5 km<sup>2</sup> -> 5 km²
9.8 m/s<sup>2</sup> -> 9.8 m/s²
62 lb/ft<sup>3</sup> -> 62 lb/ft³
''m''<sup>2</sup>''c'' -> m^2c
the 21<sup>st</sup> -> the 21st
6–7<sup>(5–7)</sup> -> 6–7^(5–7)
<sup>14</sup>C -> ^14 C
a<sub></sub>b -> ab
a</sub>b</sup> -> ab
""".strip().split("\n")


@pytest.mark.parametrize("case", SCRIPTS)
def test_scripts(case):
    wikitext, _, shown = case.partition(" -> ")
    assert text(wikitext) == shown


GAPS = """
Paris ({{cn}}) is -> Paris is
Paris ({{IPA|}}, {{cn}}; 1900) is -> Paris (1900) is
Paris (1900, {{cn}}) is -> Paris (1900) is
A {{cn}}, b {{cn}}. -> A, b.
A <ref>x</ref>, b <ref>y</ref>. -> A, b.
A <ref>x</ref> b -> A b
A<ref>x</ref> b -> A b
* {{cite book|title=T}}, p. 5 -> - p. 5
f() and g[] -> f() and g[]
so {{cn}}... on -> so... on
（{{cn}}）語 -> 語
""".strip("\n").split("\n")


@pytest.mark.parametrize("case", GAPS)
def test_the_sentence_closes_up_around_what_is_left_out(case):
    wikitext, _, shown = case.partition(" -> ")
    assert text(wikitext) == shown


@pytest.mark.parametrize(
    ("wikitext", "shown"),
    [
        ("''a'' '''b''' '''''c''''' d", "a b c d"),
        ("''''a''''", "'a'"),
        ("it''s l''''eau", "its l'eau"),
        ("a&nbsp;b&thinsp;c&#160;d", "a b c d"),
        ("&eacute;&#233;&#xE9;", "ééé"),
        ("&bogus; &amp;lt;", "&bogus; &lt;"),
        ("a&#1;b&#xD800;c&#x110000;d", "abcd"),
        ("a\u200bb\u200ec\ufeffd\u00ade", "abcde"),
        ("a\ud800b\udfffc", "abc"),
        ("a\x00b\x01c\x7fd", "abcd"),
        ("e\u0301", "é"),
        ("-{zh-hans:汉;zh-hant:漢}- -{a}- -{T|x}-", "汉 a"),
        ("<b>a</b> <font color=red>b</font> <x>c</x> 1 < 2 > 1", "a b <x>c</x> 1 < 2 > 1"),
        ("a<br>b<br />c</br>d", "a\nb\nc\nd"),
        ('x<span style="display:none">sort</span>y', "xy"),
        ("<q>a</q> <code>b c</code>", "“a” `b c`"),
        ("<ruby>漢<rt>kan</rt></ruby>", "漢 (kan)"),
        ("a <nowiki>{{b}} | '''c'''</nowiki> d", "a {{b}} | '''c''' d"),
        ("<nowiki/>* a", "* a"),
        ("a <!-- b\n\n--> c", "a c"),
        ("a\n<!-- b -->\nc", "a c"),
        ("{{{1|default}}} {{{x}}}a", "default a"),
    ],
)
def test_characters_and_tags(wikitext, shown):
    assert text(wikitext) == shown


def test_a_line_that_held_only_what_is_left_out_is_no_line():
    assert text("* {{cite book|title=T}}.\n* kept\n\n{{cn}}, {{cn}}.") == "- kept"
