"""Gradients that are written by hand, against numeric ones."""

import pytest

torch = pytest.importorskip("torch")

from training.model.attention import TOGETHER, attention_for  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.experts import ByExpert, Routes  # noqa: E402
from training.model.layout import PackedLayout, Segment  # noqa: E402
from training.model.mixtral import Rotation  # noqa: E402


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
