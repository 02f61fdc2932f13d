"""A process that dies or stands still ends the others with an error: none waits for ever."""

import pytest

torch = pytest.importorskip("torch")

from tests.training.parallel.processes import together  # noqa: E402
from tests.training.parallel.scenarios import Case, lose_one  # noqa: E402
from training.parallel.mesh import MeshConfig  # noqa: E402


def test_the_others_end_when_one_dies(tmp_path):
    _, codes = together(2, tmp_path, lose_one, Case("", MeshConfig(expert=2)), "dies", limit=40)
    assert codes == [1, 7]
    assert "peer" in (tmp_path / "result-0.error").read_text()


def test_the_others_end_when_one_does_not_move(tmp_path):
    _, codes = together(2, tmp_path, lose_one, Case("", MeshConfig()), "stands still", patience=2, limit=40)
    assert codes == [1, 7]
    assert "Timed out" in (tmp_path / "result-0.error").read_text()
