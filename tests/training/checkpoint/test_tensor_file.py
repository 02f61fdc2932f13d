"""Our safetensors files, read by safetensors' own reader."""

import pytest

torch = pytest.importorskip("torch")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from safetensors import safe_open  # noqa: E402

from training.checkpoint.tensor_file import Described, write_streamed, write_tensors  # noqa: E402

TYPES = st.sampled_from([torch.float64, torch.float32, torch.float16, torch.bfloat16])
SHAPES = st.lists(st.integers(0, 5), max_size=3)


@given(st.dictionaries(st.text(max_size=9), st.tuples(TYPES, SHAPES), max_size=6), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_any_tensors_come_back_as_they_were(tmp_path_factory, described, seed):
    generator = torch.Generator().manual_seed(seed)
    tensors = {
        name: torch.randn(shape, generator=generator).to(dtype)
        for name, (dtype, shape) in described.items()
        if name != "__metadata__"
    }
    path = tmp_path_factory.getbasetemp() / "any.safetensors"
    write_tensors(path, tensors, {"about": "ä"})
    with safe_open(path, framework="pt") as opened:
        assert opened.metadata() == {"about": "ä"}
        assert set(opened.keys()) == tensors.keys()
        for name, tensor in tensors.items():
            found = opened.get_tensor(name)
            assert found.dtype == tensor.dtype
            assert torch.equal(found, tensor)


def test_parts_of_tensors_and_transposed_ones(tmp_path):
    whole = torch.arange(24.0).view(4, 6)
    write_tensors(tmp_path / "a", {"rows": whole[1:3], "columns": whole.T, "every other": whole[:, ::2]}, {})
    with safe_open(tmp_path / "a", framework="pt") as opened:
        assert torch.equal(opened.get_tensor("rows"), whole[1:3])
        assert torch.equal(opened.get_tensor("columns"), whole.T)
        assert torch.equal(opened.get_tensor("every other"), whole[:, ::2])
        assert torch.equal(opened.get_slice("columns")[2:3], whole.T[2:3])


def test_others_may_read_what_they_may_read_elsewhere(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_tensors(tmp_path / "a", {"x": torch.zeros(2)}, {})
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_tensor_that_is_not_as_it_was_described(tmp_path):
    described = [Described("x", torch.float32, [2])]
    with pytest.raises(ValueError, match="was to be written"):
        write_streamed(tmp_path / "a", described, lambda _: torch.zeros(2, dtype=torch.float64))


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(OSError, match=r"nowhere/a\.tmp cannot be written: .*No such file"):
        write_tensors(tmp_path / "nowhere" / "a", {}, {})
