"""One sentence cut into statements by a spaCy model's parse, for those who have one installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from curation.claims.clauses import Statement

_SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
_RELATIVE = ("who", "which", "that")


def load_cutter(model: str) -> Callable[[str, int, int], list[Statement]]:
    """What `clauses.statements` does, by the model's parse.

    Raises ValueError if spaCy or the model is not installed, or the model has no parser.
    """
    try:
        import spacy  # noqa: PLC0415 (takes seconds, and need not be installed)
    except ImportError as error:
        raise ValueError(
            f"the spaCy model {model} needs the package spaCy, which is not installed: install both, or "
            "leave `spacy_model` empty"
        ) from error
    try:
        nlp: Any = spacy.load(model, exclude=["ner", "lemmatizer"])
    except OSError as error:
        raise ValueError(
            f"the spaCy model {model!r} is not installed: install it, name another one, or leave "
            "`spacy_model` empty"
        ) from error
    if "parser" not in nlp.pipe_names:
        raise ValueError(f"the spaCy model {model!r} has no parser: {', '.join(nlp.pipe_names) or 'nothing'}")

    def cut(text: str, start: int, end: int) -> list[Statement]:
        return statements_of(nlp(text[start:end].rstrip(" .!")), start)

    return cut


def statements_of(document: Any, offset: int) -> list[Statement]:
    """The statements of a parsed sentence (a spaCy `Doc` with the English models' labels), whose first
    character is at `offset` of the response: each coordinated verb, relative clause and apposition by itself.
    """
    apart: dict[int, str] = {}  # the heads of what is said by itself, and of whom
    for token in document:
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX") and token.head.pos_ in ("VERB", "AUX"):
            own = any(child.dep_ in _SUBJECT for child in token.children)
            apart[token.i] = "" if own else _subject_of(token.head)
        elif token.dep_ == "relcl" and _leads(token):
            apart[token.i] = _phrase(token.head, {token.i})
        elif token.dep_ == "appos" and token.head.pos_ == "PROPN" and _has_determiner(token):
            apart[token.i] = f"{_phrase(token.head, {token.i})} {_tense(token.head)}"
    heads = [token.i for token in document if token.head.i == token.i] + sorted(apart)
    found = [statement for head in heads for statement in _statement(document[head], apart, offset)]
    return sorted(found, key=lambda statement: (statement.start, statement.end))


def _statement(head: Any, apart: dict[int, str], offset: int) -> Iterator[Statement]:
    left_out = {i for i in apart if i != head.i}
    tokens = [token for token in _subtree(head, left_out) if not _is_link(token, head)]
    while tokens and (tokens[0].is_punct or tokens[0].dep_ == "cc"):
        tokens = tokens[1:]
    while tokens and (tokens[-1].is_punct or tokens[-1].dep_ == "cc") and tokens[-1].text not in '"”)':
        tokens = tokens[:-1]
    if tokens:
        body = "".join(token.text_with_ws for token in tokens)
        text = " ".join(f"{apart.get(head.i, '')} {body}".replace(" ,", ",").split())
        end = tokens[-1].idx + len(tokens[-1].text)
        yield Statement(text, offset + tokens[0].idx, offset + end)


def _is_link(token: Any, head: Any) -> bool:
    """Whether the token only ties the clause to the one around it: its relative pronoun."""
    return head.dep_ == "relcl" and token.head.i == head.i and token.lower_ in _RELATIVE


def _leads(token: Any) -> bool:
    """Whether the relative pronoun is the clause's subject, so that the noun can stand in its place."""
    return any(child.dep_ in _SUBJECT and child.lower_ in _RELATIVE for child in token.children)


def _has_determiner(token: Any) -> bool:
    return any(child.dep_ == "det" for child in token.children)


def _tense(token: Any) -> str:
    verb = next((above for above in token.ancestors if above.pos_ in ("VERB", "AUX")), None)
    return "was" if verb is not None and verb.tag_ == "VBD" else "is"


def _subject_of(verb: Any) -> str:
    for child in verb.children:
        if child.dep_ in _SUBJECT:
            return _phrase(child, set())
    return _subject_of(verb.head) if verb.dep_ == "conj" else ""


def _phrase(token: Any, left_out: set[int]) -> str:
    below = {
        child.i
        for child in token.subtree
        if child.dep_ in ("relcl", "appos", "acl", "conj", "cc") and child.i != token.i
    }
    tokens = _subtree(token, left_out | below)
    return "".join(found.text_with_ws for found in tokens).strip(" ,")


def _subtree(token: Any, left_out: set[int]) -> list[Any]:
    """The tokens below one, in order, without what is below those left out."""
    found = [token]
    for child in token.children:
        if child.i not in left_out:
            found += _subtree(child, left_out)
    return sorted(found, key=lambda one: int(one.i))
