"""What one process, or many, compute; importable by the processes that are started for it."""

import dataclasses
import itertools
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from training.checkpoint.adapter import adapter_config, load_adapter, save_adapter
from training.checkpoint.hugging_face import load_weights, save_weights
from training.checkpoint.state import checkpoints, load_state, save_state
from training.data.batch import Text, batch_of
from training.data.pairs import pair_batch
from training.data.rank import Rank
from training.model.config import MixtralConfig
from training.model.lora import LoraConfig, adapters_off, add_lora, merge_lora
from training.model.mixtral import Mixtral
from training.model.sharding import reshard, whole
from training.objectives.dpo import response_logprobs
from training.objectives.objective import NextToken, Preference
from training.objectives.preference import PairLogprobs, PreferenceConfig
from training.optim import AdamW, OptimizerConfig
from training.parallel.mesh import MeshConfig
from training.parallel.sharded import parallelise
from training.step import RouterConfig, evaluate, train_step
from training.text.chat import Pair
from training.world import World

SHAPE = MixtralConfig(
    vocab_size=61, hidden_size=32, intermediate_size=48, layers=2, heads=4, kv_heads=2, head_dim=8, experts=4
)
ALONE = World(Rank(), torch.device("cpu"))
ALL = 4  # batches of a step, however many processes share them


@dataclass(frozen=True)
class Case:
    """A model, what it is trained for, and how it is spread."""

    name: str
    mesh: MeshConfig
    objective: str = "pretrain"
    shape: MixtralConfig = SHAPE
    lora: LoraConfig | None = None
    dtype: torch.dtype = torch.float32
    optimizer: OptimizerConfig = field(
        default_factory=lambda: OptimizerConfig(learning_rate=3e-3, clip=0.5, rounding="master")
    )
    routes: tuple[int, ...] = ()  # experts that every token takes; none: as the router chooses

    def alone(self):
        return dataclasses.replace(self, mesh=MeshConfig(recompute=False))


def make_model(case):
    model = Mixtral(case.shape).initialise(1).to(case.dtype)
    if case.lora:
        add_lora(model, case.lora)
        generator = torch.Generator().manual_seed(2)
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.requires_grad:
                    parameter.add_(0.05 * torch.randn(parameter.shape, generator=generator).to(case.dtype))
    for block in model.blocks if case.routes else ():
        block.ffn.router.choose = lambda probability, _: (
            torch.tensor(case.routes).expand(len(probability), -1).contiguous()
        )
    return parallelise(model, case.mesh)


def make_batches(objective, step, rank):
    """This rank's share of a step's batches, of unequal lengths; the last has padding."""
    random = np.random.default_rng(step)
    if objective == "pretrain":
        texts = [(np.arange(int(random.integers(3, 30))) * 7 + step) % 61 for _ in range(2 * ALL)]
        texts = [Text(ids, np.ones(len(ids), dtype=bool)) for ids in texts]
        pairs = [texts[2 * i : 2 * i + 2] for i in range(ALL)]
        batches = [batch_of(p, sum(len(t.ids) for t in p) + 5 * (p is pairs[-1]), 0) for p in pairs]
    else:
        sides = [
            Pair(*(random.integers(0, 61, size=int(random.integers(1, 12))) for _ in range(3)))
            for _ in range(2 * ALL)
        ]
        batches = [pair_batch(sides[2 * i : 2 * i + 2], [2 * i, 2 * i + 1], multiple=8) for i in range(ALL)]
    each = ALL // rank.of
    return batches[rank.index * each : (rank.index + 1) * each]


def make_objective(case, model):
    if case.objective == "pretrain":
        return NextToken()

    def reference(batch):
        if not case.lora:
            return PairLogprobs(torch.full((2,), -40.0), torch.full((2,), -41.0))
        with torch.no_grad(), adapters_off(model):
            return response_logprobs(model, batch).logprobs

    return Preference(PreferenceConfig(), reference)


def run_steps(world, case, steps=(0, 1), model=None, adam=None):
    """Trains; the figures of each step, and all gradients of the last and weights after it."""
    model = model or make_model(case)
    adam = adam or AdamW((p for p in model.parameters() if p.requires_grad), case.optimizer)
    objective = make_objective(case, model)
    figures = []
    for step in steps:
        result = train_step(
            model,
            objective,
            make_batches(case.objective, step, world.rank),
            adam,
            rate=3e-3,
            config=case.optimizer,
            router=RouterConfig(balance=0.02, z=0.01),
            world=world,
        )
        figures.append(dataclasses.asdict(result))
        figures.append(evaluate(model, objective, make_batches(case.objective, 99, world.rank), world))
    reshard(model)
    return {
        "figures": figures,
        "gradients": {n: whole(p.grad) for n, p in model.named_parameters() if p.grad is not None},
        "weights": {n: whole(p) for n, p in model.named_parameters()},
    }


def run_cases(world, cases):
    """Each case in turn, and a model with random weights."""
    results = {case.name: run_steps(world, case) for case in cases}
    return results | {"initialised": initialised(world, cases[0])}


def save_and_load(world, case, folder):
    """Trains, writes weights and adapters, and reads them into a model that had no memory before."""
    folder = Path(folder)
    model = make_model(case)
    trained = run_steps(world, case, model=model)
    save_weights(model, folder / "weights", file_bytes=20_000)
    with torch.device("meta"):
        empty = Mixtral(case.shape)
    if case.lora:
        save_adapter(model, case.lora, folder / "adapter")
        add_lora(empty, adapter_config(folder / "adapter"))
    parallelise(empty, case.mesh, world.device)
    load_weights(empty, folder / "weights")
    if case.lora:
        load_adapter(empty, folder / "adapter")
    again = {name: whole(parameter) for name, parameter in empty.named_parameters()}
    objective = make_objective(case, empty)
    loss = evaluate(empty, objective, make_batches(case.objective, 99, world.rank), world)
    if case.lora:
        merge_lora(empty)
        save_weights(empty, folder / "merged")
    return {"trained": trained, "again": again, "loss": loss}


def save_and_load_each(world, cases, folder):
    """Each case in a folder of its own."""
    return {case.name: save_and_load(world, case, Path(folder) / case.name) for case in cases}


def go_on(world, case, folder, steps, save_after=None):
    """Trains on from the newest checkpoint in the folder, if there is one."""
    model = make_model(case)
    adam = AdamW((p for p in model.parameters() if p.requires_grad), case.optimizer)
    found = checkpoints(Path(folder))
    first = load_state(found[-1], model, adam, {}) if found else 0
    loaded = {n: whole(t).clone() for n, t in state_of(model, adam)}
    result = {}
    parts = itertools.pairwise(sorted({first, steps, *([save_after] if save_after else [])}))
    for start, end in parts:
        result = run_steps(world, case, range(start, end), model, adam)
        if end == save_after:
            save_state(Path(folder), end, model=model, optimizer=adam, world=world, about={}, keep=9)
    return {"loaded": loaded, "first": first, **result}


def go_on_each(world, cases, folder, steps, save_after=None):
    """The same with several cases, each in a folder of its own."""
    return {case.name: go_on(world, case, Path(folder) / case.name, steps, save_after) for case in cases}


def in_turn(world, calls):
    """Several of these scenarios, one after the other: each with its arguments."""
    return [work(world, *arguments) for work, *arguments in calls]


def state_of(model, adam):
    for name, parameter in model.named_parameters():
        yield name, parameter
        for kind, tensor in adam.state[parameter].items():
            yield f"{name}:{kind}", tensor


def initialised(world, case):
    """Random weights made where they will be."""
    with torch.device("meta"):
        model = Mixtral(case.shape)
    parallelise(model, case.mesh, world.device).initialise(5)
    return {name: whole(parameter) for name, parameter in model.named_parameters()}


def lose_one(world, case, how):
    """In the second step the last process is gone, or does not move."""
    model = make_model(case)
    run_steps(world, case, (0,), model)
    if world.rank.index == world.rank.of - 1:
        if how == "stands still":
            time.sleep(6)
        os._exit(7)
    run_steps(world, case, (1,), model)
