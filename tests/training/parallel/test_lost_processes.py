"""A process that dies or stands still ends the others with an error: none waits for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest

torch = pytest.importorskip("torch")

from tests.training.parallel.scenarios import Case, lose_one  # noqa: E402
from tests.training.processes import prepare, together  # noqa: E402
from training.parallel.mesh import MeshConfig  # noqa: E402


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """Both at once, since most of it is waiting: how, by name, and where errors are."""
    ways = {
        "dies": (Case("", MeshConfig(expert=2)), 60),
        "stands still": (Case("", MeshConfig()), 2),
    }

    def lose(how):
        folder = tmp_path_factory.mktemp("lost")
        case, patience = ways[how]
        _, codes = together(2, folder, lose_one, case, how, patience=patience, limit=40)
        return codes, (folder / "result-0.error").read_text()

    prepare()
    with ThreadPoolExecutor() as threads:
        return dict(zip(ways, threads.map(lose, ways), strict=True))


def test_the_others_end_when_one_dies(lost):
    codes, error = lost["dies"]
    assert codes == [1, 7]
    assert "peer" in error


def test_the_others_end_when_one_does_not_move(lost):
    codes, error = lost["stands still"]
    assert codes == [1, 7]
    assert "Timed out" in error
