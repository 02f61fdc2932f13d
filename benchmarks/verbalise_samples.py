"""Fifty random paragraphs of each source as Markdown, to be read by people: docs/samples/SOURCE.md.

    python benchmarks/verbalise_samples.py --data FOLDER [--seed 31]

FOLDER is that of `benchmarks/verbalise.py`. The tuples pass the default filter first, as in a run.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SAMPLES = ROOT / "docs" / "samples"

from benchmarks.verbalise import FILES, read_groups  # noqa: E402
from curation.tuples.filter import TupleFilterConfig  # noqa: E402
from curation.verbalise import SubjectParagraphs  # noqa: E402
from curation.verbalise.restoration import LEMMATISED  # noqa: E402
from schemas.document import Document  # noqa: E402

COUNT = 50
LICENCES = {
    "atomic2020": ("ATOMIC 2020 (Hwang et al. 2021)", "CC BY 4.0"),
    "atomic2019": ("ATOMIC 2019 (Sap et al. 2019)", "CC BY 4.0"),
    "conceptnet": ("ConceptNet 5 (Speer et al. 2017)", "CC BY-SA 4.0"),
    "cn100k": ("CN-100K (Li et al. 2016), a selection of ConceptNet", "CC BY-SA 4.0"),
    "quasimodo": ("Quasimodo (Romero et al. 2019)", "CC BY 2.0"),
    "ascent": ("ASCENT (Nguyen et al. 2021)", "CC BY 4.0"),
}
# Of ConceptNet there is its small test build at hand, which is mostly about words.
SKIP = {"conceptnet": ("lexical-relation", "untyped-relation", "low-weight"), "ascent": ("untyped-relation",)}


def sample(folder: Path, source: str, seed: int) -> str:
    """The page of one source."""
    skip = SKIP.get(source, ())
    left_out: Counter[str] = Counter()
    groups = read_groups(folder, source, TupleFilterConfig(skip=skip), left_out)
    filtered = sum(len(rows) for _, rows in groups) + sum(left_out.values())
    random.Random(seed).shuffle(groups)
    function = SubjectParagraphs(seed=seed)
    documents: list[Document] = []
    for group in groups:
        documents += [found for found in function([group]) if isinstance(found, Document)]
        if len(documents) == COUNT:
            break
    name, licence = LICENCES[source]
    rules = f" without the rule {', '.join(f'`{rule}`' for rule in skip)}" if skip else ""
    all_of_them = "" if len(documents) == COUNT else " from all that the file at hand gives"
    plural = "" if len(documents) == 1 else "s"
    lines = [
        f"# {name}: {len(documents)} paragraph{plural}",
        "",
        f"Made by `python benchmarks/verbalise_samples.py --seed {seed}` from a part of {name},",
        f"which its authors publish under {licence}; the paragraphs, being made of its tuples, are under the",
        f"same licence. The tuples passed the default filter{rules};",
        f"{len(documents)} subject{plural}, drawn at random{all_of_them}. Morphology: rules.",
        *_left_out(source, left_out, filtered),
        "Nothing was changed or left out by hand: spelling mistakes and odd statements are the source's.",
        "",
    ]
    for document in documents:
        lines += [f"**{_plain(document.title)}**", "", _plain(document.text), ""]
    return "\n".join(lines)


def _left_out(source: str, left_out: Counter[str], filtered: int) -> list[str]:
    """What was left out before subjects were brought together, by reason."""
    if not left_out:
        return []
    reasons = ", ".join(f"{count:,} as `{reason}`" for reason, count in sorted(left_out.items()))
    share = sum(left_out.values()) / filtered
    lemmas = "Its publisher lemmatised it, and endings were restored. " if source in LEMMATISED else ""
    return [f"{lemmas}Of {filtered:,} filtered tuples {share:.0%} left out:", f"{reasons}."]


def _plain(text: str) -> str:
    """The text without anything that Markdown would read as a mark."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>#|" else character for character in text)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of tuple files")
    parser.add_argument("--seed", type=int, default=31, help="draws the subjects and decides the wording")
    options = parser.parse_args(arguments)
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for source in FILES:
        page = sample(options.data, source, options.seed)
        (SAMPLES / f"{source}.md").write_text(page)
        print(f"docs/samples/{source}.md: {len(page.split())} words")


if __name__ == "__main__":
    main()
