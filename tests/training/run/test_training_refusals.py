"""Input that cannot be trained on: told in words, with exit code 2, and nothing half done."""

import json
import os
import resource
import shutil
import signal
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file, save_file  # noqa: E402

from tests.training.processes import exit_code_of  # noqa: E402
from tests.training.run.tiny_data import counted, pair_rows, write_rows, write_tokenizer  # noqa: E402
from training.checkpoint import state  # noqa: E402


@pytest.fixture
def refused(setting, tmp_path, capsys):
    """Runs the command, which must fail with this code, and gives what it said."""

    def run(kind, *settings, code=2):
        assert setting.train(kind, tmp_path / "out", "steps=3", *settings) == code
        *before, said = capsys.readouterr().err.splitlines()
        assert said.startswith("roae: ")
        assert not any("Traceback" in line for line in before)
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


def edit_config(**changes):
    def change(base):
        config = json.loads((base / "config.json").read_text())
        (base / "config.json").write_text(json.dumps(config | changes))

    return change


def with_bytes(name, change):
    def edit(base):
        (base / name).write_bytes(change((base / name).read_bytes()))

    return edit


def with_tensors(change):
    return lambda base: edit_weights(base, change)


QUERY = "model.layers.1.self_attn.q_proj.weight"
INDEX = "model.safetensors.index.json"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (edit_config(vocab_size=100), "has shape [72, 32], but [100, 32] was expected by config.json"),
        (edit_config(vocab_size=70), "has 72 ids, and the model's vocabulary 70"),
        (edit_config(num_local_experts=8), "gate.weight has shape [4, 32], but [8, 32] was expected"),
        (edit_config(num_local_experts=3), "the model has only 3 experts by config.json"),
        (edit_config(num_hidden_layers=1), "is no tensor of a model with this config.json"),
        (edit_config(num_hidden_layers=3), "lacks weights of 9 parameters, such as blocks.2."),
        (edit_config(model_type="gpt2"), "model_type is 'gpt2', but only mixtral and mistral can be read"),
        (edit_config(num_attention_heads=0), "config.json: "),
        (edit_config(rope_parameters=["default"]), "config.json: "),
        (with_bytes("config.json", lambda b: b"[]"), "config.json: "),
        (with_tensors(lambda t: t.pop(QUERY)), "lacks weights of 1 parameters, such as blocks.1.attention.q"),
        (with_tensors(lambda t: t.update(surprise=torch.zeros(2))), "surprise is no tensor of a model"),
        (with_tensors(lambda t: t.update({QUERY: t[QUERY][:8].clone()})), "has shape [8, 32], but [32, 32]"),
        (with_bytes("model.safetensors", lambda b: b[:-1000]), "model.safetensors is damaged: "),
        (with_bytes("model.safetensors", lambda b: b"\xff" * 7 + b[7:]), "model.safetensors is damaged: "),
        (with_bytes("model.safetensors", lambda b: b""), "model.safetensors is damaged: "),
        (with_bytes("config.json", lambda b: b[:-9]), "config.json: "),
        (with_bytes("tokenizer.json", lambda b: b[:-9]), "tokenizer.json is no tokenizer that can be read"),
        (lambda base: (base / "tokenizer.json").unlink(), "holds no tokenizer: expected tokenizer.json or"),
        (lambda base: (base / "config.json").unlink(), "there is no config.json in it"),
        (lambda base: (base / "model.safetensors").unlink(), "model.safetensors is missing"),
        (lambda base: (base / INDEX).write_text('{"weight_map": {"a": "b"}}'), "b is missing"),
        (lambda base: (base / INDEX).write_text('{"weight_map": {"a": "../b"}}'), "no file of its folder"),
        (lambda base: (base / INDEX).write_text("["), "model.safetensors.index.json is damaged"),
        (lambda base: (base / INDEX).write_text("[]"), "model.safetensors.index.json is damaged"),
        (lambda base: (base / INDEX).write_text('{"weight_map": {"a": 1}}'), "1 is missing"),
    ],
)
def test_a_base_that_is_damaged_or_another(refused, base, damage, told):
    damage(base)
    assert told in refused("dpo", f"model.base={base}")


def test_a_base_that_is_a_file(refused, base):
    said = refused("dpo", f"model.base={base / 'config.json'}")
    assert "config.json is no checkpoint: there is no config.json in it" in said


def test_numbers_of_a_base_that_are_none(refused, base):
    edit_weights(base, lambda tensors: tensors["model.norm.weight"].fill_(float("nan")))
    assert "no number on some of the pairs: are its weights whole?" in refused("dpo", f"model.base={base}")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda shards: (shards / "part-00001.arrow").unlink(), "is missing, and tokens.json lists it"),
        (with_bytes("part-00001.arrow", lambda b: b[:-500]), "it was cut short or replaced; copy it again"),
        (with_bytes("tokens.json", lambda b: b[:-9]), "tokens.json is not JSON"),
        (lambda shards: (shards / "tokens.json").unlink(), "this is no folder of finished token shards"),
        (shutil.rmtree, "this is no folder of finished token shards"),
        (lambda shards: (shards / "tokens.json").write_text(no_shards(shards)), "holds no sequences"),
    ],
)
def test_shards_that_are_damaged_or_none(refused, setting, tmp_path, damage, told):
    shards = Path(shutil.copytree(setting.shards, tmp_path / "shards"))
    damage(shards)
    assert told in refused("pretrain", f"data={shards}")


def no_shards(shards):
    """What a folder of shards that holds no sequences says of itself."""
    return json.dumps(json.loads((shards / "tokens.json").read_text()) | {"shards": []})


@pytest.mark.parametrize(
    ("data", "told"), [("{}", "no folder of token shards was given"), ("{x: 0}", "weights must be positive")]
)
def test_mixtures_without_meaning(refused, setting, data, told):
    assert told in refused("pretrain", f"data={data.replace('x', setting.shards)}")


def test_an_output_that_is_a_file(setting, tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    assert setting.train("pretrain", tmp_path / "out", "steps=1") == 2
    assert f"output {tmp_path / 'out'} is a file" in capsys.readouterr().err
    assert (tmp_path / "out").read_text() == "mine"


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
    assert "was begun with preference.beta 0.1, and it is 0.3 now: go on" in capsys.readouterr().err
    other = write_rows(tmp_path / "pairs.jsonl", pair_rows(119))
    assert setting.train("dpo", output, *settings, f"data={other}") == 2
    assert f"was begun with data ['{setting.pairs}']" in capsys.readouterr().err
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


@pytest.mark.parametrize(
    ("kind", "rows", "told"),
    [
        ("dpo", [], "pairs: 0 rows, 0 used"),
        ("dpo", [{"prompt": "1", "chosen": "2", "rejected": "2"}] * 3, "left out: 3 equal-sides (/"),
        ("dpo", [{"prompt": "1", "chosen": "2 " * 300, "rejected": "3"}] * 2, "2 too long (over 256 tokens)"),
        ("dpo", [{"messages": []}], "a pair has chosen and rejected: it has messages"),
        ("sft", [], "conversations: 0 rows, 0 used"),
        ("sft", [{"messages": [{"role": "user", "content": "1"}]}], "left out: 1 no-answer"),
    ],
)
def test_rows_of_which_none_can_be_used(refused, tmp_path, kind, rows, told):
    path = write_rows(tmp_path / "rows.jsonl", rows)
    said = refused(kind, f"data={path}")
    assert "there is nothing to train on: " in said
    assert told in said


def test_rows_changed_since_the_run_began(setting, tmp_path, capsys):
    path, output = tmp_path / "pairs.jsonl", tmp_path / "run"
    write_rows(path, pair_rows(40))
    assert setting.train("dpo", output, "steps=2", f"data={path}") == 0
    write_rows(path, pair_rows(39))
    assert setting.train("dpo", output, "steps=2", f"data={path}") == 2
    assert f"{path} was changed since the run in {output} began: go on with" in capsys.readouterr().err


def test_other_rows_fit_into_a_batch_than_when_the_run_began(setting, tmp_path, capsys):
    path, output = tmp_path / "pairs.jsonl", tmp_path / "run"
    rows = pair_rows(40)
    rows[7]["chosen"][0]["content"] = f" {counted(1, 1, 100)} "
    write_rows(path, rows)
    assert setting.train("dpo", output, "steps=2", f"data={path}") == 0
    assert setting.train("dpo", output, "steps=2", f"data={path}", "tokens_per_batch=100") == 2
    assert "or tokens_per_batch leaves out other rows of it than then" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda run: os.truncate(last(run) / "part-00000.safetensors", 200), "Delete /"),
        (lambda run: (last(run) / "state.json").write_text("{"), "is no checkpoint that can be read"),
        (lambda run: (run / "run.json").write_text("{"), "is no record that can be read"),
        (lambda run: (run / "log.jsonl").write_text("{\n"), "log.jsonl, line 1 is no line of a log"),
    ],
)
def test_a_run_whose_files_are_damaged(setting, tmp_path, capsys, damage, told):
    output = tmp_path / "run"
    settings = ["steps=2", "checkpoint_every=1"]
    assert setting.train("pretrain", output, *settings) == 0
    shutil.rmtree(output / "model")
    damage(output)
    assert setting.train("pretrain", output, *settings) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("roae: ")
    assert told in said


def last(run):
    return max((run / "checkpoints").iterdir())


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


def test_a_loss_that_is_no_number_ends_the_run_with_its_batch_saved(refused, base, tmp_path):
    edit_weights(base, lambda tensors: tensors["model.norm.weight"].fill_(float("nan")))
    said = refused("pretrain", "model.shape=null", f"model.base={base}", "validate_first=false", code=1)
    assert "step 0: loss nan" in said
    saved = tmp_path / "out" / "nan"
    assert f"Its batches are in {saved}; the model is as it was before it" in said
    assert json.loads((saved / "step.json").read_text())["step"] == 0
    assert load_file(saved / "step-00000000-rank-0-batch-0.safetensors")["tokens"].shape == (256,)


def in_too_little_memory(setting, output, said):
    """A real shortage: the process may not have more address space than it has already, and a little."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 28), resource.RLIM_INFINITY))
    shape = ["model.shape.vocab_size=200000", "model.shape.hidden_size=512"]
    sys.stderr = said.open("w")
    code = setting.train("pretrain", output, "steps=1", *shape)
    sys.stderr.flush()
    return code


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="how much is used cannot be seen")
def test_short_memory_names_the_setting_to_lower(setting, tmp_path):
    assert exit_code_of(in_too_little_memory, setting, tmp_path / "out", tmp_path / "said") == 1
    said = (tmp_path / "said").read_text().splitlines()[-1]
    assert said.startswith("roae: out of memory: ")
    assert "Lower sequences_per_batch (now 4, 256 tokens)" in said


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="how much is free cannot be seen")
def test_a_model_that_cannot_fit_is_refused_before_it_is_made(refused, tmp_path):
    shape = [f"model.shape.{name}=65536" for name in ("hidden_size", "intermediate_size")]
    said = refused("pretrain", *shape, "model.shape.layers=32", "model.shape.experts=64", code=1)
    assert said.startswith("roae: out of memory: weights, gradients and optimizer state take 393,22")
    assert "Set model.lora, start more processes, or take a smaller model" in said
    assert not (tmp_path / "out").exists(), "nothing was read or written for it"


def on_a_full_disk(setting, output, said):
    """No file may be larger than 400 kB: the model and its moments are 600."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
    sys.stderr = said.open("w")
    code = setting.train("pretrain", output, "steps=4", "checkpoint_every=2")
    sys.stderr.flush()
    return code


def test_a_disk_that_is_full_when_a_checkpoint_is_written(setting, tmp_path):
    output = tmp_path / "run"
    assert exit_code_of(on_a_full_disk, setting, output, tmp_path / "said") == 1
    said = (tmp_path / "said").read_text().splitlines()[-1]
    assert "part-00000.safetensors.tmp cannot be written: [Errno 27] File too large" in said
    assert "the same command goes on from there" in said
    assert list((output / "checkpoints").iterdir()) == [], "nothing that fills the disk is left"
    for folder in (output, tmp_path / "whole"):
        assert setting.train("pretrain", folder, "steps=4", "checkpoint_every=2") == 0
    assert weights(output) == weights(tmp_path / "whole")


def weights(output):
    return (Path(output) / "model" / "model.safetensors").read_bytes()


def killed_while_writing(setting, output, step):
    """Half of the checkpoint's bytes are on the disk when the process is killed."""
    write = state.write_tensors

    def half(path, tensors, about):
        write(path, tensors, about)
        if f"step-{step:08d}" in str(path):
            os.truncate(path, path.stat().st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)

    state.write_tensors = half
    return setting.train("pretrain", output, "steps=6", "checkpoint_every=2")


@pytest.mark.parametrize("step", [2, 4])
def test_a_run_killed_while_it_writes_a_checkpoint_goes_on_from_the_one_before(setting, tmp_path, step):
    output = tmp_path / "run"
    assert exit_code_of(killed_while_writing, setting, output, step) == -signal.SIGKILL
    left = sorted(path.name for path in (output / "checkpoints").iterdir())
    assert left == [f"step-{done:08d}" for done in range(2, step, 2)] + [f"step-{step:08d}.tmp"]
    for folder in (output, tmp_path / "whole"):
        assert setting.train("pretrain", folder, "steps=6", "checkpoint_every=2") == 0
    assert weights(output) == weights(tmp_path / "whole")
    assert not list((output / "checkpoints").glob("*.tmp"))
