"""`<quiz>`: the questions with their options or gaps, and after them the answers.

The syntax is that of https://www.mediawiki.org/wiki/Extension:Quiz: a question in braces, its kind in
`|type="…"`, then options marked `+` (right) or `-` (wrong), or text with the words to fill in between braces;
`||` begins a remark on what stands before it, and one `|` the columns of a question that is a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.wikitext.context import Context

# A question begins in a new paragraph, or where a brace is not that of a gap: `{ word }`.
_QUESTION = re.compile(r"(?:\A|\n[ \t]*(?=\n)|(?=\n\{(?! )))\n?\{")
_HEAD_END = re.compile(r"(?<![|}])\}[ \t]*(?:\n|\Z)")
_PARAMETERS = re.compile(r"\n[ \t]*\|(?!\|)[^\n]*\s*\Z")
_GAP = re.compile(r"\{ ([^{}\n]*?)(?: ?_[0-9]* ?| )\}")
_TOLERANCE = re.compile(r"(\S+) +([0-9.,]+) *%\Z")
_SHUFFLE = ("X", "!X", "/X")
_BLANK = "____"
_ANSWERS = {
    "en": "Answers",
    "de": "Antworten",
    "es": "Respuestas",
    "fr": "Réponses",
    "it": "Risposte",
    "nl": "Antwoorden",
    "pl": "Odpowiedzi",
    "pt": "Respostas",
    "ru": "Ответы",
    "sv": "Svar",
}


@dataclass(slots=True)
class _Option:
    """A line to choose: `signs` has a `+` or `-` for every column (one, if the question is no table)."""

    signs: str
    words: list[str]
    remarks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(slots=True)
class _Question:
    """`words` are lines; `lines` those that have gaps, and `gaps` what belongs in them."""

    words: list[str]
    columns: list[str] = field(default_factory=list)
    options: list[_Option] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def render_quiz(content: str, context: Context) -> str:
    """The quiz as wikitext; links and templates in `content` are resolved already."""
    parts: list[str] = []
    answers: list[str] = []
    number = 0
    for piece in _QUESTION.split("\n" + content.strip()):
        question = _read(piece)
        if question is None:
            parts.append(piece.strip())
        elif not (question.options or question.lines):
            parts += ["" if question.words[0] in _SHUFFLE else "\n".join(question.words), *question.remarks]
        else:
            number += 1
            parts.append(_shown(question, number))
            if answer := _answer(question):
                answers.append(f"* {number}. {answer}")
    if answers:
        language = context.page.language.partition("-")[0]
        parts.append(f"{_ANSWERS.get(language, '✓')}:\n" + "\n".join(answers))
    if number:
        context.constructs["quiz-question"] += number
    text = "\n\n".join(part for part in parts if part)
    return f"\n\n{text}\n\n" if text else ""


def _read(piece: str) -> _Question | None:
    end = _HEAD_END.search(piece)
    if end is None:
        return None
    head, body = piece[: end.start()], piece[end.end() :]
    parameters = _PARAMETERS.search(head)
    asks_words = parameters is not None and "{}" in parameters.group()
    if parameters:
        head = head[: parameters.start()]
    text, *remarks = head.split("\n||")
    question = _Question([text.strip()], remarks=[remark.strip() for remark in remarks])
    for line in map(str.strip, body.split("\n")):
        if line.startswith("||"):
            owner = question.options[-1] if question.options else question
            owner.remarks.append(line[2:].strip())
        elif asks_words:
            if line:
                question.lines.append(_GAP.sub(lambda m: _take_gap(m.group(1), question), line))
        elif line.startswith("|"):
            question.columns = [name.strip() for name in line[1:].split("|")]
        elif line[:1] in ("+", "-"):
            question.options.append(_option(line, max(1, len(question.columns))))
        elif line:
            (question.options[-1].words if question.options else question.words).append(line)
    return question


def _option(line: str, columns: int) -> _Option:
    """`+- text`: as many signs as there are columns, with or without spaces between them."""
    signs: list[str] = []
    at = 0
    while len(signs) < columns and line[at : at + 1] in ("+", "-", " ") and at < len(line):
        signs += line[at].strip()
        at += 1
    return _Option("".join(signs), [line[at:].lstrip()])


def _take_gap(written: str, question: _Question) -> str:
    """The words that fit a gap, as `four or 4`; `5.5 10%` allows that much more or less."""
    words = [word.strip().removesuffix("(i)").strip() for word in written.split("|")]
    question.gaps.append(" or ".join(_TOLERANCE.sub(r"\1 (±\2%)", word) for word in words if word))
    return _BLANK


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def _shown(question: _Question, number: int) -> str:
    lines = [f"{number}. " + "\n".join(question.words).strip()]
    if question.columns:
        lines[0] += f" ({' / '.join(question.columns)})"
        lines += [f"* {option.text}" for option in question.options]
    else:
        lines += [f"* {_letter(at)}. {option.text}" for at, option in enumerate(question.options)]
    return "\n".join([*lines, *(f"<br>{line}" for line in question.lines)])


def _answer(question: _Question) -> str:
    """What is right, with the remarks on it; remarks on wrong options follow in brackets."""
    parts: list[str] = []
    wrong: list[str] = []
    for at, option in enumerate(question.options):
        if question.columns:
            marked = zip(option.signs, question.columns, strict=False)
            right = ", ".join(name for sign, name in marked if sign == "+")
            parts += [f"{option.text.rstrip('.')}: {right or '–'}", *option.remarks]
        elif option.signs == "+":
            parts += [f"{_letter(at)}: {option.text}", *option.remarks]
        elif option.remarks:
            wrong.append(f"({_letter(at)}: {_sentences(option.remarks)})")
    if question.gaps:
        parts.append("; ".join(gap or "–" for gap in question.gaps))
    return _sentences([*parts, *question.remarks, *wrong])


def _sentences(parts: list[str]) -> str:
    return " ".join(part if part.endswith((".", "!", "?", ".)")) else f"{part}." for part in parts if part)
