"""`roae train` from outside: what it makes, that a killed run ends in the same bytes, and that it learns."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file  # noqa: E402

from jobs.cli import main  # noqa: E402
from jobs.training_demo import train_demo  # noqa: E402
from tests.training.processes import running, together  # noqa: E402
from tests.training.run.tiny_data import SHAPE  # noqa: E402
from training.logs.log_file import read_log  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402


def validations(output):
    return [report.figures for report in read_log(Path(output)) if report.kind == "validation"]


def weights(output) -> bytes:
    return (Path(output) / "model" / "model.safetensors").read_bytes()


def test_pretraining_learns_and_writes_a_model_that_transformers_reads(setting):
    transformers = pytest.importorskip("transformers")
    output = setting.folder / "base"
    first, last = validations(output)
    assert first["loss"] == pytest.approx(math.log(72), abs=0.2)
    assert last["loss"] < first["loss"] - 0.3
    model = transformers.AutoModelForCausalLM.from_pretrained(output / "model")
    tokenizer = transformers.AutoTokenizer.from_pretrained(output / "model")
    ids = tokenizer("5 6 7", return_tensors="pt").input_ids
    assert ids.tolist() == [[1, 8, 9, 10]]
    assert model(ids).logits.shape == (1, 4, 72)
    assert model.config.eos_token_id == 2


def test_tuning_teaches_the_chat_template_and_writes_it(setting, tmp_path):
    transformers = pytest.importorskip("transformers")
    assert setting.train("sft", tmp_path, "epochs=6") == 0
    first, last = validations(tmp_path)
    assert last["loss"] < first["loss"] - 0.7
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path / "model")
    messages = [{"role": "user", "content": " count from 7 "}]
    ids = tokenizer.apply_chat_template(messages, add_generation_prompt=True)["input_ids"]
    assert tokenizer.eos_token == "<|im_end|>"
    assert ids[0] == 1
    assert ids[1] == tokenizer.convert_tokens_to_ids("<|im_start|>")
    generation = json.loads((tmp_path / "model" / "generation_config.json").read_text())
    assert generation["eos_token_id"] == [2, tokenizer.eos_token_id]


@pytest.mark.parametrize(
    "settings",
    [
        ["optimizer.learning_rate=1e-3"],
        ["optimizer.learning_rate=1e-2", "model.lora={rank: 8}"],
    ],
    ids=["full", "lora"],
)
def test_preferences_raise_the_accuracy_on_held_out_pairs(setting, tmp_path, settings):
    assert setting.train("dpo", tmp_path, "steps=25", *settings) == 0
    first, last = validations(tmp_path)
    assert first["loss"] == pytest.approx(math.log(2), abs=1e-5)
    assert first["kl"] == pytest.approx(0, abs=1e-6)
    assert last["accuracy"] > 0.85
    assert last["margin"] > 0.1
    assert last["kl"] > 0
    # The base lacked ChatML's tokens, so adapters alone are not the model.
    assert not (tmp_path / "adapter").exists()


def test_the_reference_is_the_same_from_the_cache_and_with_adapters_off(setting, tmp_path):
    assert setting.train("sft", tmp_path / "sft", "steps=3") == 0
    found = []
    for reference in ("cache", "adapters-off"):
        output = tmp_path / reference
        own = [f"model.base={tmp_path / 'sft' / 'model'}", f"reference={reference}", "model.lora={rank: 8}"]
        assert setting.train("dpo", output, "steps=4", *own) == 0
        found.append(validations(output)[-1])
        assert (output / "adapter" / "adapter_model.safetensors").exists()
    assert bool(list((tmp_path / "cache" / "cache").glob("reference-*.f32")))
    assert not list((tmp_path / "adapters-off" / "cache").glob("reference-*.f32"))
    assert found[0] == pytest.approx(found[1], abs=1e-4)


@pytest.mark.parametrize("kind", ["pretrain", "dpo"])
def test_a_killed_run_goes_on_and_ends_in_the_same_bytes(setting, tmp_path, kind):
    settings = ["steps=50", "checkpoint_every=7", "validate_every=9", "validate_first=true"]
    if kind == "pretrain":
        settings.append(f"validation={setting.held_out}")
    assert setting.train(kind, tmp_path / "whole", *settings) == 0
    killed = tmp_path / "killed"
    with running(setting.train, kind, killed, *settings) as process:
        deadline = time.monotonic() + 120
        while not list((killed / "checkpoints").glob("step-????????/state.json")):
            assert process.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
    assert not (killed / "model").exists()
    assert setting.train(kind, killed, *settings) == 0
    assert weights(killed) == weights(tmp_path / "whole")
    logs = [
        [(report.kind, report.step, report.figures) for report in read_log(folder)]
        for folder in (killed, tmp_path / "whole")
    ]
    assert logs[0] == logs[1]


def test_a_finished_run_does_nothing_more(setting, capsys):
    before = (setting.folder / "base" / "model" / "model.safetensors").stat().st_mtime_ns
    again = setting.train("pretrain", setting.folder / "base", "steps=12", f"validation={setting.held_out}")
    assert again == 0
    assert "done before" in capsys.readouterr().err
    assert (setting.folder / "base" / "model" / "model.safetensors").stat().st_mtime_ns == before


def test_a_plan_says_what_is_needed_and_writes_nothing(setting, tmp_path, capsys):
    output = tmp_path / "planned"
    assert setting.train("pretrain", output, "epochs=2", "--dry-run") == 0
    told = dict(line.split("  ", 1) for line in capsys.readouterr().out.splitlines())
    count = MixtralConfig(**SHAPE).parameters()
    assert told["parameters"].strip() == told["trained"].strip() == f"{count:,}"
    assert told["memory: optimizer"].strip() == f"{count * 4 * 2 / (1 << 20):.1f} MiB"
    assert setting.train("dpo", output, "epochs=1", "--dry-run") == 0
    assert "120 rows, tokenized when the run begins" in capsys.readouterr().out
    assert not output.exists()


def assert_alike(one, two):
    """Models and what validation said of them."""
    first, second = (load_file(Path(folder) / "model" / "model.safetensors") for folder in (one, two))
    assert first.keys() == second.keys()
    for name, tensor in first.items():
        torch.testing.assert_close(second[name], tensor, atol=1e-5, rtol=1e-4, msg=name)
    for expected, found in zip(validations(one), validations(two), strict=True):
        assert found == pytest.approx(expected, abs=1e-4)


def test_torchrun_starts_the_same_command(setting, tmp_path):
    settings = ["steps=4", "validate_every=2"]
    assert setting.train("dpo", tmp_path / "one", *settings) == 0
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "-m", "jobs.cli"]
    done = subprocess.run(
        [*command, *setting.command("dpo", tmp_path / "two", *settings)],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("step 0") == 1, "one process speaks for all"
    assert_alike(tmp_path / "one", tmp_path / "two")


SPREAD = {
    "pretrain": ("pretrain", ["mesh.expert=2", "mesh.recompute=true"]),
    "adapters": (
        "pretrain",
        ["model.base={base}", "model.shape=null", "model.lora={rank: 8}", "mesh.expert=2"],
    ),
    "sft": ("sft", ["mesh.reduce=batch"]),
    # New tokens' embeddings are trained beside the adapters, and all is merged.
    "dpo with adapters": ("dpo", ["model.lora={rank: 8}", "optimizer.learning_rate=1e-2"]),
}


# A number of processes that does not divide what a run has.
ODD = [("pretrain", "sequences_per_step=4"), ("sft", "mesh.expert=4"), ("dpo", "pairs_per_step=15")]


def own_settings(setting, name):
    return [change.replace("{base}", setting.base) for change in SPREAD[name][1]]


def train_each(world, setting, folder):
    """What two processes do, one run after the other: each exit code."""

    def code_of(kind, name, *settings):
        try:
            return setting.train(kind, f"{folder}/{name}", *settings)
        except SystemExit as silent:
            return silent.code

    codes = [
        code_of(kind, name, "steps=3", *own_settings(setting, name)) for name, (kind, _) in SPREAD.items()
    ]
    return codes + [code_of(kind, f"odd-{kind}", "steps=3", wrong) for kind, wrong in ODD]


def test_two_processes_end_where_one_does(setting, tmp_path, capfd):
    codes, exits = together(2, tmp_path / "world", train_each, setting, str(tmp_path / "two"))
    assert exits == [0, 0]
    assert codes == [[0, 0, 0, 0, 2, 2, 2]] * 2
    said = [line for line in capfd.readouterr().err.splitlines() if line.startswith("roae: ")]
    assert len(said) == len(ODD), "one process speaks for all"
    assert "sequences_per_step (4) must be a multiple of sequences_per_batch (4) times the number" in said[0]
    assert "2 processes cannot be arranged as expert = 4: start a multiple of 4" in said[1]
    assert "15 pairs a step do not divide among 2 processes: use a multiple of 2" in said[2]
    for name, (kind, _) in SPREAD.items():
        alone = [change for change in own_settings(setting, name) if not change.startswith("mesh.")]
        assert setting.train(kind, tmp_path / name, "steps=3", *alone) == 0
        assert_alike(tmp_path / name, tmp_path / "two" / name)
    # What processes merged together is what the command makes of the adapter that they wrote.
    adapted, merged = tmp_path / "two" / "adapters", tmp_path / "merged"
    assert main(["merge", "lora", setting.base, str(adapted / "adapter"), str(merged)]) == 0
    found, expected = (load_file(one / "model.safetensors") for one in (merged, adapted / "model"))
    assert found.keys() == expected.keys()
    for tensor_name, tensor in expected.items():
        torch.testing.assert_close(found[tensor_name], tensor, atol=1e-7, rtol=1e-6, msg=tensor_name)


def test_the_demonstration_raises_the_reward_accuracy_on_held_out_pairs(setting, tmp_path):
    found = train_demo(
        setting.shards, setting.pairs, tmp_path, validation=setting.held_out, pretrain_steps=4, quiet=True
    )
    before, after = found.dpo
    assert before.figures["accuracy"] == 0.5
    assert after.figures["accuracy"] > 0.85
    assert after.figures["loss"] < before.figures["loss"]
    assert found.pretrain[1].figures["loss"] < found.pretrain[0].figures["loss"]
    (line,) = [line for line in found.table().splitlines() if "reward accuracy" in line]
    assert line.split()[-2:] == ["50.0%", f"{after.figures['accuracy']:.1%}"]
