"""The human-labelled sets that the claim checker is trained and measured on, in one form.

Each set is rows of a claim, the evidence it is to be checked against, and whether people said that the
evidence fully supports it. FOLDER is laid out as the publishers' files are (see each function); nothing is
relabelled. `family` says which sets share a source, so that none is tested on its sister's rows.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One judged claim. `group` is what claims of one page or question share: bootstrap resamples groups."""

    claim: str
    evidence: str
    title: str
    supported: bool
    group: str
    label: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts about one document, of which people made the second false."""

    right: str
    wrong: str
    evidence: str
    kind: str


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def wice(folder: Path) -> Iterator[Row]:
    """Claims of Wikipedia against the whole article that they cite (Kamoi et al. 2023)."""
    for row in _lines(folder / "wice" / "claim_dev.jsonl"):
        supported = row["label"] == "supported"
        yield Row(row["claim"], "\n".join(row["evidence"]), "", supported, row["meta"]["id"], row["label"])


def wikibio(folder: Path) -> Iterator[Row]:
    """Sentences of GPT-3's biographies against the real one (Manakul et al. 2023): accurate, or not."""
    path = folder / "wikibio_gpt3" / "dataset-generated.first60.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    for place, row in enumerate(rows):
        for sentence, label in zip(row["main_sentences"], row["annotation"], strict=True):
            yield Row(sentence, row["wiki_bio_text"], "", label == "accurate", str(place), label)


def expertqa(folder: Path) -> Iterator[Row]:
    """Claims of systems' answers to experts' questions (Malaviya et al. 2023): fully supported, or not. Rows
    of at most 120 characters of evidence and those judged N/A are left out.
    """
    for place, row in enumerate(_lines(folder / "expertqa" / "rand_val.jsonl")):
        for answer in row["answers"].values():
            for claim in answer["claims"]:
                passages = [re.sub(r"^\[\d+\] \S+\s*", "", text) for text in claim["evidence"] or []]
                evidence = "\n".join(passages)
                label = claim["support"]
                if len(evidence) > 120 and label in ("Complete", "Incomplete", "Partial", "Missing"):
                    text = re.sub(r"\s*(?:\[\d+\])+", "", claim["claim_string"])
                    yield Row(text, evidence, "", label == "Complete", str(place), label)


def factcheck_gpt(folder: Path) -> Iterator[Row]:
    """Claims of ChatGPT against web snippets (Wang et al. 2023): complete support, or not."""
    for row in _lines(folder / "factcheck_gpt" / "subtask3_claim_evidence_stance.first_half.jsonl"):
        supported = row["stance"] == "completely-support"
        yield Row(row["claim"], row["evidence"], "", supported, row["claim"], row["stance"])


def fm2(folder: Path) -> Iterator[Row]:
    """Claims that people wrote to mislead, with their gold evidence (Eisenschlos et al. 2021)."""
    for row in _lines(folder / "fm2" / "dev.jsonl"):
        evidence = "\n".join(passage["text"] for passage in row["gold_evidence"])
        title = row["wikipedia_page"]
        yield Row(row["text"], evidence, title, row["label"] == "SUPPORTS", title, row["label"])


def fever_symmetric(folder: Path) -> Iterator[Row]:
    """Claims and evidence in which the claim alone says nothing about its label (Schuster et al. 2019)."""
    for row in _lines(folder / "fever_symmetric" / "fever_symmetric_dev.jsonl"):
        yield Row(row["claim"], row["evidence"], "", row["label"] == "SUPPORTS", row["id"], row["label"])


def begin(part: str) -> Callable[[Path], Iterator[Row]]:
    """Replies of dialogue systems and the knowledge they were given (Dziri et al. 2022): fully attributable,
    or not (generic ones among the latter).
    """

    def read(folder: Path) -> Iterator[Row]:
        with (folder / "begin" / f"begin_dev_{part}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                label = row["begin_label"]
                supported = label == "Fully attributable"
                yield Row(row["response"], row["knowledge"], "", supported, row["knowledge"], label)

    return read


def summedits(folder: Path) -> Iterator[Row]:
    """Summaries with and without one small edit (Laban et al. 2023), four domains."""
    for domain in ("news", "sales_email", "samsum", "scitldr"):
        path = folder / "summedits" / f"summedits_{domain}.json"
        for row in json.loads(path.read_text(encoding="utf-8")):
            group = f"{domain}/{row['doc'][:200]}"
            yield Row(row["summary"], row["doc"], "", row["label"] == 1, group, str(row["label"]))


def bump(folder: Path) -> Iterator[Pair]:
    """Summaries and the same with one error (Ma et al. 2023)."""
    for row in json.loads((folder / "bump" / "task1_dataset.first_half.json").read_text(encoding="utf-8")):
        yield Pair(row["reference_summary"], row["edited_summary"], row["article"], row["error_type"])


SETS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "wice": wice,
    "wikibio": wikibio,
    "expertqa": expertqa,
    "factcheck-gpt": factcheck_gpt,
    "fm2": fm2,
    "fever-symmetric": fever_symmetric,
    "begin-wow": begin("wow"),
    "begin-cmu": begin("cmu"),
    "begin-tc": begin("tc"),
    "summedits": summedits,
}


def family(name: str) -> str:
    """Sets of one family are never trained on when one of them is tested."""
    return name.split("-", maxsplit=1)[0] if name.startswith("begin") else name
