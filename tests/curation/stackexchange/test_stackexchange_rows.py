"""Rows: what becomes of the columns, and what of broken rows."""

from pathlib import Path

import pytest
from dump_tables import answer, comment, duplicate, numbers, question, read, rejected, row, table

from curation.stackexchange import StackExchangeArchive
from schemas.outcome import Dropped
from schemas.stackexchange import ThreadPart

SITE = "beer.stackexchange.com"


def posts(folder: Path, *rows: str, **options: object) -> list[object]:
    path = folder / "Posts.xml"
    path.write_bytes(table("posts", rows))
    return read(StackExchangeArchive(str(path), site=SITE, **options))


def test_question(tmp_path):
    written = question(
        12,
        AcceptedAnswerId=14,
        LastEditDate="2019-05-05T00:00:00.000",
        LastActivityDate="2020-06-06T00:00:00.000",
        Body='<p>a &lt; "b"</p>\n\n<p>é\r\n</p>',
        Score=-3,
    )
    assert posts(tmp_path, written) == [
        ThreadPart(
            kind="question",
            site=SITE,
            id=12,
            post=f"{SITE}/12",
            thread=f"{SITE}/12",
            score=-3,
            timestamp="2019-05-05T00:00:00.000",
            active="2020-06-06T00:00:00.000",
            author="7",
            licence="CC-BY-SA-4.0",
            title="Title 12",
            tags="<one><two>",
            accepted=14,
            html='<p>a &lt; "b"</p>\n\n<p>é\r\n</p>',
        )
    ]


def test_answer_belongs_to_the_thread_of_its_question(tmp_path):
    (part,) = posts(tmp_path, answer(14, 12))
    assert (part.kind, part.post, part.thread) == ("answer", f"{SITE}/14", f"{SITE}/12")


def test_columns_may_be_missing_or_new(tmp_path):
    bare = row(Id=1, PostTypeId=1, NewColumn="x", CreationDate="2010-01-01T00:00:00.000")
    (part,) = posts(tmp_path, bare)
    assert (part.score, part.html, part.title, part.author) == (0, "", "", "")
    assert part.licence == "CC-BY-SA-2.5"


def test_name_stands_for_an_account_that_is_gone(tmp_path):
    gone = question(1, OwnerDisplayName="user42").replace('OwnerUserId="7" ', "")
    (part,) = posts(tmp_path, gone)
    assert part.author == "user42"


def test_other_posts_are_dropped(tmp_path):
    wiki = question(3, PostTypeId=5)
    found = posts(tmp_path, question(1), wiki, answer(2, 1))
    assert numbers(found) == [1, 2]
    assert [record.reason for record in found if isinstance(record, Dropped)] == ["post-type"]


def test_link_between_duplicates_is_told_to_both(tmp_path):
    (tmp_path / "Posts.xml").write_bytes(table("posts", [question(1)]))
    links = [duplicate(1, 5, 3), duplicate(2, 6, 3, kind=1)]
    (tmp_path / "PostLinks.xml").write_bytes(table("postlinks", links))
    found = [part for part in read(StackExchangeArchive(str(tmp_path), site=SITE)) if part.kind != "question"]
    assert [(part.kind, part.thread, part.related) for part in found] == [
        ("duplicate", f"{SITE}/5", 3),
        ("duplicated", f"{SITE}/3", 5),
    ]


def test_comment(tmp_path):
    (tmp_path / "Comments.xml").write_bytes(
        table("comments", [comment(4, 14, Text='see " PostTypeId="1" "')])
    )
    (part,) = read(StackExchangeArchive(str(tmp_path), site=SITE, tables=("comments",)))
    assert (part.kind, part.id, part.post, part.thread) == ("comment", 4, f"{SITE}/14", "")
    assert part.text == 'see " PostTypeId="1" "'


BROKEN = {
    "cut off": ('  <row Id="5" PostTypeId="1" Body="abc', "malformed-xml"),
    "tag in a value": ('  <row Id="5" PostTypeId="1" Body="<p>abc</p>" />', "malformed-xml"),
    "entity of its own": ('  <row Id="5" PostTypeId="1" Body="&nbsp;" />', "malformed-xml"),
    "same column twice": ('  <row Id="5" Id="6" PostTypeId="1" />', "malformed-xml"),
    "no id": ('  <row PostTypeId="1" />', "malformed-row"),
    "no kind": ('  <row Id="5" Score="1" />', "malformed-row"),
    "answer without question": ('  <row Id="5" PostTypeId="2" />', "malformed-row"),
    "score in words": ('  <row Id="5" PostTypeId="1" Score="many" />', "malformed-row"),
    "number beyond 64 bits": (f'  <row Id="{"9" * 30}" PostTypeId="1" />', "malformed-row"),
    "text between rows": ("  stray", "malformed-xml"),
    "element inside of a row": ('  <row Id="5" PostTypeId="1"><b/></row>', "malformed-xml"),
}


@pytest.mark.parametrize(("broken", "reason"), BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("split_bytes", [1 << 20, 400])
def test_one_broken_row_is_one_rejected_row(tmp_path, broken, reason, split_bytes):
    rows = [question(n) for n in range(1, 5)] + [broken] + [question(n) for n in range(6, 10)]
    found = posts(tmp_path, *rows, split_bytes=split_bytes)
    assert numbers(found) == [1, 2, 3, 4, 6, 7, 8, 9]
    (wrong,) = rejected(found)
    assert wrong.reason == reason
    data = (tmp_path / "Posts.xml").read_bytes()
    offset = int(wrong.where.split("byte ")[1].split(",")[0])
    assert data[offset:].startswith(broken.strip().encode()[:12]) or data[offset:].startswith(b"<b/>")


def test_characters_that_xml_does_not_allow_are_repaired(tmp_path):
    path = tmp_path / "Posts.xml"
    body = b"a\x00b\xff&#x1;\xc3\xa9"
    path.write_bytes(table("posts", [question(1, Body="BODY"), question(2)]).replace(b"BODY", body))
    found = read(StackExchangeArchive(str(path), site=SITE))
    assert numbers(found) == [1, 2]
    assert found[0].html == "ab\N{REPLACEMENT CHARACTER}é"


def test_a_row_of_single_quotation_marks(tmp_path):
    (part,) = posts(tmp_path, """  <row Id='1' PostTypeId='1' Body='say "x"' />""")
    assert part.html == 'say "x"'


def test_entities_are_not_expanded(tmp_path):
    path = tmp_path / "Posts.xml"
    bomb = b'<?xml version="1.0"?><posts><row Id="1" PostTypeId="1" Body="&lol;"/></posts>'
    path.write_bytes(bomb)
    (wrong,) = read(StackExchangeArchive(str(path), site=SITE))
    assert wrong.reason == "malformed-xml"
    assert "entity" in wrong.detail


def test_posts_that_the_publisher_made_up_are_dropped(tmp_path):
    found = posts(tmp_path, question(1), question(1_000_000_001), answer(1_000_000_010, 1_000_000_001))
    assert numbers(found) == [1]
    assert [item.reason for item in found if isinstance(item, Dropped)] == ["fabricated"] * 2
