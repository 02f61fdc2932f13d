"""Code in web pages: its text with its lines, and its language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

_LINES = frozenset(("div", "p", "li", "tr", "ol", "ul", "table", "tbody", "pre"))
_NOT_CODE = frozenset(("button", "script", "style", "textarea"))
_GUTTER = re.compile(
    r"(?:^|\s)(?:gutter\w*|linenos?\w*|line-?numbers?(?:-rows)?|lineno|ln-num|rouge-gutter|hljs-ln-numbers|blob-num"
    r"|copy-?(?:btn|button|code)\w*|code-?toolbar-item|toolbar)(?:\s|$)",
    re.I,
)
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:lang(?:uage)?-|brush:\s*|highlight-source-|highlight-(?:text-)?|sourceCode\s+|src-|code-)"
    r"([A-Za-z][A-Za-z0-9+#.-]*)",
)
# What stands in the place of a language and is none.
_NO_LANGUAGE = frozenset(
    "none plaintext plain text txt default nohighlight notranslate source block output wrapper wrap toolbar "
    "box container content snippet example copy table highlight highlighted listing inner sample".split()
)
_ALIASES = {
    "js": "javascript", "ts": "typescript", "py": "python", "python3": "python", "ipython3": "python",
    "py3": "python", "rb": "ruby", "sh": "bash", "shell": "bash", "zsh": "bash", "c++": "cpp", "c#": "csharp",
    "cs": "csharp", "yml": "yaml", "golang": "go", "rs": "rust", "md": "markdown", "pl": "perl",
    "htm": "html", "objective-c": "objectivec", "tex": "latex", "pycon": "python",
}  # fmt: skip


def code_text(block: _Element) -> str:
    """The text of a block of code, line by line, without line numbers and buttons; no empty lines around it,
    no blanks at the ends of lines.
    """
    text = "".join(_pieces(block)).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    lines = [line.rstrip() for line in text.replace("\u200b", "").split("\n")]
    return "\n".join(lines).strip("\n")


def is_gutter(element: _Element) -> bool:
    """Whether an element holds the line numbers, or buttons, of a block of code."""
    return element.tag in _NOT_CODE or bool(_GUTTER.search(element.get("class") or ""))


def code_language(block: _Element) -> str:
    """The language that a block of code, what is in it or around it says it is in, in lower case; empty if
    none.
    """
    inner = next(block.iter("code"), None)
    places = [block, *([inner] if inner is not None and inner is not block else [])]
    parent = block.getparent()
    for _ in range(4):
        if parent is None or parent.tag in ("body", "article", "main"):
            break
        places.append(parent)
        parent = parent.getparent()
    for place in places:
        for name in ("data-lang", "data-language", "lang"):
            if place is not block and place is not inner and name == "lang":
                continue  # of what is around it, that is a natural language
            if language := _known((place.get(name) or "").strip()):
                return language
        for match in _LANGUAGE.finditer(place.get("class") or ""):
            if language := _known(match[1]):
                return language
    return ""


def _known(name: str) -> str:
    name = name.lower().rstrip(".;,")
    if not name or name in _NO_LANGUAGE or not re.fullmatch(r"[a-z][a-z0-9+#.-]{0,20}", name):
        return ""
    return _ALIASES.get(name, name)


def _pieces(element: _Element) -> Iterator[str]:
    yield element.text or ""
    ended = (element.text or "").endswith("\n")
    for child in element:
        if isinstance(child.tag, str) and not is_gutter(child):
            if child.tag == "br":
                yield "\n"
                ended = True
            else:
                text = "".join(_pieces(child))
                # A line that is an element of its own ends where the element does.
                if child.tag in _LINES and text and not text.endswith("\n"):
                    text += "\n"
                ended = text.endswith("\n") if text else ended
                yield text
        tail = child.tail or ""
        # After such a line, the line break between it and the next element is only layout.
        if child.tag in _LINES and ended and tail.strip() == "" and "\n" in tail:
            tail = ""
        yield tail
        ended = tail.endswith("\n") if tail else ended
