import bm25s

from curation.checking.config import PassageConfig
from curation.checking.passages import Passages
from curation.checking.source import CheckedSource
from curation.checking.words import tokens_of
from tests.curation.checking.pages import page

TEXT = " ".join(f"Sentence {number} tells of ordinary things and of nothing else." for number in range(40))
NEEDLE = "The lighthouse of Corvo was built by Dutch engineers in 1871."


def passages(text: str, **fields: float) -> tuple[CheckedSource, Passages]:
    source = CheckedSource([page(text, instrument="cello", birth_place="Odense")])
    return source, Passages(source.page, PassageConfig(**fields), source.bounds())


def test_the_passage_with_the_claims_rare_words_comes_first() -> None:
    source, found = passages(f"{TEXT} {NEEDLE} {TEXT}", words=40)
    best = found.best(tokens_of("Engineers from the Netherlands built the Corvo lighthouse."))
    assert NEEDLE in source.page.text[best[0].start : best[0].end]
    assert len(best) <= PassageConfig().top


def test_passages_cover_every_sentence_once_and_never_run_into_the_infobox() -> None:
    source, found = passages(TEXT, words=30)
    numbers = [number for one in found.passages for number in range(one.first, one.last + 1)]
    assert numbers == list(range(len(source.page.sentences)))
    assert all(one.words <= 30 or one.first == one.last for one in found.passages)
    evidence = [source.span(one.start, one.end) for one in found.passages]
    assert [one.text for one in evidence if one.start < 0] == ["instrument: cello\nbirth place: Odense"]
    assert all(TEXT[one.start : one.end] == one.text for one in evidence if one.start >= 0)


def test_the_order_is_that_of_bm25s() -> None:
    texts = ["red fox red", "red dog in a long house by a river", "grey fox", "blue bird", "green river"]
    source = CheckedSource([page("\n".join(f"{text}." for text in texts))])
    ours = Passages(
        source.page, PassageConfig(words=20, top=5), [start for start, _ in source.page.sentences]
    )
    query = tokens_of("red fox river")
    corpus = [[token.word.root for token in source.page.words_of(number)] for number in range(len(texts))]
    theirs = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    theirs.index(corpus, show_progress=False)
    scores = theirs.get_scores([token.word.root for token in query])
    expected = sorted(
        (place for place in range(5) if scores[place] > 0), key=lambda place: (-scores[place], place)
    )
    assert [one.first for one in ours.best(query)] == expected


def test_a_claim_without_a_word_of_the_page_finds_nothing() -> None:
    assert passages(TEXT)[1].best(tokens_of("Zebra!")) == []
    assert passages("")[1].best(tokens_of("")) == []
