"""Documents → facts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from curation.facts.contested import agree
from curation.facts.events import event_facts
from curation.facts.infobox import infobox_facts
from curation.facts.leads import lead_facts
from curation.facts.naming import folded
from curation.facts.page import Page, read_page
from curation.facts.pages import Names, Pages
from curation.facts.sections import section_facts
from curation.facts.subjects import is_disambiguation
from curation.facts.tables import table_facts
from curation.facts.unstated import unstated_facts
from curation.language.identify import same_language
from schemas.document import Document
from schemas.facts import Fact
from schemas.outcome import Dropped


@dataclass(frozen=True)
class DocumentsToFacts:
    """Function of a map stage that uses those of the newest pages and of the shared names: the facts of each
    English document.

    Drops `no-title`, `language` (wordings and sentence patterns are English), `older-revision`,
    `disambiguation` and `list` pages (they are about no one thing), and `no-facts`. `redirects` are, by
    title, other titles that lead to it: they become aliases of answers. Dumps have redirects as pages of
    their own, which the reader drops; a caller that has collected them passes them here.
    """

    redirects: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __call__(self, documents: Iterable[Document], pages: str, names: str) -> Iterator[Fact | Dropped]:
        """See the class; the folders are those of the two stages."""
        newest, shared = Pages(pages), Names(names)
        for document in documents:
            if reason := _unwanted(document):
                yield Dropped(reason, document)
                continue
            if not newest.is_newest(document):
                yield Dropped("older-revision", document)
                continue
            found = [self._with_redirects(fact) for fact in page_facts(read_page(document, shared.is_shared))]
            yield from found
            if not found:
                yield Dropped("no-facts", document)

    def _with_redirects(self, fact: Fact) -> Fact:
        others = self.redirects.get(fact.value, ())
        if not others:
            return fact
        return dataclasses.replace(fact, aliases=list(dict.fromkeys([*fact.aliases, *others])))


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


def _unwanted(document: Document) -> str:
    if not document.title.strip():
        return "no-title"
    if not same_language(document.language, "en"):
        return "language"
    if is_disambiguation(document):
        return "disambiguation"
    return "list" if document.title.startswith(("List of ", "Lists of ", "Index of ", "Outline of ")) else ""
