"""A sentencepiece BPE model as a `tokenizer.json`, with the same ids.

Mixtral's vocabulary is published as a sentencepiece model. sentencepiece joins the pair of pieces whose
result has the best score; a list of merges in the order of their results' scores does the same.
"""

from __future__ import annotations

from pathlib import Path

import sentencepiece
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers

_SPACE = "▁"


def convert(model: Path) -> Tokenizer:
    """The tokenizer of a sentencepiece BPE model with byte fallback, as Llama's and Mistral's are.

    Raises ValueError for a file that is none, or of another kind.
    """
    processor = sentencepiece.SentencePieceProcessor()
    try:
        processor.Load(str(model))
    except (OSError, RuntimeError) as error:
        raise ValueError(f"{model} is no sentencepiece model: {error}") from error
    count = processor.GetPieceSize()
    if not any(processor.IsByte(index) for index in range(count)):
        raise ValueError(f"{model} has no byte pieces: text outside of its vocabulary would be lost")
    pieces = [processor.IdToPiece(index) for index in range(count)]
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    unknown = pieces[processor.unk_id()]
    tokenizer = Tokenizer(
        models.BPE(
            vocabulary,
            _merges(processor, vocabulary),
            unk_token=unknown,
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Prepend(_SPACE), normalizers.Replace(" ", _SPACE)]
    )
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace(_SPACE, " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    control = [piece for index, piece in enumerate(pieces) if processor.IsControl(index)]
    tokenizer.add_special_tokens(
        [AddedToken(piece, special=True, normalized=False) for piece in [unknown, *control]]
    )
    return tokenizer


def _merges(
    processor: sentencepiece.SentencePieceProcessor, vocabulary: dict[str, int]
) -> list[tuple[str, str]]:
    found = []
    for piece, index in vocabulary.items():
        if processor.IsByte(index) or processor.IsControl(index) or processor.IsUnknown(index):
            continue
        for cut in range(1, len(piece)):
            left, right = piece[:cut], piece[cut:]
            if left in vocabulary and right in vocabulary:
                found.append((-processor.GetScore(index), vocabulary[left], vocabulary[right], left, right))
    return [(left, right) for *_, left, right in sorted(found)]
