"""The end of every pretraining pipeline: documents → tokens → packed sequences."""

from __future__ import annotations

from curation.tokens.describe import WriteTokensManifest
from curation.tokens.encode import TokensConfig, load_encoder
from curation.tokens.pack import PackConfig, PackSequences
from curation.tokens.tokenize import TokenizeDocuments
from pipelines.engine import Group, Map, Stage
from schemas.document import Document
from schemas.split import InputError
from schemas.tokens import TokenizedDocument


def sequence_stages(
    tokens: TokensConfig,
    sequences: PackConfig,
    *,
    seed: int,
    partitions: int,
    inputs: tuple[str, ...] = (),
    numbers: tuple[int, int] = (0, 0),
) -> list[Stage]:
    """The stages `tokens` and `sequences`, for documents of the stages `inputs` (none: of the one before).

    A partition is packed in memory, and becomes a file. `numbers` are those of the two folders. Raises
    InputError for a tokenizer that cannot be loaded.
    """
    try:
        tokenizer = load_encoder(tokens).info
        pack = PackSequences(sequences, tokenizer, seed)
    except ValueError as error:
        raise InputError(str(error)) from error
    return [
        Map(
            name="tokens",
            number=numbers[0],
            inputs=inputs,
            input=Document,
            function=TokenizeDocuments(tokens),
            output=TokenizedDocument,
            config=tokenizer,
        ),
        Group(
            name="sequences",
            number=numbers[1],
            input=TokenizedDocument,
            key="id",
            partitions=partitions,
            function=pack,
            whole=True,
            output=pack.schema,
            format="arrow",
            config={"sequences": sequences, "seed": seed, "tokenizer": tokenizer},
            finish=WriteTokensManifest(sequences, tokenizer),
        ),
    ]
