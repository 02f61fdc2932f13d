"""The offline claim checker against people's judgement, set by set, trained without the set it is tested on.

    python benchmarks/claim_checking.py --data FOLDER [--samples 300]

FOLDER is laid out as `benchmarks/claim_sets.py` says. For each set, with the 95 % interval over bootstrap
samples of pages or questions:

- `auc`: the share of pairs of a supported and an unsupported row that are ranked right;
- `fixed`: balanced accuracy at probability 0.5, the cut that the checker comes with;
- `best`: balanced accuracy at the cut that is best for this very set, which nobody knows beforehand;
- beside them `token overlap` (the share of the claim's distinct words that the evidence has) and `idf
  overlap` (the same by weight), whose fixed cut is the one that is best on average over the other sets.

The model that is tested on a set was trained on all others. The three parts of BEGIN have the same annotators
and systems, so `without family` says what is left if none of them is trained on. `same sources` is of models
trained on one half of the pages or questions of all sets and tested on the other half: what the bundled model
does on further rows of these sources. BUMP's pairs differ in one error: the share in which the right text
scores higher. `other subject`: FM2's supported claims that begin with their page's title, with another page's
title in its stead: how many are called supported, with the rule of `curation/checking/subjects.py` and
without; and how many claims as they were the rule takes for such. Rates are of one process: claims of whole
biographies against their page, reading and indexing the page included, and against a page that is already
indexed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import random
import re
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "claim_checking.json"

from benchmarks.claim_sets import SETS, Pair, Row, bump, family  # noqa: E402
from benchmarks.train_claim_checker import Judged, fit, values_of  # noqa: E402
from curation.checking.calibration import (  # noqa: E402
    Flags,
    Numbers,
    auc,
    balanced_accuracy,
    best_cut,
    bootstrap,
)
from curation.checking.common import UncalibratedWarning  # noqa: E402
from curation.checking.config import OfflineConfig  # noqa: E402
from curation.checking.features import combine  # noqa: E402
from curation.checking.model import bundled_model  # noqa: E402
from curation.checking.offline import OfflineChecker  # noqa: E402
from curation.checking.page import Page  # noqa: E402
from curation.checking.score import looks_at, score  # noqa: E402
from curation.checking.subjects import other_subject  # noqa: E402
from curation.checking.words import tokens_of  # noqa: E402
from schemas.document import Document  # noqa: E402
from schemas.responses import SUPPORTED, Claim  # noqa: E402

TARGETS = {
    "wice": 0.80,
    "wikibio": 0.80,
    "factcheck-gpt": 0.78,
    "expertqa": 0.66,
    "fever-symmetric": 0.70,
    "begin-wow": 0.95,
}


def token_overlap(row: Row) -> float:
    claim = set(re.findall(r"\w+", row.claim.lower()))
    return len(claim & set(re.findall(r"\w+", row.evidence.lower()))) / max(1, len(claim))


def idf_overlap(row: Row) -> float:
    there = {token.word.form for token in tokens_of(row.evidence)}
    words = {token.word.form: token.word.weight for token in tokens_of(row.claim)}
    return sum(weight for form, weight in words.items() if form in there) / max(sum(words.values()), 1e-9)


def measured(labels: Flags, scores: Numbers, cut: float, groups: list[str], samples: int) -> dict[str, Any]:
    """AUC and balanced accuracies with their intervals, in percent but for the AUC."""

    def of(rows: Any, figure: Callable[[Flags, Numbers], float]) -> float:
        found = labels[rows]
        return figure(found, scores[rows]) if found.any() and not found.all() else float("nan")

    def fixed(found: Flags, values: Numbers) -> float:
        return balanced_accuracy(found, values > cut)

    def best(found: Flags, values: Numbers) -> float:
        return balanced_accuracy(found, values > best_cut(found, values))

    result: dict[str, Any] = {}
    for name, figure, scale, digits in (("auc", auc, 1, 3), ("fixed", fixed, 100, 1), ("best", best, 100, 1)):
        low, high = bootstrap(lambda rows, figure=figure: of(rows, figure), groups, samples, 7)
        result[name] = round(scale * of(np.arange(len(labels)), figure), digits)
        result[f"{name}_interval"] = [round(scale * low, digits), round(scale * high, digits)]
    result["below_best"] = round(result["best"] - result["fixed"], 1)
    return result


def common_cut(scores: dict[str, Numbers], labels: dict[str, Flags], without: str) -> float:
    """The cut of a plain score that has the highest mean balanced accuracy over the other sets."""
    others = [name for name in scores if name != without]
    cuts = np.linspace(0, 1, 101)
    means = [np.mean([balanced_accuracy(labels[n], scores[n] > cut) for n in others]) for cut in cuts]
    return float(cuts[int(np.argmax(means))])


def logits(sets: dict[str, Judged], values: Numbers) -> Numbers:
    weights, bias = fit(sets)
    found: Numbers = values @ weights + bias
    return found


def pairs_right(sets: dict[str, Judged], pairs: list[Pair]) -> dict[str, Any]:
    weights, bias = fit(sets)
    right: dict[str, list[float]] = {}
    plain: dict[str, list[float]] = {"token overlap": [], "idf overlap": []}
    for pair in pairs:
        page = Page(pair.evidence)
        one, other = (
            float(np.array(combine(looks_at(text, page))) @ weights + bias)
            for text in (pair.right, pair.wrong)
        )
        right.setdefault(pair.kind, []).append(_won(one, other))
        rows = [Row(text, pair.evidence, "", True, "", "") for text in (pair.right, pair.wrong)]
        for name, overlap in (("token overlap", token_overlap), ("idf overlap", idf_overlap)):
            plain[name].append(_won(overlap(rows[0]), overlap(rows[1])))
    every = np.array([value for values in right.values() for value in values])
    low, high = bootstrap(
        lambda rows: float(every[rows].mean()), [str(i) for i in range(len(every))], 1000, 7
    )
    return {
        "pairs": len(every),
        "right": round(100 * float(every.mean()), 1),
        "right_interval": [round(100 * low, 1), round(100 * high, 1)],
        **{name: round(100 * float(np.mean(values)), 1) for name, values in plain.items()},
        "by_kind": {kind: round(100 * float(np.mean(right[kind])), 1) for kind in sorted(right)},
    }


def _won(one: float, other: float) -> float:
    return 1.0 if one > other else 0.5 if one == other else 0.0


def halves(
    rows: dict[str, list[Row]], sets: dict[str, Judged], samples: int
) -> dict[str, dict[str, dict[str, Any]]]:
    """Each half of every set by a model that was trained on the other halves."""
    second = {
        name: np.array([hashlib.md5(row.group.encode()).digest()[0] % 2 == 1 for row in found])
        for name, found in rows.items()
    }
    scores = {name: np.zeros(len(found)) for name, found in rows.items()}
    for half in (False, True):
        others = {
            name: (values[second[name] != half], found[second[name] != half])
            for name, (values, found) in sets.items()
        }
        weights, bias = fit(others)
        for name, (values, _) in sets.items():
            here = second[name] == half
            scores[name][here] = values[here] @ weights + bias
    return {
        name: {"same sources": measured(found, scores[name], 0.0, [r.group for r in rows[name]], samples)}
        for name, (_, found) in sets.items()
    }


def swapped(rows: list[Row]) -> dict[str, int]:
    """What the checker says of claims that speak of another subject than the page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UncalibratedWarning)
        checker = OfflineChecker(OfflineConfig())
    model = bundled_model()
    titles = sorted({row.title for row in rows})
    chance = random.Random(0)
    told = dict.fromkeys(("swapped", "supported", "without_the_rule", "claims", "taken_for_such"), 0)
    told["taken_for_such_and_supported"] = 0
    for row in rows:
        page = Page(row.evidence, row.title)
        looks = looks_at(row.claim, page)
        told["claims"] += 1
        if looks and other_subject(looks[0].alignment, page):
            told["taken_for_such"] += 1
            told["taken_for_such_and_supported"] += row.supported
        if not row.supported or not row.claim.startswith(row.title):
            continue
        other = chance.choice([title for title in titles if title != row.title])
        text = other + row.claim[len(row.title) :]
        document = Document(
            id="page", source="", url="", title=row.title, text=row.evidence, language="en", licence="",
            revision="", timestamp="", links=[], infobox=[], constructs={}, lost_templates={},
        )  # fmt: skip
        claim = Claim(
            id="c", response="r", question="q", text=text, start=0, end=len(text), checkable=True
        )  # fmt: skip
        found = score(text, page, model)
        told["swapped"] += 1
        told["supported"] += checker.check([claim], [document])[0].label == SUPPORTED
        told["without_the_rule"] += found is not None and found.probability > 0.5
    return told


def rates(folder: Path) -> dict[str, Any]:
    """Claims per CPU second: biographies sentence by sentence, in the best of five rounds."""
    model = bundled_model()
    by_page: dict[str, list[str]] = {}
    for row in SETS["wikibio"](folder):
        by_page.setdefault(row.evidence, []).append(row.claim)
    claims = sum(map(len, by_page.values()))
    whole, indexed = [], []
    for _ in range(6):  # the first round fills the table of words
        begin = time.process_time()
        pages = [(Page(text), said) for text, said in by_page.items()]
        between = time.process_time()
        for page, said in pages:
            for claim in said:
                score(claim, page, model)
        end = time.process_time()
        whole.append(claims / (end - begin))
        indexed.append(claims / (end - between))
    return {
        "claims": claims,
        "pages": len(by_page),
        "with_page": round(max(whole[1:])),
        "page_indexed": round(max(indexed[1:])),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--samples", type=int, default=300, metavar="N")
    options = parser.parse_args()
    rows = {name: list(read(options.data)) for name, read in SETS.items()}
    sets = {name: values_of(found) for name, found in rows.items()}
    labels = {name: found for name, (_, found) in sets.items()}
    plain = {
        "token overlap": {n: np.array([token_overlap(row) for row in found]) for n, found in rows.items()},
        "idf overlap": {n: np.array([idf_overlap(row) for row in found]) for n, found in rows.items()},
    }
    results: dict[str, Any] = {}
    header = f"{'set':16} {'AUC':>5} {'interval':>12} {'target':>6} {'fixed':>6} {'best':>6} {'gap':>5}"
    print(f"{header}   token overlap (AUC, fixed)   idf overlap (AUC, fixed)")
    for name in SETS:
        groups = [row.group for row in rows[name]]
        others = {other: found for other, found in sets.items() if other != name}
        scores = logits(others, sets[name][0])
        result: dict[str, Any] = {"rows": len(groups), "supported": int(labels[name].sum())}
        result["checker"] = ours = measured(labels[name], scores, 0.0, groups, options.samples)
        strangers = {other: found for other, found in others.items() if family(other) != family(name)}
        if len(strangers) < len(others):
            apart = logits(strangers, sets[name][0])
            result["without family"] = measured(labels[name], apart, 0.0, groups, options.samples)
        for kind, found in plain.items():
            cut = common_cut(found, labels, name)
            result[kind] = measured(labels[name], found[name], cut, groups, options.samples)
        if name in TARGETS:
            result["auc_to_reach"] = TARGETS[name]
        results[name] = result
        print(
            f"{name:16} {ours['auc']:.3f} {'{:.3f}-{:.3f}'.format(*ours['auc_interval']):>12} "
            f"{TARGETS.get(name, ''):>6} {ours['fixed']:6.1f} {ours['best']:6.1f} "
            f"{ours['below_best']:5.1f}   "
            + "   ".join(f"{result[kind]['auc']:.3f} {result[kind]['fixed']:5.1f}" for kind in plain),
            flush=True,
        )
    results["bump"] = pairs_right(sets, list(bump(options.data)))
    print(
        f"BUMP pairs: {results['bump']['right']} % right {results['bump']['right_interval']}; token overlap "
        f"{results['bump']['token overlap']} %, idf overlap {results['bump']['idf overlap']} %"
    )
    same = halves(rows, sets, options.samples)
    for name, result in same.items():
        results[name] |= result
        ours = result["same sources"]
        print(
            f"{name:16} other half: {ours['auc']:.3f} {ours['fixed']:6.1f} {ours['best']:6.1f} "
            f"{ours['below_best']:5.1f}"
        )
    subjects = swapped(rows["fm2"])
    print("other subject:", subjects)
    rate = rates(options.data)
    print(f"claims per CPU second: {rate['with_page']} with the page, {rate['page_indexed']} without")
    content = {
        "python": platform.python_version(),
        "samples": options.samples,
        "note": "each set's model was trained on all other sets; fixed, best: balanced accuracy in percent",
        "sets": results,
        "other subject": subjects,
        "claims_per_cpu_second": rate,
    }
    RESULTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
