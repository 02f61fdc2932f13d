"""Wikivoyage listings: {{see|name=…|address=…|price=…|hours=…|content=…}} become sentences.

In English they are sentences (`listing_english`); in other languages `Name (alternative), address
(directions). Telefon: …. Preis: …. Description.`, named in the language or, where its words are not known,
as the wiki's own parameters are. Every visible parameter's value is in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.listing_english import english_sentences, event_sentences, subject
from curation.wikitext.templates.listing_fields import Listing, is_field, read_listing, tidy
from curation.wikitext.wordlist import wordlist

_LABELLED = (
    "phone",
    "tollfree",
    "mobile",
    "fax",
    "email",
    "hours",
    "price",
    "checkin",
    "checkout",
    "payment",
)
_LABELS = {
    "de": "Telefon|Gebührenfrei|Mobil|Fax|E-Mail|Geöffnet|Preis|Check-in|Check-out|Zahlung",
    "es": "Teléfono|Teléfono gratuito|Móvil|Fax|Correo electrónico|Horario|Precio|Entrada|Salida|Pago",
    "fr": "Téléphone|Numéro gratuit|Portable|Fax|Courriel|Horaires|Prix|Arrivée|Départ|Paiement",
    "it": "Telefono|Numero verde|Cellulare|Fax|Email|Orari|Prezzo|Check-in|Check-out|Pagamento",
    "nl": "Telefoon|Gratis nummer|Mobiel|Fax|E-mail|Openingstijden|Prijs|Inchecken|Uitchecken|Betaling",
    "pl": "Telefon|Bezpłatny|Komórka|Faks|E-mail|Godziny otwarcia|Cena|Zameldowanie|Wymeldowanie|Płatność",
    "pt": "Telefone|Ligação gratuita|Celular|Fax|E-mail|Horário|Preço|Check-in|Check-out|Pagamento",
    "ru": "Телефон|Бесплатный телефон|Мобильный|Факс|Эл. почта|Часы работы|Цена|Заезд|Выезд|Оплата",
    "sv": "Telefon|Avgiftsfritt|Mobil|Fax|E-post|Öppettider|Pris|Incheckning|Utcheckning|Betalning",
}
# By the language of the wiki: what its listing templates are called, beside the English names.
_LOCAL_KINDS = {
    "de": "vcard",
    "es": "ver hacer comprar comer beber dormir llegar listado",
    "fa": "دیدن انجامدادن خرید خوردن نوشیدن خوابیدن",
    "fr": """
        voir faire acheter manger boire_un_verre sortir se_loger aller circuler apprendre
        représentation_diplomatique destination ville
    """,
    "he": "מוקדי_עניין פעילויות קניות אוכל שתייה לינה",
    "it": "vedi fare comprare mangiare bere dormire città destinazione",
    "pt": "veja faça compre coma beba beba_e_saia durma chegue",
    "sv": "se gör köp ät drick sov",
}
_KINDS = "see do buy eat drink sleep go learn work listing vcard cityinfo"
_FIRST_WORD = re.compile(r"['\x03]*([^\W\d_]+)")
_CLOSED = ".!?。…！？"
# What may stand after the last full stop: emphasis, the marker of a link's end, brackets, quotation marks.
_AFTER_STOP = re.compile(r"(?:''+|[\x03\x04\x0b\s)\]”’\"»」]|</?\w{1,10}>)+\Z")


def listing(arguments: Arguments, context: Context) -> str:
    """A place: where it is, how to reach it, when it is open, what it costs, and its description."""
    found = read_listing(arguments)
    if not (found.values or found.others):
        return GAP
    kind = arguments.get("type") if arguments.name.strip().lower() in ("listing", "vcard") else arguments.name
    language = context.page.language.partition("-")[0]
    if language in ("en", "und"):
        sentences = english_sentences(found, kind.strip().lower())
    else:
        sentences = [_head(found), *_labelled(found, language)]
    context.constructs["listing"] += 1
    return _join(sentences, found.get("content"), language) or GAP


def _head(found: Listing) -> str:
    where = found.get("address")
    if directions := found.get("directions"):
        where = f"{where} ({directions})" if where else directions
    return ", ".join(part for part in (subject(found), where) if part)


def _labelled(found: Listing, language: str) -> list[str]:
    """`Telefon: …`, by the language's own words, else by the parameter's name on the wiki."""
    labels = dict(zip(_LABELLED, _LABELS.get(language, "").split("|"), strict=False))
    pairs = [
        (labels.get(name) or found.written[name], found.get(name)) for name in _LABELLED if found.get(name)
    ]
    return [f"{label[:1].upper()}{label[1:]}: {value}" for label, value in [*pairs, *found.others]]


def _join(sentences: list[str], content: str, language: str) -> str:
    """The sentences, then the description: after a colon where it goes on with the name's sentence."""
    stop, space = ("。", "") if language in ("ja", "zh") else (".", " ")
    kept = [sentence for sentence in sentences if sentence]
    if not kept or not content:
        return space.join(close(sentence, stop) for sentence in [*kept, content] if sentence)
    if content[0] in ",.;:":  # written to follow the name
        kept[-1] += content[0]
        content = content[1:].lstrip()
    elif (first := _FIRST_WORD.match(content)) and first[1].islower():
        if len(kept) == 1:
            kept[-1] += ":"
        else:
            content = f"{content[: first.start(1)]}{first[1][0].upper()}{content[first.start(1) + 1 :]}"
    closed = [sentence if sentence[-1] in ",;:" else close(sentence, stop) for sentence in kept]
    return space.join([*closed, close(content, stop)])


def close(text: str, stop: str = ".") -> str:
    """The text with a full stop, unless it has one, or ends in a block such as a list or an image."""
    if not text or text[-1] in _CLOSED + ":\x02":
        return text
    bare = _AFTER_STOP.sub("", text[-80:])
    last_line = text.rpartition("\n")[2].lstrip()
    if bare[-1:] in tuple(_CLOSED) or (last_line is not text and last_line[:1] in ("*", "#", ":", "|")):
        return text
    return f"{text}{stop}"


def event(arguments: Arguments, context: Context) -> str:
    """{{event|name=…|month=March|date=17|endmonth=…|year=annual|content=…}}: `Name. 17 March. …`"""
    found = read_listing(arguments)
    start, end = (
        " ".join(part for part in (found.values.pop(day, ""), found.values.pop(month, "")) if part)
        for day, month in (("date", "month"), ("enddate", "endmonth"))
    )
    years = [found.values.pop(key, "") for key in ("year", "endyear", "frequency")]
    note = ", ".join(filter(None, years))
    if not (found.values or found.others):
        return GAP
    language = context.page.language.partition("-")[0]
    if language in ("en", "und"):
        sentences = event_sentences(found, start, end, note)
    else:
        when = ", ".join(filter(None, (" – ".join(filter(None, (start, end))), note)))
        sentences = [_head(found), when, *_labelled(found, language)]
    context.constructs["listing"] += 1
    return _join(sentences, found.get("content"), language) or GAP


def marker(arguments: Arguments, context: Context) -> str:
    """{{marker|name=…}}: a place named in running text."""
    return tidy(arguments.get("name", "nome", "nom", "nombre")) or GAP


def phone(arguments: Arguments, context: Context) -> str:
    """{{phone|+1 555 0100}}."""
    return arguments.get(1) or GAP


# `see` and `go` are hatnotes on Wikipedia: without a listing's parameters there is nothing to list.
def _listing_or_hatnote(arguments: Arguments, context: Context) -> str:
    return listing(arguments, context) if any(map(is_field, arguments.named)) else GAP


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    **dict.fromkeys(_KINDS.split(), listing),
    "see": _listing_or_hatnote,
    "go": _listing_or_hatnote,
    "do": _listing_or_hatnote,
    "work": _listing_or_hatnote,
    "marker": marker,
    "mapmarker": marker,
    "event": event,
    "phone": phone,
}
LOCAL: dict[str, dict[str, Callable[[Arguments, Context], str]]] = {
    language: dict.fromkeys(wordlist(names), listing) for language, names in _LOCAL_KINDS.items()
}
