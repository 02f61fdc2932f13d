"""Small dumps as the tests want them, and what comes out of reading one."""

from __future__ import annotations

import bz2
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import py7zr
import zstandard

from curation.mediawiki import MediaWikiDump
from schemas.document import Page
from schemas.outcome import Dropped, Rejected

NAMESPACES = {
    -1: "Special",
    0: "",
    1: "Talk",
    4: "Testpedia",
    6: "File",
    10: "Template",
    14: "Category",
    100: "Portal",
}


def header(
    version: str = "0.10",
    site: str = "enwiki",
    language: str = "en",
    base: str = "https://en.wikipedia.org/wiki/Main_Page",
    namespaces: dict[int, str] | None = None,
) -> str:
    """The root element's tag and <siteinfo>, as MediaWiki writes them."""
    names = "\n".join(
        f'      <namespace key="{number}" case="first-letter">{name}</namespace>'
        for number, name in (NAMESPACES if namespaces is None else namespaces).items()
    )
    return (
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-{version}/" version="{version}"'
        f' xml:lang="{language}">\n  <siteinfo>\n    <sitename>Testpedia</sitename>\n'
        f"    <dbname>{site}</dbname>\n    <base>{base}</base>\n"
        f"    <namespaces>\n{names}\n    </namespaces>\n  </siteinfo>\n"
    )


def revision(
    text: str = "Text.",
    number: int = 1,
    timestamp: str = "2020-01-01T00:00:00Z",
    model: str = "wikitext",
    attributes: str = "",
) -> str:
    return (
        f"    <revision>\n      <id>{number}</id>\n      <timestamp>{timestamp}</timestamp>\n"
        f"      <contributor><username>Somebody</username><id>77</id></contributor>\n"
        f"      <comment>a &amp; b</comment>\n      <model>{model}</model>\n"
        f'      <text{attributes} xml:space="preserve">{escape(text)}</text>\n    </revision>\n'
    )


def page(
    title: str, number: int, *revisions: str, namespace: int | None = 0, extra: str = "", text: str = "Text."
) -> str:
    ns = "" if namespace is None else f"    <ns>{namespace}</ns>\n"
    return (
        f"  <page>\n    <title>{escape(title)}</title>\n{ns}    <id>{number}</id>\n{extra}"
        f"{''.join(revisions) or revision(text, number)}  </page>\n"
    )


def dump(pages: Iterable[str], **about: Any) -> bytes:
    return (header(**about) + "".join(pages) + "</mediawiki>\n").encode()


def many_pages(count: int, length: int = 400) -> list[str]:
    """Pages whose text differs and does not compress to nothing."""
    words = ["alpha", "béta", "γάμμα", "δ<ref>&</ref>", "{{tpl|x}}", "[[Link]]", "数学", "🙂"]
    return [
        page(
            f"Page {n}",
            n,
            text=" ".join(f"{words[(n * 7 + k * k) % 8]}{n * k % 97}" for k in range(length // 8)),
        )
        for n in range(1, count + 1)
    ]


def multistream(content: bytes, pages_per_stream: int = 3) -> bytes:
    """bzip2 as in the multistream dumps: the header, some pages at a time, and the end are a stream each."""
    first = content.index(b"  <page>")
    last = content.rindex(b"</mediawiki>")
    pages = [b"  <page>" + rest for rest in content[first:last].split(b"  <page>")[1:]]
    groups = [b"".join(pages[n : n + pages_per_stream]) for n in range(0, len(pages), pages_per_stream)]
    return b"".join(bz2.compress(part) for part in (content[:first], *groups, content[last:]))


def seven_zip(**members: bytes) -> bytes:
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(content, f"{name}.xml")
    return target.getvalue()


COMPRESSIONS = {
    "xml": lambda content: content,
    "bz2": bz2.compress,
    "multistream": multistream,
    "gz": gzip.compress,
    "two-member gz": lambda content: gzip.compress(content[:700]) + gzip.compress(content[700:]),
    "zst": zstandard.ZstdCompressor().compress,
    "7z": lambda content: seven_zip(dump=content),
}


def read(paths: str | Path | Sequence[str], **options: Any) -> list[Any]:
    """All records of all splits, in order."""
    source = MediaWikiDump(str(paths) if isinstance(paths, Path) else paths, **options)
    return [record for split in source.plan() for record in source.read(split)]


def read_bytes(folder: Path, content: bytes, name: str = "dump.xml", **options: Any) -> list[Any]:
    path = folder / name
    path.write_bytes(content)
    return read(path, **options)


def pages_of(records: Iterable[Any]) -> list[Page]:
    """The pages, those dropped included."""
    found = [record.record if isinstance(record, Dropped) else record for record in records]
    return [record for record in found if isinstance(record, Page)]


def titles(records: Iterable[Any]) -> list[str]:
    return [page.title for page in pages_of(records)]


def rejected(records: Iterable[Any]) -> list[Rejected]:
    return [record for record in records if isinstance(record, Rejected)]
