"""One request to a judge: passages, claims among controls, and which number each was shown under."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from curation.endpoint import sample_seed
from curation.judge.config import JudgeConfig
from curation.judge.fences import fence_word, fenced, numbers
from curation.judge.instructions import JUDGE
from curation.judge.passages import Passage, chosen
from schemas.responses import NOT_FOUND, SUPPORTED, Claim

# A sentence that is good to be asked for as it stands.
_CONTROL_CHARACTERS = range(30, 300)


@dataclass(frozen=True)
class Sheet:
    """What was shown under which number, and what must come back: of each control its text and label."""

    claims: dict[int, Claim]
    passages: dict[int, Passage]
    controls: dict[int, tuple[str, str]]
    messages: list[dict[str, str]]
    seed: int


def make_sheet(
    config: JudgeConfig, seed: int, claims: Sequence[Claim], every: Sequence[Passage], number: int
) -> Sheet:
    """The request for these claims of one response, for which any of the passages `every` may be shown;
    `number` counts the tries, from 0.
    """
    # Less of long pages, too, should the first request have been too long for the model.
    shown = chosen(every, [claim.text for claim in claims], config.page_characters >> number)
    about: list[str | int] = [claims[0].response, *(claim.id for claim in claims), number]
    seed = sample_seed(seed, *about)
    controls = _controls(shown, seed) if config.controls else []
    texts: list[Claim | tuple[str, str]] = [*claims]
    chance = random.Random(seed)  # noqa: S311 (no secret)
    for control in controls:
        texts.insert(chance.randint(0, len(texts)), control)
    numbered = dict(zip(numbers(len(texts), seed), texts, strict=True))
    by_number = dict(enumerate(shown, 1))
    lines = [f"[{place}] {passage.text}" for place, passage in by_number.items()]
    asked = [f"({n}) {one.text if isinstance(one, Claim) else one[0]}" for n, one in numbered.items()]
    word = fence_word([*lines, *asked], seed)
    content = f"{fenced('passages', word, lines)}\n\n{fenced('claims', word, asked)}"
    return Sheet(
        claims={n: one for n, one in numbered.items() if isinstance(one, Claim)},
        passages=by_number,
        controls={n: one for n, one in numbered.items() if not isinstance(one, Claim)},
        messages=[{"role": "system", "content": JUDGE}, {"role": "user", "content": content}],
        seed=seed,
    )


def _controls(shown: Sequence[Passage], seed: int) -> list[tuple[str, str]]:
    """Claims whose label is known."""
    word = fence_word([passage.text for passage in shown], seed, "control")
    found = [(f"The passages give the code word {word}.", NOT_FOUND)]
    plain = [p.text for p in shown if p.start >= 0 and len(p.text) in _CONTROL_CHARACTERS]
    if plain:
        sentence = plain[seed % len(plain)]
        found.append((f"The passages have the sentence: {sentence}", SUPPORTED))
    return found
