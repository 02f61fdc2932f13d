"""A pretraining corpus of many sources: wikis, Stack Exchange, the web pages they reference, and tuples.

10-… to 19-…   what each source becomes; the last stage of each yields documents and has the source's name
20-… to 29-…   web pages, which are chosen by the links of the others
30-… to 39-…   quality, language and personal data (tuples, which are sentences of ours, pass by)
40-… to 49-…   duplicates
50-… to 59-…   boilerplate: paragraphs that many documents share
60-… to 69-…   contamination: what evaluation sets ask
80-… to 89-…   tokens, and how much of each source is trained on
90-…           Arrow files of fixed-length token sequences to be memory-mapped, and `tokens.json`

Folders are numbered by what they hold, not by their place: a source more leaves the others' folders alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import partial
from typing import Literal

from pydantic import Field, model_validator
from typing_extensions import Self

from curation.decontamination.config import DecontaminationConfig
from curation.dedup.boilerplate import BoilerplateConfig
from curation.dedup.config import DuplicatesConfig
from curation.mixture.config import MixtureConfig, ValidationConfig
from curation.quality.config import QualityConfig
from curation.tokens.encode import TokensConfig
from curation.tokens.pack import PackConfig
from pipelines.boilerplate import WITHOUT_BOILERPLATE, boilerplate_stages
from pipelines.component_rounds import run_with_rounds
from pipelines.decontamination import DECONTAMINATED, decontamination_stages
from pipelines.dedup import CANDIDATES, SURVIVORS, dedup_stages
from pipelines.engine import MB, ProgressCallback, RunOptions, Stage
from pipelines.mixture import MIXTURE, VALIDATION, mixture_stages
from pipelines.quality import CLEAN, quality_stages
from pipelines.recipe import Recipe
from pipelines.sequences import sequences_stage, tokens_stage
from pipelines.sources.stackexchange import StackExchangeSource
from pipelines.sources.tuples import TupleSource
from pipelines.sources.web import WebSource
from pipelines.sources.wiki import WikiSource
from schemas.manifest import Manifest

WEB, TUPLES = "web", "tuples"
SOURCES, PAGES, QUALITY, DUPLICATES, BOILERPLATE, CONTAMINATION = 10, 20, 30, 40, 50, 60
TOKENS, SEQUENCES = 80, 90
# As for Wikipedia: a partition of sequences is packed in memory, and counted before the run, in stored bytes.
PACKED_BYTES = 32 * MB
# Of band keys, a partition is held in memory: 1.5 kB a document, which is stored in 400 bytes or more.
COMPARED_BYTES = 256 * MB


class CorpusRecipe(Recipe):
    """The recipe `corpus`."""

    pipeline: Literal["corpus"]
    wikis: dict[str, WikiSource] = Field(default={}, description="Wiki dumps, by names of your choice.")
    stackexchange: dict[str, StackExchangeSource] = Field(
        default={}, description="Stack Exchange dumps, by names of your choice."
    )
    web: WebSource | None = Field(default=None, description="Web pages that the sources above reference.")
    tuples: TupleSource | None = Field(default=None, description="Commonsense tuples, as sentences.")
    quality: QualityConfig | None = Field(
        default=None, description="Rules by kind of source; null: every document is kept as it is."
    )
    duplicates: DuplicatesConfig | None = Field(
        default=None, description="What counts as a duplicate; null: all documents are kept."
    )
    boilerplate: BoilerplateConfig | None = Field(
        default=None, description="Which repeated paragraphs are cut out; null: none."
    )
    decontamination: DecontaminationConfig | None = Field(
        default=None,
        description="Which evaluation sets must not be in the corpus; null: nothing is looked for.",
    )
    tokens: TokensConfig = TokensConfig()
    mixture: MixtureConfig | None = Field(
        default=None, description="How much of each source is trained on; null: all of it, once."
    )
    validation: ValidationConfig | None = Field(
        default=None, description="What is held out, as sequences of its own; null: nothing."
    )
    sequences: PackConfig = PackConfig()
    partitions: int = Field(
        default=0, ge=0, description="Files that the sequences are packed into; 0: one per 32 MB of input."
    )

    @model_validator(mode="after")
    def _names(self) -> Self:
        names = [*self.wikis, *self.stackexchange]
        if not names and self.web is None and self.tuples is None:
            raise ValueError("there is no source: give wikis, stackexchange, web or tuples")
        for name in names:
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
                raise ValueError(f"a source's name is kebab-case, such as `en-books`, and not {name!r}")
            if names.count(name) > 1:
                raise ValueError(f"two sources are called {name!r}: give one of them another name")
        if self.duplicates is not None and self.output in self.duplicates.against:
            raise ValueError("duplicates.against names the run's own output: it is for other, finished runs")
        return self

    def stages(self) -> Sequence[Stage]:
        """Every source's stages, then those that all documents go through."""
        stored = sum(source.stored_bytes() for source in self._sources())
        stages: list[Stage] = []
        for name, wiki in self.wikis.items():
            stages += wiki.stages(name, SOURCES)
        for name, dump in self.stackexchange.items():
            stages += dump.stages(name, SOURCES)
        documents: tuple[str, ...] = tuple(sorted([*self.wikis, *self.stackexchange]))
        if self.tuples is not None:
            stages += self.tuples.stages(TUPLES, SOURCES, self.seed)
        if self.web is not None:
            stages += self.web.stages(WEB, PAGES, referencing=documents)
            documents = (*documents, WEB)
        if self.quality is not None and documents:
            first, second, third = range(QUALITY, QUALITY + 3)
            stages += quality_stages(documents, self.quality, numbers=(first, second, third))
            documents = (CLEAN,)
        if self.tuples is not None:
            documents = (*documents, TUPLES)
        compared = _partitions(stored, COMPARED_BYTES)
        if self.duplicates is not None:
            stages += dedup_stages(
                documents, self.duplicates, partitions=compared, run=self.output, number=DUPLICATES
            )
            documents = SURVIVORS
        if self.boilerplate is not None:
            stages += boilerplate_stages(documents, self.boilerplate, partitions=compared, number=BOILERPLATE)
            documents = (WITHOUT_BOILERPLATE,)
        if self.decontamination is not None:
            first, second, third, fourth = range(CONTAMINATION, CONTAMINATION + 4)
            stages += decontamination_stages(
                documents,
                self.decontamination,
                partitions=compared,
                numbers=(first, second, third, fourth),
            )
            documents = (DECONTAMINATED,)
        return [*stages, *self._sequence_stages(documents, _partitions(stored, PACKED_BYTES))]

    def _sequence_stages(self, documents: tuple[str, ...], partitions: int) -> list[Stage]:
        """From documents to what is trained on, and what is validated on."""
        partitions = self.partitions or partitions
        stages = [tokens_stage(self.tokens, inputs=documents, number=TOKENS)]
        trained_on = stages[0].name
        if self.mixture is not None or self.validation is not None:
            stages += mixture_stages(
                trained_on,
                self.mixture,
                self.validation,
                seed=self.seed,
                candidates=CANDIDATES if self.duplicates is not None else "",
                number=TOKENS + 1,
            )
            trained_on = MIXTURE
        pack = partial(sequences_stage, self.tokens, self.sequences, seed=self.seed)
        stages.append(pack(partitions=partitions, inputs=(trained_on,), number=SEQUENCES))
        if self.validation is not None:
            held_out = math.ceil(partitions * self.validation.share)
            stages.append(
                pack(
                    name="validation-sequences",
                    partitions=held_out,
                    inputs=(VALIDATION,),
                    number=SEQUENCES + 1,
                )
            )
        return stages

    def _run(self, options: RunOptions, progress: ProgressCallback | None) -> list[Manifest]:
        # Connected components may be found by rounds of runs of their own.
        if self.duplicates is None or self.duplicates.components == "memory":
            return super()._run(options, progress)
        stored = sum(source.stored_bytes() for source in self._sources())
        return run_with_rounds(
            self.stages(),
            self.output,
            options,
            partitions=_partitions(stored, COMPARED_BYTES),
            recipe=self,
            progress=progress,
        )

    def _sources(self) -> list[WikiSource | StackExchangeSource | WebSource | TupleSource]:
        given = [*self.wikis.values(), *self.stackexchange.values(), self.web, self.tuples]
        return [source for source in given if source is not None]


def _partitions(stored: int, partition_bytes: int) -> int:
    return max(1, -(-stored // partition_bytes))
