"""Real training of a tiny model: it learns, and an interrupted run ends in the same bits."""

import dataclasses
import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import load_file  # noqa: E402

from tests.training.data.test_pairs import make_pairs  # noqa: E402
from training.data.batch import Text, batch_of  # noqa: E402
from training.data.pairs import PairBatches, pair_batch  # noqa: E402
from training.data.rank import Rank  # noqa: E402
from training.errors import CheckpointError  # noqa: E402
from training.loop import LoopConfig, run_training  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.objectives.dpo import response_logprobs  # noqa: E402
from training.objectives.objective import NextToken, Preference  # noqa: E402
from training.objectives.preference import PairLogprobs, PreferenceConfig  # noqa: E402
from training.optim import OptimizerConfig  # noqa: E402
from training.step import NotANumberError, RouterConfig  # noqa: E402
from training.world import World  # noqa: E402

SHAPE = MixtralConfig(
    vocab_size=61, hidden_size=32, intermediate_size=48, layers=2, heads=4, kv_heads=2, head_dim=8, experts=4
)
ALONE = World(Rank(), torch.device("cpu"))
OPTIMIZER = OptimizerConfig(learning_rate=3e-3, warmup_steps=3)


class Counting:
    """Batches of texts that count up, from a start that depends on the step."""

    def __init__(self, splits=1):
        self.splits = splits

    def __getitem__(self, step):
        random = np.random.default_rng(step)
        texts = [(np.arange(20) + int(random.integers(61))) % 61 for _ in range(4)]
        texts = [Text(ids, np.ones(20, dtype=bool)) for ids in texts]
        size = 4 // self.splits
        return [batch_of(texts[i : i + size], 20 * size, 0) for i in range(0, 4, size)]


def train(folder, steps=12, model=None, batches=None, **options):
    model = model or Mixtral(SHAPE).initialise(1)
    arguments = {
        "loop": LoopConfig(steps=steps, checkpoint_every=5, validate_every=6),
        "optimizer": OPTIMIZER,
        "router": RouterConfig(balance=0.01, z=0.001),
        "world": ALONE,
    } | options
    reports = run_training(
        model, NextToken(), batches or Counting(), Counting()[1000], folder=folder, **arguments
    )
    return model, reports


def without_time(reports):
    return [dataclasses.replace(report, speed={}) for report in reports]


def weights(model):
    return {name: parameter.detach() for name, parameter in model.named_parameters()}


def test_it_learns_what_comes_next(tmp_path):
    _, reports = train(tmp_path, steps=80)
    losses = [report.figures["loss"] for report in reports if report.kind == "train"]
    assert losses[0] == pytest.approx(np.log(61), abs=0.1)
    assert losses[-1] < 1.5
    assert reports[-1].kind == "validation"
    assert reports[-1].figures["loss"] < 1.5


class Killed(Exception):
    pass


@pytest.mark.parametrize("last", [3, 5, 9, 10])
def test_an_interrupted_run_ends_in_the_same_bits(tmp_path, last):
    whole, reports = train(tmp_path / "whole")

    def kill(report):
        if report.step == last:
            raise Killed

    with pytest.raises(Killed):
        train(tmp_path / "parts", report=kill)
    again, _ = train(tmp_path / "parts")
    assert weights(again).keys() == weights(whole).keys()
    assert all(torch.equal(weights(again)[name], weight) for name, weight in weights(whole).items())
    logged = [json.loads(line) for line in (tmp_path / "parts" / "log.jsonl").read_text().splitlines()]
    assert [(line["kind"], line["step"], line["figures"]) for line in logged] == [
        (report.kind, report.step, report.figures) for report in reports
    ]


def test_a_finished_run_does_nothing_more(tmp_path):
    model, _ = train(tmp_path)
    again, reports = train(tmp_path)
    assert reports == []
    assert all(torch.equal(weights(again)[name], weight) for name, weight in weights(model).items())


def test_a_step_is_the_same_however_it_is_divided(tmp_path):
    router = RouterConfig(balance=0)  # its loss is per batch, so it alone depends on the division
    whole, _ = train(tmp_path / "1", steps=4, router=router)
    parts, _ = train(tmp_path / "2", steps=4, batches=Counting(splits=4), router=router)
    for name, weight in weights(whole).items():
        torch.testing.assert_close(weights(parts)[name], weight, atol=2e-5, rtol=1e-4)


def test_only_the_newest_checkpoints_stay(tmp_path):
    train(tmp_path)
    assert sorted(path.name for path in (tmp_path / "checkpoints").iterdir()) == [
        "step-00000010",
        "step-00000012",
    ]


def test_going_on_with_another_setting_is_refused(tmp_path):
    train(tmp_path)
    with pytest.raises(CheckpointError, match=r"was made with loop .*'steps': 12.*'steps': 20"):
        train(tmp_path, steps=20)
    with pytest.raises(CheckpointError, match="was made with data None, and it is 'x' now"):
        train(tmp_path, about={"data": "x"})


def test_a_damaged_checkpoint_is_named(tmp_path):
    train(tmp_path)
    part = tmp_path / "checkpoints" / "step-00000012" / "part-00000.safetensors"
    part.write_bytes(part.read_bytes()[:1000])
    with pytest.raises(CheckpointError, match=r"part-00000\.safetensors is damaged"):
        train(tmp_path)


def test_a_loss_that_is_no_number_stops_the_run_and_leaves_the_model(tmp_path):
    model = Mixtral(SHAPE).initialise(1)

    def poison(report):
        if report.step == 7:
            with torch.no_grad():
                model.norm.weight[0] = torch.nan

    with pytest.raises(NotANumberError, match="step 7: loss nan"):
        train(tmp_path, model=model, report=poison)
    assert json.loads((tmp_path / "nan" / "step.json").read_text())["step"] == 7
    saved = load_file(tmp_path / "nan" / "step-00000007-rank-0-batch-0.safetensors")
    assert torch.equal(saved["tokens"], Counting()[7][0].tokens)
    _, reports = train(tmp_path)
    assert reports[0].step == 6, "it goes on from the checkpoint before"


def test_frozen_routers_stay_and_the_rest_learns(tmp_path):
    model = Mixtral(SHAPE).initialise(1)
    gates = [block.ffn.router.gate.requires_grad_(False) for block in model.blocks]
    before = [gate.weight.clone() for gate in gates]
    _, reports = train(tmp_path, steps=3, model=model, router=RouterConfig(frozen=True))
    assert all(torch.equal(gate.weight, old) for gate, old in zip(gates, before, strict=True))
    assert reports[0].figures["balance"] == 0


def test_preferences_raise_the_margin_of_pairs_they_were_not_trained_on(tmp_path):
    """Chosen responses count up and rejected ones down: a rule that carries over to other pairs."""
    pairs = []
    for pair in make_pairs(120):
        start = int(pair.prompt[-1])
        up, down = (start + np.arange(1, 7)) % 61, (start - np.arange(1, 7)) % 61
        pairs.append(dataclasses.replace(pair, chosen=up, rejected=down))
    model = Mixtral(SHAPE).initialise(1)
    kept = {}
    with torch.no_grad():
        for number, pair in enumerate(pairs):
            found = response_logprobs(model, pair_batch([pair], [number])).logprobs
            kept[number] = (found.chosen.item(), found.rejected.item())

    def reference(batch):
        values = torch.tensor([kept[number] for number in batch.pairs.tolist()])
        return PairLogprobs(values[:, 0], values[:, 1])

    reports = run_training(
        model,
        Preference(PreferenceConfig(beta=0.5), reference),
        PairBatches(pairs[:100], tokens=400, pairs_per_step=20),
        [pair_batch(pairs[100:], range(100, 120))],
        folder=tmp_path,
        loop=LoopConfig(steps=40),
        optimizer=OPTIMIZER,
        router=RouterConfig(),
        world=ALONE,
    )
    assert reports[0].figures["loss"] == pytest.approx(np.log(2), abs=1e-5)
    assert reports[-1].kind == "validation"
    assert reports[-1].figures["accuracy"] > 0.9
    assert reports[-1].figures["margin"] > 0.5
