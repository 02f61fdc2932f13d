import pytest

torch = pytest.importorskip("torch")

from training.objectives.logprobs import summed_logprobs, token_logprobs  # noqa: E402


def plain(hidden, head, target):
    return (hidden @ head.T).float().log_softmax(-1).gather(1, target[:, None])[:, 0]


@pytest.mark.parametrize("chunk", [1, 7, 30, 512])
@pytest.mark.parametrize("count", [0, 1, 30])
def test_chunks_make_no_difference_to_values_and_gradients(count, chunk):
    torch.manual_seed(0)
    hidden, head = torch.randn(count, 12, requires_grad=True), torch.randn(50, 12, requires_grad=True)
    target, weight = torch.randint(0, 50, (count,)), torch.randn(count)
    found = token_logprobs(hidden, head, target, chunk)
    expected = plain(hidden, head, target)
    torch.testing.assert_close(found, expected)
    ours = torch.autograd.grad((found * weight).sum(), (hidden, head))
    theirs = torch.autograd.grad((expected * weight).sum(), (hidden, head))
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("trained", ["hidden and head", "hidden", "head"])
@pytest.mark.parametrize("count", [0, 1, 30])
def test_a_sum_has_the_gradients_of_its_parts(count, trained):
    torch.manual_seed(0)
    hidden = torch.randn(count, 12, requires_grad="hidden" in trained)
    head = torch.randn(50, 12, requires_grad="head" in trained)
    target = torch.randint(0, 50, (count,))
    wanted = [tensor for tensor in (hidden, head) if tensor.requires_grad]
    found = summed_logprobs(hidden, head, target, 7)
    expected = plain(hidden, head, target).sum()
    torch.testing.assert_close(found, expected)
    ours = torch.autograd.grad(found * 0.3, wanted, retain_graph=True)
    again = torch.autograd.grad(found * 0.3, wanted)
    theirs = torch.autograd.grad(expected * 0.3, wanted)
    for one, same, other in zip(ours, again, theirs, strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-5)
        assert torch.equal(one, same)


@pytest.mark.parametrize("count", [1, 30])
def test_hidden_states_get_the_same_gradients_from_a_frozen_head(count):
    torch.manual_seed(0)
    hidden, head = torch.randn(count, 12, requires_grad=True), torch.randn(50, 12)
    target, weight = torch.randint(0, 50, (count,)), torch.randn(count)
    (ours,) = torch.autograd.grad((token_logprobs(hidden, head, target, 7) * weight).sum(), hidden)
    (theirs,) = torch.autograd.grad((plain(hidden, head, target) * weight).sum(), hidden)
    torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("function", [token_logprobs, summed_logprobs])
def test_without_gradients_the_values_are_the_same(function):
    torch.manual_seed(0)
    hidden, head = torch.randn(9, 12, requires_grad=True), torch.randn(50, 12, requires_grad=True)
    target = torch.randint(0, 50, (9,))
    with torch.no_grad():
        found = function(hidden, head, target, 4)
    assert not found.requires_grad
    assert torch.equal(found, function(hidden, head, target, 4).detach())


def test_a_frozen_head_gets_no_gradient():
    hidden, head = torch.randn(5, 4, requires_grad=True), torch.randn(9, 4)
    token_logprobs(hidden, head, torch.tensor([0, 1, 2, 3, 8])).sum().backward()
    assert hidden.grad is not None
    assert head.grad is None


def test_large_logits_neither_overflow_nor_vanish():
    hidden, head = torch.full((1, 1), 1e4), torch.tensor([[1.0], [0.0]])
    assert token_logprobs(hidden, head, torch.tensor([0])).tolist() == [0.0]
    assert token_logprobs(hidden, head, torch.tensor([1])).tolist() == [-1e4]


def test_half_precision_is_as_near_as_its_logits():
    torch.manual_seed(0)
    hidden, head = torch.randn(40, 16), torch.randn(64, 16) / 4
    target = torch.randint(0, 64, (40,))
    found = token_logprobs(hidden.bfloat16(), head.bfloat16(), target)
    assert found.dtype == torch.float32
    torch.testing.assert_close(found, plain(hidden, head, target), atol=0.05, rtol=0)
