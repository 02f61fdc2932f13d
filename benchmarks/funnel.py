"""The funnel of a run, kept for README.md.

    python benchmarks/funnel.py RUN

RUN is a finished run of the recipe `corpus` on real files; what it was made of is written down with it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "funnel.json"

from jobs.funnel import funnel  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run")
    found = funnel(parser.parse_args().run)
    if found.unfinished:
        raise SystemExit(f"not finished: {', '.join(found.unfinished)}")
    RESULTS.write_text(json.dumps(asdict(found), indent=1, sort_keys=True, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
