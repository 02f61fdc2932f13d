"""To be killed from outside: `python -m tests.pipelines.engine.toy_process INPUT OUTPUT WORKERS SECONDS`.

SECONDS is how long each line takes. Ends with 1 and the message on stdout for a RunError, 130 if interrupted.
"""

import sys
from pathlib import Path

from pipelines.engine import RunError, RunOptions, run_stages
from tests.pipelines.engine import toy


def main(folder: str, output: str, workers: str, seconds: str) -> int:
    paths = sorted(str(path) for path in Path(folder).iterdir())
    options = RunOptions(workers=int(workers), in_process_bytes=0)
    try:
        run_stages(toy.pipeline(paths, seconds=float(seconds)), output, options)
    except RunError as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
