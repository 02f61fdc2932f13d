"""`roae generate` as its users run it."""

import json
import os
import shutil
import signal
import sys
import time

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from jobs.cli import main  # noqa: E402
from tests.training.generate.parrot import write_parrot  # noqa: E402
from tests.training.processes import running  # noqa: E402

SAYS = " a river that flows into the sea"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return write_parrot(tmp_path_factory.mktemp("parrot"), SAYS, after="The Rhine is")


@pytest.fixture(scope="module")
def in_chat(tmp_path_factory):
    return write_parrot(tmp_path_factory.mktemp("chat"), "Paris, of course.", ends_with=32_001)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_prompts(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_prompt_is_gone_on_with(checkpoint, capsys):
    assert main(["generate", str(checkpoint), "--prompt", "The Rhine is"]) == 0
    told = capsys.readouterr()
    assert told.out == f"{SAYS}\n"
    assert "1 of 1 texts, 8 tokens" in told.err


def test_several_prompts_are_told_apart(checkpoint, capsys):
    assert main(["generate", str(checkpoint), "--prompt", "The Rhine is", "--prompt", "So The Rhine is"]) == 0
    assert capsys.readouterr().out == f"── The Rhine is\n{SAYS}\n── So The Rhine is\n{SAYS}\n"


def test_a_file_of_prompts(checkpoint, tmp_path, capsys):
    prompts = write_prompts(
        tmp_path / "prompts.jsonl",
        {"id": "a", "prompt": "The Rhine is"},
        {"id": "b", "prompt": ""},
        {"id": "c", "messages": [{"role": "user", "content": "Hello"}]},
        {"id": "d"},
        {"id": "e", "prompt": [{"role": "nobody", "content": "Hello"}]},
        {"id": "f", "prompt": "word " * 200},
        {"id": "g", "prompt": "lone \ud800"},
        {"id": "h", "prompt": 7},
    )
    output = tmp_path / "out.jsonl"
    options = ["--output", str(output), "--logprobs", "--max-new-tokens", "4", "--stop", "the"]
    assert main(["generate", str(checkpoint), "--prompts", str(prompts), *options]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "8 of 8 texts" in told.err
    refused = "1 empty-prompt, 2 malformed, 1 not-unicode, 1 too-long, 1 unknown-role"
    assert f"roae: refused: {refused}" in told.err
    found = lines(output)
    assert [line["id"] for line in found] == list("abcdefgh")
    assert found[0]["text"] == SAYS[:-13]
    assert (found[0]["finish"], found[0]["completion_tokens"], found[0]["sample"]) == ("length", 4, 0)
    assert len(found[0]["tokens"]) == 4
    assert sum(found[0]["logprobs"]) == pytest.approx(found[0]["logprob"])
    assert "text" in found[2]
    assert found[5]["detail"].endswith("the model has room for 127")
    assert [line.get("refused") for line in found[3:]] == [
        "malformed", "unknown-role", "too-long", "not-unicode", "malformed"
    ]  # fmt: skip


def test_samples_are_the_seeds_and_not_the_batchs(tmp_path):
    checkpoint = write_parrot(tmp_path / "checkpoint")
    prompts = write_prompts(tmp_path / "prompts.jsonl", *({"prompt": f"Number {n}"} for n in range(5)))
    base = ["generate", str(checkpoint), "--prompts", str(prompts), "--samples", "3", "--temperature", "1"]
    base += ["--max-new-tokens", "5", "--top-p", "0.95", "--top-k", "9000", "--min-p", "1e-6", "--quiet"]
    texts = []
    for number, more in enumerate((["--rows", "2"], ["--rows", "64"], ["--seed", "1"])):
        output = tmp_path / f"{number}.jsonl"
        assert main([*base, "--output", str(output), *more]) == 0
        texts.append([line["text"] for line in lines(output)])
    assert texts[0] == texts[1] != texts[2]
    assert len(set(texts[0])) == 15


def test_chats(in_chat, capsys):
    options = ["--prompt", "What is the capital of France?", "--chat", "--system", "Be brief.", "--quiet"]
    assert main(["generate", str(in_chat), *options]) == 0
    assert capsys.readouterr() == ("Paris, of course.\n", "")


def test_stops(checkpoint, capsys):
    for option in (["--stop", " flows"], ["--stop-token", "▁flows"]):
        assert main(["generate", str(checkpoint), "--prompt", "The Rhine is", *option]) == 0
        assert capsys.readouterr().out == " a river that flows\n".replace(" flows", "")


def test_nothing_answered_is_a_failure(checkpoint, capsys):
    assert main(["generate", str(checkpoint), "--prompt", ""]) == 1
    told = capsys.readouterr()
    assert "empty-prompt" in told.out
    assert "roae: refused: 1 empty-prompt" in told.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--prompt", "x", "--samples", "0"], "at least 1"),
        (["--prompt", "x", "--temperature", "-1"], "temperature is a number from 0"),
        (["--prompt", "x", "--top-p", "0"], "top_p"),
        (["--prompt", "x", "--stop", ""], "stop string is empty"),
        (["--prompt", "x", "--stop-token", "<|eot|>"], "no stop token '<|eot|>'"),
        (["--prompt", "x", "--device", "cuda:99"], "torch sees"),
        (["--prompt", "x", "--logprobs"], "--output"),
        (["--prompt", "x", "--output", "{tmp}"], "cannot be written"),
        (["--prompt", "x", "--output", "{tmp}/nowhere/out.jsonl"], "cannot be written"),
        (["--prompts", "{tmp}/nothing.jsonl"], "cannot be read"),
        (["--prompts", "{tmp}/broken.jsonl"], "broken.jsonl, line 2 is no JSON"),
        (["--prompts", "{tmp}/list.jsonl"], "line 1 is no JSON object"),
        (["--prompts", "{tmp}/empty.jsonl"], "has no prompts"),
        (["--prompts", "{tmp}/latin.jsonl"], "cannot be read"),
        (["--prompt", "x", "--adapter", "{tmp}"], "no adapter that can be used"),
    ],
)
def test_what_cannot_be_used_is_told_in_words(checkpoint, tmp_path, capsys, options, words):
    (tmp_path / "broken.jsonl").write_text('{"prompt": "x"}\n{"prompt": \n')
    (tmp_path / "list.jsonl").write_text('["x"]\n')
    (tmp_path / "empty.jsonl").write_text("\n")
    (tmp_path / "latin.jsonl").write_bytes('{"prompt": "für"}'.encode("latin-1"))
    options = [option.replace("{tmp}", str(tmp_path)) for option in options]
    assert main(["generate", str(checkpoint), *options]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
    assert "Traceback" not in told.err


def test_checkpoints_that_cannot_be_used(checkpoint, tmp_path, capsys):
    never_tuned = write_parrot(tmp_path / "plain", knows_chat=False)
    damaged = shutil.copytree(checkpoint, tmp_path / "damaged")
    weights = damaged / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    for folder, more, words in (
        (tmp_path / "nowhere", [], "no such folder"),
        (damaged, [], "is damaged"),
        (never_tuned, ["--chat"], "not tuned on conversations"),
    ):
        assert main(["generate", str(folder), "--prompt", "x", *more]) == 2
        assert words in capsys.readouterr().err


def test_no_half_written_file(checkpoint, tmp_path, capsys):
    loud = shutil.copytree(checkpoint, tmp_path / "loud")
    from safetensors.torch import load_file, save_file

    tensors = load_file(loud / "model.safetensors")
    tensors["model.norm.weight"][0] = float("inf")
    save_file(tensors, loud / "model.safetensors")
    output = tmp_path / "out.jsonl"
    assert main(["generate", str(loud), "--prompt", "x", "--output", str(output)]) == 2
    assert "weights are damaged" in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"loud"}


def generate(arguments, said):
    """In a process of its own: the command, with its errors in a file."""
    with said.open("w") as sys.stderr:
        return main(arguments)


def test_interrupted(checkpoint, tmp_path):
    prompts = write_prompts(tmp_path / "prompts.jsonl", *({"prompt": "word " * 90} for _ in range(3000)))
    output = tmp_path / "out.jsonl"
    output.write_text("old\n")
    said = tmp_path / "said"
    arguments = ["generate", checkpoint, "--prompts", prompts, "--output", output, "--temperature", "1"]
    with running(generate, list(map(str, arguments)), said) as process:
        while not output.with_name("out.jsonl.tmp").exists():
            assert process.is_alive()
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGINT)
        process.join(60)
        assert process.exitcode == 130
    errors = said.read_text()
    assert f"roae: interrupted: {output} is as it was before" in errors
    assert "Traceback" not in errors
    assert output.read_text() == "old\n"
    assert not output.with_name("out.jsonl.tmp").exists()


def test_torch_is_not_imported_to_show_help():
    import subprocess
    import sys

    code = "import sys; from jobs.cli import main; " + (
        "\ntry: main(['generate', '--help'])\nexcept SystemExit: pass\nassert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
