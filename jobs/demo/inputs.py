"""Every demonstration source in one folder, in the form its publisher would ship it."""

from __future__ import annotations

import importlib.resources
import shutil
from pathlib import Path

from jobs.demo.build import WIKIS, write_dump
from jobs.demo.web.build import write_warc


def write_inputs(folder: Path) -> dict[str, str]:
    """Writes dumps of four wikis, a Stack Exchange site, a web archive and files of tuples below `folder`.

    Returns the settings of the recipe `corpus` that read them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = {f"wikis.{wiki.site}.input": str(write_dump(folder, wiki=wiki).dump) for wiki in WIKIS}
    for name in ("stackexchange", "tuples"):
        with importlib.resources.as_file(importlib.resources.files("jobs.demo") / name) as files:
            shutil.copytree(files, folder / name, dirs_exist_ok=True)
    return {
        **settings,
        "stackexchange.demosite.input": str(folder / "stackexchange"),
        "stackexchange.demosite.threads.math": "dollar",
        "web.input": str(write_warc(folder)),
        "tuples.input": str(folder / "tuples"),
    }
