"""The command `roae`.

Exit codes: 0 done, 1 failed, 2 the command or its input cannot be used, 3 a budget is spent, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from jobs.calibrate import add_parser as add_calibrate
from jobs.errors import UsageError
from jobs.export.arguments import add_export
from jobs.generate import add_generate
from jobs.inspect import command as inspect_command
from jobs.merge import add_merge
from jobs.report.arguments import add_report
from jobs.train import add_train
from schemas.split import InputError

DONE, FAILED, USAGE, SPENT, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code. Errors are told on standard error, in words."""
    # Threads of torch that wait shall sleep: spinning takes up to ten times as long where the CPUs have other
    # work too. Beam imports torch where it finds it, so this comes first.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        return _main(list(sys.argv[1:] if arguments is None else arguments))
    except (UsageError, InputError) as error:
        return _fail(error, _code(error))
    except KeyboardInterrupt:
        return _fail(
            "interrupted: what was finished is kept; the same command goes on from there", INTERRUPTED
        )
    except BrokenPipeError:  # the reader of our output left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _main(arguments: list[str]) -> int:
    arguments, beam_options = _arrange(arguments)
    options = _parser().parse_args(arguments)
    options.beam_options = beam_options
    from pipelines.engine import RunError  # noqa: PLC0415  (imports take a moment; --help need not wait)

    try:
        return int(options.function(options))
    except RunError as error:
        return _fail(error, FAILED)


def _code(error: Exception) -> int:
    from curation.endpoint.errors import BudgetSpentError  # noqa: PLC0415 (as above)

    return SPENT if isinstance(error, BudgetSpentError) else USAGE


def _fail(error: object, code: int) -> int:
    print(f"roae: {error}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="roae", description="Wiki dumps to token shards, and everything on the way."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser(
        "run",
        help="run a recipe, going on where an earlier run stopped",
        description="Run a recipe. Any other option goes to Beam, such as --runner DataflowRunner.",
    )
    _add_recipe(run)
    run.add_argument("--workers", type=int, default=1, metavar="N", help="local worker processes (default 1)")
    run.add_argument("--quiet", action="store_true", help="no progress")
    run.set_defaults(function=_run)

    plan = commands.add_parser("plan", help="say what `run` would do, and do nothing")
    _add_recipe(plan)
    plan.set_defaults(function=_plan)

    status = commands.add_parser("status", help="how far a run is, stage by stage")
    status.add_argument("run", metavar="RUN", help="the run folder")
    status.add_argument("--json", action="store_true", help="for scripts")
    status.set_defaults(function=_status)

    funnel = commands.add_parser(
        "funnel", help="how much of each source every step and rule of a run dropped, and what is left"
    )
    funnel.add_argument("run", metavar="RUN", help="the run folder")
    funnel.add_argument("--source", default="", metavar="NAME", help="this source alone")
    funnel.add_argument("--json", action="store_true", help="for scripts")
    funnel.set_defaults(function=_funnel)

    inspect_command.add_parser(commands).set_defaults(function=_inspect)

    fetch = commands.add_parser(
        "fetch",
        help="list the public sources, or download one from its publisher",
        description="Without NAME: the sources there are. With NAME: downloads it, going on where an earlier "
        "download stopped, and checks it against published sums.",
    )
    fetch.add_argument("name", nargs="?", default="", metavar="NAME")
    fetch.add_argument(
        "--into", default="", metavar="FOLDER", help="default data/NAME, with the date if it has one"
    )
    fetch.add_argument("--date", default="", help="which edition (default: the newest)")
    fetch.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="GLOB",
        help="only files of such names; may be repeated",
    )
    fetch.add_argument("--dry-run", action="store_true", help="show files, sizes and licence; fetch nothing")
    fetch.add_argument("--yes", action="store_true", help="do not ask before large downloads")
    fetch.add_argument(
        "--mirror", default="", metavar="URL", help="instead of the publisher's host (or set ROAE_MIRROR)"
    )
    fetch.add_argument(
        "--retries", type=int, default=8, metavar="N", help="attempts in a row that bring nothing (default 8)"
    )
    fetch.set_defaults(function=_fetch)

    add_export(commands)
    add_calibrate(commands)
    add_generate(commands)
    add_merge(commands)
    add_report(commands)
    add_train(commands)

    demo = commands.add_parser(
        "demo", help="run the recipe corpus on bundled data of every kind and show what came out"
    )
    demo.add_argument(
        "--output", default="runs/demo", metavar="RUN", help="the run folder (default runs/demo)"
    )
    demo.add_argument("--workers", type=int, default=1, metavar="N")
    demo.add_argument(
        "--inputs", default="", metavar="FOLDER", help="only write the bundled data there, to try things with"
    )
    demo.set_defaults(function=_demo)
    return parser


def _add_recipe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipe", metavar="RECIPE", help="a recipe's name (wikipedia) or a YAML file")
    parser.add_argument(
        "settings", nargs="*", metavar="key=value", help="fields of the recipe: input=… output=…"
    )
    parser.add_argument("--until", default="", metavar="STAGE", help="stop after this stage")


# Our options of `run` and `plan`, and how many words each takes. Whatever other option `run` is given goes to
# Beam.
_OWN_OPTIONS = {"--until": 1, "--workers": 1, "--quiet": 0, "--help": 0, "-h": 0}


def _arrange(arguments: list[str]) -> tuple[list[str], list[str]]:
    """`run` and `plan`: options and settings in any order → ours with the options first, and Beam's with
    their values.

    A word after an option of Beam's is its value unless it is `key=value`. (argparse takes settings in one
    row only.)
    """
    if arguments[:1] == ["inspect"]:
        return ["inspect", *inspect_command.arrange(arguments[1:])], []
    if arguments[:1] not in (["run"], ["plan"]):
        return arguments, []
    words: list[str] = []
    own: list[str] = []
    beam: list[str] = []
    left = iter(range(1, len(arguments)))
    for position in left:
        word = arguments[position]
        following = arguments[position + 1] if position + 1 < len(arguments) else "-"
        name, equals, _ = word.partition("=")
        if not word.startswith("-"):
            words.append(word)
            continue
        ours = name in _OWN_OPTIONS or arguments[0] == "plan"
        taken = own if ours else beam
        taken.append(word)
        has_value = (
            _OWN_OPTIONS.get(name, 0) if ours else not following.startswith("-") and "=" not in following
        )
        if has_value and not equals and position + 1 < len(arguments):
            taken.append(arguments[next(left)])
    return [arguments[0], *own, *words], beam


def _run(options: argparse.Namespace) -> int:
    from jobs import recipe as recipes  # noqa: PLC0415
    from jobs import run  # noqa: PLC0415

    recipe = recipes.load(options.recipe, options.settings)
    run.run(
        recipe,
        until=options.until,
        workers=options.workers,
        beam_options=options.beam_options,
        quiet=options.quiet,
    )
    return DONE


def _plan(options: argparse.Namespace) -> int:
    from jobs import recipe as recipes  # noqa: PLC0415
    from jobs import run  # noqa: PLC0415

    run.plan(recipes.load(options.recipe, options.settings), until=options.until)
    return DONE


def _status(options: argparse.Namespace) -> int:
    from jobs import status  # noqa: PLC0415

    if options.json:
        print(json.dumps(status.as_json(options.run), indent=1, ensure_ascii=False))
    else:
        status.show(options.run)
    return DONE


def _funnel(options: argparse.Namespace) -> int:
    from jobs import funnel_tables  # noqa: PLC0415

    funnel_tables.show(options.run, source=options.source, as_json=options.json)
    return DONE


def _inspect(options: argparse.Namespace) -> int:
    from jobs.inspect import inspect  # noqa: PLC0415

    return inspect(options)


def _fetch(options: argparse.Namespace) -> int:
    from jobs.fetch import FetchError, fetch  # noqa: PLC0415

    try:
        return fetch(options)
    except FetchError as error:
        return _fail(error, FAILED)


def _demo(options: argparse.Namespace) -> int:
    from jobs.demonstrate import run_demo, write_demo_inputs  # noqa: PLC0415

    if options.inputs:
        write_demo_inputs(options.inputs)
    else:
        run_demo(options.output, options.workers)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
