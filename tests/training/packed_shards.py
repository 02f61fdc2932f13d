"""Token shards, made of documents by the pipeline's own packing."""

import array
from pathlib import Path

from curation.tokens.describe import WriteTokensManifest
from curation.tokens.encode import TokensConfig, load_encoder
from curation.tokens.pack import PackConfig, PackSequences
from pipelines.engine import Group, run_stages
from pipelines.engine.stages import Map
from schemas.split import Split
from schemas.tokens import TokenizedDocument


class Documents:
    """A source of documents, by their token ids."""

    def __init__(self, name, documents):
        self.name, self.documents = name, documents

    def plan(self):
        return [Split(path=__file__, kind="generated")]

    def read(self, split):
        for number, ids in enumerate(self.documents):
            tokens = array.array("I", ids)
            yield TokenizedDocument(id=f"{self.name}:{number}", source=self.name, tokens=tokens, text_bytes=1)


def pack_shards(folder: Path, name: str, documents, *, length=64, tokenizer="") -> str:
    """A folder of shards with sequences of `length` tokens. `tokenizer` is a file; none: the pipelines'."""
    info = load_encoder(TokensConfig(model=str(tokenizer)) if tokenizer else TokensConfig()).info
    config = PackConfig(sequence_length=length)
    pack = PackSequences(config, info, 0)
    run_stages(
        [
            Map(name="tokens", source=Documents(name, documents), function=iter, output=TokenizedDocument),
            Group(
                name="sequences",
                input=TokenizedDocument,
                key="id",
                partitions=2,
                function=pack,
                whole=True,
                output=pack.schema,
                format="arrow",
                finish=WriteTokensManifest(config, info),
            ),
        ],
        str(folder),
    )
    return str(folder / "20-sequences")
