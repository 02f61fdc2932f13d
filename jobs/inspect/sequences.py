"""Packed token sequences, decoded, with the boundaries of their documents."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.text import Text

from curation.tokens.decode import decode_pieces
from curation.tokens.encode import Encoder, TokensConfig, load_encoder
from jobs.errors import UsageError
from jobs.inspect.place import Kind, Place
from jobs.text import table
from schemas.token_shards import TokenSequence, TokenShards, TokenShardsError
from schemas.tokens import Span

_EXCERPT = 160
_COLOURS = ("cyan", "yellow")


def show(place: Place, count: int, *, single_tokens: bool, as_json: bool) -> None:
    """The first sequences of a stage, or of one of its shards.

    Raises UsageError if tokens.json does not fit the shards.
    """
    folder = place.path if place.kind is Kind.STAGE else place.path.rpartition("/")[0] or "."
    try:
        shards = TokenShards(folder)
    except TokenShardsError as error:
        raise UsageError(str(error)) from error
    first = 0 if place.kind is Kind.STAGE else _first_row(shards, place.path)
    encoder = load_tokenizer(shards)
    if not as_json:
        _print_totals(shards)
    for number in range(first, min(first + count, len(shards))):
        sequence = shards[number]
        if as_json:
            print(json.dumps(describe(number, sequence, encoder), ensure_ascii=False))
        elif single_tokens:
            _print_tokens(number, sequence, encoder)
        else:
            _print_spans(number, sequence, encoder)


def load_tokenizer(shards: TokenShards) -> Encoder:
    """The tokenizer that made the shards, by name and checksum. Raises UsageError if it is not to be had."""
    info = shards.manifest.tokenizer
    try:
        encoder = load_encoder(TokensConfig(model=info.name))
    except ValueError as error:
        raise UsageError(f"the tokenizer of these tokens cannot be loaded: {error}") from error
    if encoder.info.sha256 != info.sha256:
        raise UsageError(f"{info.name} is not the tokenizer of these tokens: its SHA-256 is another one")
    return encoder


def describe(number: int, sequence: TokenSequence, encoder: Encoder) -> dict[str, Any]:
    """A sequence as JSON values: its tokens, and each span with its text."""
    spans = [
        {
            "document": span.document,
            "start": span.start,
            "length": span.length,
            "offset": span.offset,
            "text": _text(sequence, span, encoder),
        }
        for span in sequence.spans
    ]
    return {
        "sequence": number,
        "length": sequence.length,
        "tokens": sequence.tokens.tolist(),
        "spans": spans,
    }


def _text(sequence: TokenSequence, span: Span, encoder: Encoder) -> str:
    tokens = sequence.tokens[span.start : span.start + span.length]
    return encoder.decode(tokens, continued=span.offset > 0)


def _first_row(shards: TokenShards, path: str) -> int:
    """The number of the first sequence in one of the shards."""
    name, before = path.rpartition("/")[2], 0
    for shard in shards.manifest.shards:
        if shard.name == name:
            return before
        before += shard.rows
    raise UsageError(f"{path} is not one of the shards that tokens.json beside it names")


def _print_totals(shards: TokenShards) -> None:
    manifest = shards.manifest
    tokenizer, totals = manifest.tokenizer, manifest.totals
    positions = totals.sequences * manifest.sequence_length
    share = totals.padding / positions if positions else 0.0
    print(f"tokenizer {tokenizer.name}, {tokenizer.vocabulary_size:,} pieces, stored as {manifest.dtype}")
    print(
        f"{totals.sequences:,} sequences of {manifest.sequence_length:,}: {totals.tokens:,} tokens "
        f"of {totals.documents:,} documents ({totals.documents_split:,} in more than one sequence), "
        f"{share:.2%} padding"
    )
    rows = [[name, f"{c.documents:,}", f"{c.tokens:,}"] for name, c in manifest.sources.items()]
    print(table(["source", "documents", "tokens"], rows, right={1, 2}) + "\n")


def _print_spans(number: int, sequence: TokenSequence, encoder: Encoder) -> None:
    print(f"--- sequence {number}: {sequence.length:,} positions used, {len(sequence.spans)} document(s)")
    for span in sequence.spans:
        continued = f", from its token {span.offset:,} on" if span.offset else ""
        print(f"[{span.start:>5} – {span.start + span.length - 1:>5}] {span.document}{continued}")
        text = " ".join(_text(sequence, span, encoder).split())
        shown = text if len(text) <= 2 * _EXCERPT else f"{text[:_EXCERPT]} … {text[-_EXCERPT:]}"
        print(f"    {shown}")
    if sequence.length < len(sequence.tokens):
        print(f"[{sequence.length:>5} – {len(sequence.tokens) - 1:>5}] padding")
    print()


def _print_tokens(number: int, sequence: TokenSequence, encoder: Encoder) -> None:
    """Each token between bars, documents in turning colours."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"--- sequence {number}")
    for order, span in enumerate(sequence.spans):
        pieces = decode_pieces(encoder, sequence.tokens[span.start : span.start + span.length])
        console.print(Text(f"[{span.start}] {span.document}", style="bold"))
        console.print(Text("|".join(pieces).replace("<0x0A>", "⏎\n"), style=_COLOURS[order % len(_COLOURS)]))
