"""The command `roae inspect`: its verbs and options. Imports nothing that takes a moment."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

_SUMMARY = "summary"
_PATH = "a run, a stage's folder, a file of rows or of JSON; or a URL of one"
_ROWS = (
    "With --json: a line per row, an object of its columns (maps as objects, bytes in base64 unless they "
    "are text), and `_at`, its file and its number there, from 0. A dropped row's `record` is an object; a "
    "packed sequence has `sequence`, its number in the folder, and each of its spans the `text`."
)
_VERBS = {
    _SUMMARY: ("what PATH is", "With --json: an object with path, kind, and what that kind has."),
    "head": ("the first rows", _ROWS),
    "sample": ("rows drawn at random, the same for the same seed", _ROWS),
    "id": ("the rows of one id (of sequences: of a document), whole", _ROWS),
    "grep": (
        "where a regular expression matches",
        "With --json: a line per match, with at, id, column, start and end (code points; of a nested value, "
        "of the text in it), match, before and after. With --count: an object with rows and matches.",
    ),
    "where": ("the rows that an expression describes", _ROWS),
    "stats": (
        "rows, bytes, and what the columns hold",
        "With --json: an object with rows, bytes, files, looked_at (rows whose values were looked at), "
        "exact, and columns: by name, type, stored bytes and what is known of its values.",
    ),
    "tokens": ("packed sequences token by token", _ROWS),
    "verify": (
        "check hashes, schemas, counts, ids and spans; exit code 1 if anything is wrong",
        "With --json: a line per fault or note, with level (`fault` or `note`), at, check and message; at "
        "the end an object with checked, faults and notes.",
    ),
    "diff": (
        "what differs between two runs, stages or files, and why",
        "With --json: lines with kind `recipe`, `stage`, `version` (name, before, after), `document` (id, "
        "change: added, removed or changed; stage and reason where known) and `total` (the counts).",
    ),
    "trace": (
        "one document through every stage of a run; or a pair, a response, a claim or a question with the "
        "evidence for every judgement",
        "With --json: a line per step, with row (which of several rows of that id, or of what belongs to "
        "it), stage, event, what was found, and diff (lines of a unified diff); at the end an object with "
        "outcomes.",
    ),
}
# Options with a value, which is not to be taken for the path.
_WITH_VALUE = ("--head", "--id", "--seed", "--column", "--context", "--stage", "--at", "-n", "--lines")


def add_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Adds `inspect` to the commands of `roae`. Its words must go through `arrange` first."""
    parser = commands.add_parser(
        "inspect",
        help="look into a run, a stage, a shard or token sequences; check, compare, trace a document",
        usage="roae inspect PATH [VERB …]   or   roae inspect VERB PATH …",
        description="Says what PATH is, or does what the verb says; `roae inspect VERB --help` tells more. "
        "Of a run, the rows are the documents that become tokens: --stage names another stage, --rejected "
        "and --dropped the rows that were set aside.",
        epilog="--head N, --id ID, --tokens, --rejected and --dropped without a verb stand for the verbs "
        "head, id and tokens. Exit codes: 0 done, 1 something is damaged or wrong, 2 the command cannot be "
        "done.",
    )
    parsers = parser.add_subparsers(dest="verb", required=True, metavar="VERB", prog="roae inspect")
    verbs = {}
    for name, (words, shape) in _VERBS.items():
        description = f"{words[0].upper()}{words[1:]}."
        verb = parsers.add_parser(name, help=words, description=description, epilog=shape)
        if name == "diff":
            verb.add_argument("path", metavar="A", help=_PATH)
            verb.add_argument("other", metavar="B", help="what A is compared with")
        else:
            verb.add_argument("path", metavar="RUN" if name == "trace" else "PATH", help=_PATH)
        verbs[name] = verb
    _row_verbs(verbs)
    _other_verbs(verbs)
    for verb in verbs.values():
        verb.add_argument("--json", action="store_true", help="JSON lines, for scripts")
    return parser


def _row_verbs(verbs: dict[str, argparse.ArgumentParser]) -> None:
    verbs["head"].add_argument("count", nargs="?", type=_count, default=3, metavar="N", help="default 3")
    verbs["sample"].add_argument("count", nargs="?", type=_count, default=3, metavar="N", help="default 3")
    verbs["sample"].add_argument("--seed", type=int, default=0, metavar="S", help="default 0")
    verbs["id"].add_argument("id", metavar="ID")
    verbs["id"].add_argument("--column", default="", metavar="NAME", help="default: what names such rows")
    verbs["grep"].add_argument("pattern", metavar="REGEX", help="in the syntax of Python's re")
    verbs["grep"].add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME",
        help="default: all with text; may be repeated",
    )
    verbs["grep"].add_argument("-i", "--ignore-case", action="store_true")
    verbs["grep"].add_argument(
        "--context", type=_count, default=60, metavar="N", help="characters before and after (default 60)"
    )
    verbs["where"].add_argument(
        "expression", metavar="EXPRESSION", help="such as \"language == 'en' and len(text) > 1000\""
    )
    for name, what in (("grep", "matches"), ("where", "rows")):
        verbs[name].add_argument(
            "-n",
            type=_count,
            default=10,
            dest="count",
            metavar="N",
            help=f"{what} shown (default 10; 0: all)",
        )
        verbs[name].add_argument(
            "--count", action="store_true", dest="only_count", help=f"only how many {what}"
        )
    for name in ("head", "sample", "id", "grep", "where", "stats"):
        side = verbs[name].add_mutually_exclusive_group()
        side.add_argument("--rejected", action="store_true", help="of rows that could not be processed")
        side.add_argument("--dropped", action="store_true", help="of rows that rules dropped")
        verbs[name].add_argument("--stage", default="", metavar="NAME", help="which stage of a run")
    for name in ("head", "sample", "where"):
        verbs[name].add_argument("--whole", action="store_true", help="long values and texts in full")
    verbs["stats"].add_argument(
        "--exact", action="store_true", help="read every row, not only some of a large folder"
    )


def _other_verbs(verbs: dict[str, argparse.ArgumentParser]) -> None:
    verbs["tokens"].add_argument("count", nargs="?", type=_count, default=1, metavar="N", help="default 1")
    verbs["tokens"].add_argument("--at", type=_count, default=0, metavar="K", help="from sequence K on")
    verbs["tokens"].add_argument("--id", default="", metavar="ID", help="those that hold this document")
    verbs["verify"].add_argument("--no-hashes", action="store_true", help="sizes instead, which is quick")
    verbs["diff"].add_argument("--id", default="", metavar="ID", help="what differs in this document")
    verbs["diff"].add_argument(
        "-n", type=_count, default=10, dest="count", metavar="N", help="documents named per change (0: all)"
    )
    verbs["trace"].add_argument(
        "id", metavar="ID", help="a document's id, title or address, or where a rejected row was"
    )
    verbs["trace"].add_argument(
        "--lines", type=_count, default=40, metavar="N", help="of each change shown (default 40; 0: all)"
    )


def arrange(words: Sequence[str]) -> list[str]:
    """The words after `roae inspect` with the verb first, then options, then the rest: `PATH head 3 --json` →
    `head --json -- PATH 3`. Without a verb it is `summary`, or what `--head`, `--id`, `--tokens`,
    `--rejected` and `--dropped` stand for.
    """
    options, given = _apart(words)
    if {"-h", "--help"} & set(options):
        return [*[word for word in given if word in _VERBS][:1], "--help"]
    if given and given[0] in _VERBS and len(given) > 1:
        return [given[0], *options, "--", *given[1:]]
    if len(given) > 1 and given[1] in _VERBS:
        return [given[1], *options, "--", given[0], *given[2:]]
    if given:
        return _without_verb(options, given)
    return list(words)


def _without_verb(options: list[str], given: list[str]) -> list[str]:
    count = _take(options, "--head")
    counted = [*given, count] if count is not None else given
    identifier = _take(options, "--id")
    if identifier is not None:
        return ["id", *options, "--", *given, identifier]
    if "--tokens" in options:
        options.remove("--tokens")
        return ["tokens", *options, "--", *counted]
    if count is not None or {"--rejected", "--dropped"} & set(options):
        return ["head", *options, "--", *counted]
    return [_SUMMARY, *options, "--", *given]


def _take(words: list[str], option: str) -> str | None:
    """Takes an option and its value out of the words."""
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == option and equals:
            del words[place]
            return value
        if name == option and place + 1 < len(words):
            value = words[place + 1]
            del words[place : place + 2]
            return value
    return None


def _apart(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The options with their values, and the other words. What follows `--` is no option."""
    options: list[str] = []
    others: list[str] = []
    left = iter(range(len(words)))
    for place in left:
        word = words[place]
        if word == "--":
            others += words[place + 1 :]
            break
        if word.startswith("-") and word[1:].isdecimal():  # `head -3`, as the tool of that name has it
            others.append(word[1:])
            continue
        # `-len(text) < -10` is an expression.
        if not word.startswith("-") or word == "-" or " " in word:
            others.append(word)
            continue
        options.append(word)
        if word in _WITH_VALUE and place + 1 < len(words):
            options.append(words[next(left)])
    return options, others


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 on")
    return int(text)
