"""7z archives: solid or not, packed by any method, cut off, and made to do harm."""

import bz2

import py7zr
import pytest
from dump_tables import answer, archive, comment, duplicate, numbers, question, read, rejected, row, table

from curation.stackexchange import StackExchangeArchive
from schemas.split import InputError

BZIP2 = [{"id": py7zr.FILTER_BZIP2}]
LZMA2 = [{"id": py7zr.FILTER_LZMA2, "preset": 1}]
NAME = "beer.stackexchange.com.7z"
# Enough for several bzip2 blocks of 900 kB.
HISTORY = table(
    "posthistory",
    [
        row(Id=n, PostHistoryTypeId=2, PostId=n, Text=f'" PostTypeId="1" {n * n * n}' * 12)
        for n in range(4000)
    ],
)
POSTS = table("posts", [question(n) if n % 2 else answer(n, n - 1) for n in range(1, 9000)])
TABLES = {
    "Badges.xml": table("badges", [row(Id=1, UserId=1, Name="Teacher", Date="2015-01-01T00:00:00.000")]),
    "Comments.xml": table("comments", [comment(n, 1) for n in range(1, 300)]),
    "PostHistory.xml": HISTORY,
    "PostLinks.xml": table("postlinks", [duplicate(1, 3, 5)]),
    "Posts.xml": POSTS,
    "Users.xml": table("users", [row(Id=n, Reputation=1, AboutMe="z" * 200) for n in range(9000)]),
    "Votes.xml": table("votes", [row(Id=n, PostId=n, VoteTypeId=2) for n in range(9000)]),
}
ALL_POSTS = [1, 1, *range(1, 9000)]


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The archive as the publisher packs it: bzip2, all tables in one block."""
    return archive(tmp_path_factory.mktemp("packed") / NAME, TABLES, filters=BZIP2)


@pytest.mark.parametrize("filters", [BZIP2, LZMA2], ids=["bzip2", "lzma2"])
def test_tables_of_an_archive(tmp_path, filters):
    path = str(archive(tmp_path / NAME, TABLES, filters=filters))
    assert numbers(read(StackExchangeArchive(path))) == ALL_POSTS
    assert numbers(read(StackExchangeArchive(path, tables=("comments",)))) == list(range(1, 300))


def test_bzip2_is_split_at_its_blocks(packed):
    whole = read(StackExchangeArchive(str(packed)))
    source = StackExchangeArchive(str(packed), split_bytes=20_000)
    splits = source.plan()
    assert len(splits) > 3
    assert read(source) == whole
    assert not rejected(whole)


def test_what_lies_behind_the_last_table_wanted_is_not_decoded(packed):
    source = StackExchangeArchive(str(packed), tables=("comments",))
    data = bytearray(packed.read_bytes())
    # Damage in the posts does not concern somebody who reads comments.
    at = len(data) * 2 // 3
    data[at : at + 50] = bytes(50)
    packed.with_name("beer.stackexchange.com-damaged.7z").write_bytes(data)
    damaged = StackExchangeArchive(
        str(packed.with_name("beer.stackexchange.com-damaged.7z")), tables=("comments",)
    )
    assert read(damaged) == read(source)
    assert len(numbers(read(source))) == 299


def test_damage_costs_one_block(packed, tmp_path):
    data = packed.read_bytes()
    kept = []
    for tenth in range(1, 10):
        damaged = bytearray(data)
        at = len(data) * tenth // 10
        damaged[at : at + 20] = bytes(20)
        (tmp_path / NAME).write_bytes(damaged)
        found = read(StackExchangeArchive(str(tmp_path / NAME)))
        kept.append(numbers(found))
        if kept[-1] != ALL_POSTS:
            assert "corrupt-stream" in {wrong.reason for wrong in rejected(found)}
            # The rows of a block of 900 kB, and the two that it shares with its neighbours.
            assert len(ALL_POSTS) - len(kept[-1]) < 5000
    assert ALL_POSTS in kept
    # What comes before the damage is there, and what comes after it.
    assert any(1 in one and 8999 in one and one != ALL_POSTS for one in kept)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_an_archive_that_is_cut_off_gives_what_is_whole(packed, tmp_path, share):
    data = packed.read_bytes()
    (tmp_path / NAME).write_bytes(data[: int(len(data) * share)])
    source = StackExchangeArchive(str(tmp_path / NAME), tables=("posts", "comments", "postlinks"))
    found = read(source)
    assert "truncated" in {wrong.reason for wrong in rejected(found)}
    kinds = [part.kind for part in found if hasattr(part, "kind")]
    if share > 0.5:
        assert kinds.count("comment") == 299
        assert numbers([part for part in found if getattr(part, "kind", "") in ("question", "answer")])[
            :5
        ] == [
            1,
            2,
            3,
            4,
            5,
        ]


def test_lzma_archive_that_is_cut_off(tmp_path):
    path = archive(tmp_path / NAME, {"Posts.xml": POSTS}, filters=LZMA2)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    found = read(StackExchangeArchive(str(path)))
    assert numbers(found) == list(range(1, len(numbers(found)) + 1))
    assert len(numbers(found)) > 1000
    assert {wrong.reason for wrong in rejected(found)} == {"truncated"}


def test_archive_of_one_table(tmp_path):
    path = archive(tmp_path / "stackoverflow.com-Posts.7z", {"Posts.xml": POSTS}, filters=BZIP2)
    other = archive(tmp_path / "stackoverflow.com-Votes.7z", {"Votes.xml": TABLES["Votes.xml"]})
    found = read(StackExchangeArchive(str(tmp_path)))
    assert numbers(found) == list(range(1, 9000))
    assert {part.site for part in found} == {"stackoverflow.com"}
    with pytest.raises(InputError, match="no table Posts"):
        StackExchangeArchive(str(other)).plan()
    assert path.exists()


def test_members_that_would_escape(tmp_path):
    path = tmp_path / NAME
    with py7zr.SevenZipFile(path, "w") as packed:
        packed.writestr(POSTS, "a/Posts.xml")
        packed.header.files_info.files[0]["filename"] = "../Posts.xml"
    with pytest.raises(InputError, match="safely"):
        StackExchangeArchive(str(path)).plan()


def test_a_bomb(tmp_path):
    path = archive(tmp_path / NAME, {"Posts.xml": bytes(1 << 28)}, filters=LZMA2)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(InputError, match="would unpack from"):
        StackExchangeArchive(str(path)).plan()


def test_an_archive_without_tables(tmp_path):
    path = archive(tmp_path / NAME, {"readme.txt": b"hello"})
    with pytest.raises(InputError, match="none of the tables"):
        StackExchangeArchive(str(path)).plan()


def test_an_archive_that_is_something_else(tmp_path):
    (tmp_path / NAME).write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(InputError, match="zip archive"):
        StackExchangeArchive(str(tmp_path / NAME)).plan()
    (tmp_path / NAME).write_bytes(bz2.compress(b"<posts>"))
    assert StackExchangeArchive(str(tmp_path / NAME)).plan()[0].kind == "bz2"


@pytest.mark.parametrize("filters", [BZIP2, LZMA2], ids=["bzip2", "lzma2"])
def test_members_in_a_folder(tmp_path, filters):
    tables = {f"beer/{name}": TABLES[name] for name in ("Comments.xml", "PostLinks.xml", "Posts.xml")}
    path = archive(tmp_path / NAME, tables, filters=filters)
    assert numbers(read(StackExchangeArchive(str(path)))) == ALL_POSTS


def test_tables_in_another_order(tmp_path):
    tables = {name: TABLES[name] for name in ("Votes.xml", "Posts.xml", "Comments.xml", "Users.xml")}
    path = str(archive(tmp_path / NAME, tables, filters=BZIP2))
    assert numbers(read(StackExchangeArchive(path))) == ALL_POSTS[2:]
    assert numbers(read(StackExchangeArchive(path, tables=("comments",)))) == list(range(1, 300))
