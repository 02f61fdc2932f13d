"""Templates whose text is a simple pattern of their arguments.

In a pattern `{1}` is an argument, `{2|1}` the first of several that is given, `{1=Yes}` one with a default,
and `[?…]` a part that is left out when an argument in it is missing. A call that has no argument for a `{…}`
outside such parts shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from curation.wikitext.context import Context
from curation.wikitext.markers import BAR, GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.wordlist import wordlist

Renderer = Callable[[Arguments, Context], str]

_PATTERNS: tuple[tuple[str, str], ...] = (
    # The text itself, styled
    (
        "{1}",
        """
        nowrap nobr nobreak small smaller big bigger larger large nobold noitalic normal midsize
        center centre block yes2 no2 vanchor visible_anchor vanc abbr abbrlink tooltip mono
        smallcaps sc sc2 allcaps caps overline underline u strikethrough em strong bold italic bi
        not_a_typo typo notatypo as_written proper_name stack longitem keep_together nwr nonfree
        transparent wbr serif sans-serif unicode char lemma xt !xt mxt red green blue gli railgauge
        track_gauge map_caption fraktur blackletter tl tlx tld nb avoid_wrap nowr lbs lbb lbc
        nastaliq nq lcons dp by mlby asgy wsy nbay nfly baseball_year icd9 math_proof
        """,
    ),
    ("{2|1}", "resize sort annotated_link hover_title align rtl-lang based_on"),
    (
        "{2}",
        """
        color colour colored_text background_color bgcolor colorbox color_box colourbox legend legend2
        legend_inline legend0
        """,
    ),
    ("{3}", "annotation"),
    ("{3|2|1}", "font_color font_colour"),
    ("{text|1}", "font"),
    ("{lt|1}", "ill interlanguage_link interlanguage_link_multi illm link-interwiki 仮リンク link-en"),
    ("{2}", "chset-cell1 chset-ctrl1 chset-cell"),
    ("{2|1}", "w"),
    ("{1}[?{2}]", "sic"),
    ("{1}{2}[?.{3}]", "icd10"),
    ("{1}/{2}", "composition_bar"),
    ("{upper}/{lower}", "dentalformula"),
    ("{won}–{lost}", "tennis_record"),
    ("{1} [O.S. {2}]", "oldstyledateny oldstyledatedy"),
    ("{1} Jupiter masses", "jupiter_mass"),
    ("{1} {2}", "ats mp mpl bibleref2 bibleref bibleverse"),
    ("{1}[? – {2}]", "fossil_range geological_range fossilrange long_fossil_range"),
    ("{1} 24 Hours of Le Mans", "24hlm"),
    ("HMNZS ''{1}''[? ({2})]", "hmnzs"),
    ("IATA: {1}", "iata"),
    ("ICAO: {1}", "icao"),
    ("FAA LID: {1}", "faa_lid"),
    ("{1} km", "km"),
    ("{1} mi", "mi"),
    ("{1} m", "metre"),
    ("{1} ft", "ft"),
    ("{1} in", "in"),
    ("{1} °C", "c"),
    ("{1} °F", "f"),
    ("{1} {2}", "sortname unité"),
    ("USS ''{1}''[? ({2})]", "uss"),
    ("HMS ''{1}''[? ({2})]", "hms"),
    ("HMAS ''{1}''[? ({2})]", "hmas"),
    ("HMCS ''{1}''[? ({2})]", "hmcs"),
    ("SS ''{1}''[? ({2})]", "ss"),
    ("RMS ''{1}''[? ({2})]", "rms"),
    ("SMS ''{1}''[? ({2})]", "sms"),
    ("MV ''{1}''[? ({2})]", "mv"),
    ("{1} ''{2}''[? ({3})]", "ship"),
    ("''{1}''-class {2}", "sclass sclass2 sclass-"),
    # Identifiers of works
    ("ISBN {1}", "isbn"),
    ("hdl:{1}", "hdl"),
    ("RFC {1}", "ietf_rfc rfc"),
    ("U.S. Patent {1}", "us_patent"),
    ("{1} U.S.C. § {2}[?({3})]", "usc uscsub"),
    ("Article {1} EPC", "epc_article"),
    ("Rule {1} EPC", "epc_rule"),
    ("Rule {1} EPC 1973", "epc_1973_rule"),
    ("Rule {1} PCT", "pct_rule"),
    ("ISSN {1}", "issn"),
    ("OCLC {1}", "oclc"),
    ("doi:{1}", "doi"),
    ("arXiv:{1|eprint|id}", "arxiv"),
    ("PMID {1}", "pmid"),
    ("LCCN {1}", "lccn"),
    ("vol. {1}", "vol."),
    # Characters
    ("⟨{1}⟩", "angbr angle_bracket angbr_ipa vr"),
    ("“{1}”", "double_quotes"),
    ("[{1}]", "bracket"),
    ("({1})", "parentheses"),
    (" · ", "· dot middot • bull bullet interpunct"),
    (" – ", "snd spaced_ndash spaced_en_dash spnd ndashb"),
    ("–", "ndash en_dash endash"),
    ("—", "mdash em_dash emdash"),
    (" — ", "mdashb spaced_mdash spaced_em_dash"),
    (
        " ",
        "nbsp nbs space thin_space thinsp hair_space hairsp nnbsp ensp emsp figure_space pad spaces indent",
    ),
    ("’", "' apos"),
    ("’s", "'s"),
    ("’ ”", "'_\" \"_'"),
    ("<br>", "break br crlf crlf2 -br"),
    ("=", "="),
    ("{{", "(("),
    ("}}", "))"),
    ("[", "("),
    ("]", ")"),
    ("<br><br>", "pb paragraph_break"),
    ("ʻ", "okina"),
    ("L☉", "solar_luminosity"),
    ("M☉", "solar_mass"),
    ("R☉", "solar_radius"),
    ("♭", "flat"),
    ("♯", "sharp"),
    ("♮", "natural"),
    ("†", "dagger extinct † kia"),
    ("(POW)", "pow"),
    ("(WIA)", "wia"),
    ("(MIA)", "mia"),
    ("‡", "double_dagger ‡"),
    ("✓", "tick check_mark aye y"),
    ("✗", "cross x_mark nay"),
    ("{1}", "medalcountry medalsport medalcompetition"),
    ("<br>Gold: {1}[?, {2}]<br>", "medalgold medal_gold"),
    ("<br>Silver: {1}[?, {2}]<br>", "medalsilver medal_silver"),
    ("<br>Bronze: {1}[?, {2}]<br>", "medalbronze medal_bronze"),
    ("⇌", "eqm"),
    # Marks of a change: the arrow is the information
    ("▲", "increaseneutral increase gain increasenegative increase_negative"),
    ("▼", "decrease loss decreasepositive decrease_positive"),
    ("▬", "steady nochange"),
    # Cells of comparison tables, with their default word
    ("{1=Yes}", "yes"),
    ("{1=No}", "no"),
    ("{1=Partial}", "partial some"),
    ("{1=N/A}", "n/a na"),
    ("{1=Unknown}", "unknown dunno"),
    ("{1=TBA}", "tba tbd"),
    ("{1=Won}", "won"),
    ("{1=Nominated}", "nom nominated"),
    ("{1=Pending}", "pending"),
    ("{1=Maybe}", "maybe"),
    ("{1=—}", "-"),
    # Words that go with names and dates
    ("née {1}", "née nee"),
    ("r. {1}[?–{2}]", "reign"),
    ("fl. {1}[?–{2}]", "floruit fl fl."),
    ("p. {1}", "p."),
    ("pp. {1}", "pp."),
    ("No. {1}", "no. numero"),
    ("''{1}''", "game_title"),
)

# An optional part, a field, or literal text.
_PART = re.compile(r"\[\?(?P<optional>[^\[\]]*)\]|\{(?P<field>[^{}]+)\}|(?P<text>[^\[{]+|[\[{])")


class _Field(NamedTuple):
    """A field of a pattern: the arguments to look in, and what stands for them all."""

    names: tuple[str, ...]
    default: str


_Piece = str | _Field


def from_pattern(pattern: str) -> Renderer:
    """The renderer of a pattern."""
    if pattern == "{1}":
        return lambda arguments, context: arguments.get(1) or GAP
    if "{" not in pattern or pattern in ("{{", "}}"):
        return lambda arguments, context: pattern
    parts = _compile(pattern)

    def render(arguments: Arguments, context: Context) -> str:
        return _fill(parts, arguments) or GAP

    return render


def _compile(pattern: str) -> list[_Piece | list[_Piece]]:
    parts: list[_Piece | list[_Piece]] = []
    for match in _PART.finditer(pattern):
        if match["optional"] is not None:
            parts.append([part for part in _compile(match["optional"]) if not isinstance(part, list)])
        elif match["field"] is not None:
            names, _, default = match["field"].partition("=")
            parts.append(_Field(tuple(names.split("|")), default))
        else:
            parts.append(match["text"])
    return parts


def _fill(parts: Sequence[_Piece | list[_Piece]], arguments: Arguments) -> str:
    """The pattern's text; nothing if a field outside an optional part has no value."""
    pieces = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        elif isinstance(part, list):
            pieces.append(_fill(part, arguments))
        elif value := arguments.get(*part.names, default=part.default):
            pieces.append(value)
        else:
            return ""
    return "".join(pieces)


def pattern_table(rows: Iterable[tuple[str, str]]) -> dict[str, Renderer]:
    """Renderers by name, of rows (pattern, names)."""
    table: dict[str, Renderer] = {}
    for pattern, names in rows:
        table |= dict.fromkeys(wordlist(names), from_pattern(pattern))
    return table


def _linktext(arguments: Arguments, context: Context) -> str:
    return "".join(arguments.positional())


def _music(arguments: Arguments, context: Context) -> str:
    signs = {
        "flat": "♭",
        "b": "♭",
        "sharp": "♯",
        "#": "♯",
        "natural": "♮",
        "doublesharp": "𝄪",
        "doubleflat": "𝄫",
    }
    sign = arguments.get(1)
    return signs.get(sign.lower(), sign)


def _url(arguments: Arguments, context: Context) -> str:
    """{{URL|example.org|label}}: the label, else the address without its scheme."""
    return arguments.get(2) or arguments.get(1).removeprefix("https://").removeprefix("http://").rstrip("/")


def _releases(arguments: Arguments, context: Context) -> str:
    """{{vgrelease|NA|May 1, 1990|EU|June 2, 1990}}: `NA: May 1, 1990; EU: June 2, 1990`."""
    words = arguments.positional()
    if len(words) < 2:
        return "; ".join(f"{key}: {value}" for key, value in arguments.named.items() if value) or GAP
    return "; ".join(f"{place}: {when}" for place, when in zip(words[::2], words[1::2], strict=False))


def _space_shuttle(arguments: Arguments, context: Context) -> str:
    """{{OV|99}}: the orbiter of that number."""
    names = {"99": "Challenger", "101": "Enterprise", "102": "Columbia", "103": "Discovery"}
    names |= {"104": "Atlantis", "105": "Endeavour"}
    number = arguments.get(1)
    return names.get(number.lstrip("0"), f"OV-{number}")


def _post_nominals(arguments: Arguments, context: Context) -> str:
    return ", ".join(word for word in arguments.positional() if word) or GAP


TEMPLATES: dict[str, Renderer] = {
    **pattern_table(_PATTERNS),
    "!": lambda arguments, context: BAR,
    "!!": lambda arguments, context: BAR + BAR,
    "!-": lambda arguments, context: f"\n{BAR}-",
    "(!": lambda arguments, context: f"{{{BAR}",
    "!)": lambda arguments, context: f"{BAR}}}",
    "linktext": _linktext,
    "music": _music,
    "url": _url,
    "l4": lambda arguments, context: "L4",
    "l5": lambda arguments, context: "L5",
    "vgrelease": _releases,
    "video game release": _releases,
    "post-nominals": _post_nominals,
    "ov": _space_shuttle,
}
