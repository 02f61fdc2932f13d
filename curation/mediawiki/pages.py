"""From cuts of a dump to pages, and to reasons why something is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curation.mediawiki.cutting import Cut, Event, Flaw
from curation.mediawiki.metadata import page_url
from curation.mediawiki.namespaces import namespace_of
from curation.mediawiki.parsing import MalformedPageError, PageFields, parse_page
from curation.mediawiki.redirects import redirect_target
from schemas.document import Page
from schemas.outcome import EXCERPT_CHARACTERS, Dropped, Rejected

_NUMBER = re.compile(r"-?[0-9]{1,18}")
_TITLE = re.compile(rb"<[\w.:-]*title>([^<]{1,1000})<")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReader:
    """Makes pages of a file's cuts. `namespaces` are those wanted (empty: all); `exact` says that offsets are
    those of pages, and not only of the compressed block that a page begins in.

    Of a page with several revisions it gives the newest, by date and then by number.
    """

    file: str
    site: str
    language: str
    base: str
    aliases: dict[str, int] = field(hash=False)
    namespaces: frozenset[int]
    exact: bool
    prefix: str = ""

    def read(self, events: Iterable[Event]) -> Iterator[Page | Dropped | Rejected]:
        """One record per page, in order, and one Rejected per flaw or per revision that is malformed."""
        history: _History | None = None
        for event in events:
            if isinstance(event, Flaw):
                if event.page:
                    history = None
                yield self._rejected(event.reason, event.offset, event.detail, event.head)
            elif event.first and event.last:
                yield self._single(event)
            else:
                if event.first or history is None:
                    history = _History(event.offset)
                if problem := history.add(event, self.prefix):
                    yield self._rejected("malformed-xml", event.offset, problem, history.head or event.data)
                if event.last:
                    if history.newest is not None:
                        yield self.judge(history.newest, history.offset)
                    history = None

    def _single(self, cut: Cut) -> Page | Dropped | Rejected:
        try:
            return self.judge(parse_page(cut.data, self.prefix), cut.offset)
        except MalformedPageError as error:
            return self._rejected("malformed-xml", cut.offset, str(error), cut.data)

    def judge(self, fields: PageFields, offset: int) -> Page | Dropped | Rejected:
        """The page that the fields make, or why it is not wanted, or why it is none.

        Reasons to drop, the first that holds: `namespace`, `redirect`, `content-model` (it is not wikitext),
        `no-revision`, `deleted` (its text is hidden), `no-text` (a dump without texts), `empty`.
        """
        contents = fields.contents
        title = contents.get("/page/title", "").strip().replace("_", " ")
        if not title:
            return self._rejected("malformed-xml", offset, "this page has no <title>", b"")
        numbers = {}
        for name in ("/page/id", "/page/ns", "/page/revision/id"):
            value = contents.get(name, "").strip()
            if value and not _NUMBER.fullmatch(value):
                detail = f"page {title!r}: <{name[1:]}> is {value[:50]!r}, and no number"
                return self._rejected("malformed-xml", offset, detail, b"")
            numbers[name] = int(value) if value else None
        namespace = numbers["/page/ns"]
        if namespace is None:
            namespace = namespace_of(title, self.aliases)
        model = contents.get("/page/revision/model", "").strip() or _model_by_title(namespace, title)
        text = contents.get("/page/revision/text", "")
        redirect = redirect_target(text) if model == "wikitext" else ""
        if "/page/redirect" in contents:
            redirect = fields.redirect.get("title", "") or redirect or title
        page = Page(
            site=self.site,
            language=self.language,
            id=numbers["/page/id"] or 0,
            namespace=namespace,
            title=title,
            text=text,
            url=page_url(self.base, title),
            redirect=redirect,
            model=model,
            revision=numbers["/page/revision/id"] or 0,
            timestamp=contents.get("/page/revision/timestamp", "").strip(),
            aliases=self.aliases,
            repaired=fields.repaired,
        )
        reason = self._why_not(page, fields)
        return Dropped(reason, page) if reason else page

    def _why_not(self, page: Page, fields: PageFields) -> str:
        if self.namespaces and page.namespace not in self.namespaces:
            return "namespace"
        if page.redirect:
            return "redirect"
        if page.model != "wikitext":
            return "content-model"
        if not fields.revised:
            return "no-revision"
        if "deleted" in fields.text:
            return "deleted"
        if not page.text.strip():
            return "no-text" if fields.text.get("bytes", "0").strip("0") and not page.text else "empty"
        return ""

    def _rejected(self, reason: str, offset: int, detail: str, head: bytes) -> Rejected:
        where = f"{self.file}, {'byte' if self.exact else 'near byte'} {offset}"
        if title := _TITLE.search(head, 0, 4000):
            where += f", page {title[1].decode('utf-8', 'replace')!r}"
        excerpt = head[: 4 * EXCERPT_CHARACTERS].decode("utf-8", "replace")
        return Rejected(reason, where, detail, excerpt)


class _History:
    """A page whose revisions come one by one: of them the newest so far."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.newest: PageFields | None = None
        self.head = b""
        self._page: PageFields | None = None

    def add(self, cut: Cut, prefix: str) -> str:
        """Takes the next cut; returns what is wrong with it, if something is."""
        opening, closing = f"<{prefix}page>".encode(), f"</{prefix}page>".encode()
        problem = ""
        data = cut.data if cut.first else opening + cut.data
        try:
            fields = parse_page(data if cut.last else data + closing, prefix)
        except MalformedPageError as error:
            problem = f"a revision of this page: {error}"
            fields = PageFields()
        if cut.first:
            # The page's own elements may be well-formed where its first revision is not.
            begin = data.find(f"<{prefix}revision".encode())
            self.head = data[:begin]
            try:
                self._page = parse_page(self.head + closing, prefix)
            except MalformedPageError as error:
                problem = str(error)
        if not problem and self._page is not None:
            fields.contents = fields.contents | self._page.contents
            fields.redirect = self._page.redirect
            if self.newest is None or _age(fields) >= _age(self.newest):
                self.newest = fields
        return problem


def _age(fields: PageFields) -> tuple[str, int]:
    number = fields.contents.get("/page/revision/id", "").strip()
    timestamp = fields.contents.get("/page/revision/timestamp", "").strip()
    return timestamp, int(number) if _NUMBER.fullmatch(number) else 0


def _model_by_title(namespace: int, title: str) -> str:
    """The content model of a page in a dump that does not say: MediaWiki's defaults
    (https://www.mediawiki.org/wiki/Manual:ContentHandler).
    """
    if namespace in (2, 8) and title.endswith((".js", ".css", ".json")):
        return {"js": "javascript", "css": "css", "json": "json"}[title.rpartition(".")[2]]
    if namespace == 828 and not title.endswith("/doc"):
        return "Scribunto"
    return "wikitext"
