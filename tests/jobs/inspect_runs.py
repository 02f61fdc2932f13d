"""Small runs of the demonstration wiki for tests of `roae inspect`, and its output as values."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from jobs import recipe as recipes
from jobs import run
from jobs.cli import main
from jobs.demo.inputs import write_inputs
from tests.curation.decontamination.planted import jsonl

_SETTINGS = [
    "sequences.sequence_length=512",
    "rejected_limit=0.2",
    "partitions=2",
    "boilerplate.min_documents=3",
    "boilerplate.min_characters=10",
    "wikis.demowiki.wiki.split_bytes=50000",
]


def make_run(folder: Path, name: str = "run", **settings: object) -> Path:
    """A run of the demonstration's wiki and Stack Exchange site, with an evaluation set that asks what one
    page says.
    """
    inputs = write_inputs(folder / "input")
    question = "Kirk Lane is a railway station on the Northern Light Railway on Mainskarrow, the largest of"
    items = jsonl(folder / "quiz.jsonl", [{"question": question, "answer": "Isles"}])
    kinds = ("wikis.demowiki.", "stackexchange")
    given: dict[str, object] = {key: value for key, value in inputs.items() if key.startswith(kinds)}
    given |= {
        "output": folder / "runs" / name,
        "decontamination.sets.gsm8k.path": items,
        "exclusions": "true",
    }
    given |= settings
    recipe = recipes.load("corpus", [*_SETTINGS, *(f"{key}={value}" for key, value in given.items())])
    run.run(recipe, quiet=True)
    return folder / "runs" / name


def copy_run(source: Path, name: str, **settings: object) -> Path:
    """The run again with other settings, in another folder: what does not depend on them is not redone."""
    shutil.copytree(source, source.parent / name)
    return make_run(source.parent.parent, name, **settings)


def said(capsys, *arguments: object) -> list:
    """What `roae inspect ARGUMENTS --json` prints."""
    code = main(["inspect", *map(str, arguments), "--json"])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    return [json.loads(line) for line in printed.out.splitlines()]


def shown(capsys, *arguments: object, code: int = 0) -> str:
    """What `roae inspect ARGUMENTS` prints, on both streams."""
    assert main(["inspect", *map(str, arguments)]) == code
    printed = capsys.readouterr()
    return printed.out + printed.err
