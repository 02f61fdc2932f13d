"""Templates of the German, French, Japanese, Chinese, Arabic and other wikis, and of Wiktionary.

A name can mean one thing on one wiki and another elsewhere ({{citation}} quotes in French and cites in
English), so these are looked up by the page's language before the names that every wiki shares.
"""

from __future__ import annotations

import re

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.language import LANGUAGES
from curation.wikitext.templates.layout import captioned, columns
from curation.wikitext.templates.patterns import Renderer, from_pattern, pattern_table
from curation.wikitext.templates.places import degrees
from curation.wikitext.templates.quotes import block_quote
from curation.wikitext.wordlist import wordlist


def _nothing(arguments: Arguments, context: Context) -> str:
    return GAP


def _dropped(names: str) -> dict[str, Renderer]:
    return dict.fromkeys(wordlist(names), _nothing)


# --- German

_GERMAN_LANGUAGES = """
    ar=arabisch de=deutsch en=englisch es=spanisch fr=französisch grc=altgriechisch it=italienisch
    ja=japanisch la=lateinisch nl=niederländisch pl=polnisch pt=portugiesisch ru=russisch sv=schwedisch
    tr=türkisch zh=chinesisch cs=tschechisch hu=ungarisch el=griechisch he=hebräisch
"""


def _german_quote(arguments: Arguments, context: Context) -> str:
    """{{Zitat|Text|Autor=…|Quelle=…}}, {{Zitat-en|Text|Übersetzung}}."""
    text = arguments.get("Text", 1)
    source = ", ".join(filter(None, (arguments.get("Autor"), arguments.get("Quelle"))))
    translation = arguments.get("Übersetzung")
    return block_quote(f"{text}\n\n{translation}" if translation else text, source) if text else GAP


def _german_coordinate(arguments: Arguments, context: Context) -> str:
    """{{Coordinate|NS=52/31/7/N|EW=13/24/29/E}}: `52°31′7″N 13°24′29″E`."""
    halves = []
    for name in ("NS", "EW"):
        *numbers, side = arguments.get(name).split("/")
        if not numbers or not side:
            return GAP
        halves.append(degrees([number for number in numbers if number]) + side)
    return " ".join(halves)


def _seats(arguments: Arguments, context: Context) -> str:
    """{{Sitzverteilung|SPD|CDU|SPD=38|CDU=31}}: `SPD: 38; CDU: 31`."""
    named = arguments.named
    return "; ".join(f"{p}: {named[p]}" for p in arguments.positional() if named.get(p)) or GAP


_GERMAN: dict[str, Renderer] = {
    **pattern_table(
        (
            ("„{1}“[? ({Autor})]", '"'),
            ("‚{1}‘", "'"),
            ("{1} m", "höhe"),
            ("{2}", "farblegende fnz"),
            ("[{1}]", "lautschrift ipa"),
            ("<br>", "absatz"),
            ("S. {1}", "s."),
        )
    ),
    **{
        f"{code}s": from_pattern(f"{name} {{1}}")
        for code, name in (pair.split("=") for pair in _GERMAN_LANGUAGES.split())
    },
    **dict.fromkeys(("zitat", "zitat-en", "zitat-fr", "zitat-la", "zitat-it", "zitat-es"), _german_quote),
    "coordinate": _german_coordinate,
    "sitzverteilung": _seats,
    "mehrspaltige liste": lambda a, c: f"\n{a.get('liste', 1)}\n",
    "positionskarte": captioned("caption"),
    "0": lambda arguments, context: "",
    **_dropped(
        """
        positionskarte~ fn anker adb ndb ddb dnb-portal pgda lagis schwesterprojekte naviblock pnd gnd
        imdb wikisource commonscat sortkeydate zukunft veraltet
        """
    ),
}

# --- French

_FRENCH_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_FRENCH_ORDINAL = re.compile(r"(?:[ivxlc]{1,7}|\d{1,4})(?:er|re|ère|e|es)\Z")
_FRENCH_DATE = re.compile(rf"\d{{1,2}}(?:er)? (?:{_FRENCH_MONTHS})(?: \d{{1,4}})?\Z")


def _century(arguments: Arguments, context: Context) -> str:
    """{{s|XX}}, {{s-|XX|e}}: `XXe siècle`; {{sp|XVI|e|XVII|e}}: `XVIe et XVIIe siècles`."""
    words = [word for word in arguments.positional() if word]
    numerals = [word for word in words if word.isupper() or word.isdigit()]
    if not numerals:
        return GAP
    ordinals = [f"{n}{'er' if n == 'I' else 'e'}" for n in numerals]
    return f"{' et '.join(ordinals)} siècle{'s' if len(ordinals) > 1 else ''}"


# Between groups of three digits of a number with four or more, before its decimals.
_THOUSANDS = re.compile(r"(?<![,.]\d)(?<![,.]\d\d)(?<![,.]\d\d\d)(?<=\d)(?=(?:\d{3})+(?!\d))")


def _quantity(arguments: Arguments, context: Context) -> str:
    """{{unité|105|km|2}}, {{nombre|71|sièges}}: `105 km²`, `71 sièges`. Exponents follow their units."""
    words = arguments.positional()
    text = _THOUSANDS.sub(" ", words[0]) if words else ""
    for word in words[1:]:
        if word.lstrip("-−").isdigit():
            text += {"2": "²", "3": "³"}.get(word, f"<sup>{word}</sup>")
        elif word:
            text += f" {word}"
    return text or GAP


def _spaced_digits(arguments: Arguments, context: Context) -> str:
    """{{smn|1897491|7}}: `1 897 491`."""
    return _THOUSANDS.sub(" ", arguments.get(1)) or GAP


def _words(arguments: Arguments, context: Context) -> str:
    return " ".join(word for word in arguments.positional()[:4] if word) or GAP


def _french_name(arguments: Arguments, context: Context) -> str:
    """{{Ier}}, {{1er mai}}, {{84e|Congrès}}: the name of the template, with the word after it."""
    return " ".join([arguments.name.strip(), *(word for word in arguments.positional()[:1] if word)])


_FRENCH: dict[str, Renderer] = {
    **pattern_table(
        (
            ("« {1} »", "citation citation_étrangère"),
            ("{2}", "langue en_langue"),
            ("{1}", "latin msapi refnec référence_nécessaire souverain souverain2 souverain3 nobr clade1"),
            ("[{1}]", "api api-fr"),
            ("{1} {2}", "tmp"),
            ("{1} h[? {2}]", "heure"),
            ("– {1} –", "incise"),
            ("{texte|fr|trad|1}", "lien"),
            ("{1}[? ({2})][?, depuis {année}]", "jumelage"),
            ("M. {1}", "m."),
            ("Mme {1}", "mme"),
            ("av. J.-C.", "av_jc -jc av_j-c"),
            ("apr. J.-C.", "ap_jc apr_jc"),
            ("▲", "augmentation augmentation_négative croissance"),
            ("▼", "diminution diminution_positive"),
            ("<sup>{1}</sup>", "exp e"),
            ("<sub>{1}</sub>", "ind"),
        )
    ),
    **dict.fromkeys(("s", "s-", "sp", "sp-", "siècle"), _century),
    **dict.fromkeys(("unité", "nombre", "quantité"), _quantity),
    **dict.fromkeys(("date", "date-", "date de naissance", "date de décès", "date sport"), _words),
    "smn": _spaced_digits,
    "colonnes": columns,
    **_dropped(
        """
        , drapeau prononciation article_connexe article_principal détails autre4 autres_projets chapitre
        référence_insuffisante à_actualiser bnf autre homonymie portail légende_plume
        """
    ),
}

# --- Japanese and Chinese


def _cjk_date(numbers: list[str]) -> str:
    return "".join(f"{number}{unit}" for number, unit in zip(numbers, "年月日", strict=False) if number)


def _japanese_date(arguments: Arguments, context: Context) -> str:
    """{{生年月日と年齢|1879|3|14}}: `1879年3月14日`."""
    return _cjk_date(arguments.positional()[:3]) or GAP


def _japanese_death(arguments: Arguments, context: Context) -> str:
    """{{死亡年月日と没年齢|1879|3|14|1955|4|18}}, birth first: `1955年4月18日（76歳没）`."""
    words = arguments.positional()
    if len(words) < 6 or not all(re.fullmatch(r"[0-9]{1,4}", word) for word in words[:6]):
        return _cjk_date(words[3:6]) or GAP
    birth, death = [int(word) for word in words[:3]], [int(word) for word in words[3:6]]
    age = death[0] - birth[0] - (death[1:] < birth[1:])
    return f"{_cjk_date(words[3:6])}（{age}歳没）"


def _chinese_life(arguments: Arguments, context: Context) -> str:
    """{{bd|1879年|3月14日|1955年|4月18日}}: `（1879年3月14日—1955年4月18日）`."""
    words = [*arguments.positional(), "", "", "", ""]
    return f"（{words[0]}{words[1]}—{words[2]}{words[3]}）"


_JAPANESE: dict[str, Renderer] = {
    **pattern_table(
        (
            ("{1}（{2}）", "読み仮名 ルビ ruby"),
            ("{1}", "要出典範囲 補助漢字フォント 右 jis90フォント jis2004フォント"),
        )
    ),
    **dict.fromkeys(("生年月日と年齢", "生年月日", "没年月日"), _japanese_date),
    "死亡年月日と没年齢": _japanese_death,
    **_dropped("先代次代 enlink maplink2 ショートカット anotheruse 生没年 ウィキポータルリンク"),
}
_CHINESE: dict[str, Renderer] = {
    **pattern_table((("{3|1}", "tsl"), ("{1}", "le link-en internal_link_helper"))),
    "bd": _chinese_life,
    **_dropped("notea noteta noteta-lite"),
}

# --- Arabic, Bulgarian, Italian, Dutch

_ARABIC: dict[str, Renderer] = {
    **pattern_table(
        (
            ("بالألمانية: {1}", "ألمانية لغة-أل"),
            ("بالإنجليزية: {1}", "إنجليزية إنج لغة-إنج"),
            ("بالفرنسية: {1}", "فرنسية لغة-فر"),
            ("باللاتينية: {1}", "لاتينية لات"),
        )
    ),
    "صورة عريضة": captioned(3),
    **_dropped("مفصلة وضح شريط_بوابات"),
}
_BULGARIAN = _dropped("основна превод_от уикиизточник към_пояснение")
_ITALIAN = _dropped("nota_disambigua portale interprogetto vedi_anche")
_DUTCH = _dropped("bron? appendix zie_hoofdartikel")

BY_LANGUAGE: dict[str, dict[str, Renderer]] = {
    "de": _GERMAN,
    "fr": _FRENCH,
    "ja": _JAPANESE,
    "zh": _CHINESE,
    "ar": _ARABIC,
    "bg": _BULGARIAN,
    "it": _ITALIAN,
    "nl": _DUTCH,
}


# --- Wiktionary, in every language


def _translation(arguments: Arguments, context: Context) -> str:
    """{{t|ru|собака|tr=sobaka}}: `собака (sobaka)`."""
    text, transliteration = arguments.get("alt", 2), arguments.get("tr")
    return f"{text} ({transliteration})" if text and transliteration else text or GAP


def _term(arguments: Arguments, context: Context) -> str:
    """{{term|dogge|lang=enm||hound}}, {{m|ang|docga||hound}}: `dogge (“hound”)`."""
    shift = 0 if arguments.get("lang") or arguments.name.strip().lower() == "term" else 1
    text, gloss = arguments.get(2 + shift, 1 + shift), arguments.get("gloss", "t", 3 + shift)
    return f"{text} (“{gloss}”)" if text and gloss else text or GAP


def _language_of(arguments: Arguments, context: Context) -> str:
    """{{etyl|enm}}: `Middle English`."""
    return LANGUAGES.get(arguments.get(1).lower(), arguments.get(1)) or GAP


_WIKTIONARY: dict[str, Renderer] = {
    **pattern_table(
        (
            ("({1}[?, {2}][?, {3}])", "qualifier q label lb i a"),
            ("({1}):", "sense s"),
            ("{3|2|1}", "l link"),
            ("{2}", "ü üt"),
            ("{1}", "taxlink w rhymes"),
        )
    ),
    **dict.fromkeys(("t", "t+", "t-", "tø", "t-simple", "ttbc"), _translation),
    **dict.fromkeys(("term", "m", "mention", "recons"), _term),
    "etyl": _language_of,
}


def find_local(name: str, language: str, site: str) -> Renderer | None:
    """What this name (lower case) means on the wiki with this language and database name, if that differs
    from what it means elsewhere.
    """
    if site.endswith("wiktionary") and (found := _WIKTIONARY.get(name)):
        return found
    found = BY_LANGUAGE.get(language, {}).get(name)
    if found is None and language == "fr" and (_FRENCH_ORDINAL.match(name) or _FRENCH_DATE.match(name)):
        return _french_name
    return found
