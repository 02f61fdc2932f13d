"""Packed token sequences, decoded: whose tokens stand where, where tokens and documents begin and end, what
is padding, and which positions are trained on.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from curation.tokens.decode import decode_pieces
from curation.tokens.encode import Encoder, TokensConfig, load_encoder
from jobs.errors import UsageError
from jobs.inspect.output import Paint, tell, visible
from jobs.text import table
from pipelines.engine import storage
from schemas.token_shards import MANIFEST_NAME, TokenShardsError, TokensManifest

_EXCERPT = 160
_COLOURS = ("cyan", "yellow")


class SequenceView:
    """Rows of packed sequences, as a `View`. `first` is the number of the file's first row in its folder."""

    def __init__(
        self, manifest: TokensManifest | None, encoder: Encoder | None, paint: Paint, first: int = 0
    ) -> None:
        self._manifest = manifest
        self._encoder = encoder
        self._paint = paint
        self._first = first

    def as_json(self, row: dict[str, Any], number: int) -> dict[str, Any]:
        """The row, its number in the folder, and each span with its text (null without a tokenizer)."""
        spans = [dict(span, text=self.text(row, span)) for span in row["spans"]]
        return {
            "sequence": self._first + number,
            "length": row["length"],
            "tokens": row["tokens"],
            "spans": spans,
        }

    def describe(self, row: dict[str, Any], number: int, *, whole: bool) -> str:
        """Each document's place in the sequence, with the beginning and the end of its text."""
        lines = [self.headline(row, number)]
        for span in row["spans"]:
            lines.append(f"{_positions(span)} {self._document(span)}")
            text = self.text(row, span)
            if text is None:
                lines.append(f"    tokens {_ids(row, span)}")
            elif whole:
                lines += [f"    {line}" for line in visible(text).split("\n")]
            else:
                shown = " ".join(visible(text).split())
                fits = len(shown) <= 2 * _EXCERPT
                lines.append(f"    {shown if fits else f'{shown[:_EXCERPT]} … {shown[-_EXCERPT:]}'}")
        return "\n".join([*lines, *self._padding(row)])

    def describe_tokens(self, row: dict[str, Any], number: int) -> str:
        """Every token by itself: between bars, or, in colour, every other one underlined. Documents are in
        turning colours, control tokens in their own.
        """
        used, positions = row["length"], len(row["tokens"])
        trained = used - len(row["spans"])
        lines = [
            self.headline(row, number),
            f"    attention: {len(row['spans'])} block(s), each document sees itself alone; "
            f"loss on {trained:,} of {positions:,} positions (each token but a document's first)",
        ]
        for order, span in enumerate(row["spans"]):
            lines.append(f"{_positions(span)} {self._document(span)}")
            lines += f"    {self._tokens(row, span, _COLOURS[order % 2])}".split("\n")
        return "\n".join([*lines, *self._padding(row)])

    def text(self, row: dict[str, Any], span: dict[str, Any]) -> str | None:
        """What the span's tokens say; None without a tokenizer."""
        if self._encoder is None:
            return None
        return self._encoder.decode(self._ids(row, span), continued=span["offset"] > 0)

    def headline(self, row: dict[str, Any], number: int) -> str:
        """The sequence's number, and how full it is."""
        positions = len(row["tokens"])
        share = 1 - row["length"] / positions if positions else 0
        title = self._paint(f"--- sequence {self._first + number}", "bold")
        return (
            f"{title}: {row['length']:,} of {positions:,} positions used ({share:.1%} padding), "
            f"{len(row['spans'])} document(s)"
        )

    def _ids(self, row: dict[str, Any], span: dict[str, Any]) -> Any:
        dtype = self._manifest.dtype if self._manifest else "uint32"
        return np.array(row["tokens"][span["start"] : span["start"] + span["length"]], dtype=dtype)

    def _tokens(self, row: dict[str, Any], span: dict[str, Any], colour: str) -> str:
        if self._encoder is None:
            return _ids(row, span, most=0)
        ids = self._ids(row, span)
        control = {self._encoder.info.bos_id, self._encoder.info.eos_id}
        pieces = [visible(piece).replace("<0x0A>", "⏎\n") for piece in decode_pieces(self._encoder, ids)]
        if not self._paint.on:
            return "│".join(pieces)
        return "".join(
            self._paint(
                piece, "magenta" if token in control else colour if place % 2 else f"{colour} underlined"
            )
            for place, (piece, token) in enumerate(zip(pieces, ids.tolist(), strict=True))
        )

    def _document(self, span: dict[str, Any]) -> str:
        name = self._paint(visible(span["document"]), "bold")
        if not span["offset"]:
            return name
        return f"{name} (goes on: from its token {span['offset']:,})"

    def _padding(self, row: dict[str, Any]) -> list[str]:
        used, positions = row["length"], len(row["tokens"])
        if used == positions:
            return []
        words = f"[{used:>5} – {positions - 1:>5}] padding × {positions - used:,}: masked, no loss"
        return [self._paint(words, "dim")]


def _positions(span: dict[str, Any]) -> str:
    return f"[{span['start']:>5} – {span['start'] + span['length'] - 1:>5}]"


def _ids(row: dict[str, Any], span: dict[str, Any], most: int = 20) -> str:
    ids = row["tokens"][span["start"] : span["start"] + span["length"]]
    shown = " ".join(map(str, ids[:most] if most else ids))
    return f"{shown} … ({len(ids):,})" if most and len(ids) > most else shown


def sequence_view(folder: str, file: str, paint: Paint) -> SequenceView:
    """The view of one of a folder's shards. Without a `tokens.json` that names it, or without its tokenizer,
    it shows ids, and says so on standard error.
    """
    manifest = read_tokens_manifest(folder)
    if manifest is None:
        tell(f"there is no {MANIFEST_NAME} beside {file}: its tokenizer is unknown, and ids are shown")
        return SequenceView(None, None, paint)
    first = 0
    for shard in manifest.shards:
        if shard.name == file:
            break
        first += shard.rows
    else:
        raise UsageError(f"{folder}/{file} is not one of the shards that {MANIFEST_NAME} beside it names")
    try:
        return SequenceView(manifest, load_tokenizer(manifest), paint, first)
    except UsageError as error:
        tell(f"{error}: ids are shown")
        return SequenceView(manifest, None, paint, first)


def read_tokens_manifest(folder: str) -> TokensManifest | None:
    """What `tokens.json` in the folder says; None where there is none. Raises UsageError for another."""
    where = storage.join(folder, MANIFEST_NAME)
    data = storage.read_bytes(where)
    if data is None:
        return None
    try:
        return TokensManifest.from_json(data, where)
    except TokenShardsError as error:
        raise UsageError(str(error)) from error


def load_tokenizer(manifest: TokensManifest) -> Encoder:
    """The tokenizer that made the shards, by name and checksum. Raises UsageError if it is not to be had."""
    info = manifest.tokenizer
    try:
        encoder = load_encoder(TokensConfig(model=info.name))
    except ValueError as error:
        raise UsageError(f"the tokenizer of these tokens cannot be loaded: {error}") from error
    if encoder.info.sha256 != info.sha256:
        raise UsageError(f"{info.name} is not the tokenizer of these tokens: its SHA-256 is another one")
    return encoder


def totals(manifest: TokensManifest) -> str:
    """What `tokens.json` says of the whole folder, in lines."""
    tokenizer, sums = manifest.tokenizer, manifest.totals
    positions = sums.sequences * manifest.sequence_length
    share = sums.padding / positions if positions else 0.0
    rows = [[name, f"{c.documents:,}", f"{c.tokens:,}"] for name, c in manifest.sources.items()]
    return "\n".join(
        [
            f"tokenizer {tokenizer.name}, {tokenizer.vocabulary_size:,} pieces, stored as {manifest.dtype}",
            f"{sums.sequences:,} sequences of {manifest.sequence_length:,}: {sums.tokens:,} tokens of "
            f"{sums.documents:,} documents ({sums.documents_split:,} in more than one sequence), "
            f"{share:.2%} padding",
            table(["source", "documents", "tokens"], rows, right={1, 2}),
        ]
    )
