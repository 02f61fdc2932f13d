"""Tuples per CPU second, read and filtered on one core, and the peak memory that it takes.

    python benchmarks/tuple_speed.py [--data FOLDER] [--rows 300000] [--only FORMAT …]

Every file is made longer first: at least 20 times itself, and at least so many rows. Each is then read in a
process of its own, whose peak memory is the operating system's figure: `read` alone, `filtered` (the source
and the filter's function, one row after the other, which is the headline), and `stage`: the engine's map
stage with both, which also writes Parquet files, in one process. A statement counts whether it is kept or
dropped; rates are the median of three processes, without the seconds that Beam takes to import. FOLDER holds
the publishers' files (`atomic2020/triples_from_system_eval.part_a.tsv` …); without one, and for the formats
of which there is none there, the demonstration files are taken. With `--only`, the other formats keep the
figures that were measured before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "tuple_speed.json"
DEMO = ROOT / "jobs" / "demo" / "tuples"

TIMES = 20
RUNS = 3
WAYS = ("read", "filtered", "stage")

# By format: the publisher's file below FOLDER, and the demonstration's.
FILES = {
    "atomic2020": ("atomic2020/triples_from_system_eval.part_a.tsv", "atomic2020.tsv"),
    "atomic2019": ("atomic2019/v4_atomic_dev.csv", "v4_atomic_demo.csv"),
    "conceptnet": ("conceptnet/assertions_cn5_testdata.part_a.csv", "conceptnet-assertions-demo.csv"),
    "cn100k": ("conceptnet/cn100k_train.txt", "cn100k_demo.txt"),
    "quasimodo": ("quasimodo/quasimodo_sample.rows_1_12.tsv", "quasimodo-demo.tsv"),
    "ascent": ("ascent/ascent-v1.0.0.rows_1_3.json", "ascent-demo.json"),
    "ascentpp": ("", "ascentpp-demo.csv"),
}
HEADERS = ("event,", "primary_subject,", "subject\t")


def lengthen(source: Path, path: Path, rows: int) -> int:
    """Writes the file's rows again and again; returns how many times."""
    data = source.read_bytes().removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") + b"\n"
    header, line, rest = data.partition(b"\n")
    if data.startswith(tuple(start.encode() for start in HEADERS)):
        head, data = header + line, rest
    else:
        head = b""
    times = max(TIMES, -(-rows // data.count(b"\n")))
    write = gzip.open if path.suffix == ".gz" else open
    with write(path, "wb") as file:
        file.write(head)
        for _ in range(times):
            file.write(data)
    return times


def child(way: str, path: str, folder: str) -> dict[str, Any]:
    """Measures one way in this process."""
    from curation.tuples.filter import FilterTuples
    from curation.tuples.source import TupleFiles
    from pipelines.engine import MB, Map, RunOptions, run_stages
    from schemas.knowledge import KnowledgeTuple
    from schemas.outcome import Dropped, Rejected

    source = TupleFiles(path)
    counts = {"statements": 0, "rejected": 0}

    def statements() -> Iterator[KnowledgeTuple]:
        for split in source.plan():
            for item in source.read(split):
                if isinstance(item, Rejected):
                    counts["rejected"] += 1
                else:
                    counts["statements"] += 1
                    if not isinstance(item, Dropped):
                        yield item

    if way == "stage":  # Beam takes seconds to import, which is no property of a row
        warm_up = Map(
            name="warm-up", source=TupleFiles(str(DEMO)), function=FilterTuples(), output=KnowledgeTuple
        )
        run_stages([warm_up], f"{folder}/warm-up", RunOptions(rejected_limit=1.0))
    before = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    if way == "stage":
        stage = Map(name="tuples", source=source, function=FilterTuples(), output=KnowledgeTuple)
        options = RunOptions(rejected_limit=1.0, in_process_bytes=1 << 40)
        (manifest,) = run_stages([stage], f"{folder}/run", options)
        counts["statements"] = manifest.rows_in
        kept = manifest.rows_out
    else:
        function = FilterTuples() if way == "filtered" else iter
        kept = sum(not isinstance(item, Dropped) for item in function(statements()))
    seconds = sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return counts | {"kept": kept, "seconds": seconds, "peak_megabytes": round(peak / MB)}


def measure(path: Path, way: str) -> dict[str, Any]:
    """The median run of several, each in a process of its own."""
    runs = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, __file__, "--child", way, str(path), folder]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    rate = statistics.median(run["statements"] / run["seconds"] for run in runs)
    peak = max(run["peak_megabytes"] for run in runs)
    return {"statements_per_cpu_second": round(rate), "peak_megabytes": peak, "kept": runs[0]["kept"]}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--only", nargs="+", choices=list(FILES), default=list(FILES))
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(child(*arguments.child)))
        return
    known: dict[str, Any] = json.loads(RESULTS.read_text())["formats"] if RESULTS.exists() else {}
    results = {name: known[name] for name in FILES if name in known and name not in arguments.only}
    print(f"{'format':12}{'file':42}{'MB':>6}{'read':>10}{'filtered':>10}{'stage':>10}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.only:
            real, demo = FILES[name]
            given = arguments.data / real if arguments.data and real else DEMO / demo
            path = Path(folder) / f"{name}{given.suffix}"
            times = lengthen(given, path, arguments.rows)
            ways = {way: measure(path, way) for way in WAYS}
            size = path.stat().st_size / 1e6
            path.unlink()
            results[name] = {"file": given.name, "times": times, "megabytes": round(size, 1)} | ways
            rates = "".join(f"{ways[way]['statements_per_cpu_second']:>10,}" for way in WAYS)
            peak = max(ways[way]["peak_megabytes"] for way in WAYS)
            print(f"{name:12}{given.name:42}{size:>6.0f}{rates}{peak:>9}", flush=True)
    versions = {package: metadata.version(package) for package in ("pyarrow", "apache-beam", "ftfy")}
    about = {
        "versions": versions | {"python": platform.python_version()},
        "formats": {name: results[name] for name in FILES if name in results},
    }
    RESULTS.write_text(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main()
