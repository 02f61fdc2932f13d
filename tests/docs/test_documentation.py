"""The documentation: it builds without a warning, and what it tells readers to type works as it stands."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from jobs.cli import main

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pages(nav):
    """The pages in the order in which they are read."""
    for entry in nav:
        value = next(iter(entry.values())) if isinstance(entry, dict) else entry
        if isinstance(value, str):
            yield value
        else:
            yield from pages(value)


NAV = list(pages(yaml.safe_load((ROOT / "mkdocs.yml").read_text())["nav"]))


def test_it_builds_without_a_warning(tmp_path):
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    recipes = (tmp_path / "site" / "recipes" / "index.html").read_text()
    assert "source_priority" in recipes
    assert "::" not in re.sub(r"<script.*?</script>|<style.*?</style>", "", recipes, flags=re.DOTALL)
    outside = re.findall(r'(?:src|href)="(https?://[^"]*)"[^>]*(?:rel="stylesheet"|></script>)', recipes)
    assert outside == []


def test_every_page_is_in_the_contents():
    written = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert {page for page in written if not page.startswith("samples/")} == set(NAV) - {"samples/index.md"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """The folder in which somebody reads the pages one after the other, with the inputs there."""
    folder = tmp_path_factory.mktemp("reader")
    before = Path.cwd()
    os.chdir(folder)
    try:
        type_in("roae demo --inputs inputs")
        yield folder
    finally:
        os.chdir(before)


@pytest.mark.parametrize("page", NAV)
def test_what_a_page_says_to_type_works(page, reader):
    """Pages build on each other as a reader meets them, so this file's tests run in order, in one process."""
    blocks = BLOCK.findall((ROOT / "docs" / page).read_text())
    program = "".join(code for kind, code in blocks if kind == "python")
    commands = [code for kind, code in blocks if kind == "sh"]
    typed_first = page == "adding.md"  # whose program makes what its commands then look at
    if typed_first:
        run_program(program, reader)
    for code in commands:
        type_in(code)
    if not typed_first and program:
        run_program(program, reader)


def type_in(block):
    """Every command of a block, in this process: what a shell would do with it but for starting Python."""
    for line in block.replace("\\\n", " ").splitlines():
        words = shlex.split(line)
        assert words[0] == "roae", f"only commands of ours are typed in: {line}"
        assert main(words[1:]) == 0, line


def run_program(code, folder):
    (folder / "typed.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "typed.py"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{code}\n{done.stderr[-3000:]}"
