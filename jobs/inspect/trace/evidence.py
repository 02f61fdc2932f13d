"""What tables of a run say of a document: scores, duplicates, contamination, boilerplate, tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from curation.quality.config import QualityConfig
from curation.quality.rule import Above
from jobs.inspect.output import plain, shorten
from jobs.inspect.place import StageAt
from jobs.inspect.sequences import read_tokens_manifest
from jobs.inspect.shard_file import ShardFile
from jobs.inspect.trace.rows_of import Found
from jobs.inspect.trace.steps import KEPT, NOTED, Step
from jobs.text import table
from pipelines.engine import storage
from schemas.arrow import arrow_schema
from schemas.quality import QualityScores
from schemas.token_shards import TokensManifest

_EXCERPT = 160
_MOST_MEMBERS = 10
_MOST_ROWS = 8


@dataclass(slots=True)
class Known:
    """What is known of a row so far. `version` is its source, revision and timestamp; `keys` are of its texts
    (`document_key`), `text_bytes` their lengths; `reasons` why it is to go, by the stage whose table says so,
    and `details` what that table adds; `failed` the rules that say no, by name, with the numbers; `tokens`
    its token ids.
    """

    id: str
    version: tuple[str, str, str]
    recipe: dict[str, Any]
    keys: set[int] = field(default_factory=set)
    text_bytes: set[int] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    tokens: list[int] = field(default_factory=list)


def scores(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """What was measured, beside the thresholds of the recipe."""
    mine = _by_key(found, known)
    if not mine:
        return None
    row = mine[0].row
    claimed = row["claimed"] or "none"
    told = [
        f"{row['characters']:,} characters, {row['words']:,} words of running text; language "
        f"{row['language']} with confidence {row['confidence']:.2f} (its source says {claimed})"
    ]
    compared = _compare(row, known.recipe)
    if compared:
        cells = [
            [
                c["rule"],
                c["measure"],
                _number(c["value"]),
                f"{c['sign']} {_number(c['threshold'])}",
                c["verdict"],
            ]
            for c in compared
        ]
        told.append(table(["rule", "measure", "value", "drops if", ""], cells, right={2}))
        known.failed |= {
            c[
                "rule"
            ]: f"{c['measure']} is {_number(c['value'])}, which is {c['sign']} {_number(c['threshold'])}"
            for c in compared
            if c["verdict"] == "dropped"
        }
    found_json = {"scores": plain(row), "rules": compared}
    return Step(stage=stage.folder, event=NOTED, told=told, found=found_json)


def _compare(row: dict[str, Any], recipe: dict[str, Any]) -> list[dict[str, Any]]:
    """Each rule that holds for the document's source: its measure, the value and the threshold."""
    try:
        config = QualityConfig.model_validate(recipe.get("quality") or {})
    except ValueError:
        return []  # of a recipe with other fields than this release has
    kind = config.kind_of(row["source"])
    measured = QualityScores(**{name: row[name] for name in arrow_schema(QualityScores).names})
    compared = []
    for rule in kind.rule_set().rules:
        meant = rule.only(measured)
        verdict = "dropped" if rule.fails(measured) else "passes" if meant else "not meant for it"
        compared.append(
            {
                "rule": rule.reason,
                "measure": rule.measure,
                "value": row[rule.measure],
                "sign": ">" if isinstance(rule, Above) else "<",
                "threshold": rule.threshold,
                "verdict": verdict,
            }
        )
    return compared


def decisions(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """What the thresholds made of the scores."""
    mine = _by_key(found, known)
    if not mine:
        return None
    reasons = mine[0].row["reasons"]
    if reasons:
        known.reasons[stage.name] = reasons[0]
        if reasons[0] in known.failed:
            known.details[stage.name] = f": {known.failed[reasons[0]]}"
    told = f"not wanted: {', '.join(reasons)}" if reasons else "wanted: no rule says no"
    return Step(stage=stage.folder, event=NOTED, told=[told], found={"reasons": reasons})


def clusters(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """The cluster of duplicates that it is in, and which of them is kept."""
    mine = [one for one in found if _version(one.row) == known.version]
    if not mine:
        return None
    members = _members(stage, mine[0])
    own = mine[-1].row
    kept = members[0]
    if own["reason"]:
        known.reasons[stage.name] = own["reason"]
        known.details[stage.name] = f" of {_named(kept)}"
        first = (
            f"{own['reason']} of {_named(kept)}, similarity {own['similarity']:.2f}; that one is kept: "
            f"{kept['kept_because']}"
        )
    else:
        first = f"kept as the best of {len(members)} that are alike: {kept['kept_because']}"
    cells = [
        [
            "this" if member["key"] == own["key"] else "",
            member["id"],
            shorten(member["title"], 40),
            member["revision"] or member["timestamp"],
            f"{member['length']:,}",
            f"{member['similarity']:.2f}",
            member["reason"] or "kept",
        ]
        for member in members[:_MOST_MEMBERS]
    ]
    header = ["", "id", "title", "revision or time", "bytes", "similarity", ""]
    told = [first, table(header, cells, right={4, 5})]
    if len(members) > _MOST_MEMBERS:
        told.append(f"… and {len(members) - _MOST_MEMBERS:,} more")
    found_json = {"reason": own["reason"], "kept": plain(kept), "members": plain(members)}
    return Step(stage=stage.folder, event=NOTED, told=told, found=found_json)


def _members(stage: StageAt, one: Found) -> list[dict[str, Any]]:
    """The rows of a row's cluster, which follow each other in its file."""
    with ShardFile(storage.join(stage.path, one.file)) as shard:
        members = []
        for rows in shard.rows():
            same = rows.batch.column("cluster").to_numpy() == np.uint64(one.row["cluster"])
            for place in np.flatnonzero(same).tolist():
                members += rows.batch.slice(place, 1).to_pylist()
        return members


def overlaps(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """Evaluation items that it has n-grams of."""
    if not found:
        return None
    rows = sorted((one.row for one in found), key=lambda row: (-row["share"], row["item"]))
    hits = [row for row in rows if row["contaminated"]]
    if hits:
        known.reasons[stage.name] = "contaminated"
        known.details[stage.name] = f" by {hits[0]['item']}: {hits[0]['share']:.0%} of its n-grams"
    told = [f"has n-grams of {len(rows)} evaluation item(s), enough of {len(hits)} to be contaminated"]
    for row in rows[:_MOST_ROWS]:
        answer = ", with an answer" if row["answer_found"] else ""
        told.append(
            f"{row['share']:.0%} of {row['ngrams']} n-grams of {row['item']}{answer}, characters "
            f"{row['start']:,} to {row['end']:,}: {shorten(' '.join(row['matching'].split()), _EXCERPT)}"
        )
    return Step(stage=stage.folder, event=NOTED, told=told, found={"overlaps": plain(rows)})


def cut_paragraphs(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """Paragraphs that were cut out of it because many documents have them."""
    if not found:
        return None
    rows = [one.row for one in found]
    told = [f"has {len(rows)} paragraph(s) that stand in many documents"]
    for row in rows[:_MOST_ROWS]:
        excerpt = shorten(" ".join(row["excerpt"].split()), _EXCERPT)
        told.append(f"{row['occurrences']} × {row['characters']:,} characters: {excerpt}")
    return Step(stage=stage.folder, event=NOTED, told=told, found={"paragraphs": plain(rows)})


def tokens(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """How many tokens it has."""
    mine = [one for one in found if one.row["text_bytes"] in known.text_bytes] or list(found)
    if not mine:
        return None
    row = mine[0].row
    known.tokens = row["tokens"]
    per_token = row["text_bytes"] / max(1, len(row["tokens"]))
    told = f"{len(row['tokens']):,} tokens of {row['text_bytes']:,} bytes: {per_token:.2f} bytes per token"
    found_json = {"tokens": len(row["tokens"]), "text_bytes": row["text_bytes"], "at": at(stage, mine[0])}
    return Step(stage=stage.folder, event=NOTED, told=[told], found=found_json)


def sequences(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """Where its tokens stand: of the spans with its id, those that hold its tokens."""
    told, spans = [], []
    manifest = read_tokens_manifest(stage.path)
    for one in found:
        for span in one.row["spans"]:
            if span["document"] == known.id and _holds(one.row, span, known, manifest):
                first, last = span["start"], span["start"] + span["length"] - 1
                told.append(
                    f"{one.file} row {one.number:,}, positions {first:,} to {last:,}: its tokens from "
                    f"{span['offset']:,} on"
                )
                spans.append({"file": one.file, "file_row": one.number, **span})
    if not spans:
        return None
    rows = {(span["file"], span["file_row"]) for span in spans}
    told.insert(0, f"{len(spans):,} piece(s) in {len(rows):,} sequence(s)")
    return Step(stage=stage.folder, event=KEPT, told=told, found={"spans": spans})


def _holds(row: dict[str, Any], span: dict[str, Any], known: Known, manifest: TokensManifest | None) -> bool:
    """Whether a span's tokens are those of this row, and not of another of its id."""
    if manifest is None or not known.tokens:
        return True
    begin = [manifest.tokenizer.bos_id] if manifest.bos else []
    end = [manifest.tokenizer.eos_id] if manifest.eos else []
    whole = [*begin, *known.tokens, *end]
    start, length, offset = span["start"], span["length"], span["offset"]
    return bool(row["tokens"][start : start + length] == whole[offset : offset + length])


def checked(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """Questions whose responses were held against it; each can be traced by its id."""
    if not found:
        return None
    questions = list(dict.fromkeys(one.row["question"] for one in found))
    told = [f"{len(found):,} response(s) to {len(questions):,} open question(s) were held against it"]
    told += questions[:_MOST_ROWS]
    if len(questions) > _MOST_ROWS:
        told.append(f"… and {len(questions) - _MOST_ROWS:,} more")
    found_json = {"questions": questions, "responses": [one.row["response"] for one in found]}
    return Step(stage=stage.folder, event=NOTED, told=told, found=found_json)


def others(stage: StageAt, found: Sequence[Found], known: Known) -> Step | None:
    """Rows of any other record that have the id."""
    if not found or stage.record in ("Signature", "Candidate", "PagePart", ""):
        return None
    told = [f"{len(found):,} row(s) of {stage.record}"]
    for one in found[:_MOST_ROWS]:
        said = {
            name: value for name, value in plain(one.row).items() if name not in ("id", "document") and value
        }
        told.append(shorten(", ".join(f"{name}={value}" for name, value in said.items()), _EXCERPT))
    return Step(stage=stage.folder, event=NOTED, told=told, found={"rows": [plain(one.row) for one in found]})


def at(stage: StageAt, one: Found) -> str:
    """Where a row is: `32-clean/part-00000.parquet:17`, from 0."""
    return f"{stage.folder}/{one.file}:{one.number}"


def _by_key(found: Sequence[Found], known: Known) -> list[Found]:
    """The rows that were made of one of the texts; of all texts where no key is known."""
    return [one for one in found if one.row["key"] in known.keys] if known.keys else list(found)


def _version(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["source"], row["revision"], row["timestamp"]


def _named(member: dict[str, Any]) -> str:
    title = f" ({member['title']})" if member["title"] else ""
    return f"{member['id']}{title}"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
