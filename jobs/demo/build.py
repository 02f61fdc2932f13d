"""Writes the demonstration dumps as Wikimedia publishes dumps: several bzip2 streams and their index.

There is an encyclopedia, and three sister wikis: books, a course, and a travel guide. Their pages lie beside
this module, a folder for each wiki (`pages/` is the encyclopedia's) and a file for each page: a header of
`key: value` lines, an empty line, the page's text. Keys are `title`, `id`, `namespace` (default 0) and
`model` (default `wikitext`). The model `raw-xml` is not MediaWiki's: such a file holds a `<page>` element as
it goes into the dump, for a page whose XML is broken. A dump's bytes depend on these files only.
"""

from __future__ import annotations

import bz2
import hashlib
import importlib.resources
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

DATE = "20240101"
PAGES_PER_STREAM = 10  # Wikimedia puts 100 into a stream; ten make several streams of a small dump

NAMESPACES = {
    -2: "Media", -1: "Special", 0: "", 1: "Talk", 2: "User", 3: "User talk", 4: "Project", 5: "Project talk",
    6: "File", 7: "File talk", 8: "MediaWiki", 9: "MediaWiki talk", 10: "Template", 11: "Template talk",
    12: "Help", 13: "Help talk", 14: "Category", 15: "Category talk", 828: "Module", 829: "Module talk",
}  # fmt: skip
FORMATS = {
    "css": "text/css",
    "javascript": "text/javascript",
    "json": "application/json",
    "Scribunto": "text/plain",
}

# https://www.mediawiki.org/wiki/Help:Redirects: the keyword in any case, then a link, at the very beginning
_REDIRECT = re.compile(r"\s*#redirect\s*:?\s*\[\[([^\[\]{}|<>\n]+)", re.I)


@dataclass(frozen=True, slots=True)
class DemoWiki:
    """A demonstration wiki: `site` is its database name, `folder` where its pages lie, `host` what its
    addresses begin with, `extra` the namespaces that it has beside `NAMESPACES`.
    """

    site: str
    folder: str
    name: str
    host: str
    extra: tuple[tuple[int, str], ...] = ()

    @property
    def namespaces(self) -> dict[int, str]:
        """Name by number, in order of the numbers."""
        return dict(sorted((NAMESPACES | dict(self.extra)).items()))


DEMOWIKI = DemoWiki("demowiki", "pages", "Demowiki", "demo.example.org")
WIKIBOOKS = DemoWiki(
    "demowikibooks",
    "wikibooks",
    "Demo Wikibooks",
    "books.demo.example.org",
    ((102, "Cookbook"), (103, "Cookbook talk"), (110, "Wikijunior"), (111, "Wikijunior talk")),
)
WIKIVERSITY = DemoWiki(
    "demowikiversity",
    "wikiversity",
    "Demo Wikiversity",
    "university.demo.example.org",
    ((100, "School"), (101, "School talk"), (104, "Topic"), (105, "Topic talk"), (106, "Collection")),
)
WIKIVOYAGE = DemoWiki("demowikivoyage", "wikivoyage", "Demo Wikivoyage", "voyage.demo.example.org")
WIKIS = (DEMOWIKI, WIKIBOOKS, WIKIVERSITY, WIKIVOYAGE)


@dataclass(frozen=True, slots=True)
class DemoPage:
    """One page of a demonstration wiki; `text` is its wikitext, or its XML for the model `raw-xml`."""

    title: str
    id: int
    namespace: int
    model: str
    text: str

    @property
    def redirect(self) -> str:
        """The target's title without a section, empty if the page is no redirect."""
        match = _REDIRECT.match(self.text) if self.model == "wikitext" else None
        return match[1].partition("#")[0].strip() if match else ""

    @property
    def revision(self) -> int:
        """A revision number that depends on the page's id only."""
        return 100_000 + 7 * self.id

    @property
    def timestamp(self) -> str:
        """When the revision was saved, as in a dump."""
        return f"2023-{1 + self.id % 12:02}-{1 + self.id % 28:02}T{self.id % 24:02}:{self.id % 60:02}:00Z"


@dataclass(frozen=True, slots=True)
class DemoDump:
    """The files that were written. `xml` is None unless the plain file was asked for."""

    dump: Path
    index: Path
    xml: Path | None


def pages(wiki: DemoWiki = DEMOWIKI) -> list[DemoPage]:
    """All pages of a wiki in order of their ids. Raises ValueError for a file whose header is not
    understood.
    """
    folder = importlib.resources.files("jobs.demo") / wiki.folder
    found = [
        _parse(entry.name, entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".wiki")
    ]
    found.sort(key=lambda page: page.id)
    for before, after in itertools.pairwise(found):
        if before.id == after.id:
            raise ValueError(f"two demonstration pages have the id {after.id}: {before.title}, {after.title}")
    return found


def dump_streams(wiki: DemoWiki = DEMOWIKI) -> list[bytes]:
    """The dump's XML in pieces: the header, pages ten by ten, the closing tag."""
    every = pages(wiki)
    groups = [every[start : start + PAGES_PER_STREAM] for start in range(0, len(every), PAGES_PER_STREAM)]
    bodies = ["".join(map(_page_xml, group)) for group in groups]
    return [piece.encode() for piece in (_header(wiki), *bodies, "</mediawiki>\n")]


def write_dump(folder: Path | str, *, plain: bool = False, wiki: DemoWiki = DEMOWIKI) -> DemoDump:
    """Writes a wiki's multistream dump and its index into an existing folder; with `plain`, also as plain
    XML.

    The index has a line `offset:page id:title` per page, where the offset is the byte at which the page's
    stream begins. Files of the same names are overwritten.
    """
    stem = Path(folder) / f"{wiki.site}-{DATE}-pages-articles"
    written = DemoDump(
        Path(f"{stem}-multistream.xml.bz2"),
        Path(f"{stem}-multistream-index.txt.bz2"),
        Path(f"{stem}.xml") if plain else None,
    )
    streams = dump_streams(wiki)
    compressed = [bz2.compress(stream, 9) for stream in streams]
    written.dump.write_bytes(b"".join(compressed))
    written.index.write_bytes(bz2.compress("".join(_index(wiki, compressed)).encode(), 9))
    if written.xml:
        written.xml.write_bytes(b"".join(streams))
    return written


def _index(wiki: DemoWiki, compressed: list[bytes]) -> Iterator[str]:
    offset = len(compressed[0])
    for number, page in enumerate(pages(wiki)):
        if number and number % PAGES_PER_STREAM == 0:
            offset += len(compressed[number // PAGES_PER_STREAM])
        yield f"{offset}:{page.id}:{page.title}\n"


def _parse(name: str, content: str) -> DemoPage:
    header, _, text = content.partition("\n\n")
    fields = dict(line.partition(": ")[::2] for line in header.split("\n"))
    unknown = fields.keys() - {"title", "id", "namespace", "model"}
    if unknown or not fields.get("title") or not fields.get("id", "").isdecimal():
        raise ValueError(f"demonstration page {name}: expected a title, an id and no key but those: {fields}")
    return DemoPage(
        title=fields["title"],
        id=int(fields["id"]),
        namespace=int(fields.get("namespace", 0)),
        model=fields.get("model", "wikitext"),
        text=text.removesuffix("\n"),
    )


def _header(wiki: DemoWiki) -> str:
    namespaces = "\n".join(
        f'      <namespace key="{key}" case="first-letter"' + (f">{name}</namespace>" if name else " />")
        for key, name in wiki.namespaces.items()
    )
    schema = "http://www.mediawiki.org/xml/export-0.11/"
    return f"""<mediawiki xmlns="{schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="{schema} http://www.mediawiki.org/xml/export-0.11.xsd" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>{wiki.name}</sitename>
    <dbname>{wiki.site}</dbname>
    <base>https://{wiki.host}/wiki/Main_Page</base>
    <generator>MediaWiki 1.42.0</generator>
    <case>first-letter</case>
    <namespaces>
{namespaces}
    </namespaces>
  </siteinfo>
"""


def _page_xml(page: DemoPage) -> str:
    if page.model == "raw-xml":
        return page.text.replace("%%ID%%", str(page.id)).replace("%%REVISION%%", str(page.revision)) + "\n"
    size, digest = len(page.text.encode()), _sha1(page.text)
    redirect = f"    <redirect title={quoteattr(page.redirect)} />\n" if page.redirect else ""
    return f"""  <page>
    <title>{escape(page.title)}</title>
    <ns>{page.namespace}</ns>
    <id>{page.id}</id>
{redirect}    <revision>
      <id>{page.revision}</id>
      <parentid>{page.revision - 1}</parentid>
      <timestamp>{page.timestamp}</timestamp>
      <contributor>
        <username>Example</username>
        <id>2</id>
      </contributor>
      <comment>/* Demonstration */ written for this wiki</comment>
      <origin>{page.revision}</origin>
      <model>{page.model}</model>
      <format>{FORMATS.get(page.model, "text/x-wiki")}</format>
      <text bytes="{size}" sha1="{digest}" xml:space="preserve">{_escape_text(page.text)}</text>
      <sha1>{digest}</sha1>
    </revision>
  </page>
"""


def _escape_text(text: str) -> str:
    """As MediaWiki writes text: quotation marks are escaped too."""
    return escape(text, {'"': "&quot;"})


def _sha1(text: str) -> str:
    """SHA-1 in base 36, 31 digits, as MediaWiki stores it."""
    number, digits = int.from_bytes(hashlib.sha1(text.encode(), usedforsecurity=False).digest(), "big"), ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits.rjust(31, "0")
