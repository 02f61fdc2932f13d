"""Token ids one by one, for people who look into shards. (`Encoder.decode` gives their text together.)"""

from __future__ import annotations

from curation.tokens.cutting import SPACE
from curation.tokens.encode import Encoder
from schemas.token_shards import TokenIds


def decode_pieces(encoder: Encoder, tokens: TokenIds) -> list[str]:
    """One text per token: its piece with spaces as spaces, `<0xE4>` for a single byte, `<s>` for a control
    token. Raises ValueError for an id that is not in the vocabulary.
    """
    return [encoder.piece(token).replace(SPACE, " ") for token in tokens.tolist()]
