"""Questions to ask, and a program that asks them and can be killed."""

import dataclasses
import json
import sys
from pathlib import Path

from curation.responses import QuestionsToResponses, ResponsesConfig
from schemas.questions import Question


def question(number: int, **fields) -> Question:
    name = f"enwiki:{number}"
    values = {
        "id": f"{name}#birth-place",
        "kind": "short",
        "relation": "birth-place",
        "subject": f"Subject {number}",
        "source": "enwiki",
        "language": "en",
        "prompt": f"Where was Subject {number} born?",
        "plain": f"Where was Subject {number} born?",
        "answers": ["Ulm"],
        "aliases": [[]],
        "documents": [name],
        "facts": [],
        "evidence": [],
    }
    return Question(**(values | fields))


def main(config: str, journal: str, first: str, last: str, output: str) -> None:
    """Asks questions `first` to `last` (exclusive); writes what came out as JSON lines."""
    function = QuestionsToResponses(ResponsesConfig.model_validate_json(config), 1, journal)
    found = list(function(question(number) for number in range(int(first), int(last))))
    with Path(output).open("w") as file:
        for row in found:
            file.write(json.dumps([type(row).__name__, dataclasses.asdict(row)]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
