"""What each construct of wikitext becomes."""

import pytest

from schemas.document import InfoboxRow
from tests.curation.wikitext.rendering import rendered, text


def test_title_headings_and_paragraphs():
    page = text(
        "Lead '''bold''' and ''italic''\nsoft line.\n\nSecond.\n== A ==\nOne.\n=== B ===\nTwo.", title="T"
    )
    assert page == "# T\n\nLead bold and italic soft line.\n\nSecond.\n\n## A\n\nOne.\n\n### B\n\nTwo."


def test_empty_sections_and_trailing_sections_of_links_go():
    page = text(
        "Text.\n== Empty ==\n== Kept ==\n* [[One]]\n* [[Two]]\n== See also ==\n* [[X]]\n"
        "== References ==\n{{reflist}}\n== External links ==\n* [https://a.example/ Site of the town hall]"
    )
    assert page == "Text.\n\n## Kept\n\n- One\n- Two"


def test_a_closing_section_with_prose_stays():
    assert "## See also" in text(
        "T.\n== See also ==\nThe [[X]] was built in 1900 by the same family of masons."
    )


def test_lists_nest_and_number():
    assert text("* a\n** b\n*** c\n* d") == "- a\n  - b\n    - c\n- d"
    assert text("# a\n# b\n## c\n# d") == "1. a\n2. b\n   1. c\n3. d"
    assert text("* a\n*# one\n*# two") == "- a\n  1. one\n  2. two"


def test_definition_lists():
    assert text("; Term : meaning\n; Other\n: first\n: second") == "Term\n: meaning\nOther\n: first\n: second"


def test_list_items_without_text_leave_no_marker():
    assert text("* {{cite book|title=x}}\n* kept") == "- kept"


def test_table_with_header_caption_and_cells_on_one_line():
    table = '{| class="wikitable"\n|+ Towns\n! Name !! People\n|-\n| A || 1\n|-\n| style="x" | B\n| 2\n|}'
    assert text(table) == "[Table: Towns]\n\n| Name | People |\n| --- | --- |\n| A | 1 |\n| B | 2 |"


def test_spans_repeat_down_and_stand_once_across():
    table = '{| class="wikitable"\n! Y !! V\n|-\n| rowspan=2 | a || 1\n|-\n| 2\n|-\n| colspan=2 | end\n|}'
    assert text(table).split("\n")[2:] == ["| a | 1 |", "| a | 2 |", "| end |  |"]


def test_two_header_rows_become_one():
    head = '{| class="wikitable"\n! rowspan=2 | Place !! colspan=2 | People\n|-\n! 2010 !! 2020\n'
    table = head + "|-\n| A || 1 || 2\n|}"
    assert text(table).split("\n")[0] == "| Place | People / 2010 | People / 2020 |"


def test_nested_table_in_a_cell_is_one_line():
    table = '{| class="wikitable"\n| a\n|\n{|\n| b || c\n|-\n| d || e\n|}\n|}'
    assert "| a | b, c; d, e |" in text(table)


def test_html_table():
    table = "<table class='wikitable'><tr><th>H</th></tr><tr><td>a<br>b</td></tr></table>"
    lines = text(table).split("\n")
    assert lines[0] == "| H |"
    assert lines[2].strip("| ").split() in (["a;", "b"], ["a", "b"])


def test_pipes_in_cells_are_escaped():
    assert r"| a\|b |" in text('{| class="wikitable"\n! x\n|-\n| <nowiki>a|b</nowiki>\n|}').replace(
        " \\", "\\"
    )


def test_unclosed_table_does_not_swallow_the_article():
    page = text('{| class="wikitable"\n! H\n|-\n| a\n== Next ==\nProse goes on.')
    assert "| a |" in page
    assert page.endswith("## Next\n\nProse goes on.")


def test_navigation_tables_are_left_out():
    assert text('Text.\n{| class="navbox"\n| [[A]] || [[B]]\n|}') == "Text."


def test_infobox_is_rows_of_text_and_of_data():
    page = rendered(
        "{{Infobox scientist\n| name = Ada\n| image = Ada.jpg\n| image_size = 200px\n"
        "| birth_date = {{birth date|1815|12|10|df=y}}\n| fields = {{ubl|Maths|[[Logic]]}}\n| empty =\n}}\n"
        "Ada was."
    )
    assert page.text == "name: Ada\nbirth date: 10 December 1815\nfields: Maths; Logic\n\nAda was."
    assert page.infobox == [
        InfoboxRow("Infobox scientist", "name", "Ada"),
        InfoboxRow("Infobox scientist", "birth date", "10 December 1815"),
        InfoboxRow("Infobox scientist", "fields", "Maths; Logic"),
    ]


def test_captions_stand_alone_and_icons_vanish():
    assert text("[[File:A.jpg|thumb|upright=1.2|alt=x|A [[cat]] in 1900]]\nText.") == (
        "[Image: A cat in 1900]\n\nText."
    )
    assert text("[[Datei:A.jpg|mini|Eine Katze]] Text.") == "[Image: Eine Katze]\n\nText."
    assert text("A [[File:Flag.svg|20px]] flag.") == "A flag."


def test_code_in_a_caption_follows_it_line_by_line():
    wikitext = "[[File:A.gif|thumb|Steps <source lang=text>\n a = 1\n b = 2</source>]]"
    assert text(wikitext) == "[Image: Steps]\n\n```text\n a = 1\n b = 2\n```"


def test_gallery_captions():
    assert text("<gallery>\nFile:A.jpg|First ''one''\nFile:B.jpg\nB.png|[[Second]]\n</gallery>") == (
        "[Image: First one]\n\n[Image: Second]"
    )


def test_formulas_inline_and_on_a_line_of_their_own():
    assert text("So <math>a^2\n + b^2</math> holds.") == "So $a^2 + b^2$ holds."
    assert text(":<math>E = mc^2</math>.") == "$$E = mc^2.$$"
    assert text('<math display="block">x</math>') == "$$x$$"
    assert rendered("<math>x</math>").constructs["formula"] == 1


def test_maths_templates_become_latex():
    assert text("Let {{math|''x''<sup>2</sup> ≤ {{mvar|y}}}} be.") == r"Let $x^{2} \leq y$ be."
    assert text("{{mvar|α}}") in (r"$$\alpha$$", r"$\alpha$")


def test_code_is_fenced_and_kept():
    assert text('<syntaxhighlight lang="python">\ndef f(x):\n    return x | {1}\n</syntaxhighlight>') == (
        "```python\ndef f(x):\n    return x | {1}\n```"
    )
    assert text("<pre>\n'''a'''\n  b &lt; c\n</pre>") == "```\n'''a'''\n  b < c\n```"
    assert text("Use <code>ls -l</code> here.") == "Use `ls -l` here."
    assert text(" one\n   two") == "```\none\n  two\n```"


def test_quotations():
    assert text("<blockquote>Words.</blockquote>") == "> Words."
    assert text("{{blockquote|text=Words.|author=A. Author|source=''Book''}}") == (
        "> Words.\n>\n> — A. Author, Book"
    )


def test_links_show_their_words():
    assert text("[[A|b]] [[c]]s [[D (band)|]] [[:Category:E]] [https://x.example f] [[de:Berlin]]") == (
        "b cs D Category:E f"
    )


@pytest.mark.parametrize(
    ("wikitext", "shown"),
    [
        ("10<sup>6</sup> m<sup>2</sup>", "10^6 m²"),
        ("H<sub>2</sub>O and SO<sub>4</sub><sup>2−</sup>", "H2O and SO4^2−"),
        ("''x''<sub>1</sub> and ''a''<sub>''ij''</sub>", "x_1 and a_ij"),
        ("x<sup>n+1</sup>", "x^(n+1)"),
        ("the 1<sup>st</sup>", "the 1st"),
        ("5&nbsp;km &ndash; &#955; &lt;b&gt;", "5 km – λ <b>"),
        ("<nowiki>''raw'' [[x]]</nowiki>", "''raw'' [[x]]"),
        ("a<!-- hidden -->b", "ab"),
        ("x<ref>note</ref>, y<ref name=a/>.", "x, y."),
        ("Name ({{IPA|}}; born 1900)", "Name (born 1900)"),
        ("__NOTOC__ Text __FORCETOC__", "Text"),
        ("a<br>b", "a\nb"),
        ("<poem>one\ntwo</poem>", "one\ntwo"),
        ("<s>old</s> <u>new</u> <span style='x'>and</span>", "old new and"),
        ("l'''eau''", "l'eau"),
    ],
)
def test_inline_markup(wikitext, shown):
    assert text(wikitext) == shown


def test_reference_links_are_collected_in_order_without_repeats():
    page = rendered(
        "A<ref>[https://b.example/1 t]</ref> {{cite web|url=https://a.example/x?y=1|title=t}} "
        "[https://b.example/1] <!-- https://hidden.example/ -->"
    )
    assert page.links == ["https://b.example/1", "https://a.example/x?y=1"]


def test_unknown_templates_are_counted_by_name():
    page = rendered("A {{Strange thing|5}} b {{strange thing}} c {{Other_one}}")
    assert page.lost_templates == {"Strange thing": 1, "strange thing": 1, "Other one": 1}
    assert page.text == "A b c"


def test_text_is_nfc():
    assert text("cafe\u0301") == "café"
