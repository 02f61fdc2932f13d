"""A folder for `datasets`: Arrow streams to be mapped into memory, as `DatasetDict.save_to_disk` writes them.

`load_from_disk` reads the folder by `dataset_dict.json` and the split's `state.json`, `load_dataset` by the
README.md. The columns are as they are, but for maps, which `datasets` does not know.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa

from jobs.export.card import arrow_card
from jobs.export.folder import ExportedFile, Part
from jobs.export.formats import PartWork, described, new_files, write_whole
from jobs.export.reading import read_rows, row_schema
from jobs.export.records import check_columns, without_maps
from jobs.export.source import ANY_RECORD, DOCUMENTS, SEQUENCES, TOKENS, ExportSource
from pipelines.engine.shards import combined_digest

_SPLIT = "train"


@dataclass(frozen=True)
class HuggingFace:
    """Files `train/data-00000.arrow`. `columns`: only these."""

    name: ClassVar[str] = "datasets"
    version: ClassVar[int] = 1
    wanted: ClassVar[tuple[str, ...]] = (SEQUENCES, TOKENS, DOCUMENTS, ANY_RECORD)
    why: ClassVar[str] = "datasets takes any rows"

    columns: tuple[str, ...]
    file_bytes: int

    def options(self) -> dict[str, Any]:
        """See `Format`."""
        return {"columns": list(self.columns), "file_bytes": self.file_bytes}

    def part_bytes(self) -> int:
        """See `Format`."""
        return self.file_bytes

    def check(self, source: ExportSource) -> None:
        """See `Format`."""
        check_columns(self.columns, source)

    def write(self, work: PartWork) -> Part:
        """See `Format`."""
        found = row_schema(work.files[0].path, work.record, self.columns)
        schema = pa.schema([field.with_type(without_maps(field.type)) for field in found])
        name = f"{_SPLIT}/data-{work.number:05d}.arrow"
        rows = 0
        with new_files(work.folder, name) as (file,), pa.ipc.new_stream(file, schema) as stream:
            for batch in read_rows(work.files, work.record, self.columns):
                columns = [
                    column if column.type == field.type else column.cast(field.type)
                    for column, field in zip(batch.columns, schema, strict=True)
                ]
                stream.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
                rows += batch.num_rows
        return Part(number=work.number, rows=rows, tokens=0, files=[described(file, name, rows)])

    def finish(self, folder: str, source: ExportSource, parts: Sequence[Part]) -> list[ExportedFile]:
        """See `Format`."""
        files = [file for part in parts for file in part.files]
        state: dict[str, Any] = {
            "_data_files": [{"filename": file.name.rpartition("/")[2]} for file in files],
            "_fingerprint": combined_digest([file.sha256 for file in files])[:16],
            "_format_columns": None,
            "_format_kwargs": {},
            "_format_type": None,
            "_output_all_columns": False,
            "_split": _SPLIT,
        }
        return [
            write_whole(folder, "README.md", arrow_card(source, f"{_SPLIT}/*.arrow")),
            write_whole(folder, f"{_SPLIT}/dataset_info.json", b"{}"),
            write_whole(folder, f"{_SPLIT}/state.json", _json(state)),
            write_whole(folder, "dataset_dict.json", _json({"splits": [_SPLIT]})),
        ]

    def how_to_read(self, folder: str, parts: Sequence[Part]) -> str:
        """See `Format`."""
        return f'datasets.load_from_disk("{folder}")["{_SPLIT}"]'


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=2, sort_keys=True).encode()
