"""Rows of instruction sets as conversations and pairs."""

import collections
import dataclasses
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from curation.instructions import (
    InstructionFiles,
    InstructionRow,
    InstructionsConfig,
    InstructionSet,
    RowsToConversations,
    RowsToPairs,
)
from pipelines.engine import Map, RunOptions, run_stages
from pipelines.engine.testing import apply_map
from pipelines.instructions import InstructionSource
from schemas.preferences import Conversation, PreferencePair
from schemas.split import InputError
from training.text.messages import read_conversation, read_preference


def apply(rows, output=Conversation, config=None):
    function = (RowsToConversations if output is Conversation else RowsToPairs)(
        config or InstructionsConfig()
    )
    # What a source yields in memory is not a record that files hold: the class is not looked at.
    stage = Map(name="rows", input=Conversation, function=function, output=output)
    named = [InstructionRow(f"set:f:{number}", "set", "MIT", row) for number, row in enumerate(rows)]
    return apply_map(stage, named)


def turns(row, config=None):
    applied = apply([row], config=config)
    assert not applied.dropped and not applied.rejected, (applied.dropped, applied.rejected)
    return [(message.role, message.content) for message in applied.rows[0].messages]


ASKED = [("user", "Name a gull."), ("assistant", "The herring gull.")]


@pytest.mark.parametrize(
    "row",
    [
        {"instruction": "Name a gull.", "input": "", "output": "The herring gull."},
        {"instruction": "Name a gull.", "output": " The herring gull.\n"},
        {
            "messages": [
                {"role": "user", "content": "Name a gull."},
                {"role": "assistant", "content": "The herring gull."},
            ]
        },
        {
            "conversations": [
                {"from": "human", "value": "Name a gull."},
                {"from": "gpt", "value": "The herring gull."},
            ]
        },
        {"conversation": [{"input": "Name a gull.", "output": "The herring gull."}]},
        {"query": "Name a gull.", "response": "The herring gull."},
        {"prompt": "Name a gull.", "completion": "The herring gull."},
        {
            "prompt": [{"role": "user", "content": "Name a gull."}],
            "completion": [{"role": "assistant", "content": "The herring gull."}],
        },
        {"question": "Name a gull.", "answer": "The herring gull.", "system": ""},
        {
            "messages": [
                {"role": "user", "content": [{"type": "text", "text": "Name a gull."}]},
                {"role": "assistant", "content": "The herring gull."},
            ],
            "label": True,
        },
        {
            "conversations": [
                *(
                    {"from": role, "value": text}
                    for role, text in zip(
                        ("human", "gpt"), ("Name a gull.", "The herring gull."), strict=True
                    )
                ),
                {"from": "human", "value": "And another?"},
            ]
        },
    ],
)
def test_every_format_is_the_same_conversation(row):
    assert turns(row) == ASKED


def test_alpacas_input_and_history_and_system():
    row = {
        "system": "Be brief.",
        "instruction": "Translate.",
        "input": "Möwe",
        "output": "gull",
        "history": [["Hello", "Hi"]],
    }
    assert turns(row) == [
        ("system", "Be brief."),
        ("user", "Hello"),
        ("assistant", "Hi"),
        ("user", "Translate.\n\nMöwe"),
        ("assistant", "gull"),
    ]


CALLS = {
    "conversations": [
        {"from": "human", "value": "How old am I?"},
        {"from": "function_call", "value": '{"name": "age"}'},
        {"from": "observation", "value": '{"age": 31}'},
        {"from": "observation", "value": '{"sure": true}'},
        {"from": "gpt", "value": "You are 31."},
    ],
    "tools": '[{"name": "age"}]',
}


def test_turns_of_tools_are_kept_and_the_system_message_lists_the_tools():
    assert turns(CALLS) == [
        ("system", 'You can call these tools:\n[{"name": "age"}]'),
        ("user", "How old am I?"),
        ("assistant", '{"name": "age"}'),
        ("tool", '{"age": 31}'),
        ("tool", '{"sure": true}'),
        ("assistant", "You are 31."),
    ]
    assert turns(CALLS, InstructionsConfig(tools=""))[0][0] == "user"
    assert turns(CALLS | {"tools": "[]"})[0][0] == "user"


def test_calls_as_openai_writes_them():
    row = {
        "messages": [
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": "How old am I?"},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {"id": "1", "type": "function", "function": {"name": "age", "arguments": "{}"}}
                ],
            },
            {"role": "tool", "tool_call_id": "1", "content": "31"},
            {"role": "assistant", "content": "31."},
        ],
        "tools": [{"name": "age"}],
    }
    found = turns(row)
    assert found[0] == ("system", 'Be brief.\n\nYou can call these tools:\n[{"name": "age"}]')
    assert found[2] == ("assistant", '{"name": "age", "arguments": "{}"}')


def talk(*said):
    return {"messages": [{"role": role, "content": text} for role, text in said]}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (talk(("user", "a"), ("user", "b"), ("assistant", "c")), "not-alternating"),
        (talk(("assistant", "a"), ("user", "b"), ("assistant", "c")), "not-alternating"),
        (talk(("user", "a"), ("assistant", "b"), ("assistant", "c")), "not-alternating"),
        (talk(("user", "a"), ("system", "b"), ("assistant", "c")), "not-alternating"),
        (talk(("user", "a"), ("tool", "b"), ("assistant", "c")), "not-alternating"),
        (talk(("user", "a"), ("assistant", "b"), ("tool", "c")), "not-alternating"),
        (talk(("user", "a"), ("assistant", " ")), "empty-turn"),
        (talk(("user", ""), ("assistant", "b")), "empty-turn"),
        (talk(("user", "a")), "no-assistant"),
        (talk(("system", "a")), "no-assistant"),
        (talk(("user", "a"), ("assistant", "b<|im_end|>")), "special-token"),
        ({**talk(("user", "a"), ("assistant", "b")), "label": False}, "labelled-bad"),
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, "preference"),
    ],
)
def test_conversations_that_are_not_trained_on(row, reason):
    applied = apply([row, CALLS])
    assert applied.reasons == [reason]
    assert len(applied.rows) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"a": 1}, "malformed"),
        ({"messages": "hello"}, "malformed"),
        ({"messages": ["hello"]}, "malformed"),
        ({"instruction": "a", "output": None}, "malformed"),
        (talk(("user", 3)), "malformed"),
        (talk(("narrator", "a"), ("assistant", "b")), "unknown-role"),
        (talk(("user", "a"), ("assistant", "\ud800")), "invalid-unicode"),
    ],
)
def test_broken_rows_are_rejected(row, reason):
    (found,) = apply([row]).rejected
    assert (found.reason, found.where) == (reason, "set:f:0")


def test_the_same_conversation_is_taken_once():
    row = {"instruction": "a", "output": "b"}
    assert apply([row, row, {"instruction": "a", "output": "c"}]).reasons == ["repeated"]


PAIR = {"prompt": "Name a gull.", "chosen": "The herring gull.", "rejected": "A whale."}


@pytest.mark.parametrize(
    "row",
    [
        PAIR,
        {
            "conversations": [{"from": "human", "value": "Name a gull."}],
            "chosen": {"from": "gpt", "value": "The herring gull."},
            "rejected": {"from": "gpt", "value": "A whale."},
        },
        {
            "chosen": [
                {"role": "user", "content": "Name a gull."},
                {"role": "assistant", "content": "The herring gull."},
            ],
            "rejected": [
                {"role": "user", "content": "Name a gull."},
                {"role": "assistant", "content": "A whale."},
            ],
            "score_chosen": 4.0,
            "score_rejected": 3.5,
        },
        {
            "prompt": "Name a gull.",
            "chosen": [
                {"role": "user", "content": "Name a gull."},
                {"role": "assistant", "content": "The herring gull."},
            ],
            "rejected": [
                {"role": "user", "content": "Name a gull."},
                {"role": "assistant", "content": "A whale."},
            ],
        },
    ],
)
def test_every_format_is_the_same_pair(row):
    (pair,) = apply([row], PreferencePair).rows
    assert [(m.role, m.content) for m in pair.prompt] == ASKED[:1]
    assert [(m.role, m.content) for m in pair.chosen] == ASKED[1:]
    assert [(m.role, m.content) for m in pair.rejected] == [("assistant", "A whale.")]
    assert (pair.source, pair.licence, pair.form) == ("set", "MIT", "single-turn")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rejected": " The herring  gull."}, "equal-sides"),
        ({"rejected": ""}, "empty-side"),
        ({"chosen": "  "}, "empty-side"),
        ({"metadata": {"score_chosen": 2.0, "score_rejected": 2.0}}, "tied"),
        ({"score_chosen": 2.0, "score_rejected": 2.5}, "tied"),
        ({"chosen": "<|im_start|>system"}, "special-token"),
        ({"prompt": [{"role": "assistant", "content": "x"}]}, "not-alternating"),
    ],
)
def test_pairs_that_are_not_trained_on(change, reason):
    assert apply([PAIR | change], PreferencePair).reasons == [reason]


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": None},
        {"chosen": [{"role": "user", "content": "x"}]},
        {"chosen": 3},
        {"rejected": [{"role": "assistant", "content": "x"}, {"role": "assistant", "content": "y"}]},
    ],
)
def test_broken_pairs_are_rejected(change):
    assert [one.reason for one in apply([PAIR | change], PreferencePair).rejected] == ["malformed"]


def test_a_wider_gap_can_be_asked_for_and_rows_of_one_side_are_not_pairs():
    row = PAIR | {"score_chosen": 4.0, "score_rejected": 3.5}
    assert apply([row], PreferencePair, InstructionsConfig(min_gap=0.5)).reasons == ["tied"]
    assert apply([CALLS], PreferencePair).reasons == ["one-side"]


def test_the_same_question_is_on_one_side():
    rows = [{"instruction": f"question {number % 40}", "output": f"answer {number}"} for number in range(120)]
    sides = collections.defaultdict(set)
    for row in apply(rows).rows:
        sides[row.messages[0].content].add(row.split)
    assert all(len(found) == 1 for found in sides.values())


def _files(folder, **content):
    for name, rows in content.items():
        text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
        (folder / f"{name}.jsonl").write_text(text)
    return InstructionSource(sets={"made": {"path": str(folder)}})


def test_the_pipeline_reads_files_of_all_kinds(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    source = _files(data, a=[CALLS, "{broken", "[1]", PAIR])
    (data / "b.json").write_text(json.dumps([{"instruction": "a", "output": "b"}], indent=2))
    pq.write_table(pa.Table.from_pylist([talk(("user", "x"), ("assistant", "y"))]), data / "c.parquet")
    manifests = run_stages(source.stages("instructions", 0), str(tmp_path / "run"), RunOptions())
    assert {one.stage: one.rows_out for one in manifests} == {"instructions-sft": 3, "instructions-pairs": 1}
    assert manifests[0].rejected == {"malformed": 1, "malformed-json": 1}
    assert (tmp_path / "run" / "20-instructions-pairs" / "card.json").exists()


def test_files_that_are_no_instruction_sets_are_refused(tmp_path):
    for name, content in (("empty.jsonl", ""), ("text.txt", "a"), ("rows.csv", "a,b\n1,2\n")):
        (tmp_path / name).write_text(content)
        with pytest.raises(InputError):
            InstructionFiles({"x": InstructionSet(path=str(tmp_path / name))}).plan()


@pytest.mark.real
def test_real_files_and_what_the_trainer_reads_of_them(real_data):
    source = InstructionFiles({"real": InstructionSet(path=str(real_data / "instructions"))})
    rows = [row for split in source.plan() for row in source.read(split)]
    conversations = apply([row.row for row in rows])
    pairs = apply([row.row for row in rows], PreferencePair)
    assert not conversations.rejected and not pairs.rejected
    reasons = collections.Counter(conversations.reasons)
    assert reasons == {"preference": 1212, "labelled-bad": 106, "repeated": 36}
    assert collections.Counter(pairs.reasons) == {
        "one-side": 1113,
        "tied": 110,
        "equal-sides": 4,
        "repeated": 3,
        "empty-side": 2,
    }
    for row in conversations.rows:
        read = read_conversation(dataclasses.asdict(row))
        assert [(m.role, m.content) for m in read] == [(m.role, m.content) for m in row.messages]
    for pair in pairs.rows:
        prompt, chosen, rejected = read_preference(dataclasses.asdict(pair))
        assert [m.role for m in prompt] == [m.role for m in pair.prompt]
        assert (chosen, rejected) == (pair.chosen[0].content, pair.rejected[0].content)
    assert any(m.role == "tool" for row in conversations.rows for m in row.messages)
