"""Questions of every kind from real pages, to be read by people (docs/samples/questions.md), and how fast
they are made.

    python benchmarks/question_samples.py DUMP... [--seed 0]

The dumps are run through the whole pipeline with the default configuration; five questions of each kind and
five with each kind of insertion are drawn at random. `documents_per_cpu_second` counts what facts and
questions take together, without reading the dump, its older revisions included.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SAMPLES = ROOT / "docs" / "samples" / "questions.md"
RESULTS = ROOT / "benchmarks" / "results" / "question_samples.json"

from curation.questions.config import QuestionsConfig  # noqa: E402
from pipelines.engine import run_stages  # noqa: E402
from pipelines.questions import question_stages  # noqa: E402
from pipelines.sources.wiki import WikiSource  # noqa: E402
from schemas.arrow import batch_to_rows  # noqa: E402
from schemas.facts import Fact  # noqa: E402
from schemas.questions import Question  # noqa: E402

KINDS = (
    "short",
    "yes-no",
    "list",
    "biography",
    "about",
    "summary",
    "timeline",
    "comparison",
    "unanswerable",
)
INSERTIONS = ("false-premise", "true-premise", "distractor", "leading", "pressure")
EACH = 5
EVIDENCE_CHARACTERS = 160


def run(dumps: Sequence[str], seed: int, folder: str) -> float:
    """Runs everything; gives the CPU seconds of the stages after the documents."""
    documents = WikiSource(input=tuple(dumps)).stages("documents", number=0)
    run_stages(documents, folder)
    stages = question_stages(("documents",), QuestionsConfig(), seed=seed, partitions=2)
    start = time.process_time()
    run_stages([*documents, *stages], folder)
    return time.process_time() - start


def read(folder: str, stage: str, record: type) -> list:
    """The rows of a stage."""
    files = sorted(next(Path(folder).glob(f"*-{stage}")).glob("part-*.parquet"))
    return [row for file in files for row in batch_to_rows(record, pq.read_table(file))]


def page(questions: list[Question], facts: list[Fact], seed: int) -> str:
    """The Markdown page."""
    chance = random.Random(seed)
    counts = Counter(question.kind for question in questions)
    inserted = Counter(found.kind for question in questions for found in question.inserted)
    wrong = Counter(found.kind for question in questions for found in question.inserted if found.is_false)
    lines = [
        "# Questions made of Wikipedia pages",
        "",
        f"Made by `python benchmarks/question_samples.py … --seed {seed}` from two excerpts of the English",
        "Wikipedia (2016 and 2022), whose authors publish it under CC BY-SA 3.0; the quotations and the",
        "questions made of them are under the same licence. Drawn at random; nothing was changed or left out",
        "by hand.",
        "",
        f"{len(questions):,} questions from {len(facts):,} facts.",
        "",
        "| kind | questions | | inserted | questions | of them wrong |",
        "|---|---|---|---|---|---|",
    ]
    for number, kind in enumerate(KINDS):
        name = INSERTIONS[number] if number < len(INSERTIONS) else ""
        right = f"{name} | {inserted[name]} | {wrong[name]}" if name else " | | "
        lines.append(f"| {kind} | {counts[kind]} | | {right} |")
    for kind in KINDS:
        plain = [question for question in questions if question.kind == kind and not question.inserted]
        lines += ["", f"## {kind}", ""]
        for question in chance.sample(plain, min(EACH, len(plain))):
            lines += _shown(question)
    for kind in INSERTIONS:
        having = [question for question in questions if any(i.kind == kind for i in question.inserted)]
        lines += ["", f"## with a {kind}", ""]
        for question in chance.sample(having, min(EACH, len(having))):
            lines += _shown(question)
    return "\n".join(lines) + "\n"


def _shown(question: Question) -> list[str]:
    lines = [f"- **{_plain(question.prompt)}**"]
    if question.answers:
        forms = [form for forms in question.aliases for form in forms][:3]
        also = f" (also: {'; '.join(forms)})" if forms and question.kind != "list" else ""
        lines.append(f"  - answer: {_plain('; '.join(question.answers) + also)}")
    elif question.kind == "unanswerable":
        lines.append("  - answer: the page does not say")
    for found in question.inserted:
        verdict = f"wrong; right is: {found.correction}" if found.is_false else "not wrong"
        lines.append(f"  - inserted: {_plain(f'“{found.claim}” — {verdict}')}")
    if question.evidence and question.kind not in ("unanswerable", "summary"):
        lines.append(f"  - evidence: {_plain(_short(question.evidence[0].text))}")
    return lines


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= EVIDENCE_CHARACTERS else f"{text[:EVIDENCE_CHARACTERS].rsplit(' ', 1)[0]} …"


def _plain(text: str) -> str:
    """The text without anything that Markdown would read as a mark."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>#|" else character for character in text)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("dumps", nargs="+", help="MediaWiki dumps, English")
    parser.add_argument("--seed", type=int, default=0, help="decides wordings and choices, and draws samples")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        seconds = run(options.dumps, options.seed, folder)
        facts, questions = read(folder, "facts", Fact), read(folder, "questions", Question)
        documents = sum(
            pq.read_metadata(file).num_rows for file in Path(folder).glob("*-documents/part-*.parquet")
        )
    SAMPLES.parent.mkdir(parents=True, exist_ok=True)
    SAMPLES.write_text(page(questions, facts, options.seed))
    results = {
        "python": platform.python_version(),
        "dumps": [Path(dump).name for dump in options.dumps],
        "seed": options.seed,
        "documents": documents,
        "facts": dict(sorted(Counter(fact.kind for fact in facts).items())),
        "questions": dict(sorted(Counter(question.kind for question in questions).items())),
        "inserted": dict(
            sorted(Counter(found.kind for question in questions for found in question.inserted).items())
        ),
        "cpu_seconds": round(seconds, 2),
        "documents_per_cpu_second": round(documents / seconds, 1),
        "questions_per_cpu_second": round(len(questions) / seconds, 1),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
