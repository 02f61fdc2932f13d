"""{{convert}}: its documentation's rules and examples (Template:Convert/doc, Help:Convert)."""

import pytest

from tests.curation.wikitext.rendering import text

CASES = """
# names first, symbols in brackets
{{convert|2|km|mi}} -> 2 kilometres (1.2 mi)
{{convert|7|mi|km}} -> 7 miles (11 km)
{{convert|1|lb|kg}} -> 1 pound (0.45 kg)
{{convert|1|lb|kg|abbr=in}} -> 1 lb (0.45 kilograms)
{{convert|1|lb|kg|abbr=on}} -> 1 lb (0.45 kg)
{{convert|1|lb|kg|abbr=off}} -> 1 pound (0.45 kilograms)
{{cvt|1|lb|kg}} -> 1 lb (0.45 kg)
{{convert|6|km|sp=us}} -> 6 kilometers (3.7 mi)
{{convert|10|t|ST|sp=us}} -> 10 metric tons (11 short tons)
{{convert|5|acre}} -> 5 acres (2.0 ha)
{{convert|5|km|mi|abbr=values}} -> 5 (3.1)
# as an adjective, with words of its own
{{convert|10|mi|km|adj=on}} -> 10-mile (16 km)
{{convert|9|in|cm|adj=on|abbr=on}} -> 9 in (23 cm)
{{convert|1500|ft|m|adj=mid|-long}} -> 1,500-foot-long (460 m)
{{convert|1500|ft||adj=mid|-long}} -> 1,500-foot-long (460 m)
{{convert|4|mi|km|adj=pre|scenic}} -> 4 scenic miles (6.4 km)
# rounding: by the precision of the input, to two figures at least
{{convert|7.1|mi|km}} -> 7.1 miles (11.4 km)
{{convert|7.0|mi|km}} -> 7.0 miles (11.3 km)
{{convert|123|ft|m}} -> 123 feet (37 m)
{{convert|550|ft|m}} -> 550 feet (170 m)
{{convert|1200|ft|m}} -> 1,200 feet (370 m)
{{convert|1234|ft|m}} -> 1,234 feet (376 m)
{{convert|1230|ft|m}} -> 1,230 feet (370 m)
{{convert|5670|sqft}} -> 5,670 square feet (527 m²)
{{convert|100|km2}} -> 100 square kilometres (39 sq mi)
{{convert|1234567|m|ft}} -> 1,234,567 metres (4,050,417 ft)
# … whole numbers to feet and pounds keep theirs
{{convert|1023|m|ft}} -> 1,023 metres (3,356 ft)
{{convert|75|kg|lb st}} -> 75 kilograms (165 lb; 11.8 st)
# … as the call says
{{convert|123|ft|m|-1}} -> 123 feet (40 m)
{{convert|123|ft|m|1}} -> 123 feet (37.5 m)
{{convert|123.4|ft|m|3}} -> 123.4 feet (37.612 m)
{{convert|5670|sqft|-2}} -> 5,670 square feet (500 m²)
{{convert|1200|ft|m|sigfig=4}} -> 1,200 feet (365.8 m)
{{convert|1200|ft|m|sigfig=3}} -> 1,200 feet (366 m)
{{convert|1234|ft|m|round=5}} -> 1,234 feet (375 m)
{{convert|5.56|cm|in|frac=16}} -> 5.56 centimetres (2 3/16 in)
{{convert|8|cm|in|frac=4}} -> 8 centimetres (3 1/4 in)
# ranges share the decimals of the most precise
{{convert|2|to|5|km|mi}} -> 2 to 5 kilometres (1.2 to 3.1 mi)
{{convert|2|-|5|km|mi}} -> 2–5 kilometres (1.2–3.1 mi)
{{convert|2-5|km|mi}} -> 2–5 kilometres (1.2–3.1 mi)
{{convert|2|and|5|km|mi|sigfig=3|abbr=off}} -> 2 and 5 kilometres (1.24 and 3.11 miles)
{{convert|60|and(-)|80|kg}} -> 60 and 80 kilograms (130–180 lb)
{{convert|6|to|17|kg|lb}} -> 6 to 17 kilograms (13 to 37 lb)
{{convert|6|x|12|m|ft|abbr=on}} -> 6 m × 12 m (20 ft × 39 ft)
{{convert|9|x|12|in|cm}} -> 9 by 12 inches (23 cm × 30 cm)
{{convert|5|by|8|mi|km}} -> 5 by 8 miles (8.0 by 12.9 km)
{{convert|10 x 200 x 3000|m|ft}} -> 10 by 200 by 3,000 metres (33 ft × 656 ft × 9,843 ft)
{{convert|20|to|30|C}} -> 20 to 30 °C (68 to 86 °F)
# fractions
{{convert|1/2|mi}} -> 1/2 mile (0.80 km)
{{convert|2+1/2|in}} -> 2 1/2 inches (64 mm)
{{convert|{{frac|2|1|2}}|in}} -> 2 1/2 inches (64 mm)
# feet and inches, stones and pounds
{{convert|6|ft|1|in|m}} -> 6 feet 1 inch (1.85 m)
{{convert|6|ft|1|in|cm|abbr=on}} -> 6 ft 1 in (185 cm)
{{convert|1|ft|3|in|mm}} -> 1 foot 3 inches (380 mm)
{{convert|11|st|7|lb|kg}} -> 11 stone 7 pounds (73 kg)
{{convert|1.78|m|ftin}} -> 1.78 metres (5 ft 10 in)
{{convert|1.8|m}} -> 1.8 metres (5 ft 11 in)
{{convert|5|ft|6|in|m|adj=on}} -> 5-foot-6-inch (1.68 m)
# temperatures: three figures in kelvins
{{convert|-40|C|F}} -> −40 °C (−40 °F)
{{convert|37|C}} -> 37 °C (99 °F)
{{convert|100|C|F}} -> 100 °C (212 °F)
{{convert|10|C|F K}} -> 10 °C (50 °F; 283 K)
{{convert|10|C-change}} -> 10 °C (18 °F)
{{convert|10|C|F|abbr=off}} -> 10 degrees Celsius (50 degrees Fahrenheit)
# what stands first, and how the second is set apart
{{convert|160|km|mi|order=flip}} -> 99 miles (160 km)
{{convert|8|mi|km|order=flip}} -> 13 kilometres (8 mi)
{{convert|5|mi|km|disp=or}} -> 5 miles or 8.0 kilometres
{{convert|5|mi|km|disp=out}} -> 8.0 km
{{convert|5|mi|km|disp=number}} -> 8.0
{{convert|5|mi|km|disp=sqbr|abbr=on}} -> 5 mi [8.0 km]
{{convert|5|mi|km|disp=unit}} -> miles
{{convert|5|mi|km|disp=x|; about |!}} -> 5 miles; about 8.0 km!
# large, small and written out
{{convert|100|e6mi|e6km}} -> 100 million miles (160×10^6 km)
{{convert|100|e6mi|e6km|abbr=unit}} -> 100 million mi (160 million km)
{{convert|2.3|Moilbbl/d}} -> 2.3 million barrels per day (370,000 m³/d)
{{convert|4.5e6|km2}} -> 4.5×10^6 square kilometres (1.7×10^6 sq mi)
{{convert|1|ly|km}} -> 1 light-year (9.5×10^12 km)
{{convert|1000000000|m|m|sigfig=10}} -> 1,000,000,000 metres (1,000,000,000 m)
{{convert|5|km|mi|spell=in}} -> five kilometres (3.1 mi)
{{convert|200|mi|spell=In}} -> Two hundred miles (320 km)
{{convert|5|km|mi|0|spell=on}} -> five kilometres (three miles)
{{convert|12345|m|km|comma=off}} -> 12345 metres (12.345 km)
# fuel: distance per volume against volume per distance
{{convert|30|mpgus}} -> 30 miles per US gallon (7.8 L/100 km; 36 mpg‑imp)
{{convert|7.8|L/100km|mpgus}} -> 7.8 litres per 100 kilometres (30 mpg‑US)
{{convert|500|/sqmi|/km2}} -> 500 per square mile (190/km²)
{{convert|100|PD/sqmi}} -> 100 inhabitants per square mile (39/km²)
# no number is lost
{{convert|0|km}} -> 0 kilometres (0 mi)
{{convert|5|quux|mi}} -> 5 quux
{{convert|5|km|quux}} -> 5 kilometres (3.1 mi)
{{convert|5|to|6|quux}} -> 5 to 6 quux
{{convert|some|km}} -> some km
{{convert|1/0|km}} -> 1/0 km
{{convert|1e999|km}} -> 1e999 km
# kin
{{height|ft=6|in=2}} -> 6 ft 2 in (1.88 m)
{{height|m=1.88}} -> 1.88 m (6 ft 2 in)
{{height|cm=188}} -> 188 cm (6 ft 2 in)
{{hands|14.2}} -> 14.2 hands (58 inches, 147 cm)
""".strip().split("\n")


@pytest.mark.parametrize("case", [case for case in CASES if not case.startswith("#")])
def test_convert_shows(case):
    wikitext, _, shown = case.partition(" -> ")
    assert text(wikitext) == shown


def test_both_measures_are_cells_of_their_own_in_a_table():
    table = '{| class="wikitable"\n! mi !! km\n|-\n| {{convert|5|mi|km|disp=table}}\n|}'
    assert text(table).split("\n")[2] == "| 5 | 8.0 |"


@pytest.mark.parametrize("number", ["9" * 5000, "1" * 29, "0." + "0" * 27 + "1", "1e99", "1e-99", "²", "١٢"])
@pytest.mark.parametrize("units", ["km|mi", "C|F", "ft|m|14", "mpgus|L/100km", "e15km|nm", "m|ftin"])
def test_absurd_numbers_are_shown_and_do_not_raise(number, units):
    assert text(f"a {{{{convert|{number}|{units}}}}} b").startswith("a ")
