"""The options of `roae export`. Imports nothing that takes a moment."""

from __future__ import annotations

import argparse
import re

_UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}


def add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommand."""
    export = commands.add_parser(
        "export",
        help="write what a run made in the format of another tool",
        description="Write what a run made in the format of another tool. SOURCE is a run folder, or the "
        "folder of a stage. An export that was killed goes on where it stopped: the same command again.",
    )
    formats = export.add_subparsers(dest="format", required=True, metavar="FORMAT")

    megatron = _format(formats, "megatron", "Megatron-LM: .bin and .idx", "1GB")
    _add_boundaries(megatron)

    datatrove = _format(formats, "datatrove", "datatrove and nanotron: .ds, .ds.index, .ds.metadata", "1GB")
    _add_boundaries(datatrove)
    datatrove.add_argument(
        "--tokenizer-name",
        default="",
        metavar="NAME",
        help="for the metadata, as Hugging Face knows it (mistralai/Mixtral-8x7B-v0.1)",
    )

    mds = _format(formats, "mds", "MosaicML Streaming: shards and index.json", "64MB")
    mds.add_argument("--compression", choices=["zstd", "none"], default="none", help="default none")
    _add_columns(mds)

    datasets = _format(formats, "datasets", "a folder for Hugging Face's `datasets`", "512MB")
    _add_columns(datasets)

    jsonl = _format(formats, "jsonl", "JSON lines, for everything else", "512MB")
    jsonl.add_argument("--compression", choices=["zstd", "gzip", "none"], default="zstd", help="default zstd")
    jsonl.add_argument(
        "--layout",
        choices=["record", "dolma"],
        default="record",
        help="rows as they are (the default), or documents with the fields of dolma and datatrove",
    )
    _add_columns(jsonl)


def _format(
    formats: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str, size: str
) -> argparse.ArgumentParser:
    parser = formats.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    parser.add_argument("source", metavar="SOURCE", help="a run folder, or a stage's; local or URL")
    parser.add_argument("folder", metavar="FOLDER", help="a new folder; local or URL")
    parser.add_argument(
        "--stage", default="", help="which stage of the run (default: the best for the format)"
    )
    parser.add_argument(
        "--file-size",
        type=_size,
        default=size,
        metavar="SIZE",
        help="largest file before compression"
        if name == "mds"
        else f"about how much of the source, as it is stored, becomes one file (default {size})",
    )
    parser.add_argument(
        "--verify", action="store_true", help="refuse shards whose SHA-256 is not that of their receipt"
    )
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(function=_export)
    return parser


def _add_boundaries(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bos", action="store_true", help="begin documents with the tokenizer's begin token")
    parser.add_argument(
        "--no-eos", action="store_true", help="do not end documents with the tokenizer's end token"
    )


def _add_columns(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--columns", default="", metavar="A,B,…", help="only these columns (default: all)")


def _size(text: str) -> int:
    """`512MB` → 512000000. Units are powers of 1,000."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]*)", text.strip().lower())
    if found is None or found[2] not in _UNITS or float(found[1]) * _UNITS[found[2]] < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no size: write 64MB, 1.5GB or a number of bytes")
    return int(float(found[1]) * _UNITS[found[2]])


def _export(options: argparse.Namespace) -> int:
    from jobs.export.command import run_export  # noqa: PLC0415

    run_export(options)
    return 0
