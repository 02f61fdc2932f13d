"""Tokens per CPU second, written and scored: this project and transformers, same weights and tokens.

    python benchmarks/generate_speed.py [--runs 3]

A small random Mixtral (float32, CPU, one thread) continues prompts greedily. Every method writes the same
tokens, which is checked; how long each text becomes is given, since a random model knows no end. transformers
generates in left-padded batches of as many rows as ours has, in the prompts' order, each of which lasts until
its longest text ends.

`even`: prompts and texts of one length, so that neither padding nor waiting can be saved; transformers' own
continuous batching (`generate_batch`), which gives all texts one limit, is measured here too, where it runs
on a CPU. `ragged`: lengths as of questions and answers, exponentially distributed. `samples`: four samples of
each ragged prompt. `options`: log probabilities of four continuations of each prompt, against transformers on
padded batches of prompt and option.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import torch
import transformers

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "generate_speed.json"

from training.checkpoint.hugging_face import load_weights, read_config  # noqa: E402
from training.generate.engine import Engine  # noqa: E402
from training.generate.request import Request  # noqa: E402
from training.generate.score import Choice, score_options  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402

VOCABULARY = 8192
ROWS = 32
PAD = 0
# A prompt and how many tokens are to follow it.
Task = tuple[list[int], int]


def models(experts: str) -> tuple[Mixtral, Any]:
    """The same weights here and there; `experts` is transformers' implementation of them."""
    torch.manual_seed(0)
    config = transformers.MixtralConfig(
        vocab_size=VOCABULARY,
        hidden_size=256,
        intermediate_size=512,
        num_hidden_layers=4,
        num_attention_heads=8,
        num_key_value_heads=4,
        num_local_experts=8,
        num_experts_per_tok=2,
        max_position_embeddings=1024,
        sliding_window=None,
        initializer_range=0.1,
        pad_token_id=PAD,
        eos_token_id=None,
    )
    theirs = transformers.MixtralForCausalLM(config).eval()
    with tempfile.TemporaryDirectory() as folder:
        theirs.save_pretrained(folder)
        ours = Mixtral(read_config(Path(folder)))
        load_weights(ours, Path(folder))
    theirs.set_experts_implementation(experts)
    return ours, theirs


def tasks(kind: str, count: int) -> list[Task]:
    chance = random.Random(1)
    found = []
    for _ in range(count):
        if kind == "even":
            prompt, length = 64, 64
        else:
            prompt = 8 + min(int(chance.expovariate(1 / 60)), 400)
            length = 4 + min(int(chance.expovariate(1 / 60)), 400)
        ids = [chance.randrange(3, VOCABULARY) for _ in range(prompt)]
        found += [(ids, length)] * (4 if kind == "samples" else 1)
    return found


class Lengths(transformers.StoppingCriteria):
    """Ends each row at the length that was given for it."""

    def __init__(self, prompt: int, lengths: list[int]) -> None:
        self._ends = torch.tensor(lengths) + prompt

    def __call__(self, input_ids: torch.Tensor, scores: Any, **kwargs: Any) -> torch.Tensor:
        """[B] of bool: which rows have ended."""
        return input_ids.shape[1] >= self._ends


def padded(model: Any, given: list[Task]) -> list[list[int]]:
    found = []
    for start in range(0, len(given), ROWS):
        batch = given[start : start + ROWS]
        width = max(len(prompt) for prompt, _ in batch)
        ids = torch.full((len(batch), width), PAD)
        mask = torch.zeros_like(ids)
        for row, (prompt, _) in enumerate(batch):
            ids[row, width - len(prompt) :] = torch.tensor(prompt)
            mask[row, width - len(prompt) :] = 1
        lengths = [length for _, length in batch]
        output = model.generate(
            ids,
            attention_mask=mask,
            do_sample=False,
            max_new_tokens=max(lengths),
            stopping_criteria=transformers.StoppingCriteriaList([Lengths(width, lengths)]),
        )
        found += [output[row, width : width + length].tolist() for row, length in enumerate(lengths)]
    return found


def continuous(model: Any, given: list[Task]) -> list[list[int]]:
    config = transformers.GenerationConfig(
        max_new_tokens=max(length for _, length in given), do_sample=False, eos_token_id=-1, pad_token_id=PAD
    )
    outputs = model.generate_batch(
        inputs=[prompt for prompt, _ in given], generation_config=config, progress_bar=False
    )
    ordered = sorted(outputs.values(), key=lambda one: int(one.request_id.rsplit("_", 1)[1]))
    return [one.generated_tokens[:length] for one, (_, length) in zip(ordered, given, strict=True)]


def ours_on(model: Mixtral, given: list[Task]) -> list[list[int]]:
    requests = (Request(prompt=prompt, max_new_tokens=length) for prompt, length in given)
    return [one.tokens for one in Engine(model, rows=ROWS).generate(requests)]


def choices(count: int) -> list[Choice]:
    chance = random.Random(2)

    def ids(length: int) -> list[int]:
        return [chance.randrange(3, VOCABULARY) for _ in range(length)]

    return [
        Choice(
            ids(20 + min(int(chance.expovariate(1 / 80)), 400)),
            [ids(1 + chance.randrange(12)) for _ in range(4)],
        )
        for _ in range(count)
    ]


@torch.no_grad()
def scored_padded(model: Any, given: list[Choice]) -> list[list[float]]:
    found = []
    for start in range(0, len(given), ROWS // 4):
        batch = given[start : start + ROWS // 4]
        texts = [[*choice.prompt, *option] for choice in batch for option in choice.options]
        ids = torch.full((len(texts), max(map(len, texts))), PAD)
        mask = torch.zeros_like(ids)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = torch.tensor(text)
            mask[row, : len(text)] = 1
        logits = model(ids, attention_mask=mask, use_cache=False).logits
        row = 0
        for choice in batch:
            scores = []
            for option in choice.options:
                first = len(choice.prompt) - 1
                logprobs = logits[row, first : first + len(option)].log_softmax(dim=-1)
                scores.append(logprobs.gather(1, torch.tensor(option)[:, None]).sum().item())
                row += 1
            found.append(scores)
    return found


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def measure(
    methods: dict[str, Callable[[], Any]], runs: int, same: Callable[[Any, Any], bool]
) -> dict[str, float]:
    """Median CPU seconds of each, taking turns. Raises SystemExit unless their results agree."""
    seconds: dict[str, list[float]] = {name: [] for name in methods}
    for _ in range(runs):
        results = {}
        for name, method in methods.items():
            taken, results[name] = timed(method)
            seconds[name].append(taken)
        for name, result in results.items():
            if not same(result, results["roae"]):
                raise SystemExit(f"{name} has other results")
    return {name: statistics.median(values) for name, values in seconds.items()}


def has_continuous(model: Any) -> bool:
    try:
        return len(continuous(model, tasks("even", 2))) == 2
    except Exception as error:  # whatever a version lacks
        print(f"transformers' continuous batching does not run here: {type(error).__name__}: {error}")
        return False


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--experts", default="grouped_mm", help="transformers' implementation")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    ours, theirs = models(arguments.experts)
    report: dict[str, Any] = {
        "runs": arguments.runs,
        "rows": ROWS,
        "experts_of_transformers": arguments.experts,
        "versions": {n: metadata.version(n) for n in ("torch", "transformers")}
        | {"python": platform.python_version()},
    }
    peer = has_continuous(theirs)
    for kind, count in (("even", 32), ("ragged", 96), ("samples", 24)):
        given = tasks(kind, count)
        methods: dict[str, Callable[[], Any]] = {
            "roae": lambda given=given: ours_on(ours, given),
            "transformers": lambda given=given: padded(theirs, given),
        }
        if peer and kind == "even":  # its texts all have one limit
            methods["transformers, continuous"] = lambda given=given: continuous(theirs, given)
        tell(report, kind, measure(methods, arguments.runs, lambda a, b: a == b), sum(n for _, n in given))
    given_choices = choices(48)
    seconds = measure(
        {
            "roae": lambda: [[s.logprob for s in one] for one in score_options(ours, given_choices)],
            "transformers": lambda: scored_padded(theirs, given_choices),
        },
        arguments.runs,
        lambda a, b: all(
            abs(x - y) < 1e-2 for m, n in zip(a, b, strict=True) for x, y in zip(m, n, strict=True)
        ),
    )
    tell(
        report, "options", seconds, sum(len(option) for choice in given_choices for option in choice.options)
    )
    RESULTS.write_text(json.dumps(report, indent=1) + "\n")


def tell(report: dict[str, Any], kind: str, seconds: dict[str, float], tokens: int) -> None:
    rates = {name: round(tokens / value, 1) for name, value in seconds.items()}
    report[kind] = {
        "tokens": tokens,
        "tokens_per_cpu_second": rates,
        "times_transformers": round(seconds["transformers"] / seconds["roae"], 2),
    }
    for name, rate in rates.items():
        print(f"{kind:8} {name:26}{rate:10,.0f} tokens/s {rates['roae'] / rate:8.2f}")


if __name__ == "__main__":
    main()
