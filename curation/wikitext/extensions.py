"""Comments and extension tags (`<ref>`, `<math>`, `<pre>`, `<gallery>` …): taken out before anything else is
read.

Their content is not wikitext, or is wikitext of its own, and MediaWiki takes them out first as well, in the
order in which they open. One pass from left to right; a tag that never closes is remembered, so the page is
not searched again.
"""

from __future__ import annotations

import html
import re

from curation.wikitext.context import Context
from curation.wikitext.formulas import stash_formula, tidy_latex
from curation.wikitext.links import is_image_option, render_caption
from curation.wikitext.markers import GAP

_OPEN = re.compile(
    r"<!--|<(ref|references|nowiki|pre|math|chem|ce|syntaxhighlight|source|gallery|poem|timeline|score|hiero|imagemap|templatedata"
    r"|templatestyles|graph|chart|mapframe|maplink|inputbox|indicator|includeonly|section|categorytree|charinsert|dynamicpagelist|quiz|rss"
    r"|languages|listing|onlyinclude|noinclude|phonos)\b([^<>]*?)(/?)>|<(/)(?:ref|references|onlyinclude|noinclude|nowiki)\s*>",
    re.IGNORECASE,
)
_CLOSERS: dict[str, re.Pattern[str]] = {}
_ATTRIBUTE = re.compile(r"([\w-]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_DROPPED = {
    "ref",
    "references",
    "templatedata",
    "templatestyles",
    "indicator",
    "includeonly",
    "section",
    "inputbox",
    "languages",
}
_DROPPED |= {"categorytree", "charinsert", "dynamicpagelist", "rss"}
_TRANSPARENT = {"onlyinclude", "noinclude"}
MAX_NESTING = 4


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag; one without a value has an empty one."""
    return {
        m.group(1).lower(): m.group(2) or m.group(3) or m.group(4) or "" for m in _ATTRIBUTE.finditer(text)
    }


def take_out(text: str, context: Context) -> str:
    """The wikitext without comments and extension tags: dropped, or set aside with a marker in their place."""
    match = _OPEN.search(text)
    if match is None:
        return text
    out: list[str] = []
    unclosed: set[str] = set()
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
            if not match.group(3) and name not in unclosed:
                closer = _closer(name).search(text, position)
                if closer is None:
                    unclosed.add(name)
                elif name == "ref" and text.find("\n==", position, closer.start()) >= 0:
                    pass  # the reference was never closed: what follows is the article
                else:
                    content = text[position : closer.start()]
                    position = closer.end()
            out.append(_element(name, match.group(2), content, context))
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
    if content is None:
        return ""
    if name in _TRANSPARENT or name in ("listing", "phonos"):
        return _nested(content, context)
    if name == "nowiki":
        return context.inline("literal", html.unescape(content)) if content else ""
    if name in ("math", "chem", "ce"):
        latex = tidy_latex(content)
        if not latex:
            return ""
        if name != "math":
            latex = rf"\ce{{{latex}}}"
        return stash_formula(latex, context, display=attributes(attribute_text).get("display") == "block")
    if name in ("syntaxhighlight", "source", "pre"):
        return _code(name, attributes(attribute_text), content, context)
    if name == "poem":
        lines = [line.strip(" ") for line in _nested(content, context).strip("\n").split("\n")]
        return "<br>\n".join(lines)
    if name in ("gallery", "imagemap"):
        return _gallery(name, attributes(attribute_text), content, context)
    context.lost[f"<{name}>"] += 1
    return GAP


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
    """The captions of a gallery, one per line `File:name|options|caption`; of an image map, that of its
    image.
    """
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
