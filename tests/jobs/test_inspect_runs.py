"""`roae inspect` on a run: every verb on every stage, and what trace, diff and verify say of it."""

import json
import re
import shutil
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jobs.cli import main
from tests.jobs.inspect_runs import copy_run, make_run, said, shown


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return make_run(tmp_path_factory.mktemp("inspect"))


@pytest.fixture(scope="module")
def other(run):
    """With another threshold, and less boilerplate; dropped rows are not kept where stages are made again."""
    settings = {"quality.wiki.rules.too-few-words": 60, "boilerplate.min_documents": 4, "exclusions": "false"}
    return copy_run(run, "other", **settings)


@pytest.fixture
def copy(run, tmp_path):
    """A copy to damage."""
    return shutil.copytree(run, tmp_path / "copy")


def events(steps):
    return {step["stage"]: step["event"] for step in steps if "stage" in step}


def outcome(lines):
    """The last line of a trace with one strand: how it ended."""
    (end,) = lines[-1]["outcomes"]
    return end["outcome"]


def stages(run):
    return sorted(path for path in run.iterdir() if path.is_dir() and path.name[0].isdigit())


# Trace


def test_trace_follows_a_kept_document_into_its_tokens(run, capsys):
    lines = said(capsys, "trace", run, "demowiki:10")
    assert outcome(lines).startswith("kept: ")
    found = {line["stage"]: line for line in lines[:-1]}
    assert found["10-demowiki"]["event"] == "made"
    assert found["32-clean"]["event"] == found["46-survivors"]["event"] == "kept"
    rules = {rule["rule"]: rule for rule in found["30-scores"]["rules"]}
    assert rules["too-few-words"]["threshold"] == 20
    assert rules["too-few-words"]["value"] == found["30-scores"]["scores"]["words"] > 500
    spans = sorted(found["90-sequences"]["spans"], key=lambda span: span["offset"])
    assert spans[0]["offset"] == 0
    assert [s["offset"] + s["length"] for s in spans[:-1]] == [s["offset"] for s in spans[1:]]
    # Its begin and end tokens are in the sequences alone.
    assert sum(span["length"] for span in spans) == found["80-tokens"]["tokens"] + 2
    row = said(capsys, run / "90-sequences", "where", "'demowiki:10' in spans.document")[0]
    assert row["_at"] in {f"{span['file']}:{span['file_row']}" for span in spans}


def test_trace_shows_what_a_stage_changed(run, capsys):
    lines = said(capsys, "trace", run, "demowiki:364")
    changed = next(line for line in lines if line.get("event") == "changed")
    assert changed["stage"] == "54-without-boilerplate"
    assert "-The home team stands on the left." in changed["diff"]
    assert not [line for line in changed["diff"] if line.startswith("+")]
    cut = next(line for line in lines if line.get("stage") == "52-cut-paragraphs")
    assert cut["paragraphs"][0]["excerpt"] == "The home team stands on the left."


def test_trace_explains_a_document_that_a_rule_dropped(run, capsys):
    lines = said(capsys, "trace", run, "demowiki:157")
    assert re.fullmatch(r"dropped by 32-clean: too-few-words: words is 15, which is < 20 .*", outcome(lines))
    dropped = lines[-2]
    assert (dropped["stage"], dropped["event"], dropped["reason"]) == ("32-clean", "dropped", "too-few-words")
    file, _, number = dropped["at"].rpartition(":")
    assert pq.read_table(run / file).to_pylist()[int(number)]["id"] == "demowiki:157"


def test_trace_names_the_duplicate_that_was_kept_instead(run, capsys):
    lines = said(capsys, "trace", run, "demowiki:124")
    assert outcome(lines).startswith("dropped by 46-survivors: near-duplicate of demowiki:127")
    cluster = next(line for line in lines if line.get("stage") == "45-clusters")
    assert cluster["kept"]["id"] == "demowiki:127"
    assert [member["id"] for member in cluster["members"]] == ["demowiki:127", "demowiki:124"]
    assert "similarity 0." in shown(capsys, "trace", run, "demowiki:124")


def test_trace_names_the_evaluation_item_that_a_document_holds(run, capsys):
    lines = said(capsys, "trace", run, "demowiki:127")
    assert outcome(lines).startswith("dropped by 63-decontaminated: contaminated by gsm8k:quiz.jsonl:1")
    (overlap,) = next(line for line in lines if line.get("stage") == "61-overlaps")["overlaps"]
    text = said(capsys, run, "id", "demowiki:127", "--stage", "54-without-boilerplate")[0]["text"]
    assert text[overlap["start"] : overlap["end"]] == overlap["matching"]


@pytest.mark.parametrize("name", ["demowiki:229", "Einstein", "https://demo.example.org/wiki/Einstein"])
def test_trace_finds_a_page_that_never_was_a_document(run, capsys, name):
    assert outcome(said(capsys, "trace", run, name)) == "dropped by 10-demowiki: redirect to Albert Einstein"


def test_trace_explains_a_rejected_page(run, capsys):
    lines = said(capsys, run, "trace", "Broken page")
    assert outcome(lines).startswith("rejected by 10-demowiki: malformed-xml: not well-formed")
    (step,) = lines[:-1]
    assert "byte 93852, page 'Broken page'" in step["where"]
    assert "unclosed" in step["excerpt"]


def test_trace_does_not_take_a_part_of_a_name_for_the_name(run, capsys):
    assert main(["inspect", "trace", str(run), "Broken"]) == 2
    assert "no trace of 'Broken'" in capsys.readouterr().err


def test_trace_tells_which_posts_a_thread_lost(run, capsys):
    dropped = said(capsys, run, "head", "1000", "--dropped", "--stage", "demosite")
    part = next(row for row in dropped if row["reason"] == "answer-score")
    thread = part["record"]["thread"].rpartition("/")[2]
    made = said(capsys, "trace", run, f"demo.stackexchange:{thread}")[0]
    assert made["left_out"] == [{"id": part["id"], "reason": "answer-score"}]


def test_trace_says_why_without_a_kept_row(other, capsys):
    for name, reason in (("demowiki:55", "too-few-words: words is "), ("demowiki:124", "near-duplicate of ")):
        lines = said(capsys, "trace", other, name)
        dropped = lines[-2]
        assert (dropped["event"], dropped["at"]) == ("dropped", None)
        assert reason in outcome(lines)
    assert "exclusions=true" in shown(capsys, "trace", other, "demowiki:55")


def test_trace_of_nothing_says_what_was_not_kept(copy, capsys):
    stage = copy / "10-demowiki"
    shutil.rmtree(stage / "dropped")
    for path in stage.glob("*.json"):
        about = json.loads(path.read_text()) | {"exclusions": False, "dropped_files": []}
        path.write_text(json.dumps(about))
    assert main(["inspect", "trace", str(copy), "demowiki:229"]) == 2
    told = capsys.readouterr().err
    assert "10-demowiki (namespace 13, redirect 8, content-model 1)" in told
    assert "exclusions=true" in told


def test_trace_of_every_id_agrees_with_the_stages(run, capsys):
    """Kept documents are those that have tokens; all others end where a stage dropped them."""
    tokenized = {row["id"] for row in said(capsys, run, "head", "1000", "--stage", "tokens")}
    for stage in ("clean", "survivors", "decontaminated"):
        for row in said(capsys, run, "head", "1000", "--dropped", "--stage", stage):
            assert f"-{stage}: {row['reason']}" in outcome(said(capsys, "trace", run, row["id"]))
            assert row["id"] not in tokenized
    for name in sorted(tokenized)[::25]:
        assert outcome(said(capsys, "trace", run, name)).startswith("kept: ")


# Diff


def test_diff_names_what_is_gone_and_which_stage_dropped_it(run, other, capsys):
    lines = said(capsys, "diff", run, other, "-n", "0")
    settings = {line["name"]: (line["before"], line["after"]) for line in lines if line["kind"] == "recipe"}
    assert settings["quality.wiki.rules.too-few-words"] == (20, 60)
    assert "output" not in settings
    changed = {line["name"] for line in lines if line["kind"] == "stage"}
    assert "decisions: kinds.wiki.rules.too-few-words" in changed
    assert "demowiki: rows" not in changed
    total = lines[-1]
    gone = [line for line in lines if line.get("change") == "removed"]
    assert total["removed"] == len(gone) > 5
    assert total["why"]["removed"] == [
        {"stage": "32-clean", "reason": "too-few-words", "documents": len(gone)}
    ]
    for line in gone:
        assert (line["stage"], line["reason"]) == ("32-clean", "too-few-words")
    assert {line["id"] for line in lines if line.get("change") == "changed"} == {
        "demowiki:364",
        "demowiki:367",
        "demowiki:370",
    }
    kept = len(said(capsys, run, "head", "1000"))
    assert kept == total["same"] + total["removed"] + total["changed"]


def test_diff_the_other_way_round_adds(run, other, capsys):
    total = said(capsys, "diff", other, run)[-1]
    assert total["removed"] == 0
    assert total["added"] > 5
    assert total["why"]["added"][0]["reason"] == "too-few-words"


def test_diff_of_one_document_is_of_its_text(run, other, capsys):
    (line,) = said(capsys, run, "diff", other, "--id", "demowiki:364")
    assert line["change"] == "changed"
    assert "+The home team stands on the left." in line["diff"]
    assert not line["fields"]
    told = shown(capsys, "diff", run, other, "--id", "demowiki:55")
    assert f"is not in {other}: dropped by 32-clean: too-few-words" in told


def test_diff_of_a_run_with_itself_is_nothing(run, capsys):
    told = shown(capsys, "diff", run, run)
    assert "the settings are the same" in told
    assert "0 added, 0 removed, 0 changed" in told


# Verify


def test_verify_finds_no_fault_in_a_run_or_its_parts(run, capsys):
    assert said(capsys, run, "verify")[-1]["faults"] == 0
    assert said(capsys, run / "32-clean", "verify")[-1]["faults"] == 0
    shard = next((run / "90-sequences").glob("*.arrow"))
    assert said(capsys, shard, "verify")[-1]["faults"] == 0


def faults(capsys, path):
    """The checks that found something, with the places."""
    assert main(["inspect", str(path), "verify", "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["faults"] == sum(line.get("level") == "fault" for line in lines)
    return {(line["check"], line["at"]) for line in lines if line.get("level") == "fault"}


def test_verify_names_every_fault(copy, capsys):
    clean, tokens = copy / "32-clean", copy / "80-tokens"
    files = sorted(clean.glob("part-*.parquet"))
    data = bytearray(files[0].read_bytes())
    data[len(data) // 2] ^= 0xFF
    files[0].write_bytes(data)
    files[1].unlink()
    files[2].write_bytes(files[2].read_bytes()[:-100])
    shutil.copy(next((copy / "10-demowiki").glob("*.parquet")), clean / "part-stray-00000.parquet")
    receipt = next(tokens.glob("part-*.json"))
    about = json.loads(receipt.read_text())
    receipt.write_text(json.dumps(about | {"rows_out": about["rows_out"] + 1}))
    (copy / "46-survivors" / "manifest.json").write_text("{")
    found = faults(capsys, copy)
    assert {
        ("hash", f"32-clean/{files[0].name}"),
        ("files", f"32-clean/{files[1].name}"),
        ("size", f"32-clean/{files[2].name}"),
        ("format", f"32-clean/{files[2].name}"),
        ("files", "32-clean/part-stray-00000.parquet"),
        ("counts", "80-tokens/manifest.json"),
    } <= found
    assert not [at for _, at in found if at.startswith(("10-", "90-"))]


def test_verify_finds_that_a_stage_was_made_of_something_else(copy, capsys):
    replace_rows(copy / "80-tokens", lambda table: table.slice(0, table.num_rows - 1))
    assert ("inputs", "90-sequences") in faults(capsys, copy)


def replace_rows(stage, change):
    """Writes a stage's first file again, changed, and makes receipts and manifest fit the new bytes."""
    path = min(stage.glob("part-*.parquet"))
    table = change(pq.read_table(path))
    pq.write_table(table, path)
    fit(stage, path, table.num_rows)


def fit(stage, path, rows):
    import hashlib

    for name in stage.glob("*.json"):
        about = json.loads(name.read_text())
        for file in about.get("files", []) + about.get("shards", []):
            if file["name"] == path.name:
                moved = rows - file["rows"]
                if "rows_out" in about:
                    about["rows_out"] += moved
                data = path.read_bytes()
                file |= {"rows": rows, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        name.write_text(json.dumps(about))


def test_verify_finds_a_row_that_is_there_twice(copy, capsys):
    stage = copy / "63-decontaminated"
    replace_rows(stage, lambda table: pa.concat_tables([table, table.slice(0, 1)]))
    # What follows was made of the other bytes, so that it is at fault too.
    found = faults(capsys, stage)
    assert [check for check, _ in found] == ["ids"]


def test_verify_finds_spans_that_do_not_cover_the_tokens(copy, capsys):
    stage = copy / "90-sequences"
    path = min(stage.glob("*.arrow"))
    with pa.memory_map(str(path)) as file:
        reader = pa.ipc.open_file(file)
        schema, table = reader.schema, reader.read_all()
    rows = table.to_pylist()
    begins = next(number for number, row in enumerate(rows) if not row["spans"][0]["offset"])
    short = next(number for number, row in enumerate(rows) if number != begins and row["length"] == 512)
    rows[begins]["tokens"][0] = 7
    rows[short]["spans"][-1]["length"] -= 1
    changed = pa.Table.from_pylist(rows, schema=schema)
    with pa.ipc.new_file(str(path), schema) as writer:
        writer.write_table(changed.combine_chunks(), max_chunksize=256)
    fit(stage, path, table.num_rows)
    found = faults(capsys, stage)
    assert ("spans", f"90-sequences/{path.name}:{short}") in found
    assert ("boundaries", f"90-sequences/{path.name}:{begins}") in found
    assert ("documents", f"90-sequences/{path.name}") in found
    assert ("totals", "90-sequences/tokens.json") in found


# Rows


def test_every_verb_works_on_every_stage_by_its_columns_alone(run, capsys):
    empty = 0
    for stage in stages(run):
        about = said(capsys, stage)[0]
        assert about["kind"] == "stage"
        if not about["rows"]:
            empty += 1
            continue
        rows = said(capsys, stage, "head", "3")
        assert len(rows) == min(3, about["rows"])
        # Sequences are shown with their numbers, and their tokens are not in need of a name.
        assert set(about["columns"]) <= {*rows[0], "tokens"}
        assert said(capsys, stage, "where", "True", "--count") == [{"rows": about["rows"]}]
        stats = said(capsys, stage, "stats", "--exact")[0]
        assert stats["looked_at"] == stats["rows"] == about["rows"]
        assert set(stats["columns"]) == set(about["columns"])
        for verb in ((), ("head", "1"), ("sample", "2"), ("stats",), ("grep", "a", "-n", "1")):
            assert "Traceback" not in shown(capsys, stage, *verb)
    assert empty < 4


def test_sample_draws_the_same_rows_for_the_same_seed_from_where_it_says(run, capsys):
    drawn = said(capsys, run, "sample", "20")
    assert drawn == said(capsys, run, "sample", "20", "--seed", "0")
    assert drawn != said(capsys, run, "sample", "20", "--seed", "1")
    assert len({row["id"] for row in drawn}) == 20
    for row in drawn[::7]:
        file, _, number = row["_at"].rpartition(":")
        assert pq.read_table(run / file).to_pylist()[int(number)]["id"] == row["id"]
    assert len(said(capsys, run, "sample", "100000")) == len(said(capsys, run, "head", "100000"))


def test_flags_without_a_verb_stand_for_verbs(run, capsys):
    stage = run / "32-clean"
    assert said(capsys, stage, "--head", "2") == said(capsys, "head", stage, "2")
    assert said(capsys, stage, "--id", "demowiki:10") == said(capsys, stage, "id", "demowiki:10")
    assert said(capsys, run, "--rejected") == said(capsys, run, "head", "--rejected")
    sequences = run / "90-sequences"
    assert said(capsys, sequences, "--tokens", "--head=2") == said(capsys, sequences, "tokens", "2")


def test_grep_shows_where_and_what_is_around(run, capsys):
    rows = {row["id"]: row for row in said(capsys, run, "head", "1000")}
    found = said(capsys, run, "grep", "Abe[a-z]+k", "-n", "0", "--column", "text")
    expected = Counter({name: len(re.findall("Abe[a-z]+k", row["text"])) for name, row in rows.items()})
    assert Counter(match["id"] for match in found) == +expected
    for match in found[:50]:
        text = rows[match["id"]]["text"]
        assert text[match["start"] : match["end"]] == match["match"]
        assert match["before"] + match["match"] + match["after"] in text
    assert said(capsys, run, "grep", "Abe[a-z]+k", "--column", "text", "--count") == [
        {"rows": len({match["id"] for match in found}), "matches": len(found)}
    ]
    assert "»Aberwick«" in shown(capsys, run, "grep", "-i", "aberwick", "-n", "1")


def test_grep_looks_into_nested_values_dropped_records_and_decoded_sequences(run, capsys):
    (match,) = said(capsys, run, "grep", "^Kirk Lane$", "--dropped", "--stage", "survivors", "-n", "1")
    assert match["column"] == "record.infobox[0].value"
    (match,) = said(capsys, run, "grep", "Marie Curie", "--stage", "sequences", "-n", "1")
    assert match["id"].startswith("demo")


def test_tokens_show_boundaries_padding_and_what_is_trained_on(run, capsys, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    plain = shown(capsys, run, "tokens", "1000")
    assert "\x1b" not in plain
    assert "<s>│" in plain
    sequences = said(capsys, run, "tokens", "1000")
    padded = [sequence for sequence in sequences if sequence["length"] < 512]
    assert plain.count("padding × ") == len(padded) > 0
    trained = sum(sequence["length"] - len(sequence["spans"]) for sequence in sequences)
    told = [int(count) for count in re.findall(r"loss on (\d+) of 512 positions", plain)]
    assert sum(told) == trained
    assert said(capsys, run, "tokens", "1", "--at", "7")[0] == sequences[7]
    for sequence in said(capsys, run, "tokens", "9", "--id", "demowiki:10"):
        assert "demowiki:10" in {span["document"] for span in sequence["spans"]}


def test_colour_is_for_terminals_and_for_those_who_ask(run, capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = shown(capsys, run, "tokens")
    assert "\x1b[35m<s>" in coloured
    assert "│" not in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown(capsys, run, "tokens")


def test_ids_are_found_in_every_stage_of_a_run(run, capsys):
    rows = said(capsys, run, "id", "demowiki:10")
    assert {row["_at"].partition("/")[0] for row in rows} >= {
        "10-demowiki",
        "30-scores",
        "32-clean",
        "63-decontaminated",
        "80-tokens",
        "90-sequences",
    }


def test_tables_beside_a_stages_rows_are_no_rows(run, capsys):
    stage = run / "60-evaluation-items"
    assert (stage / "items.arrow").exists()
    assert said(capsys, stage)[0]["rows"] == 1
    assert len(said(capsys, stage, "head", "9")) == 1
    assert "items.arrow" in shown(capsys, stage)


def test_help_is_that_of_the_verb(capsys):
    for words, told in ((["grep", "--help"], "REGEX"), (["x", "diff", "-h"], "A "), (["--help"], "VERB")):
        with pytest.raises(SystemExit) as left:
            main(["inspect", *words])
        assert left.value.code == 0
        assert told in capsys.readouterr().out


def test_json_files_say_what_they_are(run, capsys):
    assert "a run is: its recipe and 26 stages" in shown(capsys, run / "run.json")
    assert "manifest of the stage clean" in shown(capsys, run / "32-clean" / "manifest.json")
    receipt = next((run / "32-clean").glob("part-*.json"))
    assert f"receipt of {receipt.stem}, made of " in shown(capsys, receipt)
    assert "token sequences holds, in 2 shard(s)" in shown(capsys, run / "90-sequences" / "tokens.json")
    assert "lookup table" in shown(capsys, run / "45-clusters" / "duplicates.keys")
    assert said(capsys, run / "run.json")[0]["recipe"]["pipeline"] == "corpus"
    assert str(run) in shown(capsys, run.parent)


def test_a_memory_file_system_is_as_good_as_a_disk(run, capsys):
    import fsspec

    memory = fsspec.filesystem("memory")
    for path in run.rglob("*"):
        if path.is_file():
            memory.pipe_file(f"/inspected/{path.relative_to(run)}", path.read_bytes())
    try:
        url = "memory://inspected"
        assert said(capsys, url, "head", "5") == said(capsys, run, "head", "5")
        assert said(capsys, url, "tokens", "3") == said(capsys, run, "tokens", "3")
        assert said(capsys, "trace", url, "demowiki:124") == said(capsys, "trace", run, "demowiki:124")
        assert said(capsys, url, "verify")[-1]["faults"] == 0
        assert said(capsys, "diff", url, run)[-1]["changed"] == 0
    finally:
        memory.rm("/inspected", recursive=True)
