"""The source: files in all forms, several sites, splits, and input that is not what it claims to be."""

import pytest
from dump_tables import (
    BOM,
    PACK,
    answer,
    comment,
    duplicate,
    numbers,
    question,
    read,
    rejected,
    table,
)

from curation.stackexchange import StackExchangeArchive
from schemas.split import InputError
from schemas.stackexchange import ThreadPart

SITE = "beer.stackexchange.com"
ROWS = [
    question(n, Body=f"<p>{'x' * (n * 7 % 50)}é</p>") if n % 3 else answer(n, n - 1) for n in range(1, 120)
]


@pytest.mark.parametrize("ending", PACK)
def test_forms(tmp_path, ending):
    path = tmp_path / f"Posts{ending}"
    path.write_bytes(PACK[ending](table("posts", ROWS)))
    assert numbers(read(StackExchangeArchive(str(path), site=SITE))) == list(range(1, 120))


@pytest.mark.parametrize("split_bytes", [1, 7, 100, 333, 5000, 1 << 30])
@pytest.mark.parametrize("mark", [BOM, b""])
def test_every_way_to_split_gives_the_same_rows(tmp_path, split_bytes, mark):
    path = tmp_path / "Posts.xml"
    path.write_bytes(mark + table("posts", ROWS[:30]).removeprefix(BOM))
    whole = read(StackExchangeArchive(str(path), site=SITE))
    source = StackExchangeArchive(str(path), site=SITE, split_bytes=split_bytes)
    assert read(source) == whole
    splits = source.plan()
    assert sum(split.size for split in splits) == path.stat().st_size
    if split_bytes == 333:
        assert len(splits) > 10


def test_a_row_longer_than_a_read(tmp_path):
    long = question(2, Body="y" * 3_000_000)
    path = tmp_path / "Posts.xml"
    path.write_bytes(table("posts", [question(1), long, question(3)]))
    found = read(StackExchangeArchive(str(path), site=SITE))
    assert numbers(found) == [1, 2, 3]
    assert len(found[1].html) == 3_000_000


@pytest.mark.parametrize("split_bytes", [1 << 30, 500_000])
def test_a_row_that_is_too_long_is_rejected(tmp_path, split_bytes):
    path = tmp_path / "Posts.xml"
    path.write_bytes(table("posts", [question(1), question(2, Body="y" * 3_000_000), question(3)]))
    source = StackExchangeArchive(str(path), site=SITE, max_row_bytes=1_000_000, split_bytes=split_bytes)
    found = read(source)
    assert numbers(found) == [1, 3]
    assert [wrong.reason for wrong in rejected(found)] == ["row-too-large"]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [(b"</posts>", 9), (b'Title 9"', 8)],
)
@pytest.mark.parametrize("split_bytes", [1 << 30, 700])
def test_a_table_that_is_cut_off(tmp_path, cut, whole, split_bytes):
    data = table("posts", [question(n) for n in range(1, 10)])
    path = tmp_path / "Posts.xml"
    path.write_bytes(data[: data.index(cut)])
    found = read(StackExchangeArchive(str(path), site=SITE, split_bytes=split_bytes))
    assert numbers(found) == list(range(1, whole + 1))
    assert [wrong.reason for wrong in rejected(found)] == ["truncated"]


def test_gzip_that_is_cut_off(tmp_path):
    packed = PACK[".xml.gz"](table("posts", [question(n, Body=f"{n * n}" * 50) for n in range(1, 400)]))
    path = tmp_path / "Posts.xml.gz"
    path.write_bytes(packed[: len(packed) // 2])
    found = read(StackExchangeArchive(str(path), site=SITE))
    assert numbers(found) == list(range(1, len(numbers(found)) + 1))
    assert len(numbers(found)) > 50
    assert {wrong.reason for wrong in rejected(found)} == {"truncated"}


def test_data_that_expands_without_end_is_not_read(tmp_path):
    path = tmp_path / "Posts.xml.bz2"
    path.write_bytes(PACK[".xml.bz2"](table("posts", [question(1), question(2)]) + b" " * (1 << 27)))
    found = read(StackExchangeArchive(str(path), site=SITE))
    assert numbers(found) == [1]
    assert "expands" in rejected(found)[-1].detail


def test_folder_of_several_sites(tmp_path):
    for site in ("beer.stackexchange.com", "math.stackexchange.com-2020", "es.stackoverflow.com"):
        (tmp_path / site).mkdir()
        (tmp_path / site / "Posts.xml").write_bytes(table("posts", [question(1)]))
        (tmp_path / site / "Votes.xml").write_bytes(b"<votes>")
    (tmp_path / "README.md").write_text("no table")
    found = read(StackExchangeArchive(str(tmp_path)))
    assert [part.site for part in found] == [
        "beer.stackexchange.com",
        "es.stackoverflow.com",
        "math.stackexchange.com",
    ]


def test_only_the_tables_asked_for_are_read(tmp_path):
    (tmp_path / "Posts.xml").write_bytes(table("posts", [question(1)]))
    (tmp_path / "comments.xml").write_bytes(table("comments", [comment(2, 1)]))
    (tmp_path / "PostLinks.xml").write_bytes(table("postlinks", [duplicate(3, 1, 4)]))
    folder = str(tmp_path)
    assert numbers(read(StackExchangeArchive(folder, site=SITE))) == [3, 3, 1]
    assert numbers(read(StackExchangeArchive(folder, site=SITE, tables=("comments",)))) == [2]
    (tmp_path / "comments.xml").unlink()
    assert StackExchangeArchive(folder, site=SITE, tables=("comments",)).plan() == []


def test_the_site_given_wins(tmp_path):
    (tmp_path / "beer.stackexchange.com").mkdir()
    path = tmp_path / "beer.stackexchange.com" / "Posts.xml"
    path.write_bytes(table("posts", [question(1)]))
    (part,) = read(StackExchangeArchive(str(path), site="wine.stackexchange"))
    assert isinstance(part, ThreadPart)
    assert part.site == "wine.stackexchange.com"


WRONG = {
    "nothing": (b"", "is empty"),
    "a web page": (b"<!DOCTYPE html><html></html>", "web page"),
    "a Git LFS pointer": (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
    "another table": (b"<users><row Id='1' /></users>", "but only users"),
    "text": (b"Id,PostTypeId\n1,1\n", "no table"),
    "a document type": (b'<!DOCTYPE posts [<!ENTITY a "b">]><posts/>', "document type"),
    "UTF-16": ("\ufeff<posts/>".encode("utf-16-le"), "UTF-8"),
}


@pytest.mark.parametrize(("data", "message"), WRONG.values(), ids=WRONG.keys())
def test_input_that_is_no_table(tmp_path, data, message):
    path = tmp_path / "Posts.xml"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as error:
        StackExchangeArchive(str(path), site=SITE).plan()
    assert str(path) in str(error.value)


def test_input_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no file or folder"):
        StackExchangeArchive(str(tmp_path / "x.7z")).plan()
    with pytest.raises(InputError, match="nothing to read"):
        StackExchangeArchive(str(tmp_path)).plan()
    with pytest.raises(InputError, match="no file matches"):
        StackExchangeArchive(str(tmp_path / "*.7z")).plan()


def test_a_site_that_is_not_named(tmp_path):
    (tmp_path / "Posts.xml").write_bytes(table("posts", [question(1)]))
    with pytest.raises(InputError, match="which site"):
        StackExchangeArchive(str(tmp_path / "Posts.xml")).plan()


def test_comments_without_posts(tmp_path):
    (tmp_path / "Comments.xml").write_bytes(table("comments", [comment(1, 1)]))
    with pytest.raises(InputError, match=r"no table Posts of beer\.stackexchange\.com, but only comments"):
        StackExchangeArchive(str(tmp_path), site=SITE).plan()
