"""What a server answers that is a model for questions and a judge for claims."""

import json
import re

_CLAIM = re.compile(r"^\((\d+)\) (.*)$", re.M)
_PASSAGE = re.compile(r"^\[(\d+)\] (.*)$", re.M)


def answer(asked):
    """A short answer to a question; to claims, a verdict on each: supported if a passage has its words."""
    content = asked["messages"][-1]["content"]
    if "response_format" not in asked:
        return f"It came to London in {1800 + asked['seed'] % 200}. It was known for its size."
    passages = {int(number): text for number, text in _PASSAGE.findall(content)}
    verdicts = []
    for number, claim in _CLAIM.findall(content):
        said = claim.rpartition("sentence: ")[2]
        found = [place for place, text in passages.items() if said.strip(" .") in text]
        verdicts.append(
            {
                "claim": int(number),
                "reason": "as the passage says" if found else "nothing says so",
                "sentences": found[:1],
                "label": "supported" if found else "not-found",
                "confidence": 0.9,
            }
        )
    return json.dumps({"verdicts": verdicts})
