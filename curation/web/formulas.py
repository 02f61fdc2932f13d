"""Formulas in web pages, in whatever way they got there: found in a tree, and read as LaTeX.

Sources are, in this order of trust: the TeX annotation or the `alttext` of MathML (KaTeX, MathJax, LaTeXML,
MediaWiki), MathJax's own scripts (`<script type="math/tex">`), MathML itself, and the `alt` of images that
were made of TeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

from lxml import html
from lxml.etree import ParserError, XPath, _Element

from curation.web.mathml import local_name, to_latex

# One of them is in the source of every page with formulas. To look for these words is faster by far.
_WORDS = (
    "math",
    "Math",
    "katex",
    "latex",
    "codecogs",
    "mimetex",
    "mjx",
    '"tex',
    'tex"',
    "ql-img",
    "equation",
)
_SCRIPTS = XPath("//script[starts-with(@type, 'math/tex')]")
_CANDIDATES = XPath(
    "//math | //mjx-container | //script[starts-with(@type, 'math/')] | //*[self::span or self::div]["
    "contains(@class, 'katex') or contains(@class, 'MathJax') or contains(@class, 'mwe-math') or "
    "contains(@class, 'mjx-')] | //img[contains(@class, 'tex') or contains(@class, 'math') or "
    "contains(@class, 'ql-img') or contains(@class, 'equation') or contains(@src, 'latex') or "
    "contains(@src, 'codecogs') or contains(@src, 'tex.cgi') or contains(@src, '/math/')]"
)
_WRAPPER = re.compile(r"(?:^|\s)(katex(?:-display)?|mwe-math-element(?:-\w+)?|MathJax\w*|mjx-\w+)(?:\s|$)")
_DISPLAY = re.compile(
    r"katex-display|MathJax_Display|MathJax_SVG_Display|mjx-display|display-?math|mathblock", re.I
)
_IMAGE_CLASS = re.compile(
    r"(?:^|\s)(?:tex|latex|mathtex|math|mwe-math-fallback-image-\w+|ql-img-\w+|equation)(?:\s|$)", re.I
)
_IMAGE_SOURCE = re.compile(
    r"latex\.php\?|codecogs\.com/|mimetex\.cgi\?|mathtex\.cgi\?|/math/render/|/latexrender/|quicklatex", re.I
)
_IMAGE_QUERY = re.compile(
    r"(?:[?&]latex=|codecogs\.com/(?:gif|png|svg|eq)\.(?:latex|svg)\?|\.cgi\?)([^&]+)", re.I
)
_STYLE = re.compile(r"\\(?:displaystyle|textstyle)\b\s*")
_STYLED = re.compile(rf"\{{\s*{_STYLE.pattern}(.*?)\s*\}}", re.S)
_DELIMITERS = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))
_LATEX_COMMAND = re.compile(r"\\[A-Za-z]+|[\^_={}]")
# https://latex.codecogs.com: size and spacing that go before the formula.
_CODECOGS = re.compile(r"^(?:\\(?:inline|dpi\{\d+\}|(?:bg|fg)_\w+|fn_\w+|small|large|tiny|huge)\s*)+")


@dataclass(frozen=True, slots=True)
class Formula:
    """`latex` without delimiters; empty for an element that only repeats a formula and is to be removed."""

    latex: str
    display: bool


def may_have_formulas(page: str) -> bool:
    """Whether a page's source has words that all pages with formulas have."""
    return any(word in page for word in _WORDS)


def find_formulas(tree: _Element) -> Iterator[tuple[_Element, Formula]]:
    """The elements that are formulas, outermost first, with what they say. Elements must not be removed
    before the next is asked for, but for their content.
    """
    scripts = bool(_SCRIPTS(tree))
    inside: set[_Element] = set()
    for element in _CANDIDATES(tree):
        if element in inside:
            continue
        formula = _formula(element, scripts)
        if formula is not None:
            inside.update(element.iterdescendants())
            yield element, formula


def clean_latex(latex: str) -> str:
    """LaTeX on one line, without delimiters and without a style command around all of it."""
    latex = re.sub(r"\s+", " ", latex.replace("\u00a0", " ")).strip()
    for opening, closing in _DELIMITERS:
        if len(latex) > len(opening + closing) and latex.startswith(opening) and latex.endswith(closing):
            latex = latex[len(opening) : -len(closing)].strip()
            break
    if (match := _STYLED.fullmatch(latex)) and _balanced(match[1]):
        return match[1]
    return latex[match.end() :] if (match := _STYLE.match(latex)) else latex


def _balanced(text: str) -> bool:
    depth = 0
    for character in text.replace("\\{", "").replace("\\}", ""):
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _formula(element: _Element, scripts: bool) -> Formula | None:
    tag = element.tag
    if tag == "math":
        return _of_math(element)
    if tag == "script":
        return _of_script(element)
    if tag == "img":
        return _of_image(element)
    name = element.get("class") or ""
    if tag != "mjx-container" and not (name and _WRAPPER.search(name)):
        return None
    display = bool(_DISPLAY.search(name)) or element.get("display") == "true"
    math = next((inner for inner in element.iter() if local_name(inner) == "math"), None)
    if math is not None:
        formula = _of_math(math)
        if formula is not None and formula.latex:
            return Formula(formula.latex, formula.display or display)
    if scripts and "MathJax" in name:
        return Formula("", display)  # the rendering of a script that stands beside it
    if source := element.get("data-mathml") or "":
        return _of_markup(source, display)
    if "MathJax_Preview" in name:
        return Formula("", display)
    image = next(element.iter("img"), None)
    found = _of_image(image) if image is not None else None
    return Formula(found.latex, found.display or display) if found else None


def _of_math(math: _Element) -> Formula | None:
    display = math.get("display") == "block" or math.get("mode") == "display"
    latex = ""
    for inner in math.iter():
        encoding = (inner.get("encoding") or "").lower() if local_name(inner) == "annotation" else ""
        if "tex" in encoding:
            latex = "".join(inner.itertext())
            break
    latex = clean_latex(latex or math.get("alttext") or "") or clean_latex(to_latex(math))
    return Formula(latex, display)


def _of_script(script: _Element) -> Formula | None:
    kind = (script.get("type") or "").lower()
    if not kind.startswith("math/"):
        return None
    content = re.sub(r"^\s*(?:%\s*)?<!\[CDATA\[|(?:%\s*)?\]\]>\s*$", "", script.text or "")
    display = "mode=display" in kind.replace(" ", "")
    if kind.startswith("math/tex"):
        return Formula(clean_latex(content), display)
    return _of_markup(content, display) if kind.startswith("math/mml") else None


def _of_markup(markup: str, display: bool) -> Formula:
    try:
        math = next(html.fragment_fromstring(markup, create_parent="div").iter("math"), None)
    except ParserError:
        math = None
    formula = _of_math(math) if math is not None else None
    return Formula(formula.latex, formula.display or display) if formula else Formula("", display)


def _of_image(image: _Element) -> Formula | None:
    name, source = image.get("class") or "", image.get("src") or ""
    if not (_IMAGE_SOURCE.search(source) or (name and _IMAGE_CLASS.search(name))):
        return None
    latex = clean_latex(image.get("alt") or "")
    if not latex and (query := _IMAGE_QUERY.search(source)):
        decode = unquote_plus if "latex=" in query[0] else unquote
        latex = clean_latex(_CODECOGS.sub("", decode(query[1])))
    # An image of class `math` whose alternative text is no formula is a picture.
    if not latex or not (_LATEX_COMMAND.search(latex) or len(latex) <= 3 or _IMAGE_SOURCE.search(source)):
        return None
    return Formula(latex, "display" in name or "block" in name)
