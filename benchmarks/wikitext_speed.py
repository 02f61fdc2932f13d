"""Pages per CPU second from a dump to text: this project, wikiextractor 3.1, and mwparserfromhell's tree.

    python benchmarks/wikitext_speed.py DUMP.xml.bz2 [DUMP …] [--runs 3]

Each does the whole way from the compressed dump to text in a file, in a process of its own, on one core; CPU
seconds are the operating system's, children included. wikiextractor runs as its command line does, with one
worker, without template expansion (its fastest way). The mwparserfromhell recipe is the one in wide use for
making plain text of Wikipedia (parse, drop references and tables, strip the markup), fed by our dump reader.
Decoding the dump's bzip2 alone is measured as well: nothing can be faster.
Without a dump, one is written of the demonstration pages, repeated.
"""

from __future__ import annotations

import argparse
import bz2
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "wikitext_speed.json"


def roae(dump: str, output: Path) -> int:
    """Documents as the pipeline makes them, their text written."""
    from curation.wiki_documents import DocumentsConfig, PagesToDocuments

    documents = 0
    with output.open("w", encoding="utf-8") as file:
        for document in PagesToDocuments(DocumentsConfig())(_pages(dump)):
            file.write(getattr(document, "text", ""))
            documents += 1
    return documents


def mwparserfromhell_tree(dump: str, output: Path) -> int:
    """Parse to a tree, remove references and tables, strip the markup of each section."""
    import mwparserfromhell

    documents = 0
    with output.open("w", encoding="utf-8") as file:
        for page in _pages(dump):
            code = mwparserfromhell.parse(page.text)
            for tag in code.filter_tags(matches=lambda node: str(node.tag) in {"ref", "table"}):
                try:
                    code.remove(tag)
                except ValueError:  # noqa: PERF203  inside one that was removed already
                    continue
            for section in code.get_sections(flat=True, include_lead=True, include_headings=True):
                file.write(section.strip_code().strip())
            documents += 1
    return documents


def bzip2(dump: str, output: Path) -> int:
    """The dump decompressed, by the standard library."""
    with bz2.open(dump) as file:
        while file.read(1 << 20):
            pass
    return 0


def wikiextractor(dump: str, output: Path) -> int:
    """The peer's own command line."""
    command = [sys.executable, "-m", "wikiextractor.WikiExtractor", dump, "--quiet", "--no-templates"]
    command += ["--processes", "1", "--output", str(output)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 0


METHODS: dict[str, Callable[[str, Path], int]] = {
    "roae": roae,
    "wikiextractor": wikiextractor,
    "mwparserfromhell tree": mwparserfromhell_tree,
    "bzip2 alone": bzip2,
}


def _pages(dump: str) -> Iterator:
    from curation.mediawiki import MediaWikiDump
    from schemas.document import Page

    source = MediaWikiDump(dump)
    for split in source.plan():
        yield from (row for row in source.read(split) if isinstance(row, Page))


def cpu_seconds(method: str, dump: str) -> float:
    """User and system time of a process that does nothing else, less what starting it takes."""
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for argument in ("nothing", dump):
            command = [sys.executable, __file__, "--only", method, argument, folder]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            if status:
                raise SystemExit(f"{method} failed on {dump}")
            times.append(usage.ru_utime + usage.ru_stime)
    return times[1] - times[0] if method != "wikiextractor" else times[1]


def measure(dump: str, runs: int) -> dict[str, float]:
    """Median pages per CPU second, and megabytes of XML per CPU second, of each method, taken in turns."""
    pages = sum(1 for _ in _pages(dump))
    with bz2.open(dump) if dump.endswith("bz2") else Path(dump).open("rb") as file:
        size = sum(len(piece) for piece in iter(lambda: file.read(1 << 20), b""))
    print(f"\n{Path(dump).name}: {pages} articles, {size / 1e6:.1f} MB of XML")
    seconds: dict[str, list[float]] = {method: [] for method in METHODS}
    for _ in range(runs):
        for method in METHODS:
            seconds[method].append(cpu_seconds(method, dump))
    medians = {method: statistics.median(values) for method, values in seconds.items()}
    for method, value in medians.items():
        ratio = f"{medians['roae'] and value / medians['roae']:.2f} x our CPU time"
        print(f"  {method:24} {pages / value:9.1f} pages/s {size / 1e6 / value:7.1f} MB/s   {ratio}")
    return {method: round(pages / value, 2) for method, value in medians.items()}


def demonstration_dump(folder: str) -> str:
    """The demonstration pages, thirty times over, as one dump."""
    from jobs.demo import dump_streams

    head, *streams, tail = dump_streams()
    path = Path(folder) / "demowiki.xml.bz2"
    path.write_bytes(b"".join(bz2.compress(piece) for piece in [head, *streams * 30, tail]))
    return str(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dumps", nargs="*")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        dump, folder = options.dumps
        if dump == "nothing":  # what starting and importing takes
            if options.only in ("roae", "mwparserfromhell tree"):
                import curation.mediawiki
                import curation.wiki_documents  # noqa: F401
            return
        METHODS[options.only](dump, Path(folder) / "out")
        return
    with tempfile.TemporaryDirectory() as folder:
        dumps = options.dumps or [demonstration_dump(folder)]
        results = {Path(dump).name: measure(dump, options.runs) for dump in dumps}
    versions = {name: metadata.version(name) for name in ("wikiextractor", "mwparserfromhell")}
    about = {"pages_per_cpu_second": results, "versions": versions | {"python": platform.python_version()}}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
