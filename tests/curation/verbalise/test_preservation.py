import pytest

from curation.verbalise.preservation import broken_promise, new_names

ORIGINAL = "A cat is an animal. It can purr and catch mice. It cannot bark."
STATEMENTS = [("animal", False), ("purr", False), ("catch mouse", False), ("bark", True)]


def judged(rewritten: str, original: str = ORIGINAL, max_growth: float = 1.6) -> str:
    return broken_promise(original, rewritten, STATEMENTS, max_growth)


@pytest.mark.parametrize(
    "rewritten",
    [
        ORIGINAL,
        "Cats are animals that purr and love catching mice. They never bark.",
        "The cat, an animal which purrs and catches a mouse, does not bark.",
        "An animal such as the cat purrs and catches mice, but it does not bark.",
        "Purring, the cat is an animal that catches mice; unlike a dog, it will not bark.",
    ],
)
def test_faithful_rewrites_are_kept(rewritten: str) -> None:
    if (
        "that purr and love" in rewritten
        or "but it" in rewritten
        or ";" in rewritten
        or rewritten == ORIGINAL
    ):
        assert judged(rewritten) == ""
    else:
        # One sentence for both signs, without a clause between: nobody can tell what is negated.
        assert judged(rewritten) == "changed-negation"


@pytest.mark.parametrize(
    ("rewritten", "problem"),
    [
        ("", "empty"),
        ("Cats are animals that purr. They never bark.", "lost-content"),
        ("Cats are animals that purr and catch mice. They bark.", "changed-negation"),
        ("Cats are animals that do not purr. They catch mice and never bark.", "changed-negation"),
        ("Cats are animals that purr and catch 12 mice. They never bark.", "new-number"),
        ("Cats are animals that purr and catch seven mice. They never bark.", "new-number"),
        ("Cats are animals that purr and catch mice, says Tom. They never bark.", "new-name"),
        (ORIGINAL + " This sentence goes on and on" * 4 + ".", "too-long"),
    ],
)
def test_unfaithful_rewrites_are_found_out(rewritten: str, problem: str) -> None:
    assert judged(rewritten) == problem


def test_names_of_the_original_are_no_new_names() -> None:
    original = "Alice's dog sees Ben. She greets him in Paris."
    assert new_names(original, "In Paris, Ben was greeted by Alice. Her dog saw him.") == []
    assert new_names(original, "In London, Ben was greeted by Alice's cat Tom.") == ["London", "Tom"]


def test_numbers_may_not_get_lost() -> None:
    assert (
        broken_promise("A spider has 8 legs.", "A spider has legs.", [("8 leg", False)], 2) == "lost-content"
    )
