"""Parser functions and variables that pages use directly: {{#if:…}}, {{lc:…}}, {{PAGENAME}}.

What depends on the moment or on other pages ({{CURRENTYEAR}}, {{NUMBEROFARTICLES}}, {{#invoke:…}}) shows
nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.numbers import group_digits

Function = Callable[[Arguments, Context], str]


def _first(arguments: Arguments) -> str:
    """The text between the function's colon and its first `|`."""
    return arguments.name.partition(":")[2].strip()


def _if(arguments: Arguments, context: Context) -> str:
    return arguments.get(1) if _first(arguments) else arguments.get(2)


def _if_equal(arguments: Arguments, context: Context) -> str:
    return arguments.get(2) if _first(arguments) == arguments.get(1) else arguments.get(3)


def _switch(arguments: Arguments, context: Context) -> str:
    value, named = _first(arguments), arguments.named
    return named.get(value) or named.get("#default") or ([*arguments.positional(), ""])[-1]


def _tag(arguments: Arguments, context: Context) -> str:
    """{{#tag:ref|…}} and {{#tag:references}} are references; any other tag shows its content."""
    return GAP if _first(arguments).lower() in ("ref", "references") else arguments.get(1) or GAP


def _change(change: Callable[[str], str]) -> Function:
    return lambda arguments, context: change(_first(arguments))


def _nothing(arguments: Arguments, context: Context) -> str:
    return GAP


def _title(arguments: Arguments, context: Context) -> str:
    return context.page.title


_FUNCTIONS: dict[str, Function] = {
    "#if": _if,
    "#ifeq": _if_equal,
    "#ifexist": lambda arguments, context: arguments.get(1),
    "#iferror": lambda arguments, context: arguments.get(2) or _first(arguments),
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
    "formatnum": _change(group_digits),
    "plural": lambda arguments, context: arguments.get(1 if _first(arguments) == "1" else 2),
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
    **dict.fromkeys("pagename fullpagename basepagename subpagename pagenamee".split(), _title),
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
