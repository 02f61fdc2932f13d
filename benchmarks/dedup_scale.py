"""The whole near-duplicate pass over generated documents, small and large: it must not slow down, nor grow.

    python benchmarks/dedup_scale.py [--documents 50000 1000000] [--workers 2] [--folder FOLDER]

From Parquet documents to the survivors, through every stage. One document in twenty is a copy of one page, so
that of a million 50,000 are in one bucket of each band. Each corpus is run in a process of its own; the rate
is in documents per second, of wall time, of CPU time (of all processes, without making the documents), and of
the CPU time that the shards' receipts say, which leaves out the starting of workers and the shuffle files.
The peak is the largest sum of the resident memory of all processes, sampled twice a second.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
RESULTS = ROOT / "benchmarks" / "results" / "dedup_scale.json"

from dedup_corpus import Corpus, write_description  # noqa: E402

from curation.dedup.config import DuplicatesConfig  # noqa: E402
from curation.dedup.largest import largest_clusters  # noqa: E402
from pipelines.dedup import dedup_stages  # noqa: E402
from pipelines.engine import Map, RunOptions, run_stages  # noqa: E402
from schemas.document import Document  # noqa: E402

HOT_SHARE = 20


def same(records):
    yield from records


def run(documents: int, workers: int, folder: Path) -> None:
    """One corpus; prints what it took as JSON."""
    hot = documents // HOT_SHARE
    source = write_description(Corpus(documents - hot, hot=hot), folder / "corpus.json")
    made = Map(name="documents", source=source, function=same, output=Document)
    partitions = max(4, documents // 125_000)
    stages = [made, *dedup_stages(("documents",), DuplicatesConfig(), partitions=partitions)]
    options = RunOptions(workers=workers)
    output = str(folder / "run")
    run_stages([made], output, options)
    started, cpu_started = time.monotonic(), _cpu_seconds()
    with _Peak() as peak:
        manifests = run_stages(stages, output, options)[1:]
    seconds, cpu = time.monotonic() - started, _cpu_seconds() - cpu_started
    at_work = sum(manifest.timing.cpu_seconds for manifest in manifests)
    (largest, *_) = largest_clusters(str(next((folder / "run").glob("*-clusters"))), 1)
    print(
        json.dumps(
            {
                "documents": documents,
                "wall_seconds": round(seconds, 1),
                "cpu_seconds": round(cpu, 1),
                "documents_per_wall_second": round(documents / seconds),
                "documents_per_cpu_second": round(documents / cpu),
                "documents_per_cpu_second_at_work": round(documents / at_work),
                "peak_bytes": peak.bytes,
                "largest_cluster": largest.size,
                "links": next(m.rows_out for m in manifests if m.stage == "links"),
                "survivors": next(m.rows_out for m in manifests if m.stage == "survivors"),
                "cpu_seconds_by_stage": {m.stage: round(m.timing.cpu_seconds, 1) for m in manifests},
            }
        )
    )


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class _Peak:
    """The largest sum of the resident memory of this process and all below it (Linux), what they share
    counted once.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> _Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.5):
            self.bytes = max(self.bytes, sum(map(_resident, _family(os.getpid()))))


def _family(process: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # ended in the meantime
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, left = [], [process]
    while left:
        one = left.pop()
        found.append(one)
        left += children.get(one, [])
    return found


def _resident(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[50_000, 1_000_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", help="where runs are made, and deleted (default: a temporary folder)")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run(options.documents[0], options.workers, Path(options.folder))
        return
    found = []
    for documents in options.documents:
        folder = Path(tempfile.mkdtemp(dir=options.folder))
        command = [sys.executable, __file__, "--one", "--workers", str(options.workers)]
        command += ["--documents", str(documents), "--folder", str(folder)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        shutil.rmtree(folder)
        result = json.loads(done.stdout.splitlines()[-1])
        found.append(result)
        rates = {
            name.removeprefix("documents_per_"): f"{rate} ({rate / found[0][name]:.2f} of the first)"
            for name, rate in result.items()
            if name.startswith("documents_per_")
        }
        print(
            f"{documents} documents, rate per {rates}, "
            f"peak {result['peak_bytes'] / 1e9:.2f} GB, largest cluster {result['largest_cluster']}, "
            f"{result['links']} links"
        )
    about = {
        "workers": options.workers,
        "runs": found,
        "versions": {"python": platform.python_version()}
        | {p: metadata.version(p) for p in ("numpy", "pyarrow", "scipy", "apache-beam")},
    }
    RESULTS.write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
