"""Pages of a made-up wiki, of all kinds that facts are read from."""

from __future__ import annotations

from schemas.document import Document, InfoboxRow


def page(
    title: str,
    lead: str,
    *,
    box: str = "",
    rows: dict[str, str] | None = None,
    more: str = "",
    id: str = "",
    **fields: str,
) -> Document:
    """A document as the wiki renderer makes it: heading, infobox rows as lines, text, sections."""
    infobox = [InfoboxRow(box=box, key=key, value=value) for key, value in (rows or {}).items()]
    lines = "\n".join(f"{row.key}: {row.value}" for row in infobox)
    parts = [f"# {title}", lines, lead, more]
    given = {"language": "en", "revision": "1", "timestamp": "2020-01-01T00:00:00Z"} | fields
    return Document(
        id=id or f"madewiki:{title}",
        source="madewiki",
        url="",
        title=title,
        text="\n\n".join(part for part in parts if part) + "\n",
        licence="CC0-1.0",
        links=[],
        infobox=infobox,
        constructs={},
        lost_templates={},
        **given,
    )


def person(name: str, number: int, **fields: str) -> Document:
    """Somebody, born in 1850 plus the number; every third is alive."""
    surname = name.split()[-1]
    born, died = 1850 + number, 1910 + number
    alive = number % 3 == 2
    life = f"born {born} in Ostvik" if alive else f"4 May {born} – 9 June {died}"
    was = "is" if alive else "was"
    rows = {
        "name": name,
        "birth date": f"4 May {born}",
        "birth place": f"Ostvik {'ABCDEFGHIJ'[number % 10]}ster, Velmark",
        "occupation": "Painter, printer",
        "spouse": f"Anna Holt{chr(97 + number % 20)} (m. {born + 30})",
        "children": f"Per {surname}; Ida {surname}",
        "alma mater": f"University of {'ABCDEFGHIJ'[number % 10]}nesby",
    }
    if not alive:
        rows["death date"] = f"9 June {died} (aged 60)"
        rows["death place"] = f"Tarn{'abcdefghij'[number % 10]}by, Velmark"
    more = (
        "## Career\n\n"
        f"In {born + 20}, {surname} moved to the city of Hallby. {surname} painted the Great Hall of Hallby "
        f"in {born + 25}. She also liked to walk along the river, where she had many friends.\n\n"
        f"{surname} was elected to the Academy of Velmark in {born + 33}, after a long debate. On 3 March "
        f"{born + 35}, {surname} founded the Hallby School of Printing.\n"
    )
    return page(
        name,
        f"{name} ({life}) {was} a Velmarkian painter and printer, known for large pictures of ships.",
        box="Infobox artist",
        rows=rows,
        more=more,
        **fields,
    )


def country(name: str, number: int, **fields: str) -> Document:
    """A country, each larger than the one before."""
    rows = {
        "common name": name,
        "capital": f"{name[:4]}stad",
        "largest city": "capital",
        "official languages": f"{name}ish; Norlish",
        "currency": f"{name} krone",
        "President": f"{'Ada Berg' if number % 2 else 'Olaf Lind'}{chr(97 + number)}",
        "area km2": str(20_000 + 9_000 * number),
        "population estimate": f"{1_000_000 + 700_000 * number:,}",
        "population estimate year": "2019",
        "calling code": f"+{900 + number}",
        "drives on": "right",
        "demonym": f"{name}ian",
    }
    more = (
        "## Counties\n\n| County | Seat | Area (km²) | Population (2010 census) |\n|---|---|---|---|\n"
        f"| North {name} | Ulby | {1_000 + number} | {50_000 + 11_000 * number:,} |\n"
        f"| South {name} | Ryby | {2_500 + number} | {80_000 + 9_000 * number:,} |\n\n"
        f"## Economy\n\n{' '.join([f'The mines of {name} have been dug for a long time.'] * 20)}\n"
    )
    return page(
        name,
        f"{name}, officially the Kingdom of {name}, is a country in Norland. {name} lies on the sea.",
        box="Infobox country",
        rows=rows,
        more=more,
        **fields,
    )


def film(title: str, number: int, **fields: str) -> Document:
    """A film."""
    rows = {
        "name": title.split(" (")[0],
        "director": f"Eva Strand{chr(97 + number)}",
        "starring": "Ole Nygaard; Mia Dahl",
        "released": f"{3 + number} March {1960 + 7 * number} (Velmark)",
        "runtime": f"{90 + 25 * number} minutes",
        "country": "Velmark",
    }
    name = title.split(" (", maxsplit=1)[0]
    return page(
        title,
        f"{name} is a {1960 + 7 * number} drama film by Eva Strand{chr(97 + number)} about two brothers.",
        box="Infobox film",
        rows=rows,
        **fields,
    )


NAMES = ("Karin Solberg", "Nils Ekdal", "Tove Brandt", "Hans Myhre", "Lise Aasen", "Jens Vik", "Rolf Krogh")
COUNTRIES = ("Velmark", "Ostrania", "Nordavia", "Halvland", "Sunderia")


def wiki() -> list[Document]:
    """Forty pages and more: people, countries, films of which two share a name, a notion, and pages of which
    nothing is made.
    """
    documents = [person(name, number) for number, name in enumerate(NAMES)]
    documents += [country(name, number) for number, name in enumerate(COUNTRIES)]
    documents += [film("The Long Tide", 0), film("Winter Light (film)", 1), film("Harbour (1974 film)", 2)]
    documents += [film("Harbour (1995 film)", 5)]
    history = " ".join(f"In {year}, a quay of the harbour was built anew." for year in range(1801, 1900, 11))
    documents.append(
        page(
            "Hallby",
            "Hallby is a town in Velmark on the western coast. It has a school of printing.",
            box="Infobox settlement",
            rows={"name": "Hallby", "settlement type": "Town", "country": "Velmark", "mayor": "Olaf Lind"},
            more=f"## History\n\n{history}\n",
        )
    )
    documents.append(
        page(
            "Lantern",
            "A lantern is a portable source of light with a case that protects the flame. "
            "A lantern may hang or stand, and a good lantern burns for a night.",
        )
    )
    documents.append(page("Tide (disambiguation)", "Tide may refer to:\n\n- Tide (film)\n- Tide, a river"))
    documents.append(page("List of lanterns", "This is a list of lanterns."))
    documents.append(page("Lykta", "Lykta er en lampe.", language="no"))
    return documents
