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

from jobs.training_demo import train_demo  # noqa: E402
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


def start(setting, kind, output, *settings):
    """The command as a process of its own."""
    data = {"pretrain": setting.shards, "dpo": setting.pairs}[kind]
    base = [] if kind == "pretrain" else [f"model.base={setting.base}"]
    changes = [f"data={data}", *base, f"output={output}", *settings]
    # The command without its parser, whose imports would take seconds.
    code = f"from jobs.training import run_train; run_train({kind!r}, {setting.config!r}, {changes!r})"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("kind", ["pretrain", "dpo"])
def test_a_killed_run_goes_on_and_ends_in_the_same_bytes(setting, tmp_path, kind):
    settings = ["steps=50", "checkpoint_every=7", "validate_every=9", "validate_first=true"]
    if kind == "pretrain":
        settings.append(f"validation={setting.held_out}")
    assert setting.train(kind, tmp_path / "whole", *settings) == 0
    killed = tmp_path / "killed"
    process = start(setting, kind, killed, *settings)
    deadline = time.monotonic() + 120
    while not list((killed / "checkpoints").glob("step-????????/state.json")):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    process.stderr.close()
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


def test_two_processes_end_where_one_does(setting, tmp_path):
    settings = ["steps=4", "validate_every=2"]
    assert setting.train("dpo", tmp_path / "one", *settings) == 0
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--nproc-per-node",
        "2",
        "-m",
        "jobs.cli",
        "train",
    ]
    given = [f"data={setting.pairs}", f"model.base={setting.base}", f"output={tmp_path / 'two'}", *settings]
    done = subprocess.run(
        [*command, "dpo", setting.config, *given],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    one, two = (load_file(tmp_path / name / "model" / "model.safetensors") for name in ("one", "two"))
    assert one.keys() == two.keys()
    for name, tensor in one.items():
        torch.testing.assert_close(two[name], tensor, atol=1e-5, rtol=1e-4)
    for first, second in zip(validations(tmp_path / "one"), validations(tmp_path / "two"), strict=True):
        assert second == pytest.approx(first, abs=1e-4)


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
