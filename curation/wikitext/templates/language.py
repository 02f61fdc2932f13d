"""Foreign words, transliterations and pronunciations."""

from __future__ import annotations

from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments

# Names of the languages met most; a code that is not here is left out of the label.
_LANGUAGES = """
    ar=Arabic arq=Algerian_Arabic arz=Egyptian_Arabic az=Azerbaijani be=Belarusian ber=Berber bg=Bulgarian
    bn=Bengali bo=Tibetan br=Breton bs=Bosnian ca=Catalan cs=Czech cy=Welsh da=Danish de=German el=Greek
    en=English eo=Esperanto es=Spanish et=Estonian eu=Basque fa=Persian fi=Finnish fr=French
    fro=Old_French fy=West_Frisian ga=Irish gd=Scottish_Gaelic gl=Galician goh=Old_High_German
    grc=Ancient_Greek got=Gothic gu=Gujarati ha=Hausa haw=Hawaiian he=Hebrew hi=Hindi hr=Croatian
    hu=Hungarian hy=Armenian id=Indonesian ig=Igbo is=Icelandic it=Italian ja=Japanese jv=Javanese
    ka=Georgian kab=Kabyle kk=Kazakh km=Khmer kn=Kannada ko=Korean ku=Kurdish ky=Kyrgyz la=Latin
    lb=Luxembourgish lo=Lao lt=Lithuanian lv=Latvian mi=Māori mk=Macedonian ml=Malayalam mn=Mongolian
    mr=Marathi ms=Malay mt=Maltese my=Burmese nb=Norwegian_Bokmål ne=Nepali nl=Dutch nn=Nynorsk
    no=Norwegian non=Old_Norse oc=Occitan ang=Old_English enm=Middle_English pa=Punjabi pap=Papiamento
    phn=Phoenician pl=Polish ps=Pashto pt=Portuguese qu=Quechua ro=Romanian ru=Russian rus=Russian
    sa=Sanskrit se=Northern_Sami sh=Serbo-Croatian si=Sinhala sk=Slovak sl=Slovene so=Somali sq=Albanian
    sr=Serbian sv=Swedish sw=Swahili syr=Syriac ta=Tamil te=Telugu tg=Tajik th=Thai tk=Turkmen tl=Tagalog
    tr=Turkish tt=Tatar uk=Ukrainian ur=Urdu uz=Uzbek vi=Vietnamese yi=Yiddish yo=Yoruba zh=Chinese
    zu=Zulu grc-gre=Greek grc-att=Attic_Greek grc-dor=Doric_Greek grc-ion=Ionic_Greek grc-aeo=Aeolic_Greek
    grc-x-doric=Doric_Greek he-n=Hebrew sr-cyrl=Serbian_Cyrillic sr-latn=Serbian_Latin pt-br=Portuguese
    af=Afrikaans am=Amharic an=Aragonese ast=Asturian akk=Akkadian sux=Sumerian egy=Egyptian cop=Coptic
    hit=Hittite xcl=Classical_Armenian ota=Ottoman_Turkish
"""
LANGUAGES: dict[str, str] = {
    code: name.replace("_", " ") for code, name in (pair.split("=") for pair in _LANGUAGES.split())
}


def _code(arguments: Arguments, prefix: str) -> str:
    return arguments.name.strip().replace("_", " ").lower()[len(prefix) :]


def lang(arguments: Arguments, context: Context) -> str:
    """{{lang|fr|mot}}: the words."""
    return arguments.get("text", 2) or GAP


def language_name(arguments: Arguments, context: Context) -> str:
    """{{lang-fr|mot|lit=word}}, {{langx|fr|mot}}: `French: mot, lit. 'word'`."""
    named = arguments.named
    if _code(arguments, "") == "langx":
        code, shift = arguments.get(1), 1
    else:
        code, shift = _code(arguments, "lang-"), 0
    text = arguments.get("text", 1 + shift)
    if not text:
        return GAP
    label = arguments.get("label") or (
        LANGUAGES.get(code.lower(), "") if context.page.language == "en" else ""
    )
    if named.get("label") == "none" or named.get("links") == "none":
        label = "" if named.get("label") == "none" else label
    parts = [f"{label}: {text}" if label else text]
    if transliteration := arguments.get("translit", "tr", 2 + shift):
        parts.append(transliteration)
    if literal := arguments.get("lit", "translation", 3 + shift):
        parts.append(f"lit. '{literal}'")
    return ", ".join(parts)


def transliteration(arguments: Arguments, context: Context) -> str:
    """{{transl|ar|ALA|kitāb}}: the last of its words."""
    words = [word for word in arguments.positional() if word]
    return words[-1] if words else GAP


def script(arguments: Arguments, context: Context) -> str:
    """{{script/Hebrew|…}}, {{script|Hebr|…}}: the words."""
    words = [word for word in arguments.positional() if word]
    return words[-1] if words else GAP


def pronunciation(arguments: Arguments, context: Context) -> str:
    """{{IPA-fr|mo}}, {{IPA|fr|mo}}, {{IPA|/mo/}}: the transcription, in brackets where it has none."""
    words = [word for word in arguments.positional() if word]
    if not words:
        return GAP
    name = _code(arguments, "")
    if name == "ipa" and len(words) > 1 and words[0].isascii() and words[0].replace("-", "").isalpha():
        words = words[1:]
    text = words[0]
    return text if text[:1] in "[/⟨" or (name == "ipa" and len(arguments.positional()) == 1) else f"[{text}]"


# {{IPAc-en}} writes English phonemes as parts; most are IPA already, these are its ASCII codes.
_PHONEMES = {
    ",": "ˌ",
    ",_": ", ",
    "'": "ˈ",
    "-": "",
    "_": " ",
    ".": ".",
    "th": "θ",
    "dh": "ð",
    "sh": "ʃ",
    "zh": "ʒ",
    "ch": "tʃ",
    "ng": "ŋ",
    "j": "j",
    "A:": "ɑː",
    "i:": "iː",
    "u:": "uː",
    "aI": "aɪ",
    "eI": "eɪ",
    "oU": "oʊ",
    "aU": "aʊ",
    "OI": "ɔɪ",
    "ae": "æ",
    "@": "ə",
    "I": "ɪ",
    "E": "ɛ",
    "U": "ʊ",
    "V": "ʌ",
    "O:": "ɔː",
    "3:r": "ɜːr",
    "@r": "ər",
}
_PRONUNCIATION_WORDS = {
    "lang",
    "pron",
    "local",
    "us",
    "uk",
    "also",
    "uslang",
    "uklang",
    "small",
    "audio",
    "ipa",
}


def pronunciation_parts(arguments: Arguments, context: Context) -> str:
    """{{IPAc-en|ˈ|w|ɜːr|d}}: `/ˈwɜːrd/`."""
    parts = [part for part in arguments.positional() if part.lower() not in _PRONUNCIATION_WORDS]
    text = "".join(_PHONEMES.get(part, part) for part in parts)
    return f"/{text}/" if text else GAP


def respell(arguments: Arguments, context: Context) -> str:
    """{{respell|AL|bə|TROS}}: `AL-bə-TROS`."""
    text = "-".join(arguments.positional()).replace("-_-", " ")
    return text or GAP


def nihongo(arguments: Arguments, context: Context) -> str:
    """{{nihongo|English|漢字|rōmaji|extra}}: `English (漢字, rōmaji, extra)`."""
    words = arguments.positional() + [""] * 5
    english, kanji, romaji, extra = words[0], words[1], words[2], words[3] or arguments.get("extra")
    details = ", ".join(word for word in (kanji, romaji, extra) if word)
    if not english:
        english, details = romaji, ", ".join(word for word in (kanji, extra) if word)
    if not english:
        return details or GAP
    return f"{english} ({details})" if details else english


def nihongo3(arguments: Arguments, context: Context) -> str:
    """{{nihongo3|English|漢字|rōmaji}}: `rōmaji (漢字, English)`."""
    words = arguments.positional() + [""] * 3
    details = ", ".join(word for word in (words[1], words[0]) if word)
    return f"{words[2]} ({details})" if words[2] else details or GAP


def _slashes(arguments: Arguments, context: Context) -> str:
    return f"/{arguments.get(1)}/"


def _etymology(arguments: Arguments, context: Context) -> str:
    """{{etymology|la|albedo|whiteness}}: `from Latin albedo 'whiteness'`; further triples go on."""
    words = arguments.positional()
    parts = []
    for start in range(0, len(words) - 1, 3):
        code, word, meaning = [*words[start : start + 3], ""][:3]
        text = f"from {LANGUAGES.get(code, code)} {word}".strip()
        parts.append(f"{text} '{meaning}'" if meaning else text)
    return ", ".join(parts) or GAP


def _chinese(arguments: Arguments, context: Context) -> str:
    """{{zh|s=…|t=…|p=…}}: `Chinese: …; pinyin: …`."""
    labels = {"c": "Chinese", "s": "simplified Chinese", "t": "traditional Chinese", "p": "pinyin"}
    labels |= {"w": "Wade–Giles", "j": "Jyutping", "l": "lit."}
    parts = [f"{label}: {value}" for key, label in labels.items() if (value := arguments.get(key))]
    return "; ".join(parts) or arguments.get(1) or GAP


def _native_phrase(arguments: Arguments, context: Context) -> str:
    """{{native name|fr|France}}: `France (French)`."""
    text, code = arguments.get(2), arguments.get(1)
    label = LANGUAGES.get(code.lower())
    return f"{text} ({label})" if text and label else text or GAP


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    "lang": lang,
    "wikt-lang": lang,
    "langr": lang,
    "nativename": lang,
    "langx": language_name,
    "transl": transliteration,
    "transliteration": transliteration,
    "translit": transliteration,
    "tlit": transliteration,
    "script": script,
    "ipa": pronunciation,
    "ipa all": pronunciation,
    "ipalink": lambda a, c: a.get(1),
    "ipa link": lambda a, c: a.get(1),
    "ipablink": lambda a, c: f"[{a.get(1)}]",
    "ipa blink": lambda a, c: f"[{a.get(1)}]",
    "ipaslink": _slashes,
    "ipa slink": _slashes,
    "ipac-en": pronunciation_parts,
    "respell": respell,
    "pronunciation respelling": respell,
    "nihongo": nihongo,
    "nihongo2": lambda a, c: a.get(1),
    "nihongo3": nihongo3,
    "nihongo krt": nihongo,
    "etymology": _etymology,
    "zh": _chinese,
    "native name": _native_phrase,
    "native phrase": _native_phrase,
    "korean": lambda a, c: a.get("hangul", 1) or GAP,
    "ruby": lambda a, c: f"{a.get(1)} ({a.get(2)})" if a.get(2) else a.get(1),
    "literal translation": lambda a, c: f"lit. '{a.get(1)}'" if a.get(1) else GAP,
    "lit": lambda a, c: f"lit. '{a.get(1)}'" if a.get(1) else GAP,
    "gloss": lambda a, c: f"'{a.get(1)}'" if a.get(1) else GAP,
}
