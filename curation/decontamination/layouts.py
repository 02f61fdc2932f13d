"""Field names of well-known evaluation sets, as their publishers' files have them and as they are spread as
Parquet on the Hugging Face hub. Of several layouts, the first that a file's rows have is taken.
"""

from __future__ import annotations

from curation.decontamination.config import ItemFields

# {"question": {"stem": …, "choices": [{"label": "A", "text": …}]}, "answerKey": "A"}: AI2's way to write it.
_STEM = ItemFields(
    question=("question.stem",),
    choices=("question.choices.text",),
    labels="question.choices.label",
    answer="answerKey",
    answer_is="label",
)


def _hub(question: str) -> ItemFields:
    return ItemFields(
        question=(question,),
        choices=("choices.text",),
        labels="choices.label",
        answer="answerKey",
        answer_is="label",
    )


def _questions(*layouts: tuple[str, str]) -> tuple[ItemFields, ...]:
    return tuple(ItemFields(question=(question,), answer=answer) for question, answer in layouts)


_QUERIES = ItemFields(question=("qas.query",), answer="qas.answers.text", each="qas", blank="@placeholder")
_MMLU = ("question", "A", "B", "C", "D", "answer")

LAYOUTS: dict[str, tuple[ItemFields, ...]] = {
    "arc": (_STEM, _hub("question")),
    "commonsenseqa": (_STEM, _hub("question")),
    "gsm8k": _questions(("question", "answer")),
    # Endings follow the context without a break.
    "hellaswag": (
        ItemFields(
            question=("ctx",), choices=("endings",), answer="label", answer_is="from-0", continues=True
        ),
    ),
    "mmlu": (
        ItemFields(question=("question",), choices=("choices",), answer="answer", answer_is="from-0"),
        ItemFields(question=("question",), choices=_MMLU[1:5], answer="answer", answer_is="letter"),
        # The authors' files have no header.
        ItemFields(
            question=("question",), choices=_MMLU[1:5], answer="answer", answer_is="letter", columns=_MMLU
        ),
    ),
    # NQ-open; the original, simplified and not; the hub's copy of it; the files of retrieval papers.
    "nq": _questions(
        ("question", "answer"),
        ("question", "answers"),
        ("question_text", ""),
        ("question.text", ""),
    ),
    "obqa": (
        _STEM.model_copy(update={"continues": True}),
        _hub("question_stem").model_copy(update={"continues": True}),
    ),
    "piqa": (
        ItemFields(
            question=("goal",), choices=("sol1", "sol2"), answer="label", answer_is="from-0", continues=True
        ),
    ),
    "protoqa": _questions(
        ("question.original", "answers.clusters.*.answers"),
        ("question.question", "answer-clusters.answers"),
    ),
    # The original (one JSON object), and SuperGLUE's (JSONL); several queries to a passage.
    "record": (
        _QUERIES.model_copy(update={"rows": "data"}),
        _QUERIES,
        ItemFields(question=("query",), answer="answers", blank="@placeholder"),
    ),
    "siqa": (
        ItemFields(
            question=("context", "question"),
            choices=("answerA", "answerB", "answerC"),
            answer="label",
            answer_is="from-1",
        ),
    ),
    "triviaqa": (
        ItemFields(question=("Question",), answer="Answer.Aliases", rows="Data"),
        *_questions(("question", "answer.aliases"), ("question", "answers"), ("question", "answer")),
    ),
    "truthfulqa": (
        *_questions(("Question", "Best Answer"), ("question", "best_answer")),
        ItemFields(question=("question",), choices=("mc1_targets.choices",)),
        ItemFields(question=("question",)),
    ),
    "winogrande": (
        ItemFields(
            question=("sentence",),
            choices=("option1", "option2"),
            answer="answer",
            answer_is="from-1",
            blank="_",
        ),
    ),
}
# Other names by which people know them.
LAYOUTS |= {"openbookqa": LAYOUTS["obqa"], "socialiqa": LAYOUTS["siqa"], "csqa": LAYOUTS["commonsenseqa"]}
