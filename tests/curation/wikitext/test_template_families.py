"""What templates show, family by family, by their documentation pages on the wiki they come from."""

import pytest

from tests.curation.wikitext.rendering import rendered, text

ENGLISH = """
# numbers
{{val|1234567}} -> 1,234,567
{{val|-7}} -> −7
{{val|7.2(3)|u=MeV}} -> 7.2(3) MeV
{{val|5|ul=m|upl=s}} -> 5 m/s
{{val|e=9|ul=Hz}} -> 10^9 Hz
{{val|1.23|0.04|0.05|u=kg}} -> 1.23+0.04/−0.05 kg
{{val|5|-|7|u=m}} -> 5–7 m
{{val|p=~|5|s=%}} -> ~5%
{{num|1234}} -> 1,234
{{nts|-1234}} -> -1,234
{{frac|3}} -> 1/3
{{frac|1|1|2}} -> 1 1/2
{{sfrac|a+b|c}} -> (a+b)/c
{{±|5}} -> ±5
{{10^|6}} -> 10^6
{{gaps|299|792|458|u=m/s}} -> 299 792 458 m/s
{{percentage|1|3|1}} -> 33.3%
{{round|123.456|1}} -> 123.5
{{sigfig|345|2}} -> 350
{{pop density|4262635|634658.27|km2|sqmi|prec=1}} -> 6.7/km² (17.4/sq mi)
{{currency|12000|EUR}} -> €12,000
{{US$|1.5 million}} -> US$1.5 million
{{INR|10000}} -> ₹10,000
{{composition bar|19|25|hex=#fdc400}} -> 19/25
# dates and ages
{{birth date|1879|3|14}} -> March 14, 1879
{{birth date and age|1990|12|25|df=yes}} -> 25 December 1990
{{birth-date and age|25 May 1990}} -> 25 May 1990
{{birth year and age|1990|5}} -> May 1990
{{death date and age|df=y|1955|4|18|1879|3|14}} -> 18 April 1955 (aged 76)
{{death year and age|1955|1879}} -> 1955 (aged 75–76)
{{start date|1993|02|24|08|30|23}} -> 08:30:23, February 24, 1993
{{start date|1993|2}} -> February 1993
{{end date|present}} -> present
{{film date|1979|5|25|US|1979|9|6|UK}} -> May 25, 1979 (US); September 6, 1979 (UK)
{{age in years|1879|3|14|1955|3|13}} -> 75
{{age in days|1969|7|16|1969|7|24}} -> 8
{{age in years, months and days|1775|04|19|1783|09|03}} -> 8 years, 4 months and 15 days
{{dts|1777-12-16|format=dmy}} -> 16 December 1777
{{as of|2010|5|1}} -> As of 1 May 2010
{{as of|2010|5|1|df=US|lc=y}} -> as of May 1, 2010
{{circa|1500|1550}} -> c. 1500 – c. 1550
{{floruit|1500|1550}} -> fl. 1500–1550
{{marriage|Mary|1842|1865|end=d.}} -> Mary (m. 1842; d. 1865)
{{OldStyleDate|7 July|1887|25 June}} -> 7 July [O.S. 25 June] 1887
# words of other languages
{{lang-ru|Москва|Moskva|Moscow}} -> Russian: Москва, Moskva, lit. 'Moscow'
{{langx|fr|mot|lit=word}} -> French: mot, lit. 'word'
{{lang-de|Wort|label=none}} -> Wort
{{transl|ar|ALA|kitāb}} -> kitāb
{{IPA-fr|mo}} -> [mo]
{{IPA|en|/wɜːrd/}} -> /wɜːrd/
{{IPAc-en|lang|ˈ|æ|l|dʒ|iː|,_|ˈ|æ|l|ɡ|iː}} -> /ˈældʒiː, ˈælɡiː/
{{respell|AL|bə|TROS}} -> AL-bə-TROS
{{nihongo|Tokyo|東京|Tōkyō}} -> Tokyo (東京, Tōkyō)
{{nihongo||日本|Nihon}} -> Nihon (日本)
{{zh|s=汉字|t=漢字|p=hànzì}} -> simplified Chinese: 汉字; traditional Chinese: 漢字; pinyin: hànzì
{{etymology|la|albedo|whiteness}} -> from Latin albedo 'whiteness'
# places and flags
{{coord|51|30|26|N|0|7|39|W|display=title}} -> 51°30′26″N 0°7′39″W
{{coord|43.651234|-79.383333|type:city}} -> 43.651234°N 79.383333°W
{{flag|USA}} -> United States
{{FRA}} -> France
{{flagathlete|Jane Doe|KEN}} -> Jane Doe (Kenya)
{{flagicon|USA}}France -> France
# chemistry and mathematics
{{chem|SO|4|2-}} -> SO4^2-
{{chem|C|''n''|H|2''n''+2}} -> C_nH_(2n+2)
{{chem2|2H2 + O2 -> 2H2O}} -> 2H2 + O2 → 2H2O
{{chem2|SO4(2-)}} -> SO4^2-
{{nuclide|uranium|235}} -> uranium-235
{{sqrt|2}} -> √2
{{radic|x|3}} -> ∛x
x{{su|p=+|b=2}} -> x_2^+
# marks, signs, words
{{nowrap|a b}}{{nbsp}}c -> a b c
{{abbr|c.|circa}} -> c.
{{keypress|Ctrl|S}} -> `Ctrl+S`
{{code|x {{=}} 1}} -> `x = 1`
{{increase}} 5 -> ▲ 5
{{music|flat}} -> ♭
{{sclass|Nimitz|aircraft carrier}} -> Nimitz-class aircraft carrier
{{HMS|Victory|1765}} -> HMS Victory (1765)
{{HMS|Victory}} -> HMS Victory
{{bracket|x}} -> [x]
{{URL|https://www.example.com/}} -> www.example.com
{{ill|Jane Doe|de|lt=JD}} -> JD
{{colorbox|#008000}} NP -> NP
{{legend|#FFD|Changed in 1963}} -> Changed in 1963
{{IATA|BOS}} -> IATA: BOS
{{ISBN|978-0-00}} -> ISBN 978-0-00
{{yes}} -> Yes
{{yes|Often}} -> Often
# functions and variables
{{#if: |a|b}} -> b
{{#ifeq:a|a|yes|no}} -> yes
{{#switch:b|a=1|b=2|#default=3}} -> 2
{{#switch:a|a|b=12|c=3}} -> 12
{{#switch:z|a=1|7}} -> 7
{{formatnum:1234567.5}} -> 1,234,567.5
{{formatnum:1,234|R}} -> 1234
{{ucfirst:abc}} -> Abc
{{plural:2|one|many}} -> many
{{#if:x|[https://a.example/?b=c words = c]}} -> words = c
# nothing
{{reflist}} x -> x
{{cite book|title=T}} x -> x
{{DEFAULTSORT:Sort key}}x -> x
{{Use dmy dates|date=May 2010}} x -> x
{{en icon}} x -> x
{{clear}}x -> x
""".strip().split("\n")


@pytest.mark.parametrize("case", [case for case in ENGLISH if not case.startswith("#")])
def test_english_template_shows(case):
    wikitext, _, shown = case.rpartition(" -> ")
    assert text(wikitext) == shown
    assert not rendered(wikitext).lost_templates


OTHERS = """
de {{"|Wort}} -> „Wort“
de {{Höhe|115|DE-NN}} -> 115 m
de {{Coordinate|NS=52/31/7/N|EW=13/24/29/E|type=city}} -> 52°31′7″N 13°24′29″E
de {{laS|albus}} -> lateinisch albus
de {{0}}7 -> 7
de {{SORTIERUNG:Schopenhauer}}x -> x
de {{formatnum:1234567.5}} -> 1.234.567,5
fr {{s|XX}} -> XXe siècle
fr {{sp|XVI|e|XVII|e}} -> XVIe et XVIIe siècles
fr {{Ier}} -> Ier
fr {{1er mai}} -> 1er mai
fr {{84e|Congrès}} -> 84e Congrès
fr {{unité|891|km|2}} -> 891 km²
fr {{unité|12874|km}} -> 12 874 km
fr {{nombre|1234567,25|habitants}} -> 1 234 567,25 habitants
fr {{heure|4|30}} -> 4 h 30
fr {{langue|de|Österreich}} -> Österreich
fr {{citation|mot}} -> « mot »
fr {{date|14|mars|1879}} -> 14 mars 1879
fr {{formatnum:461432.5}} -> 461 432,5
fr {{Lien|langue=en|trad=X|fr=Y|texte=Z}} -> Z
ja {{生年月日と年齢|1879|3|14}} -> 1879年3月14日
ja {{死亡年月日と没年齢|1879|3|14|1955|4|18}} -> 1955年4月18日（76歳没）
ja {{読み仮名|漢字|かんじ}} -> 漢字（かんじ）
ja {{仮リンク|語|en|word}} -> 語
ja {{lang-de|Wort}} -> Wort
zh {{link-de|边境总督|Markgraf}} -> 边境总督
zh {{bd|1879年|3月14日|1955年|4月18日}} -> （1879年3月14日—1955年4月18日）
ar {{ألمانية|Spree}} -> بالألمانية: Spree
""".strip().split("\n")


@pytest.mark.parametrize("case", OTHERS)
def test_template_of_another_language_shows(case):
    wikitext, _, shown = case[3:].rpartition(" -> ")
    assert text(wikitext, language=case[:2], site=f"{case[:2]}wiki") == shown


def test_names_mean_what_their_project_means_by_them():
    entry = "* Russian: {{t+|ru|соба́ка|tr=sobáka}} {{qualifier|dialectal}}"
    assert text(entry, site="enwiktionary") == "- Russian: соба́ка (sobáka) (dialectal)"
    assert text("{{flag|Spain}} Spain", site="enwikivoyage") == "Spain"
    assert text("{{flag|Spain}}", site="enwiki") == "Spain"


def test_mathematics_becomes_latex():
    assert text("a {{math|1=''E'' = ''mc''<sup>2</sup>}} b") == "a $E = mc^{2}$ b"
    assert text("a {{math|''x''<sub>1</sub> ≥ {{sqrt|2}}}} b") == r"a $x_{1} \geq \sqrt{2}$ b"
    assert text("a {{math|{{radic|x|3}}}} b") == r"a $\sqrt[3]{x}$ b"
    assert text("a {{math|''x'' = 1}} b") == "a $x=1$ b"  # the = makes a named argument of it


@pytest.mark.parametrize(
    ("wikitext", "lines"),
    [
        ("{{ubl|a|b}}", ["- a", "- b"]),
        ("{{ordered list|a|b}}", ["1. a", "2. b"]),
        ("{{plainlist|\n* a\n* b\n}}", ["- a", "- b"]),
        ("{{collapsible list|title=T|a|b}}", ["T:", "", "- a", "- b"]),
        ("{{clade|label1=A|1={{clade|1=b|2=c}}}}", ["- A", "  - b", "  - c"]),
        ("{{bar chart|title=T|label1=A|data1=5|label2=B|data2=7}}", ["T", "", "- A: 5", "- B: 7"]),
        ("{{US Census population|1800=125|estimate=9|estyear=181}}", ["- 1800: 125", "- 181 (estimate): 9"]),
        ("{{historical populations|1850|1200|1900|3400}}", ["- 1850: 1200", "- 1900: 3400"]),
        ("{{div col|colwidth=20em}}\n* a\n* b\n{{div col end}}", ["- a", "- b"]),
        ("{{columns-list|2|\n* a\n* b}}", ["- a", "- b"]),
        ("{{chart|A|~|B|A=Ann|B=Bob}}", ["Ann, Bob"]),
        ("{{multiple image|image1=a.jpg|caption1=One|footer=Both}}", ["[Image: One]", "", "[Image: Both]"]),
        ("{{listen|filename=x|title=Song|description=live}}", ["[Image: Song: live]"]),
        ("{{pre|<nowiki>a | b = c</nowiki>}}", ["```", "a | b = c", "```"]),
        ("{{quote|Words|Ann|Book}}", ["> Words", ">", "> — Ann, Book"]),
        ("{{cquote|Words|author=Ann}}", ["> Words", ">", "> — Ann"]),
        ("{{quote box|title=T|quote=Words|source=S}}", ["> T", ">", "> Words", ">", "> — S"]),
        ("{{poemquote|text=one\ntwo}}", ["> one", "> two"]),
        ("{{math theorem|name=Zorn|Sets are well.}}", ["Zorn. Sets are well."]),
    ],
)  # fmt: skip
def test_template_becomes_blocks(wikitext, lines):
    assert text(wikitext).split("\n") == lines


def test_text_between_braces_and_pipes_of_a_template_is_not_lost_when_it_never_closes():
    assert text("before {{quote|inside and after") == "before quote|inside and after"


def test_template_arguments_may_hold_tables_made_of_pipe_templates():
    table = '{{{!}} class="wikitable"\n! A !! B\n{{!}}-\n{{!}} 1 {{!!}} 2\n{{!)}}'
    assert text(f"{{{{#if:x|{table}}}}}").split("\n")[-1] == "| 1 | 2 |"
