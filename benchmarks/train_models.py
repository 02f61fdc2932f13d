"""What the trainer's benchmarks share: models, pairs, and measuring a process by itself.

Every measurement is a process of its own (`measured`), since the most memory that a process ever had cannot
be set back, and libraries leave threads and caches behind.
"""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import torch

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results"

from training.checkpoint.hugging_face import save_weights  # noqa: E402
from training.data.token_cache import TokenCache, TokenizedPairs, build_cache, cache_folder  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.text.chat import ChatTokenizer, Pair  # noqa: E402
from training.text.published import TokenizerFile  # noqa: E402

MIB = 1 << 20
TOKENIZER = "mistral-common:tokenizer.model.v1"
# All have Mixtral's 8 experts, 2 for a token, and 4 query heads for a head of keys and values. Of the first,
# 4 million parameters in layers work on a token, and overhead shows; of the others 16 and 51 million.
SHAPES = {
    "tiny": MixtralConfig(
        hidden_size=256, intermediate_size=512, layers=4, heads=8, kv_heads=2, head_dim=32, experts=8
    ),
    "small": MixtralConfig(
        hidden_size=384, intermediate_size=1024, layers=6, heads=8, kv_heads=2, head_dim=48, experts=8
    ),
    "medium": MixtralConfig(
        hidden_size=768, intermediate_size=1536, layers=6, heads=12, kv_heads=3, head_dim=64, experts=8
    ),
}


def shape_of(name: str, vocabulary: int) -> MixtralConfig:
    """The shape of this name with a vocabulary of this size."""
    return dataclasses.replace(SHAPES[name], vocab_size=vocabulary, max_position_embeddings=4096)


def write_model(shape: MixtralConfig, folder: Path, dtype: torch.dtype = torch.float32) -> Path:
    """Random weights as a Hugging Face folder, which both sides read."""
    model = Mixtral(shape).to(dtype).initialise(0)
    save_weights(model, folder)
    return folder


class FoldedPairs(TokenizedPairs):
    """Pairs with the lengths that Mixtral's tokenizer gives them, and their ids folded into a vocabulary of
    another size. A model with random weights does not mind, and the lengths are real.
    """

    def __init__(self, cache: TokenCache, rows: np.ndarray, vocabulary: int) -> None:
        super().__init__(cache, rows)
        self._vocabulary = vocabulary

    def __getitem__(self, index: Any) -> Any:
        pair = super().__getitem__(index)
        return Pair(*(ids % self._vocabulary for ids in (pair.prompt, pair.chosen, pair.rejected)))


def tokenized(file: Path, folder: Path) -> TokenCache:
    """The file's pairs as ids of Mixtral's tokenizer, in a cache below `folder`."""
    chat = ChatTokenizer(TokenizerFile.find(TOKENIZER).tokenizer, 1)
    cache = cache_folder([file], chat, "pairs", folder)
    build_cache(cache, [file], chat, "pairs")
    return TokenCache(cache)


def chosen_pairs(cache: TokenCache, count: int, longest: int, vocabulary: int) -> FoldedPairs:
    """`count` of the cache's pairs whose longer branch has at most `longest` tokens, drawn by a seed."""
    branch = cache.part_lengths[:, 0] + cache.part_lengths[:, 1:].max(axis=1)
    fitting = np.flatnonzero(branch <= longest)
    drawn = sorted(random.Random(0).sample(range(len(fitting)), min(count, len(fitting))))
    return FoldedPairs(cache, fitting[drawn], vocabulary)


class Spent:
    """CPU and wall seconds since it was made."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def seconds(self) -> tuple[float, float]:
        """CPU seconds of all threads, and wall seconds."""
        return time.process_time() - self._cpu, time.perf_counter() - self._wall


def memory(field: str) -> int:
    """Of this process, in bytes, as Linux counts: `VmRSS` now, `VmHWM` at most."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    raise SystemExit(f"this system does not tell {field}")


def settle(threads: int) -> None:
    """What a measured process does first; libraries that torch loads when it multiplies are loaded then."""
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    small = torch.ones(64, 64, requires_grad=True)
    torch.nn.functional.silu(small @ small).sum().backward()


def measured(script: str, task: dict[str, Any], on_gpu: bool = False) -> dict[str, Any]:
    """What the script, called with `--task`, prints as its last line. Raises SystemExit where it fails."""
    environment = os.environ | {
        "OMP_NUM_THREADS": str(task["threads"]),
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_OFFLINE": "1",
    }
    if not on_gpu:
        environment["CUDA_VISIBLE_DEVICES"] = ""
    command = [sys.executable, script, "--task", json.dumps(task)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit(f"{task} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def median_of(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Numbers as their medians; all else as in the first run."""
    return {
        name: round(statistics.median(run[name] for run in runs), 5)
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else value
        for name, value in runs[0].items()
    }


def versions(*packages: str) -> dict[str, str]:
    """Of Python and these packages."""
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in packages}


def write_result(name: str, report: dict[str, Any], add: bool = False) -> None:
    """As benchmarks/results/NAME.json; with `add`, beside the file's other results, if they are of the same
    versions.
    """
    path = RESULTS / f"{name}.json"
    RESULTS.mkdir(exist_ok=True)
    if add and path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        if before["versions"] == report["versions"]:
            report = report | {"results": before["results"] | report["results"]}
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
