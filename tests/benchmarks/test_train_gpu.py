"""The GPU benchmark on a CPU, small: that it runs, and says so where it cannot."""

import sys

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("mistral_common")

from benchmarks import train_gpu  # noqa: E402
from training.logs.meter import GIB  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Threads only wait for each other on models this small."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def task(kind, **changed):
    return {
        "kind": kind,
        "side": "ours",
        "shape": "tiny",
        "layers": 2,
        "tokens": 128,
        "steps": 1,
        "batches": 2,
        "device": "cpu",
    } | changed


@pytest.mark.parametrize("kind", ["pretrain", "dpo", "dpo-online"])
def test_each_kind_is_measured(kind):
    found = train_gpu.guarded(task(kind))
    assert 0 < found["tokens"] <= 2 * 128
    assert found["mfu"] is None, "a CPU's peak is not known"
    assert found["peak_gib"] > 0
    expected = 6.24 if kind == "pretrain" else 0.6931  # ln 512 of random weights, and ln 2
    assert found["losses"][0] == pytest.approx(expected, abs=0.05 if kind == "pretrain" else 1e-3)


def test_transformers_is_measured_on_the_same_tokens():
    pytest.importorskip("transformers")
    theirs = train_gpu.guarded(task("pretrain", side="transformers"))
    assert theirs["losses"][0] == pytest.approx(6.24, abs=0.05)
    assert theirs["tokens"] == train_gpu.guarded(task("pretrain"))["tokens"]


def test_documents_and_pairs_fill_what_they_may():
    for seed in range(20):
        pages = train_gpu.pages(700, 100, seed)
        assert sum(map(len, pages)) == 700
        assert min(map(len, pages)) > 1
        pairs = train_gpu.preferences(700, 100, seed)
        assert pairs
        assert sum(len(p.prompt) + len(p.chosen) + len(p.rejected) for p in pairs) <= 700


def test_more_memory_holds_more_layers():
    layers = [train_gpu.layers_that_fit(MixtralConfig(layers=12), 8192, size * GIB) for size in (60, 120)]
    assert 1 <= layers[0] < layers[1] < 12
    with pytest.raises(SystemExit, match="not one layer"):
        train_gpu.layers_that_fit(MixtralConfig(layers=3), 8192, 5 * GIB)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [([], "there is no CUDA device"), (["--device", "cpu"], "mixtral-8x7b is not for a CPU")],
)
def test_full_size_without_a_gpu_is_refused(monkeypatch, arguments, told):
    monkeypatch.setattr(sys, "argv", ["train_gpu.py", "--no-result", *arguments])
    with pytest.raises(SystemExit, match=told):
        train_gpu.main()
