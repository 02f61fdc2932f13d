"""Questions, responses, claims and verdicts for the tests of scoring and pairs."""

from __future__ import annotations

from schemas.questions import Inserted, Question
from schemas.responses import Claim, Response, ScoredResponse, Verdict


def question(
    kind: str = "short",
    answers: tuple[str, ...] = (),
    aliases: tuple[tuple[str, ...], ...] = (),
    plain: str = "Where was Ada Kern born?",
    inserted: tuple[Inserted, ...] = (),
    name: str = "wiki:1#q1",
    documents: tuple[str, ...] = ("wiki:1",),
    subject: str = "Ada Kern",
) -> Question:
    return Question(
        id=name,
        kind=kind,
        relation="birth-place",
        subject=subject,
        source="wiki",
        language="en",
        prompt=" ".join([*(part.text for part in inserted), plain]),
        plain=plain,
        answers=list(answers),
        aliases=[list(forms) for forms in aliases] or [[] for _ in answers],
        documents=list(documents),
        facts=[],
        evidence=[],
        inserted=list(inserted),
    )


def response(
    text: str, sample: int = 0, of: str = "wiki:1#q1", system: str = "", finish: str = "stop"
) -> Response:
    return Response(
        id=f"{of}/small/{sample}",
        question=of,
        model="small",
        sample=sample,
        text=text,
        system=system,
        temperature=1.0,
        seed=sample,
        finish=finish,
        prompt_tokens=1,
        completion_tokens=1,
    )


def claims(answer: Response, labels: str) -> tuple[list[Claim], list[Verdict]]:
    """A claim for each letter: s(upported), c(ontradicted), n(ot found), u(nscored), - (no verdict),
    x (cannot be checked).
    """
    names = {"s": "supported", "c": "contradicted", "n": "not-found", "u": "unscored", "x": "not-found"}
    found, verdicts = [], []
    for number, letter in enumerate(labels):
        claim = Claim(
            id=f"{answer.id}/{number}",
            response=answer.id,
            question=answer.question,
            text=f"Claim {number}.",
            start=0,
            end=1,
            checkable=letter != "x",
        )
        found.append(claim)
        if letter != "-":
            verdicts.append(
                Verdict(
                    claim=claim.id,
                    response=answer.id,
                    question=answer.question,
                    label=names[letter],
                    probability=-1.0 if letter == "u" else 0.5,
                    checker="offline",
                    reason="",
                )
            )
    return found, verdicts


def false_premise(text: str, claim: str, correction: str, kind: str = "false-premise") -> Inserted:
    return Inserted(kind=kind, text=text, claim=claim, is_false=True, correction=correction)


def scored(
    text: str,
    score: float,
    sample: int = 0,
    *,
    supported: int = 0,
    wrong: int = 0,
    matched: str = "",
    state: str = "scored",
    of: str = "wiki:1#q1",
    documents: tuple[str, ...] = ("wiki:1",),
    system: str = "",
    finish: str = "stop",
    model: str = "small",
) -> ScoredResponse:
    total = supported + wrong
    return ScoredResponse(
        id=f"{of}/{model}/{sample}",
        question=of,
        model=model,
        text=text,
        state=state,
        score=score,
        low=score,
        high=score,
        precision=supported / total if total else -1.0,
        penalised=-1.0,
        f1=-1.0,
        supported=supported,
        contradicted=0,
        not_found=wrong,
        unscored=0,
        matched=matched,
        premise="",
        words=len(text.split()),
        kind="short" if matched else "about",
        source="wiki",
        prompt="Where was Ada Kern born?",
        system=system,
        finish=finish,
        documents=list(documents),
    )
