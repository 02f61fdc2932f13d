"""A small run that has something for every section of a report, and means harm in every text of it."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from curation.decontamination.config import DecontaminationConfig
from curation.dedup.boilerplate import BoilerplateConfig
from curation.dedup.config import DuplicatesConfig
from curation.quality.config import QualityConfig
from curation.tokens.encode import TokensConfig
from curation.tokens.pack import PackConfig
from pipelines.boilerplate import WITHOUT_BOILERPLATE, boilerplate_stages
from pipelines.decontamination import DECONTAMINATED, decontamination_stages
from pipelines.dedup import SURVIVORS, dedup_stages
from pipelines.engine import Map, RunOptions, Stage, run_stages
from pipelines.quality import CLEAN, quality_stages
from pipelines.sequences import sequence_stages
from schemas.document import Document
from schemas.mixture import SourcePlan
from schemas.outcome import Dropped, Rejected
from schemas.preferences import ChatMessage, PreferencePair
from schemas.questions import Question
from schemas.responses import ScoredResponse, Verdict
from schemas.split import Split

SCRIPT = "<script>window.harmed = 'script'</script>"
IMAGE = '"><img src=x onerror="window.harmed = \'image\'">'
STYLE = "</style></title></textarea><script>window.harmed = 'style'</script><svg onload='window.harmed = 1'>"
LINK = "javascript:window.harmed = 'link'"
TEMPLATE = "{{ 7 * 191 }}{% raw %}"
HARM = (SCRIPT, IMAGE, STYLE, LINK, TEMPLATE)
# Right-to-left override, a zero byte, a bell, and half a character.
ODD = "\u202eevil\u202c \x00 \x07"
HALF = "\udc80"

BANNER = f"This page uses cookies to make the harbour a better place, says {SCRIPT}"
QUESTION = (
    f"Which keeper counted nineteen ships and four gulls in the harbour of Aberwick before breakfast {IMAGE}"
)
PASSWORD, KEY = "hunter2-and-more", "AKIAIOSFODNN7EXAMPLQ"
_WORDS = (
    "the keeper of the lighthouse counted ships and gulls in a stormy harbour while tea was made with "
    "water that came from the breakwater and nobody said that this would have to be written down again"
).split()


def _sentences(number: int, count: int) -> str:
    """Text that no other number has, in English enough for every rule."""
    words = [f"{_WORDS[(number * 13 + place * place) % len(_WORDS)]}" for place in range(count * 12)]
    lines = [" ".join([*words[n * 12 : n * 12 + 12], str(number * 100 + n)]) for n in range(count)]
    return ". ".join(line.capitalize() for line in lines) + "."


def _document(source: str, number: int, text: str, *, revision: str = "1", title: str = "") -> Document:
    return Document(
        id=f"{source}:{number}",
        source=source,
        url=LINK,
        title=title or f"Harbour {number} {HARM[number % len(HARM)]}",
        text=text,
        language="en" if number % 5 else f'en" onclick="{LINK}',
        licence=SCRIPT,
        revision=revision,
        timestamp=f"20{revision:0>2}-01-01",
        links=[],
        infobox=[],
        constructs={"table": number, SCRIPT: 1},
        lost_templates={IMAGE: 2, f"Convert {STYLE}": 1} if number % 2 else {},
        metadata={IMAGE: SCRIPT},
    )


def documents(source: str) -> Iterator[Any]:
    """Thirty documents: one is short, three are copies, twelve share a banner, one answers a quiz."""
    for number in range(24):
        banner = f"\n\n{BANNER}\n\n" if number % 2 else "\n\n"
        yield _document(source, number, f"# {SCRIPT} {ODD}\n\n{_sentences(number, 8)}{banner}{IMAGE}{STYLE}")
    yield _document(source, 30, f"{QUESTION}\n\n{_sentences(30, 8)}")
    yield _document(source, 31, f"Short. {SCRIPT}")
    for revision in ("2", "3", "4"):
        yield _document(source, 32, f"{_sentences(32, 20)} Edition {revision}.", revision=revision)
    yield _document(source, 33, _sentences(32, 20), title=IMAGE)
    yield Dropped(IMAGE, _document(source, 90, SCRIPT))
    yield Dropped("not-a-record", STYLE)
    yield Rejected(SCRIPT, where=IMAGE, detail=STYLE, excerpt=f"{SCRIPT} {HALF}")


def pairs(_: str) -> Iterator[PreferencePair]:
    """Twenty pairs of several margins."""
    for number in range(20):
        yield PreferencePair(
            id=f"pair:{number}{IMAGE}",
            prompt=[
                ChatMessage(role="system", content=STYLE),
                ChatMessage(role="user", content=f"{SCRIPT} who?"),
            ],
            chosen=[ChatMessage(role="assistant", content=f"It was {IMAGE}")],
            rejected=[ChatMessage(role="assistant", content=f"It was not {SCRIPT}")],
            kind=f"short {SCRIPT}" if number % 2 else "biography",
            source="answers",
            chosen_score=0.5 + number / 40,
            rejected_score=0.5 - number / 40,
            margin=number / 20,
            confidence=0.9,
            split="train" if number % 4 else "validation",
            group=str(number),
        )


def responses(_: str) -> Iterator[ScoredResponse]:
    """Two models, one of which is not always scored."""
    for number in range(20):
        scored = bool(number % 4)
        yield ScoredResponse(
            id=str(number),
            question="q",
            model=f"model {SCRIPT}" if number % 2 else "other",
            text=IMAGE,
            state="scored" if scored else "unscored",
            score=number / 20 if scored else -1.0,
            low=0.0,
            high=1.0,
            precision=0.5,
            penalised=0.5,
            f1=0.5,
            supported=1,
            contradicted=1,
            not_found=0,
            unscored=0,
            matched="",
            premise=IMAGE,
            words=3,
        )


def verdicts(_: str) -> Iterator[Verdict]:
    """One of each label, and one that nobody would expect."""
    for number, label in enumerate(["supported", "contradicted", "not-found", IMAGE]):
        yield Verdict(
            claim=str(number),
            response="r",
            question="q",
            label=label,
            probability=0.5,
            checker="offline",
            reason=SCRIPT,
        )


def questions(_: str) -> Iterator[Question]:
    """One question."""
    yield Question(
        id="q",
        kind=SCRIPT,
        relation="",
        subject="",
        source="",
        language="en",
        prompt=IMAGE,
        plain="",
        answers=[],
        aliases=[],
        documents=[],
        facts=[],
        evidence=[],
    )


def plans(_: str) -> Iterator[SourcePlan]:
    """Two sources, one of them twice."""
    for source, epochs in (("books", 2.0), (f"pages {SCRIPT}", 1.0)):
        yield SourcePlan(
            source=source,
            pattern=IMAGE,
            epochs=epochs,
            max_tokens=-1,
            documents=30,
            tokens=6000,
            held_out_documents=1,
            held_out_tokens=100,
            copies=int(epochs),
            below=0,
            documents_taken=int(30 * epochs),
            tokens_taken=int(6000 * epochs),
        )


_MAKERS = {maker.__name__: maker for maker in (documents, pairs, responses, verdicts, questions, plans)}


@dataclass(frozen=True)
class Made:
    """A source of what one of the functions above makes, for a `name`."""

    maker: str
    name: str

    def plan(self) -> list[Split]:
        return [Split(path=__file__, kind=self.maker, size=1)]

    def read(self, split: Split) -> Iterator[Any]:
        yield from _MAKERS[self.maker](self.name)


def _made(name: str, maker: str, record: type, source: str = "") -> Stage:
    return Map(name=name, source=Made(maker, source), function=iter, output=record)


# A source is called what its documents say, and that can be anything. Wikis have the fewest rules.
SOURCES = {"books": "bookswiki", "pages": f"pages {IMAGE} wiki"}
RECIPE = {
    "pipeline": f"corpus {SCRIPT}",
    "output": "RUN",
    "seed": 0,
    "endpoint": {
        "base_url": f"https://somebody:{PASSWORD}@models.example/v1",
        "api_key_variable": "HARBOUR_KEY",
        "password": PASSWORD,
    },
    "wikis": {IMAGE: {"input": f"https://dumps.example/dump.bz2?X-Amz-Signature={PASSWORD}&part=2"}},
    "note": f"{STYLE} {KEY}",
    "tokens": {"bos_token": "<s>"},
}


def stages(folder: Path) -> list[Stage]:
    """The stages of every section, by the code that the recipes use."""
    quiz = folder / "quiz.csv"
    quiz.parent.mkdir(parents=True, exist_ok=True)
    quiz.write_text('question,answer\n"{}","gulls"\n'.format(QUESTION.replace('"', '""')))
    sets = {"quiz": {"path": str(quiz), "fields": {"question": "question", "answer": "answer"}}}
    near = {"near": {"bands": 50, "rows": 3}, "min_similarity": 0.5}
    return [
        *(_made(name, "documents", Document, source) for name, source in SOURCES.items()),
        *quality_stages(tuple(SOURCES), QualityConfig()),
        *dedup_stages((CLEAN,), DuplicatesConfig.model_validate(near), partitions=1),
        *boilerplate_stages(SURVIVORS, BoilerplateConfig(), partitions=1),
        *decontamination_stages(
            (WITHOUT_BOILERPLATE,),
            DecontaminationConfig.model_validate({"sets": sets}),
            partitions=1,
        ),
        *sequence_stages(
            TokensConfig(), PackConfig(sequence_length=256), seed=0, partitions=1, inputs=(DECONTAMINATED,)
        ),
        _made("mixture-plan", "plans", SourcePlan),
        _made("questions", "questions", Question),
        _made("verdicts", "verdicts", Verdict),
        _made("scored", "responses", ScoredResponse),
        _made("pairs", "pairs", PreferencePair),
    ]


@contextlib.contextmanager
def shared_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A folder for all tests, in whatever process they are, held by one of them at a time. The engine makes
    nothing twice, so each of them may run the same in it; what is made is not to be changed.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def shared_run(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run folder, in a folder that tests share."""
    with shared_folder(tmp_path_factory, "report") as folder:
        return make_run(folder)


def make_run(folder: Path, *, output: str = "", exclusions: bool = True) -> str:
    """Runs it in `folder`, or in `output`; returns the run folder."""
    output = output or str(folder / "run")
    run_stages(stages(folder), output, RunOptions(exclusions=exclusions, rejected_limit=1.0), recipe=RECIPE)
    return output
