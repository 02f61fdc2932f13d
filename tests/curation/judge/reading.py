"""A judge and a splitter that read their prompts as a language model would, and do as they are told."""

import json
import math
import re
from typing import Any

from curation.judge import JudgeConfig, LlmJudge, LlmSplitter, SplitConfig
from schemas.document import Document, InfoboxRow
from schemas.responses import Claim, Response
from tests.endpoint_server import EndpointServer, completion

_FENCED = re.compile(r"<<<(\w+) ([0-9a-f]{12})>>>\n(.*?)\n<<<end of \1 \2>>>", re.S)


def blocks(asked: dict[str, Any]) -> dict[str, list[str]]:
    """The lines between the marks, by the marks' names."""
    content = asked["messages"][-1]["content"]
    return {name: inner.split("\n") for name, _, inner in _FENCED.findall(content)}


def outside(asked: dict[str, Any]) -> str:
    """All that the model is told and that stands between no marks."""
    return "\n".join(_FENCED.sub("", message["content"]) for message in asked["messages"])


def numbered(lines: list[str]) -> dict[int, str]:
    found = [re.fullmatch(r"[\[(](\d+)[\])] (.*)", line) for line in lines]
    return {int(match.group(1)): match.group(2) for match in found if match}


def verdicts(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """A claim is supported if a passage has it word for word, contradicted if one has it with `not`."""
    read = blocks(asked)
    pages, claims = numbered(read["passages"]), numbered(read["claims"])
    found = []
    for number, claim in claims.items():
        said = claim.removeprefix("The passages have the sentence: ").rstrip(".").casefold()
        label, shown = "not-found", []
        for place, passage in pages.items():
            text = passage.casefold()
            if said in text:
                label, shown = "supported", [place]
                break
            if said in text.replace("not ", "").replace("  ", " "):
                label, shown = "contradicted", [place]
        row = {"claim": number, "reason": "read it", "sentences": shown, "label": label, "confidence": 0.9}
        found.append(row)
    return found


def honest(asked: dict[str, Any]) -> str:
    if "claims" in blocks(asked):
        return json.dumps({"verdicts": verdicts(asked)})
    return json.dumps({"claims": entries(asked)})


def entries(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Sentences are split at ` and `."""
    found = []
    for number, text in numbered(blocks(asked)["text"]).items():
        if text.endswith("!"):
            found.append({"sentence": number, "kind": "greeting", "text": text})
            continue
        parts = text.rstrip(".").split(" and ")
        found += [{"sentence": number, "kind": "fact", "text": f"{part.strip()}."} for part in parts]
    return found


def with_tokens(asked: dict[str, Any], share: float) -> dict[str, Any]:
    """An honest answer whose labels are this probable, in tokens as models have them."""
    text = honest(asked)
    others = {"supported": "contr", "contradicted": "sup", "not": "contr"}
    content = []
    for part in re.findall(r"supported|contradicted|not|-found|[\w.]+|\s?[^\w\s]+|\s", text):
        top = [{"token": others[part], "logprob": math.log(1 - share)}] if part in others else []
        content.append({"token": part, "logprob": math.log(share), "top_logprobs": top})
    assert "".join(token["token"] for token in content) == text
    return completion(text, logprobs={"content": content})


def page(text: str, number: int = 1, **infobox: str) -> Document:
    return Document(
        id=f"enwiki:{number}",
        source="enwiki",
        url="",
        title="Orla Venn",
        text=text,
        language="en",
        licence="CC-BY-SA-4.0",
        revision="1",
        timestamp="",
        links=[],
        infobox=[InfoboxRow("Infobox person", key, value) for key, value in infobox.items()],
        constructs={},
        lost_templates={},
    )


def claims(*texts: str, response: str = "enwiki:1#about/m/0") -> list[Claim]:
    return [
        Claim(
            id=f"{response}/{number}",
            response=response,
            question="enwiki:1#about",
            text=text,
            start=0,
            end=1,
            checkable=True,
        )
        for number, text in enumerate(texts)
    ]


def response(text: str) -> Response:
    return Response(
        id="enwiki:1#about/m/0",
        question="enwiki:1#about",
        model="m",
        sample=0,
        text=text,
        system="",
        temperature=1.0,
        seed=1,
        finish="stop",
        prompt_tokens=-1,
        completion_tokens=-1,
    )


_QUICK = {"model": "m", "backoff_seconds": 0.001, "timeout_seconds": 10, "give_up_after": 0}


def judge(server: EndpointServer, journal: str = "", **fields: Any) -> LlmJudge:
    return LlmJudge(JudgeConfig(base_url=server.url, **(_QUICK | fields)), 1, str(journal))


def splitter(server: EndpointServer, journal: str = "", **fields: Any) -> LlmSplitter:
    return LlmSplitter(SplitConfig(base_url=server.url, **(_QUICK | fields)), 1, str(journal))
