"""Our Mixtral beside the one of transformers: same weights, same logits, same gradients."""

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from safetensors.torch import load_file  # noqa: E402

from training.checkpoint.hugging_face import load_weights, read_config, save_weights  # noqa: E402
from training.model.experts import balance_loss  # noqa: E402
from training.model.layout import PackedLayout, Segment  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402

TINY = {
    "vocab_size": 97,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    "attn_implementation": "eager",
}


def oracle_of(kind="mixtral", **changed):
    torch.manual_seed(1)
    settings = TINY | changed
    if kind == "mixtral":
        config = transformers.MixtralConfig(
            **{"num_local_experts": 4, "num_experts_per_tok": 2, "sliding_window": None} | settings
        )
        return transformers.MixtralForCausalLM(config).eval()
    return transformers.MistralForCausalLM(
        transformers.MistralConfig(**{"sliding_window": None} | settings)
    ).eval()


def ours_of(oracle, tmp_path, **options):
    oracle.save_pretrained(tmp_path / "hf", **options)
    model = Mixtral(read_config(tmp_path / "hf"))
    load_weights(model, tmp_path / "hf")
    return model


def run(model, tokens):
    output = model(tokens, PackedLayout.of([Segment(len(tokens))]))
    return model.logits(output.hidden)


@pytest.mark.parametrize("kind", ["mixtral", "mistral"])
@pytest.mark.parametrize("window", [None, 1, 7, 39, 40, 41])
def test_logits_are_those_of_transformers(tmp_path, kind, window):
    oracle = oracle_of(kind, sliding_window=window)
    tokens = torch.randint(0, 97, (40,))
    with torch.no_grad():
        expected = oracle(tokens[None]).logits[0]
        torch.testing.assert_close(run(ours_of(oracle, tmp_path), tokens), expected, atol=2e-6, rtol=1e-5)


@pytest.mark.parametrize("kind", ["mixtral", "mistral"])
def test_gradients_are_those_of_transformers(tmp_path, kind):
    oracle = oracle_of(kind, sliding_window=9)
    model = ours_of(oracle, tmp_path)
    tokens = torch.randint(0, 97, (33,))
    expected = oracle(tokens[None], labels=tokens[None]).loss
    expected.backward()
    loss = torch.nn.functional.cross_entropy(run(model, tokens)[:-1], tokens[1:])
    loss.backward()
    torch.testing.assert_close(loss, expected, atol=1e-6, rtol=1e-6)
    # As checkpoints, gradients have the same names and layout.
    ours_of(with_gradients_as_weights(oracle), tmp_path / "again")
    save_weights(with_gradients_as_weights(model), tmp_path / "ours")
    found = load_file(tmp_path / "ours" / "model.safetensors")
    wanted = load_file(tmp_path / "again" / "hf" / "model.safetensors")
    assert found.keys() == wanted.keys()
    for name, gradient in wanted.items():
        torch.testing.assert_close(found[name], gradient, atol=2e-7, rtol=2e-5)


def with_gradients_as_weights(model):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.grad)
    return model


def test_the_balance_loss_of_one_layer_is_that_of_transformers(tmp_path):
    oracle = oracle_of(num_hidden_layers=1, output_router_logits=True)
    tokens = torch.randint(0, 97, (50,))
    output = ours_of(oracle, tmp_path)(tokens, PackedLayout.of([Segment(50)]))
    torch.testing.assert_close(
        balance_loss(output.routers), oracle(tokens[None], labels=tokens[None]).aux_loss, atol=1e-6, rtol=1e-6
    )


@pytest.mark.parametrize("original", [True, False])
def test_both_layouts_of_experts_are_read_and_ours_is_read_by_transformers(tmp_path, original):
    oracle = oracle_of(sliding_window=16)
    model = ours_of(oracle, tmp_path, save_original_format=original)
    save_weights(model, tmp_path / "ours", file_bytes=100_000)
    assert len(list((tmp_path / "ours").glob("*.safetensors"))) > 2
    again = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "ours")
    assert again.config.sliding_window == 16
    assert again.config.rope_parameters["rope_theta"] == oracle.config.rope_parameters["rope_theta"]
    for (name, weight), (_, expected) in zip(
        again.named_parameters(), oracle.named_parameters(), strict=True
    ):
        assert torch.equal(weight, expected), name
