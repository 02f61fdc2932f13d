"""Units of measure that {{convert}} knows: symbols, names, sizes, and what each is converted to by default.

Factors are exact definitions, or NIST Special Publication 811 (2008), appendix B.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `factor` is its size in the base unit of its dimension, `offset` its zero (temperatures only).

    `default` lists the codes of the units it is converted to where a call names none.
    """

    symbol: str
    name: str
    plural: str
    dimension: str
    factor: float
    default: str
    offset: float = 0.0


# code | symbol | name | plural (empty: name + s) | factor | default outputs
_ROWS: dict[str, str] = {
    "length": """
        m|m|metre||1|ftin
        km|km|kilometre||1000|mi
        cm|cm|centimetre||0.01|in
        mm|mm|millimetre||0.001|in
        um|μm|micrometre||1e-6|in
        μm|μm|micrometre||1e-6|in
        nm|nm|nanometre||1e-9|in
        dm|dm|decimetre||0.1|in
        in|in|inch|inches|0.0254|mm
        ft|ft|foot|feet|0.3048|m
        yd|yd|yard||0.9144|m
        mi|mi|mile||1609.344|km
        nmi|nmi|nautical mile||1852|km mi
        fathom|fathom|fathom||1.8288|ft m
        furlong|furlong|furlong||201.168|m
        ly|ly|light-year||9.4607304725808e15|pc
        pc|pc|parsec||3.0856775814913673e16|ly
        au|au|astronomical unit||149597870700|km
        chain|chain|chain||20.1168|m
        hand|hand|hand||0.1016|in cm
        foot|ft|foot|feet|0.3048|m
        mile|mi|mile||1609.344|km
        miles|mi|mile||1609.344|km
        feet|ft|foot|feet|0.3048|m
        inch|in|inch|inches|0.0254|mm
        metre|m|metre||1|ftin
        """,
    "area": """
        m2|m2|square metre||1|sqft
        km2|km2|square kilometre||1e6|sqmi
        sqkm|km2|square kilometre||1e6|sqmi
        sqm|m2|square metre||1|sqft
        ha|ha|hectare||1e4|acre
        acre|acre|acre||4046.8564224|ha
        acres|acre|acre||4046.8564224|ha
        sqmi|sq mi|square mile||2589988.110336|km2
        mi2|sq mi|square mile||2589988.110336|km2
        sqft|sq ft|square foot|square feet|0.09290304|m2
        ft2|sq ft|square foot|square feet|0.09290304|m2
        cm2|cm2|square centimetre||1e-4|sqin
        mm2|mm2|square millimetre||1e-6|sqin
        sqin|sq in|square inch|square inches|0.00064516|cm2
        sqyd|sq yd|square yard||0.83612736|m2
        in2|sq in|square inch|square inches|0.00064516|cm2
        """,
    "volume": """
        m3|m3|cubic metre||1|cuft
        km3|km3|cubic kilometre||1e9|cumi
        cm3|cm3|cubic centimetre||1e-6|cuin
        cc|cc|cubic centimetre||1e-6|cuin
        L|L|litre||0.001|USgal
        l|L|litre||0.001|USgal
        mL|mL|millilitre||1e-6|USoz
        ml|mL|millilitre||1e-6|USoz
        cuft|cu ft|cubic foot|cubic feet|0.028316846592|m3
        ft3|cu ft|cubic foot|cubic feet|0.028316846592|m3
        cuin|cu in|cubic inch|cubic inches|1.6387064e-5|cm3
        cuyd|cu yd|cubic yard||0.764554857984|m3
        cumi|cu mi|cubic mile||4.168181825440580e9|km3
        USgal|US gal|US gallon||0.003785411784|L
        impgal|imp gal|imperial gallon||0.00454609|L USgal
        U.S.gal|U.S. gal|U.S. gallon||0.003785411784|L
        gal|gal|gallon||0.003785411784|L
        USoz|US fl oz|US fluid ounce||2.95735295625e-5|mL
        impoz|imp fl oz|imperial fluid ounce||2.84130625e-5|mL
        acre.ft|acre⋅ft|acre-foot|acre-feet|1233.48183754752|m3
        acreft|acre⋅ft|acre-foot|acre-feet|1233.48183754752|m3
        oilbbl|bbl|barrel||0.158987294928|m3
        bbl|bbl|barrel||0.158987294928|m3
        hL|hL|hectolitre||0.1|USgal
        USpt|US pt|US pint||0.000473176473|L
        imppt|imp pt|imperial pint||0.00056826125|L
        """,
    "mass": """
        kg|kg|kilogram||1|lb
        g|g|gram||0.001|oz
        mg|mg|milligram||1e-6|gr
        t|t|tonne||1000|LT ST
        tonne|t|tonne||1000|LT ST
        tonnes|t|tonne||1000|LT ST
        MT|t|metric ton||1000|LT ST
        lb|lb|pound||0.45359237|kg
        lbs|lb|pound||0.45359237|kg
        oz|oz|ounce||0.028349523125|g
        st|st|stone|stone|6.35029318|lb kg
        LT|long tons|long ton||1016.0469088|t
        ST|short tons|short ton||907.18474|LT t
        ton|short tons|ton||907.18474|t
        gr|gr|grain||6.479891e-5|mg
        ozt|ozt|troy ounce||0.0311034768|g
        carat|carat|carat||0.0002|g
        cwt|cwt|hundredweight|hundredweight|50.80234544|kg
        kt|kt|kilotonne||1e6|LT
        Mt|Mt|million tonne||1e9|LT
        """,
    "time": """
        s|s|second||1|min
        min|min|minute||60|h
        h|h|hour||3600|min
        hr|hr|hour||3600|min
        d|d|day||86400|h
        ms|ms|millisecond||0.001|s
        """,
    "speed": """
        km/h|km/h|kilometre per hour|kilometres per hour|0.2777777777777778|mph
        kph|km/h|kilometre per hour|kilometres per hour|0.2777777777777778|mph
        mph|mph|mile per hour|miles per hour|0.44704|km/h
        m/s|m/s|metre per second|metres per second|1|ft/s
        ft/s|ft/s|foot per second|feet per second|0.3048|m/s
        kn|kn|knot||0.5144444444444445|km/h mph
        knot|kn|knot||0.5144444444444445|km/h mph
        km/s|km/s|kilometre per second|kilometres per second|1000|mi/s
        mi/s|mi/s|mile per second|miles per second|1609.344|km/s
        kt|kn|knot||0.5144444444444445|km/h mph
        km/hr|km/h|kilometre per hour|kilometres per hour|0.2777777777777778|mph
        """,
    "temperature": """
        C|°C|degree Celsius|degrees Celsius|1|F
        F|°F|degree Fahrenheit|degrees Fahrenheit|0.5555555555555556|C
        K|K|kelvin||1|C F
        °C|°C|degree Celsius|degrees Celsius|1|F
        °F|°F|degree Fahrenheit|degrees Fahrenheit|0.5555555555555556|C
        """,
    "interval": """
        C-change|°C|degree Celsius|degrees Celsius|1|F-change
        F-change|°F|degree Fahrenheit|degrees Fahrenheit|0.5555555555555556|C-change
        """,
    "pressure": """
        Pa|Pa|pascal||1|psi
        kPa|kPa|kilopascal||1000|psi
        hPa|hPa|hectopascal||100|inHg
        MPa|MPa|megapascal||1e6|psi
        GPa|GPa|gigapascal||1e9|psi
        bar|bar|bar||1e5|psi
        mbar|mbar|millibar||100|inHg
        atm|atm|standard atmosphere||101325|kPa
        psi|psi|pound per square inch|pounds per square inch|6894.757293168|kPa
        mmHg|mmHg|millimetre of mercury|millimetres of mercury|133.322387415|kPa
        inHg|inHg|inch of mercury|inches of mercury|3386.388640341|kPa
        Torr|Torr|torr|torr|133.32236842105|kPa
        """,
    "power": """
        W|W|watt||1|hp
        kW|kW|kilowatt||1000|hp
        MW|MW|megawatt||1e6|hp
        GW|GW|gigawatt||1e9|hp
        hp|hp|horsepower|horsepower|745.6998715822702|kW
        bhp|bhp|brake horsepower|brake horsepower|745.6998715822702|kW
        PS|PS|metric horsepower|metric horsepower|735.49875|kW hp
        shp|shp|shaft horsepower|shaft horsepower|745.6998715822702|kW
        ihp|ihp|indicated horsepower|indicated horsepower|745.6998715822702|kW
        TW|TW|terawatt||1e12|hp
        """,
    "energy": """
        J|J|joule||1|ftlb
        kJ|kJ|kilojoule||1000|kcal
        MJ|MJ|megajoule||1e6|kWh
        kWh|kWh|kilowatt-hour||3.6e6|MJ
        MWh|MWh|megawatt-hour||3.6e9|GJ
        GJ|GJ|gigajoule||1e9|kWh
        cal|cal|calorie||4.184|J
        kcal|kcal|kilocalorie||4184|kJ
        eV|eV|electronvolt||1.602176634e-19|J
        BTU|BTU|British thermal unit||1055.05585262|kJ
        ftlb|ft⋅lb|foot-pound||1.3558179483314|J
        GWh|GWh|gigawatt-hour||3.6e12|TJ
        TJ|TJ|terajoule||1e12|GWh
        TNTkt|kilotons of TNT|kiloton of TNT|kilotons of TNT|4.184e12|TJ
        """,
    "force": """
        N|N|newton||1|lbf
        kN|kN|kilonewton||1000|lbf
        lbf|lbf|pound-force|pounds-force|4.4482216152605|N
        MN|MN|meganewton||1e6|lbf
        kgf|kgf|kilogram-force|kilograms-force|9.80665|lbf
        """,
    "torque": """
        Nm|N⋅m|newton-metre||1|lbft
        N.m|N⋅m|newton-metre||1|lbft
        lbft|lb⋅ft|pound-foot|pound-feet|1.3558179483314|Nm
        lb.ft|lb⋅ft|pound-foot|pound-feet|1.3558179483314|Nm
        """,
    "density": """
        kg/m3|kg/m3|kilogram per cubic metre|kilograms per cubic metre|1|lb/cuyd
        g/cm3|g/cm3|gram per cubic centimetre|grams per cubic centimetre|1000|lb/cuin
        lb/cuin|lb/cu in|pound per cubic inch|pounds per cubic inch|27679.904710191|g/cm3
        lb/cuyd|lb/cu yd|pound per cubic yard|pounds per cubic yard|0.593276421257783|kg/m3
        """,
    "population density": """
        /km2|/km2|per square kilometre|per square kilometre|1|/sqmi
        /sqmi|/sq mi|per square mile|per square mile|0.386102158542446|/km2
        PD/km2|inhabitants/km2|inhabitant per square kilometre|inhabitants per square kilometre|1|PD/sqmi
        PD/sqmi|inhabitants/sq mi|inhabitant per square mile|inhabitants per square mile|0.386102158542446|PD/km2
        /ha|/ha|per hectare|per hectare|100|/acre
        /acre|/acre|per acre|per acre|247.105381467165|/ha
        /mi2|/sq mi|per square mile|per square mile|0.386102158542446|/km2
        people/km2|people/km2|person per square kilometre|people per square kilometre|1|people/sqmi
        people/sqmi|people/sq mi|person per square mile|people per square mile|0.386102158542446|people/km2
        """,
    "flow": """
        m3/s|m3/s|cubic metre per second|cubic metres per second|1|cuft/s
        cuft/s|cu ft/s|cubic foot per second|cubic feet per second|0.028316846592|m3/s
        cuft/d|cu ft/d|cubic foot per day|cubic feet per day|3.277412800e-7|m3/d
        m3/d|m3/d|cubic metre per day|cubic metres per day|1.1574074074074e-5|cuft/d
        oilbbl/d|bbl/d|barrel per day|barrels per day|1.8401307283333e-6|m3/d
        bbl/d|bbl/d|barrel per day|barrels per day|1.8401307283333e-6|m3/d
        """,
    "acceleration": """
        m/s2|m/s2|metre per second squared|metres per second squared|1|ft/s2
        ft/s2|ft/s2|foot per second squared|feet per second squared|0.3048|m/s2
        g0|g|standard gravity||9.80665|m/s2
        """,
    "consumption": """
        L/100km|L/100 km|litre per 100 kilometres|litres per 100 kilometres|1|
        """,
    "plane angle": """
        deg|°|degree||0.017453292519943|rad
        rad|rad|radian||1|deg
        """,
}
_ZERO = {"C": 273.15, "°C": 273.15, "F": 255.3722222222222, "°F": 255.3722222222222}


def _table() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for dimension, text in _ROWS.items():
        for row in text.strip().split("\n"):
            code, symbol, name, plural, factor, default = row.strip().split("|")
            offset = _ZERO.get(code, 0.0)
            table.setdefault(
                code, Unit(symbol, name, plural or f"{name}s", dimension, float(factor), default, offset)
            )
    return table


UNITS: dict[str, Unit] = _table()
