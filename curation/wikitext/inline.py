"""One line of text: quotation-mark emphasis, external links, sub- and superscripts, entities, spaces."""

from __future__ import annotations

import re
from html.entities import html5

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP, LINK_CLOSE, LINK_OPEN, STASHED_INLINE

_EMPHASIS = re.compile(r"'{6,}")
_BOLD = re.compile(r"(?<!')'''(?!')")
# Bounded so that a run of unclosed brackets costs no more than its length.
_EXTERNAL = re.compile(
    r"\[(?:(?:https?|ftp|irc|gopher|news)://|mailto:|//)([^\s\[\]\x03\x04|<>\"]{0,3000})([^\[\]\n]{0,2000})\]",
    re.I,
)
_ENTITY = re.compile(r"&(#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_SCRIPT = re.compile(r"([\x10\x12])([^\x10-\x13]*)[\x11\x13]")
_STRAY_SCRIPT = re.compile(r"[\x10-\x13]")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\u200e\u200f]+")
# A run of spaces with a gap in it, from its first space on (or a long run without one would be searched from
# each of its spaces). It is folded to one gap, with a space after it if the run had any; these go by that:
_GAP_RUN = re.compile(r"(?<!\s)[^\S\x0b]*\x0b\s*")
_EMPTY_BRACKETS = re.compile(r"[(（\[](?:\x0b|[ ,;:]|or |and )*[)）\]]")
_BRACKET = re.compile(r"[(（\[]")
_GAP_AFTER_OPEN = re.compile(r"([(（\[])\x0b[ ,;:\x0b]*")
_GAP_BEFORE_CLOSE = re.compile(r"[ ,;\x0b]*\x0b[ ,;\x0b]*(?=[)）\]])")
_GAP_BEFORE_STOP = re.compile(r" ?\x0b ?(?=[,.;:!?、。，])")
_GAP_AT_START = re.compile(r"\A[ \x0b]*\x0b(?: ?(?:[,;:]|\.(?!\.)))+")
_VARIANT = re.compile(r"-\{([^{}]*)\}-")


def inline(text: str, context: Context, *, verbatim: bool = False) -> str:
    """A line of wikitext, templates and tags resolved, as plain text.

    Markers of stashed text and of links stay in it. `verbatim` keeps runs of spaces, as code needs.
    """
    if "''" in text:
        text = _without_emphasis(text)
    if "[" in text:
        text = _EXTERNAL.sub(_external, text)
    if "-{" in text:
        text = _VARIANT.sub(_variant, text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if "\x10" in text or "\x12" in text or "\x11" in text or "\x13" in text:
        text = _scripts(text)
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    if verbatim:
        return text.replace(GAP, "")
    if GAP in text:
        text = _close_gaps(text)
    return " ".join(text.split())  # Unicode's white space, no-break and thin spaces among them


def _without_emphasis(text: str) -> str:
    """MediaWiki: 2 italic, 3 bold, 5 both; of 4 one is an apostrophe, of more than 5 all but five are.

    Where both a bold and an italic stay open, one run of 3 was an apostrophe before italics: `l'''eau''`
    (doQuotes in MediaWiki's Parser.php).
    """
    if "''''''" in text:
        text = _EMPHASIS.sub(lambda m: "'" * (len(m.group()) - 5), text)
    bold = text.count("'''")
    if bold % 2 and (text.count("''") - bold) % 2:
        text = _apostrophe_before_italics(text)
    return text.replace("'''", "").replace("''", "")


def _apostrophe_before_italics(text: str) -> str:
    """One run of three becomes an apostrophe: after a word of one letter, else after a longer one."""
    chosen, rank = -1, 3
    for match in _BOLD.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        after_one_letter = before[-1:].strip() and (len(before) == 1 or before[0] == " ")
        here = 0 if after_one_letter else 1 if before[-1:].strip() else 2
        if here < rank:
            chosen, rank = match.start(), here
    if chosen < 0:
        return text
    parts = (text[:chosen], text[chosen + 3 :])
    return "'".join(part.replace("'''", "").replace("''", "") for part in parts)


def _external(match: re.Match[str]) -> str:
    label = match.group(2).strip()
    return f"{LINK_OPEN}{label}{LINK_CLOSE}" if label else GAP


def _variant(match: re.Match[str]) -> str:
    """Language variants `-{zh-hans:…; zh-hant:…}-`: the first. Flags `T` and `H` show nothing."""
    body = match.group(1)
    flag, bar, rest = body.partition("|")
    if bar:
        if flag.strip().upper() in ("T", "H"):
            return ""
        body = rest
    first = next((part for part in body.split(";") if part.strip()), "")
    code, colon, text = first.partition(":")
    return text if colon and re.fullmatch(r"\s*[a-z]{2,3}(-[a-z]+)?\s*", code) else body


def _entity(match: re.Match[str]) -> str:
    name = match.group(1)
    if name[0] == "#":
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        if code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            return ""
        return chr(code)
    return html5.get(f"{name};", match.group())


# What a subscript follows decides how it is read: after a chemical symbol a number stands on the line (H2O),
# after a variable it takes an underscore (x_1). Element symbols that are also common variables count as
# variables.
# R, M, Me, Et and Ph stand for what varies in a formula (MC60, RNH2), so long as an element goes with them.
_SYMBOL = (
    r"A[cglrstu]|B[aeir]?|C[adelorsu]?|D[y]?|E[ru]|F[er]?|G[ade]|H[egfo]?|I[nr]?|K[r]?|L[aiu]|M[gno]"
    r"|N[abdei]?|O[s]?|P[bdrt]?|R[abehu]|S[beinr]?|T[bcehil]|U|V|W|Xe|Y[b]?|Z[nr]"
)
_BEFORE_SYMBOL = r"^|[\s(\[·=+→⇌>–—/\x03]|\d"
_ELEMENT = re.compile(
    rf"(?:(?:{_BEFORE_SYMBOL})(?:(?:{_SYMBOL}|[RM](?=[A-Z]))\d*|[)\]\x11])+(?:Me|Et|Ph)?|[)\]])\Z"
)
# A number and a unit of length or time, or such a unit after a stroke: m² and m/s², but x^2.
_UNIT = re.compile(
    r"(?:(?:^|[\s\d(/·⋅\x03])(?:[kcdμn]m|mm|ft|mi|yd|sq)|(?:\d\s?|/|[ /](?:square|cubic)\s)(?:m|s|in))\x04?\Z"
)
_RAISED_DIGITS = {"2": "²", "3": "³"}
_ORDINAL = re.compile(r"(?:st|nd|rd|th|e|er|re|ère|ème|o|a|º|ª)\Z")
_SIMPLE = re.compile(r"[-+−–]?[\w.]+[-+−–]?\Z|[+−±–-]+\Z|[*†‡′″]+\Z")


def _scripts(text: str) -> str:
    """Sub- and superscripts as `^2`, `_i` or plain text, innermost first: each pass removes one level."""
    for _ in range(3):
        pieces: list[str] = []
        position = 0
        for match in _SCRIPT.finditer(text):
            pieces.append(text[position : match.start()])
            before = "".join(pieces[-2:])[-24:]
            pieces.append(_script(match.group(1), match.group(2).strip(), before))
            position = match.end()
        if not position:
            break
        pieces.append(text[position:])
        text = "".join(pieces)
    return _STRAY_SCRIPT.sub("", text)


def _script(kind: str, content: str, before: str) -> str:
    before = before.replace("'''", "").replace("''", "")
    if not content:
        return ""
    raised = kind == "\x12"
    if not before or before[-1].isspace():
        # A number raised before a symbol is a mass number: ^14 C.
        return f"^{content} " if raised and content[0].isdigit() else content
    if raised and before[-1].isdigit() and _ORDINAL.match(content):
        return content
    if not raised and content.replace(",", "").isdigit() and _ELEMENT.search(before):
        return content
    if raised and not (before[-1].isalnum() or before[-1] in ")]}°′″'|\x01\x04\x11\x13"):
        return content
    if raised and content in _RAISED_DIGITS and _UNIT.search(before):
        return _RAISED_DIGITS[content]
    mark = "^" if raised else "_"
    if _SIMPLE.match(content) or (content[0] == "(" and content[-1] == ")"):
        return f"{mark}{content}"
    return f"{mark}({content})"


def _close_gaps(text: str) -> str:
    """Closes the sentence up where something was left out: no `()`, no double space, none before a comma.

    Nothing is left of a line that holds only stops around what was left out.
    """
    text = _GAP_RUN.sub(_fold_gap, text)
    if _BRACKET.search(text):
        text = _EMPTY_BRACKETS.sub(lambda m: GAP if GAP in m.group() else m.group(), text)
        text = _GAP_RUN.sub(_fold_gap, text)
        text = _GAP_AFTER_OPEN.sub(r"\1", text)
        text = _GAP_BEFORE_CLOSE.sub("", text)
    if text[:1] in (GAP, " "):
        text = _GAP_AT_START.sub("", text)
    text = _GAP_BEFORE_STOP.sub("", text).replace(GAP, "")
    return text if text.strip(" .,;:()[]") else ""


def _fold_gap(match: re.Match[str]) -> str:
    run = match.group()
    return GAP if run == GAP or len(run) == run.count(GAP) else f"{GAP} "


def unstash(text: str, context: Context) -> str:
    """Puts stashed inline text back: formulas between dollar signs, everything else as it was kept."""
    for _ in range(4):
        if "\x01" not in text:
            break
        text = STASHED_INLINE.sub(lambda m: _stashed(int(m.group(1)), context), text)
    return text


def _stashed(number: int, context: Context) -> str:
    entry = context.stash[number]
    if entry.kind == "math":
        return f"$${entry.text}$$" if entry.display else f"${entry.text}$"
    return entry.text
