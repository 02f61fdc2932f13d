"""Real pages: how much of what is in the source is in the output, counted by an independent parser."""

from collections import Counter

import pytest

from curation.fidelity import count_leaks, find_items, source_items
from curation.mediawiki import MediaWikiDump
from curation.wikitext import render
from schemas.document import Page

pytestmark = pytest.mark.real


def pages(path):
    source = MediaWikiDump(str(path), namespaces=())
    for split in source.plan():
        yield from (row for row in source.read(split) if isinstance(row, Page))


@pytest.mark.parametrize(
    "name",
    [
        "enwiki-2022-first251-truncated.xml.bz2",
        "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2",
    ],
)
def test_over_98_percent_of_each_construct_is_kept_and_next_to_nothing_leaks(real_data, name):
    total, kept = Counter(), Counter()
    leaks = characters = 0
    for page in pages(real_data / "wiki" / name):
        if page.namespace:
            continue
        source = source_items(page.text)
        output = render(page).text
        for item, found in zip(source.items, find_items(source.items, output), strict=True):
            total[item.kind] += 1
            kept[item.kind] += found
        leaks += sum(count_leaks(output, source.literal).values())
        characters += len(output)
    # Of the constructs that a dump has only a handful of, one item is more than two percent.
    shares = {kind: kept[kind] / count for kind, count in total.items() if count >= 50}
    assert len(shares) >= 8
    assert {kind: share for kind, share in shares.items() if share <= 0.98} == {}
    assert leaks * 20_000 < characters


def test_no_real_page_raises_and_each_says_something(real_data):
    count = 0
    for path in sorted((real_data / "wiki").rglob("*")):
        if path.suffix in (".bz2", ".xml", ".txt"):
            for page in pages(path):
                count += 1
                short = len(page.text) < 3000 or page.namespace != 0
                assert render(page).text or short, (path.name, page.title)
    assert count > 600
