"""Quotations: a block of their own, with who said it on a last line."""

from __future__ import annotations

from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP, QUOTE_CLOSE, QUOTE_OPEN
from curation.wikitext.templates.arguments import Arguments


def block_quote(text: str, source: str = "", title: str = "") -> str:
    """A quotation between its markers; the source follows on a line of its own."""
    lines = [f"{title}\n\n" if title else "", text, f"\n\n— {source}" if source else ""]
    return f"\n{QUOTE_OPEN}\n{''.join(lines)}\n{QUOTE_CLOSE}\n"


def _source(arguments: Arguments, *positions: int) -> str:
    words = [arguments.get("author", "sign", "by", "cite_author", *positions[:1])]
    words += [arguments.get("title", "source", "character", "cite", *positions[1:2])]
    words += [arguments.get("source") if arguments.get("title") else ""]
    return ", ".join(dict.fromkeys(word for word in words if word))


def quote(arguments: Arguments, context: Context) -> str:
    """{{blockquote|text=…|author=…|source=…}} and {{quote|text|author|source}}."""
    text = arguments.get("text", "quote", "quotetext", 1)
    return block_quote(text, _source(arguments, 2, 3)) if text else GAP


def pull_quote(arguments: Arguments, context: Context) -> str:
    """{{cquote|text|||author|source}}."""
    text = arguments.get("quote", "text", 1)
    return block_quote(text, _source(arguments, 4, 5)) if text else GAP


def quote_box(arguments: Arguments, context: Context) -> str:
    """{{quote box|title=…|quote=…|source=…}}."""
    text = arguments.get("quote", "text", 1)
    source = arguments.get("source", "author", 2)
    return block_quote(text, source, arguments.get("title")) if text else GAP


def side_quote(arguments: Arguments, context: Context) -> str:
    """{{rquote|right|text|author|source}}."""
    return block_quote(arguments.get(2), _source(arguments, 3, 4)) if arguments.get(2) else GAP


def poem_quote(arguments: Arguments, context: Context) -> str:
    """{{poemquote|lines}}: line ends are kept."""
    text = arguments.get("text", 1)
    return block_quote(text.replace("\n", "<br>\n"), _source(arguments, 2, 3)) if text else GAP


def inline_quote(arguments: Arguments, context: Context) -> str:
    """{{qi|text}}: in quotation marks."""
    return f"“{arguments.get(1)}”" if arguments.get(1) else GAP


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    **dict.fromkeys(
        (
            "blockquote",
            "quote",
            "bquote",
            "quotation",
            "zitat",
            "citation bloc",
            "cita",
            "citazione",
            "quote paragraph",
        ),
        quote,
    ),
    **dict.fromkeys(("cquote", "centered pull quote", "pull quote", "pquote", "cquote2"), pull_quote),
    **dict.fromkeys(("quote box", "quotebox", "quote box2", "quote frame"), quote_box),
    "rquote": side_quote,
    **dict.fromkeys(("poemquote", "poem quote", "verse translation"), poem_quote),
    "qi": inline_quote,
    "quote without source": inline_quote,
}
