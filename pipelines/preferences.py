"""Factuality preferences: documents → questions → responses → claims and verdicts → scores → pairs.

10-… to 19-…   documents: of wikis, or of finished runs
20-… to 28-…   facts, and questions made of them (`pipelines/questions.py`)
30-responses   Parquet of `Response`: what models answered; 31-corrupted: answers made wrong on purpose
35-… to 39-…   `CheckedResponse`s: responses to open questions, in claims, each with verdict and evidence
40-… to 44-…   `ScoredResponse`s
50-pairs       Parquet of `PreferencePair`, and the data set's card
60-… to 69-…   pairs and conversations of multiple-choice sets; 70-… to 79-…: of instruction sets
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field, model_validator
from typing_extensions import Self

from curation.endpoint import BudgetConfig
from curation.endpoint.spent import StopWhenSpent
from curation.pairs.card import WriteCard
from curation.pairs.config import PairsConfig
from curation.pairs.stage import ResponsesToPairs
from curation.questions.config import QuestionsConfig
from curation.responses.config import ResponsesConfig
from curation.responses.corrupted import CorruptedConfig, QuestionsToCorrupted
from curation.responses.sampler import Sampler
from curation.responses.sampling import QuestionsToResponses
from curation.scoring.config import ScoringConfig
from curation.scoring.parts import ToParts
from curation.scoring.stage import ScoreResponses
from curation.verdicts.asked import answered_questions, pages_asked_about, write_asked
from curation.verdicts.check import CheckResponses
from curation.verdicts.config import VerdictsConfig
from curation.verdicts.parts import checked_parts
from pipelines.choices import ChoiceSource
from pipelines.engine import MB, Group, Map, Stage
from pipelines.instructions import InstructionSource
from pipelines.questions import QUESTIONS, question_stages
from pipelines.recipe import Recipe
from pipelines.sources.redirects import RedirectsOfDumps
from pipelines.sources.wiki import WikiSource
from pipelines.stage_rows import DocumentsOfRuns, as_they_are
from schemas.document import Document
from schemas.preferences import PreferencePair
from schemas.questions import Question
from schemas.responses import QuestionPart, Response, ScoredResponse
from schemas.verdicts import CheckedResponse, PagePart

# Documents, questions and responses together are a few times what a dump stores.
PARTITION_BYTES = 64 * MB
DOCUMENTS, RESPONSES, CORRUPTED, PAIRS = "documents", "responses", "corrupted", "pairs"
_SOURCES, _QUESTIONS, _RESPONSES, _VERDICTS, _SCORES, _PAIRS = 10, 20, 30, 35, 40, 50
_CHOICES, _INSTRUCTIONS = 60, 70


class PreferencesRecipe(Recipe):
    """The recipe `preferences`."""

    pipeline: Literal["preferences"]
    wikis: dict[str, WikiSource] = Field(
        default={}, description="Wiki dumps to ask about, by names of your choice."
    )
    runs: tuple[str, ...] = Field(default=(), description="Finished runs whose documents are asked about.")
    questions: QuestionsConfig = QuestionsConfig()
    responses: ResponsesConfig | None = Field(
        default=None, description="Models that answer; null: none does, and `corrupted` must."
    )
    corrupted: CorruptedConfig | None = Field(
        default=None, description="Answers made of the page itself, right ones and wrong ones; null: none."
    )
    verdicts: VerdictsConfig = VerdictsConfig()
    scores: ScoringConfig = ScoringConfig()
    pairs: PairsConfig = PairsConfig()
    choices: ChoiceSource | None = Field(
        default=None, description="Multiple-choice sets to make pairs and conversations of; null: none."
    )
    instructions: InstructionSource | None = Field(
        default=None, description="Instruction sets to make conversations and pairs of; null: none."
    )
    partitions: int = Field(
        default=0, ge=0, description="Files that each grouping ends in; 0: one per 64 MB of input."
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        asks = bool(self.wikis or self.runs)
        if not asks and self.choices is None and self.instructions is None:
            raise ValueError("there is nothing to make pairs of: give wikis, runs, choices or instructions")
        if asks and self.responses is None and self.corrupted is None:
            raise ValueError(
                "nobody answers: give responses (models to ask) or corrupted (answers made here)"
            )
        for name in self.wikis:
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
                raise ValueError(f"a source's name is kebab-case, such as `en-books`, and not {name!r}")
        return self

    def stages(self) -> Sequence[Stage]:
        """From pages to pairs; then the pairs and conversations of sets."""
        stages = self._from_pages() if self.wikis or self.runs else []
        if self.choices is not None:
            stages += self.choices.stages("choices", _CHOICES, self.seed)
        if self.instructions is not None:
            stages += self.instructions.stages("instructions", _INSTRUCTIONS)
        return stages

    def _from_pages(self) -> list[Stage]:
        stages: list[Stage] = []
        for name, wiki in self.wikis.items():
            stages += wiki.stages(name, _SOURCES)
        documents = tuple(sorted(self.wikis))
        stored = sum(wiki.stored_bytes() for wiki in self.wikis.values())
        if self.runs:
            source = DocumentsOfRuns(self.runs)
            stored += sum(split.size for split in source.plan())
            stages.append(
                Map(
                    name=DOCUMENTS,
                    number=_SOURCES + 1,
                    source=source,
                    function=as_they_are,
                    output=Document,
                    config={"runs": self.runs},
                )
            )
            documents = (*documents, DOCUMENTS)
        partitions = self.partitions or max(1, -(-stored // PARTITION_BYTES))
        stages += question_stages(
            documents,
            self.questions,
            seed=self.seed,
            partitions=partitions,
            number=_QUESTIONS,
            redirects=self._redirects,
        )
        answers = self._answers()
        names = tuple(stage.name for stage in answers)
        return [
            *stages,
            *answers,
            *self._verdicts(documents, names, partitions),
            *self._pairs(names, partitions),
        ]

    @property
    def _redirects(self) -> RedirectsOfDumps | None:
        """Those of the wikis; finished runs do not have any."""
        dumps = {name: wiki.source() for name, wiki in self.wikis.items()}
        return RedirectsOfDumps(dumps) if dumps else None

    def _answers(self) -> list[Stage]:
        stages: list[Stage] = []
        if self.responses is not None:
            stages.append(
                Map(
                    name=RESPONSES,
                    number=_RESPONSES,
                    inputs=(QUESTIONS,),
                    input=Question,
                    function=QuestionsToResponses(self.responses, self.seed, self._journal, self._samplers()),
                    output=Response,
                    version=2,
                    config={"responses": self.responses, "seed": self.seed, **self._sampled()},
                    finish=StopWhenSpent({"responses.budget": self.responses.budget}, "questions"),
                )
            )
        if self.corrupted is not None:
            stages.append(
                Map(
                    name=CORRUPTED,
                    number=_RESPONSES + 1,
                    inputs=(QUESTIONS,),
                    input=Question,
                    function=QuestionsToCorrupted(self.corrupted, self.seed),
                    output=Response,
                    version=2,
                    config={"corrupted": self.corrupted, "seed": self.seed},
                )
            )
        return stages

    def _samplers(self) -> tuple[Sampler, ...]:
        """What answers besides the endpoints of `responses`. This room knows of nothing else."""
        return ()

    def _sampled(self) -> dict[str, Any]:
        """What decides the answers of `_samplers` and is not in `responses`, by name."""
        return {}

    def _verdicts(self, documents: tuple[str, ...], answers: tuple[str, ...], partitions: int) -> list[Stage]:
        """What the pages say to the responses to open questions."""
        first, second, third, fourth, fifth = range(_VERDICTS, _VERDICTS + 5)
        return [
            _parts("question-parts", first, (QUESTIONS,), Question),
            _parts("response-parts", second, answers, Response),
            Group(
                name="answered",
                number=third,
                inputs=("question-parts", "response-parts"),
                input=QuestionPart,
                key="question",
                partitions=partitions,
                function=answered_questions,
                output=PagePart,
                finish=write_asked,
            ),
            Map(
                name="pages",
                number=fourth,
                inputs=documents,
                uses=("answered",),
                input=Document,
                function=pages_asked_about,
                output=PagePart,
            ),
            Group(
                name="verdicts",
                number=fifth,
                inputs=("answered", "pages"),
                input=PagePart,
                key="document",
                partitions=partitions,
                function=CheckResponses(self.verdicts, self.seed, self._journal),
                output=CheckedResponse,
                version=2,
                config={"verdicts": self.verdicts, "seed": self.seed},
                finish=StopWhenSpent(self._budgets_of_verdicts, "responses"),
            ),
        ]

    def _pairs(self, answers: tuple[str, ...], partitions: int) -> list[Stage]:
        return [
            Map(
                name="verdict-parts",
                number=_SCORES,
                inputs=("verdicts",),
                input=CheckedResponse,
                function=checked_parts,
                output=QuestionPart,
            ),
            Group(
                name="scores",
                number=_SCORES + 1,
                inputs=("question-parts", "response-parts", "verdict-parts"),
                input=QuestionPart,
                key="question",
                partitions=partitions,
                function=ScoreResponses(self.scores),
                output=ScoredResponse,
                config=self.scores,
            ),
            Group(
                name=PAIRS,
                number=_PAIRS,
                inputs=("scores",),
                input=ScoredResponse,
                key="question",
                partitions=partitions,
                function=ResponsesToPairs(self.pairs, self.scores),
                output=PreferencePair,
                config={"pairs": self.pairs, "scores": self.scores},
                finish=WriteCard("Factuality preferences"),
            ),
        ]

    @property
    def _budgets_of_verdicts(self) -> dict[str, BudgetConfig]:
        asked = {"split_by": self.verdicts.split_by, "judge": self.verdicts.judge}
        return {f"verdicts.{name}.budget": model.budget for name, model in asked.items() if model is not None}

    @property
    def _journal(self) -> str:
        """Where answers that were paid for are kept, for all workers and for later runs."""
        return f"{self.output}/journal" if self._asks_anybody else ""

    @property
    def _asks_anybody(self) -> bool:
        models = self.responses.models if self.responses is not None else ()
        return any((models, self.verdicts.judge, self.verdicts.split_by))


def _parts(name: str, number: int, inputs: tuple[str, ...], record: type) -> Stage:
    return Map(name=name, number=number, inputs=inputs, input=record, function=ToParts(), output=QuestionPart)
