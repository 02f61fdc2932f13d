"""Comments and extension tags (`<ref>`, `<math>`, `<pre>` …), taken out before anything else is read.

Their content is not wikitext, or is wikitext of its own, and MediaWiki takes them out first as well, in the
order in which they open. One pass from left to right; the next closing tag of each name is remembered, so the
page is searched once for each of them.
"""

from __future__ import annotations

import html
import re

from curation.wikitext.context import Context
from curation.wikitext.formulas import stash_formula, tidy_latex
from curation.wikitext.links import is_image_option, render_caption
from curation.wikitext.markers import GAP
from curation.wikitext.quiz import render_quiz

_DROPPED = frozenset(
    """
    ref references templatedata templatestyles indicator includeonly section inputbox languages
    categorytree charinsert dynamicpagelist rss
    """.split()
)
_TRANSPARENT = frozenset("onlyinclude noinclude phonos".split())
# Wikivoyage's listings before they were templates: <see name="…" address="…">description</see>
_LISTINGS = frozenset("see do buy eat drink sleep go listing".split())
_FORMULAS = frozenset("math chem ce".split())
_CODE = frozenset("syntaxhighlight source pre".split())
_GALLERIES = frozenset("gallery imagemap".split())
# Drawn by an extension from data in a format of its own: nothing to read, counted as lost.
_DRAWN = frozenset("timeline score hiero graph chart mapframe maplink".split())
_NAMES = "|".join(
    sorted(_DROPPED | _TRANSPARENT | _FORMULAS | _CODE | _GALLERIES | _DRAWN | {"nowiki", "poem", "quiz"})
)
_OPEN = re.compile(
    rf"<!--|<({_NAMES}|(?:{'|'.join(sorted(_LISTINGS))})(?=\s[^<>]*\bname\s*=))\b([^<>]*?)(/?)>"
    r"|<(/)(?:ref|references|onlyinclude|noinclude|nowiki)\s*>",
    re.IGNORECASE,
)
_CLOSERS: dict[str, re.Pattern[str]] = {}
_ATTRIBUTE = re.compile(r"([\w-]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
MAX_NESTING = 4


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag; one without a value has an empty one."""
    return {
        m.group(1).lower(): m.group(2) or m.group(3) or m.group(4) or "" for m in _ATTRIBUTE.finditer(text)
    }


def take_out(text: str, context: Context) -> str:
    """The wikitext without comments and extension tags: dropped, or set aside, a marker in their place."""
    match = _OPEN.search(text)
    if match is None:
        return text
    out: list[str] = []
    closers: dict[str, re.Match[str] | None] = {}  # the next closing tag of each name, once looked for
    position = 0
    while match:
        out.append(text[position : match.start()])
        position = match.end()
        name = match.group(1)
        if name is None:
            if not match.group(4):  # a comment; unclosed, it hides the rest of the page, as in MediaWiki
                end = text.find("-->", position)
                position = len(text) if end < 0 else end + 3
                starts_line = match.start() == 0 or text[match.start() - 1] == "\n"
                if starts_line and text[position : position + 1] == "\n":
                    position += 1  # a line that held only a comment is no line
        else:
            name = name.lower()
            content = None
            if not match.group(3):
                closer = closers.get(name)
                if name not in closers or (closer and closer.start() < position):
                    closer = closers[name] = _closer(name).search(text, position)
                # A reference with a heading in it was never closed: what follows is the article.
                if closer and not (name == "ref" and text.find("\n==", position, closer.start()) >= 0):
                    content = text[position : closer.start()]
                    position = closer.end()
            element = _element(name, match.group(2), content, context)
            # A note after a space: the sentence closes up around it.
            out.append(GAP if name == "ref" and out[-1].endswith(" ") else element)
        match = _OPEN.search(text, position)
    out.append(text[position:])
    return "".join(out)


def _closer(name: str) -> re.Pattern[str]:
    if name not in _CLOSERS:
        _CLOSERS[name] = re.compile(rf"</{name}\s*>", re.IGNORECASE)
    return _CLOSERS[name]


def _element(name: str, attribute_text: str, content: str | None, context: Context) -> str:
    """What stands for one element. `content` is None for one that closes itself or never closes."""
    if name in _DROPPED:
        return "" if name == "ref" else GAP
    if name in _LISTINGS:
        return _listing(name, attributes(attribute_text), _nested(content or "", context))
    if content is None:
        return context.inline("literal", "") if name == "nowiki" else ""
    if name in _TRANSPARENT:
        return _nested(content, context)
    if name == "nowiki":
        return context.inline("literal", html.unescape(content)) if content else ""
    if name in _FORMULAS:
        latex = tidy_latex(content)
        if not latex:
            return ""
        if name != "math":
            latex = rf"\ce{{{latex}}}"
        return stash_formula(latex, context, display=attributes(attribute_text).get("display") == "block")
    if name in _CODE:
        return _code(name, attributes(attribute_text), content, context)
    if name == "poem":
        lines = [line.strip(" ") for line in _nested(content, context).strip("\n").split("\n")]
        return "<br>\n".join(lines)
    if name in _GALLERIES:
        return _gallery(name, attributes(attribute_text), content, context)
    if name == "quiz":
        return render_quiz(context.expand(_nested(content, context), context), context)
    context.lost[f"<{name}>"] += 1
    return GAP


def _listing(name: str, options: dict[str, str], content: str) -> str:
    """The listing as the template that took its place."""
    arguments = "".join(f"|{key}={value.replace('|', '{{!}}')}" for key, value in options.items())
    return f"{{{{{name}{arguments}|content={content.strip()}}}}}"


def _nested(content: str, context: Context) -> str:
    if context.depth >= MAX_NESTING:
        return ""
    context.depth += 1
    try:
        return take_out(content, context)
    finally:
        context.depth -= 1


_NOWIKI_TAG = re.compile(r"</?nowiki\s*/?>", re.IGNORECASE)


def fence(code: str, language: str = "") -> str:
    """Code between backtick fences, longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{code}\n{marks}"


def code_span(code: str) -> str:
    """Code inside a line, between backticks; white space folded."""
    text = " ".join(code.split())
    marks = "``" if "`" in text else "`"
    return f"{marks}{text}{marks}" if text else ""


def _code(name: str, options: dict[str, str], content: str, context: Context) -> str:
    if name == "pre":
        content = html.unescape(_NOWIKI_TAG.sub("", content))
    content = content.strip("\n").rstrip()
    if not content.strip():
        return ""
    context.constructs["code"] += 1
    if "inline" in options or (options.get("enclose") == "none" and "\n" not in content):
        return context.inline("code", code_span(content))
    language = options.get("lang", "") if name != "pre" else ""
    language = language if re.fullmatch(r"[\w+#.-]{1,30}", language) else ""
    return context.block("code", fence(content, language.lower()))


def _gallery(name: str, options: dict[str, str], content: str, context: Context) -> str:
    """The captions of a gallery, one per line `File:name|options|caption`; an image map's is in its first."""
    title = context.expand(options.get("caption", ""), context)
    out = [render_caption(title, context)] if title else []
    expanded = context.expand(_nested(content, context), context)
    lines = [line for line in expanded.split("\n") if line.strip()]
    for line in lines[:1] if name == "imagemap" else lines:
        caption = next(
            (part for part in reversed(line.split("|")[1:]) if not is_image_option(part)), ""
        ).strip()
        if caption:
            out.append(render_caption(caption, context))
    return "\n" + "\n".join(out) + "\n" if out else ""
