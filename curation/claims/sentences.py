"""Where the sentences of a text stand: rules for English, quick enough for whole pages."""

from __future__ import annotations

import re

# A point after these words ends no sentence unless a new line follows. Written out by us.
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof rev fr st sr jr hon gov sen rep pres gen col lt capt cmdr maj sgt cpl adm messrs mt ft
    vs v cf e.g i.e eg ie viz al ca c approx est fl b d r no nos vol vols p pp ch sec fig figs ed eds trans
    op cit ave blvd rd bldg dept univ inc ltd co corp bros jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun a.m p.m u.s u.k u.n u.s.a ph.d m.d d.c b.a m.a b.sc m.sc
    esp incl resp min max hrs lb lbs oz ft in km cm mm kg
    """.split()
)
# Of those, the ones that also close a sentence when a capital follows.
_EITHER = frozenset(
    "inc ltd co corp bros jr sr esp etc a.m p.m u.s u.k u.n u.s.a ph.d m.d d.c b.a m.a".split()
)
_STARTERS = frozenset(
    """
    the a an he she it they we you i this that these those his her its their our in on at by for from after
    before during when while as since although though however but and so then there here if both many some
    most all one two what who where why how no not also later today such each
    """.split()
)
_END = re.compile(
    r"""(?:[.!?…]+|[。！？])["'”’»)\]*_]{0,3}(?=\s|$)"""  # a mark, then a space
    r"""|[。！？][”’»」』)）]{0,2}"""  # full width needs none
    r"""|\n[ \t]*(?:\n\s*)?"""  # a new line
)
_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Begin and end (exclusive, in code points) of each sentence, without the spaces around it, in order.

    A line's end is a sentence's end. Abbreviations, initials and decimal points end none.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    caseless = text.islower()
    for match in _END.finditer(text):
        if match.start() < start:
            continue
        if text[match.start()] in ".!?…" and not _ends(text, match.start(), match.end(), caseless):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends(text: str, point: int, end: int, caseless: bool) -> bool:
    """Whether the mark at `point` ends a sentence; `end` is after the quotes and brackets behind it, and
    `caseless` texts begin no sentence with a capital.
    """
    following = text[end : end + 40].lstrip(" \t")
    if not following or following[0] == "\n":
        return True
    first = following.lstrip("\"'“‘([*_")[:1]
    if text[point - 1 : point].isspace():  # tokenised text sets its marks apart
        return True
    if first.islower() and not caseless:
        return False
    if text[point] in "!?":
        return True
    if text.startswith("..", point) or text[point] == "…":
        return first.isupper() or not first.isalpha()
    found = _BEFORE.search(text, max(0, point - 20), point)
    if not found:
        return True
    word = found.group()
    if word.isdigit() and len(word) < 4 and _begins_line(text, found.start()):
        return False  # a list's number
    lower = word.lower()
    if len(word) == 1 and word.isupper() and word != "I":  # an initial, or the end of `vitamin C.`
        before = text[max(0, found.start() - 2) : found.start()]
        name = bool(re.match(r"[A-Z]", first)) and (not before.strip() or before.rstrip()[-1:] in ".,(\"“'")
        return not (name or _initial(text, found.start(), following))
    if lower in _EITHER:
        return _first_word(following).strip("\"'“‘([,").lower() in _STARTERS
    return lower not in _ABBREVIATIONS


def _begins_line(text: str, place: int) -> bool:
    before = text[max(0, place - 20) : place].rstrip(" \t*")
    return before.endswith("\n") or (not before and place <= 20)


def _initial(text: str, start: int, following: str) -> bool:
    """Whether the single capital before the point is a name's initial: a capitalised word stands before or
    after it that begins no sentence.
    """
    word = _first_word(following).strip("\"'“‘([,.;")
    return word[:1].isupper() and word.lower() not in _STARTERS


def _first_word(text: str) -> str:
    return next(iter(text.split(None, 1)), "")
