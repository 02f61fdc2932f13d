"""How much of each source is taken, what is held out, and that a source's choice is its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from curation.mixture.config import MixtureConfig, SourceShare, ValidationConfig
from curation.mixture.sample import HELD_OUT, NOT_SAMPLED
from curation.mixture.split import Split
from pipelines.engine import Map, RunError, run_stages
from pipelines.mixture import mixture_stages
from pipelines.stage_rows import as_they_are
from schemas.dedup import Candidate
from schemas.tokens import TokenizedDocument
from tests.curation.mixture.given import Given

SEED = 5


def documents(source, count, tokens=10):
    return [
        TokenizedDocument(id=f"{source}:{n}", source=source, tokens=[7] * tokens, text_bytes=4 * tokens)
        for n in range(count)
    ]


@pytest.fixture
def mix(tmp_path):
    """Runs the stages over documents; gives what is trained on, what is held out, and the plan."""
    runs = iter(range(9))

    def run(given, mixture=None, share=None, candidates=()):
        folder = str(tmp_path / f"run{next(runs)}")
        validation = ValidationConfig(share=share) if share else None
        stages = [
            Map(name="tokens", source=Given(tuple(given)), function=as_they_are, output=TokenizedDocument),
            Map(name="candidates", source=Given(tuple(candidates)), function=as_they_are, output=Candidate),
            *mixture_stages(
                "tokens", MixtureConfig(**mixture or {}), validation, seed=SEED, candidates="candidates"
            ),
        ]
        manifests = {manifest.stage: manifest for manifest in run_stages(stages, folder)}
        return Given.rows(folder, "mixture"), Given.rows(folder, "validation"), manifests, folder

    return run


def test_a_share_an_epoch_and_a_half_and_nothing(mix):
    given = [*documents("a", 2000), *documents("b", 2000), *documents("c", 50), *documents("d", 50)]
    taken, _, manifests, _ = mix(given, {"sources": {"a": 0.3, "b": {"epochs": 2.5}, "c": 0}, "others": 1})
    ids = [row["id"] for row in taken]
    assert len(ids) == len(set(ids))
    by_source = {name: [i for i in ids if i.startswith(f"{name}:")] for name in "abcd"}
    assert 540 < len(by_source["a"]) < 660
    assert not any("#" in i for i in by_source["a"])
    for number, least, most in (("#2", 2000, 2000), ("#3", 920, 1080)):
        assert least <= sum(i.endswith(number) for i in by_source["b"]) <= most
    assert by_source["c"] == []
    assert len(by_source["d"]) == 50
    assert manifests["mixture"].dropped == {NOT_SAMPLED: 2000 - len(by_source["a"]) + 50}


def test_a_limit_is_never_passed_and_nearly_reached(mix):
    given = [*documents("big", 3000, tokens=17), *documents("small", 10)]
    for limit in (1000, 20_000, 51_000, 90_000):
        taken, _, manifests, _ = mix(given, {"sources": {"big": {"epochs": 3, "max_tokens": limit}}})
        tokens = sum(len(row["tokens"]) for row in taken if row["source"] == "big")
        assert limit - 500 < tokens <= limit
        assert manifests["mixture"].sources["big"].tokens == tokens


def test_another_source_does_not_change_what_is_taken_of_one(mix):
    shares = {"sources": {"a": {"epochs": 0.5, "max_tokens": 2000}}, "others": 0.5}
    alone = {row["id"] for row in mix(documents("a", 500), shares, share=0.1)[0]}
    both = {row["id"] for row in mix([*documents("b", 700), *documents("a", 500)], shares, share=0.1)[0]}
    assert alone == {i for i in both if i.startswith("a:")}
    assert 100 < len(alone) <= 200


def test_what_is_held_out_is_not_trained_on(mix):
    given = documents("a", 3000)
    taken, held_out, manifests, folder = mix(given, {"sources": {"a": 2}}, share=0.05)
    held = {row["id"] for row in held_out}
    assert 100 < len(held) < 200
    assert held.isdisjoint(row["id"].partition("#")[0] for row in taken)
    assert len(taken) == 2 * (3000 - len(held))
    assert manifests["mixture"].dropped == {HELD_OUT: len(held)}
    plan = Given.rows(folder, "mixture-plan")[0]
    assert (plan["held_out_documents"], plan["documents"]) == (len(held), 3000 - len(held))
    assert plan["tokens_taken"] == sum(len(row["tokens"]) for row in taken)


def candidate(number, component):
    return Candidate(
        component=component,
        key=number,
        id=f"a:{number}",
        source="a",
        title="",
        revision="",
        timestamp="",
        length=1,
        text_digest=b"",
        minhash=b"",
        shingles=b"",
    )


def test_documents_that_are_alike_are_held_out_together(mix):
    # Threes of a component; and document 0 was in two dumps, with a text of each of two components.
    alike = [candidate(n, n // 3) for n in range(600)] + [candidate(0, 9)]
    _, held_out, _, _ = mix(documents("a", 600), share=0.2, candidates=alike)
    held = {int(row["id"].removeprefix("a:")) for row in held_out}
    assert 60 < len(held) < 200
    for component in range(200):
        members = set(range(3 * component, 3 * component + 3))
        assert members <= held or members.isdisjoint(held)
    assert ({0, 1, 2} <= held) == ({27, 28, 29} <= held)


def test_without_duplicates_the_groups_are_empty(mix):
    taken, held_out, _, _ = mix(documents("a", 100), share=0.5)
    assert len(taken) + len(held_out) == 100
    assert held_out


def test_a_source_that_is_not_there_is_an_error(mix):
    with pytest.raises(RunError, match=r"sources names wikipedia.*there are a, b"):
        mix([*documents("a", 3), *documents("b", 3)], {"sources": {"wikipedia": 1, "a": 1}})


@pytest.mark.parametrize(
    ("given", "expected"), [("2B", 2 * 10**9), ("1.5k", 1500), ("10_000", 10_000), (7, 7), ("3 M", 3 * 10**6)]
)
def test_numbers_of_tokens_as_people_write_them(given, expected):
    assert SourceShare(max_tokens=given).max_tokens == expected


@pytest.mark.parametrize("given", ["2 billion", "", "-1", "B", -3])
def test_no_numbers_of_tokens(given):
    with pytest.raises(ValidationError):
        SourceShare(max_tokens=given)


def test_the_first_pattern_that_fits_counts():
    config = MixtureConfig(sources={"beer.stackexchange": 2, "*.stackexchange": 0.5}, others=0.1)
    assert config.of("beer.stackexchange")[1].epochs == 2
    assert config.of("genai.stackexchange") == ("*.stackexchange", SourceShare(epochs=0.5))
    assert config.of("web")[1].epochs == 0.1


@given(st.floats(0.001, 0.9), st.integers(0, 9))
def test_splits_depend_on_the_seed_and_are_as_large_as_asked(share, seed):
    split = Split.of(ValidationConfig(share=share), seed)
    held = sum(split.is_held_out(f"x:{n}") for n in range(400))
    assert abs(held - 400 * share) < 80
