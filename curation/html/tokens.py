"""HTML cut into text and tags, in time in proportion to its length, whatever it is.

Nothing is lost: what begins like a tag and never ends is text.
"""

from __future__ import annotations

import re
from html import unescape

# Tags that say nothing about the text, and links, of which only the address is needed.
_PLAIN_TAG = re.compile(r"</?(?:a|em|strong|b|i|span)(?:\s[^<>]*)?>")
# What is a tag nearly always: no angle bracket inside, not even between quotes.
_SIMPLE_TAG = re.compile(r"(<[A-Za-z/!?][^<>]*>)")
# Tags of blocks, as most are written, with nothing but white space between them and behind them: it says
# nothing there.
_BLOCK_TAG = r"</?(?:p|li|[uo]l|blockquote|h[1-6r])>\s*"
_RUN = re.compile(rf"({_BLOCK_TAG}(?:{_BLOCK_TAG})*|{_SIMPLE_TAG.pattern[1:-1]})")
_IS_RUN = re.compile(_BLOCK_TAG)
_TAG_BEGIN = re.compile(r"<(?:!--|[A-Za-z/!?])")
_TAG_STOP = re.compile(r">|=\s*(?:\"|')")
_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))""", re.ASCII
)
# More digits than any character has; Python takes very long for very many, or refuses.
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{8,});?")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
# https://html.spec.whatwg.org/#raw-text-elements
_RAW_TEXT = ("script", "style", "textarea", "title")


def tokenize(html: str) -> tuple[list[str], bool]:
    """Text, tags, text, tags, …, text; and whether every angle bracket of the HTML is one of a tag, which
    then has none inside.

    The items at odd places are a tag or comment, with its angle brackets, or several (see `split_run`); a
    text may be empty. Tags that say nothing (links, emphasis) are left out, mostly.
    """
    parts = _RUN.split(_PLAIN_TAG.sub("", html))
    text = "".join(parts[::2])
    if "<" in text or ">" in text:
        return _Scanner(html).scan(), False
    return parts, True


def split_run(tags: str) -> list[str]:
    """Of what stands at an odd place: tag, text, tag, text, …, text; each text is white space or empty."""
    return _SIMPLE_TAG.split(tags)[1:] if _IS_RUN.match(tags) else [tags, ""]


class _Scanner:
    """For HTML with comments, or with angle brackets in attributes."""

    def __init__(self, html: str) -> None:
        self._html = html
        # What was searched for in vain need not be searched for again.
        self._comments_end = html.rfind("-->")
        self._last_close = html.rfind(">")
        self._raw_without_end: set[str] = set()
        # Searching for the end of tags that have none may take so many characters in all.
        self._budget = 10 * len(html)

    def scan(self) -> list[str]:
        html, parts = self._html, []
        text_begin = at = 0
        while begin := _TAG_BEGIN.search(html, at):
            end = self._tag_end(begin)
            if end < 0:
                at = begin.end()
                continue
            parts += [html[text_begin : begin.start()], html[begin.start() : end]]
            text_begin = at = end
            if (raw := tag_name(parts[-1])) in _RAW_TEXT:
                at = self._raw_end(raw, at)
        return [*parts, html[text_begin:]]

    def _raw_end(self, name: str, at: int) -> int:
        """Where the text of an element ends that has no tags in it."""
        if name not in self._raw_without_end:
            end = re.compile(f"</{name}(?![a-z0-9])", re.I).search(self._html, at)
            if end:
                return end.start()
            self._raw_without_end.add(name)
        return at

    def _tag_end(self, begin: re.Match[str]) -> int:
        html, start = self._html, begin.start()
        if begin[0] == "<!--":
            if start + 2 <= self._comments_end:
                return html.index("-->", start + 2) + 3
            return start + 4  # a comment that never ends hides nothing
        if start > self._last_close:
            return -1
        at = begin.end()
        while self._budget > 0 and (stop := _TAG_STOP.search(html, at)):
            if stop[0] == ">":
                return stop.end()
            at = html.find(stop[0][-1], stop.end()) + 1
            if not at:
                break
        self._budget -= (at or len(html)) - start + 1
        simple = _SIMPLE_TAG.match(html, start)
        return simple.end() if simple else -1


def decode(text: str) -> str:
    """The text with its character references decoded."""
    if "&" not in text:
        return text
    decoded = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    if decoded.count("&") == decoded.count("&amp;"):
        return decoded.replace("&amp;", "&")
    if "&#" in text:
        text = _LONG_NUMBER.sub("\N{REPLACEMENT CHARACTER}", text)
    return unescape(text).replace("\r", "\n")


def tag_name(tag: str) -> str:
    """The tag's name in lower case, with a `/` before it if it closes; empty for comments and the like."""
    match = _NAME.match(tag)
    if match is None:
        return ""
    name = match[1].lower()
    return f"/{name}" if tag[1] == "/" else name


def attributes(tag: str) -> dict[str, str]:
    """The tag's attributes that have values, names in lower case, the first of each."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag):
        found.setdefault(name.lower(), decode(double or single or bare))
    return found
