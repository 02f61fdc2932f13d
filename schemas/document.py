"""Pages as they come from a source, and the documents that are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a wiki at one revision: what a dump holds, before its markup is read. Never written to
    disk.

    `site` is the wiki's database name (`enwiki`), `url` the page's address, `namespace` MediaWiki's number,
    `redirect` the target's title (empty: not a redirect), `model` the content model (`wikitext`, `json`, …),
    `timestamp` ISO 8601 as in the dump. `aliases` maps a localised namespace name in lower case to its number
    (`{"datei": 6}`), as far as the dump's header or the built-in table knows. `repaired` counts characters
    that were not valid in the file and were replaced (bad UTF-8) or removed (control characters).
    """

    site: str
    language: str
    id: int
    namespace: int
    title: str
    text: str
    url: str = ""
    redirect: str = ""
    model: str = "wikitext"
    revision: int = 0
    timestamp: str = ""
    aliases: dict[str, int] = field(default_factory=dict)
    repaired: int = 0


@dataclass(frozen=True, slots=True)
class InfoboxRow:
    """One row of an infobox: `box` names the template (`Infobox scientist`), `key` its parameter,
    `value` plain text.
    """

    box: str
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text to train on, with where it came from.

    `id` is stable across runs and dumps (`enwiki:12`); `text` is NFC Markdown; `language` a BCP 47 tag;
    `licence` an SPDX expression; `links` the outgoing reference URLs in order of first appearance, without
    repeats; `constructs` counts what the markup held and the text keeps (`table`, `table-cell`, `formula`,
    …); `lost_templates` counts, by name, the templates that could not be rendered. `metadata` has what only
    this kind of source knows, such as a thread's tags, score and authors: values are text, lists JSON.
    """

    VERSION: ClassVar[int] = 2

    id: str
    source: str
    url: str
    title: str
    text: str
    language: str
    licence: str
    revision: str
    timestamp: str
    links: list[str]
    infobox: list[InfoboxRow]
    constructs: dict[str, int]
    lost_templates: dict[str, int]
    metadata: dict[str, str] = field(default_factory=dict)
