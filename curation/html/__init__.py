"""HTML as Markdown: fragments such as the posts of a forum or the main part of a web page."""

from curation.html.code import language_name
from curation.html.formulas import MathDelimiters, find_formulas
from curation.html.markdown import Markdown, to_markdown

__all__ = ["Markdown", "MathDelimiters", "find_formulas", "language_name", "to_markdown"]
