"""Tokens a second, MFU and peak memory of the trainer on one GPU, at full width; peers where they fit.

    python benchmarks/train_gpu.py [--kinds pretrain,dpo] [--tokens 8192,16384,32768] [--peers]
    python benchmarks/train_gpu.py --shape tiny --device cpu --tokens 256,512     # to see that all of it runs

`pretrain`: all weights of as many of Mixtral 8x7B's layers as fit, at full width, in bfloat16 with stochastic
rounding. `dpo`: adapters on attention and experts of all 32 layers, with the reference's log-probabilities
cached, and computed in the step (`dpo-online`). Weights are random, made on the GPU; layers are recomputed in
the backward pass. Documents and pairs have drawn lengths, like those of pages and of instructions.

MFU counts what forward and backward need and not what is computed twice (training/logs/flops.py); the
hardware's own share is about 4/3 of it with all weights trained, and 3/2 with adapters.

`--peers`: the same layers and tokens in transformers (grouped_mm, packed, AdamW fused, layers recomputed),
and pairs in TRL, padded. What does not fit is told as such. Every measurement is a process of its own.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.train_dpo import trl_trainer  # noqa: E402
from benchmarks.train_models import measured, settle, versions, write_result  # noqa: E402
from training.data.batch import Batch, Packed, Text, batch_of  # noqa: E402
from training.data.pairs import PairBatch, pair_batch  # noqa: E402
from training.data.rank import Rank  # noqa: E402
from training.logs.flops import peak_flops, step_flops  # noqa: E402
from training.logs.meter import GIB, peak_memory  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.lora import LoraConfig, add_lora, initialise_adapters  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.objectives.dpo import response_logprobs  # noqa: E402
from training.objectives.objective import NextToken, Objective, Preference  # noqa: E402
from training.objectives.preference import PairLogprobs, PreferenceConfig  # noqa: E402
from training.optim import AdamW, OptimizerConfig  # noqa: E402
from training.parallel.memory import estimate_memory  # noqa: E402
from training.parallel.mesh import MeshConfig  # noqa: E402
from training.parallel.sharded import parallelise  # noqa: E402
from training.reference.reference import AdaptersOff  # noqa: E402
from training.step import RouterConfig, train_step  # noqa: E402
from training.text.chat import Pair  # noqa: E402
from training.world import World  # noqa: E402

SHAPES = {
    "mixtral-8x7b": MixtralConfig(),
    "tiny": MixtralConfig(
        vocab_size=512,
        hidden_size=64,
        intermediate_size=128,
        layers=2,
        heads=4,
        kv_heads=2,
        head_dim=16,
        max_position_embeddings=1024,
    ),
}
LORA = LoraConfig(rank=16, alpha=32)
WARM_UP = 2
RATE = 1e-5
# Of the GPU's memory that a run may plan with: the rest is for libraries and what lies between tensors.
SHARE = 0.88


def pages(tokens: int, vocabulary: int, seed: int) -> list[np.ndarray]:
    """Documents that have `tokens` tokens together."""
    drawn = np.random.default_rng(seed)
    found: list[np.ndarray] = []
    left = tokens
    while left:
        length = min(left, 32 + int(drawn.lognormal(6.2, 0.9)))
        length += 1 if left - length == 1 else 0  # nothing is predicted in a document of one token
        found.append(drawn.integers(3, vocabulary, size=length))
        left -= length
    return found


def preferences(tokens: int, vocabulary: int, seed: int) -> list[Pair]:
    """As many pairs as `tokens` tokens hold, prompts and responses as of instructions."""
    drawn = np.random.default_rng(seed)
    longest = max(2, tokens // 6)
    found: list[Pair] = []
    used = 0
    while True:
        lengths = [min(longest, 2 + int(drawn.lognormal(mean, 0.8))) for mean in (5.0, 5.5, 5.5)]
        used += sum(lengths)
        if used > tokens:
            return found
        found.append(Pair(*(drawn.integers(3, vocabulary, size=length) for length in lengths)))


def token_batch(tokens: int, vocabulary: int, seed: int) -> Batch:
    texts = [Text(ids, np.ones(len(ids), dtype=bool)) for ids in pages(tokens, vocabulary, seed)]
    return batch_of(texts, tokens, 0)


def preference_batch(tokens: int, vocabulary: int, seed: int) -> PairBatch:
    pairs = preferences(tokens, vocabulary, seed)
    return pair_batch(pairs, range(len(pairs)), multiple=tokens)


def dtype_on(device: torch.device) -> torch.dtype:
    """bfloat16; float32 on a CPU, where only the code is tried."""
    return torch.bfloat16 if device.type == "cuda" else torch.float32


def seeds_of(task: dict[str, Any]) -> list[range]:
    """Of each step's batches."""
    count = task["batches"]
    return [range(step * count, (step + 1) * count) for step in range(WARM_UP + task["steps"])]


def shape_of(task: dict[str, Any]) -> MixtralConfig:
    return dataclasses.replace(SHAPES[task["shape"]], layers=task["layers"])


def layers_that_fit(shape: MixtralConfig, tokens: int, memory: float) -> int:
    """How many layers can be trained whole in so many bytes."""
    for layers in range(shape.layers, 0, -1):
        with torch.device("meta"):
            model = Mixtral(dataclasses.replace(shape, layers=layers)).bfloat16()
        if estimate_memory(model, MeshConfig(recompute=True), tokens=tokens).total <= memory:
            return layers
    raise SystemExit(f"not one layer with {tokens:,} tokens fits into {memory / GIB:.0f} GiB")


def build(shape: MixtralConfig, lora: LoraConfig | None, device: torch.device) -> Mixtral:
    """Random weights, made where they are."""
    with torch.device("meta"):
        model = Mixtral(shape).to(dtype_on(device))
        if lora:
            add_lora(model, lora)
    parallelise(model, MeshConfig(recompute=True), device).initialise(0)
    initialise_adapters(model)
    return model


def ours(task: dict[str, Any]) -> dict[str, Any]:
    device, shape, tokens = torch.device(task["device"]), shape_of(task), task["tokens"]
    is_dpo = task["kind"].startswith("dpo")
    lora = LORA if is_dpo else None
    model = build(shape, lora, device)
    config = OptimizerConfig(learning_rate=RATE, schedule="constant", weight_decay=0.0)
    adam = AdamW((p for p in model.parameters() if p.requires_grad), config)
    make: Callable[[int, int, int], Any] = preference_batch if is_dpo else token_batch
    steps = [[make(tokens, shape.vocab_size, seed).to(device) for seed in seeds] for seeds in seeds_of(task)]
    objective: Objective[Any] = NextToken()
    if is_dpo:
        references = {id(batch): _reference(model, batch) for batches in steps for batch in batches}
        online = task["kind"] == "dpo-online"
        lookup = AdaptersOff(model) if online else (lambda batch: references[id(batch)])
        objective = Preference(PreferenceConfig(), lookup)

    def step(number: int) -> float:
        return train_step(
            model,
            objective,
            steps[number],
            adam,
            rate=RATE,
            config=config,
            router=RouterConfig(balance=0.0 if is_dpo else 0.001, frozen=is_dpo),
            world=World(Rank(), device),
        ).loss

    found = timed(step, task["steps"], device)
    measured_batches: list[Packed] = [batch for batches in steps[WARM_UP:] for batch in batches]
    real = sum(batch.layout.tokens - batch.layout.padding for batch in measured_batches)
    return (
        found
        | rates(real, step_flops(shape, lora, measured_batches), found["seconds"], device)
        | {
            "pairs_per_second": _pairs(measured_batches, found["seconds"]) if is_dpo else None,
            "layers": shape.layers,
        }
    )


@torch.no_grad()
def _reference(model: Mixtral, batch: PairBatch) -> PairLogprobs:
    # Adapters begin as nothing, so the model is its own reference.
    return PairLogprobs(*response_logprobs(model, batch).logprobs)


def _pairs(batches: list[Packed], seconds: float) -> float:
    return sum(len(batch.pairs) for batch in batches if isinstance(batch, PairBatch)) / seconds


def timed(step: Callable[[int], float], steps: int, device: torch.device) -> dict[str, Any]:
    """Seconds of the steps after those to warm up (in which kernels are compiled), and the loss."""
    losses = [step(number) for number in range(WARM_UP)]
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        torch.cuda.synchronize(device)
    began = time.perf_counter()
    losses += [step(number) for number in range(WARM_UP, WARM_UP + steps)]
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return {"seconds": time.perf_counter() - began, "losses": [round(loss, 5) for loss in losses]}


def rates(tokens: int, flops: float, seconds: float, device: torch.device) -> dict[str, Any]:
    peak = peak_flops(device, torch.bfloat16)
    return {
        "tokens": tokens,
        "tokens_per_second": tokens / seconds,
        "model_tflops_per_second": flops / seconds / 1e12,
        "mfu": flops / seconds / peak if peak else None,
        "peak_gib": peak_memory(device) / GIB,
    }


def theirs(shape: MixtralConfig, device: torch.device) -> Any:
    """transformers' model of this shape with random weights, made where they are."""
    import transformers

    transformers.logging.set_verbosity_error()
    config = transformers.AutoConfig.for_model(**shape.to_hf())
    config.dtype = dtype_on(device)
    with torch.device("meta"):
        model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="sdpa")
    model = model.to(dtype_on(device)).to_empty(device=device)
    model.set_experts_implementation("grouped_mm")
    with device:  # its buffers were empty, too
        model.model.rotary_emb = type(model.model.rotary_emb)(config)
    generator = torch.Generator(device).manual_seed(0)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" in name:
                parameter.fill_(1.0)
            else:
                parameter.normal_(0.0, shape.initializer_range, generator=generator)
    return model


def transformers_pretrain(task: dict[str, Any]) -> dict[str, Any]:
    from benchmarks.train_pretrain import packed

    device, shape, tokens = torch.device(task["device"]), shape_of(task), task["tokens"]
    model = theirs(shape, device).train()
    model.gradient_checkpointing_enable({"use_reentrant": False})
    adam = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.95), weight_decay=0.0, fused=True)
    steps = [[pages(tokens, shape.vocab_size, seed) for seed in seeds] for seeds in seeds_of(task)]

    def step(number: int) -> float:
        adam.zero_grad(set_to_none=True)
        count = sum(len(text) - 1 for texts in steps[number] for text in texts)
        total = 0.0
        for texts in steps[number]:
            batch = {name: value.to(device) for name, value in packed(texts).items()}
            loss = model(**batch, use_cache=False, num_items_in_batch=count).loss
            loss.backward()
            total += float(loss.detach())
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        return total

    found = timed(step, task["steps"], device)
    batches = [
        token_batch(tokens, shape.vocab_size, seed) for seeds in seeds_of(task)[WARM_UP:] for seed in seeds
    ]
    flops = step_flops(shape, None, batches)
    return found | rates(tokens * len(batches), flops, found["seconds"], device) | {"layers": shape.layers}


def trl_dpo(task: dict[str, Any]) -> dict[str, Any]:
    """The pairs of ours, as many of them at once as have about so many padded tokens, all of a step in one
    optimizer step.
    """
    import datasets

    datasets.disable_progress_bars()
    device, shape, tokens = torch.device(task["device"]), shape_of(task), task["tokens"]
    of_steps = [
        [pair for seed in seeds for pair in preferences(tokens, shape.vocab_size, seed)]
        for seeds in seeds_of(task)
    ]
    longest = max(_length(pair) for pairs in of_steps for pair in pairs)
    at_once = max(1, tokens // (2 * longest))
    each = min(map(len, of_steps)) // at_once * at_once
    if not each:
        raise SystemExit(f"a step has fewer pairs than {at_once}, which are computed at once")
    rows = [pair for pairs in of_steps for pair in sorted(pairs[:each], key=_length)]
    model = theirs(shape, device)
    with tempfile.TemporaryDirectory() as scratch:
        trainer, watch = trl_trainer(
            model,
            rows,
            LORA,
            output_dir=scratch,
            per_device_train_batch_size=at_once,
            gradient_accumulation_steps=each // at_once,
            max_steps=len(of_steps),
            gradient_checkpointing=True,
            bf16=device.type == "cuda",
            use_cpu=device.type == "cpu",
            dataloader_pin_memory=False,
        )
        trainer.train()
    seconds = watch.ends[-1][1] - watch.ends[WARM_UP - 1][1]
    batches = [
        pair_batch(rows[n * each : (n + 1) * each], range(each)) for n in range(WARM_UP, len(of_steps))
    ]
    real = sum(batch.layout.tokens for batch in batches)
    # Counted as ours are: a prompt once, and no padding.
    return rates(real, step_flops(shape, LORA, batches), seconds, device) | {
        "seconds": seconds,
        "losses": [round(loss, 5) for loss in watch.losses],
        "pairs_per_second": each * task["steps"] / seconds,
        "pairs_at_once": at_once,
        "layers": shape.layers,
    }


def _length(pair: Pair) -> int:
    return len(pair.prompt) + max(len(pair.chosen), len(pair.rejected))


SIDES = {"ours": ours, "transformers": transformers_pretrain, "trl": trl_dpo}


def guarded(task: dict[str, Any]) -> dict[str, Any]:
    """The measurement; or that memory was short, which is a result too."""
    try:
        return SIDES[task["side"]](task)
    except torch.OutOfMemoryError as error:
        return {"out_of_memory": str(error).split(".")[0]}


def tell(name: str, one: dict[str, Any]) -> None:
    if "out_of_memory" in one:
        print(f"  {name:34} out of memory", flush=True)
        return
    mfu = f"{one['mfu']:.1%}" if one["mfu"] else "unknown"
    pairs = f"{one['pairs_per_second']:8.1f} pairs/s" if one.get("pairs_per_second") else ""
    print(
        f"  {name:34}{one['tokens_per_second']:10,.0f} tokens/s {one['model_tflops_per_second']:8.1f} TFLOP/s"
        f"  MFU {mfu}  peak {one['peak_gib']:6.1f} GiB  {one['layers']} layers {pairs}"
        f"  loss {one['losses'][0]:.4f} -> {one['losses'][-1]:.4f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--shape", default="mixtral-8x7b", choices=list(SHAPES))
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--kinds", default="pretrain,dpo,dpo-online")
    parser.add_argument("--tokens", default="8192,16384,32768", help="packed, at once; with commas")
    parser.add_argument("--layers", type=int, default=0, help="0: all (dpo), as many as fit (pretrain)")
    parser.add_argument("--batches", type=int, default=4, help="of so many tokens, in an optimizer step")
    parser.add_argument("--steps", type=int, default=8, help=f"that are measured, after {WARM_UP}")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--no-result", action="store_true", help="writes no file")
    options = parser.parse_args()
    if options.task:
        task = json.loads(options.task)
        settle(task["threads"])
        print(json.dumps(guarded(task)))
        return
    on_gpu = options.device == "cuda"
    if on_gpu and not torch.cuda.is_available():
        raise SystemExit(
            "there is no CUDA device: this measures a GPU. To see that it runs: --shape tiny --device cpu"
        )
    if not on_gpu and options.shape != "tiny":
        raise SystemExit(f"{options.shape} is not for a CPU: choose --shape tiny")
    shape = SHAPES[options.shape]
    properties = torch.cuda.get_device_properties(0) if on_gpu else None
    report: dict[str, Any] = {
        "device": properties.name if properties else "cpu",
        "memory_gib": round(properties.total_memory / GIB, 1) if properties else None,
        "shape": options.shape,
        "steps": options.steps,
        "batches_per_step": options.batches,
        "versions": versions("torch", *(("transformers", "trl", "peft") if options.peers else ())),
        "results": {},
    }
    for kind in options.kinds.split(","):
        for tokens in map(int, options.tokens.split(",")):
            layers = options.layers or shape.layers
            if kind == "pretrain" and properties and not options.layers:
                layers = layers_that_fit(shape, tokens, SHARE * properties.total_memory)
            task = {
                "kind": kind,
                "tokens": tokens,
                "layers": layers,
                "shape": options.shape,
                "device": options.device,
                "steps": options.steps,
                "batches": options.batches,
                "threads": torch.get_num_threads(),
            }
            sides = ["ours"]
            if options.peers and kind != "dpo-online":
                sides.append("transformers" if kind == "pretrain" else "trl")
            for side in sides:
                name = f"{kind}, {tokens:,} tokens, {side}"
                report["results"][name] = measured(__file__, task | {"side": side}, on_gpu)
                tell(name, report["results"][name])
    if not options.no_result:
        write_result(f"train_gpu_{options.shape}", report)


if __name__ == "__main__":
    main()
