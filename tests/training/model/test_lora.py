"""Adapters: they begin as nothing, train alone, and are the same merged, reloaded and in PEFT."""

import copy

import pytest

torch = pytest.importorskip("torch")

from training.checkpoint.adapter import load_adapter, save_adapter  # noqa: E402
from training.checkpoint.hugging_face import save_weights  # noqa: E402
from training.errors import CheckpointError  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.layout import PackedLayout, Segment  # noqa: E402
from training.model.lora import LoraConfig, adapters, adapters_off, add_lora, merge_lora  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402

SHAPE = MixtralConfig(
    vocab_size=61, hidden_size=32, intermediate_size=48, layers=2, heads=4, kv_heads=2, head_dim=8, experts=4
)
ALL = LoraConfig(rank=8, alpha=24, router=True)


def base_model():
    return Mixtral(SHAPE).initialise(1)


def adapted(config=ALL):
    """A model with adapters that do something."""
    model = base_model()
    add_lora(model, config)
    generator = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for _, adapter in adapters(model):
            for parameter in adapter.parameters(recurse=False):
                parameter.normal_(0, 0.2, generator=generator)
    return model


def logits(model, count=30):
    tokens = torch.arange(count) % 61
    with torch.no_grad():
        return model.logits(model(tokens, PackedLayout.of([Segment(count)])).hidden)


def test_new_adapters_change_nothing_and_only_they_are_trained():
    model = base_model()
    before = logits(model)
    add_lora(model, ALL)
    torch.testing.assert_close(logits(model), before, atol=1e-6, rtol=1e-6)
    trained = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    assert trained == {
        f"{name}.{own}"
        for name, adapter in adapters(model)
        for own, _ in adapter.named_parameters(recurse=False)
    }
    # Per layer: four of attention, one of the router, three of the experts, each two matrices.
    assert len(trained) == 2 * 2 * (4 + 1 + 3)


@pytest.mark.parametrize("part", ["attention", "experts", "router"])
def test_each_part_can_be_adapted_alone(part):
    config = LoraConfig(**{"rank": 8, "attention": False, "experts": False} | {part: True})
    model = adapted(config)
    assert all(part in name for name, _ in adapters(model))
    assert not torch.equal(logits(model), logits(base_model()))


def test_off_is_the_model_before_and_on_again_the_adapted():
    model = adapted()
    on = logits(model)
    with adapters_off(model):
        assert torch.equal(logits(model), logits(base_model()))
    assert torch.equal(logits(model), on)


def test_merged_weights_do_what_the_adapters_did():
    model = adapted()
    expected = logits(model)
    merge_lora(model)
    assert not list(adapters(model))
    assert dict(model.named_parameters()).keys() == dict(base_model().named_parameters()).keys()
    torch.testing.assert_close(logits(model), expected, atol=2e-6, rtol=1e-5)


def test_a_saved_adapter_is_the_same_after_loading(tmp_path):
    model = adapted()
    save_adapter(model, ALL, tmp_path)
    again = base_model()
    assert load_adapter(again, tmp_path) == ALL
    assert torch.equal(logits(again), logits(model))


def test_peft_reads_the_adapter_as_we_do(tmp_path):
    peft = pytest.importorskip("peft")
    transformers = pytest.importorskip("transformers")
    model = adapted()
    expected = logits(model)
    save_adapter(model, ALL, tmp_path / "adapter")
    save_weights(base_model(), tmp_path / "base")
    oracle = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "base", attn_implementation="eager")
    oracle = peft.PeftModel.from_pretrained(oracle, tmp_path / "adapter")
    with torch.no_grad():
        found = oracle((torch.arange(30) % 61)[None]).logits[0]
    torch.testing.assert_close(found, expected, atol=3e-6, rtol=1e-5)


def test_gradients_of_adapters_are_those_of_their_products():
    """Against the chain rule: dB = dW Aᵀ and dA = Bᵀ dW, with dW from a model whose weights are merged."""
    model = adapted()
    merged = copy.deepcopy(model)
    merge_lora(merged)
    merged.requires_grad_(True)
    tokens, layout = torch.arange(30) % 61, PackedLayout.of([Segment(30)])
    for one in (model, merged):
        one.logits(one(tokens, layout).hidden).square().mean().backward()
    full = dict(merged.named_parameters())
    for name, adapter in adapters(model):
        if name.endswith("experts"):
            width = adapter.base.gate_up.shape[1] // 2
            weights = {
                "gate": full[f"{name}.gate_up"].grad[:, :width],
                "up": full[f"{name}.gate_up"].grad[:, width:],
                "down": full[f"{name}.down"].grad,
            }
            sides = {own: (getattr(adapter, f"{own}_a"), getattr(adapter, f"{own}_b")) for own in weights}
        else:
            weights, sides = {"": full[f"{name}.weight"].grad}, {"": (adapter.a, adapter.b)}
        for own, (a, b) in sides.items():
            gradient = weights[own] * adapter.scale
            torch.testing.assert_close(b.grad, gradient @ a.mT, atol=1e-6, rtol=1e-4)
            torch.testing.assert_close(a.grad, b.mT @ gradient, atol=1e-6, rtol=1e-4)


def test_an_adapter_of_another_model_is_refused(tmp_path):
    save_adapter(adapted(), ALL, tmp_path)
    other = Mixtral(MixtralConfig(**{**vars_of(SHAPE), "layers": 3})).initialise(1)
    with pytest.raises(CheckpointError, match=r"does not fit the model: 34 tensors .*layers\.2"):
        load_adapter(other, tmp_path)


def vars_of(config):
    return {name: getattr(config, name) for name in config.__dataclass_fields__}


def test_a_damaged_adapter_is_refused(tmp_path):
    save_adapter(adapted(), ALL, tmp_path)
    (tmp_path / "adapter_model.safetensors").write_bytes(b"\x10\x00")
    with pytest.raises(CheckpointError, match="holds no adapter that can be used"):
        load_adapter(base_model(), tmp_path)


@pytest.mark.parametrize("config", [{"rank": 12}, {"rank": 0, "experts": False}])
def test_a_rank_that_cannot_be_computed_is_refused(config):
    with pytest.raises(ValueError, match="multiple of 8"):
        LoraConfig(**config)
