"""Steps of many real processes are those of one: losses, gradients, clipping, weights."""

import dataclasses

import pytest

torch = pytest.importorskip("torch")

from tests.training.parallel.scenarios import ALONE, SHAPE, Case, run_cases, run_steps  # noqa: E402
from tests.training.processes import together  # noqa: E402
from training.model.config import ConfigError, MixtralConfig  # noqa: E402
from training.model.lora import LoraConfig  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.parallel.mesh import MeshConfig  # noqa: E402
from training.parallel.sharded import parallelise  # noqa: E402

DENSE = dataclasses.replace(SHAPE, experts=1, experts_per_token=1, tie_embeddings=True, vocab_size=63)
LORA = LoraConfig(rank=8, alpha=24, router=True)
EXPERTS = LoraConfig(rank=8, attention=False)
TWO = [
    Case("spread", MeshConfig(recompute=False)),
    Case("spread, recomputed", MeshConfig()),
    Case("spread, reduced each batch", MeshConfig(reduce="batch")),
    Case("spread, preferences", MeshConfig(), "dpo"),
    Case("dense with tied embeddings", MeshConfig(), shape=DENSE),
    Case("experts shared", MeshConfig(expert=2)),
    Case("experts shared, kept", MeshConfig(data=1, expert=2, recompute=False), "dpo"),
    Case("adapters", MeshConfig(), "dpo", lora=LORA),
    Case("adapters, experts shared", MeshConfig(expert=2), "dpo", lora=LORA),
    Case("adapters of experts alone", MeshConfig(expert=2), lora=EXPERTS),
    # Experts 2 and 3, which the second process has, get no tokens.
    Case("a process without work", MeshConfig(expert=2), routes=(0, 1)),
    Case("a process without work, adapters", MeshConfig(expert=2), lora=EXPERTS, routes=(1, 0)),
    Case("an expert without work", MeshConfig(expert=2), "dpo", routes=(3, 1)),
]
FOUR = [
    Case("spread", MeshConfig(data=4)),
    Case("spread and shared", MeshConfig(data=2, expert=2)),
    Case("spread and shared, preferences", MeshConfig(data=2, expert=2, recompute=False), "dpo"),
    Case("spread and shared, adapters", MeshConfig(expert=2), "dpo", lora=LORA),
    Case("shared", MeshConfig(expert=4)),
    Case("all tokens to one process", MeshConfig(data=2, expert=2), routes=(2, 3)),
    Case("six experts over four", MeshConfig(), shape=dataclasses.replace(SHAPE, experts=6)),
]


@pytest.fixture(scope="module")
def by_two(tmp_path_factory):
    return finished(2, tmp_path_factory.mktemp("two"), TWO)


@pytest.fixture(scope="module")
def by_four(tmp_path_factory):
    return finished(4, tmp_path_factory.mktemp("four"), FOUR)


def finished(count, folder, cases):
    results, codes = together(count, folder, run_cases, cases)
    assert codes == [0] * count
    return results[0]


def assert_same(found, case, tolerance=1e-7):
    expected = run_steps(ALONE, case.alone())
    for one, other in zip(found["figures"], expected["figures"], strict=True):
        assert one.pop("extra", {}) == pytest.approx(other.pop("extra", {}), abs=1e-5)
        assert one == pytest.approx(other, rel=2e-5, abs=1e-6)
    assert found["gradients"].keys() == expected["gradients"].keys()
    assert found["weights"].keys() == expected["weights"].keys()
    for name, gradient in expected["gradients"].items():
        torch.testing.assert_close(found["gradients"][name], gradient, atol=tolerance, rtol=1e-3, msg=name)
    for name, weight in expected["weights"].items():
        # Adam's first steps divide by gradients: where these are nearly zero, so are they unsure.
        torch.testing.assert_close(found["weights"][name], weight, atol=3e-5, rtol=1e-4, msg=name)


@pytest.mark.parametrize("case", TWO, ids=lambda case: case.name)
def test_two_processes_do_what_one_does(case, by_two):
    assert_same(by_two[case.name], case)


@pytest.mark.parametrize("case", FOUR, ids=lambda case: case.name)
def test_four_processes_do_what_one_does(case, by_four):
    assert_same(by_four[case.name], case)


def test_clipping_was_at_work(by_two):
    norms = [
        figures["gradient_norm"] for figures in by_two["spread"]["figures"] if "gradient_norm" in figures
    ]
    assert min(norms) > 0.5
    gradients = by_two["experts shared"]["gradients"].values()
    assert torch.cat([g.flatten() for g in gradients]).norm().item() == pytest.approx(0.5, rel=1e-4)


def test_only_adapters_are_trained_and_the_rest_stays(by_four):
    case = next(case for case in FOUR if case.lora)
    found, before = by_four[case.name], run_steps(ALONE, case.alone(), steps=())["weights"]
    assert all(name.endswith(("a", "b")) for name in found["gradients"])
    for name, weight in found["weights"].items():
        assert torch.equal(weight, before[name]) == (name not in found["gradients"]), name


def test_random_weights_are_the_same_wherever_they_are_made(by_two, by_four):
    expected = dict(Mixtral(SHAPE).initialise(5).named_parameters())
    for found in (by_two["initialised"], by_four["initialised"]):
        assert all(torch.equal(found[name], weight) for name, weight in expected.items())


@pytest.mark.parametrize(
    ("mesh", "processes", "model", "told"),
    [
        (MeshConfig(data=2, expert=2), 2, SHAPE, r"2 processes cannot be arranged as data · expert = 2 · 2"),
        (
            MeshConfig(expert=4),
            6,
            SHAPE,
            "6 processes cannot be arranged as expert = 4: start a multiple of 4",
        ),
        (MeshConfig(data=2), 1, SHAPE, "start 2 of them"),
        (MeshConfig(expert=3), 3, SHAPE, "4 experts cannot be shared by expert = 3"),
        (MeshConfig(expert=2), 2, DENSE, "a dense model has one"),
    ],
)
def test_processes_that_do_not_divide_are_refused(mesh, processes, model, told):
    with pytest.raises(ConfigError, match=told):
        mesh.over(processes, model)


def test_a_mesh_without_meaning_is_refused():
    with pytest.raises(ConfigError, match="at least"):
        MeshConfig(expert=0)
    with pytest.raises(ConfigError, match="step or batch"):
        MeshConfig(reduce="never")


def test_alone_a_process_keeps_the_model_whole():
    shape = dataclasses.replace(MixtralConfig(), **dataclasses.asdict(SHAPE) | {"tie_embeddings": True})
    with torch.device("meta"):
        model = Mixtral(shape)
    names = [name for name, _ in model.named_parameters()]
    assert parallelise(model, MeshConfig()) is model
    assert model.head.weight is model.embedding.weight
    assert [name for name, _ in model.initialise(1).named_parameters()] == names
