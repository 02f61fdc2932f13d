"""Files of multiple-choice sets as the source of a pipeline."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from fsspec.core import url_to_fs

from curation.choices.config import ChoiceSet
from curation.choices.readers import LICENCES, NAMES, READERS, ChoiceError, ChoiceRow
from curation.decontamination.config import EvaluationSet, ItemFields
from curation.decontamination.files import FORMATS, read_rows
from curation.decontamination.source import EvaluationFiles
from curation.inputs import FileKind, file_name, find_files, without_compression
from schemas.choices import ChoiceItem
from schemas.outcome import Rejected
from schemas.split import InputError, Split

_LABELS = (".lst", ".labels")


@dataclass(frozen=True)
class ChoiceFiles:
    """A source: the items of multiple-choice sets, a split per file. Which file has what is found out as for
    evaluation sets (`curation/decontamination`).

    Labels in a file of their own belong to a file with as many rows: line i to row i.
    """

    sets: dict[str, ChoiceSet]

    def plan(self) -> list[Split]:
        """The files, by set and name. Raises InputError for an unknown set, for a file that is missing, has
        other fields or no row with an answer, and for labels without rows or of another number.
        """
        return [split for name, found in sorted(self.sets.items()) for split in self._plan(name, found)]

    def read(self, split: Split) -> Iterator[ChoiceItem | Rejected]:
        """The file's items in the order of its rows. Rejected: `missing-field`, `empty-choice`, `bad-label`,
        `no-answer`, `one-choice`, `bad-span`, `malformed-json`, `malformed-row`.
        """
        for number, row in _rows(split):
            if isinstance(row, Rejected):
                yield row
                continue
            try:
                yield READERS[row.set](row)
            except ChoiceError as error:
                where = f"{split.path}, row {number}"
                yield Rejected(error.reason, where, str(error), str(row.row))

    def _plan(self, name: str, found: ChoiceSet) -> Iterator[Split]:
        layout = _layout(name, found)
        files = find_files(found.path, _FILES)
        names = [file_name(path) for path in files]
        if twice := sorted({each for each in names if names.count(each) > 1}):
            raise InputError(f"set {name}: two files are called {', '.join(twice)}: make them two sets")
        if found.labels and len(files) != 1:
            raise InputError(f"set {name}: `labels` belongs to one file, and there are {len(files)}")
        for path in files:
            if path.endswith(_LABELS):
                raise InputError(
                    f"{path} has labels only: name the file with the rows, beside which they are found as "
                    "`NAME-labels.lst`, or with `labels`"
                )
            files_of_one = EvaluationSet(
                path=(path,), layout=layout, answers=found.labels or _labels_of(path)
            )
            (split,) = EvaluationFiles({name: files_of_one}).plan()
            licence = found.licence or LICENCES[layout]
            split = dataclasses.replace(split, context=split.context | {"layout": layout, "licence": licence})
            _check_answers(split)
            yield split


def _rows(split: Split) -> Iterator[tuple[int, ChoiceRow | Rejected]]:
    context = split.context
    fields = ItemFields.model_validate_json(context["fields"])
    answers = _lines(context["answers"]) if context["answers"] else []
    for number, row in read_rows(split.path, fields):
        if isinstance(row, Rejected):
            yield number, row
            continue
        yield (
            number,
            ChoiceRow(
                row=row,
                name=f"{context['set']}:{context['name']}:{number}",
                set=context["layout"],
                fields=fields,
                answer=answers[number - 1] if answers else "",
                licence=context["licence"],
            ),
        )


def _check_answers(split: Split) -> None:
    """That at least one row has an answer; the first problem is told."""
    problem = ""
    for number, row in _rows(split):
        if isinstance(row, Rejected):
            problem = problem or f"{row.where}: {row.detail}"
            continue
        try:
            READERS[row.set](row)
        except ChoiceError as error:
            problem = problem or f"row {number}: {error}"
        else:
            return
    raise InputError(
        f"{split.path}: no row makes an item of {split.context['set']} ({problem or 'there are no rows'}). "
        "Files that are published without answers (test files) cannot be used"
    )


def _layout(name: str, found: ChoiceSet) -> str:
    wanted = found.layout or name
    layout = NAMES.get(wanted, wanted)
    if layout not in READERS:
        known = sorted({*READERS, *NAMES})
        near = difflib.get_close_matches(wanted, known, n=1)
        raise InputError(
            f"set {name}: there is no layout {wanted!r} of multiple-choice sets; known: {', '.join(known)}. "
            f"{f'Did you mean {near[0]}? ' if near else ''}"
        )
    return layout


def _labels_of(path: str) -> str:
    """The file of labels beside a file, if there is one."""
    stem = path.rsplit(".", 1)[0]
    labels = f"{stem}-labels.lst"
    system, inner = url_to_fs(labels)
    return labels if system.isfile(inner) else ""


def _lines(path: str) -> list[str]:
    system, inner = url_to_fs(path)
    with system.open(inner, "rt", encoding="utf-8-sig") as file:
        return [line.strip() for line in file]


def _is_wanted(path: str) -> bool:
    return without_compression(path).endswith(tuple(f".{name}" for name in FORMATS))


_FILES = FileKind(
    what="a file of a multiple-choice set",
    expected=f"files called *.{', *.'.join(FORMATS)}",
    is_wanted=_is_wanted,
    depth=-1,
)
