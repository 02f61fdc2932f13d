"""Sections: empty ones go, and so do those at the end of a page that hold nothing but links."""

from __future__ import annotations

import re

from curation.wikitext.blocks import Block

_LINK = re.compile(r"\x03[^\x03\x04]*\x04")
_WORD_CHARACTERS = re.compile(r"[^\W_]")

# Titles of closing sections, in the languages whose dumps were looked at. A list of links under any other
# title (the works of a director, the districts of a country) is what the article has to say.
_CLOSING_TITLES = frozenset(
    " ".join(title.split())
    for title in """
    external links | see also | references | notes | further reading | bibliography | sources |
    footnotes | citations | works cited\n | notes and references | references and notes | external link
    | general references | weblinks | siehe auch | einzelnachweise | literatur | quellen | fußnoten\n |
    liens externes | voir aussi | références | notes et références | bibliographie | articles connexes |
    lien externe | enlaces externos | véase también\n | referencias | notas | notas y referencias |
    collegamenti esterni | voci correlate | altri progetti | note | ligações externas | ver também |
    referências\n | externe links | zie ook | bronnen | referenties | ссылки | примечания | см. также |
    литература | источники | външни препратки | вижте също | бележки | източници\n | 外部リンク | 関連項目 | 脚注 |
    参考文献 | 出典 | 注釈 | 外部链接 | 外部連結 | 参见 | 參見 | 參考文獻 | 参考资料 | 参考文献 | 注释 | وصلات خارجية | مراجع | انظر أيضا
    | انظر أيضًا | المراجع
    """.split("|")
)
_SHARE_OUTSIDE_LINKS = 0.5


def drop_closing_sections(blocks: list[Block]) -> list[Block]:
    """The blocks without closing sections that are only links, and without headings that nothing stands
    under.
    """
    end = len(blocks)
    while True:
        start = next((n for n in range(end - 1, -1, -1) if blocks[n].kind == "heading"), None)
        if start is None or not _only_links(blocks[start], blocks[start + 1 : end]):
            break
        end = start
    kept: list[Block] = []
    for number in range(end):
        block = blocks[number]
        if block.kind == "heading":
            following = blocks[number + 1] if number + 1 < end else None
            if following is None or (following.kind == "heading" and following.level <= block.level):
                continue
        kept.append(block)
    return kept if len(kept) == end else drop_empty_headings(kept)


def drop_empty_headings(blocks: list[Block]) -> list[Block]:
    """Headings whose sections are empty go; from the end backwards, so that a chain of them goes in one pass."""
    kept: list[Block] = []
    for block in reversed(blocks):
        if block.kind == "heading" and (
            not kept or (kept[-1].kind == "heading" and kept[-1].level <= block.level)
        ):
            continue
        kept.append(block)
    return kept[::-1]


def _only_links(heading: Block, body: list[Block]) -> bool:
    """Whether a closing section holds links and little beside them.

    Captions, tables and formulas are more than links.
    """
    title = heading.text.lstrip("# ").replace("\x03", "").replace("\x04", "").strip().lower()
    if body and title not in _CLOSING_TITLES:
        return False
    if any(block.kind not in ("list", "paragraph") for block in body):
        return False
    text = "\n".join(block.text for block in body)
    everything = len(_WORD_CHARACTERS.findall(text))
    outside = len(_WORD_CHARACTERS.findall(_LINK.sub("", text)))
    return outside <= _SHARE_OUTSIDE_LINKS * everything
