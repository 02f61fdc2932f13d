"""Infoboxes and other boxes of `key = value` lines: rows of text, and the same rows as data."""

from __future__ import annotations

import re

from curation.wikitext.context import Context
from curation.wikitext.flatten import flatten
from curation.wikitext.markers import BAR, GAP, STASHED_BLOCK, clean, restore
from curation.wikitext.templates.arguments import Arguments
from schemas.document import InfoboxRow

# Names of boxes of facts, on the wikis whose dumps were looked at.
_BOX = re.compile(
    r"""(?x) \A (?:
      infobox.* | .*[ ]infobox (?:[ ].*)? | wikibox.* | geobox.* | chembox.* | planetbox.* | starbox.*
      | elementbox.* | taxobox.* | automatic[ ]taxobox | speciesbox.* | subspeciesbox | hybridbox | virusbox
      | paraphyletic[ ]group | drugbox | enzyme | protein | gnf[ ]protein[ ]box | pfam[ ]box | rna
      | mountainbox | nrhp | ship[ ](?:characteristics|career|image|begin) | company[ ]info | ethnic[ ]group
      | weather[ ]box | climate[ ]chart | largest[ ]cities.* | election[ ]box.* | football[ ]squad[ ]player
      | track[ ]listing | tracklist | episode[ ]list.* | video[ ]game[ ]reviews | album[ ](?:reviews|ratings)
      | album[ ]chart | singlechart | quickbar.* | pagebanner
      | ficha.* | info/.* | karte | карточка.* | картка.* | infotaula.* | infoboks.* | infoboxas.*
      | faktabox.* | bilan[ ].* | 基礎情報.* | .*の基礎情報 | 国家信息框 | .*信息框 | صندوق.* | معلومات.*
      | тахobox | таксон
    ) \Z"""
)
_FILE_VALUE = re.compile(
    r"(?i)\A\s*(?:\w+:)?[^\n<>]*\.(?:jpe?g|png|svg|gif|tiff?|webp|og[gva]|webm|pdf|mp3|wav|mid|stl|djvu)\s*\Z"
)
_SIZE_VALUE = re.compile(
    r"(?i)\A\s*(?:\d*\s*x?\s*\d+\s*px|upright(?:=?[\d.]+)?|#[0-9a-f]{6}|\d*\.?\d+\s*em)\s*\Z"
)
# Parameters about how a box looks: sizes, positions and colours of its pictures, switches, and the machinery
# of maps.
_PICTURE = "|".join(
    """
    image img map logo flag photo seal signature picture emblem shield coat montage cover pushpin symbol badge
    crest banner caption header width thumb locator frame screenshot chart diagram structure skyline coa
    bild wappen karte blason drapeau carte imagen escudo mapa immagine stemma
    """.split()
)
_LOOK = "|".join(
    """
    size width height upright alt align style class bg background border scale zoom relief mark marksize
    position mapsize link type breite größe taille tamaño ancho largeur dimensione
    """.split()
)
_PRESENTATION = re.compile(
    rf"""(?xi) \A (?:
      (?:{_PICTURE})\w*[ _]?(?:{_LOOK})\d*
      | (?:.*[ _])?(?:alt|upright|imagesize|mapsize)\d*
      | (?:header|below|above|body|title|label|data|image|caption|sub|group|list)(?:style|class)\d*
      | (?:bg|background|text|font|header|title|border|line|box|label|headcolou?r)?[ _]?colou?r\d*
      | pushpin_.* | mapframe.* | frame[-_].* | lat_?[dms]+ | lon_?[dmsg]+ | long_?[dms] | latd | latm | lats
      | (?:lat|long)_?(?:deg|min|sec|NS|EW).*
      | coord(?:inates)?_(?:region|display|format|type|wikidata|ref|footnotes)
      | row_?class\d* | alt_(?:flag|coat|map|symbol|seal|image|logo|shield)\w* | lastedit
      | child | embed(?:ded)? | subbox | decat | plain | iso_?code_link | fetchwikidata | onlysourced | noicon
      | autocat | suppressfields | nocat | state | collapsed? | wikidata(?:id)? | qid | no[_ ]?recurse
      | infobox[ _]?width | float | sortkey | italic[ _]title | name_italics
      | .*_link\d* | .*_footnotes? | show_?\w+ | hide_?\w+
    ) \Z"""
)
# Parameters that name what another one holds: (suffix of the name, suffix of the value).
_PAIRS = (
    ("title", "name"),
    ("type", "name"),
    ("label", "data"),
    ("name", "info"),
    ("label", "info"),
    ("header", "data"),
)
# A value such as `City (state){{!}}City`, which the box itself makes a link: its words come last.
_LINKED_BY_BOX = re.compile(rf"(?<![^;,{BAR}])[^;,\n{BAR}]+{BAR}")
_PLAIN_KEY = re.compile(r"[\w \-./()]*\Z")
# A parameter's name and its number: blank_info_sec1 is `blank_info` and `_sec1`.
_SPLIT = re.compile(r"(.*?)((?:_sec)?[ _]?\d*)\Z", re.DOTALL)


def is_box_name(name: str) -> bool:
    """Whether a template of this name (lower case) is a box of facts."""
    return _BOX.match(name) is not None


def render_box(arguments: Arguments, context: Context) -> str:
    """A box: its rows are kept as data, and a block of `key: value` lines stands for it in the text."""
    box = _plain_name(arguments.name)
    if box.lower() == "infobox" and arguments.get(2):  # Wikivoyage's is a box of text
        return text_box(arguments, context)
    rows = [InfoboxRow(box, key, value) for key, value in _rows(arguments.named, context)]
    inner = _inner_rows(arguments.named, context)
    rows += inner
    if not rows:
        return GAP
    context.constructs["infobox"] += 1
    return context.block("infobox", "\n".join(f"{row.key}: {row.value}" for row in rows), rows)


def text_box(arguments: Arguments, context: Context) -> str:
    """{{infobox|title|text}}: the title, then the text, as paragraphs."""
    title, text = arguments.get("title", "header", 1), arguments.get("text", "content", 2)
    return f"\n\n{title}\n\n{text}\n\n" if title and text else title or text or GAP


def render_unknown(arguments: Arguments, context: Context) -> str:
    """A template that nobody knows: rows if it is written as a box, else counted as lost by its name.

    Written as a box means: over several lines, with three named arguments or more and no more than two
    positional ones.
    """
    named = arguments.named
    words = [key for key in named if not key.isdigit()]
    if len(words) >= 3 and len(named) - len(words) <= 2 and arguments.spans_lines:
        return render_box(arguments, context)
    context.lost[_plain_name(arguments.name.split("\n", 1)[0])[:80] or "(no name)"] += 1
    return GAP


def _plain_name(name: str) -> str:
    """A template's name for people, without what markup in it left."""
    return " ".join(clean(restore(name)).replace("_", " ").split())


def _rows(named: dict[str, str], context: Context) -> list[tuple[str, str]]:
    """The box's parameters as rows: presentation left out, names joined to what they name."""
    values: dict[str, str] = {}
    for key, value in named.items():
        if not value or _PRESENTATION.match(key) or _FILE_VALUE.match(value) or _SIZE_VALUE.match(value):
            continue
        text = restore(flatten(_LINKED_BY_BOX.sub("", value) if BAR in value else value, context))
        if text and text not in ("yes", "no", "y", "n", "on", "off", "auto", "none", "default"):
            values[key] = text
    labels: dict[str, str] = {}
    used: set[str] = set()
    for key in values:
        stem, ending = _SPLIT.match(key).groups()  # type: ignore[union-attr]
        for label_end, value_end in _PAIRS:
            if value_end != "data" and (stem == value_end or not stem.endswith(value_end)):
                continue
            for joint in dict.fromkeys((ending, f"_{ending}", ending.lstrip(" _"))):
                label_key = f"{stem.removesuffix(value_end)}{label_end}{joint}"
                if label_key in values and label_key != key and label_key not in used and key not in labels:
                    labels[key] = values[label_key].rstrip(":")
                    used.add(label_key)
    return [
        (labels.get(key) or _label(key, context), value) for key, value in values.items() if key not in used
    ]


def _label(key: str, context: Context) -> str:
    """A parameter's name for people. One with markup in it is text with a stray `=`."""
    return " ".join(
        (key.replace("_", " ") if _PLAIN_KEY.match(key) else restore(flatten(key, context))).split()
    )


def _inner_rows(named: dict[str, str], context: Context) -> list[InfoboxRow]:
    """Rows of boxes inside this one's values (`module = {{Infobox …}}`), which were rendered before it."""
    rows = []
    for value in named.values():
        for match in STASHED_BLOCK.finditer(value):
            stashed = context.stash[int(match.group(1))]
            rows += stashed.rows
    return rows
