"""Answers that say they do not know, and answers that only sound like it."""

import json

import pytest

from curation.scoring.abstention import abstention

WHOLE = """
I don't know.
I do not know the answer to that.
I don't know
Unknown.
Not sure.
I'm not sure.
I’m not sure, and I would rather not guess.
I have no idea.
No idea, sorry.
I can't say for certain.
I cannot answer this question.
I'm sorry, but I can't find any information about her.
I'm sorry, but I do not have any information on a person named Ada Kern. If you like, ask something else.
Unfortunately, there is no information available on that.
There is no reliable record of this.
The article does not mention her favourite food.
The page doesn't say.
This is not stated in the source.
It is not known.
Her exact weight is unknown.
That is beyond my knowledge.
As an AI, I cannot verify this.
I was unable to find any details about it.
I couldn't find any notable person with that name. Could you please give me more context?
Her date of death is not publicly known. You may want to check a reliable biography.
Apologies, I am not familiar with Ada Kern. Can you tell me more?
It is impossible to say.
I have no information about that.
I don't have access to that information.
Sorry, I do not have enough information to answer. Please consult an encyclopedia.
""".strip().splitlines()

PARTIAL = """
I'm not sure, but I think it was Ulm.
I don't know the exact day, but she was born in 1901.
I don't know, maybe Ulm.
Ada Kern was a botanist. Her date of birth is unknown.
The page does not say when she died. She worked in Ulm and wrote three books on mosses.
I cannot find her birthplace. However, her father came from Ulm.
""".strip().splitlines()

NONE = """
Ulm.
She was born in Ulm and did not know her father.
No.
No, she was born in Ulm.
Little is said of her, and she died in Ulm.
She was an unknown botanist until 1930.
The Unknown Soldier lies there.
Nobody knows her as well as the people of Ulm.
She could not find work in Ulm, so she moved to Graz.
Her first book is called "I Don't Care".
""".strip().splitlines()


@pytest.mark.parametrize("text", WHOLE)
def test_whole_abstentions(text):
    assert abstention(text, "Ada Kern") == "whole"


@pytest.mark.parametrize("text", PARTIAL)
def test_an_answer_beside_it_makes_it_partial(text):
    assert abstention(text, "Ada Kern") == "partial"


@pytest.mark.parametrize("text", NONE)
def test_answers_are_none(text):
    assert abstention(text, "Ada Kern") == ""


def test_sentences_about_others_are_no_answer_where_nothing_is_known_of_the_subject():
    text = "There is no information available on Ada Kern. Berta Kern was a painter from Linz."
    assert abstention(text, "Ada Kern") == "whole"
    assert (
        abstention(f"{text} Ada Kern may be her sister's name; Ada Kern taught in Ulm.", "Ada Kern")
        == "partial"
    )


@pytest.mark.real
def test_people_and_rules_agree_on_biographies(real_data):
    found = {True: [0, 0], False: [0, 0]}
    for model in ("ChatGPT", "InstructGPT", "PerplexityAI"):
        path = real_data / "factuality" / "factscore_labeled" / f"{model}.40topics.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["annotations"] is None][abstention(row["output"], row["topic"]) == "whole"] += 1
    # The one that is missed is a biography that people left unlabelled for another reason.
    assert found == {True: [1, 14], False: [105, 0]}
