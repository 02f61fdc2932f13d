"""Where formulas are in text, by the delimiters that MathJax looks for.

The rules are those of MathJax's tex2jax (https://docs.mathjax.org/en/v2.7-latest/options/preprocessors/tex2jax.html):
a formula ends at the first closing delimiter outside of braces, a backslash takes the character after it
along, and what is never closed is text.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

MathDelimiters: TypeAlias = Literal["dollar", "escaped-dollar", "brackets", "none"]
"""Which delimiters there are.

`dollar`: `$…$` and all of `brackets`; `escaped-dollar`: `\\$…\\$` and all of `brackets`, for sites that write
about money or programs; `brackets`: `$$…$$`, `\\(…\\)`, `\\[…\\]`, `\\begin{x}…\\end{x}`, MathJax's defaults,
where what is between them looks like LaTeX, for text of which it is not known whether MathJax reads it;
`none`: no formulas.
"""

_ENVIRONMENT = r"\\begin\{(?P<name>[A-Za-z*]{1,40})\}"
_STARTS: dict[MathDelimiters, str] = {
    "dollar": rf"\$\$|\$|\\\(|\\\[|{_ENVIRONMENT}",
    "escaped-dollar": rf"\$\$|\\\$|\\\(|\\\[|{_ENVIRONMENT}",
    "brackets": rf"\$\$|\\\(|\\\[|{_ENVIRONMENT}",
}
_ENDS = {"$$": "$$", "$": "$", r"\$": r"\$", r"\(": r"\)", r"\[": r"\]"}
_END_TOKENS = {start: re.compile(rf"{re.escape(end)}|\\.|[{{}}]", re.S) for start, end in _ENDS.items()}
# Most formulas are found whole: they have no dollar sign inside, and braces at most four deep.
_TEXT = r"[^${}\\]*"
_BRACED = rf"\{{{_TEXT}(?:\\.{_TEXT})*\}}"
for _ in range(3):
    _BRACED = rf"\{{{_TEXT}(?:(?:\\.|{_BRACED}){_TEXT})*\}}"
_PLAIN = rf"(?!\$){_TEXT}(?:(?:\\.|{_BRACED}){_TEXT})*"
_WHOLE: dict[MathDelimiters, str] = {
    "dollar": rf"\$\${_PLAIN}\$\$|\${_PLAIN}\$",
    "escaped-dollar": rf"\$\${_PLAIN}\$\$",
    "brackets": rf"\$\${_PLAIN}\$\$",
}
_NEXT = {
    delimiters: re.compile(rf"(?P<whole>{_WHOLE[delimiters]})|(?P<start>{_STARTS[delimiters]})|\\.", re.S)
    for delimiters in _STARTS
}
# The same where there is nothing but whole formulas (groups 1 and 2) and characters that a backslash takes
# along; other groups are all else. (Alternatives that begin with one of two characters are found fast.)
_SIMPLE = re.compile(rf"\$(?:\${_PLAIN}\$(\$)|{_PLAIN}(\$)|())|\\(?:[^(\[b]|())")
# One in a text with marks, none of which it has inside.
_UNMARKED = _PLAIN.replace(_TEXT, r"[^${}\\\0-\7\x0e]*").replace(r"\\.", r"\\[^\0-\7\x0e]")
_BETWEEN_MARKS: dict[MathDelimiters, re.Pattern[str]] = {
    "dollar": re.compile(rf"(\$(?:\${_UNMARKED}\$\$|{_UNMARKED}\$))"),
    "escaped-dollar": re.compile(rf"(\$\${_UNMARKED}\$\$)"),
    "brackets": re.compile(rf"(\$\${_UNMARKED}\$\$)"),
}
# A backslash that means more than the character behind it.
_OTHER_SIGN = re.compile(r"\\(?:[(\[b$\0-\7\x0e]|\Z)")
_SIGNS: dict[MathDelimiters, re.Pattern[str]] = {
    "dollar": re.compile(r"[$\\]"),
    "escaped-dollar": re.compile(r"\$\$|\\"),
    "brackets": re.compile(r"\$\$|\\"),
}
_LATEX = re.compile(r"[\\^_{]")


def find_formulas(text: str, delimiters: MathDelimiters) -> list[tuple[int, int]]:
    """Begin and end of each formula, delimiters included, in order. Takes time in proportion to the text."""
    if delimiters == "none" or ("$" not in text and "\\" not in text):
        return []
    if delimiters == "dollar" and (simple := _simple_formulas(text)) is not None:
        return simple
    next_sign, next_token = _SIGNS[delimiters].search, _NEXT[delimiters].match
    found: list[tuple[int, int]] = []
    budget = 10 * len(text)
    at = 0
    while budget > 0 and (sign := next_sign(text, at)):
        begin = at = sign.start()
        match = next_token(text, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        if match["whole"]:
            if delimiters != "brackets" or _LATEX.search(text, begin, at):
                found.append((begin, at))
        elif start := match["start"]:
            end = _end(text, start, match["name"], at)
            if end < 0:
                budget -= len(text) - at
                continue
            stop = end if match["name"] else end - len(_ENDS[start])
            if at < stop and (delimiters != "brackets" or _LATEX.search(text, at, stop)):
                found.append((begin, end))
                at = end
    return found


def set_whole_formulas_aside(
    text: str, delimiters: MathDelimiters, mark: str
) -> tuple[str, list[str]] | None:
    """The text with a mark for each formula, and the formulas. Control characters in it are marks of other
    things, between which there are texts of their own. None if it has signs of formulas that are not whole.
    """
    formulas: list[str] = []
    if delimiters == "none":
        return text, formulas
    if delimiters == "dollar" or "$$" in text:
        parts = _BETWEEN_MARKS[delimiters].split(text)
        text, formulas = mark.join(parts[::2]), parts[1::2]
        if "$" in text or (delimiters == "brackets" and not all(map(_LATEX.search, formulas))):
            return None
    return None if "\\" in text and _OTHER_SIGN.search(text) else (text, formulas)


def _simple_formulas(text: str) -> list[tuple[int, int]] | None:
    found: list[tuple[int, int]] = []
    for match in _SIMPLE.finditer(text):
        kind = match.lastindex
        if kind is None:
            continue
        if kind > 2:
            return None
        found.append(match.span())
    return found


def _end(text: str, start: str, environment: str | None, at: int) -> int:
    """Where the formula ends whose text begins at `at`, after the delimiter `start`; -1 if it does not."""
    if environment:
        end = rf"\end{{{environment}}}"
        found = text.find(end, at)
        return found + len(end) if found >= 0 else -1
    braces = 0
    end = _ENDS[start]
    for token in _END_TOKENS[start].finditer(text, at):
        if token[0] == end:
            if braces == 0:
                return token.end()
        elif token[0] == "{":
            braces += 1
        elif token[0] == "}":
            braces = max(0, braces - 1)
    return -1
