import pytest

from curation.verbalise.suspicious import suspicious


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("A apple falls.", "wrong-a-or-an"),
        ("An unicorn flies.", "wrong-a-or-an"),
        ("It is are red.", "two-verbs-to-be"),
        ("See the a cat.", "doubled-article"),
        ("PersonX eats.", "person-left"),
        ("A cat can purrs.", "third-person-after-modal"),
        ("A fire_truck.", "underscore"),
        ("It eats eats.", "doubled-word"),
        ("It eats", "no-full-stop"),
        ("it eats.", "no-capital"),
        ("They want to goes.", "to-and-third-person"),
    ],
)
def test_mistakes_are_seen(text: str, pattern: str) -> None:
    assert suspicious(text)[pattern] == 1


def test_good_english_is_not_suspicious() -> None:
    assert not suspicious(
        'An hour has 60 minutes. A user can watch a unicorn, an FBI agent and the sea. "Cats" is a word. '
        "He had had enough. Mr Bean may have a tree."
    )
