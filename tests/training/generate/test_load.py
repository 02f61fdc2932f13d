"""Checkpoints that can be asked, and what is said of those that cannot."""

import json
import shutil

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from tests.training.generate.parrot import write_parrot  # noqa: E402
from training.checkpoint.adapter import save_adapter  # noqa: E402
from training.checkpoint.hugging_face import load_weights, save_weights  # noqa: E402
from training.errors import CheckpointError  # noqa: E402
from training.generate.load import load  # noqa: E402
from training.generate.text import TextGenerator, TextRequest  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.lora import LoraConfig, adapters, add_lora, merge_lora  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return write_parrot(tmp_path_factory.mktemp("checkpoint"), " and so on", after="this")


def test_weights_are_those_of_the_file_in_the_type_that_was_asked_for(checkpoint):
    loaded = load(checkpoint)
    expected = Mixtral(loaded.model.config)
    load_weights(expected, checkpoint)
    for (name, ours), (_, theirs) in zip(
        loaded.model.named_parameters(), expected.named_parameters(), strict=True
    ):
        assert torch.equal(ours, theirs), name
    assert load(checkpoint, dtype="bfloat16").model.head.weight.dtype == torch.bfloat16


def test_tied_embeddings_stay_tied(tmp_path):
    write_parrot(tmp_path)
    config = MixtralConfig(
        vocab_size=32_002, hidden_size=16, intermediate_size=16, layers=1, heads=2, kv_heads=1, head_dim=8,
        experts=2, max_position_embeddings=64, tie_embeddings=True,
    )  # fmt: skip
    save_weights(Mixtral(config).initialise(0), tmp_path)
    model = load(tmp_path).model
    assert model.head.weight is model.embedding.weight
    assert model.head.weight.std() > 0


def test_an_adapter_is_merged(checkpoint, tmp_path):
    model = Mixtral(load(checkpoint).model.config)
    load_weights(model, checkpoint)
    lora = LoraConfig(rank=8)
    add_lora(model, lora)
    with torch.no_grad():
        for _, adapter in adapters(model):
            for parameter in adapter.parameters():
                if parameter.requires_grad:
                    parameter.normal_(0, 0.3)
    save_adapter(model, lora, tmp_path)
    merge_lora(model)
    merged = load(checkpoint, adapter=tmp_path).model
    for (name, ours), (_, theirs) in zip(merged.named_parameters(), model.named_parameters(), strict=True):
        assert torch.equal(ours, theirs), name
    unmerged = load(checkpoint).model
    assert not torch.equal(merged.blocks[0].attention.q.weight, unmerged.blocks[0].attention.q.weight)


def test_ends_of_the_generation_config_count_too(checkpoint, tmp_path):
    folder = shutil.copytree(checkpoint, tmp_path / "copy")
    assert load(folder).end_ids == {2}
    (folder / "generation_config.json").write_text('{"eos_token_id": [2, 32001]}')
    assert load(folder).end_ids == {2, 32_001}


def without(name):
    def change(folder):
        (folder / name).unlink()

    return change


def with_text(name, text):
    def change(folder):
        (folder / name).write_text(text)

    return change


def cut_off(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def of_a_smaller_model(folder):
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"vocab_size": 1000}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (shutil.rmtree, "no such folder"),
        (without("config.json"), "there is no config.json"),
        (without("tokenizer.json"), "tokenizer.json is missing"),
        (without("model.safetensors"), "model.safetensors is missing"),
        (with_text("config.json", "{"), "config.json"),
        (with_text("tokenizer.json", "{}"), "no tokenizer that can be read"),
        (with_text("generation_config.json", "[]"), "no JSON object"),
        (with_text("tokenizer_config.json", "{"), "cannot be read"),
        (cut_off, "is damaged"),
        (of_a_smaller_model, "32,002 ids, and the model 1,000"),
    ],
)
def test_what_is_no_checkpoint_is_told(checkpoint, tmp_path, change, words):
    folder = shutil.copytree(checkpoint, tmp_path / "copy")
    change(folder)
    with pytest.raises(CheckpointError, match=words):
        load(folder)


def test_devices_and_types_that_there_are_not(checkpoint):
    for wrong, words in (
        ({"device": "gpu"}, "no device"),
        ({"device": "meta"}, "not known"),
        ({"device": "cuda:99"}, "torch sees"),
        ({"dtype": "int8"}, "no type"),
    ):
        with pytest.raises(ValueError, match=words):
            load(checkpoint, **wrong)


def test_a_model_with_more_ids_than_its_tokenizer_says_only_those_it_has(tmp_path):
    write_parrot(tmp_path, vocab_size=32_064, ends_with=32_063)  # after a newline
    (found,) = TextGenerator(load(tmp_path)).generate([TextRequest(prompt="x\n", max_new_tokens=3)])
    assert max(found.tokens) < 32_002
