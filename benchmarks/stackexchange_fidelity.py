"""Whether every formula and code block of Stack Exchange's posts is in the documents, byte for byte, and how
much markup leaks.

    python benchmarks/stackexchange_fidelity.py                            # the demonstration site
    python benchmarks/stackexchange_fidelity.py --real DATA/stackexchange  # and each site in that folder
    python benchmarks/stackexchange_fidelity.py SITE --missing

What is in the source is counted here by other means than those of the converter: tables are read with
xml.etree, bodies with html.parser. A code block is a `<pre>`; a formula is what MathJax would find in the
text between two tags, outside of code. Line ends count as the same, as HTML and Markdown have it.

A code block is kept if a CommonMark parser finds one with the same content in the document; a formula, if it
stands in the text. In a quotation or list the lines of both begin with Markdown's marks for these, which
belong to the container; formulas of several lines that stand so are counted apart. `get_text` is what
EleutherAI's stackexchange-dataset and most others do (BeautifulSoup's text of a body): it keeps the
characters, but nothing says which of them are code.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import html.parser
import importlib.metadata
import importlib.util
import itertools
import json
import platform
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from curation.html import MathDelimiters  # noqa: E402
from curation.stackexchange import StackExchangeArchive, ThreadsConfig, ThreadsToDocuments  # noqa: E402
from curation.stackexchange.sites import site_math  # noqa: E402
from schemas.document import Document  # noqa: E402
from schemas.stackexchange import ThreadPart  # noqa: E402

Opener = Callable[..., object]
LOWEST = -(10**9)
TAGS = (
    "p|a|em|strong|b|i|ul|ol|li|blockquote|br|code|pre|img|h[1-6]|sub|sup|hr|div|span|table|tr|td|th|kbd|s"
    "|strike"
)
LEAK = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]*)?/?>|&(?:amp|lt|gt|quot|nbsp|#\d{{1,7}}|#x[0-9a-fA-F]{{1,6}});")
SKIPPED = ("pre", "code", "script", "style")
VOID = ("br", "img", "hr", "wbr")


# --- the source


class BodyReader(html.parser.HTMLParser):
    """A body's code blocks, the stretches of text in which MathJax looks for formulas, and all its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.code: list[str] = []
        self.runs: list[str] = [""]
        self.text = ""
        self._skipped = 0
        self._pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins another stretch of text, but for `<br>`."""
        if tag == "pre":
            self._pre = True
            self.code.append("")
        if tag in SKIPPED:
            self._skipped += 1
        if tag == "br":
            self.runs[-1] += "\n"
        else:
            self.runs.append("")

    def handle_endtag(self, tag: str) -> None:
        """So does its end."""
        if tag in SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        if tag == "pre":
            self._pre = False
        if tag not in VOID:
            self.runs.append("")

    def handle_data(self, data: str) -> None:
        """Text, with references decoded."""
        self.text += data
        if self._pre:
            self.code[-1] += data
        elif not self._skipped:
            self.runs[-1] += data


def formulas(run: str, delimiters: str) -> Iterator[str]:
    """What MathJax finds in a stretch of text, by going through it character by character."""
    inline = {"dollar": "$", "escaped-dollar": "\\$"}.get(delimiters)
    at = 0
    while at < len(run):
        opening, closing = "", ""
        for one, other in (("$$", "$$"), (inline, inline), ("\\[", "\\]"), ("\\(", "\\)")):
            if one and run.startswith(one, at):
                opening, closing = one, other or ""
                break
        begin = re.compile(r"\\begin\{([A-Za-z*]+)\}").match(run, at)
        if begin:
            opening, closing = begin[0], f"\\end{{{begin[1]}}}"
        if not opening:
            at += 2 if run[at] == "\\" else 1
            continue
        end = _closing(run, at + len(opening), closing, nested=not begin)
        if end is None:
            at += len(opening)
            continue
        found = run[at:end]
        inner = found[len(opening) : -len(closing)]
        if inner and (delimiters != "brackets" or begin or re.search(r"[\\^_{]", inner)):
            yield found
            at = end
        else:
            at += len(opening)


def _closing(run: str, at: int, closing: str, *, nested: bool) -> int | None:
    depth = 0
    while at < len(run):
        if depth == 0 and run.startswith(closing, at):
            return at + len(closing)
        if nested and run[at] == "{":
            depth += 1
        elif nested and run[at] == "}":
            depth = max(0, depth - 1)
        at += 2 if run[at] == "\\" and nested else 1
    return None


def posts(path: Path) -> Iterator[tuple[str, str]]:
    """The id of the question and the body, of each question and answer of a Posts table."""
    openers: dict[str, Opener] = {".gz": gzip.open, ".bz2": bz2.open}
    with openers.get(path.suffix, open)(path, "rb") as file:  # type: ignore[attr-defined]
        for _, row in ET.iterparse(file):
            if row.tag == "row" and row.get("PostTypeId") in ("1", "2"):
                yield row.get("ParentId") or row.get("Id", ""), row.get("Body", "")
            row.clear()


# --- measuring


@dataclass
class Score:
    """One site."""

    in_source: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    in_container: int = 0
    leaks: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    documents: int = 0
    missing: list[tuple[str, str, str]] = field(default_factory=list)
    get_text: Counter[str] = field(default_factory=Counter)


def documents(folder: Path, math: MathDelimiters | None) -> tuple[str, dict[str, Document]]:
    """The host of the site, and all threads by the number of their question."""
    config = ThreadsConfig(
        min_question_score=LOWEST,
        min_answer_score=LOWEST,
        min_accepted_score=LOWEST,
        min_answers=0,
        math=math,
    )
    source = StackExchangeArchive(str(folder))
    rows = [row for split in source.plan() for row in source.read(split) if isinstance(row, ThreadPart)]
    rows.sort(key=lambda row: row.thread)
    groups = ((key, list(group)) for key, group in itertools.groupby(rows, lambda row: row.thread))
    found = {
        row.metadata["question"]: row
        for row in ThreadsToDocuments(config)(groups)
        if isinstance(row, Document)
    }
    return rows[0].site, found


def measure(folder: Path, table: Path, math: MathDelimiters | None) -> Score:
    """Counts formulas and code blocks of a site in the source and in the documents."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    site, found = documents(folder, math)
    delimiters = math or site_math(site)
    score = Score(documents=len(found))
    threads: dict[str, list[BodyReader]] = {}
    for question, body in posts(table):
        reader = BodyReader()
        reader.feed(body.replace("\r\n", "\n").replace("\r", "\n"))
        reader.close()
        threads.setdefault(question, []).append(reader)
        count_get_text(body, reader, delimiters, score)
    for question, readers in threads.items():
        document = found.get(question)
        text = document.text if document else ""
        score.characters += len(text)
        fences = Counter(token.content for token in parser.parse(text) if token.type == "fence")
        for reader in readers:
            for code in reader.code:
                block = code.removeprefix("\n")
                if not block.strip():
                    continue
                score.in_source["code"] += 1
                block = block if block.endswith("\n") else block + "\n"
                fences[block] -= 1
                if fences[block] >= 0:
                    score.kept["code"] += 1
                else:
                    score.missing.append((question, "code", code))
        wanted = Counter(f for r in readers for run in r.runs for f in formulas(run, delimiters))
        for formula, times in wanted.items():
            score.in_source["formula"] += times
            exact = min(times, text.count(formula))
            pattern = re.escape(formula).replace("\\\n", "\n").replace("\n", r"\n[> ]*")
            loose = min(times, len(re.findall(pattern, text))) if exact < times else exact
            score.kept["formula"] += loose
            score.in_container += loose - exact
            if loose < times:
                score.missing.append((question, "formula", formula))
        literal = Counter(match for reader in readers for match in LEAK.findall(reader.text))
        score.leaks += Counter(LEAK.findall(text)) - literal
    return score


def count_get_text(body: str, reader: BodyReader, delimiters: str, score: Score) -> None:
    """The same for BeautifulSoup's text of the body."""
    if not importlib.util.find_spec("bs4"):
        return
    from bs4 import BeautifulSoup

    text = BeautifulSoup(body, "html.parser").get_text().replace("\r\n", "\n")
    for code in reader.code:
        score.get_text["code as text"] += bool(code.strip()) and code in text
    for run in reader.runs:
        score.get_text["formula"] += sum(formula in text for formula in formulas(run, delimiters))


def show(name: str, score: Score, count: int) -> None:
    """The figures for people."""
    print(f"\n{name}: {score.documents} threads, {score.characters:,} characters")
    for kind in ("code", "formula"):
        print(
            f"  {kind:<9} {score.in_source[kind]:>7} in the source, {score.kept[kind]:>7} kept byte for byte"
        )
    if score.in_container:
        print(f"  of the formulas, {score.in_container} have several lines inside of a quotation or list")
    print(f"  leaked markup: {score.leaks.total()} {dict(score.leaks)}")
    if score.get_text:
        print(
            f"  get_text: {score.get_text['code as text']} code blocks as text, 0 marked as code; "
            f"{score.get_text['formula']} formulas"
        )
    for question, kind, text in score.missing[:count]:
        print(f"  missing in question {question}: {kind} {text[:300]!r}")


def unpacked(path: Path, scratch: Path) -> Path:
    """The Posts table of what was named: a folder or an archive."""
    if path.suffix == ".7z":
        import py7zr

        with py7zr.SevenZipFile(path) as archive:
            archive.extract(scratch / path.name, targets=["Posts.xml"])
        path = scratch / path.name
    return next(iter(sorted(path.glob("Posts.xml*"))))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sites", nargs="*", type=Path, help="folders with a Posts table, or archives")
    parser.add_argument("--real", type=Path, metavar="FOLDER", help="folder of several of these")
    parser.add_argument("--missing", type=int, default=5, help="how many missing items to list (default 5)")
    parser.add_argument(
        "--output", type=Path, default=ROOT / "benchmarks/results/stackexchange_fidelity.json"
    )
    options = parser.parse_args()
    demo = ROOT / "jobs/demo/stackexchange/demo.stackexchange.com"
    sites = list(options.sites) or [demo]
    if options.real:
        sites += sorted(path for path in options.real.iterdir() if path.is_dir() or path.suffix == ".7z")
    results = {}
    with tempfile.TemporaryDirectory() as scratch:
        for site in sites:
            # The demonstration site is one about mathematics, which its name cannot tell.
            score = measure(site, unpacked(site, Path(scratch)), "dollar" if site == demo else None)
            show(site.name, score, options.missing)
            results[site.name] = {
                "threads": score.documents,
                "in_source": dict(score.in_source),
                "kept": dict(score.kept),
                "formulas_of_several_lines_in_a_container": score.in_container,
                "leaks": dict(score.leaks),
                "get_text": dict(score.get_text),
            }
    names = [name for name in ("beautifulsoup4", "markdown-it-py") if _installed(name)]
    record = {
        "versions": {"python": platform.python_version()} | {n: importlib.metadata.version(n) for n in names},
        "sites": results,
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"\nwritten: {options.output}")


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main()
