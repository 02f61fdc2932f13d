"""What a data set of preference pairs holds, and what gives it away: counts, margins, lengths, models.

That the shorter answer wins in nine pairs of ten is something a model learns faster than facts; so the card
says how often it does (see https://github.com/allenai/reward-bench/issues/267 and Park et al. 2024,
https://arxiv.org/abs/2403.19159).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import yaml
from fsspec.core import url_to_fs

from schemas.arrow import batch_to_rows
from schemas.manifest import Manifest
from schemas.preferences import PreferencePair

_QUANTILES = (0.1, 0.5, 0.9)
_EDGES = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class KindCounts:
    """One kind of question: how many pairs, the median margin, and how often length alone finds the better
    answer (ties count half).
    """

    pairs: int
    margin: float
    shorter_wins: float
    longer_wins: float
    abstained: float


@dataclass(frozen=True, slots=True)
class PairsCard:
    """`margins` and `confidences` are the 10th, 50th and 90th percentile; `histogram` counts margins in
    intervals, by their lower edge. Shares are of all pairs; `abstained_chosen` is that of pairs whose chosen
    side abstains. `models` counts sides.
    """

    pairs: int
    questions: int
    groups: int
    splits: dict[str, int]
    kinds: dict[str, KindCounts]
    sources: dict[str, int]
    licences: dict[str, int]
    inserted: dict[str, int]
    models: dict[str, int]
    margins: list[float]
    histogram: dict[str, int]
    confidences: list[float]
    shorter_wins: float
    longer_wins: float
    abstained_chosen: float
    abstained_rejected: float
    words: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class _Lengths:
    """How the two sides of pairs compare."""

    margins: list[float] = field(default_factory=list)
    shorter: float = 0.0
    abstained: int = 0

    def add(self, pair: PreferencePair, shorter: float) -> None:
        """One more pair."""
        self.margins.append(pair.margin)
        self.shorter += shorter
        self.abstained += "abstained" in (pair.chosen_state, pair.rejected_state)

    def counts(self) -> KindCounts:
        """What they come to."""
        total = len(self.margins)
        share = self.shorter / total
        return KindCounts(
            total,
            round(float(np.median(self.margins)), 4),
            _round(share),
            _round(1 - share),
            _round(self.abstained / total),
        )


def card_of(pairs: Iterable[PreferencePair]) -> PairsCard:
    """The card of these pairs, read once. Holds their margins and the ids of questions and groups."""
    by_kind: dict[str, _Lengths] = {}
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("splits", "sources", "licences", "inserted", "models")
    }
    margins, confidences = [], []
    questions, groups = set(), set()
    words: Counter[str] = Counter()
    shorter, chosen_abstained, rejected_abstained = 0.0, 0, 0
    for pair in pairs:
        lengths = [sum(len(m.content.split()) for m in side) for side in (pair.chosen, pair.rejected)]
        wins = 0.5 if lengths[0] == lengths[1] else float(lengths[0] < lengths[1])
        by_kind.setdefault(pair.kind, _Lengths()).add(pair, wins)
        shorter += wins
        words["chosen"] += lengths[0]
        words["rejected"] += lengths[1]
        margins.append(pair.margin)
        confidences.append(pair.confidence)
        questions.add(pair.question or pair.group)
        groups.add(pair.group)
        counts["splits"][pair.split] += 1
        counts["sources"][pair.source] += 1
        counts["licences"][pair.licence or "unknown"] += 1
        counts["inserted"].update(pair.inserted or ["none"])
        counts["models"].update(model for model in (pair.chosen_model, pair.rejected_model) if model)
        chosen_abstained += pair.chosen_state == "abstained"
        rejected_abstained += pair.rejected_state == "abstained"
    total = len(margins)
    share = shorter / total if total else 0.0
    return PairsCard(
        pairs=total,
        questions=len(questions),
        groups=len(groups),
        **{name: _sorted(counter) for name, counter in counts.items()},
        kinds={name: by_kind[name].counts() for name in sorted(by_kind)},
        margins=_quantiles(margins),
        histogram=_histogram(margins),
        confidences=_quantiles(confidences),
        shorter_wins=_round(share),
        longer_wins=_round(1 - share) if total else 0.0,
        abstained_chosen=_round(chosen_abstained / total) if total else 0.0,
        abstained_rejected=_round(rejected_abstained / total) if total else 0.0,
        words={name: round(words[name] / total, 1) for name in ("chosen", "rejected")} if total else {},
    )


def card_markdown(card: PairsCard, title: str, files: str = "") -> str:
    """The card for people, and at its head for the Hugging Face hub (`files`: the pattern of the data files;
    huggingface.co/docs/hub/datasets-cards).
    """
    lines = [f"# {title}", ""]
    lines += [
        f"{card.pairs:,} preference pairs of {card.questions:,} questions about {card.groups:,} pages or "
        "items. The column `split` says which of them are to validate on.",
        "",
    ]
    lines += [
        "| kind | pairs | median margin | shorter wins | longer wins | with an abstention |",
        "|---|---|---|---|---|---|",
    ]
    for name, kind in card.kinds.items():
        lines.append(_row(name, kind))
    if card.pairs:
        abstained = card.abstained_chosen + card.abstained_rejected
        lines.append(
            f"| all | {card.pairs:,} | {card.margins[1]:.2f} | {card.shorter_wins:.1%} "
            f"| {card.longer_wins:.1%} | {abstained:.1%} |"
        )
    lines += [
        "",
        "`Shorter wins` is how often the shorter side is the chosen one (ties count half): what a model can "
        "learn from lengths alone. 50% says nothing.",
        "",
        f"Chosen sides have {card.words.get('chosen', 0)} words on average, rejected ones "
        f"{card.words.get('rejected', 0)}. {card.abstained_chosen:.1%} of chosen sides abstain, "
        f"{card.abstained_rejected:.1%} of rejected ones.",
        "",
    ]
    for name, counts in (
        ("split", card.splits),
        ("source", card.sources),
        ("licence", card.licences),
        ("model (sides)", card.models),
        ("inserted into the question", card.inserted),
        ("margin from", card.histogram),
    ):
        if counts:
            lines += [f"| {name} | pairs |", "|---|---|"]
            lines += [f"| {_cell(key)} | {count:,} |" for key, count in counts.items()] + [""]
    return _head(card, files) + "\n".join(lines)


@dataclass(frozen=True)
class WriteCard:
    """The `finish` of a stage whose rows are pairs: writes `README.md` and `card.json` beside them."""

    title: str

    def __call__(self, folder: str, manifest: Manifest) -> None:
        """Reads the stage's files, a batch at a time."""
        names = [file.name for file in manifest.files]
        card = card_of(pair for name in names for pair in _read(f"{folder}/{name}"))
        text = json.dumps(asdict(card), indent=2, ensure_ascii=False, sort_keys=True)
        for name, content in (
            ("card.json", f"{text}\n"),
            ("README.md", card_markdown(card, self.title, "part-*.parquet")),
        ):
            system, inner = url_to_fs(f"{folder}/{name}")
            with system.open(inner, "wb") as file:
                file.write(content.encode())


def _read(path: str) -> Iterable[PreferencePair]:
    system, inner = url_to_fs(path)
    with system.open(inner, "rb") as file:
        for batch in pq.ParquetFile(file, pre_buffer=False).iter_batches(1024, use_threads=False):
            yield from batch_to_rows(PreferencePair, batch)


def _row(name: str, kind: KindCounts) -> str:
    return (
        f"| {_cell(name)} | {kind.pairs:,} | {kind.margin:.2f} | {kind.shorter_wins:.1%} "
        f"| {kind.longer_wins:.1%} | {kind.abstained:.1%} |"
    )


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _head(card: PairsCard, files: str) -> str:
    head: dict[str, Any] = {}
    known = [name for name in card.licences if name != "unknown"]
    if len(known) == 1 and len(card.licences) == 1:
        head["license"] = known[0].lower()
    if files:
        head["configs"] = [{"config_name": "default", "data_files": [{"split": "all", "path": files}]}]
    return f"---\n{yaml.safe_dump(head, sort_keys=False, allow_unicode=True)}---\n\n" if head else ""


def _sorted(counter: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _quantiles(values: Sequence[float]) -> list[float]:
    return [_round(float(value)) for value in np.quantile(values, _QUANTILES)] if values else []


def _histogram(margins: Sequence[float]) -> dict[str, int]:
    counts, edges = np.histogram(margins, bins=[*_EDGES, np.inf])
    return {f"{edge:.1f}": int(count) for edge, count in zip(edges, counts, strict=False) if count}


def _round(value: float) -> float:
    return round(value, 4)
