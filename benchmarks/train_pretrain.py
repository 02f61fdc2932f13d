"""A pretraining step of ours beside transformers' Mixtral with each of its experts implementations, on a CPU.

    python benchmarks/train_pretrain.py [--shapes tiny,small] [--tokens 2048] [--steps 4] [--runs 3]

The same weights, the same documents (lengths as of pages, drawn by a fixed seed), the same number of tokens
in a step, each predicting the next: forward, backward, clipping and AdamW. transformers gets the documents
padded, in rows sorted by length and as many at once as hold about that many tokens, and packed, in one row
with `position_ids` that begin anew at each document (without an attention mask, so that it makes their mask
of them, and with `use_cache=False`, since documents see each other otherwise). Its loss is summed over
tokens as ours is, its AdamW is fused. The auxiliary loss is off on both sides, since the two define it
differently.

Peak memory is the process's own at its highest, less what it had when libraries were imported.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.train_models import (  # noqa: E402
    MIB,
    Spent,
    measured,
    median_of,
    memory,
    settle,
    shape_of,
    versions,
    write_model,
    write_result,
)
from training.checkpoint.hugging_face import load_weights, read_config  # noqa: E402
from training.data.batch import Text, batch_of  # noqa: E402
from training.data.rank import Rank  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.objectives.objective import NextToken  # noqa: E402
from training.optim import AdamW, OptimizerConfig  # noqa: E402
from training.step import RouterConfig, train_step  # noqa: E402
from training.world import World  # noqa: E402

WARM_UP = 2
RATE = 1e-4
ALONE = World(Rank(), torch.device("cpu"))
EXPERTS = ("eager", "batched_mm", "grouped_mm")
DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def documents(step: int, tokens: int, vocabulary: int) -> list[np.ndarray]:
    """Documents that together have `tokens` tokens; a page's text has some hundred, a few have many."""
    chance = random.Random(step)
    lengths: list[int] = []
    while sum(lengths) < tokens:
        length = min(16 + int(chance.lognormvariate(5.5, 0.9)), tokens - sum(lengths))
        lengths.append(length)
    if lengths[-1] < 2:  # nothing is predicted in a document of one token
        lengths[-2:] = [sum(lengths[-2:])]
    drawn = np.random.default_rng(step)
    return [drawn.integers(3, vocabulary, size=length) for length in lengths]


def ours(task: dict[str, Any]) -> dict[str, Any]:
    before = memory("VmRSS")
    folder, dtype = Path(task["model"]), DTYPES[task["dtype"]]
    model = Mixtral(read_config(folder)).to(dtype)
    load_weights(model, folder)
    config = OptimizerConfig(learning_rate=RATE, schedule="constant", weight_decay=0.1)
    adam = AdamW(model.parameters(), config)

    def step(number: int) -> float:
        texts = [
            Text(ids, np.ones(len(ids), dtype=bool))
            for ids in documents(number, task["tokens"], task["vocabulary"])
        ]
        batch = batch_of(texts, task["tokens"], 0)
        router = RouterConfig(balance=0.0)
        return train_step(
            model, NextToken(), [batch], adam, rate=RATE, config=config, router=router, world=ALONE
        ).loss

    return spent_on(step, task, before)


def padded(texts: list[np.ndarray]) -> dict[str, Tensor]:
    width = max(map(len, texts))
    ids = torch.zeros(len(texts), width, dtype=torch.long)
    mask, labels = torch.zeros_like(ids), torch.full_like(ids, -100)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = labels[row, : len(text)] = torch.from_numpy(text)
        mask[row, : len(text)] = 1
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


def packed(texts: list[np.ndarray]) -> dict[str, Tensor]:
    ids = torch.from_numpy(np.concatenate(texts))[None]
    labels = ids.clone()
    starts = np.cumsum([0, *map(len, texts[:-1])])
    labels[0, torch.from_numpy(starts)] = -100  # no document predicts the next one's first token
    position = torch.cat([torch.arange(len(text)) for text in texts])[None]
    return {"input_ids": ids, "position_ids": position, "labels": labels}


def in_rows(texts: list[np.ndarray], tokens: int) -> list[dict[str, Tensor]]:
    """Padded batches of at most `tokens` tokens, documents of like lengths together."""
    batches: list[list[np.ndarray]] = []
    for text in sorted(texts, key=len, reverse=True):
        if not batches or len(batches[-1][0]) * (len(batches[-1]) + 1) > tokens:
            batches.append([])
        batches[-1].append(text)
    return [padded(batch) for batch in batches]


def theirs(task: dict[str, Any]) -> dict[str, Any]:
    import transformers

    transformers.logging.set_verbosity_error()
    before = memory("VmRSS")
    model = transformers.AutoModelForCausalLM.from_pretrained(
        task["model"], dtype=DTYPES[task["dtype"]], attn_implementation="sdpa"
    )
    model.set_experts_implementation(task["experts"])
    model.train()
    matrices = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim == 1]
    groups = [{"params": matrices}, {"params": others, "weight_decay": 0.0}]
    adam = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.95), weight_decay=0.1, fused=True)

    def step(number: int) -> float:
        texts = documents(number, task["tokens"], task["vocabulary"])
        count = sum(len(text) - 1 for text in texts)
        batches = [packed(texts)] if task["input"] == "packed" else in_rows(texts, task["tokens"])
        adam.zero_grad(set_to_none=True)
        total = 0.0
        for batch in batches:
            loss = model(**batch, use_cache=False, num_items_in_batch=count).loss
            loss.backward()
            total += float(loss.detach())
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        return total

    return spent_on(step, task, before)


def spent_on(step: Callable[[int], float], task: dict[str, Any], before: int) -> dict[str, Any]:
    losses = [step(number) for number in range(WARM_UP)]
    spent = Spent()
    losses += [step(number) for number in range(WARM_UP, WARM_UP + task["steps"])]
    cpu, wall = spent.seconds()
    tokens = task["tokens"] * task["steps"]
    return {
        "tokens_per_cpu_second": tokens / cpu,
        "tokens_per_second": tokens / wall,
        "peak_mib": (memory("VmHWM") - before) / MIB,
        "process_peak_mib": memory("VmHWM") / MIB,
        "losses": [round(loss, 6) for loss in losses],
    }


def compare(setting: dict[str, Any], slow: bool, runs: int, threads: int) -> dict[str, Any]:
    tasks = {"roae": setting | {"side": "ours"}}
    for experts in EXPERTS:
        if experts == "batched_mm" and not slow:
            continue
        for form in ("packed", "padded"):
            tasks[f"transformers, {experts}, {form}"] = setting | {
                "side": "theirs",
                "experts": experts,
                "input": form,
            }
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in tasks}
    for number in range(runs):
        for name, task in tasks.items():
            if number and "batched_mm" in name:
                continue  # once shows what it is
            steps = 1 if "batched_mm" in name else task["steps"]
            found[name].append(measured(__file__, task | {"threads": threads, "steps": steps}))
    medians = {name: median_of(results) for name, results in found.items()}
    peers = {name: one for name, one in medians.items() if name != "roae"}
    best = max(peers, key=lambda name: peers[name]["tokens_per_cpu_second"])
    own, other = medians["roae"], medians[best]
    return {
        "settings": medians,
        "best_of_transformers": best,
        "times_the_best": round(own["tokens_per_cpu_second"] / other["tokens_per_cpu_second"], 2),
        "share_of_its_memory": round(own["peak_mib"] / other["peak_mib"], 3),
        "share_of_the_least_memory": round(
            own["peak_mib"] / min(one["peak_mib"] for one in peers.values()), 3
        ),
        "largest_difference_of_losses": round(
            max(abs(a - b) for a, b in zip(own["losses"], other["losses"], strict=True)), 6
        ),
    }


def tell(found: dict[str, Any]) -> None:
    own = found["settings"]["roae"]["tokens_per_cpu_second"]
    for name, one in found["settings"].items():
        print(
            f"  {name:34}{one['tokens_per_cpu_second']:9,.0f} tokens per CPU second"
            f" ({own / one['tokens_per_cpu_second']:.2f} x)  peak {one['peak_mib']:7.0f} MiB"
            f"  loss {one['losses'][0]:.5f} -> {one['losses'][-1]:.5f}"
        )
    print(
        f"  {found['times_the_best']:.2f} times {found['best_of_transformers']},"
        f" {found['share_of_its_memory']:.2f} of its memory,"
        f" losses within {found['largest_difference_of_losses']:.1e}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--shapes", default="tiny,small")
    parser.add_argument("--vocabulary", type=int, default=4096)
    parser.add_argument("--dtypes", default="float32,bfloat16")
    parser.add_argument("--tokens", type=int, default=2048, help="in a step")
    parser.add_argument("--steps", type=int, default=4, help=f"that are measured, after {WARM_UP}")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batched", action="store_true", help="measures batched_mm too, which is very slow")
    parser.add_argument("--add", action="store_true", help="keeps the other results of the file")
    parser.add_argument("--no-result", action="store_true", help="writes no file")
    options = parser.parse_args()
    if options.task:
        task = json.loads(options.task)
        settle(task["threads"])
        print(json.dumps({"ours": ours, "theirs": theirs}[task["side"]](task)))
        return
    about = {
        "tokens_per_step": options.tokens,
        "vocabulary": options.vocabulary,
        "steps": options.steps,
        "runs": options.runs,
        "threads": options.threads,
    }
    report: dict[str, Any] = {"versions": versions("torch", "transformers"), "results": {}}
    with tempfile.TemporaryDirectory() as name:
        for shape_name in options.shapes.split(","):
            for dtype in options.dtypes.split(","):
                shape = shape_of(shape_name, options.vocabulary)
                folder = write_model(shape, Path(name) / f"{shape_name}-{dtype}", DTYPES[dtype])
                setting = {
                    "model": str(folder),
                    "vocabulary": options.vocabulary,
                    "tokens": options.tokens,
                    "steps": options.steps,
                    "dtype": dtype,
                }
                title = f"{shape_name}, {dtype}"
                print(f"{title} ({shape.parameters():,} parameters):", flush=True)
                found = compare(setting, options.batched, options.runs, options.threads)
                report["results"][title] = about | {"parameters": shape.parameters()} | found
                tell(found)
    if not options.no_result:
        write_result("train_pretrain", report, options.add)


if __name__ == "__main__":
    main()
