"""`roae demo`: the recipes `corpus` and `preferences` on bundled data, a tiny model trained on what they
make, and a look at all of it.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from jobs import recipe as recipes
from jobs import run
from jobs.cli import main as roae
from jobs.demo.inputs import write_inputs
from pipelines.engine import storage

# The demonstration data is small: short sequences and small splits make enough of both to look at; pages and
# rows that were broken on purpose are a larger share than any dump's; every rule's dropped rows are kept; and
# some text is held out of training.
_SETTINGS = ["sequences.sequence_length=512", "validation.share=0.1", "rejected_limit=0.2", "exclusions=true"]
_QUIET = ["wikis.demowiki.wiki.split_bytes=50000", "partitions=2", "boilerplate.min_documents=4"]
# A document of each kind, by its stage.
_SHOWN = {
    "10-demowiki": "demowiki:10",
    "10-demowikivoyage": "demowikivoyage:13",
    "12-demosite": "",
    "24-web": "",
    "11-tuples": "tuples:cat",
}


def run_demo(output: str, workers: int) -> None:
    """Writes the inputs beside the run folder `output`, runs the recipe `corpus` into it, and shows one row
    of each kind; then makes preference pairs of one of the wikis, and shows some; then trains on both, where
    the extra `train` is installed.
    """
    folder = Path(storage.local_path(output)) if storage.is_local(output) else Path("runs/demo")
    inputs = write_inputs(folder.with_name(f"{folder.name}-input"))
    settings = [f"output={output}", *(f"{key}={value}" for key, value in inputs.items()), *_SETTINGS]
    print("$ roae run corpus", *settings, sep=" \\\n    ")
    run.run(recipes.load("corpus", [*settings, *_QUIET]), workers=workers)
    for stage, document in _SHOWN.items():
        _show(storage.join(output, stage), *(["--id", document] if document else ["--head", "1"]))
    _show(storage.join(output, "10-demowiki"), "--rejected")
    _show(storage.join(output, "46-survivors"), "--dropped", "--head", "2")
    _show(storage.join(output, "90-sequences"), "--head", "1")
    _type("funnel", output)
    _type("report", output)
    preferences = f"{output}-preferences"
    _run_preferences(preferences, inputs["wikis.demowiki.input"], workers)
    _train(output, storage.join(preferences, "50-pairs"), folder.with_name(f"{folder.name}-training"))


def write_demo_inputs(folder: str) -> None:
    """Writes the bundled inputs, and prints the settings of the recipe `corpus` that read them."""
    for key, value in write_inputs(Path(folder)).items():
        print(f"{key}={value}")


def _run_preferences(output: str, dump: str, workers: int) -> None:
    """Questions about the wiki's pages, answers made of the pages (no model is asked), verdicts, pairs."""
    settings = [f"output={output}", f"wikis.demowiki.input={dump}", "corrupted={}", "rejected_limit=0.2"]
    print("\n$ roae run preferences", *settings, sep=" \\\n    ")
    print("(no model is asked here: answers are made of the pages, and some are made wrong on purpose)")
    run.run(recipes.load("preferences", settings), workers=workers)
    _show(storage.join(output, "26-questions"), "sample", "3")
    _show(storage.join(output, "50-pairs"), "sample", "1")


def _train(corpus: str, pairs: str, output: Path) -> None:
    """A tiny Mixtral, and what training changed in it."""
    missing = [name for name in ("torch", "safetensors", "tokenizers") if not importlib.util.find_spec(name)]
    if missing:
        print(
            f"\n(nothing is trained, as {', '.join(missing)} cannot be imported: pip install 'roae[train]')"
        )
        return
    from jobs.training_demo import train_demo  # noqa: PLC0415

    print("\na tiny Mixtral, pretrained on the first run's sequences and tuned on the second's pairs")
    difference = train_demo(
        storage.join(corpus, "90-sequences"),
        pairs,
        output,
        validation=storage.join(corpus, "91-validation-sequences"),
        tell=print,
    )
    print(f"\n{difference.table()}")


def _show(*arguments: str) -> None:
    _type("inspect", *arguments)


def _type(*arguments: str) -> None:
    print(f"\n$ roae {' '.join(arguments)}")
    roae(list(arguments))
