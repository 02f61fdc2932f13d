"""Input that cannot be trained on: told in words, with exit code 2, and nothing half done."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file, save_file  # noqa: E402

from tests.training.run.tiny_data import SHAPE, pair_rows, write_rows, write_tokenizer  # noqa: E402
from training.data.rank import Rank  # noqa: E402
from training.errors import SettingsError  # noqa: E402
from training.run.pretrain import plan_pretrain  # noqa: E402
from training.settings import PretrainSettings  # noqa: E402
from training.world import World  # noqa: E402


@pytest.fixture
def refused(setting, tmp_path, capsys):
    """Runs the command, which must fail with this code, and gives what it said."""

    def run(kind, *settings, code=2):
        assert setting.train(kind, tmp_path / "out", "steps=3", *settings) == code
        said = capsys.readouterr().err.splitlines()[-1]
        assert said.startswith("roae: ")
        assert not (tmp_path / "out" / "model").exists()
        return said

    return run


@pytest.fixture
def base(setting, tmp_path) -> Path:
    """A copy of the base, to be damaged."""
    return Path(shutil.copytree(setting.base, tmp_path / "base"))


def edit_weights(base, change):
    tensors = load_file(base / "model.safetensors")
    change(tensors)
    save_file(tensors, base / "model.safetensors")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["optimizer.learning_rat=1"], "did you mean optimizer.learning_rate?"),
        (["checkpoint_evry=1"], "unknown key checkpoint_evry: did you mean checkpoint_every?"),
        (["model.shape.expert=2"], "did you mean model.shape.experts?"),
        (["optimizer.learning_rate=-1"], "optimizer: learning_rate must be positive, and is -1"),
        (["sequences_per_step=many"], "sequences_per_step: "),
        (["epochs=1"], "give either `steps` or `epochs`"),
        (["model.base=somewhere"], "give either `base`"),
    ],
)
def test_settings_that_are_wrong(refused, settings, told):
    assert told in refused("pretrain", *settings)


def test_an_unknown_configuration(setting, capsys):
    from jobs.cli import main

    assert main(["train", "dpo", "one-gpus"]) == 2
    assert "Did you mean one-gpu?" in capsys.readouterr().err


def test_shards_made_with_another_tokenizer(refused, tmp_path):
    other = write_tokenizer(tmp_path / "other", "up down count from system user assistant please")
    said = refused("pretrain", f"model.tokenizer={other}")
    assert "was made with the tokenizer" in said
    assert "3 ids differ, such as 63, which is 'count' in the one and 'up' in the other" in said


def test_a_vocabulary_too_small_for_the_shards(refused):
    assert "the model's vocabulary has 50" in refused("pretrain", "model.shape.vocab_size=50")


def test_a_tokenizer_larger_than_the_model(refused, tmp_path):
    write_tokenizer(tmp_path / "other", " ".join(f"word{n}" for n in range(30)))
    said = refused("dpo", f"model.tokenizer={tmp_path / 'other'}")
    assert "has 94 ids, and the model's vocabulary 72: it is another model's tokenizer" in said


def test_missing_and_extra_tensors(refused, base):
    edit_weights(base, lambda tensors: tensors.pop("model.layers.1.self_attn.q_proj.weight"))
    said = refused("dpo", f"model.base={base}")
    assert "lacks weights of 1 parameters, such as blocks.1.attention.q" in said
    edit_weights(base, lambda tensors: tensors.update(surprise=torch.zeros(2)))
    assert "surprise is no tensor of a model" in refused("dpo", f"model.base={base}")


def test_damaged_weights(refused, base):
    file = base / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-1000])
    assert "model.safetensors is damaged" in refused("dpo", f"model.base={base}")


def test_a_shard_changed_since_the_run_began(setting, tmp_path, refused, capsys):
    shards = Path(shutil.copytree(setting.shards, tmp_path / "shards"))
    output = tmp_path / "run"
    settings = ["steps=4", "checkpoint_every=2", f"data={shards}"]
    assert setting.train("pretrain", output, *settings) == 0
    shutil.rmtree(output / "model")
    shard = next(shards.glob("*.arrow"))
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(data)
    assert setting.train("pretrain", output, *settings) == 2
    assert f"{shard} was changed or is damaged" in capsys.readouterr().err
    # And other shards, true to their own description, are not those of the run.
    shutil.rmtree(shards)
    shutil.copytree(setting.held_out, shards)
    assert setting.train("pretrain", output, *settings) == 2
    assert f"{shards} was changed since the run in {output} began" in capsys.readouterr().err


def test_going_on_with_other_settings_or_weights(setting, base, tmp_path, capsys):
    output = tmp_path / "run"
    settings = [f"model.base={base}", "steps=4", "checkpoint_every=2"]
    assert setting.train("dpo", output, *settings) == 0
    assert setting.train("dpo", output, *settings, "preference.beta=0.3") == 2
    assert "was begun with preference" in capsys.readouterr().err
    edit_weights(base, lambda tensors: tensors["lm_head.weight"].mul_(1.1))
    assert setting.train("dpo", output, *settings) == 2
    assert f"the weights of {base} were changed since" in capsys.readouterr().err


def test_rows_that_cannot_be_used_are_counted(refused, tmp_path, setting, capsys):
    good = pair_rows(20)
    long = {**good[0], "prompt": " ".join(map(str, range(59))) * 8}
    bad = [
        {"prompt": "1", "chosen": " 2 ", "rejected": "2"},
        {"prompt": "1", "chosen": "2", "rejected": " "},
        {"prompt": "1", "chosen": "2 <|im_end|>", "rejected": "3"},
        {"chosen": "2"},
        long,
    ]
    path = write_rows(tmp_path / "pairs.jsonl", [*good, *bad])
    with Path(path).open("a") as file:
        file.write('{"prompt": \n')
    assert setting.train("dpo", tmp_path / "ok", "steps=2", f"data={path}") == 0
    said = capsys.readouterr().err
    assert "26 rows" in said
    assert "1 too long (over 256 tokens)" in said
    for reason in ("1 equal-sides", "1 empty-response", "1 special-token", "2 malformed"):
        assert reason in said
    path = write_rows(tmp_path / "none.jsonl", bad)
    assert "there is nothing to train on" in refused("dpo", f"data={path}")


def test_files_that_are_none(refused, tmp_path):
    assert "there is no /nowhere" in refused("dpo", "data=/nowhere")
    (tmp_path / "pairs.parquet").write_bytes(b"no")
    assert "pairs.parquet cannot be read" in refused("dpo", f"data={tmp_path / 'pairs.parquet'}")
    (tmp_path / "empty").mkdir()
    assert "holds no rows" in refused("sft", f"data={tmp_path / 'empty'}")


def test_adapters_off_without_adapters(refused):
    assert "needs adapters: set model.lora" in refused("dpo", "reference=adapters-off")


def test_wandb_that_is_not_installed(refused):
    try:
        import wandb  # noqa: F401
    except ImportError:
        assert "wandb is not installed" in refused("pretrain", "wandb_project=x")


def test_a_number_of_processes_that_does_not_divide(setting, tmp_path):
    settings = PretrainSettings.model_validate(
        {
            "output": str(tmp_path),
            "model": {"shape": SHAPE},
            "steps": 1,
            "optimizer": {"learning_rate": 1},
            "data": setting.shards,
            "sequences_per_step": 8,
            "sequences_per_batch": 2,
        }
    )
    world = World(Rank(0, 3), torch.device("cpu"))
    with pytest.raises(SettingsError, match=r"a multiple of sequences_per_batch \(2\) times .* \(3\)"):
        plan_pretrain(settings, world)


def test_a_loss_that_is_no_number_ends_the_run_with_its_batch_saved(refused, base, tmp_path):
    edit_weights(base, lambda tensors: tensors["model.norm.weight"].fill_(float("nan")))
    said = refused("pretrain", "model.shape=null", f"model.base={base}", "validate_first=false", code=1)
    assert "step 0: loss nan" in said
    saved = tmp_path / "out" / "nan"
    assert json.loads((saved / "step.json").read_text())["step"] == 0
    assert load_file(saved / "step-00000000-rank-0-batch-0.safetensors")["tokens"].shape == (256,)


def test_short_memory_names_the_setting_to_lower(setting, tmp_path):
    """A real shortage: the process may not have more address space than it has already, and a little."""
    shape = SHAPE | {"vocab_size": 200_000, "hidden_size": 512}
    code = (
        "import resource\n"
        "from jobs.training import run_train\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 29), -1))\n"
        f"print(run_train('pretrain', {setting.config!r}, ['steps=1', 'data={setting.shards}', "
        f"'output={tmp_path}/out', 'model.shape={json.dumps(shape)}'], quiet=True))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "out of memory" in done.stdout, done.stderr
    assert "Lower sequences_per_batch (now 4, 256 tokens)" in done.stdout
