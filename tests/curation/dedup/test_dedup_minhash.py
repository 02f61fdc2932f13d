import hashlib
import random

import datasketch
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.dedup.minhash import EMPTY, Signer, estimate, hash32
from curation.dedup.shingles import blocks, is_long, jaccard, shingle, shingle_long, shingle_set
from curation.dedup.words import BLOCK_CHARACTERS, words_of
from tests.curation.dedup.made import edited, text

SIGNER = Signer(permutations=112, width=5, seed=1)


def slow_shingles(texts, width):
    """Which runs of words there are, by words as text."""
    return [[tuple(w[i : i + width]) for i in range(len(w) - width + 1)] for w in map(str.split, texts)]


@settings(deadline=None)  # tables are made when they are first needed
@given(
    st.lists(st.lists(st.sampled_from("abc"), max_size=9).map(" ".join), max_size=6),
    st.integers(1, 6),
)
def test_shingles_are_the_runs_of_words_within_each_text(texts, width):
    found = shingle(words_of(texts), width)
    expected = slow_shingles(texts, width)
    assert found.counts.tolist() == [len(runs) for runs in expected]
    flat = [run for runs in expected for run in runs]
    pairs = set(zip(found.hashes.tolist(), flat, strict=True))
    assert len(pairs) == len(set(flat)) == len(set(found.hashes.tolist()))


def test_a_long_text_has_the_same_shingles_in_pieces():
    long = text("long", 60_000)
    assert is_long(long)
    in_pieces = np.concatenate(list(shingle_long(long, 5)))
    assert in_pieces.tolist() == shingle(words_of([long]), 5).hashes.tolist()
    assert len(list(shingle_long(long, 5))) > 2


@pytest.mark.parametrize(
    "long", ["x" * (3 * BLOCK_CHARACTERS), " " * (3 * BLOCK_CHARACTERS), "a,b," * BLOCK_CHARACTERS]
)
def test_long_texts_without_spaces_or_words_are_taken(long):
    (signature,) = SIGNER.sign([long])
    assert (signature == EMPTY).all() == ("a," not in long)


def test_jaccard_is_that_of_the_sets():
    one, other = "a b c d e f g", "a b c d e f h"
    # Two of three shingles of either are common: 2 / 4.
    assert jaccard(shingle_set(one, 5), shingle_set(other, 5)) == pytest.approx(2 / 4)
    assert jaccard(shingle_set(one, 5), shingle_set(one.upper(), 5)) == 1
    assert jaccard(shingle_set(one, 5), shingle_set("z " * 50, 5)) == 0
    assert jaccard(shingle_set("", 5), shingle_set("", 5)) == 0


def test_signatures_are_what_datasketch_makes_of_the_same_hashes():
    texts = [text(n, 30 + 40 * n) for n in range(8)]
    texts.append(text("long", 40_000))
    signatures = SIGNER.sign(texts)
    assert signatures.dtype == np.uint32
    for made, signature in zip(texts, signatures, strict=True):
        reference = datasketch.MinHash(112, seed=1, hashfunc=int)
        reference.update_batch(hash32(np.concatenate(list(shingle_long(made, 5)))).tolist())
        assert signature.tolist() == reference.hashvalues.tolist()


def test_datasketch_reads_and_compares_signatures():
    base = text("base", 400)
    made = SIGNER.sign([base, edited(base, 8)])
    one, other = (datasketch.MinHash(seed=1, scheme="affine32", hashvalues=row) for row in made)
    assert one.jaccard(other) == estimate(made[:1], made[1:])[0]
    lsh = datasketch.MinHashLSH(num_perm=112, params=(14, 8))
    lsh.insert("base", one)
    assert lsh.query(other) == ["base"]


def test_estimates_are_near_the_truth():
    errors = []
    for seed in range(60):
        base = text(seed, 300)
        other = edited(base, 4 + seed % 12, seed)
        truth = jaccard(shingle_set(base, 5), shingle_set(other, 5))
        signatures = SIGNER.sign([base, other])
        errors.append(estimate(signatures[:1], signatures[1:])[0] - truth)
    # The standard error of one is at most 0.047, and so that of the mean 0.006.
    assert abs(np.mean(errors)) < 0.02
    assert np.abs(errors).max() < 0.2


def test_signatures_do_not_depend_on_what_a_text_is_signed_with():
    chance = random.Random(2)
    texts = [text(n, chance.choice([0, 3, 5, 60, 900])) for n in range(60)] + [
        text("l", 50_000),
        "",
        "...",
        "six",
    ]
    chance.shuffle(texts)
    together = SIGNER.sign(texts)
    assert [row.tolist() for row in together] == [SIGNER.sign([each])[0].tolist() for each in texts]
    assert [list(block) for block in blocks([])] == []


@pytest.mark.parametrize("short", ["", " \n", "one", "one two three four", "!?", "東京"])
def test_texts_shorter_than_a_shingle_have_no_signature(short):
    assert (SIGNER.sign([short, text(1)])[0] == EMPTY).all()
    assert estimate(SIGNER.sign([short]), SIGNER.sign([short])).tolist() == [0.0]


def test_signatures_stay_what_they_are():
    # Signatures are kept and compared with those of later runs: this must never change.
    signature = SIGNER.sign(["It is a truth universally acknowledged, that a single man … 東京 ½"])[0]
    assert hashlib.sha256(signature.astype("<u4").tobytes()).hexdigest()[:16] == "d025a33904cf0c4b"
