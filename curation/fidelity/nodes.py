"""Small readings of mwparserfromhell's nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from mwparserfromhell import nodes

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_FURNITURE = re.compile(
    r"\b(?:navbox|vertical-navbox|noprint|metadata|[at]?mbox\S*|toc|sistersitebox|ambox)\b"
)


def plain(content: Iterable[Any]) -> str:
    """The nodes' source with entities decoded."""
    return "".join(n.normalize() if isinstance(n, nodes.HTMLEntity) else str(n) for n in content)


def split_fields(content: Iterable[Any]) -> list[list[Any]]:
    """Nodes split at the `|` of their plain text."""
    fields: list[list[Any]] = [[]]
    for node in content:
        if isinstance(node, nodes.Text):
            first, *rest = str(node.value).split("|")
            fields[-1].append(nodes.Text(first))
            fields.extend([nodes.Text(one)] for one in rest)
        else:
            fields[-1].append(node)
    return fields


def _attribute(node: Any, name: str) -> str:
    return str(node.get(name).value or "") if node.has(name) else ""


def hidden(node: Any) -> bool:
    """Whether a tag's content is not shown, or is furniture of the page such as a navigation box."""
    if not node.attributes:
        return False
    return bool(_HIDDEN.search(_attribute(node, "style")) or _FURNITURE.search(_attribute(node, "class")))


def span(node: Any) -> int:
    """How often a cell is repeated when its spans are filled in, at most 50 times."""
    spans = [_attribute(node, name).strip() for name in ("rowspan", "colspan")]
    rows, columns = (int(one) if one.isdecimal() and len(one) < 4 else 1 for one in spans)
    return min(max(rows, 1) * max(columns, 1), 50)
