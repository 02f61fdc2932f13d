import pytest

from curation.verbalise.articles import indefinite_article


@pytest.mark.parametrize(
    "word",
    "apple hour honest heir herb umbrella unimportant uncle FBI X-ray MRI 8 11 18 80 upper e-mail".split(),
)
def test_an_before_the_sound_of_a_vowel(word: str) -> None:
    assert indefinite_article(word) == "an"


@pytest.mark.parametrize(
    "word",
    """house unicorn university user European one once one-way eulogy ewe UFO CD NASA 7 100 ukulele usual
    herbivore utensil unanimous""".split(),
)
def test_a_before_the_sound_of_a_consonant(word: str) -> None:
    assert indefinite_article(word) == "a"
