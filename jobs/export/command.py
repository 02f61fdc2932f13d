"""What `roae export` does with its options."""

from __future__ import annotations

import argparse

from jobs.errors import UsageError
from jobs.export.datatrove import Datatrove
from jobs.export.folder import ExportManifest, Part
from jobs.export.formats import Format
from jobs.export.hugging_face import HuggingFace
from jobs.export.jsonl import JsonLines
from jobs.export.mds import Mds
from jobs.export.megatron import Megatron
from jobs.export.run import export
from jobs.export.source import SEQUENCES, find_source
from jobs.export.tokens import TokenOptions
from jobs.progress import show_progress
from jobs.text import byte_size


def run_export(options: argparse.Namespace) -> None:
    """Exports, with progress on standard error, and says on standard output what was made.

    Raises UsageError for a source or options that cannot be exported so.
    """
    if options.workers < 1:
        raise UsageError(f"--workers is at least 1, and not {options.workers}")
    format = _format(options)
    source = find_source(options.source, format.wanted, format.why, stage=options.stage)
    with show_progress(options.quiet) as progress:
        manifest, parts = export(
            format,
            source,
            options.folder,
            workers=options.workers,
            verify=options.verify,
            progress=progress,
        )
    if not options.quiet:
        _tell(manifest, format, options.folder, parts)


def _format(options: argparse.Namespace) -> Format:
    if options.format == "mds":
        return Mds(options.compression, _columns(options), options.file_size)
    if options.format == "datasets":
        return HuggingFace(_columns(options), options.file_size)
    if options.format == "jsonl":
        return JsonLines(options.compression, options.layout, _columns(options), options.file_size)
    tokens = TokenOptions(
        bos=options.bos,
        eos=not options.no_eos,
        given=options.bos or options.no_eos,
        file_bytes=options.file_size,
    )
    return Megatron(tokens) if options.format == "megatron" else Datatrove(tokens, options.tokenizer_name)


def _columns(options: argparse.Namespace) -> tuple[str, ...]:
    names = tuple(name.strip() for name in options.columns.split(",") if name.strip())
    if len(set(names)) < len(names):
        raise UsageError(f"--columns names a column twice: {options.columns}")
    return names


def _tell(manifest: ExportManifest, format: Format, folder: str, parts: list[Part]) -> None:
    size = byte_size(sum(file.bytes for file in manifest.files))
    what = "rows"
    if manifest.tokens:
        what = "pieces of documents" if manifest.record == SEQUENCES else "documents"
    tokens = f", {manifest.tokens:,} tokens" if manifest.tokens else ""
    print(
        f"{'' if parts else 'done before: '}{manifest.rows:,} {what} of {' and '.join(manifest.stages)} "
        f"({manifest.record}){tokens}: {len(manifest.files):,} file(s), {size}, in {folder}"
    )
    for reason, count in manifest.left_out.items():
        print(f"left out: {count:,} rows with {reason}")
    if parts:
        print(f"read it with {format.how_to_read(folder, [part for part in parts if part.files])}")
