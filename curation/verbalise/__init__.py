"""Commonsense tuples as text: merged by subject, chosen, and written down as short paragraphs."""

from curation.verbalise.config import VerbaliseConfig
from curation.verbalise.paragraphs import SubjectKeys, SubjectParagraphs
from curation.verbalise.rewrite import RewriteConfig, RewriteParagraphs

__all__ = ["RewriteConfig", "RewriteParagraphs", "SubjectKeys", "SubjectParagraphs", "VerbaliseConfig"]
