"""Peak memory of a worker, on a dump and on the same dump made longer: it must not grow, and stay below 1 GB.

    python benchmarks/memory.py [DUMP.xml.bz2] [--times 20]

The longer dump is one single bzip2 stream, read in splits of 32 MB as in the recipe. Both are run through
the whole recipe in one process; the peak is the operating system's figure for that process, taken from the
stages' receipts. Without a dump, one is made of the demonstration pages.
"""

from __future__ import annotations

import argparse
import bz2
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "memory.json"


def repeat(dump: Path, times: int, path: Path) -> int:
    """Writes the dump's pages `times` times over, as one stream; returns how many bytes of XML that is."""
    with bz2.open(dump) as file:
        data = file.read()
    first, last = data.index(b"<page>"), data.rindex(b"</page>") + len(b"</page>")
    head, pages = data[:first], data[first:last]
    compressor = bz2.BZ2Compressor()
    with path.open("wb") as file:
        file.write(compressor.compress(head))
        for _ in range(times):
            file.write(compressor.compress(pages + b"\n"))
        file.write(compressor.compress(b"</mediawiki>\n") + compressor.flush())
    return len(head) + times * len(pages)


def peaks(dump: Path, folder: Path) -> dict[str, int]:
    """Peak memory in bytes when each stage ended; the process is the same, so it can only rise."""
    command = [sys.executable, "-m", "jobs.cli", "run", "wikipedia", "--quiet"]
    command += [f"input={dump}", f"output={folder}"]
    subprocess.run(command, check=True, cwd=ROOT)
    found = {}
    for manifest in sorted(folder.glob("*/manifest.json")):
        about = json.loads(manifest.read_text())
        found[about["stage"]] = about["timing"]["peak_rss_bytes"]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dump", nargs="?")
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dump = Path(options.dump) if options.dump else None
        if dump is None:
            from jobs.demo import write_dump

            dump = write_dump(folder).dump
        result: dict[str, dict[str, float]] = {}
        for times in (1, options.times):
            longer = folder / f"{times}.xml.bz2"
            size = repeat(dump, times, longer)
            found = peaks(longer, folder / f"run-{times}")
            result[f"{times} x"] = {stage: round(peak / 1e6, 1) for stage, peak in found.items()}
            figures = "  ".join(f"{stage} {peak / 1e6:.0f} MB" for stage, peak in found.items())
            print(f"{times:>3} x {dump.name} ({size / 1e6:.0f} MB of XML): {figures}")
    RESULTS.parent.mkdir(exist_ok=True)
    about = {"dump": dump.name, "peak_megabytes": result}
    RESULTS.write_text(json.dumps(about, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
