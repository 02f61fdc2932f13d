"""Posts per CPU second from a Posts table to text, against EleutherAI's stackexchange-dataset, and memory.

    python benchmarks/stackexchange_speed.py SITE [SITE …] [--runs 3] [--times 5] [--memory-times 20]

A site is a folder with a Posts table (Posts.xml, .gz, .bz2) or an archive. It is made `--times` as long, with
new numbers, and each method makes text of it in a process of its own, on one core; CPU seconds are the
operating system's, user and system, from when all is imported that the method needs to when it has written
the last post. `stages` is the same as `roae`, but as a pipeline runs it: through the engine's shuffle,
into Parquet; its seconds are those of the receipts. Its peak memory is measured on the site itself and on
one `--memory-times` as long.

The package stackexchange-dataset (github.com/EleutherAI/stackexchange-dataset, `pairer.py`) is on no package
index. `recipe` does here what its source does: ElementTree over the table, under a progress bar;
a question with answers waits in memory; an answer is kept if it is the accepted one or has a score of 3; once
all answers of a question were seen, BeautifulSoup's text of the question and of the three answers with the
highest scores goes into lm-dataformat's archive. That leaves many answers out. `recipe, all` is the same
without the two thresholds, so that it writes the posts that we write; it is the one to compare with.
"""

from __future__ import annotations

import argparse
import bz2
import dataclasses
import gzip
import importlib
import itertools
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "stackexchange_speed.json"
EVERYTHING = -(10**9)


# --- methods: Posts table → text; each returns how many posts it wrote


def roae(table: Path, output: Path) -> int:
    """Documents as the pipeline makes them, their text written."""
    from curation.stackexchange import StackExchangeArchive, ThreadsToDocuments
    from schemas.document import Document
    from schemas.stackexchange import ThreadPart

    source = StackExchangeArchive(str(table), site=table.parent.name)
    rows = [row for split in source.plan() for row in source.read(split) if isinstance(row, ThreadPart)]
    rows.sort(key=lambda row: row.thread)
    groups = ((key, list(group)) for key, group in itertools.groupby(rows, lambda row: row.thread))
    posts = 0
    with output.open("w", encoding="utf-8") as file:
        for row in ThreadsToDocuments(_config())(groups):
            if isinstance(row, Document):
                file.write(row.text)
                posts += 1 + row.metadata.get("answer_scores", "").count(",") + ("answers" in row.metadata)
    return posts


def recipe(table: Path, output: Path, *, min_score: int = 3, max_responses: int = 3) -> int:
    """The peer's steps."""
    from bs4 import BeautifulSoup
    from lm_dataformat import Archive
    from tqdm import tqdm

    def text(html: str) -> str:
        return BeautifulSoup(html, "html.parser").get_text()

    questions: dict[str, dict[str, Any]] = {}
    written = 0
    archive = Archive(str(output))
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        for _, element in tqdm(ET.iterparse(table, events=("end",)), file=nowhere):
            if element.tag != "row":
                continue
            row: dict[str, Any] = defaultdict(lambda: None, element.attrib)
            if row["PostTypeId"] == "1" and int(row["AnswerCount"] or 0):
                names = ("Id", "Body", "Title", "Tags", "AnswerCount", "AcceptedAnswerId")
                questions[row["Id"]] = {name: row[name] for name in names} | {"parsed": 0, "answers": {}}
            elif row["PostTypeId"] == "2" and (question := questions.get(row["ParentId"])):
                if question["AcceptedAnswerId"] == row["Id"] or int(row["Score"] or 0) >= min_score:
                    question["answers"][row["Id"]] = {name: row[name] for name in ("Id", "Body", "Score")}
                question["parsed"] += 1
                if question["parsed"] == int(question["AnswerCount"]):
                    del questions[row["ParentId"]]
                    if question["answers"]:
                        asked = {"title": question["Title"], "body": text(question["Body"])}
                        answers = [
                            {"id": answer["Id"], "body": text(answer["Body"]), "score": int(answer["Score"])}
                            for answer in question["answers"].values()
                        ]
                        answers.sort(key=lambda answer: answer["score"], reverse=True)
                        answers = answers[:max_responses]
                        name = f"example_{question['Id'].zfill(10)}.txt"
                        archive.add_data({"question": asked, "answers": answers}, meta={"name": name})
                        written += 1 + len(answers)
            element.clear()
    archive.commit("example")
    return written


def recipe_all(table: Path, output: Path) -> int:
    """The peer's steps for every answer."""
    return recipe(table, output, min_score=EVERYTHING, max_responses=10**9)


def expat_alone(table: Path, output: Path) -> int:
    """The table parsed by ElementTree, and nothing done with it."""
    for _, element in ET.iterparse(table):
        element.clear()
    return 0


METHODS: dict[str, Callable[[Path, Path], int]] = {
    "roae": roae,
    "recipe": recipe,
    "recipe, all": recipe_all,
    "XML alone": expat_alone,
}


_RECIPE_IMPORTS = ("bs4", "lm_dataformat", "tqdm")
IMPORTS: dict[str, tuple[str, ...]] = {
    "roae": ("curation.stackexchange",),
    "recipe": _RECIPE_IMPORTS,
    "recipe, all": _RECIPE_IMPORTS,
    "XML alone": (),
}


def _config() -> Any:
    from curation.stackexchange import ThreadsConfig

    return ThreadsConfig(
        min_question_score=EVERYTHING, min_answer_score=EVERYTHING, min_accepted_score=EVERYTHING
    )


def passed(rows: Iterator[Any]) -> Iterator[Any]:
    """The rows as they are."""
    return rows


def run_stages(table: Path, folder: Path, split_bytes: int) -> dict[str, dict[str, float]]:
    """The table through the engine; the timing of each stage."""
    from curation.stackexchange import StackExchangeArchive, ThreadsToDocuments
    from pipelines.engine import Group, Map, run_stages
    from schemas.document import Document
    from schemas.stackexchange import ThreadPart

    source = StackExchangeArchive(str(table), site=table.parent.name, split_bytes=split_bytes)
    stages = [
        Map(name="posts", source=source, function=passed, output=ThreadPart),
        Group(
            name="threads", input=ThreadPart, key="thread",
            partitions=max(1, table.stat().st_size // (64 << 20)),
            function=ThreadsToDocuments(_config()), output=Document,
        ),
    ]  # fmt: skip
    return {
        manifest.stage: dataclasses.asdict(manifest.timing) for manifest in run_stages(stages, str(folder))
    }


# --- input


def posts_table(site: Path, folder: Path) -> bytes:
    """The site's Posts table, unpacked."""
    if site.suffix == ".7z":
        import py7zr

        with py7zr.SevenZipFile(site) as archive:
            archive.extract(folder / site.name, targets=["Posts.xml"])
        site = folder / site.name
    path = next(iter(sorted(site.glob("Posts.xml*"))))
    openers: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open}
    with openers.get(path.suffix, open)(path, "rb") as file:
        data: bytes = file.read()
    return data


def table_path(site: Path, folder: Path) -> Path:
    """Where the longer table goes: a folder with the name of the site's host, as in a recipe, since it is
    by the host that formulas are known.
    """
    from curation.stackexchange.sites import host_in

    path = folder / "sites" / host_in(site.name) / "Posts.xml"
    path.parent.mkdir(parents=True)
    return path


def repeat(data: bytes, times: int, path: Path) -> None:
    """Writes the table's rows `times` times over, each time with other numbers."""
    first, last = data.index(b"<row"), data.rindex(b"</")
    number = re.compile(rb' (Id|ParentId|AcceptedAnswerId)="(\d+)"')
    with path.open("wb") as file:
        file.write(data[:first])
        for turn in range(times):

            def shifted(match: re.Match[bytes], turn: int = turn) -> bytes:
                return b' %b="%d"' % (match[1], int(match[2]) + turn * 10**7)

            file.write(number.sub(shifted, data[first:last]))
        file.write(data[last:])


# --- measuring


def cpu_seconds(method: str, table: Path, folder: Path) -> tuple[float, int]:
    """User and system time of the method in a process of its own; the posts."""
    found = in_process(["--only", method, str(table), str(folder)])
    return found["cpu_seconds"], found["posts"]


def run_method(method: str, table: Path, folder: Path) -> dict[str, Any]:
    """What `cpu_seconds` needs, in this process."""
    for module in IMPORTS[method]:
        importlib.import_module(module)
    started = time.process_time()
    posts = METHODS[method](table, folder / method.replace(", ", "-"))
    return {"posts": posts, "cpu_seconds": time.process_time() - started}


def measure(name: str, table: Path, folder: Path, runs: int) -> dict[str, Any]:
    """Medians of each method, taken in turns, and the stages' seconds."""
    size = table.stat().st_size / 1e6
    print(f"\n{name}: {size:.1f} MB of XML")
    seconds: dict[str, list[float]] = {method: [] for method in METHODS}
    posts: dict[str, int] = {}
    for _ in range(runs):
        for method in METHODS:
            spent, posts[method] = cpu_seconds(method, table, folder)
            seconds[method].append(spent)
    medians = {method: statistics.median(values) for method, values in seconds.items()}
    stages = in_process(["--stages", str(table), str(folder / "run"), str(32 << 20)])
    medians["stages"] = sum(timing["cpu_seconds"] for timing in stages.values())
    posts["stages"] = posts["roae"]
    for method, value in medians.items():
        ratio = f"{value / medians['roae']:.1f} x our CPU time" if method != "roae" else ""
        print(
            f"  {method:12} {posts[method]:>8} posts {value:8.2f} s {posts[method] / value:10.0f} posts/s "
            f"{size / value:7.1f} MB/s   {ratio}"
        )
    return {
        "megabytes": round(size, 1),
        "posts": posts,
        "cpu_seconds": {method: round(value, 3) for method, value in medians.items()},
        "posts_per_cpu_second": {
            method: round(posts[method] / value) for method, value in medians.items() if posts[method]
        },
    }


def in_process(arguments: list[str]) -> Any:
    """What this script prints as JSON when it is called so, in a new process."""
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def peaks(data: bytes, folder: Path, times: int) -> dict[str, float]:
    """Peak memory in megabytes when each stage ended; the process is the same, so it can only rise."""
    table = folder / f"Posts-{times}.xml"
    repeat(data, times, table)
    stages = in_process(["--stages", str(table), str(folder / f"memory-{times}"), str(32 << 20)])
    found = {stage: round(timing["peak_rss_bytes"] / 1e6, 1) for stage, timing in stages.items()}
    figures = "  ".join(f"{stage} {peak:.0f} MB" for stage, peak in found.items())
    print(f"  peak memory at {times} x ({table.stat().st_size / 1e6:.0f} MB of XML): {figures}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sites", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--memory-times", type=int, default=20)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    parser.add_argument("--stages", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        table, folder = options.sites
        print(json.dumps(run_method(options.only, table, folder)))
        return
    if options.stages:
        table, output, split_bytes = options.stages
        print(json.dumps(run_stages(Path(table), Path(output), int(split_bytes))))
        return
    sites = options.sites or [ROOT / "jobs/demo/stackexchange/demo.stackexchange.com"]
    results, memory = {}, {}
    for site in sites:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            data = posts_table(site, folder)
            table = table_path(site, folder)
            repeat(data, options.times, table)
            results[site.name] = measure(site.name, table, folder, options.runs)
            memory[site.name] = {
                f"{times} x": peaks(data, table.parent, times) for times in (1, options.memory_times)
            }
    about = {
        "sites": results,
        "peak_megabytes": memory,
        "versions": {
            "python": platform.python_version(),
            "beautifulsoup4": metadata.version("beautifulsoup4"),
        },
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
