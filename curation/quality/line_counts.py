"""A document's lines, sorted by what they are and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from curation.quality.lines import RUNNING_TEXT, Kind, lines_of, running_text
from curation.quality.sentences import count_sentence_ends, ends_sentence

# Raffel et al. 2020, 2.2: a line with fewer words is no sentence.
SENTENCE_WORDS = 5

_BULLETS = ("-", "*", "+", "•", "‣", "·")
_DISPLAYED = frozenset({Kind.LIST, Kind.TABLE, Kind.CODE, Kind.MATHS})


class LineCounts:
    """The lines of a text by what they are.

    `running` has the lines of running text without their marks, `other` those of tables, code, formulas and
    infobox rows. `text` has the lines of prose and lists, and `paragraphs` the same, those between two blank
    lines joined. Of the `prose` lines, `punctuated` end as a sentence does. Of all `count` lines that are not
    blank, `bullets` begin with a bullet; `sentences` end in lines of text.
    """

    def __init__(self, text: str, fields: Set[str]) -> None:
        self.running: list[str] = []
        self.other: list[str] = []
        self.text: list[str] = []
        self.paragraphs: list[str] = []
        self.prose: list[str] = []
        self.count = 0
        self.bullets = 0
        self.punctuated = 0
        self._characters: Counter[Kind] = Counter()
        self._read(text, fields)
        self.sentences = self._sentences()

    def share(self, kind: Kind) -> float:
        """The share of the characters, those of blank lines aside, that are in lines of this kind."""
        return self._characters[kind] / max(1, self._characters.total())

    def _read(self, text: str, fields: Set[str]) -> None:
        paragraph: list[str] = []
        before = Kind.BLANK
        last = ""
        for kind, line in lines_of(text, fields):
            if kind is Kind.PROSE or kind is Kind.LIST:
                self.text.append(line)
                paragraph.append(line)
            elif paragraph:
                self.paragraphs.append("\n".join(paragraph))
                paragraph = []
            if kind is Kind.BLANK:
                continue
            self.count += 1
            self._characters[kind] += len(line)
            if kind in RUNNING_TEXT:
                self.running.append(running_text(line))
            else:
                self.other.append(line)
            if kind is Kind.LIST:
                self.bullets += line.lstrip(" >\t").startswith(_BULLETS)
            if before is Kind.PROSE:
                self.punctuated += _ends(last, kind)
            if kind is Kind.PROSE:
                self.prose.append(line)
            before, last = kind, line
        if paragraph:
            self.paragraphs.append("\n".join(paragraph))
        if before is Kind.PROSE:
            self.punctuated += _ends(last, Kind.BLANK)

    def _sentences(self) -> int:
        """The ends of sentences in lines that are long enough, and such lines of prose without one."""
        long = [line for line in self.text if _is_long(line)]
        open_ended = sum(not ends_sentence(line) for line in self.prose if _is_long(line))
        return count_sentence_ends("\n".join(long)) + open_ended


def _is_long(line: str) -> bool:
    """Whether the line may hold a sentence. Scripts without spaces need few characters, and are not ASCII."""
    return line.count(" ") >= SENTENCE_WORDS - 1 or (len(line) >= 10 and not line.isascii())


def _ends(line: str, following: Kind) -> bool:
    """Whether a line of prose ends as it should. In a text with displayed formulas and lists a sentence may
    end in them, or in a formula or code of its own.
    """
    if ends_sentence(line):
        return True
    last = line.rstrip()[-1:]
    return last in "$`" or following is Kind.MATHS or (last in ":：" and following in _DISPLAYED)
