"""Evaluation files → items. What is wrong with a file as a whole is said before work begins."""

from __future__ import annotations

import difflib
import hashlib
import itertools
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import fsspec

from curation.decontamination.config import EvaluationSet, ItemFields
from curation.decontamination.fields import FieldError, field_names, item_of, present
from curation.decontamination.files import format_of, read_rows
from curation.decontamination.layouts import LAYOUTS
from schemas.decontamination import EvaluationItem
from schemas.outcome import Rejected
from schemas.split import InputError, Split

_MAGIC = frozenset("*?[")


@dataclass(frozen=True)
class EvaluationFiles:
    """A source: the items of evaluation sets, a split per file. A split's context has the digest of the file,
    so that a changed file is read again and all that depends on it made anew.
    """

    sets: dict[str, EvaluationSet]

    def plan(self) -> list[Split]:
        """The files, by set and name. Raises InputError for a set that has no file, no item, or not the
        fields that its layout says, and for a file of answers of another length.
        """
        return [
            self._split(name, found, path)
            for name, found in sorted(self.sets.items())
            for path in _paths(name, found)
        ]

    def read(self, split: Split) -> Iterator[EvaluationItem | Rejected]:
        """The file's items. Rejects rows without a question (`missing-field`) or that cannot be read."""
        context = split.context
        fields = ItemFields.model_validate_json(context["fields"])
        set_name, file_name = context["set"], context["name"]
        answers = _lines(context["answers"]) if context["answers"] else []
        for number, row in read_rows(split.path, fields):
            if isinstance(row, Rejected):
                yield row
                continue
            name = f"{set_name}:{file_name}:{number}"
            answer = answers[number - 1] if answers else ""
            try:
                yield item_of(row, fields, name=name, set_name=set_name, answer=answer)
            except FieldError as error:
                yield Rejected("missing-field", f"{split.path}, row {number}", str(error), str(row))

    def _split(self, name: str, found: EvaluationSet, path: str) -> Split:
        fields = _fitting(name, found, path)
        if found.answers:
            _check_answers(path, fields, found.answers)
        system, inner = fsspec.core.url_to_fs(path)
        return Split(
            path=path,
            kind=format_of(path),
            size=system.size(inner) or 0,
            context={
                "set": name,
                "name": posixpath.basename(path.replace("\\", "/")),
                "fields": fields.model_dump_json(),
                "sha256": _sha256(path),
                "answers": found.answers,
                "answers_sha256": _sha256(found.answers) if found.answers else "",
            },
        )


def layouts_of(name: str, found: EvaluationSet) -> tuple[ItemFields, ...]:
    """The layouts that the set's files may have. Raises InputError for an unknown one."""
    if found.fields:
        return (found.fields,)
    layout = found.layout or name
    if layout not in LAYOUTS:
        near = difflib.get_close_matches(layout, LAYOUTS, n=1)
        raise InputError(
            f"evaluation set {name}: there is no layout {layout!r}; the built-in ones are "
            f"{', '.join(sorted(LAYOUTS))}. {f'Did you mean {near[0]}? ' if near else ''}"
            "Or give `fields`: question, choices, answer"
        )
    return LAYOUTS[layout]


def _paths(name: str, found: EvaluationSet) -> list[str]:
    paths = []
    for pattern in found.path:
        system, inner = fsspec.core.url_to_fs(pattern)
        files = sorted(system.glob(inner)) if _MAGIC.intersection(inner) else [inner]
        files = [file for file in files if system.isfile(file)]
        if not files:
            raise InputError(f"evaluation set {name}: there is no file {pattern}")
        remote = "file" not in system.protocol
        paths += [system.unstrip_protocol(file) if remote else file for file in files]
    names = [posixpath.basename(path.replace("\\", "/")) for path in paths]
    if twice := sorted({file for file in names if names.count(file) > 1}):
        raise InputError(
            f"evaluation set {name}: two files are named {', '.join(twice)}, so that reports could not tell "
            "them apart: make them two sets"
        )
    return paths


def _fitting(name: str, found: EvaluationSet, path: str) -> ItemFields:
    layouts = layouts_of(name, found)
    for fields in layouts:
        # What the user names must be there; of built-in layouts, files without answers are published too.
        wanted = {*fields.question, *fields.choices}
        wanted |= {fields.answer} if found.fields and fields.answer else set()
        for _, row in read_rows(path, fields):
            if not isinstance(row, Rejected):
                wanted -= {each for each in wanted if present(row, each)}
                if not wanted and _is_headless(row, fields):
                    return fields
                if not wanted:
                    break
    plain = ItemFields(question=("*",))
    rows = [row for _, row in itertools.islice(read_rows(path, plain), 1000)]
    good = [row for row in rows if not isinstance(row, Rejected)]
    if not good:
        why = f" ({rows[0].where}: {rows[0].detail})" if rows else ""
        raise InputError(f"{path}: evaluation set {name} has no items{why}")
    raise InputError(
        f"{path}: no row has the fields of evaluation set {name}. Found: "
        f"{', '.join(field_names(good[0])) or 'none'}. "
        f"Expected: {' or '.join(map(_described, layouts))}. Say where they are with `fields`"
    )


def _is_headless(row: Any, fields: ItemFields) -> bool:
    """Whether the first row of a file is no header, where the layout says that there is none."""
    if not fields.columns:
        return True
    try:
        return bool(item_of(row, fields, name="", set_name="").answers)
    except FieldError:
        return False


def _described(fields: ItemFields) -> str:
    parts = [f"question at {' and '.join(f'`{path}`' for path in fields.question)}"]
    if fields.choices:
        parts.append(f"choices at {', '.join(f'`{path}`' for path in fields.choices)}")
    if fields.answer:
        parts.append(f"answer at `{fields.answer}`")
    if fields.columns:
        parts = [f"{len(fields.columns)} columns without header ({', '.join(fields.columns)})"]
    within = f" in the list `{fields.rows}`" if fields.rows else ""
    return f"({', '.join(parts)}{within})"


def _check_answers(path: str, fields: ItemFields, answers: str) -> None:
    system, inner = fsspec.core.url_to_fs(answers)
    if not system.isfile(inner):
        raise InputError(f"{answers}: there is no such file with the answers for {path}")
    rows = sum(1 for _ in read_rows(path, fields))
    if rows != (lines := len(_lines(answers))):
        raise InputError(f"{answers}: {lines} lines with answers, and {path} has {rows} rows")
    given: Sequence[str] = _lines(answers)
    first = next(row for _, row in read_rows(path, fields) if not isinstance(row, Rejected))
    try:
        item_of(first, fields, name="", set_name="", answer=given[0])
    except FieldError as error:
        raise InputError(f"{answers}: {error}") from error


def _lines(path: str) -> list[str]:
    with fsspec.open(path, "rt", encoding="utf-8", compression="infer") as file:
        return [line.strip() for line in file]


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with fsspec.open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
