"""The rules and the search for personal data on real articles."""

import pytest
from quality_documents import IDENTIFIER

from curation.mediawiki import MediaWikiDump
from curation.pii.replacing import find_pii
from curation.quality.config import QualityConfig
from curation.quality.measure import measure
from curation.quality.rules import SETS, RuleSet
from curation.wiki_documents import to_document
from schemas.document import Page

pytestmark = pytest.mark.real

DUMPS = (
    "enwiki-2022-first251-truncated.xml.bz2",
    "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2",
)


@pytest.fixture(scope="module")
def articles(real_data):
    """The articles of both English dumps, with what they measure."""
    found = []
    for name in DUMPS:
        source = MediaWikiDump(paths=str(real_data / "wiki" / name))
        for split in source.plan():
            documents = (to_document(page) for page in source.read(split) if isinstance(page, Page))
            found += [(document, measure(document, IDENTIFIER)) for document in documents if document.text]
    return found


def test_wikipedias_own_rules_drop_no_real_article(articles):
    rules = QualityConfig().kind_of("enwiki").rule_set()
    dropped = {
        document.title: rules.reasons(scores) for document, scores in articles if rules.reasons(scores)
    }
    assert len(articles) == 245
    assert dropped == {}


def test_all_rules_together_drop_lists_and_disambiguation_pages_alone(articles):
    rules = RuleSet.of(tuple(SETS), {})
    dropped = {document.title for document, scores in articles if rules.reasons(scores)}
    assert 0 < len(dropped) < 20
    assert {"Autism", "Anarchism", "Albedo", "Academy Awards", "Alabama", "Aristotle"}.isdisjoint(dropped)


def test_articles_hold_nothing_that_is_taken_for_personal(articles):
    found = {
        document.title: [document.text[finding.start : finding.end] for finding in find_pii(document.text)]
        for document, _ in articles
    }
    assert {title: texts for title, texts in found.items() if texts} == {}
