"""A local entailment classifier as a checker: MiniCheck, or any model trained on natural-language inference.

The page's passages are the premise and the claim is the hypothesis. Of the passages that BM25 finds, the one
that speaks most for the claim decides, as in MiniCheck (Tang et al. 2024).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from curation.checking.common import not_judged, read_calibration
from curation.checking.config import EntailmentConfig
from curation.checking.passages import Passage, Passages
from curation.checking.source import CheckedSource, Sources, clean
from curation.checking.words import tokens_of
from curation.judge.checker import unscored
from schemas.document import Document
from schemas.responses import CONTRADICTED, NOT_FOUND, SUPPORTED, Claim, Verdict
from schemas.split import InputError

_ENTAILS = ("entailment", "entails", "supported", "supports", "support", "yes", "consistent", "true")
_DENIES = ("contradiction", "contradicts", "contradicted", "refutes", "refuted")


class EntailmentChecker:
    """Judges claims with the classifier in `config.folder`; nothing is downloaded.

    Raises InputError if the folder holds no such model or its labels do not say which one is support, and
    ValueError if torch or transformers is not installed.
    """

    def __init__(self, config: EntailmentConfig) -> None:
        try:
            import torch  # noqa: PLC0415 (takes seconds, and need not be installed)
            from transformers import (  # noqa: PLC0415
                AutoModelForSequenceClassification,
                AutoTokenizer,
            )
        except ImportError as error:
            raise ValueError(
                "the entailment checker needs the packages torch and transformers: install them, or use the "
                "checker `offline`"
            ) from error
        folder = Path(config.folder)
        if not (folder / "config.json").is_file():
            raise InputError(f"{config.folder}: no config.json: not a folder of a transformers model")
        self.config = config
        self.name = f"entailment:{folder.name}"
        self._torch: Any = torch
        try:
            tokenizer: Any = AutoTokenizer
            self._tokenizer: Any = tokenizer.from_pretrained(folder, local_files_only=True)
            loaded: Any = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"{config.folder}: the model cannot be loaded: {error}") from error
        self._model: Any = loaded.to(config.device).eval()
        labels = {int(place): str(label) for place, label in self._model.config.id2label.items()}
        self._entails = _place(labels, config.entailment, _ENTAILS)
        if self._entails is None:
            raise InputError(
                f"{config.folder}: none of the labels {', '.join(labels.values())} is known to mean support: "
                "name it as `entailment`"
            )
        self._denies = _place(labels, config.contradiction, _DENIES)
        if config.contradiction and self._denies is None:
            raise InputError(
                f"{config.folder}: no label {config.contradiction!r}: {', '.join(labels.values())}"
            )
        self._sources = Sources()
        self._calibration = read_calibration(config.calibration, self.name)

    def check(self, claims: Sequence[Claim], pages: Sequence[Document]) -> list[Verdict]:
        """See `Checker`. The first page is the one that the response is about."""
        source = self._sources.of(pages)
        passages = Passages(source.page, self.config.passages, source.bounds())
        verdicts: dict[int, Verdict] = {}
        pairs: list[tuple[int, Passage]] = []
        for number, claim in enumerate(claims):
            error = not_judged(claim, source)
            best = [] if error else passages.best(tokens_of(clean(claim.text)))
            if error:
                verdicts[number] = unscored(claim, self.name, error)
            elif not best:
                verdicts[number] = self._verdict(claim, 0.0, NOT_FOUND, "no passage shares a word with it")
            pairs += [(number, passage) for passage in best]
        texts = [(source.page.text[p.start : p.end], clean(claims[number].text)) for number, p in pairs]
        by_claim: dict[int, list[tuple[float, float, Passage]]] = {}
        for (number, passage), (entails, denies) in zip(pairs, self._probabilities(texts), strict=True):
            by_claim.setdefault(number, []).append((entails, denies, passage))
        for number, found in by_claim.items():
            verdicts[number] = self._decide(claims[number], found, source)
        return [verdicts[number] for number in range(len(claims))]

    def __reduce__(self) -> tuple[type[EntailmentChecker], tuple[EntailmentConfig]]:
        return EntailmentChecker, (self.config,)  # a worker loads the model itself

    def _decide(
        self, claim: Claim, found: list[tuple[float, float, Passage]], source: CheckedSource
    ) -> Verdict:
        entails, _, passage = max(found, key=lambda row: row[0])
        probability = self._calibration.apply(entails) if self._calibration else entails
        label, reason = NOT_FOUND, f"entailment {entails:.2f} in the passage that says most for it"
        if probability > self.config.threshold:
            label = SUPPORTED
        else:
            against = max(found, key=lambda row: row[1])
            if against[1] > max(0.5, against[0]):
                label, passage = CONTRADICTED, against[2]
                reason = f"contradiction {against[1]:.2f}"
        evidence = [source.span(passage.start, passage.end)]
        return self._verdict(claim, probability, label, reason, evidence)

    def _verdict(
        self, claim: Claim, probability: float, label: str, reason: str, evidence: Sequence[Any] = ()
    ) -> Verdict:
        return Verdict(
            claim=claim.id,
            response=claim.response,
            question=claim.question,
            label=label,
            probability=round(probability, 6),
            checker=self.name,
            reason=reason,
            evidence=list(evidence),
        )

    def _probabilities(self, texts: Sequence[tuple[str, str]]) -> Iterator[tuple[float, float]]:
        """Of each pair of premise and hypothesis: how likely it entails, and how likely it denies."""
        order = sorted(range(len(texts)), key=lambda place: (len(texts[place][0]), place))
        found: list[tuple[float, float]] = [(0.0, 0.0)] * len(texts)
        for begin in range(0, len(order), self.config.batch):
            places = order[begin : begin + self.config.batch]
            encoded = self._tokenizer(
                [texts[place][0] for place in places],
                [texts[place][1] for place in places],
                truncation="only_first",
                max_length=self.config.max_tokens,
                padding=True,
                return_tensors="pt",
            ).to(self.config.device)
            with self._torch.inference_mode():
                shares = self._torch.softmax(self._model(**encoded).logits.float(), dim=-1).tolist()
            for place, row in zip(places, shares, strict=True):
                denies = row[self._denies] if self._denies is not None else 0.0
                found[place] = (row[self._entails], denies)
        yield from found


def _place(labels: dict[int, str], wanted: str, known: Sequence[str]) -> int | None:
    """Which output is meant: that of the wanted name, or of a name that is known, whatever its order."""
    names = (wanted.lower(),) if wanted else known
    for name in names:
        for place, label in sorted(labels.items()):
            if label.lower() == name:
                return place
    return None
