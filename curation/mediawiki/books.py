"""Which book, or course, a page of Wikibooks or Wikiversity is a chapter of.

Both projects keep a book's chapters as pages below it (`Physics Study Guide/Force`), and some books in a
namespace of their own (`Cookbook:Pea Soup`, `Wikijunior:Solar System/Earth`):
https://en.wikibooks.org/wiki/Wikibooks:Naming_policy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curation.mediawiki.sites import has_books
from schemas.document import Page

# Namespaces that are one book: each of their pages is a chapter of it.
_ONE_BOOK = frozenset("cookbook resep resept resipi yemek рецепт кувар kokebok".split())

# Namespaces whose pages list books or courses, and are none.
_DEPARTMENTS = frozenset("school topic portal subject project department".split())
# How the page is called on which a whole book stands, to be printed. Words that a chapter could be about
# (`Print`, `Imprimir`) are not here: such a page is told by what is on it.
_PRINT_VERSION = re.compile(
    r"""(?xi)
    print(?:able)?[ _-](?:version|edition) | printer[- ]friendly(?:[ ]version)? | pdf[ ]version
    | (?:full|whole|complete|entire)[ ](?:book|version) | single[ ]page[ ]version | all[ ]in[ ]one
    | all[ ]chapters | druckversion | druckfassung | gesamtausgabe | gesamtes[ ]werk | livre[ ]complet
    | libro[ ]completo
    | version[ ](?:imprimable|complète|à[ ]imprimer) | versión[ ](?:para[ ]imprimir|imprimible|completa)
    | versione[ ](?:stampabile|per[ ]la[ ]stampa|completa) | libro[ ]intero | livro[ ]completo
    | versão[ ](?:para[ ]impressão|completa|imprimível) | printversie | afdrukversie | volledig[ ]boek
    | wersja[ ]do[ ]druku | версия[ ]для[ ]печати | utskriftsversion | utskriftsversjon | verze[ ]pro[ ]tisk
    | tulostettava[ ]versio | nyomtatható[ ]verzió | 印刷用(?:ページ)? | 打印版
    """
)
_PRINT_NOTICE = re.compile(
    r"\{\{\s*(?:print[ _]version(?:[ _](?:notice|header))?|printable[ _]version|druckversion"
    r"|version[ _]imprimable|versão[ _]para[ _]impressão|versione[ _]stampabile)\s*[|}]",
    re.IGNORECASE,
)
# Pages of https://www.mediawiki.org/wiki/Extension:Collection: a list of the pages to be bound together.
_COLLECTION = re.compile(r"\{\{\s*(?:saved[ _]?book|gespeichertes[ _]buch)\s*[|}]", re.IGNORECASE)
_OTHER_PAGE = re.compile(r"\{\{\s*[:/][^{}\n]*\}\}")
_LANGUAGE_BAR = re.compile(r"<languages\s*/?>|\{\{\s*(?:languages|other[ _]languages)\s*[|}]", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?")
_HEAD = 3000  # characters of a page that a notice stands in


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: the `title` that a reader needs to know what it is about, the `book` it belongs
    to and its name there as a `chapter` (both empty: it belongs to none; no chapter: it is the book's own
    page), and the `language` of a translation, empty if it is none.
    """

    title: str
    book: str = ""
    chapter: str = ""
    language: str = ""


def place_of(page: Page) -> Place:
    """The page's place. On Wikibooks and Wikiversity `Book/Chapter/Part` has the title
    `Book: Chapter: Part`; elsewhere a slash is part of the title. A translation (`Page/de`, with the bar of
    languages in its text) has the title of the page that it translates.
    """
    title, language = page.title, ""
    parts = [part.strip() for part in title.split("/")]
    if len(parts) > 1 and _LANGUAGE.fullmatch(parts[-1]) and _LANGUAGE_BAR.search(page.text, 0, _HEAD):
        language = parts.pop()
        title = "/".join(parts)
    if not has_books(page.site):
        return Place(title, language=language)
    parts = [part for part in parts if part]
    prefix, colon, rest = parts[0].partition(":") if page.namespace and parts else ("", "", "")
    if colon and rest.strip():
        prefix, rest = prefix.strip(), rest.strip()
        first = [prefix, rest] if prefix.lower() in _ONE_BOOK else [f"{prefix}: {rest}"]
        parts = [*first, *parts[1:]]
    if len(parts) < 2:
        shown = ": ".join(parts) or title
        return Place(shown, book="" if prefix.lower() in _DEPARTMENTS else shown, language=language)
    return Place(": ".join(parts), book=parts[0], chapter=": ".join(parts[1:]), language=language)


def repeats_others(page: Page) -> str:
    """Why a page of books says nothing that others do not: it is a `print-version` of a whole book, or a
    `collection`, a list of pages to bind, or made of `transclusions`, other pages put together: three or
    more, and on more lines than anything else but headings. Empty for any other.
    """
    if not has_books(page.site):
        return ""
    name = page.title.rpartition("/")[2] if "/" in page.title else ""
    if _PRINT_VERSION.fullmatch(name.strip()) or _PRINT_NOTICE.search(page.text, 0, _HEAD):
        return "print-version"
    if _COLLECTION.search(page.text, 0, _HEAD):
        return "collection"
    lines = [line for line in page.text.split("\n") if line.strip() and not line.startswith("=")]
    put_in = sum(1 for line in lines if "{{" in line and _OTHER_PAGE.search(line))
    return "transclusions" if put_in >= 3 and 2 * put_in > len(lines) else ""
