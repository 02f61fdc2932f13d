"""What the referee expects of a template: which parameters a reader of the page sees.

Every rule follows the template's documentation on the English Wikipedia or Wikivoyage. A template that is
not named here is a gap: whatever a converter writes in its place is neither asked for nor held against it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from mwparserfromhell.nodes import Template

from curation.fidelity.fold import DECIMAL, words

# A number that must appear, as the ways in which it may be written; a trailing DECIMAL asks only for the
# digits before the point.
Alternatives = tuple[str, ...]


def name_of(template: Template) -> str:
    """A template's name as its page is called: one space between words, lower case, no namespace."""
    name = " ".join(str(template.name).replace("_", " ").split()).lower()
    return re.sub(r"^(template|subst|safesubst|t):\s*", "", name)


def positional(template: Template) -> list[str]:
    """The unnamed parameters' raw text, with `1=`, `2=` … in their places."""
    values: dict[int, str] = {}
    for parameter in template.params:
        key = str(parameter.name).strip()
        if key.isdecimal() and 0 < int(key) < 100:
            values[int(key)] = str(parameter.value).strip()
    return [values.get(index, "") for index in range(1, max(values, default=0) + 1)]


# --- templates whose parameters are text -----------------------------------------------------------------

# name → the numbers of the parameters that show; "all" for every positional one.
_SHOWN: dict[str, tuple[int, ...] | str] = {
    "lang": (2,),
    "wikt-lang": (2,),
    "script/arabic": (1,),
    "script/hebrew": (1,),
    "nihongo": (1, 2, 3),
    "nowrap": (1,),
    "nobr": (1,),
    "nobold": (1,),
    "small": (1,),
    "smaller": (1,),
    "big": (1,),
    "larger": (1,),
    "center": (1,),
    "resize": (2,),
    "abbr": (1,),
    "tooltip": (1,),
    "angbr": (1,),
    "angle bracket": (1,),
    "smallcaps": (1,),
    "sc": (1,),
    "tt": (1,),
    "mono": (1,),
    "code": (1,),
    "kbd": (1,),
    "key press": "all",
    "keypress": "all",
    "em": (1,),
    "strong": (1,),
    "unicode": (1,),
    "ill": (1,),
    "interlanguage link": (1,),
    "sortname": (1, 2),
    "sort": (2,),
    "linktext": "all",
    "vanchor": (1,),
    "visible anchor": (1,),
    "ipa": (1,),
    "respell": (),
    "flag": (1,),
    "flagcountry": (1,),
    "lsj": (1,),
    "font color": (),
    "native name": (2,),
    "native phrase": (2,),
    "longitem": (1,),
    "sup": (1,),
    "sub": (1,),
    "underline": (1,),
    "zh-hans": (1,),
    "chem2": (),
}
_MATHS_SHOWN: dict[str, tuple[int, ...]] = {
    "math": (1,),
    "mvar": (1,),
    "bigmath": (1,),
    "overline": (1,),
    "sqrt": (1,),
    "radic": (1,),
}
_FRACTIONS = {"frac", "fraction", "sfrac"}
_FORMULA_PIECES = {"chem", "e", "10^", "su", "simplenuclide", "simplenuclide2", "nuclide"}


def text_parameters(template: Template) -> list[int | str] | None:
    """The parameters whose text a reader sees in a running sentence, in order; None: no such template."""
    name = name_of(template)
    if name in ("ill", "interlanguage link") and template.has("lt"):
        return ["lt"]
    if name in _SHOWN:
        rule = _SHOWN[name]
        if rule == "all":
            return list(range(1, len(positional(template)) + 1))
        return [number for number in rule if isinstance(number, int)] or None
    if is_labelled(name):
        return [1]
    if name in {"transl", "transliteration"}:
        return [len(positional(template))] if positional(template) else None
    return None


def is_labelled(name: str) -> bool:
    """Whether a template puts the language's name before its text (`{{lang-de|…}}`: "German: …")."""
    return re.fullmatch(r"(?:lang|ipa)-[a-z-]+", name) is not None


def maths_parameters(template: Template) -> list[int] | None:
    """The same for templates that set mathematics in text."""
    name = name_of(template)
    if name in _FRACTIONS:
        return list(range(1, len(positional(template)) + 1))
    return list(_MATHS_SHOWN[name]) if name in _MATHS_SHOWN else None


def is_fraction(template: Template) -> bool:
    """Whether a template sets a fraction; with one parameter it is one part of that many."""
    return name_of(template) in _FRACTIONS


def chemistry(template: Template) -> str | None:
    """`{{chem|H|2|O}}` → `H2O`: letters and digits without charges' signs; None: no such template."""
    name = name_of(template)
    if name == "chem":
        return "".join(positional(template))
    if name == "chem2" and positional(template):
        return re.sub(r"\[\[|\]\]|[-+()·]", "", positional(template)[0].split("|")[-1])
    return None


# --- templates whose parameters are blocks ----------------------------------------------------------------

BLOCK_PARAMETERS: dict[str, tuple[str, ...]] = {
    "quote": ("1", "text", "quote"),
    "blockquote": ("1", "text", "quote"),
    "bquote": ("1", "text", "quote"),
    "cquote": ("1", "text", "quote"),
    "quotation": ("1", "text", "quote"),
    "quote box": ("quote", "1"),
    "plainlist": ("1",),
    "flatlist": ("1",),
    "div col": ("content",),
    "columns-list": ("1", "2"),
    "poemquote": ("1", "text"),
    "poem quote": ("1", "text"),
    "collapsible list": (),
}
LIST_TEMPLATES = {
    "ubl",
    "ublist",
    "unbulleted list",
    "vunblist",
    "hlist",
    "bulleted list",
    "ordered list",
    "olist",
    "blist",
}
CAPTION_PARAMETERS = re.compile(r"(?:caption|footer)\d*")
IMAGE_TEMPLATES = {"multiple image", "double image", "css image crop", "wide image"}
LISTINGS = {"see", "do", "buy", "eat", "drink", "sleep", "listing", "go", "learn", "work"}
LISTING_PARAMETERS = {
    "name",
    "alt",
    "address",
    "directions",
    "phone",
    "tollfree",
    "hours",
    "price",
    "content",
}


def is_infobox(template: Template) -> bool:
    """Whether a template is a box of facts about the page's subject."""
    name = name_of(template)
    return (
        name.startswith(("infobox", "geobox", "chembox", "taxobox"))
        or name.endswith((" infobox", "taxobox"))
        or name in {"drugbox", "speciesbox", "quickbar", "elementbox", "mycomorphbox"}
    ) and not name.endswith(("/doc", "/sandbox"))


# By name only where no infobox uses the name for a fact: a bridge has a width, a mineral a colour.
_PRESENTATION = re.compile(
    r"(?:image|img|logo|photo|map|flag|coat|seal|cover|picture|pic|signature|video|audio|sound|insignia|"
    r"emblem|shield|screenshot|listen|banner|symbol_type|pushpin|coordinates|mapframe|range_map|"
    r"image_?map|alt_?map)(?:\d+|_.*)?|"
    r"(?:image|map|logo|flag|photo|symbol|pic)_?(?:size|width|height|alt)|"
    r".*_(?:image|img|logo|photo|map|flag|seal|file|video|icon|alt|lang|relief|label_position)\d*|"
    r"(?:body|title|label|header|data|above|below)_?style|(?:title|box|frame|header|label)_?colou?r|box_?width|"
    r"(?:flag|seal|coat|map|image|logo|symbol)_?link|alt\d*|upright|zoom|embed|child|subbox|decat|nocat|"
    r"italic[ _]title|name_lang|noarticle|qid|wikidata|"
    r"fetchwikidata|lat_?[dms]|lat_?ns|lat_.*|long?_?[dms]|long?_?ew|long?_.*|regno|diversity_link",
    re.I,
)
# A caption shows even though its name begins like the picture it belongs to.
_CAPTION = re.compile(r".*caption\d*|map_label", re.I)
_FILE = re.compile(r"(?i)[^\n|]*\.(?:jpe?g|png|svg|gif|tiff?|webp|og[gvax]|webm|mid|wav|mp3|pdf)")
_SWITCH = {
    "yes",
    "y",
    "no",
    "n",
    "on",
    "off",
    "true",
    "false",
    "auto",
    "none",
    "inline",
    "title",
    "inline,title",
}


def shows(key: str, value: str) -> bool:
    """Whether an infobox parameter is something to read: not a file name, a size, a colour or a switch."""
    value = value.strip()
    if not value or value.lower() in _SWITCH or _FILE.fullmatch(value):
        return False
    if re.fullmatch(r"\d*x?\d+\s*px|#[0-9A-Fa-f]{3,6}|https?://\S+", value):
        return False
    return bool(_CAPTION.fullmatch(key)) or not _PRESENTATION.fullmatch(key)


# --- templates whose parameters are numbers ---------------------------------------------------------------

_NUMBER = re.compile(r"[-−–+]?\d[\d,]*(?:\.\d+)?")
_RANGE = {"-", "–", "to", "to-", "to(-)", "to about", "and", "and(-)", "or", "by", "x", "×", "xx", "*", "±",
          "+/-", "+", ",", ", and", ", or", "−", "~", "by(-)", "through", "upto"}  # fmt: skip
_PAIRS = {("ft", "in"), ("st", "lb"), ("lb", "oz"), ("yd", "ft"), ("mi", "yd"), ("mi", "ch"), ("yd", "in")}


def _number(text: str) -> list[Alternatives]:
    match = _NUMBER.fullmatch(text.strip())
    if not match or not (folded := words(text)):
        return []
    plain = folded[0].lstrip("\ue010")
    return [(folded[0], plain)]


def _convert(values: list[str]) -> list[Alternatives]:
    found, index = list(_number(values[0])) if values else [], 0
    values = [value.strip() for value in values]
    while found and index + 2 < len(values):
        pair = tuple(values[index + 1 : index + 4 : 2])
        if values[index + 1] not in _RANGE and pair not in _PAIRS:
            break
        index += 2
        found += _number(values[index])
    return found


def _date(values: list[str]) -> list[Alternatives]:
    """Year, month and day; the month by name or by number."""
    found: list[Alternatives] = []
    numbers = [value for value in values if value.strip().isdecimal()]
    if numbers and len(numbers[0].strip()) >= 3:
        found.append((numbers[0].strip(),))
    if len(numbers) > 1 and 1 <= int(numbers[1]) <= 12:
        month = int(numbers[1])
        found.append((calendar.month_name[month], calendar.month_abbr[month], str(month), f"{month:02}"))
    if len(numbers) > 2 and 1 <= int(numbers[2]) <= 31:
        found.append((str(int(numbers[2])), f"{int(numbers[2]):02}"))
    return found


def _death(values: list[str]) -> list[Alternatives]:
    return _date(values[:3])


def _coordinates(values: list[str]) -> list[Alternatives]:
    """Degrees of latitude and longitude, to the whole degree: as degrees and minutes or as a decimal."""
    found: list[Alternatives] = []
    letters = [i for i, v in enumerate(values) if v.strip().upper() in {"N", "S", "E", "W"}]
    starts = [0, letters[0] + 1] if len(letters) >= 2 else [0, 1]
    for start in starts:
        if start < len(values) and (number := _NUMBER.fullmatch(values[start].strip())):
            whole = number.group().lstrip("-−–+").split(".")[0].lstrip("0") or "0"
            found.append((whole, whole + DECIMAL))
    return found


def _first(values: list[str]) -> list[Alternatives]:
    return _number(values[0]) if values else []


def _year(values: list[str]) -> list[Alternatives]:
    return _number(values[0]) if values and values[0].strip().isdecimal() else []


_NUMERIC: dict[str, Callable[[list[str]], list[Alternatives]]] = {
    "convert": _convert,
    "cvt": _convert,
    "val": _first,
    "num": _first,
    "nts": _first,
    "ntsh": lambda values: [],
    "formatnum": _first,
    "coord": _coordinates,
    "as of": _year,
    "circa": _year,
    "us$": _first,
    "usd": _first,
    "gbp": _first,
    "eur": _first,
    "jpy": _first,
    "inr": _first,
    "€": _first,
    "£": _first,
    "currency": _first,
    "dts": _date,
    "death date and age": _death,
    "dda": _death,
    "death-date and age": lambda values: [],
}
_DATES = re.compile(
    r"(?:birth|death|start|end|film|release)[ -](?:date|year)(?: and (?:age|years ago))?|bda|"
    r"birth year and age|death year and age|launch date"
)


def numbers(template: Template) -> list[Alternatives]:
    """The numbers that must show where this template stands, in any order; empty: it is not numeric."""
    name = name_of(template)
    values = positional(template)
    if template.has("display") and str(template.get("display").value).strip() in ("title", "t"):
        return []  # shown beside the page's title
    if template.has("disp") and re.match(r"out|number|unit|u2|\(?x", str(template.get("disp").value).strip()):
        return []  # the number given is not among what is shown
    if template.has("alt") or template.has("spell"):
        return []  # a text of the editor's instead, or the number in words
    if name.startswith("formatnum:"):
        return _number(name.removeprefix("formatnum:"))
    if name in _NUMERIC:
        return _NUMERIC[name](values)
    if name == "height":
        return [
            found for p in template.params if str(p.name).strip() in {"m", "cm", "ft", "in"}
            for found in _number(str(p.value))
        ]  # fmt: skip
    if _DATES.fullmatch(name):
        if values and not values[0].strip().isdecimal():
            return [(word, word.lstrip("0")) for word in words(values[0]) if word.isdecimal()]
        return _date(values[:3])
    return []
