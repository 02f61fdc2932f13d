"""What many processes write, one reads, and the other way round; runs go on with as many or others."""

import dataclasses

import pytest

torch = pytest.importorskip("torch")

from safetensors import safe_open  # noqa: E402

from tests.training.parallel.scenarios import (  # noqa: E402
    ALONE,
    SHAPE,
    Case,
    go_on,
    go_on_each,
    in_turn,
    make_batches,
    make_objective,
    save_and_load_each,
)
from tests.training.processes import together  # noqa: E402
from training.checkpoint.adapter import load_adapter  # noqa: E402
from training.checkpoint.hugging_face import load_weights, read_config  # noqa: E402
from training.errors import CheckpointError  # noqa: E402
from training.model.lora import LoraConfig, merge_lora  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.optim import OptimizerConfig  # noqa: E402
from training.parallel.mesh import MeshConfig  # noqa: E402
from training.step import evaluate  # noqa: E402

BOTH = MeshConfig(data=2, expert=2)
FULL = Case("full", MeshConfig(expert=2))
LORA = Case("lora", MeshConfig(expert=2), lora=LoraConfig(rank=8, alpha=24, router=True))
ROUNDED = OptimizerConfig(learning_rate=3e-3, rounding="stochastic")


SAVED = {
    2: [
        FULL,
        LORA,
        Case("uneven", MeshConfig(), shape=dataclasses.replace(SHAPE, experts=3, tie_embeddings=True)),
    ],
    4: [dataclasses.replace(FULL, mesh=BOTH)],
}


RESUMED = [
    FULL,
    Case("bf16 with masters", MeshConfig(), dtype=torch.bfloat16),
    dataclasses.replace(LORA, dtype=torch.bfloat16, optimizer=ROUNDED, objective="dpo"),
]
FOURFOLD = dataclasses.replace(FULL, mesh=BOTH)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("parallel")


@pytest.fixture(scope="module")
def one(folder):
    """What one process wrote."""
    return go_on(ALONE, FULL.alone(), str(folder / "of-one"), 2, 2)


@pytest.fixture(scope="module")
def four(folder, one):
    """What four processes wrote, and what they read of one's: to start them takes longer than to train."""
    calls = [
        (save_and_load_each, SAVED[4], str(folder / "saved-4")),
        (go_on, FOURFOLD, str(folder / "of-four"), 2, 2),
        (go_on, FOURFOLD, str(folder / "of-one"), 3),
    ]
    results, codes = together(4, folder / "four", in_turn, calls)
    assert codes == [0] * 4
    return results


@pytest.fixture(scope="module")
def two(folder, four):
    """What two processes wrote and read: of their own, and of four's."""
    calls = [
        (save_and_load_each, SAVED[2], str(folder / "saved-2")),
        (go_on_each, RESUMED, str(folder / "none"), 4),
        (go_on_each, RESUMED, str(folder / "of-two"), 2, 2),
        (go_on_each, RESUMED, str(folder / "of-two"), 4),
        (go_on, FULL, str(folder / "of-four"), 3),
        (go_on, dataclasses.replace(FULL, mesh=MeshConfig()), str(folder / "of-four"), 3),
        (go_on, FULL, str(folder / "lost"), 1, 1),
    ]
    results, codes = together(2, folder / "two", in_turn, calls)
    assert codes == [0, 0]
    return results


@pytest.mark.parametrize("processes", SAVED)
def test_all_experts_are_saved_and_one_process_reads_them(folder, two, four, processes):
    results = {2: two, 4: four}[processes][0][0]
    for case in SAVED[processes]:
        check_saved(case, folder / f"saved-{processes}" / case.name, results[case.name])


def check_saved(case, folder, result):
    trained, again = result["trained"]["weights"], result["again"]
    assert again.keys() == trained.keys()
    assert all(torch.equal(again[name], weight) for name, weight in trained.items())
    assert len(list((folder / "weights").glob("*.safetensors"))) > 1
    one = Mixtral(read_config(folder / "weights"))
    load_weights(one, folder / "weights")
    if case.lora:
        load_adapter(one, folder / "adapter")
    assert all(torch.equal(trained[name], weight) for name, weight in one.named_parameters())
    objective = make_objective(case, one)
    batches = make_batches(case.objective, 99, ALONE.rank)
    assert result["loss"] == pytest.approx(evaluate(one, objective, batches, ALONE), rel=1e-5)
    if case.lora:
        merge_lora(one)
        merged = Mixtral(SHAPE)
        load_weights(merged, folder / "merged")
        expected = dict(one.named_parameters())
        for name, weight in merged.named_parameters():
            torch.testing.assert_close(weight, expected[name], atol=1e-7, rtol=1e-6)


def test_as_many_processes_go_on_bit_for_bit(two):
    for case in RESUMED:
        for rank in range(2):
            expected, found = two[rank][1][case.name], two[rank][3][case.name]
            assert found["first"] == 2
            assert found["figures"] == expected["figures"][-len(found["figures"]) :]
            for kind in ("weights", "gradients"):
                assert found[kind].keys() == expected[kind].keys()
                assert all(torch.equal(found[kind][name], one) for name, one in expected[kind].items())


def test_other_numbers_of_processes_go_on_from_the_same_state(folder, two):
    one = go_on(ALONE, FULL.alone(), str(folder / "of-four"), 3)
    for found in (two[0][4], two[0][5]):
        assert found["first"] == one["first"] == 2
        assert found["loaded"].keys() == one["loaded"].keys()
        assert len(found["loaded"]) == 3 * len(found["weights"]), "two moments beside each parameter"
        assert all(torch.equal(found["loaded"][name], tensor) for name, tensor in one["loaded"].items())
        for name, weight in one["weights"].items():
            torch.testing.assert_close(found["weights"][name], weight, atol=3e-5, rtol=1e-4)


def test_what_one_process_writes_many_read(one, four):
    assert four[0][2]["first"] == 2
    assert all(torch.equal(four[0][2]["loaded"][name], weight) for name, weight in one["weights"].items())


def test_a_checkpoint_with_a_part_lost_is_refused(folder, two):
    lost = folder / "lost"
    state = next(lost.glob("step-*"))
    part = state / "part-00001.safetensors"
    with safe_open(part, framework="pt") as opened:
        assert opened.keys(), "both processes write"
    part.write_bytes((state / "part-00000.safetensors").read_bytes())
    with pytest.raises(CheckpointError, match="lacks"):
        go_on(ALONE, FULL.alone(), str(lost), 2)
    part.unlink()
    with pytest.raises(CheckpointError, match=r"part-00001\.safetensors is damaged"):
        go_on(ALONE, FULL.alone(), str(lost), 2)
