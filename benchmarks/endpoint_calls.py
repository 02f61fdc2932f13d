"""Requests that splitting and judging a response take, beside FActScore's way.

    python benchmarks/endpoint_calls.py --data FOLDER

FOLDER holds FActScore's human-labelled responses (`factscore_labeled/*.jsonl`, with the facts that people
found in each sentence). They are split and judged by the code of `curation/judge`, against a server on this
machine that gives back the people's facts as claims, and an honest-looking verdict for each: what is counted
are requests, and the tokens of prompts and answers at four characters to a token. FActScore's code asks once
per sentence to split, and once per fact to judge (github.com/shmsw25/FActScore, factscore/factscorer.py); its
requests are counted from the same sentences and facts. What splitting makes of people's facts is counted too:
`rejected` are responses that our checks would not have let through.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "endpoint_calls.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    rows = list(read(parser.parse_args().data))
    current: dict[str, Any] = {}
    with server(current) as endpoint:
        counted = []
        for row in rows:
            current.update(row)
            counted.append(count(endpoint, row))
    split = [row for row in counted if not row["rejected"]]
    about_thirty = [row for row in split if 25 <= row["claims"] <= 35]
    result = {
        "responses": len(counted),
        "rejected": sum(row["rejected"] for row in counted),
        "all": summary(split),
        "25 to 35 claims": summary(about_thirty),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


def read(folder: Path) -> Any:
    for path in sorted((folder / "factscore_labeled").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            if row["annotations"]:
                yield {"id": f"{path.stem}/{number}", **row}


def server(current: dict[str, Any]) -> Any:
    """Answers with the facts that people found in the current response."""
    from tests.curation.judge.reading import blocks, numbered, verdicts
    from tests.endpoint_server import EndpointServer

    def reply(asked: dict[str, Any]) -> str:
        read_blocks = blocks(asked)
        if "claims" in read_blocks:
            return json.dumps({"verdicts": verdicts(asked)})
        entries = []
        for number, sentence in numbered(read_blocks["text"]).items():
            # People's sentences are not always cut where ours are, and have no marks of citations.
            plain = re.sub(r"\[\d+\]", "", sentence)
            found = [
                fact["text"]
                for part in current["annotations"]
                if plain and (part["text"] in plain or plain in part["text"])
                for fact in part["human-atomic-facts"] or []
            ]
            entries += [{"sentence": number, "kind": "fact", "text": fact} for fact in found] or [
                {"sentence": number, "kind": "other", "text": sentence[:500]}
            ]
        return json.dumps({"claims": entries})

    return EndpointServer(reply)


def count(endpoint: Any, row: dict[str, Any]) -> dict[str, Any]:
    from schemas.outcome import Rejected
    from tests.curation.judge.reading import judge, page, response, splitter

    before = len(endpoint.asked)
    answer = response(row["output"])
    claims = splitter(endpoint).split(answer, row["topic"])
    if isinstance(claims, Rejected):
        return {"rejected": True}
    split = len(endpoint.asked) - before
    checkable = [claim for claim in claims if claim.checkable]
    verdicts = judge(endpoint).check(checkable, [page(row["output"])])
    assert len(verdicts) == len(checkable)
    facts = sum(len(part["human-atomic-facts"] or []) for part in row["annotations"])
    asked = endpoint.asked[before:]
    return {
        "rejected": False,
        "claims": len(checkable),
        "unscored": sum(verdict.label == "unscored" for verdict in verdicts),
        "split": split,
        "judge": len(asked) - split,
        "factscore": len(row["annotations"]) + facts,
        "prompt_tokens": sum(len(m["content"]) for body in asked for m in body["messages"]) // 4,
    }


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    ours = [row["split"] + row["judge"] for row in rows]
    theirs = [row["factscore"] for row in rows]
    return {
        "responses": len(rows),
        "claims, mean": round(statistics.mean(row["claims"] for row in rows), 1),
        "claims, most": max(row["claims"] for row in rows),
        "requests, mean": round(statistics.mean(ours), 2),
        "requests, most": max(ours),
        "FActScore's requests, mean": round(statistics.mean(theirs), 1),
        "FActScore's requests, most": max(theirs),
        "times fewer": round(sum(theirs) / sum(ours), 1),
        "unscored claims": sum(row["unscored"] for row in rows),
        "prompt tokens per response, mean": round(statistics.mean(row["prompt_tokens"] for row in rows)),
    }


if __name__ == "__main__":
    main()
