"""Units of measure that {{convert}} knows: symbols, names, sizes, and what each is converted to by default.

Codes and defaults are those of Module:Convert/documentation/conversion data; factors are exact definitions,
or NIST Special Publication 811 (2008), appendix B.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `factor` is its size in the base unit of its dimension, `offset` its zero (temperatures only).

    `default` lists the codes of the units it is converted to where a call names none. `inverse` marks a
    consumption (litres per distance) among fuel economies (distance per litre). A multiple such as
    `e6acre` has the `power` of ten 6 and the `word` million, and its factor is the multiple's.
    """

    symbol: str
    name: str
    plural: str
    dimension: str
    factor: float
    default: str
    offset: float = 0.0
    inverse: bool = False
    power: int = 0
    word: str = ""


# codes | symbol | name | plural (empty: made from the name) | factor | default outputs
_ROWS: dict[str, str] = {
    "length": """
        m metre meter metres meters|m|metre||1|ft
        km kilometre kilometer|km|kilometre||1000|mi
        cm|cm|centimetre||0.01|in
        mm|mm|millimetre||0.001|in
        um μm µm|μm|micrometre||1e-6|in
        nm|nm|nanometre||1e-9|in
        angstrom Å|Å|ångström||1e-10|in
        in inch inches|in|inch||0.0254|mm
        ft foot feet|ft|foot||0.3048|m
        yd yard yards|yd|yard||0.9144|m
        mi mile miles smi|mi|mile||1609.344|km
        nmi NM|nmi|nautical mile||1852|km mi
        fathom|fathoms|fathom||1.8288|ft m
        furlong|furlongs|furlong||201.168|m
        chain|chains|chain||20.1168|m
        rod|rods|rod||5.0292|m
        league|leagues|league||4828.032|km
        AU au|AU|astronomical unit||149597870700|km mi
        ly|ly|light-year||9460730472580800|AU
        pc|pc|parsec||3.0856775814913673e16|ly
        solar_radius|R☉|solar radius|solar radii|6.957e8|km
        """,
    "area": """
        m2 sqm|m²|square metre||1|sqft
        km2 sqkm|km²|square kilometre||1e6|sqmi
        cm2 sqcm|cm²|square centimetre||1e-4|sqin
        mm2 sqmm|mm²|square millimetre||1e-6|sqin
        ha hectare|ha|hectare||1e4|acre
        acre acres|acres|acre||4046.8564224|ha
        sqmi mi2|sq mi|square mile||2589988.110336|km2
        sqft ft2|sq ft|square foot||0.09290304|m2
        sqin in2|sq in|square inch||0.00064516|cm2
        sqyd yd2|sq yd|square yard||0.83612736|m2
        sqnmi nmi2|sq nmi|square nautical mile||3429904|km2 sqmi
        """,
    "volume": """
        m3|m³|cubic metre||1|cuft
        km3|km³|cubic kilometre||1e9|cumi
        cm3 cc|cm³|cubic centimetre||1e-6|cuin
        mm3|mm³|cubic millimetre||1e-9|cuin
        L l litre liter|L|litre||0.001|impgal USgal
        mL ml|mL|millilitre||1e-6|impoz USoz
        cL cl|cL|centilitre||1e-5|impoz USoz
        hL hl|hL|hectolitre||0.1|impgal USgal
        ML Ml|ML|megalitre||1000|e6impgal e6USgal
        cuft ft3|cu ft|cubic foot||0.028316846592|m3
        cuin in3|cu in|cubic inch||1.6387064e-5|cm3
        cuyd yd3|cu yd|cubic yard||0.764554857984|m3
        cumi mi3|cu mi|cubic mile||4168181825.44058|km3
        USgal U.S.gal gal|US gal|US gallon||0.003785411784|L impgal
        impgal|imp gal|imperial gallon||0.00454609|L USgal
        USqt|US qt|US quart||0.000946352946|L
        USpt|US pt|US pint||0.000473176473|L
        imppt|imp pt|imperial pint||0.00056826125|L
        USoz|US fl oz|US fluid ounce||2.95735295625e-5|mL
        impoz|imp fl oz|imperial fluid ounce||2.84130625e-5|mL
        USbbl|US bbl|US barrel||0.119240471196|L
        acre.ft acreft|acre⋅ft|acre-foot||1233.48183754752|m3
        oilbbl bbl|bbl|barrel||0.158987294928|m3
        """,
    "mass": """
        kg|kg|kilogram||1|lb
        g|g|gram||0.001|oz
        mg|mg|milligram||1e-6|gr
        t tonne tonnes|t|tonne||1000|LT ST
        MT|t|metric ton||1000|LT ST
        lb lbs pound|lb|pound||0.45359237|kg
        oz|oz|ounce||0.028349523125|g
        st stone|st|stone|stone|6.35029318|lb kg
        LT|long tons|long ton||1016.0469088|t
        ST ton|short tons|short ton||907.18474|LT t
        gr|gr|grain||6.479891e-5|mg
        ozt|ozt|troy ounce||0.0311034768|oz g
        carat|carats|carat||0.0002|g
        cwt long_cwt|cwt|hundredweight|hundredweight|50.80234544|kg
        solar_mass|M☉|solar mass|solar masses|1.98855e30|kg
        """,
    "time": """
        s|s|second||1|min
        min|min|minute||60|s
        h hr|h|hour||3600|min
        d|d|day||86400|h
        week|weeks|week||604800|d
        """,
    "speed": """
        km/h kph km/hr|km/h|kilometre per hour||0.2777777777777778|mph
        mph mi/h|mph|mile per hour||0.44704|km/h
        m/s|m/s|metre per second||1|ft/s
        ft/s fps|ft/s|foot per second||0.3048|m/s
        m/min|m/min|metre per minute||0.016666666666666666|ft/min
        ft/min|ft/min|foot per minute||0.00508|m/min
        kn knot knots|kn|knot||0.5144444444444445|km/h mph
        km/s|km/s|kilometre per second||1000|mi/s
        mi/s|mi/s|mile per second||1609.344|km/s
        cm/s|cm/s|centimetre per second||0.01|in/s
        in/s|in/s|inch per second||0.0254|cm/s
        """,
    "temperature": """
        C °C|°C|degree Celsius||1|F
        K|K|kelvin||1|C F
        F °F|°F|degree Fahrenheit||0.5555555555555556|C
        R °R|°R|degree Rankine||0.5555555555555556|K F C
        """,
    "interval": """
        C-change K-change|°C|degree Celsius||1|F-change
        F-change|°F|degree Fahrenheit||0.5555555555555556|C-change
        """,
    "pressure": """
        Pa|Pa|pascal||1|psi
        hPa|hPa|hectopascal||100|inHg
        bar|bar|bar||1e5|kPa
        mbar|mbar|millibar||100|hPa
        atm|atm|standard atmosphere||101325|kPa
        psi|psi|pound per square inch||6894.757293168|kPa
        ksi|ksi|kilopound per square inch||6894757.293168|MPa
        mmHg|mmHg|millimetre of mercury||133.322387415|kPa
        inHg|inHg|inch of mercury||3386.388640341|kPa
        Torr|Torr|torr|torr|133.32236842105|kPa
        """,
    "power": """
        W|W|watt||1|hp
        hp|hp|horsepower|horsepower|745.6998715822702|kW
        bhp|bhp|brake horsepower|brake horsepower|745.6998715822702|kW
        shp|shp|shaft horsepower|shaft horsepower|745.6998715822702|kW
        ihp|ihp|indicated horsepower|indicated horsepower|745.6998715822702|kW
        PS|PS|metric horsepower|metric horsepower|735.49875|kW
        """,
    "energy": """
        J|J|joule||1|cal
        kJ|kJ|kilojoule||1000|kcal
        MJ|MJ|megajoule||1e6|kWh
        GJ|GJ|gigajoule||1e9|kWh
        kWh kW.h|kWh|kilowatt-hour||3.6e6|MJ
        MWh MW.h|MWh|megawatt-hour||3.6e9|GJ
        GWh GW.h|GWh|gigawatt-hour||3.6e12|TJ
        TWh TW.h|TWh|terawatt-hour||3.6e15|PJ
        cal|cal|calorie||4.184|J
        kcal|kcal|kilocalorie||4184|kJ
        Cal|Cal|calorie||4184|kJ
        eV|eV|electronvolt||1.602176634e-19|aJ
        BTU|BTU|British thermal unit||1055.05585262|kJ
        ftlbf ftlb|ft⋅lbf|foot-pound force|foot-pounds force|1.3558179483314|J
        tTNT|tons of TNT|ton of TNT|tons of TNT|4.184e9|GJ
        ktTNT TNTkt|kt of TNT|kiloton of TNT|kilotons of TNT|4.184e12|TJ
        MtTNT|Mt of TNT|megaton of TNT|megatons of TNT|4.184e15|PJ
        """,
    "force": """
        N|N|newton||1|lbf
        lbf|lbf|pound-force|pounds-force|4.4482216152605|N
        kgf|kgf|kilogram-force|kilograms-force|9.80665|lbf
        """,
    "torque": """
        Nm N.m|N⋅m|newton-metre||1|lbft
        lbft lb.ft lbfft|lb⋅ft|pound-foot||1.3558179483314|Nm
        """,
    "density": """
        kg/m3|kg/m³|kilogram per cubic metre||1|lb/cuyd
        g/cm3|g/cm³|gram per cubic centimetre||1000|lb/cuin
        lb/cuin|lb/cu in|pound per cubic inch||27679.904710191|g/cm3
        lb/cuft|lb/cu ft|pound per cubic foot||16.018463373960|g/cm3
        lb/cuyd|lb/cu yd|pound per cubic yard||0.593276421257783|kg/m3
        """,
    "population density": """
        /km2|/km²|per square kilometre||1|/sqmi
        /sqmi /mi2|/sq mi|per square mile||0.386102158542446|/km2
        /ha|/ha|per hectare||100|/acre
        /acre|/acre|per acre||247.105381467165|/ha
        PD/km2|/km²|inhabitant per square kilometre||1|PD/sqmi
        PD/sqmi|/sq mi|inhabitant per square mile||0.386102158542446|PD/km2
        people/km2|/km²|person per square kilometre|people per square kilometre|1|people/sqmi
        people/sqmi|/sq mi|person per square mile|people per square mile|0.386102158542446|people/km2
        """,
    "flow": """
        m3/s|m³/s|cubic metre per second||1|cuft/s
        m3/d|m³/d|cubic metre per day||1.1574074074074e-5|cuft/d
        L/s|L/s|litre per second||0.001|cuft/s
        cuft/s ft3/s|cu ft/s|cubic foot per second||0.028316846592|m3/s
        cuft/d|cu ft/d|cubic foot per day||3.277412800e-7|m3/d
        oilbbl/d bbl/d|bbl/d|barrel per day||1.8401307283333e-6|m3/d
        """,
    "acceleration": """
        m/s2|m/s²|metre per second squared||1|ft/s2
        ft/s2|ft/s²|foot per second squared||0.3048|m/s2
        g0|g|standard gravity|standard gravities|9.80665|m/s2
        """,
    "fuel economy": """
        km/L km/l|km/L|kilometre per litre||1|mpgimp mpgus
        mpgus mpgUS mpg-US|mpg‑US|mile per US gallon||0.425143707430272|L/100km mpgimp
        mpgimp mpg-imp|mpg‑imp|mile per imperial gallon||0.354006189934646|L/100km mpgus
        L/100km l/100km|L/100 km|litre per 100 kilometres||100|mpgimp mpgus
        """,
    "plane angle": """
        deg|°|degree||0.017453292519943|rad
        rad|rad|radian||1|deg
        """,
    "frequency": """
        Hz|Hz|hertz|hertz|1|Hz
        """,
}
_ZERO = {"°C": 273.15, "°F": 255.3722222222222}  # kelvins at the zero of a temperature scale
_INVERSE = {"L/100 km"}
_IRREGULAR = {"foot": "feet", "inch": "inches"}

# Units that take every SI prefix, with the unit that a large and a small multiple are converted to.
_PREFIXED = {
    "m": ("mi", "in"),
    "g": ("lb", "gr"),
    "W": ("hp", "hp"),
    "J": ("kWh", "eV"),
    "Pa": ("psi", "psi"),
    "N": ("lbf", "lbf"),
    "eV": ("J", "J"),
    "t": ("LT ST", "lb"),
    "pc": ("ly", "ly"),
    "Hz": ("", ""),
}
_PREFIXES = {
    "E": ("exa", 1e18), "P": ("peta", 1e15), "T": ("tera", 1e12), "G": ("giga", 1e9), "M": ("mega", 1e6),
    "k": ("kilo", 1e3), "h": ("hecto", 1e2), "d": ("deci", 1e-1), "c": ("centi", 1e-2), "m": ("milli", 1e-3),
    "μ": ("micro", 1e-6), "n": ("nano", 1e-9), "p": ("pico", 1e-12), "a": ("atto", 1e-18),
}  # fmt: skip
_WORDS = {3: "thousand", 6: "million", 9: "billion", 12: "trillion", 15: "quadrillion"}
_MULTIPLE = re.compile(r"e(\d{1,2})(\S+)\Z")
# Large volumes have codes of their own: Moilbbl, Tcuft, kUSgal.
_LARGE = re.compile(r"([kMGT])((?:oilbbl|cuft|USgal|impgal)(?:/d)?)\Z")
_LARGE_SYMBOLS = {"k": "k", "M": "MM", "G": "G", "T": "T"}


def _plural(name: str) -> str:
    for joint in (" per ", " of "):
        if joint in name:
            head, _, tail = name.partition(joint)
            return f"{_plural(head)}{joint}{tail}"
    if name.startswith("per "):
        return name
    if name.startswith("degree "):
        return name.replace("degree", "degrees", 1)
    head, last = name[: name.rfind(" ") + 1], name[name.rfind(" ") + 1 :]
    stem, hyphen, end = last.rpartition("-")
    return f"{head}{stem}{hyphen}{_IRREGULAR.get(end, f'{end}s')}"


def _table() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for dimension, text in _ROWS.items():
        for row in text.strip().split("\n"):
            codes, symbol, name, plural, factor, default = row.strip().split("|")
            unit = Unit(
                symbol, name, plural or _plural(name), dimension, float(factor), default,
                offset=_ZERO.get(symbol, 0.0) if dimension == "temperature" else 0.0,
                inverse=symbol in _INVERSE,
            )  # fmt: skip
            for code in codes.split():
                table[code.replace("_", " ")] = unit
    for base, (large, small) in _PREFIXED.items():
        for prefix, (word, size) in _PREFIXES.items():
            unit = table[base]
            prefixed = replace(
                unit,
                symbol=prefix + unit.symbol,
                name=word + unit.name,
                plural=word + unit.plural,
                factor=unit.factor * size,
                default=large if size > 1 else small,
            )
            table.setdefault(prefix + base, prefixed)
    return table


_UNITS = _table()


@functools.lru_cache(maxsize=4096)
def find_unit(code: str) -> Unit | None:
    """The unit of this code: one of the table's, or a multiple such as `e6acre` or `Moilbbl`."""
    code = code.strip().replace("²", "2").replace("³", "3")
    if code in _UNITS:
        return _UNITS[code]
    if match := _MULTIPLE.match(code):
        unit, power = _UNITS.get(match[2]), int(match[1])
        if unit and power in _WORDS:
            return replace(unit, factor=unit.factor * 10.0**power, power=power, word=_WORDS[power])
    if match := _LARGE.match(code):
        unit, power = _UNITS[match[2]], 3 * ("kMGT".index(match[1]) + 1)
        word = _WORDS[power]
        symbol = _LARGE_SYMBOLS[match[1]] + unit.symbol if "bbl" in unit.symbol else f"{word} {unit.symbol}"
        return replace(
            unit,
            symbol=symbol,
            name=f"{word} {unit.plural}",
            plural=f"{word} {unit.plural}",
            factor=unit.factor * 10.0**power,
            default="km3" if "cu" in match[2] else unit.default,
        )
    return None
