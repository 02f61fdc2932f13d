"""Text reduced to its letters and digits, so that two renderings of the same words compare equal."""

from __future__ import annotations

import bisect
import html
import re
import unicodedata

# Kept through folding where they carry meaning: a sign at the start of a number and a decimal point within
# one. Private-use characters, so that no real text can contain them by accident.
_MINUS, DECIMAL = "\ue010", "\ue011"

_SIGN = re.compile(r"(?<![\w.)\]^_{\-−–])[-−–](?=\d)")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)(?:[,\u202f\u2009\u00a0'’]|&nbsp;|&thinsp;)(?=\d{3}(?!\d))")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip


def _command(match: re.Match[str]) -> str:
    return _GREEK.get(match[1], " ")


class _Letters(dict[int, str]):
    """For `str.translate`: a character → itself if it is a letter, mark or digit, else a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = unicodedata.category(character)[0] in "LNM" or character in (_MINUS, DECIMAL)
        self[code] = character if kept else " "
        return self[code]


_LETTERS = _Letters()


def words(text: str) -> list[str]:
    """The words of a text: NFKC, entities decoded, punctuation and symbols gone, case kept.

    LaTeX's commands go the same way, those for Greek letters become the letters (a maths template may be
    rendered as a formula). A minus sign before a number and a decimal point within one are kept (as
    private-use characters); a thousands separator is not, so `1,000` and `1000` are the same word.
    """
    text = _COMMAND.sub(_command, _THOUSANDS.sub("", text))
    text = unicodedata.normalize("NFKC", html.unescape(text))
    text = _DECIMAL.sub(DECIMAL, _SIGN.sub(_MINUS, text))
    return text.translate(_LETTERS).split()


def fold(text: str) -> str:
    """The words of a text with nothing between them: `H<sub>2</sub>O` and `H2O` cannot differ by a space."""
    return "".join(words(text))


class Folded:
    """A long text folded, with its words' places, to search in.

    `stream` is the folded text; `boundary[i]` is 1 where a word starts at `stream[i]` or the text ends
    there; `words[k]` starts at `stream[offsets[k]]`.
    """

    def __init__(self, text: str) -> None:
        self.words = words(text)
        self.stream = "".join(self.words)
        self.boundary = bytearray(len(self.stream) + 1)
        self.offsets: list[int] = []
        self.places: dict[str, list[int]] = {}
        offset = 0
        for index, word in enumerate(self.words):
            self.offsets.append(offset)
            self.boundary[offset] = 1
            self.places.setdefault(word, []).append(index)
            offset += len(word)
        self.boundary[offset] = 1

    def word_at(self, offset: int) -> int:
        """Index of the first word that starts at or after an offset of the stream."""
        return bisect.bisect_left(self.offsets, offset)
