"""Tokenized documents → those to train on, in the recipe's proportions, and those to validate on.

split-groups   Parquet of `SplitMember`, and a lookup: which documents must not be parted
token-counts   Parquet of `PlaceCount`: what each source has
mixture-plan   Parquet of `SourcePlan`, and `mixture.json`: how much of each source is taken
mixture        Parquet of `TokenizedDocument`
validation     Parquet of `TokenizedDocument`
"""

from __future__ import annotations

from curation.mixture.config import MixtureConfig, ValidationConfig
from curation.mixture.counts import CountPlaces
from curation.mixture.groups import ComponentOfDocument, split_members, write_groups
from curation.mixture.plan import PlanMixture, write_mixture
from curation.mixture.sample import HeldOutDocuments, SampleDocuments
from pipelines.engine import Group, Map, Stage
from schemas.mixture import PlaceCount, SourcePlan, SplitMember
from schemas.tokens import TokenizedDocument

# The stages that others read.
MIXTURE, VALIDATION = "mixture", "validation"
_GROUPS, _COUNTS, _PLAN = "split-groups", "token-counts", "mixture-plan"


def mixture_stages(
    tokens: str,
    mixture: MixtureConfig | None,
    validation: ValidationConfig | None,
    *,
    seed: int,
    candidates: str = "",
    number: int = 0,
) -> list[Stage]:
    """The stages for the documents of the stage `tokens`. `candidates` names the stage of documents that have
    duplicates, if there is one, so that those are held out together. The folders are numbered from `number`
    on (0: by their places).
    """
    numbers = range(number, number + 5) if number else [0] * 5
    mixture = mixture or MixtureConfig()
    split = {"seed": seed, "validation": validation}
    groups = (_GROUPS,) if candidates and validation else ()
    stages: list[Stage] = []
    if groups:
        stages.append(
            Map(
                name=_GROUPS,
                number=numbers[0],
                inputs=(candidates,),
                input=ComponentOfDocument,
                function=split_members,
                output=SplitMember,
                finish=write_groups,
            )
        )
    stages += [
        Map(
            name=_COUNTS,
            number=numbers[1],
            inputs=(tokens,),
            uses=groups,
            input=TokenizedDocument,
            function=CountPlaces(seed, validation),
            output=PlaceCount,
            config=split,
        ),
        Group(
            name=_PLAN,
            number=numbers[2],
            inputs=(_COUNTS,),
            input=PlaceCount,
            key="source",
            partitions=1,
            whole=True,
            function=PlanMixture(mixture),
            output=SourcePlan,
            config=mixture,
            finish=write_mixture,
        ),
        Map(
            name=MIXTURE,
            number=numbers[3],
            inputs=(tokens,),
            uses=(_PLAN, *groups),
            input=TokenizedDocument,
            function=SampleDocuments(seed, validation),
            output=TokenizedDocument,
            config=split,
        ),
    ]
    if validation:
        stages.append(
            Map(
                name=VALIDATION,
                number=numbers[4],
                inputs=(tokens,),
                uses=groups,
                input=TokenizedDocument,
                function=HeldOutDocuments(seed, validation),
                output=TokenizedDocument,
                config=split,
            )
        )
    return stages
