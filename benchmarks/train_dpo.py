"""A DPO step of ours beside one of TRL's DPOTrainer: same pairs, same weights, same optimizer, on a CPU.

    python benchmarks/train_dpo.py [--pairs NAME=FILE]... [--shapes tiny,small] [--steps 6] [--runs 3]

The pairs are those that the recipe `preferences` makes of the demonstration dump, several to a question, and
those of any files that are named (JSON lines or Parquet). Their lengths are those of Mixtral's tokenizer.

Both sides train on the same pairs in the same steps, in float32, without recomputing activations, with the
reference's log-probabilities computed before (in time given apart, and added for one epoch). TRL pads, since
its `padding_free` is switched off in this version; it is measured with several numbers of pairs computed at
once, a step's pairs sorted by length so that little is padded, and AdamW fused. Ours is measured with several
numbers of packed tokens at once. Of each side the fastest is compared, and beside it the frugalest.

Peak memory is the process's own at its highest, less what it had when libraries were imported. It grows with
what is computed at once; `most at once` compares the last of --tokens with the last of --pairs-at-once.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.train_models import (  # noqa: E402
    MIB,
    FoldedPairs,
    Spent,
    chosen_pairs,
    measured,
    median_of,
    memory,
    settle,
    shape_of,
    tokenized,
    versions,
    write_model,
    write_result,
)
from training.checkpoint.adapter import save_adapter  # noqa: E402
from training.checkpoint.hugging_face import load_weights, read_config  # noqa: E402
from training.data.order import ShuffledOrder  # noqa: E402
from training.data.pairs import PairBatches  # noqa: E402
from training.data.rank import Rank  # noqa: E402
from training.data.token_cache import TokenCache  # noqa: E402
from training.model.lora import LoraConfig, add_lora  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.objectives.objective import Preference  # noqa: E402
from training.objectives.preference import PreferenceConfig  # noqa: E402
from training.optim import AdamW, OptimizerConfig  # noqa: E402
from training.reference.reference import ReferenceCache, compute_reference  # noqa: E402
from training.step import RouterConfig, train_step  # noqa: E402
from training.text.chat import Pair  # noqa: E402
from training.world import World  # noqa: E402

PAIRS_PER_STEP = 16
WARM_UP = 2
BETA = 0.1
RATE = 1e-4
ALONE = World(Rank(), torch.device("cpu"))
LORA = {
    "full": None,
    "lora-attention": LoraConfig(rank=16, alpha=32, experts=False),
    "lora": LoraConfig(rank=16, alpha=32),
}


def load_pairs(task: dict[str, Any]) -> FoldedPairs:
    count = PAIRS_PER_STEP * (task["steps"] + WARM_UP)
    found = chosen_pairs(TokenCache(Path(task["cache"])), count, task["longest"], task["vocabulary"])
    if len(found) < count:
        raise SystemExit(f"{count} pairs are needed, and there are {len(found)}: lower --steps")
    return found


def of_steps(ends: list[tuple[float, float]]) -> dict[str, float]:
    """Seconds a pair over the steps after those to warm up, from what was spent at each step's end."""
    cpu, wall = (ends[-1][i] - ends[WARM_UP - 1][i] for i in (0, 1))
    pairs = PAIRS_PER_STEP * (len(ends) - WARM_UP)
    return {"cpu_seconds_per_pair": cpu / pairs, "wall_seconds_per_pair": wall / pairs}


def ours(task: dict[str, Any]) -> dict[str, Any]:
    before = memory("VmRSS")
    pairs, folder = load_pairs(task), Path(task["model"])
    model = Mixtral(read_config(folder))
    load_weights(model, folder)
    lora = LORA[task["kind"]]
    if lora:
        add_lora(model, lora, seed=0)
    else:
        model.requires_grad_(True)
    with tempfile.TemporaryDirectory() as scratch:
        spent = Spent()
        path = Path(scratch) / "reference"
        compute_reference(model, pairs, path, tokens=task["at_once"], multiple=8, world=ALONE)
        reference_cpu, _ = spent.seconds()
        objective = Preference(PreferenceConfig(beta=BETA), ReferenceCache([(pairs, path)]))
        batches = PairBatches(pairs, tokens=task["at_once"], pairs_per_step=PAIRS_PER_STEP, multiple=8)
        config = OptimizerConfig(learning_rate=RATE, schedule="constant", weight_decay=0.0)
        adam = AdamW((p for p in model.parameters() if p.requires_grad), config)
        losses, ends, tokens = [], [], 0
        spent = Spent()
        for step in range(WARM_UP + task["steps"]):
            own = batches[step]
            result = train_step(
                model,
                objective,
                own,
                adam,
                rate=RATE,
                config=config,
                router=RouterConfig(balance=0.0),
                world=ALONE,
            )
            losses.append(result.loss)
            ends.append(spent.seconds())
            tokens += sum(batch.layout.tokens for batch in own)
    return of_steps(ends) | {
        "reference_cpu_seconds_per_pair": reference_cpu / len(pairs),
        "peak_mib": (memory("VmHWM") - before) / MIB,
        "process_peak_mib": memory("VmHWM") / MIB,
        "tokens_computed": tokens,
        "losses": [round(loss, 6) for loss in losses],
    }


def trl(task: dict[str, Any]) -> dict[str, Any]:
    import datasets
    import peft
    import transformers
    from safetensors.torch import load_file
    from trl import DPOConfig, DPOTrainer  # noqa: F401 -- imported before memory is looked at

    transformers.logging.set_verbosity_error()
    datasets.disable_progress_bars()
    before = memory("VmRSS")
    pairs, folder = load_pairs(task), Path(task["model"])
    order = ShuffledOrder(len(pairs), 0)
    rows: list[Pair] = []
    for step in range(WARM_UP + task["steps"]):
        numbers = [order[place] for place in range(step * PAIRS_PER_STEP, (step + 1) * PAIRS_PER_STEP)]
        # Those computed at once have nearly one length, to which both responses are padded.
        rows += sorted(
            (pairs[n] for n in numbers), key=lambda p: len(p.prompt) + max(len(p.chosen), len(p.rejected))
        )
    model = transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="sdpa"
    )
    model.set_experts_implementation(task["experts"])
    lora = LORA[task["kind"]]
    with tempfile.TemporaryDirectory() as scratch:
        trainer, watch = trl_trainer(
            model,
            rows,
            lora,
            output_dir=scratch,
            per_device_train_batch_size=task["at_once"],
            gradient_accumulation_steps=PAIRS_PER_STEP // task["at_once"],
            max_steps=WARM_UP + task["steps"],
            gradient_checkpointing=False,
            bf16=False,
            use_cpu=True,
            dataloader_pin_memory=False,
        )
        if lora and not lora.experts:
            # Adapters begin alike (with experts PEFT's have another form).
            weights = load_file(Path(task["adapter"]) / "adapter_model.safetensors")
            peft.set_peft_model_state_dict(trainer.model, weights)
        trainer.train()
    return of_steps(watch.ends) | {
        "reference_cpu_seconds_per_pair": watch.reference[0] / len(pairs),
        "peak_mib": (memory("VmHWM") - before) / MIB,
        "process_peak_mib": memory("VmHWM") / MIB,
        "tokens_computed": padded_tokens(rows, task["at_once"]),
        "losses": [round(loss, 6) for loss in watch.losses],
    }


def trl_trainer(
    model: Any, rows: Sequence[Pair], lora: LoraConfig | None, **settings: Any
) -> tuple[Any, Any]:
    """TRL's trainer of transformers' model on these pairs in their order, with the reference computed; and
    what watches it (see `_watch`).
    """
    import datasets
    import peft
    import tokenizers
    import transformers
    from trl import DPOConfig, DPOTrainer

    data = datasets.Dataset.from_list(
        [
            {f"{name}_ids": getattr(pair, name).tolist() for name in ("prompt", "chosen", "rejected")}
            for pair in rows
        ]
    )
    vocabulary = {str(number): number for number in range(model.config.vocab_size)}
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, "0")),
        pad_token="0",
        eos_token="2",
        unk_token="0",
    )
    adapter = None
    if lora:
        adapter = peft.LoraConfig(
            r=lora.rank,
            lora_alpha=lora.alpha,
            lora_dropout=0.0,
            target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
            target_parameters=["mlp.experts.gate_up_proj", "mlp.experts.down_proj"] if lora.experts else None,
            task_type="CAUSAL_LM",
        )
    watch = _watch(transformers.TrainerCallback)

    class Tokenized(DPOTrainer):
        def _prepare_dataset(self, dataset: Any, *_: Any) -> Any:
            return dataset  # it has ids already

        def _precompute_ref_logps(self, *arguments: Any) -> Any:
            spent = Spent()
            found = super()._precompute_ref_logps(*arguments)
            watch.reference = spent.seconds()
            return found

    config = DPOConfig(
        learning_rate=RATE,
        lr_scheduler_type="constant",
        weight_decay=0.0,
        adam_beta2=0.95,
        max_grad_norm=1.0,
        optim="adamw_torch_fused",
        beta=BETA,
        max_length=None,
        precompute_ref_log_probs=True,
        router_aux_loss_coef=0.0,
        train_sampling_strategy="sequential",
        save_strategy="no",
        report_to=[],
        logging_steps=1,
        disable_tqdm=True,
        **settings,
    )
    trainer = Tokenized(
        model=model,
        args=config,
        train_dataset=data,
        processing_class=tokenizer,
        peft_config=adapter,
        callbacks=[watch],
    )
    return trainer, watch


def _watch(base: Any) -> Any:
    """A callback of transformers' trainer that keeps each step's loss, what was spent at its end, and what
    the reference cost.
    """

    class Watch(base):  # type: ignore[misc]
        def __init__(self) -> None:
            self.losses: list[float] = []
            self.ends: list[tuple[float, float]] = []
            self.reference = (0.0, 0.0)

        def on_train_begin(self, *_: Any, **__: Any) -> None:
            self.spent = Spent()

        def on_step_end(self, *_: Any, **__: Any) -> None:
            self.ends.append(self.spent.seconds())

        def on_log(self, *_: Any, logs: dict[str, float], **__: Any) -> None:
            if "loss" in logs:
                self.losses.append(float(logs["loss"]))

    return Watch()


def padded_tokens(rows: Sequence[Pair], at_once: int) -> int:
    """Tokens of batches in which every row is as long as the longest: two rows for each pair."""
    total = 0
    for start in range(0, len(rows), at_once):
        own = rows[start : start + at_once]
        total += 2 * len(own) * max(len(p.prompt) + max(len(p.chosen), len(p.rejected)) for p in own)
    return total


def demo_pairs(folder: Path) -> Path:
    """The pairs of the demonstration dump, as the recipe makes them (no model is asked)."""
    from jobs import recipe, run
    from jobs.demo.inputs import write_inputs

    dump = write_inputs(folder / "inputs")["wikis.demowiki.input"]
    output = folder / "preferences"
    settings = [f"output={output}", f"wikis.demowiki.input={dump}", "corrupted={}", "rejected_limit=0.2"]
    with contextlib.redirect_stdout(sys.stderr):
        run.run(recipe.load("preferences", settings), workers=1)
    return next(iter(sorted((output / "50-pairs").glob("*.parquet"))))


def compare(
    setting: dict[str, Any], ours_at_once: list[int], trl_at_once: list[int], runs: int, threads: int
) -> dict[str, Any]:
    """Both sides at each of their batch sizes, taking turns."""
    tasks = {f"roae, {n} tokens": setting | {"side": "ours", "at_once": n} for n in ours_at_once}
    tasks |= {f"trl, {n} pairs": setting | {"side": "trl", "at_once": n} for n in trl_at_once}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in tasks}
    for _ in range(runs):
        for name, task in tasks.items():
            found[name].append(measured(__file__, task | {"threads": threads}))
    medians = {name: median_of(results) for name, results in found.items()}
    best = {
        side: min(
            (name for name in medians if name.startswith(side)),
            key=lambda name: medians[name]["cpu_seconds_per_pair"],
        )
        for side in ("roae", "trl")
    }
    own, other = medians[best["roae"]], medians[best["trl"]]
    least = {
        side: min(m["peak_mib"] for name, m in medians.items() if name.startswith(side))
        for side in ("roae", "trl")
    }

    def epoch(one: dict[str, Any]) -> float:
        return float(one["cpu_seconds_per_pair"] + one["reference_cpu_seconds_per_pair"])

    return {
        "settings": medians,
        "fastest": best,
        "times_faster": round(other["cpu_seconds_per_pair"] / own["cpu_seconds_per_pair"], 2),
        "times_faster_with_reference_in_one_epoch": round(epoch(other) / epoch(own), 2),
        "share_of_memory": round(own["peak_mib"] / other["peak_mib"], 3),
        "share_of_memory_both_frugalest": round(least["roae"] / least["trl"], 3),
        "share_of_memory_most_at_once": round(
            list(medians.values())[len(ours_at_once) - 1]["peak_mib"]
            / list(medians.values())[-1]["peak_mib"],
            3,
        ),
        "share_of_tokens": round(own["tokens_computed"] / other["tokens_computed"], 3),
        "largest_difference_of_losses": round(
            max(abs(a - b) for a, b in zip(own["losses"], other["losses"], strict=True)), 6
        ),
    }


def tell(kind: str, found: dict[str, Any]) -> None:
    for name, one in found["settings"].items():
        print(
            f"  {kind:15} {name:18} {1e3 * one['cpu_seconds_per_pair']:8.1f} ms/pair"
            f" (wall {1e3 * one['wall_seconds_per_pair']:7.1f})"
            f"  reference {1e3 * one['reference_cpu_seconds_per_pair']:7.1f}"
            f"  peak {one['peak_mib']:7.0f} MiB  {one['tokens_computed']:7,} tokens"
            f"  loss {one['losses'][0]:.6f} -> {one['losses'][-1]:.6f}"
        )
    print(
        f"  {kind:15} {found['times_faster']:.2f} times faster"
        f" ({found['times_faster_with_reference_in_one_epoch']:.2f} with the reference, one epoch),"
        f" {found['share_of_memory']:.2f} of the memory"
        f" ({found['share_of_memory_both_frugalest']:.2f} both at their least,"
        f" {found['share_of_memory_most_at_once']:.2f} with most at once),"
        f" losses within {found['largest_difference_of_losses']:.1e}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--pairs", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--shapes", default="tiny,small")
    parser.add_argument("--kinds", default=",".join(LORA))
    parser.add_argument("--vocabulary", default="1024", help="sizes, with commas")
    parser.add_argument("--longest", type=int, default=512, help="tokens of the longest branch")
    parser.add_argument("--tokens", default="1024,2048,4096", help="packed tokens that ours computes at once")
    parser.add_argument("--pairs-at-once", default="2,4,8,16", help="pairs that TRL computes at once")
    parser.add_argument("--experts", default="grouped_mm", help="transformers' implementation")
    parser.add_argument("--steps", type=int, default=6, help=f"that are measured, after {WARM_UP}")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--add", action="store_true", help="keeps the other results of the file")
    parser.add_argument("--no-result", action="store_true", help="writes no file")
    options = parser.parse_args()
    if options.task:
        task = json.loads(options.task)
        settle(task["threads"])
        print(json.dumps({"ours": ours, "trl": trl}[task["side"]](task)))
        return
    about = {
        "pairs_per_step": PAIRS_PER_STEP,
        "longest": options.longest,
        "steps": options.steps,
        "runs": options.runs,
        "threads": options.threads,
        "dtype": "float32",
        "experts_of_transformers": options.experts,
    }
    report: dict[str, Any] = {
        "versions": versions("torch", "transformers", "trl", "peft"),
        "results": {},
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        named = (text.partition("=") for text in options.pairs)
        files = {key: Path(value).resolve() for key, _, value in named}
        if "demo" not in files:
            files = {"demo": demo_pairs(folder)} | files
        for key, file in files.items():
            cache = tokenized(file, folder / "cache")
            for shape_name in options.shapes.split(","):
                for vocabulary in map(int, options.vocabulary.split(",")):
                    shape = shape_of(shape_name, vocabulary)
                    weights = write_model(shape, folder / f"{shape_name}-{vocabulary}")
                    setting = {
                        "model": str(weights),
                        "cache": str(cache.folder),
                        "vocabulary": vocabulary,
                        "longest": options.longest,
                        "steps": options.steps,
                        "experts": options.experts,
                    }
                    print(f"{key}, {shape_name}, vocabulary {vocabulary}:", flush=True)
                    results = {}
                    for kind in options.kinds.split(","):
                        adapter = write_adapter(weights, kind, folder / f"adapter-{kind}")
                        results[kind] = compare(
                            setting | {"kind": kind, "adapter": str(adapter)},
                            [int(n) for n in options.tokens.split(",")],
                            [int(n) for n in options.pairs_at_once.split(",")],
                            options.runs,
                            options.threads,
                        )
                        tell(kind, results[kind])
                    report["results"][f"{key}, {shape_name}, vocabulary {vocabulary}"] = about | {
                        "parameters": shape.parameters(),
                        "kinds": results,
                    }
    if not options.no_result:
        write_result("train_dpo", report, options.add)


def write_adapter(weights: Path, kind: str, folder: Path) -> Path:
    """The adapter that ours begins with, so that TRL's begins alike."""
    lora = LORA[kind]
    if lora:
        model = Mixtral(read_config(weights))
        add_lora(model, lora, seed=0)
        save_adapter(model, lora, folder)
    return folder


if __name__ == "__main__":
    main()
