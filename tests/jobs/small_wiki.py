"""A dump of a few people's pages, so that a run of the recipe `preferences` takes no time."""

from __future__ import annotations

import bz2
from pathlib import Path

from tests.curation.mediawiki.dump_files import dump, page

_PEOPLE = ("Ada Quill", "Bram Stone", "Cora Field", "Dora Marsh", "Emil Brook", "Fay Hollis", "Gus Pine")
_TOWNS = ("Ulm", "Bern", "Ghent", "Turin", "Lyon", "Graz", "York")


def _person(name: str, number: int) -> str:
    born, town, other = 1850 + 7 * number, _TOWNS[number], _TOWNS[number - 1]
    text = (
        "{{Infobox person\n| name = " + name + f"\n| birth_date = 3 May {born}\n| birth_place = {town}\n"
        f"| death_date = 9 June {born + 61}\n| death_place = {other}\n| occupation = Engineer\n}}}}\n"
        f"'''{name}''' (3 May {born} – 9 June {born + 61}) was an engineer from {town} who built bridges "
        f"over many rivers. In {born + 20}, {name.split()[0]} moved to {other}. The first bridge was opened "
        f"in {born + 30} and was {100 + number} metres long.\n\n== Later life ==\n"
        f"In {born + 40}, {name.split()[1]} became a teacher in {other}. The school had {40 + number} pupils "
        f"at that time. It was closed in {born + 50}, and a museum was opened in the same building.\n"
    )
    return page(name, number + 1, text=text)


def write_small_dump(folder: Path) -> Path:
    """The dump, in a folder that is there."""
    path = folder / "smallwiki-20240101-pages-articles.xml.bz2"
    people = [_person(name, number) for number, name in enumerate(_PEOPLE)]
    path.write_bytes(bz2.compress(dump(people, site="smallwiki")))
    return path
