"""`python -m tests.cluster.toy_run OUTPUT [Beam options]`: one run of the engine tests' small pipeline."""

import sys
import tempfile
from pathlib import Path

from pipelines.engine import RunOptions, run_stages
from tests.pipelines.engine import toy


def main(output: str, beam_options: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = toy.write_lines(Path(folder), files=6, lines=2000)
        special = Path(folder) / "special.txt"
        # Each of the things that can become of a line, and a shard that has to be redone for it.
        lines = ["# remark", "?", "dull boo", "boom", "short", "surrogate", "ok"] * 4
        special.write_text("\n".join(lines), encoding="utf-8")
        options = RunOptions(exclusions=True, beam_options=tuple(beam_options))
        stages = toy.pipeline([*paths, str(special)], partitions=5, shard_bytes=4096)
        for manifest in run_stages(stages, output, options):
            print(manifest.stage, manifest.rows_in, manifest.rows_out, manifest.dropped, manifest.rejected)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
