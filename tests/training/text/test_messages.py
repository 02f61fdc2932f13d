import pytest

from training.text.messages import Message, RowError, read_conversation, read_preference

QUESTION, ANSWER = Message("user", "Why?"), Message("assistant", "Because.")


@pytest.mark.parametrize(
    "row",
    [
        {"messages": [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "Because."}]},
        {"conversations": [{"from": "human", "value": "Why?"}, {"from": "gpt", "value": "Because."}]},
        {"conversation": [{"input": "Why?", "output": "Because."}], "source": "x"},
        {"instruction": "Why?", "input": "", "output": "Because."},
        {"query": "Why?", "response": "Because.", "type": "x"},
        {"prompt": "Why?", "completion": "Because."},
        {
            "prompt": [{"role": "user", "content": "Why?"}],
            "completion": [{"role": "assistant", "content": "Because."}],
        },
    ],
)
def test_every_shape_of_a_conversation_is_read(row):
    assert read_conversation(row) == [QUESTION, ANSWER]


def test_alpacas_input_and_a_system_prompt_are_kept():
    row = {"instruction": "Sum up", "input": "1 + 1", "output": "2", "system": "Be exact."}
    assert read_conversation(row) == [
        Message("system", "Be exact."),
        Message("user", "Sum up\n\n1 + 1"),
        Message("assistant", "2"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"messages": [{"role": "user", "content": "Why?"}]}, "no-answer"),
        ({"instruction": "Why?", "output": " \n"}, "no-answer"),
        ({"messages": [{"role": "wizard", "content": "x"}]}, "unknown-role"),
        ({"messages": [{"role": "user", "content": None}]}, "malformed"),
        ({"messages": ["hello"]}, "malformed"),
        ({"text": "hello"}, "malformed"),
    ],
)
def test_rows_that_cannot_be_learned_say_why(row, reason):
    with pytest.raises(RowError) as caught:
        read_conversation(row)
    assert caught.value.reason == reason


def message(role, content):
    return {"role": role, "content": content}


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "Why?", "chosen": "Because.", "rejected": "No."},
        {
            "prompt": [message("user", "Why?")],
            "chosen": [message("assistant", "Because.")],
            "rejected": [message("assistant", "No.")],
        },
        {
            "chosen": [message("user", "Why?"), message("assistant", "Because.")],
            "rejected": [message("user", "Why?"), message("assistant", "No.")],
        },
        {
            "conversations": [{"from": "human", "value": "Why?"}],
            "chosen": {"from": "gpt", "value": "Because."},
            "rejected": {"from": "gpt", "value": "No."},
        },
    ],
)
def test_every_shape_of_a_pair_is_read(row):
    assert read_preference(row) == ([QUESTION], "Because.", "No.")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"rejected": " Because. "}, "equal-sides"),
        ({"chosen": ""}, "empty-response"),
        ({"rejected": None}, "malformed"),
        ({"prompt": []}, "malformed"),
        ({"chosen": [message("user", "Because.")]}, "malformed"),
    ],
)
def test_pairs_that_teach_nothing_say_why(changed, reason):
    with pytest.raises(RowError) as caught:
        read_preference({"prompt": "Why?", "chosen": "Because.", "rejected": "No."} | changed)
    assert caught.value.reason == reason
