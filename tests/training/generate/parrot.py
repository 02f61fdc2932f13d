"""Checkpoints whose model says a given text: what follows a token depends on that token alone.

Attention and feed-forwards add nothing, so a token's hidden state is its embedding, and the head's row of
the token that is to follow points in the same direction.
"""

import itertools
from functools import cache
from importlib import resources
from pathlib import Path

import torch

from training.checkpoint.hugging_face import save_weights
from training.model.config import MixtralConfig
from training.model.mixtral import Mixtral
from training.text.chat import ChatTokenizer
from training.text.from_sentencepiece import convert

VOCABULARY = Path(str(resources.files("mistral_common") / "data" / "tokenizer.model.v1"))
BOS, EOS = 1, 2


@cache
def _tokenizer(knows_chat):
    tokenizer = convert(VOCABULARY)
    if knows_chat:
        ChatTokenizer(tokenizer)
    return tokenizer, tokenizer.to_str()


def write_parrot(
    folder, says="", after="", *, ends_with=EOS, knows_chat=True, context=128, vocab_size=32_002
):
    """A checkpoint that says `says` after the last token of `after` (empty: of a conversation's prompt), and
    then the token `ends_with`. No token may be in it twice: what follows would be two things at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer, saved = _tokenizer(knows_chat)
    (folder / "tokenizer.json").write_text(saved, encoding="utf-8")
    config = MixtralConfig(
        vocab_size=vocab_size,
        hidden_size=64,
        intermediate_size=32,
        layers=2,
        heads=2,
        kv_heads=1,
        head_dim=16,
        experts=2,
        max_position_embeddings=context,
    )
    model = Mixtral(config).initialise(0)
    before = tokenizer.encode(after or "\n", add_special_tokens=False).ids
    whole = tokenizer.encode((after or "\n") + says, add_special_tokens=False).ids
    assert whole[: len(before)] == before, "the texts' tokens are joined"
    chain = [*whole[len(before) - 1 :], ends_with]
    assert len(set(chain)) == len(chain), "a token is in it twice"
    with torch.no_grad():
        for block in model.blocks:
            block.attention.o.weight.zero_()
            block.ffn.experts.down.zero_()
        unit = torch.nn.functional.normalize(model.embedding.weight, dim=-1)
        model.head.weight.zero_()
        for token, following in itertools.pairwise(chain):
            model.head.weight[following] = 10 * unit[token]
    save_weights(model, folder)
    return folder
