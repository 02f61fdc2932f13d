"""`roae merge lora`: the merged checkpoint is what base and adapter are together, for us and for PEFT."""

import dataclasses
import json
import os
import resource
import signal
import sys

import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file, save_file  # noqa: E402

from jobs.cli import main  # noqa: E402
from tests.training.model.test_lora import ALL, SHAPE, adapted, base_model, logits  # noqa: E402
from tests.training.run.tiny_data import write_tokenizer  # noqa: E402
from training.checkpoint.adapter import load_adapter, save_adapter  # noqa: E402
from training.checkpoint.hugging_face import load_weights, read_config, save_weights  # noqa: E402
from training.merge.lora import merge_adapter  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.lora import adapters, merge_lora  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402

# What PEFT is asked for, and what its adapter then holds.
PEFT_FORMS = {
    "some of attention": {"target_modules": ["q_proj", "v_proj"]},
    "fused experts": {
        "target_modules": ["q_proj"],
        "target_parameters": ["mlp.experts.gate_up_proj", "mlp.experts.down_proj"],
    },
    "one fused parameter": {"target_parameters": ["mlp.experts.down_proj"]},
    "all linear maps": {"target_modules": "all-linear"},  # with ranks and alphas by pattern
    "head and embedding": {
        "target_modules": ["q_proj", "lm_head", "embed_tokens"],
        "use_rslora": True,
        "rank_pattern": {"q_proj": 4},
    },
    "whole embedding": {"target_modules": ["q_proj"], "modules_to_save": ["lm_head", "embed_tokens"]},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """`base` with a tokenizer, and `adapter`, ours, of all that can be adapted."""
    folder = tmp_path_factory.mktemp("merge")
    save_weights(base_model(), folder / "base")
    write_tokenizer(folder / "base", "")  # 64 ids would be too many
    tokenizer = json.loads((folder / "base" / "tokenizer.json").read_text())
    tokenizer["model"]["vocab"] = {
        w: i for w, i in tokenizer["model"]["vocab"].items() if i < SHAPE.vocab_size
    }
    (folder / "base" / "tokenizer.json").write_text(json.dumps(tokenizer))
    (folder / "base" / "chat_template.jinja").write_text("{{ messages }}")
    (folder / "base" / "LICENSE").write_text("free")
    save_adapter(trained(), ALL, folder / "adapter")
    return folder


def trained():
    """With adapters that bfloat16 can hold, as those of a run are."""
    model = adapted()
    with torch.no_grad():
        for _, adapter in adapters(model):
            for parameter in adapter.parameters(recurse=False):
                parameter.copy_(parameter.bfloat16())
    return model


def merge(*arguments):
    return main(["merge", "lora", *map(str, arguments), "--quiet"])


def ours(folder, dtype=torch.float32):
    model = Mixtral(read_config(folder)).to(dtype)
    load_weights(model, folder)
    return model


def theirs(folder, adapter=None):
    """Logits of transformers' model, with PEFT's adapter merged by PEFT if there is one."""
    transformers = pytest.importorskip("transformers")
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager")
    if adapter is not None:
        peft = pytest.importorskip("peft")
        model = peft.PeftModel.from_pretrained(model, adapter).merge_and_unload()
    with torch.no_grad():
        return model((torch.arange(30) % 61)[None]).logits[0]


def same(found, expected):
    torch.testing.assert_close(found, expected, atol=3e-6, rtol=1e-5)


def test_merged_weights_are_the_base_with_the_adapter(folder, tmp_path):
    assert merge(folder / "base", folder / "adapter", tmp_path / "merged") == 0
    expected = logits(trained())
    same(logits(ours(tmp_path / "merged")), expected)
    same(theirs(tmp_path / "merged"), expected)
    same(theirs(folder / "base", folder / "adapter"), expected)
    assert not torch.allclose(expected, logits(base_model()), atol=0.1), "the adapter does something"
    assert sorted(path.name for path in (tmp_path / "merged").iterdir()) == [
        "LICENSE",
        "chat_template.jinja",
        "config.json",
        "model.safetensors",
        "tokenizer.json",
    ]
    for name in ("config.json", "chat_template.jinja", "tokenizer.json"):
        assert (tmp_path / "merged" / name).read_bytes() == (folder / "base" / name).read_bytes()


@pytest.mark.parametrize("form", PEFT_FORMS)
def test_adapters_as_peft_writes_them(folder, tmp_path, form):
    transformers, peft = pytest.importorskip("transformers"), pytest.importorskip("peft")
    model = transformers.AutoModelForCausalLM.from_pretrained(folder / "base")
    config = peft.LoraConfig(r=8, lora_alpha=24, task_type="CAUSAL_LM", **PEFT_FORMS[form])
    model = peft.get_peft_model(model, config)
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_" in name or "modules_to_save" in name:
                parameter.add_(0.1 * torch.randn(parameter.shape, generator=generator))
    model.save_pretrained(tmp_path / "adapter")
    assert merge(folder / "base", tmp_path / "adapter", tmp_path / "merged") == 0
    expected = theirs(folder / "base", tmp_path / "adapter")
    assert not torch.allclose(expected, logits(base_model()), atol=0.01)
    same(logits(ours(tmp_path / "merged")), expected)
    same(theirs(tmp_path / "merged"), expected)


@pytest.mark.parametrize("original", [True, False], ids=["per expert", "fused"])
def test_either_layout_in_several_files_keeps_its_types(folder, tmp_path, original):
    transformers = pytest.importorskip("transformers")
    model = transformers.AutoModelForCausalLM.from_pretrained(folder / "base").bfloat16()
    model.save_pretrained(tmp_path / "base", save_original_format=original, max_shard_size="40KB")
    edit_some_file(tmp_path / "base")
    merge_adapter(tmp_path / "base", folder / "adapter", tmp_path / "merged", file_bytes=30_000)
    files = sorted((tmp_path / "merged").glob("*.safetensors"))
    assert len(files) > 2
    stored = {name: tensor for file in files for name, tensor in load_file(file).items()}
    index = json.loads((tmp_path / "merged" / "model.safetensors.index.json").read_text())
    assert index["weight_map"].keys() == stored.keys()
    assert index["metadata"]["total_size"] == sum(t.nbytes for t in stored.values())
    assert stored.pop("model.norm.weight").dtype == torch.float32, "as it was"
    assert {tensor.dtype for tensor in stored.values()} == {torch.bfloat16}
    # A run that merges its adapter itself, at its end, writes the same bits.
    own = ours(tmp_path / "base", torch.bfloat16)
    load_adapter(own, folder / "adapter")
    merge_lora(own)
    merged = ours(tmp_path / "merged", torch.bfloat16)
    for (name, one), (_, other) in zip(own.named_parameters(), merged.named_parameters(), strict=True):
        assert torch.equal(other, one), name


def edit_some_file(base):
    """The last normalisation in float32."""
    index = json.loads((base / "model.safetensors.index.json").read_text())["weight_map"]
    file = base / index["model.norm.weight"]
    tensors = load_file(file)
    tensors["model.norm.weight"] = tensors["model.norm.weight"].float()
    save_file(tensors, file, metadata={"format": "pt"})


def test_the_adapters_own_tokenizer_is_taken(folder, tmp_path):
    adapter = copied(folder / "adapter", tmp_path / "adapter")
    (adapter / "tokenizer.json").write_bytes((folder / "base" / "tokenizer.json").read_bytes())
    (adapter / "tokenizer_config.json").write_text('{"chat_template": "own"}')
    assert merge(folder / "base", adapter, tmp_path / "merged") == 0
    assert (tmp_path / "merged" / "tokenizer_config.json").read_text() == '{"chat_template": "own"}'
    assert not (tmp_path / "merged" / "chat_template.jinja").exists(), "the base's is another's"


def copied(source, target):
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def with_config(**changes):
    def change(adapter):
        config = json.loads((adapter / "adapter_config.json").read_text()) | changes
        (adapter / "adapter_config.json").write_text(json.dumps(config))

    return change


def with_weights(change):
    def edit(adapter):
        tensors = load_file(adapter / "adapter_model.safetensors")
        change(tensors)
        save_file(tensors, adapter / "adapter_model.safetensors")

    return edit


QUERY = "base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda a: (a / "adapter_config.json").unlink(), "is no adapter: there is no adapter_config.json"),
        (lambda a: (a / "adapter_config.json").write_text("["), "adapter_config.json: "),
        (lambda a: (a / "adapter_model.safetensors").unlink(), "adapter_model.safetensors is missing"),
        (lambda a: (a / "adapter_model.safetensors").write_bytes(b"\x10\x00"), "is damaged"),
        (with_config(peft_type="IA3"), "peft_type is 'IA3', and only LORA can be merged"),
        (with_config(use_dora=True), "use_dora is set, which cannot be merged here"),
        (with_config(bias="all"), "it trained biases"),
        (with_weights(lambda t: t.clear()), "holds no adapter: it has no tensors"),
        (with_weights(lambda t: t.pop(QUERY)), "q_proj has only one of lora_A and lora_B"),
        (
            with_weights(lambda t: [t.pop(name) for name in list(t) if "layers.1.self_attn.q" in name]),
            "lacks adapters of 1 matrices that adapter_config.json names, such as model.layers.1.self_attn.q",
        ),
        (with_weights(lambda t: t[QUERY].fill_(float("nan"))), "holds what is no number"),
        (with_weights(lambda t: t.update({QUERY: t[QUERY][:4].clone()})), "the ranks of model.layers.1"),
        (with_weights(lambda t: t.update({QUERY: torch.zeros(8)})), "has shape [8], and is no matrix"),
        (with_weights(lambda t: t.update({QUERY: torch.zeros(0, 32)})), "has shape [0, 32], and is no"),
        (
            with_weights(lambda t: t.update({QUERY: t[QUERY][:, :16].clone()})),
            "is adapted as [32, 16], and the base has [32, 32]: it is an adapter of another model",
        ),
        (with_weights(lambda t: t.update(surprise=torch.zeros(2))), "surprise is no part of an adapter"),
    ],
)
def test_adapters_that_cannot_be_merged(folder, tmp_path, capsys, change, told):
    adapter = copied(folder / "adapter", tmp_path / "adapter")
    change(adapter)
    assert merge(folder / "base", adapter, tmp_path / "merged") == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["adapter"], "nothing was written"


def test_an_adapter_of_another_model(folder, tmp_path, capsys):
    others = {
        "layers": {"layers": 1},
        "experts": {"experts": 2},
        "dense": {"experts": 1, "experts_per_token": 1},
    }
    for name, changes in others.items():
        save_weights(Mixtral(dataclasses.replace(SHAPE, **changes)).initialise(1), tmp_path / name)
        assert merge(tmp_path / name, folder / "adapter", tmp_path / "merged") == 2
        assert "it is an adapter of another model" in capsys.readouterr().err


def test_an_output_that_is_there_stays_as_it_is(folder, tmp_path, capsys):
    (tmp_path / "merged").mkdir()
    (tmp_path / "merged" / "mine").write_text("important")
    assert merge(folder / "base", folder / "adapter", tmp_path / "merged") == 2
    assert "is there already: choose another output" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "merged").iterdir()] == ["mine"]


def test_a_tokenizer_larger_than_the_model(folder, tmp_path, capsys):
    adapter = copied(folder / "adapter", tmp_path / "adapter")
    write_tokenizer(adapter)
    assert merge(folder / "base", adapter, tmp_path / "merged") == 2
    assert "ids, and the model's vocabulary has 61: it is another model's" in capsys.readouterr().err


def in_a_child(work):
    """Runs `work` in a process of its own; returns its exit code (negative: the signal that ended it)."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(work() or 0)
        except BaseException:
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_merge_killed_half_way_leaves_nothing_that_looks_whole(folder, tmp_path):
    output = tmp_path / "merged"

    def killed():
        lines = []

        def tell(line):
            lines.append(line)
            if len(lines) == 3:  # of several files, two are written
                os.kill(os.getpid(), signal.SIGKILL)

        merge_adapter(folder / "base", folder / "adapter", output, file_bytes=30_000, tell=tell)

    assert in_a_child(killed) == -signal.SIGKILL
    assert not output.exists()
    (left,) = tmp_path.iterdir()
    assert len(list(left.glob("*.safetensors"))) == 2
    assert not (left / "config.json").exists(), "no checkpoint without it"
    assert merge(folder / "base", folder / "adapter", output) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["merged"]
    same(logits(ours(output)), logits(trained()))


def test_a_disk_that_is_full_is_told(folder, tmp_path):
    errors = tmp_path / "errors"

    def limited():
        sys.stderr = errors.open("w")
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        code = merge(folder / "base", folder / "adapter", tmp_path / "merged")
        sys.stderr.flush()
        return code

    assert in_a_child(limited) == 1
    assert "model.safetensors cannot be written: [Errno 27] File too large" in errors.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["errors"]


def test_only_a_tensor_at_a_time_is_in_memory(tmp_path):
    """80 MB of weights, of which the largest has 4."""
    shape = MixtralConfig(
        vocab_size=61, hidden_size=512, intermediate_size=2048, layers=1, heads=4, kv_heads=2, head_dim=8,
        experts=6,
    )  # fmt: skip
    save_weights(Mixtral(shape).initialise(1), tmp_path / "base")
    config = {"peft_type": "LORA", "r": 1, "lora_alpha": 1, "target_modules": ["q_proj"]}
    (tmp_path / "adapter").mkdir()
    (tmp_path / "adapter" / "adapter_config.json").write_text(json.dumps(config))
    name = "base_model.model.model.layers.0.self_attn.q_proj"
    sides = {f"{name}.lora_A.weight": torch.ones(1, 512), f"{name}.lora_B.weight": torch.ones(32, 1)}
    save_file(sides, tmp_path / "adapter" / "adapter_model.safetensors")

    def measured():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        merge_adapter(tmp_path / "base", tmp_path / "adapter", tmp_path / "merged")
        return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024

    assert (tmp_path / "base" / "model.safetensors").stat().st_size > 75e6
    assert 0 <= in_a_child(measured) < 40
