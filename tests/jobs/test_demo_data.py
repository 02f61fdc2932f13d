"""The demonstration dump is what a reader of dumps meets, and has what later stages need."""

import bz2
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from jobs.demo import build, dump_streams, pages, write_dump

EXPORT = "{http://www.mediawiki.org/xml/export-0.11/}"


@pytest.fixture(scope="module")
def everything():
    return pages()


@pytest.fixture(scope="module")
def articles(everything):
    return [p for p in everything if p.namespace == 0 and p.model == "wikitext" and not p.redirect]


class TestPages:
    def test_enough_articles_and_none_empty(self, everything, articles):
        assert len(articles) >= 80
        assert all(page.text.strip() for page in everything)

    def test_titles_and_ids_are_unique(self, everything):
        assert (
            len({page.title for page in everything})
            == len({page.id for page in everything})
            == len(everything)
        )

    def test_titles_stand_in_their_namespaces(self, everything):
        for page in everything:
            if page.namespace:
                assert page.title.startswith(build.NAMESPACES[page.namespace] + ":")

    def test_other_namespaces_and_content_models(self, everything):
        assert {1, 4, 6, 8, 10, 14, 828} <= {page.namespace for page in everything}
        assert {"wikitext", "Scribunto", "css", "javascript", "json", "raw-xml"} == {
            p.model for p in everything
        }

    def test_redirects_in_several_spellings(self, everything):
        redirects = {page.title: page.redirect for page in everything if page.redirect}
        assert len(redirects) >= 6
        assert redirects["Skarrow"] == "Skarrow Isles"
        assert redirects["Quicksilver"] == "Mercury (element)"

    def test_long_articles_and_stubs(self, articles):
        words = sorted(len(page.text.split()) for page in articles)
        assert words[-3] > 3000
        assert words[0] < 15

    def test_titles_beyond_ascii(self, articles):
        assert {"Reykjavík", "Zürich", "Ærøskøbing", "Π"} <= {page.title for page in articles}

    def test_two_people_and_two_things_share_a_name(self, articles):
        plain = Counter(re.sub(r" \(.*", "", page.title) for page in articles)
        assert plain["Ingrid Hale"] == 3
        assert plain["Mercury"] == 3

    def test_birth_dates_to_ask_for(self, articles):
        dated = [
            p.title
            for p in articles
            if re.search(r"\| *birth_date *= *\{\{(birth|OldStyle|circa)", p.text, re.I)
        ]
        assert len(dated) >= 12


def shingles(text, size=5):
    words = text.split()
    return {tuple(words[k : k + size]) for k in range(len(words) - size + 1)}


class TestNearDuplicates:
    @pytest.mark.parametrize(
        ("one", "other", "low", "high"),
        [
            ("Lantern Night", "Night of Lanterns", 1.0, 1.0),
            ("Kirk Lane railway station", "Millrace railway station", 0.7, 0.99),
            ("Kirk Lane railway station", "Peat Moss railway station", 0.1, 0.4),
            ("Gull Rock Lighthouse", "Lighthouse of Gull Rock", 0.2, 0.7),
            ("Gull Rock Lighthouse", "Lighthouse", 0.0, 0.05),
        ],
    )
    def test_pairs_of_known_similarity(self, articles, one, other, low, high):
        text = {page.title: page.text for page in articles}
        a, b = shingles(text[one]), shingles(text[other])
        assert low <= len(a & b) / len(a | b) <= high


CONSTRUCTS = {
    "infobox": (r"\{\{Infobox", 30),
    "wiki table": (r"^\{\|", 60),
    "HTML table": (r"<table", 2),
    "nested table": (r"^\| '''.*\n\{\|", 2),
    "rowspan": (r"rowspan ?=", 10),
    "colspan": (r"colspan ?=", 5),
    "table caption": (r"^\|\+", 20),
    "inline and block maths": (r"<math", 60),
    "chemistry": (r"<chem|\{\{chem2?\||\\ce\{", 10),
    "maths template": (r"\{\{(?:math|mvar|sfrac|frac)\|", 10),
    "picture with caption": (r"\[\[(?:File|Image):[^\n]*\|(?:thumb|frame)\|", 10),
    "gallery": (r"<gallery", 2),
    "listing": (r"\{\{(?:see|do|buy|eat|drink|sleep|go|listing)\s*\|", 18),
    "nested list": (r"^(?:\*\*|##|#\*|\*#)", 15),
    "definition list": (r"^;.*\n:", 15),
    "HTML list": (r"<li>", 5),
    "reference": (r"<ref[ >]", 10),
    "reused reference": (r"<ref name=[^>]*/>", 1),
    "citation template": (r"\{\{cite (?:web|book|journal|news)", 8),
    "bare address": (r"(?<![\[=|])https?://\S+", 3),
    "code block": (r"<(?:syntaxhighlight|source)", 10),
    "preformatted": (r"<pre>", 2),
    "line with a leading space": (r"^ \S", 4),
    "quotation": (r"\{\{(?:quote|blockquote|quotation|cquote)\b|<blockquote>", 6),
    "poem": (r"<poem>", 4),
    "convert": (r"\{\{(?:convert|cvt)\|", 150),
    "val": (r"\{\{val\|", 25),
    "language": (r"\{\{lang(?:-[a-z-]+)?\|", 60),
    "pronunciation": (r"\{\{IPA", 10),
    "nihongo": (r"\{\{nihongo\|", 2),
    "coordinates": (r"\{\{coord\|", 6),
    "height": (r"\{\{height\|", 1),
    "currency": (r"\{\{(?:currency|US\$|£)\|", 3),
    "flag": (r"\{\{flag(?:icon)?\|", 15),
    "hatnote": (r"\{\{(?:main|about|see also|redirect|hatnote)\|", 8),
    "navbox or authority control": (r"\{\{(?:Authority control|Skarrow topics)", 3),
    "category": (r"^\[\[Category:", 70),
    "magic word": (r"__[A-Z]+__|\{\{(?:PAGENAME|CURRENTYEAR|DEFAULTSORT)", 5),
    "parser function": (r"\{\{(?:#if|formatnum|lc):", 3),
    "comment": (r"<!--", 4),
    "disambiguation": (r"\{\{(?:disambiguation|disambig|hndis)", 3),
    "language link": (r"^\[\[(?:de|fr|pl):", 3),
    "nowiki": (r"<nowiki", 5),
    "links at the end": (r"^== ?(?:See also|External links) ?==", 8),
    "multiple choice": (r"\(A\) .*\(B\) .*\(C\)", 6),
}


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_occurs(articles, construct):
    pattern, at_least = CONSTRUCTS[construct]
    found = sum(len(re.findall(pattern, page.text, re.M | re.I)) for page in articles)
    assert found >= at_least


class TestFacts:
    """Claims are checked against these pages later, so tables and sentences must agree."""

    def test_islands_add_up(self, articles):
        text = next(p.text for p in articles if p.title == "Skarrow Isles")
        rows = re.findall(r"^\| ([\d,]+) \|\| ([\d,]+) \|\| .* \|\| \d+$", text, re.M)
        area, people = (sum(int(row[k].replace(",", "")) for row in rows) for k in (0, 1))
        assert len(rows) == 6
        assert (area, people) == (2318, 48612)

    def test_parishes_add_up(self, articles):
        text = next(p.text for p in articles if p.title == "List of parishes of Skarrow")
        rows = re.findall(r"\|\| ([\d,]+) \|\| ([\d,]+) \|\| [\d.]+$", text, re.M)
        people, area = (sum(int(row[k].replace(",", "")) for row in rows) for k in (0, 1))
        assert (area, people) == (2318, 48612)

    @pytest.mark.parametrize("title", [f"{year} Skarrow Football League" for year in (2016, 2017, 2018)])
    def test_football_tables_add_up(self, articles, title):
        text = next(p.text for p in articles if p.title == title)
        rows = re.findall(r"^\| align=\"left\" \| (.*)\n((?:\| .*\n){8})", text, re.M)
        assert len(rows) == 8
        for _, cells in rows:
            played, won, drawn, lost, scored, against, _, points = re.findall(r"(\d+)'*$", cells, re.M)
            assert int(won) + int(drawn) + int(lost) == int(played) == 14
            assert 3 * int(won) + int(drawn) == int(points)
            assert int(scored) + int(against) > 0

    def test_the_engineers_dates_agree_everywhere(self, articles):
        text = {page.title: page.text for page in articles}
        assert "(4 March 1869 – 19 October 1947)" in text["Ingrid Hale (engineer)"]
        assert "{{birth date|1869|3|4|df=y}}" in text["Ingrid Hale (engineer)"]
        assert "(1869–1947)" in text["Ingrid Hale"]
        assert "4 March 1869" in text["Corvehaven"]
        lit = [
            title for title, one in text.items() if re.search(r"Gull Rock", one) and "1 November 1903" in one
        ]
        assert len(lit) >= 5


class TestDump:
    def test_all_xml_parses_but_the_broken_page(self, everything):
        xml = b"".join(dump_streams()).decode()
        with pytest.raises(ET.ParseError):
            ET.fromstring(xml)
        broken = next(page for page in everything if page.model == "raw-xml")
        start = xml.index("  <page>\n    <title>Broken page")
        end = xml.index("</page>", start) + len("</page>")
        assert f"<id>{broken.id}</id>" in xml[start:end]
        root = ET.fromstring(xml[:start] + xml[end:])
        assert len(root.findall(f"{EXPORT}page")) == len(everything) - 1
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
        assert root.findtext(f"{EXPORT}siteinfo/{EXPORT}dbname") == "demowiki"
        names = {n.get("key"): n.text for n in root.iterfind(f".//{EXPORT}namespace")}
        assert (names["0"], names["10"], names["828"]) == (None, "Template", "Module")

    def test_texts_survive_the_xml(self, everything):
        xml = b"".join(dump_streams()).decode()
        by_title = {page.title: page for page in everything}
        checked = 0
        for element in re.findall(r"  <page>.*?</page>", xml, re.S):
            if "<title>Broken page" in element:
                continue
            page = ET.fromstring(element)
            expected = by_title[page.findtext("title")]
            text = page.find("revision/text")
            assert text.text == expected.text
            assert int(text.get("bytes")) == len(expected.text.encode())
            assert len(text.get("sha1")) == 31
            redirect = page.find("redirect")
            assert (redirect is None) == (not expected.redirect)
            checked += 1
        assert checked == len(everything) - 1

    def test_several_streams_and_an_index_that_finds_them(self, tmp_path, everything):
        written = write_dump(tmp_path)
        assert written.xml is None
        data = written.dump.read_bytes()
        lines = bz2.decompress(written.index.read_bytes()).decode().splitlines()
        assert len(lines) == len(everything)
        offsets = {}
        for line in lines:
            offset, page_id, title = line.split(":", 2)
            offsets.setdefault(int(offset), []).append((int(page_id), title))
        assert len(offsets) > 5
        for offset, listed in offsets.items():
            xml = bz2.BZ2Decompressor().decompress(data[offset:]).decode()
            assert xml.lstrip().startswith("<page>")
            assert [int(i) for i in re.findall(r"</ns>\s*<id>(\d+)", xml)] == [
                page_id for page_id, _ in listed
            ]
        assert bz2.decompress(data) == b"".join(dump_streams())

    def test_same_bytes_every_time(self, tmp_path):
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        one, other = write_dump(tmp_path / "a", plain=True), write_dump(tmp_path / "b", plain=True)
        assert one.dump.read_bytes() == other.dump.read_bytes()
        assert one.index.read_bytes() == other.index.read_bytes()
        assert one.xml.read_bytes() == other.xml.read_bytes() == bz2.decompress(one.dump.read_bytes())

    def test_a_file_with_an_unknown_key_is_refused(self):
        with pytest.raises(ValueError, match=r"bad\.wiki"):
            build._parse("bad.wiki", "title: A\nid: 1\nnamespase: 4\n\ntext\n")
