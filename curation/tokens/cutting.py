"""Where text may be cut without changing its token ids, derived from the vocabulary.

SentencePiece's BPE starts from single characters and merges two neighbours only into a piece of the
vocabulary. If no piece holds character b directly after character a, nothing ever merges across "ab", and
what happens on one side of it cannot influence the other: the ids of the whole are the ids of the two
parts, one after the other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from curation.tokens.model_file import BPE, ModelFile, PieceType

SPACE = "▁"  # What SentencePiece writes for a space.

# Characters that are worth keeping together in one unit, as far as the vocabulary lets them be cut from
# the rest: words of scripts that write spaces, and punctuation. Ranges keep the regular expression fast.
_LETTERS = "A-Za-zÀ-\u052f"
_PUNCTUATION = r"\r!-/:-@\[-`{-¿\u2010-\u22ff"


def why_whole(model: ModelFile) -> str:
    """Why the model's text cannot be cut anywhere, or an empty string where it can be."""
    mergeable = model.texts(PieceType.NORMAL, PieceType.USER_DEFINED)
    reasons = {
        "its algorithm is not BPE, and scores are summed over the whole text": model.model_type != BPE,
        "its normaliser rewrites characters": model.charsmap,
        "its normaliser removes extra spaces": model.remove_extra_whitespaces,
        "its normaliser does not escape spaces": not model.escape_whitespaces,
        "it writes spaces after words": model.treat_whitespace_as_suffix,
        "it has no byte fallback, and neighbouring unknown characters become one token": (
            not model.byte_fallback or len(model.texts(PieceType.BYTE)) != 256
        ),
        "it has unused pieces, which are taken apart as they were put together elsewhere in the text": (
            bool(model.texts(PieceType.UNUSED))
        ),
        "it has pieces with a space after another character": (
            any(SPACE in piece.lstrip(SPACE) for piece in mergeable)
        ),
        "it has user-defined symbols with plain spaces": (
            any(" " in symbol for symbol in model.texts(PieceType.USER_DEFINED))
        ),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


@dataclass(frozen=True, slots=True)
class Cutting:
    """How to cut normalised text (with plain spaces for `▁`) in which no user-defined symbol occurs.

    `units`: consecutive matches cover the text and end only where it may be cut. `isolated` matches at the
    beginning of those units that may be cut anywhere. `symbols` finds user-defined symbols, which are tokens
    wherever they occur.
    """

    units: re.Pattern[str]
    isolated: re.Pattern[str]
    symbols: re.Pattern[str] | None


def derive_cutting(model: ModelFile) -> Cutting:
    """Only for models for which `why_whole` gives no reason."""
    pairs = {pair for piece in model.texts(PieceType.NORMAL) for pair in itertools.pairwise(piece)}
    joined = {character for pair in pairs for character in pair} - {SPACE}
    groups = _groups(pairs, joined)
    # Spaces merge with each other and with what follows, so each group takes those before it. Short runs of
    # digits and runs of newlines are units of their own because the same ones come again and again. What is
    # left is in no piece of two characters.
    alternatives = [f" *[{group}]+" for group in groups]
    kept = "".join(groups) + " "
    if joined.isdisjoint("0123456789"):
        alternatives.append("[0-9]{1,4}")
        kept += "0-9"
    if "\n" not in joined:
        alternatives.append("\\n+")
        kept += "\\n"
    isolated = f"[^{kept}]+"
    symbols = [re.escape(symbol.replace(SPACE, " ")) for symbol in model.texts(PieceType.USER_DEFINED)]
    return Cutting(
        units=re.compile("|".join([*alternatives, " +", isolated])),
        isolated=re.compile(isolated),
        symbols=re.compile("|".join(symbols)) if symbols else None,
    )


def _groups(pairs: Iterable[tuple[str, str]], joined: set[str]) -> list[str]:
    """Insides of character classes such that no pair has its two characters in different ones, and every
    joined character is in one.
    """
    letters, punctuation = re.compile(f"[{_LETTERS}]"), re.compile(f"[{_PUNCTUATION}]")
    rest = {c for c in joined if not letters.match(c) and not punctuation.match(c)}

    def group_of(character: str) -> int:
        return 0 if letters.match(character) else 1 if punctuation.match(character) else 2

    insides = [_LETTERS, _PUNCTUATION, "".join(re.escape(c) for c in sorted(rest))]
    crossings = {
        (group_of(first), group_of(second)) for first, second in pairs if SPACE not in (first, second)
    }
    for first, second in sorted(crossings):
        if first != second and insides[first] != insides[second]:
            merged = insides[first] + insides[second]
            members = (insides[first], insides[second])
            insides = [merged if inside in members else inside for inside in insides]
    return [inside for inside in dict.fromkeys(insides) if inside]
