"""Templates whose text is a simple pattern of their arguments.

In a pattern `{1}` is an argument, `{2|1}` the first of several that is given, and `[…]` a part that is left
out when an argument in it is missing. A pattern that is given no argument at all for a `{…}` outside brackets
shows nothing there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments

_PATTERNS: tuple[tuple[str, str], ...] = (
    # The text itself, styled
    (
        "{1}",
        """nowrap nobr nobreak small smaller big bigger larger large nobold noitalic normal midsize center centre block yes2 no2
        vanchor visible_anchor vanc abbr abbrlink tooltip mono smallcaps sc sc2 allcaps caps overline underline u
        strikethrough em strong bold italic bi not_a_typo typo notatypo as_written proper_name stack
        longitem keep_together nwr nonfree transparent wbr serif sans-serif unicode char lemma xt !xt
        mxt red green blue gli railgauge track_gauge map_caption fraktur blackletter tl tlx tld nb""",
    ),
    (
        "{2|1}",
        "resize sort color colour colored_text background_color bgcolor legend legend2 legend_inline legend0",
    ),
    ("{2|1}", "annotated_link rquote hover_title align"),
    ("{3|2|1}", "font_color font_colour"),
    ("{text|1}", "font"),
    ("{lt|1}", "ill interlanguage_link interlanguage_link_multi illm link-interwiki 仮リンク link-en"),
    ("{2}", "chset-cell1 chset-ctrl1 chset-cell"),
    ("{2|1}", "w"),
    ("{1}{2}", "sic"),
    ("{1} {2}", "mp mpl bibleref2 bibleref bibleverse"),
    ("{1}[ – {2}]", "fossil_range geological_range fossilrange"),
    ("{1} 24 Hours of Le Mans", "24hlm"),
    ("HMNZS ''{1}''[ ({2})]", "hmnzs"),
    ("({1})", "iata"),
    ("{1} km", "km"),
    ("{1} mi", "mi"),
    ("{1} m", "metre"),
    ("{1} ft", "ft"),
    ("{1} in", "in"),
    ("{1} °C", "c"),
    ("{1} °F", "f"),
    ("{1} {2}", "sortname unité"),
    ("USS ''{1}''[ ({2})]", "uss"),
    ("HMS ''{1}''[ ({2})]", "hms"),
    ("HMAS ''{1}''[ ({2})]", "hmas"),
    ("HMCS ''{1}''[ ({2})]", "hmcs"),
    ("SS ''{1}''[ ({2})]", "ss"),
    ("RMS ''{1}''[ ({2})]", "rms"),
    ("SMS ''{1}''[ ({2})]", "sms"),
    ("MV ''{1}''[ ({2})]", "mv"),
    ("{1} ''{2}''[ ({3})]", "ship"),
    ("''{1}''-class {2}", "sclass sclass2 sclass-"),
    # Identifiers of works
    ("ISBN {1}", "isbn"),
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
    ("†", "dagger extinct †"),
    ("‡", "double_dagger ‡"),
    ("✓", "tick check_mark aye y"),
    ("✗", "cross x_mark nay"),
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
    ("r. {1}[–{2}]", "reign"),
    ("fl. {1}[–{2}]", "floruit fl."),
    ("p. {1}", "p."),
    ("pp. {1}", "pp."),
    ("No. {1}", "no. numero"),
    ("''{1}''", "game_title"),
)

_FIELD = re.compile(r"\{([^{}]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")


def _fill(pattern: str, arguments: Arguments) -> str | None:
    """The pattern's text; None if one of its fields has no value."""
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        names, _, default = match.group(1).partition("=")
        text = arguments.get(*names.split("|"), default=default)
        missing |= not text
        return text

    text = _FIELD.sub(value, pattern)
    return None if missing else text


def _renderer(pattern: str) -> Callable[[Arguments, Context], str]:
    if "{" not in pattern or pattern in ("{{", "}}"):
        return lambda arguments, context: pattern

    def render(arguments: Arguments, context: Context) -> str:
        required = _OPTIONAL.sub(lambda m: _fill(m.group(1), arguments) or "", pattern)
        return _fill(required, arguments) or GAP

    if pattern == "{1}":
        return lambda arguments, context: arguments.get(1) or GAP
    return render


def _table() -> dict[str, Callable[[Arguments, Context], str]]:
    table = {}
    for pattern, names in _PATTERNS:
        for name in names.split():
            table[name.replace("_", " ")] = _renderer(pattern)
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


def _post_nominals(arguments: Arguments, context: Context) -> str:
    return ", ".join(word for word in arguments.positional() if word) or GAP


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    **_table(),
    "!": lambda arguments, context: "|",
    "!!": lambda arguments, context: "||",
    "linktext": _linktext,
    "music": _music,
    "url": _url,
    "l4": lambda arguments, context: "L4",
    "l5": lambda arguments, context: "L5",
    "vgrelease": _releases,
    "video game release": _releases,
    "post-nominals": _post_nominals,
}
