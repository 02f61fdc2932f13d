"""The referee must see what is there, and must not be fooled into seeing what is not."""

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.fidelity import KINDS, count_leaks, find_items, fold, source_items
from curation.fidelity.fold import words
from curation.wikitext import render
from jobs.demo import pages
from schemas.document import Page


def items_of(wikitext: str, kind: str) -> list[str]:
    return [item.text for item in source_items(wikitext).items if item.kind == kind]


def kept(wikitext: str, output: str, kind: str) -> tuple[int, int]:
    """(found, in source) for one kind."""
    items = source_items(wikitext).items
    found = find_items(items, output)
    mine = [ok for item, ok in zip(items, found, strict=True) if item.kind == kind]
    return sum(mine), len(mine)


TABLE = """{| class="wikitable"
|+ Harbours
! Town !! Ships !! Depth
|-
| [[Aberwick]] || 5 || 12
|-
| Bunsley<ref>Survey</ref> || 7 || 9
|-
| rowspan=2 | Corve || 11 || 3
|-
| 13 || {{convert|4|m|ft}}
|}
"""


class TestFolding:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("H₂O", "H2O"),
            ("1,234.5 km", "1234.5 km"),
            ("caf&eacute; – bar", "café, bar"),
            ("−5 °C", "-5°C"),
            ("10<sup>".replace("<sup>", "") + "⁶", "10^6"),
            ("“Yes”", '"Yes"'),
        ],
    )
    def test_renderings_of_the_same_words_agree(self, one, other):
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(("one", "other"), [("5", "-5"), ("3.14", "314"), ("Rose", "rose"), ("e", "é")])
    def test_what_changes_the_meaning_is_not_folded(self, one, other):
        assert fold(one) != fold(other)

    def test_a_hyphen_between_years_is_no_sign(self):
        assert words("1990-95") == words("1990–95") == ["1990", "95"]


class TestSource:
    def test_cells_with_headers_caption_and_nested_table(self):
        text = '{|\n|+ style="x" | The caption\n! a\n|-\n| one\n{|\n| inner\n|}\n|| two\n|}'
        assert items_of(text, "table-cell") == ["The caption", "a", "inner", "one …", "two"]

    def test_html_tables_count_too(self):
        assert items_of("<table><tr><th>k</th><td>v w</td></tr></table>", "table-cell") == ["k", "v w"]

    def test_layout_for_navigation_is_no_table(self):
        assert items_of('{| class="navbox"\n| x\n|}', "table-cell") == []

    def test_infobox_values_without_files_sizes_and_switches(self):
        text = """{{Infobox settlement
| name = Aberwick
| image_skyline = Aberwick harbour.jpg
| imagesize = 250px
| image_caption = The harbour at dusk
| map_color = #ff0000
| embed = yes
| population_total = 4,211
| mayor = {{nowrap|Ann [[Hale]]}}<ref>Council</ref>
}}"""
        assert items_of(text, "infobox-value") == ["Aberwick", "The harbour at dusk", "4,211", "Ann Hale"]

    def test_captions_are_what_a_reader_sees_under_a_picture(self):
        text = """[[File:A.jpg|thumb|upright=1.2|left|alt=Not this|A [[boat|rowing boat]] at rest]]
[[File:Flag.svg|20px|Not this either]]
<gallery>
File:B.jpg|The ''second'' boat|alt=x
File:C.jpg
</gallery>"""
        assert items_of(text, "caption") == ["A rowing boat at rest", "The second boat"]

    def test_nested_and_definition_lists(self):
        assert items_of("* a\n** b [[c|d]]\n# e\n; term : meaning\n", "list-item") == [
            "a", "b d", "e", "term", "meaning",
        ]  # fmt: skip

    def test_sentences_without_references_comments_and_categories(self):
        text = "First one.<ref>Not me.</ref> Second<!-- nor me --> one.\n\n[[Category:X]]Third &amp; last.\n"
        assert items_of(text, "sentence") == ["First one.", "Second one.", "Third & last."]

    def test_a_broken_reference_does_not_hide_its_paragraph(self):
        text = "A ''boat''<ref>{{cite|t=''Odd]] {{|</ref> sank. Say <nowiki><ref>x</ref></nowiki> so."
        assert items_of(text, "sentence") == ["A boat sank.", "Say <ref>x</ref> so."]

    def test_the_tail_of_links_is_left_out_and_nothing_before_it(self):
        text = """Lead.
== See also ==
* [[A]]
== Works ==
She wrote one long book about the sea and its many moods.
== See also ==
* [[B]] and its friends, described at some length
== References ==
{{reflist}}
=== Books ===
* Smith, J. (1990). ''A book''.
== Partners ==
* [[Alpha Society]]
* [http://example.org Beta Society]
[[Category:Y]]
"""
        assert items_of(text, "heading") == ["See also", "Works"]
        assert items_of(text, "list-item") == ["A"]

    def test_headings_under_which_nothing_stands_are_left_out(self):
        text = "Lead.\n== A ==\n{{main|X}}\n=== B ===\n== C ==\n=== D ===\nText.\n=== E ===\n"
        assert items_of(text, "heading") == ["C", "D"]

    def test_a_last_section_with_prose_is_kept(self):
        prose = "They cooled the ship with water that had been heated in the sun all day long. " * 4
        assert items_of(f"Lead.\n== Notes ==\n{prose}\n", "heading") == ["Notes"]

    def test_numeric_templates(self):
        text = "{{convert|5|to|7|km}} {{convert|6|ft|2|in|m|2}} {{birth date|df=y|1879|3|14}} {{unknown|8}}"
        numbers = [item.numbers for item in source_items(text).items if item.kind == "number-template"]
        assert [[way[0] for way in one] for one in numbers] == [
            ["5", "7"],
            ["6", "2"],
            ["1879", "March", "14"],
        ]

    def test_listings(self):
        text = "* {{see | name=Old Mill | lat=1.5 | long=2 | price=€4 | content=Still turning.}}\n"
        assert items_of(text, "listing-value") == ["Old Mill", "€4", "Still turning."]

    def test_hidden_elements_are_no_items(self):
        assert items_of('Seen. <span style="display:none">Unseen.</span>', "sentence") == ["Seen."]


class TestFinding:
    GOOD = """Harbours

| Town | Ships | Depth |
| --- | --- | --- |
| Aberwick | 5 | 12 |
| Bunsley | 7 | 9 |
| Corve | 11 | 3 |
| Corve | 13 | 4 m (13 ft) |
"""

    def test_a_kept_table_is_found_whole(self):
        assert kept(TABLE, self.GOOD, "table-cell") == (14, 14)
        assert kept(TABLE, self.GOOD, "number-template") == (1, 1)

    def test_a_dropped_table_is_not_found_in_prose_with_the_same_numbers(self):
        prose = "In 12 of 13 years 5 towns, or 7 with Corve, built 11 ships; 9 sank near Aberwick and 3 " * 3
        found, total = kept(TABLE, prose, "table-cell")
        assert total == 14
        assert found == 0

    def test_a_cell_that_is_gone_is_missed_though_its_number_stands_elsewhere(self):
        assert kept(TABLE, self.GOOD.replace("| 7 |", "|  |") + "\nSeven is 7.\n", "table-cell") == (13, 14)

    def test_cells_out_of_order_do_not_all_count(self):
        rows = self.GOOD.strip().split("\n")
        found, total = kept(TABLE, "\n".join(reversed(rows)), "table-cell")
        assert found < total / 2

    def test_header_rows_may_be_joined_column_by_column(self):
        table = "{|\n! Verb !! katab !! afeg\n|-\n! Meaning !! write !! fly\n|-\n| first || aktub || ttaf\n|}"
        output = (
            "| Verb / Meaning | katab / write | afeg / fly |\n| --- | --- | --- |\n| first | aktub | ttaf |"
        )
        assert kept(table, output, "table-cell") == (9, 9)

    def test_a_table_within_a_cell_follows_the_words_of_the_cell(self):
        table = "{|\n| Rocks\n{|\n| Mars || 3.93\n|}\n| Giants\n{|\n| Saturn || 0.69\n|}\n|}"
        output = "| Rocks Mars, 3.93 | Giants Saturn, 0.69 |"
        assert kept(table, output, "table-cell") == (6, 6)

    def test_a_stretch_of_output_counts_once(self):
        twice = "\n".join(
            f"[[File:{name}|thumb|The old harbour as it was at high water]]" for name in ("A.jpg", "B.jpg")
        )
        assert kept(twice, "The old harbour as it was at high water", "caption") == (1, 2)
        assert kept(
            twice,
            "The old harbour as it was at high water\n\nThe old harbour as it was at high water",
            "caption",
        ) == (
            2,
            2,
        )

    def test_scattered_words_are_no_sentence(self):
        wikitext = "The harbour of the town was built by the guild in the year of the flood."
        scattered = " filler ".join(fold_word for fold_word in words(wikitext))
        assert kept(wikitext, scattered, "sentence") == (0, 1)

    def test_one_changed_word_in_twenty_is_forgiven_three_are_not(self):
        text = " ".join(f"word{k}" for k in range(20))
        assert kept(text, text.replace("word7 ", "other "), "sentence") == (1, 1)
        changed = text.replace("word7 ", "x ").replace("word3 ", "y ").replace("word12 ", "z ")
        assert kept(text, changed, "sentence") == (0, 1)

    def test_what_an_unknown_template_shows_may_stand_or_not(self):
        text = "The boat was {{some template|3}} built in the northern yard."
        assert kept(text, "The boat was built in the northern yard.", "sentence") == (1, 1)
        assert kept(text, "The boat was slowly and well built in the northern yard.", "sentence") == (1, 1)
        assert kept(text, f"The boat was {'very ' * 60}built in the northern yard.", "sentence") == (0, 1)

    def test_a_heading_is_a_line(self):
        assert kept("Lead.\n== The war ==\nText.", "Lead.\n\n## The war\n\nText.", "heading") == (1, 1)
        assert kept("Lead.\n== The war ==\nText.", "Lead. The war was long. Text.", "heading") == (0, 1)

    def test_formulas_must_be_delimited_and_count_once(self):
        text = r"With <math>x^2 \,</math> and <math>x^2</math> and <math>\frac{a}{b}</math>."
        assert kept(text, r"With $x^2$ and $x^2$ and $$\frac{a}{b}$$.", "formula") == (3, 3)
        assert kept(text, r"With $x^2$ and x^2 and \frac{a}{b}.", "formula") == (1, 3)

    def test_code_keeps_its_lines_and_indentation(self):
        text = "<syntaxhighlight lang=python>\ndef f(x):\n    return x < 1\n</syntaxhighlight>"
        assert kept(text, "```python\ndef f(x):\n    return x < 1\n```", "code-block") == (1, 1)
        assert kept(text, "- item\n\n  ```\n  def f(x):\n      return x < 1\n  ```", "code-block") == (1, 1)
        assert kept(text, "def f(x):\nreturn x < 1", "code-block") == (0, 1)
        assert kept(text, "def f(x): return x < 1", "code-block") == (0, 1)

    @pytest.mark.parametrize(
        ("output", "found"),
        [
            ("born 14 March 1879 in", 1),
            ("born March 14, 1879, in", 1),
            ("born 1879-03-14 in", 1),
            ("born 1879 in", 0),
        ],
    )
    def test_dates_may_be_written_in_several_ways(self, output, found):
        text = "The inventor was born {{birth date|1879|3|14}} in the harbour town of Aberwick."
        rendered = f"The inventor was {output} the harbour town of Aberwick."
        assert kept(text, rendered, "number-template") == (found, 1)

    def test_an_inline_item_must_stand_in_its_sentence(self):
        text = "They call the northern harbour {{lang|fr|le port}} in the old songs.\n\nAnother paragraph."
        gone = "They call the northern harbour in the old songs.\n\n" + "Another paragraph. " * 30 + "le port"
        assert kept(text, "They call the northern harbour le port in the old songs.", "text-template") == (
            1,
            1,
        )
        assert kept(text, gone, "text-template") == (0, 1)

    def test_nothing_is_found_in_nothing(self):
        items = source_items(TABLE + "== H ==\nText <math>x</math> {{convert|5|km}}.\n").items
        assert not any(find_items(items, ""))


class TestLeaks:
    def test_each_kind_is_counted(self):
        text = "{{a}} [[b]] ''c'' <ref>d</ref> &nbsp; __TOC__ style=\"x\" File:E.jpg thumb|f\n"
        text += "{|\n|- bgcolor=1\n|}\n"
        leaks = count_leaks(text)
        assert set(leaks) == {
            "{{", "}}", "[[", "]]", "''", "tag", "entity", "magic word", "attribute", "namespace link",
            "thumb|", "{|", "|}", "|-",
        }  # fmt: skip

    def test_markdown_is_no_leak(self):
        text = "| a | b |\n|---|:--|\n|-|-|\n| - | 5 |\n\n- item\n\n## Heading\n\nA&B; 3 < 4 > 2; a_b__c\n"
        assert not count_leaks(text)

    def test_code_and_maths_are_passed_over(self):
        text = "```\n[[a]] {{b}}\n```\n`<ref>` and $\\frac{{a}}{{b}}$ and\n$$\n{{x}}\n$$\n"
        assert not count_leaks(text)

    def test_two_prices_do_not_hide_a_leak(self):
        assert count_leaks("It cost $5 [[then]] and $6 now.") == {"[[": 1, "]]": 1}

    def test_markup_that_the_page_shows_on_purpose(self):
        source = source_items("Write <nowiki>[[link]]</nowiki> so.")
        assert not count_leaks("Write [[link]] so.", source.literal)
        assert count_leaks("Write [[link]] so. [[x]]", source.literal) == {"[[": 1, "]]": 1}

    def test_markup_that_was_typed_as_entities(self):
        source = source_items("&lt;b&gt; is a tag, &amp;nbsp; a space, [[:Category:Tags]] a link.")
        shown = "<b> is a tag, &nbsp; a space, Category:Tags a link."
        assert not count_leaks(shown, source.literal)
        assert count_leaks(shown + " <b>", source.literal) == {"tag": 1}


@pytest.fixture(scope="module")
def demonstration():
    """(title, the referee's source, our converter's text) of the demonstration wiki's articles."""
    made = []
    for page in pages():
        if page.namespace == 0 and page.model == "wikitext" and not page.redirect:
            given = Page(
                site="demowiki", language="en", id=page.id, namespace=0, title=page.title, text=page.text
            )
            made.append((page.title, source_items(page.text), render(given).text))
    return made


class TestOnPages:
    def test_the_converter_keeps_what_the_demonstration_pages_show(self, demonstration):
        total, found, leaks, characters = Counter(), Counter(), Counter(), 0
        for title, source, text in demonstration:
            for item, ok in zip(source.items, find_items(source.items, text), strict=True):
                total[item.kind] += 1
                found[item.kind] += ok
            if title != "Unbalanced markup":
                leaks += count_leaks(text, source.literal)
            characters += len(text)
        assert set(total) == set(KINDS)
        assert {kind: found[kind] / total[kind] for kind in total if found[kind] < 0.98 * total[kind]} == {}
        assert leaks.total() < characters / 20_000, leaks

    def test_pages_are_not_found_in_each_other(self, demonstration):
        different = [made for made in demonstration if len(made[1].items) > 40][:12]
        for (title, source, _), (_, _, text) in itertools.pairwise(different):
            found = [
                item for item, ok in zip(source.items, find_items(source.items, text), strict=True) if ok
            ]
            assert len(found) <= 0.02 * len(source.items), (title, found)

    def test_what_is_deleted_is_missed(self, demonstration):
        kept_items = all_items = 0
        for _, source, text in demonstration:
            lines = [line for k, line in enumerate(text.split("\n")) if k % 10 != 7]
            kept_items += sum(find_items(source.items, "\n".join(lines)))
            all_items += len(source.items)
        assert 0.85 < kept_items / all_items < 0.95


WORDS = st.lists(
    st.text("abcdefghij", min_size=1, max_size=8).map(str.capitalize), min_size=1, max_size=40
).map(" ".join)
MARKUP = st.lists(
    st.sampled_from(
        ["{{", "}}", "[[", "]]", "{|", "|}", "\n|-\n", "\n| ", "|", "''", "'''", "\n* ", "\n; ", ":", "==",
         "\n", "<ref>", "</ref>", "<math>", "</math>", "<div>", "</div>", "<!--", "-->", "File:A.jpg|thumb|",
         "convert|5|km", "word", "&nbsp;", "<table><tr><td>", "</table>", "infobox x|a=b", "http://x.y ",
         "\x00", "é", "lang|fr|"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_plain_paragraphs_are_all_found_in_themselves(paragraphs):
    text = "\n\n".join(paragraphs)
    items = source_items(text).items
    assert items
    assert all(find_items(items, text))


@given(MARKUP, MARKUP)
@settings(max_examples=150, deadline=None)
def test_no_markup_makes_the_referee_raise(wikitext, output):
    source = source_items(wikitext)
    assert len(find_items(source.items, output)) == len(source.items)
    assert min(count_leaks(output, source.literal).values(), default=1) > 0
