"""`roae demo`: the wikipedia recipe on the bundled dump, and a look at what came out of it."""

from __future__ import annotations

from pathlib import Path

from jobs import recipe as recipes
from jobs import run
from jobs.cli import main as roae
from jobs.demo import write_dump
from pipelines.engine import storage

# The demonstration wiki is small; short sequences make enough of them to look at.
_SEQUENCE_LENGTH = 512
_SHOWN = "demowiki:10"


def run_demo(output: str, workers: int) -> None:
    """Writes the dump beside the run folder `output`, runs the recipe into it, and shows one row of each
    kind.
    """
    folder = Path(storage.local_path(output)) if storage.is_local(output) else Path("runs/demo")
    inputs = folder.with_name(f"{folder.name}-input")
    inputs.mkdir(parents=True, exist_ok=True)
    dump = write_dump(inputs).dump
    settings = [f"input={dump}", f"output={output}", f"sequences.sequence_length={_SEQUENCE_LENGTH}"]
    command = f"roae run wikipedia {' '.join(settings)}"
    print(f"$ {command}")
    # A small dump in small splits, so that there is more than one shard; every rule's dropped rows are kept.
    quiet = ["wiki.split_bytes=50000", "exclusions=true"]
    run.run(recipes.load("wikipedia", [*settings, *quiet]), workers=workers)
    for arguments in (
        ["inspect", storage.join(output, "10-documents"), "--id", _SHOWN],
        ["inspect", storage.join(output, "10-documents"), "--rejected"],
        ["inspect", storage.join(output, "30-sequences"), "--head", "1"],
    ):
        print(f"\n$ roae {' '.join(arguments)}")
        roae(arguments)
