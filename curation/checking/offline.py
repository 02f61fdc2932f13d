"""The offline checker: no network, no large model, the same verdict everywhere.

What a page says is data to it: text that gives orders to a judge is matched word by word like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from curation.checking.alignment import Alignment
from curation.checking.clashes import Clash, is_explicit
from curation.checking.common import not_judged, read_calibration
from curation.checking.config import OfflineConfig
from curation.checking.features import Look
from curation.checking.model import bundled_model
from curation.checking.score import Score, score
from curation.checking.source import CheckedSource, Sources, clean
from curation.checking.subjects import other_subject
from curation.judge.checker import unscored
from schemas.document import Document
from schemas.responses import CONTRADICTED, NOT_FOUND, SUPPORTED, Claim, Verdict

NAME = "offline"
CLASHED = 0.1
"""The highest probability of support that a claim keeps with an explicit clash: of the 264 such rows of the
labelled sets, people called 14 supported.
"""


class OfflineChecker:
    """Judges claims by the features of `features.py` and the model in the package.

    Warns with UncalibratedWarning if no calibration is named. Raises InputError if the one named is none.
    """

    name = NAME

    def __init__(self, config: OfflineConfig) -> None:
        self.config = config
        self._calibration = read_calibration(config.calibration, NAME)
        self._model = bundled_model()
        self._sources = Sources()

    def check(self, claims: Sequence[Claim], pages: Sequence[Document]) -> list[Verdict]:
        """See `Checker`. The first page is the one that the response is about."""
        source = self._sources.of(pages)
        return [self._verdict(claim, source) for claim in claims]

    def _verdict(self, claim: Claim, source: CheckedSource) -> Verdict:
        error = not_judged(claim, source)
        found = None if error else score(clean(claim.text), source.page, self._model)
        if found is None:
            return unscored(claim, NAME, error or "the claim has no words")
        probability = found.probability
        if self._calibration:
            probability = self._calibration.apply(probability)
        worst, clash = _worst(found, source)
        first = found.looks[0]
        subject = other_subject(first.alignment, source.page)
        if clash and self.config.contradictions:
            label, probability = CONTRADICTED, min(probability, CLASHED)
            reason = f"the page has {clash.found.form!r} where the claim has {clash.claimed.form!r}"
        elif subject:
            worst, probability = first, min(probability, CLASHED)
            label, reason = NOT_FOUND, f"the page says nothing of {subject.name!r}"
            if subject.found and self.config.contradictions:
                label = CONTRADICTED
                reason = f"the page says it of {subject.found.form!r} and not of {subject.name!r}"
        elif probability > self.config.threshold:
            label, reason = SUPPORTED, _found_words(worst.alignment)
        else:
            label, reason = NOT_FOUND, _missing_words(worst.alignment)
            if source.cut:
                reason += "; the page was too long to be read whole"
        sentences = worst.alignment.best[:1] if clash else worst.alignment.best
        return Verdict(
            claim=claim.id,
            response=claim.response,
            question=claim.question,
            label=label,
            probability=round(probability, 6),
            checker=NAME,
            reason=reason,
            evidence=[source.evidence(sentence) for sentence in sentences],
        )


def _worst(found: Score, source: CheckedSource) -> tuple[Look, Clash | None]:
    """The claim's sentence that decides: the first with an explicit clash, else the least covered."""
    for look in found.looks:
        for clash in look.clashes:
            if is_explicit(clash, look.alignment, source.page):
                return look, clash
    return min(found.looks, key=lambda look: look.values[1]), None


def _found_words(alignment: Alignment) -> str:
    found = sum(has > 0 for has in alignment.in_two)
    return f"{found} of {len(alignment.content)} content words in the evidence"


def _missing_words(alignment: Alignment) -> str:
    missing = [
        token.form for token, has in zip(alignment.content, alignment.in_two, strict=True) if has < 0.5
    ]
    if not missing:
        return "the words are there, but not in this order or with this meaning"
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    return f"not in the evidence: {', '.join(missing[:5])}{more}"
