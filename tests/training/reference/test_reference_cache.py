"""The reference's log-probabilities on disk: those of the model, whatever was interrupted."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tests.training.run.tiny_data import SHAPE, pair_rows, write_rows, write_tokenizer  # noqa: E402
from training.checkpoint.hugging_face import save_weights  # noqa: E402
from training.data.pairs import pair_batch  # noqa: E402
from training.data.rank import ALONE  # noqa: E402
from training.data.rows import row_files  # noqa: E402
from training.data.token_cache import TokenCache, TokenizedPairs, build_cache, cache_folder  # noqa: E402
from training.model.config import MixtralConfig  # noqa: E402
from training.model.mixtral import Mixtral  # noqa: E402
from training.objectives.dpo import response_logprobs  # noqa: E402
from training.reference import reference as module  # noqa: E402
from training.reference.fingerprint import fingerprint  # noqa: E402
from training.reference.reference import ReferenceCache, compute_reference, reference_path  # noqa: E402
from training.text.chat import ChatTokenizer  # noqa: E402
from training.world import World  # noqa: E402

WORLD = World(ALONE, torch.device("cpu"))
CONFIG = MixtralConfig(**(SHAPE | {"vocab_size": 128}))


@pytest.fixture(scope="module")
def model():
    return Mixtral(CONFIG).initialise(5)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pairs")
    write_tokenizer(folder)
    chat = ChatTokenizer.load(folder)
    files = row_files([write_rows(folder / "pairs.jsonl", pair_rows(40))])
    found = cache_folder(files, chat, "pairs", folder)
    build_cache(found, files, chat, "pairs")
    return TokenCache(found)


def compute(model, pairs, path):
    compute_reference(model, pairs, path, tokens=300, multiple=8, world=WORLD)
    return path


def test_a_batch_gets_what_the_model_gives_it(model, cache, tmp_path):
    stores = [TokenizedPairs(cache, np.arange(0, 40, 2)), TokenizedPairs(cache, np.arange(1, 40, 2))]
    paths = [compute(model, pairs, tmp_path / str(n)) for n, pairs in enumerate(stores)]
    reference = ReferenceCache(list(zip(stores, paths, strict=True)))
    # Numbers count through both.
    batch = pair_batch([stores[0][3], stores[1][0], stores[0][19], stores[1][19]], [3, 20, 19, 39])
    with torch.no_grad():
        expected = response_logprobs(model, batch).logprobs
    for found, wanted in zip(reference(batch), expected, strict=True):
        torch.testing.assert_close(found, wanted, atol=1e-5, rtol=1e-5)


def test_an_interrupted_computation_goes_on(model, cache, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_BLOCK", 8)
    pairs = TokenizedPairs(cache, np.arange(40))
    whole = compute(model, pairs, tmp_path / "whole").read_bytes()
    told = []
    ends = np.cumsum(pairs.scored())
    # Two blocks are there, and some bytes of a third that was being written.
    (tmp_path / "parts.partial").write_bytes(whole[: int(ends[15]) * 4 + 6])
    compute_reference(model, pairs, tmp_path / "parts", tokens=300, multiple=8, world=WORLD, tell=told.append)
    assert told[0].startswith("reference log-probabilities: 16 of 40")
    assert (tmp_path / "parts").read_bytes() == whole
    assert not (tmp_path / "parts.partial").exists()


def test_other_weights_pairs_and_types_have_other_caches(model, cache, tmp_path):
    save_weights(model, tmp_path / "a")
    changed = Mixtral(CONFIG).initialise(5)
    with torch.no_grad():
        changed.head.weight[3, 4] += 1e-3
    save_weights(changed, tmp_path / "b")
    first, second = fingerprint(tmp_path / "a"), fingerprint(tmp_path / "b")
    assert first != second
    assert first == fingerprint(tmp_path / "a")
    some, others = TokenizedPairs(cache, np.arange(5)), TokenizedPairs(cache, np.arange(6))
    paths = {
        reference_path(tmp_path, pairs, weights, dtype)
        for pairs in (some, others)
        for weights in (first, second)
        for dtype in (torch.float32, torch.bfloat16)
    }
    assert len(paths) == 8
