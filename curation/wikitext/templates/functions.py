"""Parser functions and variables that pages use directly: {{#if:…}}, {{lc:…}}, {{PAGENAME}}.

What depends on the moment or on other pages ({{CURRENTYEAR}}, {{NUMBEROFARTICLES}}, {{#invoke:…}}) shows
nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.numbers import format_number

Function = Callable[[Arguments, Context], str]


def _first(arguments: Arguments) -> str:
    """The text between the function's colon and its first `|`."""
    return arguments.name.partition(":")[2].strip()


def _if(arguments: Arguments, context: Context) -> str:
    return arguments.part(1 if _first(arguments) else 2)


def _if_equal(arguments: Arguments, context: Context) -> str:
    return arguments.part(2 if _first(arguments) == arguments.part(1) else 3)


def _switch(arguments: Arguments, context: Context) -> str:
    """A case without a value takes the next one that has one; a last case without one is the default."""
    value, matched, default = _first(arguments), False, ""
    for key, text in arguments.named.items():
        if key.isdigit() and arguments.is_positional(key):
            matched = matched or text.strip() == value
            default = text.strip()
        elif matched or key == value:
            return text
        else:
            default = text if key == "#default" else ""
    return default or arguments.named.get("#default", "")


def _tag(arguments: Arguments, context: Context) -> str:
    """{{#tag:ref|…}} and {{#tag:references}} are references; any other tag shows its content."""
    return GAP if _first(arguments).lower() in ("ref", "references") else arguments.part(1) or GAP


def _change(change: Callable[[str], str]) -> Function:
    return lambda arguments, context: change(_first(arguments))


# Between thousands, and before decimals, in the languages that do not write 1,234.5.
_SEPARATORS = {
    **dict.fromkeys("de nl it es pt id tr da el ro hr sl sr vi ca".split(), (".", ",")),
    **dict.fromkeys("fr ru uk bg cs sk pl sv nb no nn fi hu et lv lt be kk".split(), (" ", ",")),
}


def _format_number(arguments: Arguments, context: Context) -> str:
    """{{formatnum:1234.5}}: `1,234.5` in English, `1 234,5` in French; {{formatnum:1,234|R}}: `1234`."""
    text = _first(arguments)
    if arguments.get(1).upper() == "R":
        return text.replace(",", "")
    if not text.lstrip("-−+").replace(".", "", 1).isdecimal():
        return text
    thousands, decimals = _SEPARATORS.get(context.page.language, (",", "."))
    return format_number(text).translate({ord(","): thousands, ord("."): decimals})


def _nothing(arguments: Arguments, context: Context) -> str:
    return GAP


def _title(arguments: Arguments, context: Context) -> str:
    return context.page.title


def _title_parts(context: Context) -> list[str]:
    """The title without its namespace, cut at the slashes of subpages; Wikipedia's articles have none."""
    page = context.page
    title = page.title.partition(":")[2] or page.title if page.namespace else page.title
    return title.split("/") if page.namespace or not page.site.endswith("wiki") else [title]


def _part(start: int | None, end: int | None) -> Function:
    return lambda arguments, context: "/".join(_title_parts(context)[start:end])


def _base(arguments: Arguments, context: Context) -> str:
    parts = _title_parts(context)
    return "/".join(parts[:-1] or parts)


_FUNCTIONS: dict[str, Function] = {
    "#if": _if,
    "#ifeq": _if_equal,
    "#ifexist": lambda arguments, context: arguments.part(1),
    "#iferror": lambda arguments, context: arguments.part(2) or _first(arguments),
    "#switch": _switch,
    "#tag": _tag,
    "#expr": _nothing,
    "#ifexpr": _nothing,
    "#invoke": _nothing,
    "#time": _nothing,
    "#language": _change(str.strip),
    "#coordinates": _nothing,
    "lc": _change(str.lower),
    "uc": _change(str.upper),
    "lcfirst": _change(lambda text: text[:1].lower() + text[1:]),
    "ucfirst": _change(lambda text: text[:1].upper() + text[1:]),
    "formatnum": _format_number,
    "plural": lambda arguments, context: arguments.part(1 if _first(arguments) == "1" else 2),
    **dict.fromkeys(
        """
        defaultsort defaultsortkey sortierung clédetri ordenar デフォルトソート сортировка сортиране
        standaardsortering ordina
        """.split(),
        _nothing,
    ),
    "displaytitle": _nothing,
    "anchorencode": _change(str.strip),
    "urlencode": _change(str.strip),
    "fullurl": _nothing,
    "localurl": _nothing,
    "filepath": _nothing,
    "int": _nothing,
    "ns": _nothing,
}

_VARIABLES: dict[str, Function] = {
    "fullpagename": _title,
    **dict.fromkeys(("pagename", "pagenamee"), _part(None, None)),
    "basepagename": _base,
    "subpagename": _part(-1, None),
    # The last two are templates of Wikibooks.
    **dict.fromkeys(("rootpagename", "bookname"), _part(0, 1)),
    "chaptername": _part(1, None),
    **dict.fromkeys(
        """
        currentyear currentmonth currentmonthname currentday currentday2 currenttime currentdate localyear
        revisionyear numberofarticles numberofpages numberofusers namespace sitename talkpagename
        """.split(),
        _nothing,
    ),
}


def find(name: str) -> Function | None:
    """The function or variable of this name (lower case: `#if:x`, `lc:x`, `pagename`), if it is one."""
    function, colon, _ = name.partition(":")
    if colon:
        return _FUNCTIONS.get(function.strip().replace(" ", ""))
    return _VARIABLES.get(name)
