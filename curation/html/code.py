"""Code: fences, spans, and the names of languages."""

from __future__ import annotations

import re

_BACKTICKS = re.compile("`+")
_CLASS = re.compile(r"(?:^|\s)lang(?:uage)?-([A-Za-z0-9+#._-]{1,30})(?=\s|$)")
# What Stack Exchange's Markdown writes above a block: https://stackoverflow.com/editing-help#syntax-highlighting
_HINT = re.compile(r"<!--\s*(language(?:-all)?):\s*(?:lang-)?([A-Za-z0-9+#._-]{1,30})\s*-->", re.I)
# Names that prettify and highlight.js know, as they are usually written after a fence.
_NAMES = {
    "bsh": "bash", "c#": "csharp", "c++": "cpp", "cc": "cpp", "coffee": "coffeescript", "cs": "csharp",
    "cyc": "c", "cxx": "cpp", "hs": "haskell", "htm": "html", "js": "javascript", "jl": "julia",
    "latex": "tex", "lsp": "lisp", "md": "markdown", "ml": "ocaml", "pl": "perl", "py": "python",
    "rb": "ruby", "rs": "rust", "sh": "bash", "ts": "typescript", "vb": "vbnet", "wl": "mathematica",
    "yml": "yaml",
}  # fmt: skip
_NO_LANGUAGE = frozenset(("none", "default", "text", "plaintext", "nohighlight", "auto"))


def language_name(name: str) -> str:
    """A language as it is written after a fence (`py` → `python`); empty for none."""
    name = name.lower()
    return "" if name in _NO_LANGUAGE else _NAMES.get(name, name)


def class_language(classes: str) -> str | None:
    """The language that an element's classes name (`lang-py`, `language-python`); None: they do not say."""
    match = _CLASS.search(classes)
    return language_name(match[1]) if match else None


def comment_language(comment: str) -> tuple[str, bool] | None:
    """The language that a comment announces, and whether for all blocks that follow."""
    match = _HINT.match(comment)
    return (language_name(match[2]), match[1].lower() == "language-all") if match else None


def fence(code: str, language: str = "") -> str:
    """A fenced code block, its fence longer than any run of backticks in the code.

    The code is kept byte for byte; a line end is added where it has none at its end.
    """
    code = code.removesuffix("\n")
    longest = max(map(len, _BACKTICKS.findall(code)), default=0) if "`" in code else 0
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{code}\n{marks}"


def code_span(code: str) -> str:
    """Code inside a line, its delimiters longer than any run of backticks in it. Line ends become spaces."""
    code = code.replace("\n", " ")
    if code.isspace() or not code:
        return code
    if "`" not in code:
        return f"`{code}`"
    lengths = {len(run) for run in _BACKTICKS.findall(code)}
    marks = "`" * next(n for n in range(1, len(lengths) + 2) if n not in lengths)
    # A space at each end, which Markdown takes away again, keeps the delimiters apart from backticks.
    pad = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{marks}{pad}{code}{pad}{marks}"
