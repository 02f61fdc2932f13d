"""Generated pages: every item, cell and word of them is in the text, in order."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.curation.wikitext.rendering import text

word = st.from_regex(r"[a-zé語]{1,8}", fullmatch=True)
words = st.lists(word, min_size=1, max_size=5).map(" ".join)


def visible_words(page: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", page)


nested = st.recursive(
    words,
    lambda inner: st.one_of(
        st.builds("{{{{nowrap|{}}}}}".format, inner),
        st.builds("[[Target (x)|{}]]".format, inner),
        st.builds("'''{}'''".format, inner),
        st.builds("<span style='a'>{}</span>".format, inner),
        st.builds("{{{{lang|fr|{}}}}}".format, inner),
        st.builds("[https://a.example/ {}]".format, words),
        st.builds("{} {}".format, inner, inner),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(nested)
def test_words_inside_nested_templates_links_and_tags_are_shown_in_order(wikitext):
    plain = re.sub(
        r"\{\{nowrap\||\{\{lang\|fr\||\[\[Target \(x\)\||\[https://a.example/|</?span[^>]*>", " ", wikitext
    )
    assert visible_words(text(f"x {wikitext} x")) == ["x", *re.findall(r"[a-zé語]+", plain), "x"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["*", "#", "**", "*#", "##", "#*", ":", ";"]), words),
        min_size=1,
        max_size=12,
    )
)
def test_every_list_item_is_kept_in_order(items):
    page = text("\n".join(f"{prefix} {item}" for prefix, item in items))
    assert visible_words(page) == [found for _, item in items for found in item.split()]


cell = st.one_of(words, words.map("[[Target|{}]]".format), words.map("''{}''".format))
table = st.lists(st.lists(cell, min_size=1, max_size=4), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(table, st.booleans(), st.booleans())
def test_every_cell_of_a_table_is_kept_in_order(rows, on_one_line, has_header):
    lines = []
    for number, row in enumerate(rows):
        mark = "!" if has_header and number == 0 and len(rows) > 1 else "|"
        lines += ["|-", f"{mark} " + (f" {mark * 2} ".join(row) if on_one_line else f"\n{mark} ".join(row))]
    page = text('{| class="wikitable"\n' + "\n".join(lines) + "\n|}")
    expected = [w for row in rows for c in row for w in re.findall(r"[a-zé語]+", c.replace("Target", ""))]
    assert visible_words(page) == expected


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "Po", "Zs")), max_size=80))
def test_characters_without_meaning_in_markup_come_through(characters):
    plain = re.sub(r"[*#:;&'\"\\/|!_@\u00ad]", "", characters)
    page = text(f"x {plain} x")
    assert page.split() == unicodedata.normalize("NFC", f"x {plain} x").split()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(2, 4), words, words), min_size=1, max_size=6))
def test_sections_keep_their_level_title_and_text(sections):
    page = text("\n".join(f"{'=' * n} {title} {'=' * n}\nsome {body}." for n, title, body in sections))
    assert page == "\n\n".join(f"{'#' * n} {title}\n\nsome {body}." for n, title, body in sections)
