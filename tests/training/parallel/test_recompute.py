"""Layers computed twice: the same gradients, by the same routes even where the second time differs."""

import copy

import pytest

torch = pytest.importorskip("torch")

from tests.training.parallel.scenarios import ALONE, SHAPE, Case, run_steps  # noqa: E402
from training.model.experts import most_probable  # noqa: E402
from training.model.layout import PackedLayout, Segment  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.parallel.mesh import MeshConfig  # noqa: E402
from training.parallel.recompute import recompute_blocks  # noqa: E402

TOKENS = torch.arange(40) * 17 % 61
LAYOUT = PackedLayout.of([Segment(25), Segment(5, (4, 6))])


def model_of(recompute):
    model = Mixtral(SHAPE).initialise(1)
    if recompute:
        recompute_blocks(model)
    return model


def gradients(model):
    hidden, routers = model(TOKENS, LAYOUT)
    (hidden.square().mean() + sum(layer.squared_z for layer in routers)).backward()
    return {name: parameter.grad for name, parameter in model.named_parameters()}


@pytest.mark.parametrize("objective", ["pretrain", "dpo"])
def test_steps_are_the_same_bits(objective):
    case = Case("", MeshConfig(recompute=True), objective)
    found, expected = run_steps(ALONE, case), run_steps(ALONE, case.alone())
    assert found["figures"] == expected["figures"]
    for kind in ("gradients", "weights"):
        assert all(torch.equal(found[kind][name], one) for name, one in expected[kind].items())


def test_only_the_layers_inputs_are_kept():
    def kept(model):
        sizes = {}

        def pack(tensor):
            sizes[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
            return tensor

        with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
            output = model(TOKENS, LAYOUT)
        del output
        return sum(sizes.values())

    one, two = kept(model_of(False)), kept(model_of(True))
    assert two < one / 5


class Unsteady:
    """Says something else each time, as a kernel whose sums come in another order might."""

    def __init__(self):
        self.generator = torch.Generator().manual_seed(3)
        self.chosen = []

    def __call__(self, module, arguments):
        x, real = arguments
        return x + 0.3 * torch.randn(x.shape, generator=self.generator), real


def routes(model, log):
    """Notes what reaches the experts."""
    for block in model.blocks:
        dispatch = block.ffn.dispatch

        def noting(x, routes, experts, dispatch=dispatch):
            log.append(routes.expert.clone())
            return dispatch(x, routes, experts)

        block.ffn.dispatch = noting


def test_the_second_time_takes_the_routes_of_the_first():
    model = model_of(True)
    log = []
    routes(model, log)
    for block in model.blocks:
        block.ffn.router.register_forward_pre_hook(Unsteady())
    gradients(model)
    assert len(log) == 4, "two layers, twice"
    assert torch.equal(log[0], log[3])
    assert torch.equal(log[1], log[2])
    unkept = model_of(True)
    other = []
    routes(unkept, other)
    for block in unkept.blocks:
        block.ffn.router.choose = most_probable
        block.ffn.router.register_forward_pre_hook(Unsteady())
    gradients(unkept)
    assert not torch.equal(other[0], other[3]), "the noise was too small to matter"


def test_passes_that_are_under_way_at_once_keep_routes_of_their_own():
    """As when two batches are computed before the first one's backward pass."""
    model, plain = model_of(True), model_of(False)
    parts = [(TOKENS, LAYOUT), (TOKENS.flip(0) % 7, LAYOUT)]
    for one in (model, plain):
        first, second = (one(*part).hidden.square().mean() for part in parts)
        with torch.no_grad():
            one(TOKENS[:10], PackedLayout.of([Segment(10)]))
        first.backward()
        second.backward()
    for one, other in zip(model.blocks.parameters(), plain.blocks.parameters(), strict=True):
        assert torch.equal(one.grad, other.grad)


def test_a_copy_of_the_model_is_a_model_of_its_own():
    model = model_of(True)
    other = copy.deepcopy(model)
    gradients(other)
    assert all(parameter.grad is None for parameter in model.parameters())
    assert gradients(model).keys() == dict(other.named_parameters()).keys()
