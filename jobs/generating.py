"""What `roae generate` does with its options."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curation.endpoint import sample_seed
from jobs.errors import UsageError

if TYPE_CHECKING:  # training needs torch, which may not be installed
    from training.generate.request import Refused
    from training.generate.text import TextCompletion, TextGenerator, TextRequest

MALFORMED = "malformed"
_LINE_EVERY_SECONDS = 10.0
Row = dict[str, Any]


def run_generate(options: argparse.Namespace) -> int:
    """Generates; returns the exit code, which is 1 if no prompt at all was answered.

    Raises UsageError for options, prompts or a checkpoint that cannot be used. An output file is there
    complete, or not at all.
    """
    if min(options.samples, options.rows, options.max_new_tokens) < 1:
        raise UsageError("--samples, --rows and --max-new-tokens are at least 1")
    if options.logprobs and not options.output:
        raise UsageError("--logprobs are written to a file: name one with --output")
    output = Path(options.output) if options.output else None
    if output is not None and (output.is_dir() or not output.absolute().parent.is_dir()):
        raise UsageError(f"{output} cannot be written: it is a folder, or in one that there is not")
    rows = _read(Path(options.prompts)) if options.prompts else [{"prompt": text} for text in options.prompt]
    generator = _open(options)
    asked = [
        (row, sample, sample_seed(options.seed, number, sample))
        for number, row in enumerate(rows)
        for sample in range(options.samples)
    ]
    requests = [_request(row, seed, options) for row, _, seed in asked]
    tally = _Tally(len(asked), quiet=options.quiet)
    results = tally.watch(_generate(generator, requests, options))
    lines = (
        _described(row, sample, seed, result, options)
        for (row, sample, seed), result in zip(asked, results, strict=True)
    )
    if output is None:
        for line in lines:
            _print(line, is_alone=len(asked) == 1)
    else:
        _write(output, lines)
    return tally.finish()


def _generate(
    generator: TextGenerator, requests: list[TextRequest | Refused], options: argparse.Namespace
) -> Iterator[TextCompletion | Refused]:
    from training.errors import MemoryShortError  # noqa: PLC0415
    from training.generate.request import GenerationError  # noqa: PLC0415

    try:
        yield from generator.generate(requests)
    except (GenerationError, MemoryShortError) as error:
        raise UsageError(f"{options.checkpoint}: {error}") from error


def _read(path: Path) -> list[Row]:
    """The objects of a JSON lines file. Raises UsageError, naming the line that is none."""
    rows = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise UsageError(f"{path}, line {number} is no JSON: {error}") from error
                if not isinstance(row, dict):
                    raise UsageError(f"{path}, line {number} is no JSON object with a field `prompt`")
                rows.append(row)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    if not rows:
        raise UsageError(f"{path} has no prompts")
    return rows


def _open(options: argparse.Namespace) -> TextGenerator:
    try:
        from training.errors import MemoryShortError  # noqa: PLC0415
        from training.generate.load import load  # noqa: PLC0415
        from training.generate.text import TextGenerator  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(f"generating needs torch: pip install 'roae[train]' ({error})") from error
    try:
        loaded = load(
            Path(options.checkpoint),
            adapter=Path(options.adapter) if options.adapter else None,
            device=options.device,
            dtype=options.dtype,
        )
        _sampling(options)
    except (ValueError, MemoryShortError) as error:  # CheckpointError is a ValueError
        raise UsageError(str(error)) from error
    generator = TextGenerator(loaded, rows=options.rows, bos=options.bos)
    if (options.chat or options.system) and not generator.knows_chat:
        raise UsageError(
            f"{options.checkpoint} was not tuned on conversations, since its tokenizer lacks ChatML's "
            "tokens: leave --chat and --system out"
        )
    try:
        generator.check_stops(options.stop, options.stop_token)
    except ValueError as error:
        raise UsageError(f"{options.checkpoint}: {error}") from error
    return generator


def _sampling(options: argparse.Namespace) -> Any:
    from training.generate.request import Sampling  # noqa: PLC0415

    return Sampling(
        temperature=options.temperature, top_p=options.top_p, top_k=options.top_k, min_p=options.min_p
    )


def _request(row: Row, seed: int, options: argparse.Namespace) -> TextRequest | Refused:
    from training.generate.request import Refused  # noqa: PLC0415
    from training.generate.text import TextRequest  # noqa: PLC0415
    from training.text.messages import Message, RowError, read_messages  # noqa: PLC0415

    prompt = row.get("prompt", row.get("messages"))
    is_chat = options.chat or bool(options.system) or not isinstance(prompt, str)
    if prompt is None:
        return Refused(MALFORMED, "there is neither `prompt` nor `messages`")
    if is_chat and prompt:
        try:
            prompt = read_messages(prompt)
        except RowError as error:
            return Refused(error.reason, str(error))
        if options.system and prompt[0].role != "system":
            prompt = [Message("system", options.system), *prompt]
    return TextRequest(
        prompt=prompt,
        max_new_tokens=options.max_new_tokens,
        sampling=_sampling(options),
        seed=seed,
        stop=tuple(options.stop),
        stop_tokens=tuple(options.stop_token),
    )


def _described(
    row: Row, sample: int, seed: int, result: TextCompletion | Refused, options: argparse.Namespace
) -> Row:
    """A line of the output: what was asked, and what came of it."""
    from training.generate.request import Refused  # noqa: PLC0415

    line = row | {"sample": sample}
    if isinstance(result, Refused):
        return line | {"refused": result.reason, "detail": result.detail}
    line |= {
        "seed": seed,
        "text": result.text,
        "finish": result.finish,
        "prompt_tokens": result.prompt_tokens,
        "completion_tokens": len(result.tokens),
        "logprob": sum(result.logprobs),
    }
    if options.logprobs:
        line |= {"tokens": result.tokens, "logprobs": result.logprobs}
    return line


def _write(path: Path, lines: Iterator[Row]) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        # A prompt with lone surrogates is refused, and stands in the output as it came.
        with temporary.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    temporary.replace(path)


def _print(line: Row, *, is_alone: bool) -> None:
    if not is_alone:
        prompt = line.get("prompt", line.get("messages"))
        print(f"── {prompt}".encode(errors="backslashreplace").decode())
    if "refused" in line:
        print(f"(refused, {line['refused']}: {line['detail']})")
    else:
        print(line["text"])


class _Tally:
    """Counts what comes, and says so on standard error."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._quiet = quiet
        self._done = self._tokens = 0
        self._refused: Counter[str] = Counter()
        self._began = self._said = time.monotonic()

    def watch(self, results: Iterator[TextCompletion | Refused]) -> Iterator[TextCompletion | Refused]:
        """The same results."""
        from training.generate.request import Refused  # noqa: PLC0415

        self._began = self._said = time.monotonic()
        for result in results:
            self._done += 1
            if isinstance(result, Refused):
                self._refused[result.reason] += 1
            else:
                self._tokens += len(result.tokens)
            if time.monotonic() - self._said > _LINE_EVERY_SECONDS:
                self._said = time.monotonic()
                self._say()
            yield result

    def finish(self) -> int:
        """The last line, and the exit code."""
        self._say()
        if self._refused:
            reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(self._refused.items()))
            print(f"roae: refused: {reasons}", file=sys.stderr)
        return int(sum(self._refused.values()) == self._total)

    def _say(self) -> None:
        if not self._quiet:
            seconds = max(time.monotonic() - self._began, 1e-6)
            print(
                f"{self._done:,} of {self._total:,} texts, {self._tokens:,} tokens, "
                f"{self._tokens / seconds:,.0f} tokens/s",
                file=sys.stderr,
            )
