"""Documents → facts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curation.facts.contested import agree
from curation.facts.events import event_facts
from curation.facts.infobox import infobox_facts
from curation.facts.leads import lead_facts
from curation.facts.naming import folded
from curation.facts.page import Page, read_page
from curation.facts.pages import Names, Pages
from curation.facts.redirects import Redirects
from curation.facts.sections import section_facts
from curation.facts.subjects import is_disambiguation
from curation.facts.tables import table_facts
from curation.facts.unstated import unstated_facts
from curation.language.identify import same_language
from schemas.document import Document
from schemas.facts import Fact
from schemas.outcome import Dropped

# Types of values that are names.
_NAMED = ("place", "person", "text")


@dataclass(frozen=True)
class DocumentsToFacts:
    """Function of a map stage that uses those of the newest pages and of the shared names: the facts of each
    English document.

    Drops `no-title`, `language` (wordings and sentence patterns are English), `older-revision`,
    `disambiguation` and `list` pages (they are about no one thing), and `no-facts`. With the stage of the
    redirects, an answer that is the title of a page has that page's other names as aliases too.
    """

    def __call__(
        self, documents: Iterable[Document], pages: str, names: str, redirects: str = ""
    ) -> Iterator[Fact | Dropped]:
        """See the class; the folders are those of the stages."""
        newest, shared = Pages(pages), Names(names)
        others = Redirects(redirects) if redirects else None
        for document in documents:
            if reason := _unwanted(document):
                yield Dropped(reason, document)
                continue
            if not newest.is_newest(document):
                yield Dropped("older-revision", document)
                continue
            found = page_facts(read_page(document, shared.is_shared))
            yield from found if others is None else (_with_redirects(fact, others, shared) for fact in found)
            if not found:
                yield Dropped("no-facts", document)


def page_facts(page: Page) -> list[Fact]:
    """All facts of a page; those that say the same as an earlier one give it their evidence."""
    found: dict[str, Fact] = {}
    others: list[Fact] = []
    for extract in (infobox_facts, lead_facts, event_facts, table_facts, section_facts, unstated_facts):
        for fact in extract(page):
            if not fact.subject and fact.relation not in ("section", "article"):
                continue  # no name that only this page has
            if fact.subject != page.name and page.is_shared(folded(fact.subject)):
                continue
            earlier = found.get(fact.key)
            if earlier is None or fact.relation == "section":
                found.setdefault(fact.key, fact)
            elif agree(earlier, fact):
                evidence = earlier.evidence + [new for new in fact.evidence if new not in earlier.evidence]
                found[fact.key] = dataclasses.replace(earlier, evidence=evidence)
            else:
                others.append(fact)
    return [*found.values(), *others]


def _with_redirects(fact: Fact, others: Redirects, shared: Names) -> Fact:
    """With the other names of the page that the answer is the title of, unless several pages have it."""
    if fact.kind == "section" or fact.value_type not in _NAMED or not fact.value[:1].isupper():
        return fact
    if shared.is_shared(folded(fact.value)):
        return fact
    names = others.names(fact.value)
    if not names:
        return fact
    return dataclasses.replace(fact, aliases=list(dict.fromkeys([*fact.aliases, *names])))


def _unwanted(document: Document) -> str:
    if not document.title.strip():
        return "no-title"
    if not same_language(document.language, "en"):
        return "language"
    if is_disambiguation(document):
        return "disambiguation"
    return "list" if document.title.startswith(("List of ", "Lists of ", "Index of ", "Outline of ")) else ""
