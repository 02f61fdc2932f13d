"""A question of the recipe `preferences`, one of its responses, a claim of one, or a pair: from the page to
the pair, with the evidence for every judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobs.errors import UsageError
from jobs.inspect.output import plain
from jobs.inspect.place import Place
from jobs.inspect.selection import PAIR
from jobs.inspect.trace import judged
from jobs.inspect.trace.dossier import At, Dossier, collect, near
from jobs.inspect.trace.steps import DROPPED, KEPT, MISSING, NOTED, Step, Strand, Trace
from pipelines.engine import read_run_file

_MOST_LEFT_OUT = 12


def trace(run: Place, name: str) -> Trace | None:
    """What the name is of, then all that led to it. Raises UsageError for a name of something that is not
    there, with those near it.
    """
    dossier = collect(run, name)
    if dossier is None:
        return None
    telling = _Telling(run, dossier)
    if name == dossier.id:
        return Trace(name=name, strands=[telling.question(whole=True)])
    if pair := next((one for one in dossier.pairs if one.row["id"] == name), None):
        sides = [telling.response(pair.row[side]) for side in ("chosen_response", "rejected_response")]
        return Trace(name=name, strands=[telling.pair(pair), *sides, telling.question()])
    if name in telling.responses():
        return Trace(name=name, strands=[telling.response(name), telling.question()])
    for checked in dossier.checked:
        if any(claim["id"] == name for claim in checked.row["claims"]):
            strands = [telling.claim(checked, name), telling.response(checked.row["response"])]
            return Trace(name=name, strands=[*strands, telling.question()])
    raise UsageError(
        f"the question {dossier.id} has {len(dossier.responses):,} responses and {len(dossier.pairs):,} "
        f"pairs, and none of these, nor a claim, is {name}. Near it: {near(name, dossier.ids())}"
    )


class _Telling:
    """What a dossier says, strand by strand."""

    def __init__(self, run: Place, dossier: Dossier) -> None:
        self._run = run
        self._dossier = dossier
        self._recipe: Mapping[str, Any] = (read_run_file(run.path) or {}).get("recipe") or {}
        self._passages = judged.Passages(dossier.pages)

    def responses(self) -> list[str]:
        """The ids of all responses."""
        rows = [*self._dossier.responses, *self._dossier.scored]
        return list(dict.fromkeys(one.row["id"] for one in rows))

    def question(self, *, whole: bool = False) -> Strand:
        """Where the question comes from; `whole`: and what became of it."""
        dossier = self._dossier
        steps = [judged.page(one) for one in dossier.pages]
        steps += [judged.fact(one, self._passages) for one in dossier.facts]
        steps.append(judged.question(dossier.question, self._passages))
        not_made = self._no_pairs()
        if whole:
            steps += judged.set_aside(dossier)
            for name in self.responses():
                steps += self._answer(name)
            steps += [self._pair_step(one) for one in dossier.pairs]
            steps += not_made
        reason = not_made[0].found["reason"] if not_made else ""
        row = dossier.question.row
        title = f"{dossier.id} · {row['kind']} question · {row['subject']}"
        return Strand(title=title, outcome=self._outcome(reason), steps=steps)

    def response(self, name: str) -> Strand:
        """One response: its text, claims, score and pairs."""
        pairs = [one for one in self._dossier.pairs if name in _sides(one)]
        steps = [*judged.set_aside(self._dossier, name), *self._answer(name)]
        steps += [self._pair_step(one) for one in pairs]
        steps += self._no_pairs(name)
        chosen = sum(one.row["chosen_response"] == name for one in pairs)
        outcome = f"chosen in {chosen} pair(s), rejected in {len(pairs) - chosen}" if pairs else "in no pair"
        return Strand(title=f"{name} · response", outcome=outcome + self._waiting(), steps=steps)

    def claim(self, checked: At, name: str) -> Strand:
        """One claim, with its verdict."""
        step = judged.verdicts(checked, self._passages, name)
        (claim,) = step.found["claims"]
        outcome = claim["verdict"]["label"] if claim["verdict"] else f"not checked: {claim['reason']}"
        return Strand(title=f"{name} · claim", outcome=outcome, steps=[step])

    def pair(self, one: At) -> Strand:
        """One pair."""
        title = f"{one.row['id']} · pair"
        return Strand(title=title, outcome=f"kept: {one.row['split']}", steps=[self._pair_step(one)])

    def _answer(self, name: str) -> list[Step]:
        dossier, passages = self._dossier, self._passages
        steps = [judged.response(one) for one in dossier.responses if one.row["id"] == name]
        steps += [judged.verdicts(one, passages) for one in dossier.checked if one.row["response"] == name]
        return steps + [judged.score(one) for one in dossier.scored if one.row["id"] == name]

    def _pair_step(self, one: At) -> Step:
        row = one.row
        told = [
            f"{row['id']}, {row['split']}: scores {row['chosen_score']:.2f} and {row['rejected_score']:.2f}, "
            f"margin {row['margin']:.2f}, confidence {row['confidence']:.2f}",
            *(f"{side}: {self._named(row[f'{side}_response'])}" for side in ("chosen", "rejected")),
        ]
        return Step(stage=one.stage.folder, event=KEPT, told=told, found=plain(row) | {"at": one.where})

    def _no_pairs(self, name: str = "") -> list[Step]:
        """Why other pairs were not made: of the question, or of one response."""
        stage = next((one for one in self._run.stages if one.record == PAIR), None)
        dossier = self._dossier
        if stage is None or not dossier.scored:
            return []
        # It takes a second to load, which other traces need not wait for.
        from jobs.inspect.trace.pairing import counted, left_out, why_no_pair  # noqa: PLC0415

        others = [one for one in left_out(dossier, self._recipe) if name in ("", one.one, one.other)]
        if not dossier.pairs and stage.manifest is not None:
            reason = why_no_pair(dossier, self._recipe)
            told = [f"the question has no pair: {reason or 'nothing says why'}"]
            event = DROPPED if reason else MISSING
        elif others:
            told, event = [f"not made of other two responses: {counted(others)}"], NOTED
            reason = ""
        else:
            return []
        told += [
            f"{one.reason}: {self._named(one.one)} and {self._named(one.other)}"
            for one in others[:_MOST_LEFT_OUT]
        ]
        if len(others) > _MOST_LEFT_OUT:
            told.append(f"… and {len(others) - _MOST_LEFT_OUT:,} more; --json has them all")
        kept = [one for one in dossier.dropped if one.stage.record == PAIR]
        told += [f"the row that was dropped is kept in {one.where}" for one in kept]
        found = {
            "reason": reason,
            "dropped_row": plain(kept[0].row) | {"at": kept[0].where} if kept else None,
            "not_made": [{"one": o.one, "other": o.other, "reason": o.reason} for o in others],
        }
        return [Step(stage=stage.folder, event=event, told=told, found=found)]

    def _named(self, response: str) -> str:
        """A response's id without the question's, and its text's beginning."""
        scored = next((one.row for one in self._dossier.scored if one.row["id"] == response), None)
        own = response.removeprefix(f"{self._dossier.id}/")
        if scored is None:
            return own
        text = " ".join(scored["text"].split())
        score = f", {scored['score']:.2f}" if scored["score"] >= 0 else ""
        return f"{own} ({scored['state']}{score}) “{text[:60]}{'…' if len(text) > 60 else ''}”"

    def _outcome(self, reason: str) -> str:
        dossier = self._dossier
        if not dossier.responses:
            return f"no responses{self._waiting()}"
        told = f"{len(dossier.responses):,} response(s), {len(dossier.pairs):,} pair(s)"
        return f"{told}{f': {reason}' if reason else ''}{self._waiting()}"

    def _waiting(self) -> str:
        made = any(one.record == PAIR and one.manifest for one in self._run.stages)
        return "" if made else "; the run has not come to its pairs yet"


def _sides(pair: At) -> tuple[str, str]:
    return pair.row["chosen_response"], pair.row["rejected_response"]
