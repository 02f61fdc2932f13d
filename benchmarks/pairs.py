"""How often the better of two answers is the chosen one, by margin, beside what their lengths say alone.

    python benchmarks/pairs.py --data FOLDER

FOLDER is laid out as `benchmarks/claim_sets.py` says, with `factscore_labeled` and `halueval` beside. Ties
count half; intervals are 95 %, over bootstrap samples of questions.

**People's verdicts** (FActScore: biographies by three models, each claim labelled). What the measures and
rules of length say of each two answers about a person, against the precision that people gave: `any margin`,
and where people see a gap of so much. Then what pairs are worth whose verdicts are not perfect: each answer's
verdicts are flipped at random at the rate of a checker that is so often wrong, pairs are made as the pipeline
makes them, and counted is how many chosen answers are really better. `halves` makes pairs by the verdicts on
every other claim, and asks the remaining claims.

**The offline checker's verdicts** on answers whose better one people know: HaluEval's questions, BUMP's
summaries with one error, SummEdits' summaries with and without edits, and the two halves of WikiBio's
biographies (more than so many accurate sentences apart). The model that judges SummEdits and WikiBio was
trained without them; HaluEval and BUMP were never trained on. `verdicts` ranks by the share of supported
claims, `probabilities` by the mean probability of support (`ScoringConfig.counted`); `pairs` are those that
the pipeline makes. `matched` are those of nearly equal length (at most 1.25 times as many words). HaluEval's
short answers would be matched by the pipeline and not checked: they are here for their length leak.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import platform
import random
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "pairs.json"

from benchmarks.claim_sets import SETS, bump  # noqa: E402
from benchmarks.train_claim_checker import fit, values_of  # noqa: E402
from curation.checking.config import OfflineConfig  # noqa: E402
from curation.checking.model import ClaimModel  # noqa: E402
from curation.checking.offline import OfflineChecker  # noqa: E402
from curation.claims.splitter import OfflineSplitter, SplitterConfig  # noqa: E402
from curation.pairs import PairsConfig, pairs_of  # noqa: E402
from curation.scoring import ScoringConfig, abstention, f1_at_k, length_penalty, score_response  # noqa: E402
from schemas.document import Document  # noqa: E402
from schemas.preferences import PreferencePair  # noqa: E402
from schemas.questions import Question  # noqa: E402
from schemas.responses import Claim, Response, ScoredResponse, Verdict  # noqa: E402

MARGINS = (0.0, 0.1, 0.2, 0.3)
RATIO = 1.25
MODELS = ("ChatGPT", "InstructGPT", "PerplexityAI")
SAMPLES = 1000
RUNS = 20


@dataclass(frozen=True)
class Compared:
    """Two answers to one question, the better one first: how much better (0 to 1), and what a rule says of
    each.
    """

    group: str
    gap: float
    rules: dict[str, tuple[float, float]]
    words: tuple[int, int]

    @property
    def matched(self) -> bool:
        """Whether the lengths say nothing."""
        return max(self.words) <= RATIO * max(1, min(self.words))


def accuracy(pairs: Sequence[Compared], rule: str) -> dict[str, Any]:
    """The share in which the rule prefers the better answer, with its interval."""
    if not pairs:
        return {"pairs": 0}
    wins = np.array([(np.sign(p.rules[rule][0] - p.rules[rule][1]) + 1) / 2 for p in pairs])
    groups = [pair.group for pair in pairs]
    return {"pairs": len(pairs), **interval(wins, groups)}


def interval(wins: Any, groups: Sequence[str]) -> dict[str, float]:
    names = sorted(set(groups))
    place = {name: number for number, name in enumerate(names)}
    numbers = np.array([place[group] for group in groups])
    sums, counts = (np.bincount(numbers, weights=w, minlength=len(names)) for w in (wins, np.ones(len(wins))))
    drawn = np.random.default_rng(0).integers(0, len(names), (SAMPLES, len(names)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.quantile(means, (0.025, 0.975))
    return {
        "share": round(float(np.mean(wins)), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }


def by_margin(pairs: Sequence[Compared]) -> dict[str, Any]:
    """Every rule's accuracy, by the gap that people see, and where lengths are nearly equal."""
    rules = list(pairs[0].rules)
    found = {f"gap {margin}": [p for p in pairs if p.gap >= max(margin, 1e-9)] for margin in MARGINS}
    found["matched"] = [pair for pair in pairs if pair.matched and pair.gap > 0]
    return {name: {rule: accuracy(some, rule) for rule in rules} for name, some in found.items()}


def lengths(first: str, second: str) -> dict[str, tuple[float, float]]:
    words = (float(len(first.split())), float(len(second.split())))
    return {"shorter wins": (-words[0], -words[1]), "longer wins": words}


# People's verdicts


@dataclass(frozen=True)
class Labelled:
    """A biography with people's verdicts on its claims, in order."""

    topic: str
    model: str
    text: str
    labels: tuple[bool, ...]

    @property
    def precision(self) -> float:
        """Supported claims of all."""
        return sum(self.labels) / len(self.labels)


def factscore(folder: Path) -> tuple[list[Labelled], dict[str, int]]:
    """Answers with claims; and how often people and the rules call one an abstention."""
    found, abstained = [], {"people": 0, "rules": 0, "both": 0}
    for model in MODELS:
        path = folder / "factscore_labeled" / f"{model}.40topics.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            said = abstention(row["output"], row["topic"]) == "whole"
            abstained["people"] += row["annotations"] is None
            abstained["rules"] += said
            abstained["both"] += said and row["annotations"] is None
            facts = [
                fact for part in row["annotations"] or () for fact in part.get("human-atomic-facts") or ()
            ]
            labels = tuple(fact["label"] == "S" for fact in facts if fact["label"] in ("S", "NS"))
            if labels:
                found.append(Labelled(row["topic"], model, row["output"], labels))
    return found, abstained


def against_people(answers: Sequence[Labelled]) -> list[Compared]:
    pairs = []
    for one, other in of_one_topic(answers):
        if one.precision == other.precision:
            continue
        better, worse = sorted((one, other), key=lambda answer: -answer.precision)
        sides = (better, worse)
        rules = lengths(better.text, worse.text)
        rules["more supported"] = tuple(float(sum(side.labels)) for side in sides)  # type: ignore[assignment]
        for name, measure in MEASURES.items():
            rules[name] = tuple(measure(side.labels) for side in sides)  # type: ignore[assignment]
        words = tuple(len(side.text.split()) for side in sides)
        pairs.append(Compared(one.topic, better.precision - worse.precision, rules, words))  # type: ignore[arg-type]
    return pairs


MEASURES: dict[str, Callable[[Sequence[bool]], float]] = {
    "penalised": lambda labels: sum(labels) / len(labels) * length_penalty(len(labels), 10),
    "f1@20": lambda labels: f1_at_k(sum(labels), len(labels), 20),
    "f1@64": lambda labels: f1_at_k(sum(labels), len(labels), 64),
}


def of_one_topic(answers: Sequence[Labelled]) -> Iterator[tuple[Labelled, Labelled]]:
    for _, some in itertools.groupby(
        sorted(answers, key=lambda a: (a.topic, a.model)), key=lambda a: a.topic
    ):
        yield from itertools.combinations(some, 2)


def with_errors(answers: Sequence[Labelled], rate: float, config: PairsConfig) -> dict[str, Any]:
    """Pairs made with verdicts of which this share is wrong."""
    scoring = ScoringConfig(measure="precision")
    wins, groups, possible = [], [], 0
    for run in range(RUNS):
        chance = random.Random(run)
        judged = [
            (answer, made(answer, [label != (chance.random() < rate) for label in answer.labels], scoring))
            for answer in answers
        ]
        by_topic: dict[str, list[tuple[Labelled, ScoredResponse]]] = {}
        for answer, scored in judged:
            by_topic.setdefault(answer.topic, []).append((answer, scored))
        for topic, some in by_topic.items():
            truth = {scored.id: answer.precision for answer, scored in some}
            possible += len(some) * (len(some) - 1) // 2
            for pair in pairs_of([scored for _, scored in some], config, scoring):
                if isinstance(pair, PreferencePair):
                    gap = truth[pair.chosen_response] - truth[pair.rejected_response]
                    wins.append((np.sign(gap) + 1) / 2)
                    groups.append(topic)
    kept = round(len(wins) / possible, 4)
    return {"kept": kept} | (interval(np.array(wins), groups) if wins else {})


def made(answer: Labelled, labels: Sequence[bool], scoring: ScoringConfig) -> ScoredResponse:
    """The answer, scored by these verdicts."""
    response = response_of(answer.topic, answer.model, answer.text)
    claims = [
        Claim(
            id=f"{response.id}/{n}", response=response.id, question=answer.topic, text="", start=0, end=0,
            checkable=True,
        )
        for n in range(len(labels))
    ]  # fmt: skip
    verdicts = [
        Verdict(
            claim=claim.id, response=response.id, question=answer.topic,
            label="supported" if label else "not-found", probability=float(label), checker="", reason="",
        )
        for claim, label in zip(claims, labels, strict=True)
    ]  # fmt: skip
    asked = dataclasses.replace(ASKED, id=answer.topic, documents=[answer.topic])
    return score_response(asked, response, claims, verdicts, scoring)


def halves(answers: Sequence[Labelled]) -> dict[str, Any]:
    """Pairs by every other claim, judged by the rest."""
    scoring = ScoringConfig(measure="precision")
    found = {}
    for name, config in {
        "any margin": PairsConfig(
            margin=1e-6, min_precision_gap=-1, confidence=0.0, per_question=99, per_response=99
        ),
        "default": PairsConfig(per_question=99, per_response=99),
        "margin 0.3": PairsConfig(margin=0.3, per_question=99, per_response=99),
    }.items():
        wins, groups, possible = [], [], 0
        for first in (0, 1):
            long = [answer for answer in answers if len(answer.labels) >= 8]
            topics: dict[str, list[Labelled]] = {}
            for answer in long:
                topics.setdefault(answer.topic, []).append(answer)
            for topic, some in topics.items():
                seen = [made(answer, answer.labels[first::2], scoring) for answer in some]
                rest = {s.id: np.mean(a.labels[1 - first :: 2]) for s, a in zip(seen, some, strict=True)}
                possible += len(some) * (len(some) - 1) // 2
                for pair in pairs_of(seen, config, scoring):
                    if isinstance(pair, PreferencePair):
                        gap = rest[pair.chosen_response] - rest[pair.rejected_response]
                        wins.append((np.sign(gap) + 1) / 2)
                        groups.append(topic)
        found[name] = {"kept": round(len(wins) / possible, 4)} | interval(np.array(wins), groups)
    return found


# The checker's verdicts


@dataclass(frozen=True)
class Case:
    """Two answers about one document, the better one first."""

    group: str
    topic: str
    evidence: str
    better: str
    worse: str
    gap: float = 1.0

    def sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Both answers by name."""
        return ("better", self.better), ("worse", self.worse)


def halueval(name: str) -> Callable[[Path], Iterator[Case]]:
    def read(folder: Path) -> Iterator[Case]:
        path = folder / "halueval" / f"qa_{name}_data.first250.json"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Case(
                row["question"],
                "",
                row["knowledge"],
                row["right_answer"],
                row["hallucinated_answer"],
            )

    return read


def bump_cases(folder: Path) -> Iterator[Case]:
    for pair in bump(folder):
        yield Case(pair.evidence, "", pair.evidence, pair.right, pair.wrong)


def summedits(folder: Path) -> Iterator[Case]:
    """Each edited summary that is wrong beside one of the same document that is right, drawn at random."""
    groups: dict[str, list[Any]] = {}
    for row in SETS["summedits"](folder):
        groups.setdefault(row.group, []).append(row)
    for group, rows in groups.items():
        right, wrong = ([row for row in rows if row.supported is wanted] for wanted in (True, False))
        chance = random.Random(group)
        for row in wrong if right else ():
            other = chance.choice(right)
            yield Case(group, "", row.evidence, other.claim, row.claim)


def wikibio(folder: Path) -> Iterator[Case]:
    """The first half of a biography against the second."""
    path = folder / "wikibio_gpt3" / "dataset-generated.first60.json"
    for place, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        sentences, labels = row["main_sentences"], [label == "accurate" for label in row["annotation"]]
        half = len(sentences) // 2
        texts = [" ".join(part) for part in (sentences[:half], sentences[half:])]
        shares = [float(np.mean(part)) if part else 0.0 for part in (labels[:half], labels[half:])]
        if half >= 2 and shares[0] != shares[1]:
            order = (0, 1) if shares[0] > shares[1] else (1, 0)
            yield Case(
                str(place),
                "",
                row["wiki_bio_text"],
                texts[order[0]],
                texts[order[1]],
                abs(shares[0] - shares[1]),
            )


CASES: dict[str, tuple[Callable[[Path], Iterator[Case]], str]] = {
    "halueval one-turn": (halueval("one-turn"), ""),
    "halueval multi-turn": (halueval("multi-turn"), ""),
    "bump": (bump_cases, ""),
    "summedits": (summedits, "summedits"),
    "wikibio halves": (wikibio, "wikibio"),
}


def checked(cases: Sequence[Case], checker: OfflineChecker) -> dict[str, Any]:
    splitter = OfflineSplitter(SplitterConfig())
    judged = [
        [judge(f"{number}/{side}", text, case, splitter, checker) for side, text in case.sides()]
        for number, case in enumerate(cases)
    ]
    found: dict[str, Any] = {}
    for counted in ("verdicts", "probabilities"):
        scoring = ScoringConfig(measure="precision", counted=counted)
        scored = [[score_response(ASKED, *side, scoring) for side in sides] for sides in judged]
        compared = [
            Compared(
                case.group,
                case.gap,
                {counted: (better.score, worse.score), **lengths(case.better, case.worse)},
                (better.words, worse.words),
            )
            for case, (better, worse) in zip(cases, scored, strict=True)
        ]
        groups = {
            "all": compared,
            "matched": [pair for pair in compared if pair.matched],
            "gap 0.3": [pair for pair in compared if pair.gap >= 0.3],
        }
        for name, some in groups.items():
            if name != "gap 0.3" or len(some) < len(compared):
                cells = found.setdefault(name, {})
                cells |= {rule: accuracy(some, rule) for rule in compared[0].rules}
        for margin, confidence in ((0.2, 0.8), (0.2, 0.0), (0.3, 0.0)):
            config = PairsConfig(margin=margin, confidence=confidence, min_claims=1)
            wins, kept = [], []
            for case, sides in zip(cases, scored, strict=True):
                for pair in pairs_of(sides, config, scoring):
                    if isinstance(pair, PreferencePair):
                        wins.append(float(pair.chosen_model == "better"))
                        kept.append(case)
            cell = {"kept": round(len(wins) / len(cases), 4)}
            if wins:
                cell |= interval(np.array(wins), [case.group for case in kept])
                cell["shorter wins"] = round(float(np.mean([shorter_wins(case) for case in kept])), 4)
            found[f"pairs by {counted}, margin {margin}, confidence {confidence}"] = cell
    return found


def shorter_wins(case: Case) -> float:
    """1 if the better answer is the shorter one, a half if they are as long."""
    return float(np.sign(len(case.worse.split()) - len(case.better.split())) + 1) / 2


ASKED = Question(
    id="q", kind="about", relation="", subject="", source="", language="en", prompt="", plain="", answers=[],
    aliases=[], documents=["page"], facts=[], evidence=[],
)  # fmt: skip


def judge(
    name: str, text: str, case: Case, splitter: OfflineSplitter, checker: OfflineChecker
) -> tuple[Response, list[Claim], list[Verdict]]:
    """The answer's claims and what the checker says of them."""
    page = Document(
        id="page", source="", url="", title="", text=case.evidence, language="en", licence="", revision="",
        timestamp="", links=[], infobox=[], constructs={}, lost_templates={},
    )  # fmt: skip
    response = response_of("q", name, text)
    claims = splitter.split(response, case.topic)
    assert isinstance(claims, list)
    return response, claims, checker.check(claims, [page])


def response_of(question: str, name: str, text: str) -> Response:
    return Response(
        id=f"{question}/{name}", question=question, model=name.rsplit("/", 1)[-1], sample=0, text=text,
        system="", temperature=0.0, seed=0, finish="stop", prompt_tokens=-1, completion_tokens=-1,
    )  # fmt: skip


def held_out(folder: Path, without: str, features: dict[str, Any]) -> ClaimModel:
    """The checker's model, trained without a set."""
    if not features:
        features |= {name: values_of(list(read(folder))) for name, read in SETS.items()}
    weights, bias = fit({name: found for name, found in features.items() if name != without})
    return ClaimModel(tuple(map(float, weights)), bias)


def show(name: str, found: dict[str, Any]) -> None:
    print(f"\n{name}")
    for row, cells in found.items():
        told = []
        for rule, cell in cells.items():
            if isinstance(cell, dict):
                told += [f"{rule} {cell['share']:.1%} (n {cell['pairs']})"] if cell.get("pairs") else []
            else:
                told.append(f"{rule} {cell}")
        print(f"  {row:22} {'  '.join(told)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # the checker says that it is not calibrated, which is what is measured

    answers, abstained = factscore(options.data)
    people: dict[str, Any] = {"abstentions": abstained, "by margin": by_margin(against_people(answers))}
    wide = {"per_question": 99, "per_response": 99}
    people["halves"] = halves(answers)
    people["verdicts with errors"] = {
        f"{rate:.0%} wrong": {
            "any margin": with_errors(
                answers, rate, PairsConfig(margin=1e-6, min_precision_gap=-1, confidence=0.0, **wide)
            ),
            "default": with_errors(answers, rate, PairsConfig(**wide)),
            "default, matched": with_errors(answers, rate, PairsConfig(lengths="matched", **wide)),
            "margin 0.3": with_errors(answers, rate, PairsConfig(margin=0.3, **wide)),
        }
        for rate in (0.1, 0.2, 0.3)
    }
    print("abstentions", abstained)
    show("people's verdicts, by gap", people["by margin"])
    show("halves", people["halves"])
    for name, found in people["verdicts with errors"].items():
        show(name, found)

    features: dict[str, Any] = {}
    offline = {}
    for name, (read, trained_on) in CASES.items():
        checker = OfflineChecker(OfflineConfig())
        if trained_on:
            checker._model = held_out(options.data, trained_on, features)
        offline[name] = checked(list(read(options.data)), checker)
        show(name, offline[name])
    result = {
        "python": platform.python_version(),
        "command": "python benchmarks/pairs.py --data FOLDER",
        "people": people,
        "offline": offline,
    }
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
