import dataclasses
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from curation.facts.dates import parse_date
from curation.facts.naming import folded
from curation.mediawiki import MediaWikiDump
from curation.questions.config import InsertionConfig, KindWeights, QuestionsConfig, Strengths
from curation.questions.draft import gives_away
from curation.questions.make import FactsToQuestions
from curation.wiki_documents import DocumentsConfig, PagesToDocuments
from pipelines.engine import Map, run_stages
from pipelines.questions import question_stages
from schemas.arrow import batch_to_rows
from schemas.document import Document
from schemas.facts import ContestedFact, Fact, SharedName
from schemas.questions import Question
from tests.curation.facts.made_pages import country, film, page, person, wiki
from tests.pipelines import question_run
from tests.pipelines.engine.folders import shard_digests

ROOT = Path(__file__).parents[2]
KINDS = {field.replace("_", "-") for field in KindWeights.model_fields}


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Runs over documents; gives the run folder."""

    def run(documents, config=None, *, seed=0, partitions=1, per_file=99):
        folder = tmp_path_factory.mktemp("questions")
        question_run.write(folder / "in", documents, per_file)
        made = question_run.stages(
            folder / "in", config or QuestionsConfig(), seed=seed, partitions=partitions
        )
        run_stages(made, str(folder / "run"))
        return folder / "run"

    return run


CONFIG = QuestionsConfig(insertion=InsertionConfig(share=0.5))


@pytest.fixture(scope="module")
def made(make):
    return make(wiki(), CONFIG)


@pytest.fixture(scope="module")
def ask(made):
    """The questions of the made run's facts with another configuration, without another run."""

    def asked(config, seed=0):
        by_page = {}
        for fact in facts(made).values():
            by_page.setdefault(fact.document, []).append(fact)
        folders = [str(next(made.glob(f"*-{stage}"))) for stage in ("contested", "fact-pools")]
        return list(FactsToQuestions(config, seed)(sorted(by_page.items()), *folders))

    return asked


def read(run, stage, record):
    files = sorted(next(run.glob(f"*-{stage}")).glob("part-*.parquet"))
    return [row for file in files for row in batch_to_rows(record, pq.read_table(file))]


def questions(run):
    return read(run, "questions", Question)


def facts(run):
    return {fact.id: fact for fact in read(run, "facts", Fact)}


def test_all_kinds_are_asked_and_all_that_can_be_is_inserted(made):
    found = questions(made)
    assert {question.kind for question in found} == KINDS
    kinds = {inserted.kind for question in found for inserted in question.inserted}
    assert kinds == {"false-premise", "true-premise", "distractor", "leading", "pressure"}
    assert len({question.id for question in found}) == len(found)


def test_every_question_can_be_traced_to_sentences_of_its_pages(made):
    texts = {document.id: document.text for document in wiki()}
    known = facts(made)
    for question in questions(made):
        assert question.facts
        assert set(question.facts) <= set(known)
        assert {known[name].document for name in question.facts} == set(question.documents)
        for evidence in question.evidence:
            assert evidence.document in question.documents
            assert texts[evidence.document][evidence.start : evidence.end] == evidence.text


def test_answers_are_the_facts_values_and_do_not_stand_in_the_question(made):
    known = facts(made)
    for question in questions(made):
        assert len(question.aliases) == len(question.answers)
        fact = known[question.facts[0]]
        if question.kind in ("short", "list"):
            assert question.answers == fact.values
            assert not gives_away(question.plain, question.answers)
        elif question.kind == "comparison":
            assert question.answers[0] in {known[name].subject for name in question.facts}
            assert all(known[name].subject in question.plain for name in question.facts)
        elif question.kind == "yes-no":
            assert question.answers[0] in ("Yes", "No")
        else:
            assert question.answers == []


def test_a_question_answered_with_no_has_another_value_than_the_page(made):
    known = facts(made)
    answered = Counter()
    for question in questions(made):
        if question.kind == "yes-no":
            fact = known[question.facts[0]]
            stated = any(folded(value) in folded(question.plain) for value in fact.values)
            assert stated == (question.answers == ["Yes"]), question.plain
            answered[question.answers[0]] += 1
    assert answered["Yes"] > 20
    assert answered["No"] > 20


def test_what_is_inserted_is_said_to_be_false_exactly_if_it_is(made):
    known = facts(made)
    of_page = {}
    for fact in known.values():
        of_page.setdefault(fact.subject, []).append(fact)
    seen = Counter()
    for question in questions(made):
        for inserted in question.inserted:
            assert question.prompt != question.plain
            assert inserted.text in question.prompt
            assert inserted.is_false == bool(inserted.correction)
            assert inserted.claim != inserted.correction
            if inserted.kind in ("true-premise", "distractor"):
                assert not inserted.is_false
            if inserted.kind == "false-premise":
                assert inserted.is_false
            if inserted.kind == "distractor":
                assert folded(question.subject) not in folded(inserted.claim)
            if inserted.kind in ("true-premise", "false-premise") and question.kind in ("short", "list"):
                assert not gives_away(inserted.claim, question.answers)
            seen[inserted.kind, inserted.is_false] += 1
        if not question.inserted:
            assert question.prompt == question.plain
    assert seen["leading", True]
    assert seen["leading", False]


def test_nothing_is_inserted_if_the_share_is_0_and_much_if_it_is_1(ask):
    none = ask(QuestionsConfig(insertion=InsertionConfig(share=0)))
    assert not any(question.inserted for question in none)
    only = InsertionConfig(share=1, true_premise=0, distractor=0, leading=0, pressure=0)
    every = ask(QuestionsConfig(insertion=only))
    assert {inserted.kind for question in every for inserted in question.inserted} == {"false-premise"}
    asked = [question for question in every if question.relation != "section"]
    assert sum(bool(question.inserted) for question in asked) > 0.8 * len(asked)


def test_strength_decides_how_a_premise_is_put(ask):
    for strength, words in (("mild", "I "), ("insistent", "n")):
        weights = {name: float(name == strength) for name in Strengths.model_fields}
        insertion = InsertionConfig(share=1, strength=Strengths(**weights), leading=0, pressure=0)
        texts = {i.text for question in ask(QuestionsConfig(insertion=insertion)) for i in question.inserted}
        assert texts
        assert all(words in text for text in texts)
        assert any("Everyone knows" in text for text in texts) == (strength == "insistent")


def test_the_share_of_questions_to_be_answered_with_no_is_set(ask):
    for share, answer in ((0, "Yes"), (1, "No")):
        found = ask(QuestionsConfig(false_share=share))
        assert {q.answers[0] for q in found if q.kind == "yes-no"} == {answer}


def test_a_kind_of_weight_0_is_not_asked(ask):
    found = ask(QuestionsConfig(weights=KindWeights(yes_no=0, summary=0)))
    assert {question.kind for question in found} == KINDS - {"yes-no", "summary"}


def test_a_page_is_asked_at_most_so_much(ask):
    asked = Counter(question.id.split("#")[0] for question in ask(QuestionsConfig(per_page=5)))
    assert max(asked.values()) == 5


def test_another_seed_asks_otherwise(ask):
    first, second = (ask(QuestionsConfig(), seed) for seed in (1, 2))
    assert {question.prompt for question in first} != {question.prompt for question in second}


def test_the_same_questions_however_the_work_is_spread(make, made):
    documents = wiki()
    runs = [
        made,
        make(documents, CONFIG, partitions=3, per_file=4),
        make(documents[::-1], CONFIG, partitions=2, per_file=7),
    ]
    first, *others = [sorted(questions(run), key=lambda question: question.id) for run in runs]
    assert len(first) > 100
    for other in others:
        assert other == first


def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path, make):
    documents, output = wiki()[::2], tmp_path / "killed"
    whole = make(documents, partitions=question_run.PARTITIONS, per_file=4)
    question_run.write(tmp_path / "in", documents, 4)
    command = [sys.executable, "-m", "tests.pipelines.question_run", str(tmp_path / "in"), str(output)]
    process = subprocess.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if list(output.glob("*-facts/part-*.json")):
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(output.glob("*-facts/part-*.json"))
    made = question_run.stages(tmp_path / "in", QuestionsConfig(), seed=0, partitions=question_run.PARTITIONS)
    run_stages(made, str(output))
    assert shard_digests(output) == shard_digests(whole)


def test_an_older_text_of_a_page_is_left_out(make):
    old = country("Velmark", 1, revision="7", timestamp="2016-01-01T00:00:00Z")
    new = country("Velmark", 3, revision="9", timestamp="2022-01-01T00:00:00Z")
    run = make([new, old, *wiki()[:4]])
    assert {fact.value for fact in facts(run).values() if fact.relation == "calling-code"} == {"+903"}
    assert read(run, "contested", ContestedFact) == []


def test_the_same_page_twice_is_asked_once(make):
    once = questions(make([country("Velmark", 1), country("Ostrania", 2)]))
    twice = questions(make([country("Velmark", 1), country("Velmark", 1), country("Ostrania", 2)]))
    assert twice == once


def test_what_pages_do_not_agree_on_is_not_asked(make):
    velmark = country("Velmark", 1)
    more = "## Countries\n\n| Country | Capital | Area (km²) |\n|---|---|---|\n| Velmark | Ostby | 29,000 |\n"
    norland = page("Norland", "Norland is a region in the north with many lakes.", more=more)
    run = make([velmark, norland, *wiki()[:7]])
    [contested] = [row for row in read(run, "contested", ContestedFact) if row.key.startswith("velmark|")]
    assert contested.key == "velmark|capital"
    assert set(contested.values) == {"Velmstad", "Ostby"}
    asked = {question.relation for question in questions(run) if question.subject == "Velmark"}
    assert "capital" not in asked
    assert "area" in asked
    said = [inserted.claim for question in questions(run) for inserted in question.inserted]
    assert not any("the capital of Velmark is Velmstad" in claim for claim in said)


def test_what_a_page_contradicts_itself_in_is_not_asked(make):
    document = person("Karin Solberg", 0)
    text = document.text.replace("(4 May 1850 – ", "(4 May 1851 – ")
    run = make([dataclasses.replace(document, text=text), person("Nils Ekdal", 1)])
    asked = {question.relation for question in questions(run) if question.subject == "Karin Solberg"}
    assert "birth-date" not in asked
    assert "death-date" in asked


def test_two_pages_of_one_name_are_told_apart_or_not_asked(make):
    answer = page(
        "Harbour",
        "Harbour is a town in Velmark on the western coast. It has a quay.",
        box="Infobox settlement",
        rows={"name": "Harbour", "settlement type": "Town", "mayor": "Olaf Lind", "country": "Velmark"},
    )
    unnamed = page("Harbour (law)", "In law, a harbour is a place that is safe from any court.")
    run = make([answer, film("Harbour (film)", 1), unnamed, *wiki()[:4]])
    assert [row.name for row in read(run, "shared-names", SharedName)] == ["harbour"]
    subjects = {question.subject for question in questions(run) if "arbour" in question.subject}
    assert subjects == {"the town of Harbour", "the film Harbour"}


def test_pages_of_which_nothing_is_made_are_counted(made):
    import_reasons = {"disambiguation", "list", "language"}
    receipts = [path.read_text() for path in next(made.glob("*-facts")).glob("part-*.json")]
    assert all(any(reason in text for text in receipts) for reason in import_reasons)


def test_a_wrong_date_is_near_the_right_one(made):
    known = facts(made)
    for question in questions(made):
        fact = known[question.facts[0]]
        if question.kind == "yes-no" and question.answers == ["No"] and fact.value_type == "date":
            right = parse_date(fact.value)
            found = [parse_date(word) for word in question.plain.rstrip("?").split()]
            years = [date.year for date in found if date is not None]
            assert years
            assert 0 < abs(years[-1] - right.year) <= 25


@pytest.mark.real
def test_the_english_dumps_give_two_thousand_questions_of_all_kinds(real_data, tmp_path):
    dumps = (
        "enwiki-2022-first251-truncated.xml.bz2",
        "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2",
    )
    source = Map(
        name="documents",
        source=MediaWikiDump(tuple(str(real_data / "wiki" / dump) for dump in dumps)),
        function=PagesToDocuments(DocumentsConfig()),
        output=Document,
    )
    run_stages(
        [source, *question_stages(("documents",), QuestionsConfig(), seed=0, partitions=2)], str(tmp_path)
    )
    found = questions(tmp_path)
    assert len(found) >= 2_000
    assert {question.kind for question in found} == KINDS
    texts = {}
    for document in read(tmp_path, "documents", Document):
        if document.id not in texts or texts[document.id].timestamp < document.timestamp:
            texts[document.id] = document
    for question in found:
        for evidence in question.evidence:
            assert texts[evidence.document].text[evidence.start : evidence.end] == evidence.text
