"""The recipe `preferences` with a checkpoint of our trainer as the model that answers."""

import shutil
import sys

import pyarrow.parquet as pq
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from jobs import checkpoints  # noqa: E402
from jobs import recipe as recipes  # noqa: E402
from jobs.cli import main  # noqa: E402
from jobs.errors import UsageError  # noqa: E402
from pipelines.engine import RunOptions, plan_run  # noqa: E402
from schemas.split import InputError  # noqa: E402
from tests.jobs.commands import digests  # noqa: E402
from tests.jobs.small_wiki import write_small_dump  # noqa: E402
from tests.training.generate.parrot import write_parrot  # noqa: E402


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    return write_small_dump(tmp_path_factory.mktemp("dump"))


@pytest.fixture
def checkpoint(tmp_path):
    # Sequences are short, so that questions with long insertions are refused: each is accounted for.
    return write_parrot(tmp_path / "tiny", knows_chat=False)


def settings(dump, run, checkpoint, **fields):
    values = {"folder": checkpoint, "form": "completion", "samples": 2, "max_tokens": 4} | fields
    model = ", ".join(f"{name}: {value}" for name, value in values.items())
    return [
        f"output={run}",
        f"wikis.smallwiki.input={dump}",
        "rejected_limit=0.9",
        "questions.per_page=5",
        f"responses.checkpoints=[{{{model}}}]",
    ]


def load(*given, **fields):
    return recipes.load("preferences", settings(*given, **fields))


def rows(folder):
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def responses_of(run):
    return {name: found for name, found in digests(run).items() if name.startswith("30-responses/part")}


def test_a_checkpoint_answers_the_same_in_any_number_of_processes(dump, checkpoint, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    load(dump, one, checkpoint, name="tiny").run(RunOptions(until="responses"))
    found = rows(one / "30-responses")
    assert len(found) > 20
    assert {row["model"] for row in found} == {"tiny"}
    assert not (one / "journal").exists()  # nobody is paid
    options = RunOptions(until="responses", workers=2, in_process_bytes=0)
    load(dump, two, checkpoint, name="tiny").run(options)
    assert responses_of(two) == responses_of(one) != {}


def test_other_weights_at_the_same_place_answer_anew(dump, checkpoint, tmp_path):
    def action(**fields):
        recipe = load(dump, tmp_path / "run", checkpoint, **fields)
        plans = plan_run(recipe.stages(), recipe.output, RunOptions(until="responses"))
        return plans[-1].action, plans[-1].reason

    load(dump, tmp_path / "run", checkpoint).run(RunOptions(until="responses"))
    before = responses_of(tmp_path / "run")
    assert action() == ("skip", "done")
    shutil.copytree(checkpoint, tmp_path / "copy")  # the same weights somewhere else are another folder
    assert action(folder=tmp_path / "copy")[0] == "run"

    write_parrot(checkpoint, " Born in Ulm.", after="Answer:", knows_chat=False)
    did, because = action()
    assert did == "run" and "fingerprints" in because
    load(dump, tmp_path / "run", checkpoint).run(RunOptions(until="responses"))
    assert responses_of(tmp_path / "run") != before
    assert {row["text"] for row in rows(tmp_path / "run" / "30-responses")} == {"Born in Ulm"}


@pytest.mark.parametrize("missing", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_folder_that_is_no_checkpoint_is_told_before_work_begins(
    dump, checkpoint, tmp_path, capsys, missing
):
    (checkpoint / missing).unlink()
    for command in ("plan", "run"):
        code = main([command, "preferences", *settings(dump, tmp_path / "run", checkpoint)])
        told = capsys.readouterr().err
        assert code == 2 and "is no checkpoint" in told and "Traceback" not in told
    assert not (tmp_path / "run").exists()


def test_without_torch_it_says_what_to_install(dump, checkpoint, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr(checkpoints.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'roae\[train\]'"):
        load(dump, tmp_path / "run", checkpoint).stages()


@pytest.mark.parametrize(
    ("responses", "said"),
    [
        ("{checkpoints: [{folder: x}, {folder: y/x}]}", "two models are called x"),
        ("{checkpoints: [{folder: x, sample: 2}]}", "did you mean responses.checkpoints.samples?"),
        ("{}", "nobody is named who answers"),
        ("{checkpoints: [{folder: .}]}", "set `name`"),
        ("{models: [{base_url: 'http://h/v1', model: x}], checkpoints: [{folder: x}]}", "two models"),
    ],
)
def test_recipes_that_name_models_wrongly(responses, said, tmp_path):
    with pytest.raises(UsageError, match=said):
        recipes.load("preferences", [f"output={tmp_path}", "runs=[x]", f"responses={responses}"])
