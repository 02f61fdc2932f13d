"""Lists, groups of images, diagrams and other templates whose arguments are pieces of layout."""

from __future__ import annotations

import re
from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.links import render_caption
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments


def _as_list(items: list[str], marker: str) -> str:
    return "\n" + "".join(f"{marker} {item}\n" for item in items if item)


def bulleted_list(arguments: Arguments, context: Context) -> str:
    """{{unbulleted list|a|b}}, {{bulleted list|…}}: one list item each."""
    return _as_list(arguments.positional(), "*")


def ordered_list(arguments: Arguments, context: Context) -> str:
    """{{ordered list|a|b}}."""
    return _as_list(arguments.positional(), "#")


def horizontal_list(arguments: Arguments, context: Context) -> str:
    """{{hlist|a|b}}: `a, b`."""
    return ", ".join(item for item in arguments.positional() if item) or GAP


def plain_list(arguments: Arguments, context: Context) -> str:
    """{{plainlist|\\n* a\\n* b}}: the list as it is."""
    return "\n" + arguments.get(1) + "\n"


def collapsible_list(arguments: Arguments, context: Context) -> str:
    """{{collapsible list|title=…|a|b}}: the title, then the items."""
    title = arguments.get("title")
    return (f"\n{title}:" if title else "") + _as_list(arguments.positional(), "*")


def hidden(arguments: Arguments, context: Context) -> str:
    """{{hidden|title|text}}, {{collapse|…}}: both."""
    parts = [arguments.get("header", "title", 1), arguments.get("content", 2)]
    return "\n\n".join(part for part in parts if part) or GAP


def last(arguments: Arguments, context: Context) -> str:
    """{{columns-list|2|text}}, {{columns-list|colwidth=20em|text}}: the text, which comes last."""
    words = arguments.positional()
    return f"\n{words[-1]}\n" if words else GAP


def columns(arguments: Arguments, context: Context) -> str:
    """{{div col|content=…}}: the content. Most calls only open the columns, and the text follows them."""
    content = arguments.get("content") or next((word for word in arguments.positional() if "\n" in word), "")
    return f"\n{content}\n" if content else GAP


def _title_only(arguments: Arguments, context: Context) -> str:
    return arguments.get("title", "header", 1)


def multiple_image(arguments: Arguments, context: Context) -> str:
    """{{multiple image|caption1=…|caption2=…|footer=…}}: every caption, then the footer."""
    texts = [arguments.get("header")]
    number = 1
    while arguments.get(f"image{number}", f"caption{number}"):
        texts.append(arguments.get(f"caption{number}"))
        number += 1
    texts.append(arguments.get("footer"))
    return "".join(render_caption(text, context) for text in texts if text)


def captioned(*names: str | int) -> Callable[[Arguments, Context], str]:
    """A template that shows an image, a map or a recording with a caption in the first of these arguments."""

    def render(arguments: Arguments, context: Context) -> str:
        caption = arguments.get(*names)
        return render_caption(caption, context) if caption else GAP

    return render


def _listen(arguments: Arguments, context: Context) -> str:
    """{{listen|title=…|description=…}}, also numbered: what each recording is."""
    texts = []
    for suffix in ("", *map(str, range(2, 11))):
        words = [arguments.get(f"title{suffix}"), arguments.get(f"description{suffix}")]
        if any(words):
            texts.append(": ".join(word for word in words if word))
    return "".join(render_caption(text, context) for text in texts) or GAP


def gallery(arguments: Arguments, context: Context) -> str:
    """{{gallery|File:a.jpg|Caption a|…}}: every second argument is a caption."""
    captions = [text for text in arguments.positional()[1::2] if text]
    return "".join(render_caption(text, context) for text in captions) or GAP


def clade(arguments: Arguments, context: Context) -> str:
    """{{clade|label1=…|1=…}}: the tree as nested list items; inner clades are rendered already."""
    lines = []
    for number in range(1, 31):
        label, child = arguments.get(f"label{number}"), arguments.get(number)
        child_lines = [line for line in child.split("\n") if line.strip()]
        if label:
            lines.append(f"* {label}")
        for line in child_lines:
            nested = line.startswith("*")
            lines.append(
                ("*" if nested or label else "* ") + (line if nested else (f"* {line}" if label else line))
            )
    return "\n" + "\n".join(lines) + "\n" if lines else GAP


def cladogram(arguments: Arguments, context: Context) -> str:
    """{{cladogram|title=…|{{clade|…}}|caption=…}}: the title, the tree, the caption."""
    tree = next((word for word in arguments.positional() if word), arguments.get("clade", "cladogram"))
    return (
        "\n\n".join(part for part in (arguments.get("title"), tree, arguments.get("caption")) if part) or GAP
    )


def family_tree(arguments: Arguments, context: Context) -> str:
    """A row of {{chart}} or {{familytree}}: the people in its boxes, in the row's order."""
    named = arguments.named
    boxes = (value for value in arguments.positional() if not value.isdigit())
    people = [named[box] for box in boxes if named.get(box)]
    return f"<br>{', '.join(people)}<br>" if people else GAP


def bar_percent(arguments: Arguments, context: Context) -> str:
    """{{bar percent|label|colour|66}}: `label: 66%`."""
    return f"\n* {arguments.get(1)}: {arguments.get(3)}%" if arguments.get(1) else GAP


def bar_table(arguments: Arguments, context: Context) -> str:
    """{{bartable|value|unit}}: the value of a bar."""
    return f"{arguments.get(1)}{arguments.get(2)}" or GAP


def bar_box(arguments: Arguments, context: Context) -> str:
    """{{bar box|title=…|bars=…|caption=…}}."""
    return "\n" + "\n".join(
        filter(None, [arguments.get("title"), arguments.get("bars"), arguments.get("caption")])
    )


_DATA = re.compile(r"(?:label|data)\d+\Z")


def chart(arguments: Arguments, context: Context) -> str:
    """{{bar chart|label1=…|data1=…}}, {{pie chart|label1=…|value1=…}}:

    `label: value` items under the title or caption.
    """
    title = arguments.get("title", "caption")
    items = []
    for number in range(1, 51):
        label, value = arguments.get(f"label{number}"), arguments.get(f"data{number}", f"value{number}")
        if label or value:
            items.append(f"{label}: {value}" if label and value else label or value)
    return (f"\n{title}" if title else "") + _as_list(items, "*") if items else GAP


def census(arguments: Arguments, context: Context) -> str:
    """{{US Census population|1800=1250|…|estimate=…}}: `year: population` items."""
    rows = [
        f"{key}: {value}" for key, value in arguments.named.items() if re.fullmatch(r"\d{3,4}", key) and value
    ]
    if estimate := arguments.get("estimate"):
        rows.append(f"{arguments.get('estyear')} (estimate): {estimate}".strip())
    return _as_list(rows, "*") if rows else GAP


def historical_populations(arguments: Arguments, context: Context) -> str:
    """{{historical populations|1850|1200|1900|3400}}: pairs of year and number."""
    words = [word for word in arguments.positional() if word]
    return _as_list([f"{year}: {number}" for year, number in zip(words[::2], words[1::2], strict=False)], "*")


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    **dict.fromkeys(
        (
            "ubl",
            "unbulleted list",
            "ublist",
            "bulleted list",
            "bulletlist",
            "ubli",
            "blist",
            "vunblist",
            "grid list",
            "taxon list",
        ),
        bulleted_list,
    ),
    **dict.fromkeys(("ordered list", "olist", "numbered list"), ordered_list),
    **dict.fromkeys(
        ("hlist", "horizontal list", "flowlist", "cslist", "comma separated entries"), horizontal_list
    ),
    **dict.fromkeys(
        ("plainlist", "plain list", "flatlist", "startflatlist", "indented plainlist"), plain_list
    ),
    **dict.fromkeys(("collapsible list", "collapsed list"), collapsible_list),
    **dict.fromkeys(("hidden", "collapse", "collapsible section", "nihongo foot"), hidden),
    **dict.fromkeys(("hidden begin", "collapse top", "cot"), _title_only),
    **dict.fromkeys(("multiple image", "multiple images", "photomontage", "photo montage"), multiple_image),
    **dict.fromkeys(
        ("image frame", "frame", "wide image", "panorama", "tall image"), captioned("caption", 3)
    ),
    **dict.fromkeys(
        ("css image crop", "annotated image", "annotated image 4"), captioned("Description", "caption")
    ),
    "css crop": captioned("Description", "caption"),
    "location map": captioned("caption"),
    "location map+": captioned("caption"),
    "location map many": captioned("caption"),
    "external media": captioned("caption"),
    "superimpose": captioned("caption"),
    "double image": captioned("caption", 6),
    "listen": _listen,
    "gallery": gallery,
    "cladogram": cladogram,
    "clade": clade,
    "cladex": clade,
    "chart": family_tree,
    "familytree": family_tree,
    "family tree": family_tree,
    "tree chart": family_tree,
    "bar percent": bar_percent,
    "bar pixel": bar_percent,
    "bartable": bar_table,
    "bar box": bar_box,
    **dict.fromkeys(("bar chart", "pie chart", "piechart", "graph:pie"), chart),
    "us census population": census,
    "historical populations": historical_populations,
    **dict.fromkeys(
        ("div col", "div col start", "col div", "colbegin", "columns", "multi-column numbered list"), columns
    ),
    **dict.fromkeys(("columns-list", "columns list", "column list", "cmn", "multicolumn list"), last),
}
