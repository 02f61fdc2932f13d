"""The text that tuples become."""

from collections.abc import Callable, Sequence

import pytest
from through_stages import verbalise

from curation.verbalise import VerbaliseConfig
from schemas.knowledge import KnowledgeTuple


@pytest.fixture
def text_of() -> Callable[..., str]:
    """The text of the only paragraph that these tuples make."""

    def one(rows: Sequence[KnowledgeTuple], seed: int = 0, **config: object) -> str:
        applied = verbalise(rows, VerbaliseConfig(**config), seed)  # type: ignore[arg-type]
        assert not applied.rejected
        assert len(applied.rows) == 1, (applied.rows, applied.reasons)
        text: str = applied.rows[0].text
        return text

    return one
