"""Internal links: their words, image captions, and what is dropped (categories, other languages)."""

from __future__ import annotations

import re

from curation.wikitext.context import Context
from curation.wikitext.markers import BAR, LINK_CLOSE, LINK_OPEN
from curation.wikitext.wordlist import wordlist

FILE, CATEGORY = 6, 14

# Names that work on every wiki, in addition to those that the dump or the language gives.
# The German, French … ones are here because many files say they come from the English Wikipedia.
_COMMON_ALIASES = {
    **dict.fromkeys(
        """
        file image datei fichier archivo imagen ficheiro imagem immagine bestand afbeelding plik файл
        изображение картинка ファイル 画像 文件 檔案 图像 圖像 ملف صورة 파일 soubor tiedosto dosya berkas
        """.split(),
        FILE,
    ),
    **dict.fromkeys(
        """
        category kategorie catégorie categoría categoria categorie kategoria kategori категория カテゴリ
        分类 分類 تصنيف 분류 luokka kategória
        """.split(),
        CATEGORY,
    ),
    "media": -2,
}

# Image options (https://www.mediawiki.org/wiki/Help:Images#Syntax), with the localised words met in dumps.
_OPTION_WORDS = frozenset(
    wordlist(
        """
        thumb thumbnail frame framed frameless border right left center centre none baseline middle sub super
        text-top text-bottom top bottom upright
        mini miniatur hochkant rechts links zentriert ohne gerahmt rahmenlos
        vignette droite gauche centré cadre sans_cadre redresse
        miniaturadeimagen miniatura derecha izquierda centrado destra sinistra verticale direita esquerda
        サムネイル 右 左 中央 なし フレーム フレームなし 境界 缩略图 縮圖 右侧 左侧 居中
        мини миниатюра справа слева центр без ляво дясно مصغر تصغير يمين يسار وسط إطار
        """
    )
)
_OPTION = re.compile(
    r"""(?xis)
    \s*(?: (?:upright|hochkant|redresse)\s*=?\s*[\d.]* | \d*\s*x?\s*\d*\s*px
      | (?:thumb(?:nail)?|alt|link|page|class|lang|upright|start|end|thumbtime|loop|muted|border|frame)\s*=.*
    )\s*\Z"""
)
_LANGUAGE_PREFIX = re.compile(
    r"\A(?:[a-z]{2,3}|zh-[a-z-]+|be-tarask|roa-[a-z]+|bat-smg|map-bms|simple|nds-nl|fiu-vro|cbk-zam)\Z"
)
_PARENTHESIS = re.compile(r"\s*[(（][^()（）]*[)）]\s*\Z")


def render_link(parts: list[list[str]], trail: str, context: Context) -> str:
    """The text that a link shows. `parts` are the pieces between its `|`, `trail` the letters after it."""
    target = parts[0][0] if len(parts[0]) == 1 else "".join(parts[0])
    if BAR in target:  # [[page{{!}}words]]
        target, *others = target.split(BAR)
        parts = [[target], *([other] for other in others), *parts[1:]]
    if ":" not in target and "\n" not in target:  # most links: [[page]] and [[page|words]]
        if len(parts) == 1:
            label = _subpage(target.strip(), context).replace("_", " ")
            return f"{LINK_OPEN}{label}{trail}{LINK_CLOSE}" if label else trail
        if len(parts) == 2 and len(parts[1]) == 1 and (label := parts[1][0].strip()):
            return f"{LINK_OPEN}{label}{trail}{LINK_CLOSE}"
    if "\n" in target:  # MediaWiki takes it for text
        return "[[" + "|".join("".join(part) for part in parts) + "]]" + trail
    target = target.strip()
    shown_as_link = target.startswith(":")
    prefix, colon, rest = target.removeprefix(":").partition(":")
    if colon and not shown_as_link:
        prefix = prefix.strip().lower().replace("_", " ")
        namespace = context.page.aliases.get(prefix) or _COMMON_ALIASES.get(prefix)
        if namespace == FILE:
            return _render_image(parts, context) + trail
        if namespace == CATEGORY:
            return trail
        if _LANGUAGE_PREFIX.match(prefix) and len(parts) == 1 and rest[:1] not in ("", " "):
            return trail  # a link to the same article in another language
    if len(parts) > 1:
        label = "|".join("".join(part) for part in parts[1:]).strip()
        if not label:  # the pipe trick: [[Boston (band)|]]
            label = _PARENTHESIS.sub("", target.rpartition(":")[2])
    else:
        label = target.removeprefix(":").replace("_", " ")
    if not label:
        return trail
    return f"{LINK_OPEN}{label}{trail}{LINK_CLOSE}"


def _subpage(target: str, context: Context) -> str:
    """What a link to a page below this one, or beside it, shows: `[[/Chapter/]]` and `[[../Chapter/]]` show
    `Chapter` (https://www.mediawiki.org/wiki/Help:Links#Subpage_links). Wikipedia's articles have none.
    """
    if target[:1] not in ("/", ".") or not target.endswith("/"):
        return target
    if not context.page.namespace and context.page.site.endswith("wiki"):
        return target
    return target.removesuffix("/").rpartition("../")[2].removeprefix("/") or target


def is_image_option(text: str) -> bool:
    """Whether a part of an image link says how to show it, and is not its caption."""
    return text.strip().lower() in _OPTION_WORDS or _OPTION.match(text) is not None


def _render_image(parts: list[list[str]], context: Context) -> str:
    """An image is worth its caption: the last part that is not an option."""
    caption = ""
    for part in parts[1:]:
        text = "".join(part)
        if not is_image_option(text):
            caption = text
    caption = caption.strip()
    return render_caption(caption, context) if caption else ""


def render_caption(caption: str, context: Context) -> str:
    """A caption as a block of its own. Templates and links in it are resolved already."""
    context.constructs["caption"] += 1
    return context.block("caption", caption)
