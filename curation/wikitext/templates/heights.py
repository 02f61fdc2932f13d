"""{{height}}, {{hands}}: the heights of people and of horses."""

from __future__ import annotations

from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.measures import read_measure, write_number

_INCH = 0.0254  # metres


def _feet_and_inches(metres: float) -> str:
    feet, inches = divmod(round(metres / _INCH), 12)
    return f"{feet} ft {inches} in" if feet else f"{inches} in"


def height(arguments: Arguments, context: Context) -> str:
    """{{height|ft=6|in=2}}, {{height|m=1.88}}: `6 ft 2 in (1.88 m)`, `1.88 m (6 ft 2 in)`."""
    if metres := read_measure(arguments.get("m", "metre", "metres", "meter", "meters")):
        return f"{metres.text} m ({_feet_and_inches(metres.value)})"
    if centimetres := read_measure(arguments.get("cm")):
        return f"{centimetres.text} cm ({_feet_and_inches(centimetres.value / 100)})"
    feet = read_measure(arguments.get("ft", "feet", "foot"))
    inches = read_measure(arguments.get("in", "inch", "inches"))
    if not feet and not inches:
        return GAP
    total = (feet.value * 12 if feet else 0) + (inches.value if inches else 0)
    shown = [f"{part.text} {unit}" for part, unit in ((feet, "ft"), (inches, "in")) if part]
    return f"{' '.join(shown)} ({write_number(total * _INCH, 2)} m)"


def hands(arguments: Arguments, context: Context) -> str:
    """{{hands|14.2}}: `14.2 hands (58 inches, 147 cm)`. What follows the point is inches: a hand has four."""
    written = arguments.get(1)
    whole, _, rest = written.partition(".")
    count, inches = read_measure(whole), read_measure(rest or "0")
    if not count or not inches:
        return f"{written} hands" if written else GAP
    total = count.value * 4 + inches.value
    return f"{written} hands ({write_number(total, 0)} inches, {write_number(total * 2.54, 0)} cm)"


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    "height": height,
    "hands": hands,
    "hand": hands,
    "hh": hands,
}
