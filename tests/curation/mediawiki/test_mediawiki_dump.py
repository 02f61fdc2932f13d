"""Reading whole dumps: formats, encodings, schemas, revisions, and what is not wanted."""

from __future__ import annotations

import codecs
import pickle

import pytest
from dump_files import (
    COMPRESSIONS,
    dump,
    header,
    many_pages,
    page,
    pages_of,
    read,
    read_bytes,
    rejected,
    revision,
    seven_zip,
    titles,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.mediawiki import MediaWikiDump
from schemas.document import Page
from schemas.outcome import Dropped
from schemas.split import InputError


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_every_format_gives_the_same_pages_whatever_its_name(compression, tmp_path):
    content = dump(many_pages(10))
    expected = read_bytes(tmp_path, content, "plain.xml")
    assert titles(expected) == [f"Page {n}" for n in range(1, 11)]
    assert read_bytes(tmp_path, COMPRESSIONS[compression](content), "no-ending") == expected


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
    ],
    ids=["UTF-8 with BOM", "UTF-16", "UTF-16BE", "UTF-16LE without BOM", "UTF-16BE without BOM"],
)
@pytest.mark.parametrize("compression", ["xml", "bz2", "gz"])
def test_encodings(encode, compression, tmp_path):
    content = dump(many_pages(6))
    expected = read_bytes(tmp_path, content)
    stored = COMPRESSIONS[compression](encode(content.decode()))
    assert read_bytes(tmp_path, stored, split_bytes=500) == expected


def test_a_declared_latin_1_is_read_and_another_encoding_is_named(tmp_path):
    text = '<?xml version="1.0" encoding="{}"?>\n' + dump([page("Café", 1)]).decode()
    assert titles(read_bytes(tmp_path, text.format("ISO-8859-1").encode("latin-1"))) == ["Café"]
    with pytest.raises(InputError, match=r"dump\.xml.*byte 0.*'Shift_JIS'.*UTF-8"):
        read_bytes(tmp_path, text.format("Shift_JIS").encode("latin-1"))


def test_all_fields_of_a_page(tmp_path):
    text = "'''A''' & <b>b</b>\n\n[[File:x.png]] é 数 🙂"
    content = dump([page("Who's C++ / 数学?", 12, revision(text, 345, "2021-02-03T04:05:06Z"))])
    (found,) = read_bytes(tmp_path, content)
    assert found == Page(
        site="enwiki",
        language="en",
        id=12,
        namespace=0,
        title="Who's C++ / 数学?",
        text=text,
        url="https://en.wikipedia.org/wiki/Who%27s_C%2B%2B_/_%E6%95%B0%E5%AD%A6%3F",
        revision=345,
        timestamp="2021-02-03T04:05:06Z",
        aliases=found.aliases,
    )
    assert found.aliases["testpedia"] == 4
    assert found.aliases["image"] == 6
    assert found.aliases["portal"] == 100


def test_contributor_and_upload_numbers_are_not_the_page_s(tmp_path):
    upload = "<upload><timestamp>2030-01-01T00:00:00Z</timestamp><id>99</id><filename>f</filename></upload>"
    content = dump(
        [page("File:F", 5, revision("t", 6).replace("</revision>", f"</revision>{upload}"), namespace=6)]
    )
    (found,) = pages_of(read_bytes(tmp_path, content))
    assert (found.id, found.revision, found.timestamp) == (5, 6, "2020-01-01T00:00:00Z")


def test_further_slots_of_a_revision_are_not_its_text(tmp_path):
    slot = "<content><role>data</role><model>json</model><text>{}</text></content>"
    content = dump([page("A", 5, revision("main").replace("</revision>", f"{slot}</revision>"))])
    (found,) = read_bytes(tmp_path, content)
    assert (found.text, found.model) == ("main", "wikitext")


def test_reasons_for_dropping(tmp_path):
    deleted = '<revision><id>1</id><text deleted="deleted" /></revision>'
    stub = '<revision><id>1</id><text id="5" bytes="120" /></revision>'
    blank = '<revision><id>1</id><text bytes="0" xml:space="preserve" /></revision>'
    redirect = '<redirect title="B c" />'
    content = dump(
        [
            page("Talk:A", 1, namespace=1, extra=redirect),
            page("R", 2, extra=redirect, text="anything"),
            page("J", 3, revision("{}", model="json")),
            "<page><title>N</title><ns>0</ns><id>4</id></page>",
            page("D", 5, deleted),
            page("S", 6, stub),
            page("E", 7, blank),
            page("W", 8, text=" \n"),
            page("Kept", 9),
        ]
    )
    records = read_bytes(tmp_path, content)
    assert [r.reason if isinstance(r, Dropped) else r.title for r in records] == [
        "namespace",
        "redirect",
        "content-model",
        "no-revision",
        "deleted",
        "no-text",
        "empty",
        "empty",
        "Kept",
    ]
    assert records[1].record.redirect == "B c"
    assert [p.title for p in read_bytes(tmp_path, content, namespaces=(1,)) if isinstance(p, Page)] == []
    reasons = [r.reason for r in read_bytes(tmp_path, content, namespaces=()) if isinstance(r, Dropped)]
    assert reasons[0] == "redirect"


def test_schema_0_3_has_no_namespace_number_model_or_redirect(tmp_path):
    old = "<revision><id>1</id><timestamp>2006-01-01T00:00:00Z</timestamp><text>{}</text></revision>"
    content = dump(
        [
            page("記事", 1, old.format("本文"), namespace=None),
            page("利用者:だれか", 2, old.format("x"), namespace=None),
            page("Template:箱", 3, old.format("x"), namespace=None),
            page("画像:絵.png", 4, old.format("x"), namespace=None),
            page("題: 副題", 5, old.format("x"), namespace=None),
            page("転送元", 6, old.format("#転送 [[記事#節|名]]"), namespace=None),
            page("MediaWiki:common.css", 7, old.format("x"), namespace=None),
        ],
        version="0.3",
        site="",
        language="ja",
        base="http://ja.wikipedia.org/wiki/%E3%83%A1",
        namespaces={0: "", 2: "利用者", 6: "画像"},
    )
    found = pages_of(read_bytes(tmp_path, content, namespaces=()))
    assert [p.namespace for p in found] == [0, 2, 10, 6, 0, 0, 8]
    assert [p.redirect for p in found] == ["", "", "", "", "", "記事", ""]
    assert found[6].model == "css"
    assert (found[0].site, found[0].language) == ("jawiki", "ja")
    assert found[0].url == "https://ja.wikipedia.org/wiki/%E8%A8%98%E4%BA%8B"


def test_pages_without_a_root_take_site_and_language_from_the_file_name(tmp_path):
    fragment = page("Datei:A.png", 1, namespace=None) + page("B", 2, namespace=None)
    first, second = pages_of(
        read_bytes(tmp_path, fragment.encode(), "dewiki-20130602-id1.xml", namespaces=())
    )
    assert (first.site, first.language, first.namespace) == ("dewiki", "de", 6)
    assert second.url == "https://de.wikipedia.org/wiki/B"
    (first, _) = pages_of(read_bytes(tmp_path, fragment.encode(), "some.xml"))
    assert (first.site, first.language, first.url) == ("wiki", "und", "")


def test_prefixed_elements_bound_or_not(tmp_path):
    content = dump(
        [page("A", 1), page("B", 2, revision("x", 2), revision("y", 3, "2021-01-01T00:00:00Z"))]
    ).decode()
    prefixed = content.replace("</", "</\0").replace("<", "<ns0:").replace("<ns0:/\0", "</ns0:")
    found = read_bytes(tmp_path, prefixed.encode())
    assert [(p.title, p.text, p.site) for p in found] == [("A", "Text.", "enwiki"), ("B", "y", "enwiki")]
    fragment = prefixed[prefixed.index("<ns0:page>") : prefixed.index("</ns0:mediawiki")]
    assert titles(read_bytes(tmp_path, fragment.encode())) == ["A", "B"]


@pytest.mark.parametrize("compression", ["xml", "multistream", "7z"])
def test_the_newest_revision_of_a_history(compression, tmp_path):
    revisions = [
        revision("second", 20, "2020-02-01T00:00:00Z"),
        revision("newest", 30, "2020-03-01T00:00:00Z"),
        revision("same day, older number", 25, "2020-03-01T00:00:00Z"),
        revision("first", 40, "2019-01-01T00:00:00Z"),
    ]
    content = dump([page("A", 1, *revisions), page("B", 2), page("C", 3, *reversed(revisions))])
    found = read_bytes(tmp_path, COMPRESSIONS[compression](content))
    assert [(p.title, p.id, p.revision, p.text) for p in found] == [
        ("A", 1, 30, "newest"),
        ("B", 2, 2, "Text."),
        ("C", 3, 30, "newest"),
    ]


def test_a_broken_revision_costs_itself_only(tmp_path):
    broken = revision("bad", 9, "2030-01-01T00:00:00Z").replace("bad", "<b>")
    for revisions in ([broken, revision("good", 2)], [revision("good", 2), broken]):
        records = read_bytes(tmp_path, dump([page("A", 1, *revisions)]))
        assert [p.text for p in pages_of(records)] == ["good"]
        (problem,) = rejected(records)
        assert problem.reason == "malformed-xml"
        assert "revision" in problem.detail


def test_arguments_win_over_a_header_that_says_something_else(tmp_path):
    content = dump([page("برلين", 1)])
    (found,) = read_bytes(tmp_path, content, site="arwiki", language="ar")
    assert (found.site, found.language) == ("arwiki", "ar")
    assert found.url.startswith("https://ar.wikipedia.org/wiki/%D8%A8")
    assert found.aliases["ملف"] == 6
    (found,) = read_bytes(tmp_path, content, language="ar")
    assert (found.site, found.url[:25]) == ("arwiki", "https://ar.wikipedia.org/")
    (found,) = read_bytes(tmp_path, content, site="arwiki")
    assert found.language == "ar"
    own = dump([page("A", 1)], site="wikidb", base="https://wiki.example.org/w/index.php?title=Home")
    (found,) = read_bytes(tmp_path, own, site="acme", language="en-GB")
    assert (found.site, found.language, found.url) == (
        "acme",
        "en-GB",
        "https://wiki.example.org/w/index.php?title=A",
    )


def test_an_archive_with_two_members_is_two_splits(tmp_path):
    (tmp_path / "two.7z").write_bytes(
        seven_zip(a=dump([page("A", 1)]), b=dump([page("B", 2)], site="frwiki"))
    )
    source = MediaWikiDump(str(tmp_path / "two.7z"))
    splits = source.plan()
    assert [[(p.title, p.site) for p in source.read(split)] for split in splits] == [
        [("A", "enwiki")],
        [("B", "frwiki")],
    ]


def test_reading_may_stop_in_the_middle_of_an_archive(tmp_path):
    (tmp_path / "a.7z").write_bytes(seven_zip(a=dump(many_pages(3000))))
    source = MediaWikiDump(str(tmp_path / "a.7z"))
    records = source.read(source.plan()[0])
    assert next(records).title == "Page 1"
    records.close()


def test_a_wikitext_file_is_a_page(tmp_path):
    (tmp_path / "enwiki-Ada_Lovelace.wiki").write_bytes(
        "\ufeffBorn 1815.\r\n[[x]]\x01\xff".encode("utf-8") + b"\xff"
    )
    (found,) = read(tmp_path / "enwiki-Ada_Lovelace.wiki", site="dewiki")
    assert (found.title, found.text) == ("enwiki-Ada Lovelace", "Born 1815.\n[[x]]ÿ\N{REPLACEMENT CHARACTER}")
    assert (found.site, found.language, found.repaired, found.id) == ("dewiki", "de", 2, 0)
    (dropped,) = read_bytes(tmp_path, b"#redirect[[Toronto]]", "redirect.txt")
    assert (dropped.reason, dropped.record.redirect) == ("redirect", "Toronto")
    (found,) = read_bytes(tmp_path, "Zoë".encode("utf-16"), "z.wikitext")
    assert found.text == "Zoë"
    (found,) = read_bytes(tmp_path, dump([page("A", 1)]), "a-dump.txt")
    assert found.title == "A"


def test_the_source_travels_to_workers(tmp_path):
    (tmp_path / "d.xml").write_bytes(dump(many_pages(5)))
    source = MediaWikiDump([str(tmp_path / "d.xml")], namespaces=[0], split_bytes=900)
    splits = source.plan()
    assert len(splits) > 2
    other = pickle.loads(pickle.dumps(source))
    assert other == source
    assert other.plan() == splits
    assert list(other.read(pickle.loads(pickle.dumps(splits[1])))) == list(source.read(splits[1]))
    assert sum(split.size for split in splits) == (tmp_path / "d.xml").stat().st_size
    with pytest.raises(ValueError, match="split_bytes"):
        MediaWikiDump("x", split_bytes=0)


PAGE_SETS = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 600), st.sampled_from(["plain", "history", "junk", "open", "bad"])
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(kinds=PAGE_SETS, split_bytes=st.integers(1, 3000), rooted=st.booleans(), end=st.integers(0, 40))
def test_splits_of_xml_give_what_the_whole_file_gives(kinds, split_bytes, rooted, end, tmp_path_factory):
    parts = [header()] if rooted else []
    for n, (variant, length, kind) in enumerate(kinds, 1):
        text = "wörd &<ref>x</ref> " * (length // 10)
        made = page(f"P{n}", n, text=text)
        if kind == "history":
            made = page(f"P{n}", n, *(revision(text, k, f"20{k:02}-01-01") for k in range(10, 12 + variant)))
        elif kind == "junk":
            made += ["stray\n", "</page>", "<x/>" * 9, "<!-- c -->" * 4][variant]
        elif kind == "open":
            made = made.replace("  </page>\n", "")
        elif kind == "bad":
            made = made.replace("<title>", "<title><i>")
        parts.append(made)
    content = ("".join(parts) + ("</mediawiki>" if rooted else "")).encode()
    content = content[: len(content) - end]
    folder = tmp_path_factory.mktemp("x")
    whole = read_bytes(folder, content)
    assert whole
    assert read_bytes(folder, content, split_bytes=split_bytes) == whole


@pytest.mark.parametrize("level", [1, 9])
@pytest.mark.parametrize("layout", ["single", "aligned", "anywhere"])
def test_splits_of_bzip2_give_what_the_whole_file_gives(level, layout, tmp_path):
    import bz2

    from dump_files import multistream

    content = dump(many_pages(1500))
    if layout == "single":
        stored = bz2.compress(content, level)
    elif layout == "aligned":
        stored = multistream(content, 100)
    else:  # as parallel compressors write it: streams end in the middle of pages, and of tags
        stored = b"".join(bz2.compress(content[n : n + 30011], level) for n in range(0, len(content), 30011))
    (tmp_path / "d.bz2").write_bytes(stored)
    expected = read_bytes(tmp_path, content)
    assert len(expected) == 1500
    for split_bytes in (5_000, 17_000, len(stored) // 2, len(stored)):
        source = MediaWikiDump(str(tmp_path / "d.bz2"), split_bytes=split_bytes)
        splits = source.plan()
        if split_bytes == 17_000 and (level == 1 or layout != "single"):
            assert len(splits) > 3
        assert [record for split in splits for record in source.read(split)] == expected
        assert [s.end for s in splits[:-1]] == [s.start for s in splits[1:]]
