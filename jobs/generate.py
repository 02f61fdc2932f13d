"""The options of `roae generate`. Imports nothing that takes a moment."""

from __future__ import annotations

import argparse
import sys


def add_generate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the subcommand."""
    parser = commands.add_parser(
        "generate",
        help="what a checkpoint says to prompts",
        description="What a checkpoint says to prompts. FILE has a JSON object a line: `prompt`, a text or a "
        "list of messages with role and content, or `messages`; its other fields are handed on. With "
        "--output, every sample becomes a line of a file; without, texts are printed.",
    )
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="a folder with safetensors and a tokenizer")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--prompt", action="append", default=[], metavar="TEXT", help="may be repeated")
    asked.add_argument("--prompts", default="", metavar="FILE", help="prompts as JSON lines")
    parser.add_argument("--output", default="", metavar="FILE", help="where to write JSON lines")
    parser.add_argument(
        "--chat", action="store_true", help="texts are a user's messages (default: text to go on with)"
    )
    parser.add_argument("--system", default="", metavar="TEXT", help="system prompt of chats without one")
    parser.add_argument("--samples", type=int, default=1, metavar="N", help="for each prompt (default 1)")
    parser.add_argument("--max-new-tokens", type=int, default=256, metavar="N", help="default 256")
    parser.add_argument(
        "--temperature", type=float, default=0.0, metavar="X", help="0, the default: the most likely token"
    )
    parser.add_argument("--top-p", type=float, default=1.0, metavar="X", help="default 1: all tokens")
    parser.add_argument("--top-k", type=int, default=0, metavar="N", help="default 0: all tokens")
    parser.add_argument("--min-p", type=float, default=0.0, metavar="X", help="default 0: all tokens")
    parser.add_argument(
        "--stop", action="append", default=[], metavar="TEXT", help="end before this; may be repeated"
    )
    parser.add_argument(
        "--stop-token",
        action="append",
        default=[],
        metavar="NAME",
        help="end at this token of the vocabulary, such as <|im_end|>; may be repeated",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of what is sampled (default 0)")
    parser.add_argument("--adapter", default="", metavar="FOLDER", help="a LoRA adapter to merge")
    parser.add_argument("--rows", type=int, default=32, metavar="N", help="texts at a time (default 32)")
    parser.add_argument("--device", default="", help="cpu, cuda, cuda:1 (default: a GPU if there is one)")
    parser.add_argument(
        "--dtype",
        choices=["float32", "bfloat16", "float16"],
        default="",
        help="of the weights (default: bfloat16 on a GPU, float32 elsewhere)",
    )
    parser.add_argument(
        "--bos",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="whether prompts begin with the begin token (default: as the tokenizer and chat template say)",
    )
    parser.add_argument(
        "--logprobs", action="store_true", help="each token's id and log-probability in the output too"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(function=_generate)


def _generate(options: argparse.Namespace) -> int:
    from jobs.generating import run_generate  # noqa: PLC0415

    try:
        return run_generate(options)
    except KeyboardInterrupt:
        told = f": {options.output} is as it was before" if options.output else ""
        print(f"roae: interrupted{told}", file=sys.stderr)
        return 130
