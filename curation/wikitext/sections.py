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
    external links | external link | see also | references | general references | notes | footnotes |
    citations | works cited | notes and references | references and notes | further reading |
    bibliography | sources |
    weblinks | siehe auch | einzelnachweise | literatur | quellen | fußnoten |
    liens externes | lien externe | voir aussi | références | notes et références | bibliographie |
    articles connexes |
    enlaces externos | véase también | referencias | notas | notas y referencias |
    collegamenti esterni | voci correlate | altri progetti | note |
    ligações externas | ver também | referências |
    externe links | zie ook | bronnen | referenties |
    ссылки | примечания | см. также | литература | источники |
    външни препратки | вижте също | бележки | източници |
    外部リンク | 関連項目 | 脚注 | 参考文献 | 出典 | 注釈 |
    外部链接 | 外部連結 | 参见 | 參見 | 參考文獻 | 参考资料 | 注释 |
    وصلات خارجية | مراجع | المراجع | انظر أيضا | انظر أيضًا
    """.split("|")
)
_SHARE_OUTSIDE_LINKS = 0.5


def drop_closing_sections(blocks: list[Block]) -> list[Block]:
    """The blocks without closing sections that are only links, and without headings of empty sections."""
    end = len(blocks)
    while True:
        start = next((n for n in range(end - 1, -1, -1) if blocks[n].kind == "heading"), None)
        if start is None or not _only_links(blocks[start], blocks[start + 1 : end]):
            break
        end = start
    return _drop_empty_headings(blocks[:end])


def _drop_empty_headings(blocks: list[Block]) -> list[Block]:
    """Headings of empty sections go; from the end backwards, so that a chain of them goes in one pass."""
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
