"""The end of every pretraining pipeline: documents → tokens → packed sequences."""

from __future__ import annotations

from curation.tokens.describe import WriteTokensManifest
from curation.tokens.encode import TokensConfig, load_encoder
from curation.tokens.pack import PackConfig, PackSequences
from curation.tokens.tokenize import TokenizeDocuments
from pipelines.engine import Group, Map, Stage
from schemas.document import Document
from schemas.split import InputError
from schemas.token_shards import TokenizerInfo
from schemas.tokens import TokenizedDocument

TOKENS, SEQUENCES = "tokens", "sequences"


def tokens_stage(tokens: TokensConfig, *, inputs: tuple[str, ...] = (), number: int = 0) -> Stage:
    """The stage TOKENS, for documents of the stages `inputs` (none: of the one before). Raises InputError for
    a tokenizer that cannot be loaded.
    """
    return Map(
        name=TOKENS,
        number=number,
        inputs=inputs,
        input=Document,
        function=TokenizeDocuments(tokens),
        output=TokenizedDocument,
        config=_tokenizer(tokens),
    )


def sequences_stage(
    tokens: TokensConfig,
    sequences: PackConfig,
    *,
    seed: int,
    partitions: int,
    name: str = SEQUENCES,
    inputs: tuple[str, ...] = (),
    number: int = 0,
) -> Stage:
    """The stage that packs the tokenized documents of the stages `inputs` (none: of the one before).

    A partition is packed in memory, and becomes a file. Raises InputError for a tokenizer that cannot be
    loaded, or lacks a token that is asked for.
    """
    tokenizer = _tokenizer(tokens)
    try:
        pack = PackSequences(sequences, tokenizer, seed)
    except ValueError as error:
        raise InputError(str(error)) from error
    return Group(
        name=name,
        number=number,
        inputs=inputs,
        input=TokenizedDocument,
        key="id",
        partitions=partitions,
        function=pack,
        whole=True,
        output=pack.schema,
        format="arrow",
        config={"sequences": sequences, "seed": seed, "tokenizer": tokenizer},
        finish=WriteTokensManifest(sequences, tokenizer),
    )


def sequence_stages(
    tokens: TokensConfig,
    sequences: PackConfig,
    *,
    seed: int,
    partitions: int,
    inputs: tuple[str, ...] = (),
    numbers: tuple[int, int] = (0, 0),
) -> list[Stage]:
    """Both stages, of which the second reads the first. `numbers` are those of the two folders."""
    return [
        tokens_stage(tokens, inputs=inputs, number=numbers[0]),
        sequences_stage(
            tokens, sequences, seed=seed, partitions=partitions, inputs=(TOKENS,), number=numbers[1]
        ),
    ]


def _tokenizer(tokens: TokensConfig) -> TokenizerInfo:
    try:
        return load_encoder(tokens).info
    except ValueError as error:
        raise InputError(str(error)) from error
