import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.claims.splitter import OfflineSplitter, SplitterConfig
from curation.claims.uncheckable import why_not_checkable
from schemas.responses import Claim, Response

SPLITTER = OfflineSplitter(SplitterConfig())


def answer(text: str) -> Response:
    return Response(
        id="q/m/0",
        question="q",
        model="m",
        sample=0,
        text=text,
        system="",
        temperature=1.0,
        seed=0,
        finish="stop",
        prompt_tokens=-1,
        completion_tokens=-1,
    )


def claims(text: str, topic: str = "") -> list[Claim]:
    found = SPLITTER.split(answer(text), topic)
    assert isinstance(found, list)
    return found


def said(text: str, topic: str = "") -> list[str]:
    return [claim.text for claim in claims(text, topic) if claim.checkable]


def test_predicates_are_claims_of_their_own_and_pronouns_are_the_topic() -> None:
    text = (
        "Mara Lindt is a Danish cellist. She grew up in Odense and studied music in Rome, but she left early."
    )
    assert said(text, "Mara Lindt") == [
        "Mara Lindt is a Danish cellist.",
        "Mara Lindt grew up in Odense.",
        "Mara Lindt studied music in Rome.",
        "Mara Lindt left early.",
    ]


def test_relative_clauses_are_said_of_the_noun_before_them() -> None:
    text = (
        "Otto Brandt was a miner who became a painter. He joined the Blue Circle, which was founded in 1921."
    )
    assert said(text, "Otto Brandt") == [
        "Otto Brandt was a miner.",
        "Otto Brandt became a painter.",
        "Otto Brandt joined the Blue Circle.",
        "The Blue Circle was founded in 1921.",
    ]


def test_appositions_and_dates_in_brackets() -> None:
    assert said("Otto Brandt, a Swiss painter, moved to Bern in 1930.") == [
        "Otto Brandt was a Swiss painter.",
        "Otto Brandt moved to Bern in 1930.",
    ]
    assert said("Ana Ruiz (born 3 May 1950) is a judge.") == [
        "Ana Ruiz is a judge.",
        "Ana Ruiz was born on 3 May 1950.",
    ]
    assert said("Ana Ruiz (1850–1911) was a judge.") == [
        "Ana Ruiz was a judge.",
        "Ana Ruiz was born in 1850.",
        "Ana Ruiz died in 1911.",
    ]


def test_lists_are_a_claim_per_item() -> None:
    assert said("Ana Ruiz is an actor, model and singer.") == [
        "Ana Ruiz is an actor.",
        "Ana Ruiz is a model.",
        "Ana Ruiz is a singer.",
    ]
    assert said('She wrote several books, including "Rain", "Dust and Ash" and "Salt".', "Ana Ruiz") == [
        'Ana Ruiz wrote several books, including "Rain".',
        'Ana Ruiz wrote several books, including "Dust and Ash".',
        'Ana Ruiz wrote several books, including "Salt".',
    ]


def test_what_looks_like_a_verb_after_and_is_left_alone() -> None:
    for text in (
        "Ana Ruiz is the founder and president of Rivers and Roads.",
        "Ana Ruiz was born in Lima and educated at a convent.",
        "Ana Ruiz met the cast and crew of the play in May.",
    ):
        assert said(text) == [text]


def test_a_pronoun_of_somebody_else_stays() -> None:
    text = "The Ruiz Bridge spans the Arno. It was designed by Ana Ruiz. She died in 1911."
    assert said(text, "Ruiz Bridge")[1:] == [
        "Ruiz Bridge was designed by Ana Ruiz.",
        "She died in 1911.",
    ]
    assert said("It is believed that rain fell.", "Ana Ruiz") == ["It is believed that rain fell."]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sure! Here is a short biography of Ana Ruiz:", "greeting"),
        ("I hope this helps.", "greeting"),
        ("I’m sorry, but I could not find anything about her.", "refusal"),
        ("Unfortunately, there is no reliable information about Ana Ruiz.", "refusal"),
        ("As an AI language model, I have no access to that.", "refusal"),
        ("I think she was a painter.", "hedge"),
        ("Perhaps she moved to Rome.", "hedge"),
        ("She might have been a painter.", "hedge"),
        ("In my opinion, her work is wonderful.", "opinion"),
        ("It is a truly beautiful city.", "opinion"),
        ("Would you like to know more?", "question"),
        ("***", "other"),
        ("Ana Ruiz was born in Lima.", ""),
        ("The bridge may be crossed on foot since May 2004.", ""),
    ],
)
def test_what_no_page_can_prove_is_set_apart(text: str, reason: str) -> None:
    assert why_not_checkable(text) == reason


def test_a_response_keeps_greetings_apart_from_claims() -> None:
    found = claims("Sure, here you go!\n\nAna Ruiz was a judge. Do you want to know more?", "Ana Ruiz")
    assert [(claim.checkable, claim.reason) for claim in found] == [
        (False, "greeting"),
        (True, ""),
        (False, "question"),
    ]
    assert [claim.id for claim in found] == ["q/m/0/0", "q/m/0/1", "q/m/0/2"]


def test_markdown_lists_and_bare_answers_get_what_they_are_said_of() -> None:
    text = "The main towns of the island are:\n\n1. **Porto** [2]\n2. Vila"
    assert said(text, "Corvo Island") == [
        "The main towns of the island are: Porto.",
        "The main towns of the island are: Vila.",
    ]
    assert said("14 March 1879", "Ana Ruiz") == ["Ana Ruiz: 14 March 1879."]


def test_spans_are_the_words_that_a_claim_was_made_of() -> None:
    text = "Yes, Ana Ruiz (born 3 May 1950) is a judge who moved to **Bern**, and she paints [1]."
    words = [text[claim.start : claim.end] for claim in claims(text, "Ana Ruiz")]
    assert words == ["Ana Ruiz (born 3 May 1950) is a judge", "moved to **Bern", "she paints", "3 May 1950"]


def test_without_clauses_every_sentence_is_one_claim() -> None:
    plain = OfflineSplitter(SplitterConfig(clauses=False))
    found = plain.split(answer("Ana Ruiz was a judge and wrote books. She sang."), "Ana Ruiz")
    assert isinstance(found, list)
    assert [claim.text for claim in found] == ["Ana Ruiz was a judge and wrote books.", "Ana Ruiz sang."]


def test_a_model_that_is_not_installed_is_an_error_that_says_so() -> None:
    with pytest.raises(ValueError, match=r"no_such_model.*not installed"):
        OfflineSplitter(SplitterConfig(spacy_model="no_such_model"))


PIECES = st.sampled_from(
    """
    Ana Ruiz he she it who which , , . and but was is born wrote (1850–1911) "Rain" including such as the a an
    judge of in 1911 [1] ** - : ; ? \ud800 é 東 \n
    """.split(" ")
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map(" ".join), st.sampled_from(["", "Ana Ruiz", "\udcff"]))
def test_any_text_is_accounted_for(text: str, topic: str) -> None:
    found = claims(text, topic)
    assert bool(found) == bool(text.strip())
    for claim in found:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.checkable != bool(claim.reason)
        assert claim.text
    assert [claim.id for claim in found] == [f"q/m/0/{place}" for place in range(len(found))]
