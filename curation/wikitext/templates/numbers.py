"""Numbers, fractions, powers of ten and money."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.measures import figures_to_decimals, read_measure, write_number
from curation.wikitext.templates.units import find_unit

_PLAIN_NUMBER = re.compile(r"([-−+]?)(\d{1,60})(\.\d+)?\Z")


def group_digits(text: str) -> str:
    """`1234567.5` → `1,234,567.5`; what is no plain number, or has four digits or fewer, as it is."""
    match = _PLAIN_NUMBER.match(text)
    if not match or len(match.group(2)) < 5:
        return text
    return f"{match.group(1)}{int(match.group(2)):,}{match.group(3) or ''}"


def format_number(text: str) -> str:
    """`1234.5` → `1,234.5`, as {{formatnum:}} does; what is no plain number, as it is."""
    match = _PLAIN_NUMBER.match(text)
    return f"{match.group(1)}{int(match.group(2)):,}{match.group(3) or ''}" if match else text


def _formatnum(arguments: Arguments, context: Context) -> str:
    """{{num|1234}}, {{nts|1234}} and the like."""
    return format_number(arguments.get(1)) or GAP


def _fraction(arguments: Arguments, context: Context) -> str:
    """{{frac|1|2}} = 1/2, {{frac|3|1|2}} = 3 1/2, {{frac|2}} = 1/2."""
    words = [word for word in arguments.positional() if word]
    if not words:
        return "/"
    if len(words) == 1:
        return f"1/{words[0]}"
    if len(words) == 2:
        return f"{_operand(words[0])}/{_operand(words[1])}"
    return f"{words[0]} {_operand(words[1])}/{_operand(words[2])}"


_NEEDS_PARENTHESES = re.compile(r".[-+−±×· ]")


def _operand(text: str) -> str:
    """A numerator or denominator that is a sum needs parentheses once it stands on one line."""
    return f"({text})" if _NEEDS_PARENTHESES.search(text) and not text.startswith("(") else text


_RANGE = {"-": "–", "–": "–", "to": " to ", "and": " and ", "or": " or ", "by": " by ", "x": " × "}
_UNCERTAINTY = re.compile(r"\(.*\)\Z")


def _val(arguments: Arguments, context: Context) -> str:
    """{{val|1.5|0.2|e=6|u=m/s}}: `1.5±0.2×10^6 m/s`, after Template:Val/doc."""
    words = arguments.positional()
    value = group_digits(words[0]).replace("-", "−", 1) if words else ""
    plus, minus = (words[1] if len(words) > 1 else ""), (words[2] if len(words) > 2 else "")
    if joint := _RANGE.get(plus):
        value, plus = f"{value}{joint}{group_digits(minus)}", ""
    elif plus and minus:
        value += f"+{plus.lstrip('+')}/−{minus.lstrip('-−')}"
    elif plus:
        value += plus if _UNCERTAINTY.match(plus) else f"±{plus.lstrip('±')}"
    exponent = arguments.get("e", "10")
    if exponent:
        power = f"10<sup>{exponent}</sup>"
        if plus and not _UNCERTAINTY.match(plus):
            value = f"({value})"
        value = f"{value}×{power}" if value else power
    unit, per = arguments.get("u", "ul"), arguments.get("up", "upl")
    if per:
        unit = f"{unit}/{per}"
    if unit:
        tight = unit[:1] in "%°′″"
        value = f"{value}{'' if tight else ' '}{unit}"
    return f"{arguments.get('p')}{value}{arguments.get('s')}" or GAP


def _times_ten(arguments: Arguments, context: Context) -> str:
    """{{e|6}}: `×10^6`."""
    return f"×10<sup>{arguments.get(1)}</sup>"


def _scientific(arguments: Arguments, context: Context) -> str:
    """{{10^|6}}: `10^6`."""
    return f"10<sup>{arguments.get(1)}</sup>"


def _gaps(arguments: Arguments, context: Context) -> str:
    """{{gaps|299|792|458|u=m/s}}:

    `299 792 458 m/s`; groups after the decimal point are joined the same way.
    """
    number = " ".join(word for word in arguments.positional() if word)
    exponent, unit = arguments.get("e"), arguments.get("u")
    if exponent:
        number += f"×10<sup>{exponent}</sup>"
    return f"{number} {unit}".strip() or GAP


def _plus_minus(arguments: Arguments, context: Context) -> str:
    """{{±|1|2}}: `+1/−2`; {{±|1}}: `±1`."""
    if arguments.get(2):
        return f"+{arguments.get(1)}/−{arguments.get(2)}"
    return f"±{arguments.get(1)}"


def _percentage(arguments: Arguments, context: Context) -> str:
    """{{percentage|1|4|decimals}}: 25%."""
    try:
        share = 100 * float(arguments.get(1).replace(",", "")) / float(arguments.get(2).replace(",", ""))
        decimals = min(int(arguments.get(3, default="0")), 10)
    except (ValueError, ZeroDivisionError):  # not numbers: the template itself shows an error
        return GAP
    return f"{share:.{max(decimals, 0)}f}%"


def _round(arguments: Arguments, context: Context) -> str:
    """{{round|123.456|1}}: 123.5."""
    try:
        value, decimals = Decimal(arguments.get(1).replace(",", "")), int(arguments.get(2, default="0"))
        rounded = value.quantize(Decimal(1).scaleb(-max(-20, min(decimals, 20))), rounding=ROUND_HALF_UP)
    except (InvalidOperation, ValueError):  # not numbers: shown as they are
        return arguments.get(1) or GAP
    return f"{rounded:,f}" if decimals >= 0 else f"{int(rounded):,}"


def _significant(arguments: Arguments, context: Context) -> str:
    """{{sigfig|345|2}}: 350."""
    try:
        value, figures = Decimal(arguments.get(1).replace(",", "")), int(arguments.get(2, default="1"))
        step = Decimal(1).scaleb(value.adjusted() - max(1, min(figures, 20)) + 1)
        return f"{value.quantize(step, rounding=ROUND_HALF_UP):,f}" if value.is_finite() else GAP
    except (InvalidOperation, ValueError):  # not numbers: shown as they are
        return arguments.get(1) or GAP


def _density(arguments: Arguments, context: Context) -> str:
    """{{Pop density|4262635|634658|km2|sqmi|prec=1}}: `6.7/km²`."""
    people, area = read_measure(arguments.get(1)), read_measure(arguments.get(2))
    unit, target = find_unit(f"/{arguments.get(3)}"), find_unit(f"/{arguments.get(4)}")
    if not people or not area or not unit or not area.value:
        return GAP
    density = people.value / area.value
    written = arguments.get("prec")
    decimals = int(written) if written in set("0123456789") else figures_to_decimals(density, 2)
    texts = [f"{write_number(density, decimals)}{unit.symbol}"]
    if target:
        texts.append(f"({write_number(density * unit.factor / target.factor, decimals)}{target.symbol})")
    return " ".join(texts)


_SIGNS = {
    code: sign.replace("_", " ")
    for code, _, sign in (
        pair.partition("=")
        for pair in """
        usd=US$ us$=US$ us=US$ eur=€ gbp=£ gb=£ uk=£ jpy=¥ jp=¥ cny=CN¥ inr=₹ in=₹ krw=₩ rub=₽ cad=C$ ca=C$
        aud=A$ au=A$ nzd=NZ$ hkd=HK$ brl=R$ mxn=Mex$ php=₱ chf=CHF_ sek=SEK_ nok=NOK_
        """.split()
    )
}


def _currency(arguments: Arguments, context: Context) -> str:
    """{{currency|1200|USD}}: `US$1,200`."""
    amount, code = format_number(arguments.get("amount", 1)), arguments.get("type", 2)
    sign = _SIGNS.get(code.lower(), f"{code} " if code else "US$")
    return f"{sign}{amount}" if amount else sign.strip()


def _sign(sign: str) -> Callable[[Arguments, Context], str]:
    """{{US$|5|year=2010}}: the sign before the amount."""
    return lambda arguments, context: (
        f"{sign}{group_digits(arguments.get(1))}" if arguments.get(1) else sign.strip()
    )


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    "num": _formatnum,
    "number": _formatnum,
    "formatnum": _formatnum,
    "nts": _formatnum,
    "number table sorting": _formatnum,
    "val": _val,
    **dict.fromkeys(
        ("frac", "fraction", "sfrac", "sfracn", "fracn", "cfrac", "dfrac", "tfrac", "half"), _fraction
    ),
    "e": _times_ten,
    "esp": _times_ten,
    "10^": _scientific,
    "gaps": _gaps,
    "±": _plus_minus,
    "+-": _plus_minus,
    "su±": _plus_minus,
    "sigfig": _significant,
    "significant figures": _significant,
    "pop density": _density,
    "format price": _formatnum,
    "round": _round,
    "rnd": _round,
    "percentage": _percentage,
    "pct": _percentage,
    "currency": _currency,
    "us$": _sign("US$"),
    "usd": _sign("US$"),
    "us dollar": _sign("US$"),
    "euro": _sign("€"),
    "eur": _sign("€"),
    "€": _sign("€"),
    "£": _sign("£"),
    "gbp": _sign("£"),
    "pound sterling": _sign("£"),
    "¥": _sign("¥"),
    "jpy": _sign("¥"),
    "yen": _sign("¥"),
    "cny": _sign("CN¥"),
    "cn¥": _sign("CN¥"),
    "₹": _sign("₹"),
    "inr": _sign("₹"),
    "indian rupee": _sign("₹"),
    "a$": _sign("A$"),
    "aud": _sign("A$"),
    "c$": _sign("C$"),
    "cad": _sign("C$"),
    "nz$": _sign("NZ$"),
    "hk$": _sign("HK$"),
    "₩": _sign("₩"),
    "krw": _sign("₩"),
    "php": _sign("₱"),
}
