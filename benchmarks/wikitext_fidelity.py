"""How much of a wiki dump's content each converter keeps, construct by construct, and how much markup leaks.

    python benchmarks/wikitext_fidelity.py                      # the demonstration dump
    python benchmarks/wikitext_fidelity.py --real DATA/wiki     # and the two English dumps in that folder
    python benchmarks/wikitext_fidelity.py DUMP --missing table-cell --page Albedo

Converters: `roae` (curation.wikitext), `wikiextractor` as its command line runs it by default, and
`wikiextractor --html`, which keeps lists; its tags are removed before the search and its leaks not counted,
as HTML is what it promises. Every converter gets the same pages: namespace 0, no redirects, wikitext. What
counts as kept is said in curation/fidelity/match.py, what counts as source in curation/fidelity/source.py.
"""

from __future__ import annotations

import argparse
import bz2
import functools
import html
import importlib.metadata
import importlib.util
import json
import platform
import random
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from curation.fidelity import KINDS, Item, count_leaks, find_items, source_items  # noqa: E402
from schemas.document import Page  # noqa: E402

Convert = Callable[[Page], str]
LEAK_UNIT = 20_000  # characters
REAL_DUMPS = ("enwiki-latest-pages-articles1*shortened.bz2", "enwiki-2022-first251-truncated.xml.bz2")


# --- pages: a reader of its own, so that a fault of the pipeline's reader cannot hide one of the converter's


def pages(name: str, text: str) -> Iterator[Page]:
    """A dump's pages that parse as XML by themselves."""
    site = re.search(r"<dbname>(.*?)</dbname>", text)
    for match in re.finditer(r"<page>.*?</page>", text, re.S):
        try:
            page = ET.fromstring(match.group())
        except ET.ParseError as error:
            print(f"{name}: a page at character {match.start()} is no XML ({error}): left out")
            continue
        redirect = page.find("redirect")
        yield Page(
            site=site[1] if site else "wiki",
            language="en",
            id=int(page.findtext("id") or 0),
            namespace=int(page.findtext("ns") or 0),
            title=page.findtext("title") or "",
            text=page.findtext("revision/text") or "",
            redirect="" if redirect is None else redirect.get("title", ""),
            model=page.findtext("revision/model") or "wikitext",
        )


# --- converters


def roae() -> Convert:
    """Ours."""
    from curation.wikitext import render

    return lambda page: render(page).text


def wikiextractor(templates: dict[str, str], *, as_html: bool = False) -> Convert:
    """wikiextractor 3.1 as its own worker calls it, on text escaped as it stands in a dump, with the
    templates that the dump holds.
    """
    from wikiextractor.extract import Extractor

    def convert(page: Page) -> str:
        extractor = Extractor(
            page.id, "0", "", page.title, [], templates=templates, templatePrefix="Template:",
            HtmlFormatting=as_html,
        )  # fmt: skip
        text = "\n".join(extractor.clean_text(html.escape(page.text), html_safe=False))
        if not as_html:
            return text
        blocks = re.sub(r"</?(?:h\d|li|ul|ol|dl|dt|dd|p|div|br)\b[^<>]*>", "\n", text)
        return re.sub(r"<[^<>]+>", "", blocks)

    return convert


def template_pages(every: list[Page]) -> dict[str, str]:
    """The templates that a dump defines, as wikiextractor keeps them."""
    from wikiextractor.extract import define_template

    templates: dict[str, str] = {}
    for page in every:
        if page.namespace == 10 and page.model == "wikitext":
            define_template(page.title, html.escape(page.text).splitlines(keepends=True), templates, {})
    return templates


def converters(names: list[str], every: list[Page]) -> dict[str, Convert]:
    """The converters asked for; wikiextractor is left out, and that is said, where it is not installed."""
    found: dict[str, Convert] = {}
    if "roae" in names:
        found["roae"] = roae()
    peers = [name for name in names if name != "roae"]
    if peers and not importlib.util.find_spec("wikiextractor"):
        print(
            f"{', '.join(peers)} left out: wikiextractor is not installed (pip install wikiextractor==3.1.0)"
        )
        return found
    templates = template_pages(every) if peers else {}
    for name in peers:
        found[name] = wikiextractor(templates, as_html=name.endswith("html"))
    return found


# --- measuring


@dataclass
class Score:
    """One converter on one dump."""

    kept: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    worst: list[tuple[float, str]] = field(default_factory=list)
    missing: list[tuple[str, Item]] = field(default_factory=list)
    leaking: list[tuple[str, Counter[str]]] = field(default_factory=list)


def measure(every: list[Page], chosen: dict[str, Convert]) -> tuple[Counter[str], dict[str, Score]]:
    """Items in the source by kind, and a score for each converter."""
    total: Counter[str] = Counter()
    scores = {name: Score() for name in chosen}
    for page in every:
        source = source_items(page.text)
        total.update(item.kind for item in source.items)
        for name, convert in chosen.items():
            score, text = scores[name], convert(page)
            found = find_items(source.items, text)
            lost = [item for item, ok in zip(source.items, found, strict=True) if not ok]
            score.kept.update(item.kind for item, ok in zip(source.items, found, strict=True) if ok)
            score.missing += [(page.title, item) for item in lost]
            if source.items:
                score.worst.append((len(lost) / len(source.items), page.title))
            if not name.endswith("html"):
                leaks = count_leaks(text, source.literal, maths=name == "roae")
                score.leaks += leaks
                if leaks:
                    score.leaking.append((page.title, leaks))
            score.characters += len(text)
    return total, scores


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "-"


def show(total: Counter[str], scores: dict[str, Score], worst: int) -> None:
    """The table for people."""
    width = max(16, *(len(name) + 2 for name in scores))
    print(f"{'construct':<16}{'in source':>10}" + "".join(f"{name:>{width}}" for name in scores))
    for kind in KINDS:
        row = "".join(f"{percent(score.kept[kind], total[kind]):>{width}}" for score in scores.values())
        print(f"{kind:<16}{total[kind]:>10}{row}")
    rows = {
        "all": lambda score: percent(score.kept.total(), total.total()),
        "characters": lambda score: f"{score.characters:,}",
        "leaked tokens": lambda score: f"{score.leaks.total()}",
        f"per {LEAK_UNIT:,}": lambda score: f"{leak_rate(score):.3f}",
    }
    for title, value in rows.items():
        source = f"{total.total():>10}" if title == "all" else " " * 10
        cells = [
            "-" if name.endswith("html") and ("leak" in title or "per" in title) else value(score)
            for name, score in scores.items()
        ]
        print(f"{title:<16}{source}" + "".join(f"{cell:>{width}}" for cell in cells))
    for name, score in scores.items():
        if score.leaks:
            print(f"leaks of {name}: " + ", ".join(f"{k} {n}" for k, n in score.leaks.most_common()))
        if worst:
            pages_ = ", ".join(
                f"{title} ({100 * share:.1f}% lost)"
                for share, title in sorted(score.worst)[: -worst - 1 : -1]
            )
            print(f"worst pages of {name}: {pages_}")


def leak_rate(score: Score) -> float:
    return LEAK_UNIT * score.leaks.total() / score.characters if score.characters else 0.0


def result(total: Counter[str], scores: dict[str, Score]) -> dict[str, object]:
    """One dump's figures as JSON."""
    return {
        "in_source": {kind: total[kind] for kind in KINDS},
        "converters": {
            name: {
                "kept": {kind: score.kept[kind] for kind in KINDS},
                "kept_percent": {
                    kind: round(100 * score.kept[kind] / total[kind], 3) for kind in KINDS if total[kind]
                },
                "characters": score.characters,
                "leaks": None if name.endswith("html") else dict(sorted(score.leaks.items())),
                f"leaks_per_{LEAK_UNIT}_characters": (
                    None if name.endswith("html") else round(leak_rate(score), 4)
                ),
            }
            for name, score in scores.items()
        },
    }


def show_missing(score: Score, kind: str, count: int, seed: int) -> None:
    """Missing items with their source text; a seeded sample when there are more than `count`."""
    lost = [(title, item) for title, item in score.missing if kind in ("all", item.kind)]
    if len(lost) > count:
        random.Random(seed).shuffle(lost)
    for title, item in lost[:count]:
        print(f"{item.kind:<16} {title}: {item.text[:300]!r}")
    print(f"{min(count, len(lost))} of {len(lost)} missing items shown")


def read(path: Path) -> str:
    """A dump file's XML."""
    data = path.read_bytes()
    return (bz2.decompress(data) if path.suffix == ".bz2" else data).decode("utf-8")


def demo() -> str:
    """The demonstration dump's XML."""
    from jobs.demo import dump_streams

    return b"".join(dump_streams()).decode("utf-8")


def versions() -> dict[str, str]:
    installed = [name for name in ("mwparserfromhell", "wikiextractor") if importlib.util.find_spec(name)]
    return {"python": platform.python_version()} | {n: importlib.metadata.version(n) for n in installed}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "dumps", nargs="*", type=Path, help="dumps, .xml or .xml.bz2 (default: the demo dump)"
    )
    parser.add_argument("--real", type=Path, metavar="FOLDER", help="folder with the two English dumps")
    parser.add_argument(
        "--converter", action="append", choices=["roae", "wikiextractor", "wikiextractor --html"],
        help="only this one (may be given more than once)",
    )  # fmt: skip
    parser.add_argument("--missing", metavar="KIND", choices=["all", *KINDS], help="list what is missing")
    parser.add_argument("--leaks", action="store_true", help="list the pages that leak markup")
    parser.add_argument("--count", type=int, default=30, help="how many missing items to list (default 30)")
    parser.add_argument("--seed", type=int, default=0, help="which sample of the missing items (default 0)")
    parser.add_argument("--page", help="only the page of this title")
    parser.add_argument(
        "--worst", type=int, default=5, help="how many of the worst pages to name (default 5)"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks/results/wikitext_fidelity.json")
    options = parser.parse_args()

    dumps = list(options.dumps)
    if options.real:
        dumps += [path for pattern in REAL_DUMPS for path in sorted(options.real.glob(pattern))]
        if not dumps:
            parser.error(f"no English dump in {options.real}: expected {' or '.join(REAL_DUMPS)}")
    sources: dict[str, Callable[[], str]] = {} if options.dumps else {"demo": demo}
    sources |= {path.name: functools.partial(read, path) for path in dumps}
    names = options.converter or ["roae", "wikiextractor", "wikiextractor --html"]

    results: dict[str, object] = {}
    for dump, load in sources.items():
        every = list(pages(dump, load()))
        chosen = converters(names, every)
        articles = [p for p in every if p.namespace == 0 and not p.redirect and p.model == "wikitext"]
        if options.page:
            articles = [page for page in articles if page.title == options.page]
            if not articles:
                parser.error(f"{dump} has no article called {options.page!r}")
        print(f"\n{dump}: {len(articles)} articles")
        total, scores = measure(articles, chosen)
        show(total, scores, options.worst)
        results[dump] = {"articles": len(articles), **result(total, scores)}
        for name, score in scores.items():
            if options.missing:
                print(f"\nmissing in {name}:")
                show_missing(score, options.missing, options.count, options.seed)
            if options.leaks:
                for title, leaks in score.leaking:
                    print(f"leak in {name}: {title}: {dict(leaks)}")
    partial = options.page or options.converter
    if not partial:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        record = {"versions": versions(), "dumps": results}
        options.output.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        print(f"\nwritten: {options.output}")


if __name__ == "__main__":
    main()
