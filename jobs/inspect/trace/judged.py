"""A question, a response, its claims and its score as steps of a trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from jobs.inspect.output import plain, shorten
from jobs.inspect.selection import PAIR
from jobs.inspect.trace.dossier import At, Dossier
from jobs.inspect.trace.steps import DROPPED, MADE, NOTED, REJECTED, Step
from schemas.responses import CONTRADICTED, NOT_FOUND, SUPPORTED, VERDICTS

_EXCERPT = 400
_INSERTED = {True: "false", False: "true"}


class Passages:
    """Evidence, held against the pages that it is from."""

    def __init__(self, pages: Sequence[At]) -> None:
        self._texts: dict[str, list[str]] = {}
        for page in pages:
            self._texts.setdefault(page.row["id"], []).append(page.row["text"])

    def on_page(self, evidence: Mapping[str, Any]) -> bool | None:
        """Whether the page (in any of its revisions) has the text at these characters; None where it need
        not, as what stands in an infobox, or where there is no such page.
        """
        texts = self._texts.get(evidence["document"])
        if evidence["start"] < 0 or not texts:
            return None
        start, end = evidence["start"], evidence["end"]
        return any(text[start:end] == evidence["text"] for text in texts)

    def told(self, evidence: Mapping[str, Any]) -> str:
        """A line: where it stands, whether it does, and what it says."""
        here = self.on_page(evidence)
        characters = f"characters {evidence['start']:,} to {evidence['end']:,}"
        if here is None:
            there = (
                "in its infobox" if evidence["start"] < 0 else f"{characters}, and the page is not in the run"
            )
        else:
            there = f"{characters}, {'as' if here else 'NOT what is'} on the page"
        return f"{evidence['document']}, {there}: {_flat(evidence['text'])}"

    def plain(self, evidence: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """For scripts: each with `on_page`."""
        return [plain(one) | {"on_page": self.on_page(one)} for one in evidence]


def page(one: At) -> Step:
    """The page that is asked about."""
    row = one.row
    revision = f", revision {row['revision']} of {row['timestamp']}" if row["revision"] else ""
    told = [f"{row['id']}, {row['title']}{revision}, {len(row['text']):,} characters, in {one.where}"]
    told += [row["url"]] if row["url"] else []
    document = {name: plain(value) for name, value in row.items() if name != "text"}
    return Step(stage=one.stage.folder, event=MADE, told=told, found={"at": one.where, "document": document})


def fact(one: At, passages: Passages) -> Step:
    """What the page states, of which the question was made."""
    row = one.row
    value = _flat(row["value"]) or "no value"
    said = f", {row['statement']}" if row["statement"] else ""
    kind = f" ({row['kind']})" if row["kind"] != row["relation"] else ""
    told = [f"{row['id']}: {row['relation']}{kind} of {row['subject']}{said}: {value}"]
    told += [passages.told(evidence) for evidence in row["evidence"]]
    found = plain(row) | {"at": one.where, "evidence": passages.plain(row["evidence"])}
    return Step(stage=one.stage.folder, event=MADE, told=told, found=found)


def question(one: At, passages: Passages) -> Step:
    """What is asked, what was slipped in, and what would be right."""
    row = one.row
    told = [f"{row['kind']} question on {row['relation']}: {row['prompt']}"]
    if row["inserted"]:
        told.append(f"without what was inserted: {row['plain']}")
    for part in row["inserted"]:
        claim = (
            f", which says what is {_INSERTED[part['is_false']]}: {part['claim']}" if part["claim"] else ""
        )
        right = f"; right is: {part['correction']}" if part["correction"] else ""
        told.append(f"inserted ({part['kind']}): “{part['text']}”{claim}{right}")
    if row["answers"]:
        for answer, aliases in zip(row["answers"], row["aliases"], strict=True):
            also = f" (also: {'; '.join(aliases)})" if aliases else ""
            told.append(f"accepted answer: {answer}{also}")
    elif row["kind"] == "unanswerable":
        told.append("its page has no answer: to say so is right")
    else:
        told.append("open: answers are judged by their claims")
    told += [f"evidence: {passages.told(evidence)}" for evidence in row["evidence"]]
    found = plain(row) | {"at": one.where, "evidence": passages.plain(row["evidence"])}
    return Step(stage=one.stage.folder, event=MADE, told=told, found=found)


def response(one: At) -> Step:
    """Who answered what."""
    row = one.row
    how = [row["id"], f"{row['model']}, sample {row['sample']}"]
    if row["corrupted"]:
        how.append(f"made here, no model was asked: {row['corrupted']}")
    else:
        how.append(f"temperature {row['temperature']:g}, seed {row['seed']}")
    how.append(f"finish {row['finish']}")
    if row["completion_tokens"] >= 0:
        how.append(f"{row['prompt_tokens']:,} + {row['completion_tokens']:,} tokens")
    told = ["; ".join(how)]
    told += [f"system: {row['system']}"] if row["system"] else []
    told += [f"│ {line}" for line in row["text"].split("\n")]
    return Step(stage=one.stage.folder, event=MADE, told=told, found=plain(row) | {"at": one.where})


def verdicts(one: At, passages: Passages, only: str = "") -> Step:
    """A response's claims and what its page says to each; of one claim alone, where `only` names it."""
    row = one.row
    by_claim = {verdict["claim"]: verdict for verdict in row["verdicts"]}
    counts = Counter(verdict["label"] for verdict in row["verdicts"])
    of_all = ", ".join(f"{counts[label]} {label}" for label in VERDICTS if counts[label])
    told = [
        f"{len(row['claims'])} claim(s) held against {row['document']}: {of_all or 'none can be checked'}"
    ]
    claims = []
    for claim in row["claims"]:
        verdict = by_claim.get(claim["id"])
        if only in ("", claim["id"]):
            told += _claim(claim, verdict, passages)
            said = verdict and {**plain(verdict), "evidence": passages.plain(verdict["evidence"])}
            claims.append({**plain(claim), "verdict": said})
    found = {"at": one.where, "response": row["response"], "document": row["document"], "claims": claims}
    return Step(stage=one.stage.folder, event=NOTED, told=told, found=found)


def _claim(claim: Mapping[str, Any], verdict: Mapping[str, Any] | None, passages: Passages) -> list[str]:
    number = claim["id"].rpartition("/")[2]
    words = f"{number}. characters {claim['start']:,} to {claim['end']:,}: {_flat(claim['text'])}"
    if verdict is None:
        return [words, f"   not checked: {claim['reason'] or 'no verdict'}"]
    if verdict["probability"] < 0:
        said = f"{verdict['label']} by {verdict['checker']}: {verdict['error'] or verdict['reason']}"
    else:
        why = f": {verdict['reason']}" if verdict["reason"] else ""
        said = f"{verdict['label']}, probability {verdict['probability']:.2f}, by {verdict['checker']}{why}"
    if verdict["earlier_label"]:
        said += f" (before: {verdict['earlier_label']}, {verdict['earlier_probability']:.2f})"
    return [words, f"   {said}", *(f"   {passages.told(evidence)}" for evidence in verdict["evidence"])]


def score(one: At) -> Step:
    """How factual a response is, and by what."""
    row = one.row
    told = [row["state"]]
    if row["score"] >= 0:
        between = f" ({row['low']:.2f} to {row['high']:.2f})" if row["low"] != row["high"] else ""
        told[0] += f": {row['score']:.2f}{between}"
    if row["matched"]:
        told[0] += f", the answer is {row['matched']}"
    if row["premise"]:
        told.append(f"the false premise is {row['premise']}")
    if row["supported"] + row["contradicted"] + row["not_found"] + row["unscored"]:
        counts = [(SUPPORTED, "supported"), (CONTRADICTED, "contradicted"), (NOT_FOUND, "not_found")]
        claims = ", ".join(f"{row[column]} {label}" for label, column in counts)
        told.append(
            f"claims: {claims}, {row['unscored']} unscored; precision {_share(row['precision'])}, with the "
            f"length penalty {_share(row['penalised'])}, F1@K {_share(row['f1'])}"
        )
    told.append(f"{row['words']:,} word(s)")
    return Step(stage=one.stage.folder, event=NOTED, told=told, found=plain(row) | {"at": one.where})


def set_aside(dossier: Dossier, name: str = "") -> list[Step]:
    """What was dropped or rejected of the question, or of the one response that is named."""
    steps = []
    for one in dossier.dropped:
        if one.stage.record != PAIR and name in ("", one.row["id"]):
            found = plain(one.row) | {"at": one.where}
            told = [f"{one.row['id']}: {one.row['reason']}", f"the {one.row['kind']} is kept in {one.where}"]
            steps.append(Step(stage=one.stage.folder, event=DROPPED, told=told, found=found))
    for one in dossier.rejected:
        if not name or name in one.row["where"]:
            told = [f"{one.row['reason']}: {one.row['detail']}", f"at {one.row['where']}, in {one.where}"]
            steps.append(
                Step(
                    stage=one.stage.folder,
                    event=REJECTED,
                    told=told,
                    found=plain(one.row) | {"at": one.where},
                )
            )
    return steps


def _share(value: float) -> str:
    return "none" if value < 0 else f"{value:.2f}"


def _flat(text: str) -> str:
    return shorten(" ".join(text.split()), _EXCERPT)
