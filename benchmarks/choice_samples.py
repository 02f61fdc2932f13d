"""Preference pairs of multiple-choice sets, to be read by people (docs/samples/choices.md).

    python benchmarks/choice_samples.py --data FOLDER [--seed 0]

FOLDER holds the publishers' files: `commonsenseqa/train_rand_split.jsonl`, `socialiqa/socialiqa-train-dev`,
`piqa/physicaliqa-train-dev`, `openbookqa/Main/train.jsonl`, `protoqa/dev`. Five pairs of each are drawn at
random. The passages of ReCoRD are news, which is not copied: its sample is about a passage of our own.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SAMPLES = ROOT / "docs" / "samples" / "choices.md"

from curation.choices import ChoiceFiles, ChoicesConfig, ChoiceSet, ItemsToPairs  # noqa: E402
from schemas.choices import ChoiceItem  # noqa: E402
from schemas.preferences import PreferencePair  # noqa: E402

FILES = {
    "commonsenseqa": "commonsenseqa/train_rand_split.jsonl",
    "siqa": "socialiqa/socialiqa-train-dev/dev.jsonl",
    "piqa": "piqa/physicaliqa-train-dev/dev.jsonl",
    "obqa": "openbookqa/Main/train.jsonl",
    "protoqa": "protoqa/dev",
}
EACH = 5
HEAD = """# Preference pairs of multiple-choice sets

Made by `python benchmarks/choice_samples.py` and drawn at random; nothing was changed or left out by hand.
Texts of CommonsenseQA (MIT), Social IQa (CC BY 4.0), PIQA (AFL 3.0), OpenBookQA (Apache 2.0) and ProtoQA
(CC BY 4.0), under their licences. The passages of ReCoRD are news, which is not copied here: its sample is
about a passage of our own.
"""
RECORD = ChoiceItem(
    id="record:made:1",
    set="record",
    context="Ada Kern met Otto Blum at the station in Ulm. They had coffee, and Kern paid.\n\n"
    "- Kern met Blum in Ulm\n- Blum came from Linz",
    question="He had no money with him, so ____ paid for both.",
    choices=["Ada Kern", "Otto Blum", "Ulm", "Linz"],
    right=[0],
    group="record:made",
    licence="",
)


def sampled(items: Iterable[ChoiceItem], seed: int) -> list[PreferencePair]:
    pairs = [p for p in ItemsToPairs(ChoicesConfig(), seed)(items) if isinstance(p, PreferencePair)]
    return random.Random(seed).sample(pairs, min(EACH, len(pairs)))


def quoted(text: str) -> str:
    """On one line: line ends as they are written in code."""
    return "`" + text.replace("`", "'").replace("\n", "\\n") + "`"


def shown(pair: PreferencePair) -> str:
    return (
        f"- {quoted(pair.prompt[0].content)}\n"
        f"  - chosen: {quoted(pair.chosen[0].content)}\n"
        f"  - rejected: {quoted(pair.rejected[0].content)} (`{pair.form}`, margin {pair.margin:.2f})"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    parts = [HEAD]
    for name, path in FILES.items():
        source = ChoiceFiles({name: ChoiceSet(path=str(options.data / path))})
        rows = [row for split in source.plan() for row in source.read(split)]
        pairs = sampled((row for row in rows if isinstance(row, ChoiceItem)), options.seed)
        parts += [f"## {name}\n", *map(shown, pairs), ""]
    parts += ["## record\n", *map(shown, sampled([RECORD], options.seed))]
    SAMPLES.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
