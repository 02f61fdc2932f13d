"""Gradients that are written by hand, against numeric ones."""

import pytest

torch = pytest.importorskip("torch")

from training.model.attention import TOGETHER, attention_for  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.experts import ByExpert, Routes  # noqa: E402
from training.model.layout import PackedLayout, Segment  # noqa: E402
from training.model.mixtral import Rotation  # noqa: E402
from training.model.swiglu import swiglu  # noqa: E402


def routes(tokens, choices, experts=5):
    generator = torch.Generator().manual_seed(1)
    chosen = torch.stack([torch.randperm(experts, generator=generator)[:choices] for _ in range(tokens)])
    weight = torch.rand(tokens, choices, dtype=torch.float64, generator=generator, requires_grad=True)
    return Routes(chosen, weight)


@pytest.mark.parametrize("choices", [1, 2, 3])
def test_to_the_experts_and_back(choices):
    found = routes(7, choices)
    sorted_ = ByExpert.of(found, 5)
    x = torch.randn(7, 4, dtype=torch.float64, requires_grad=True)
    torch.testing.assert_close(
        sorted_.spread(x), x.repeat_interleave(choices, dim=0)[sorted_.order], atol=0, rtol=0
    )
    assert torch.autograd.gradcheck(sorted_.spread, x)
    out = torch.randn(7 * choices, 4, dtype=torch.float64, requires_grad=True)
    expected = (out[sorted_.back].view(7, choices, 4) * found.weight[..., None]).sum(dim=1)
    torch.testing.assert_close(sorted_.weighted(out, found), expected)
    assert torch.autograd.gradcheck(
        lambda rows, weight: sorted_.weighted(rows, Routes(found.expert, weight)), (out, found.weight)
    )


def test_rotation():
    rotation = Rotation.at(torch.tensor([0, 3, 17]), MixtralConfig(), torch.float64)
    x = torch.randn(3, 2, 128, dtype=torch.float64, requires_grad=True)
    # Turning moves no length, and back again is where it was.
    torch.testing.assert_close(rotation(x).norm(dim=-1), x.norm(dim=-1))
    (back,) = torch.autograd.grad(rotation(x), x, rotation(x).detach())
    torch.testing.assert_close(back, x)


@pytest.mark.parametrize("window", [0, 5])
def test_documents_attended_to_together_and_apart_have_the_same_gradients(monkeypatch, window):
    layout = PackedLayout.of([Segment(9), Segment(6, (3, 5)), Segment(4), Segment(11)], padding=3)
    assert layout.tokens < TOGETHER
    torch.manual_seed(0)
    tensors = [torch.randn(layout.tokens, heads, 8, requires_grad=True) for heads in (4, 2, 2)]
    upstream = torch.randn(layout.tokens, 4, 8)
    together = torch.autograd.grad(attention_for(layout, window)(*tensors), tensors, upstream)
    monkeypatch.setattr("training.model.attention.TOGETHER", 0)
    apart = torch.autograd.grad(attention_for(layout, window)(*tensors), tensors, upstream)
    for one, other in zip(together, apart, strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("with_adapter", [False, True])
def test_swiglu_of_experts_one_of_which_has_no_rows(with_adapter):
    ends = torch.tensor([3, 3, 7], dtype=torch.int32)
    torch.manual_seed(2)
    shapes = [(7, 5), (7, 5), (3, 4, 5), *([(3, 2, 5), (3, 4, 2)] if with_adapter else [])]
    tensors = [torch.randn(shape, dtype=torch.float64, requires_grad=True) for shape in shapes]

    def ours(gate, up, down, *adapter):
        return swiglu(gate, up, down, ends, (*adapter, 0.5) if adapter else None)

    def plainly(gate, up, down, *adapter):
        expert = torch.tensor([0, 0, 0, 2, 2, 2, 2])
        inner = torch.nn.functional.silu(gate) * up
        out = torch.einsum("nf,ndf->nd", inner, down[expert])
        if adapter:
            a, b = adapter
            out = out + 0.5 * torch.einsum("nf,nrf,ndr->nd", inner, a[expert], b[expert])
        return out

    torch.testing.assert_close(ours(*tensors), plainly(*tensors))
    assert torch.autograd.gradcheck(ours, tensors)


def test_swiglu_keeps_gate_and_up_alone():
    gate, up = (torch.randn(6, 32, requires_grad=True) for _ in range(2))
    down = torch.randn(2, 16, 32, requires_grad=True)
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda x: kept.append(x.data_ptr()) or x, lambda x: x):
        swiglu(gate, up, down, torch.tensor([2, 6], dtype=torch.int32))
    assert {gate.data_ptr(), up.data_ptr(), down.data_ptr()} < set(kept)
    assert len(set(kept)) == 4, "and the rows' ends"
