"""A Wikivoyage listing's parameters, by whatever name a wiki gives them.

The names are those of https://en.wikivoyage.org/wiki/Wikivoyage:Listings, of {{vCard}} on the German and
Japanese wikis, and of the listing templates of the other languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.wordlist import wordlist

_NAMES = {
    "name": """
        name nom nome nombre naam nazwa namn navn nimi nume название назва имя όνομα שם نام 名称 名稱 名前
    """,
    "alt": "alt comment name_local name_latin name_extra alternativ autre_nom альт",
    "address": """
        address adresse addresse indirizzo dirección endereço adres adress osoite adresa адрес адреса
        διεύθυνση כתובת نشانی 地址 住所 address_local
        location
    """,
    "directions": """
        directions direction indicazioni indicaciones cómo_llegar direções indicações routebeschrijving
        wskazówki vägbeskrivning κατευθύνσεις הוראות مسیرها directions_local
    """,
    "phone": """
        phone tel téléphone telefono teléfono telefone telefoon telefon puhelin телефон τηλέφωνο טלפון تلفن
        电话 電話 電話番号
    """,
    "tollfree": "tollfree toll_free numéro_gratuit numero_verde número_gratuito gratuito kostenlos",
    "mobile": "mobile mobil portable cellulare móvil celular mobiel komórka мобильный",
    "fax": "fax télécopie факс φαξ פקס دورنگار ファックス",
    "email": "email e_mail mail courriel correo correio epost e_post sähköposti почта מייל پست_الکترونیکی",
    "hours": """
        hours horaire horaires orari orario horario horarios funcionamento horário öffnungszeiten
        openingstijden godziny godziny_otwarcia öppettider åbningstider åpningstider aukioloajat
        часы_работы ώρες שעות ساعتها 营业时间 營業時間 営業時間
    """,
    "price": """
        price prix prezzo prezzi precio precios preço preços preis prijs cena ceny pris hinta цена ціна τιμή
        מחיר بها 价格 價格 料金
    """,
    "checkin": "checkin check_in arrivée",
    "checkout": "checkout check_out départ",
    "payment": "payment zahlung paiement pagamento",
    "content": """
        content description descrizione descripción contenido descrição sobre beschreibung beschrijving opis
        beskrivning innehåll beskrivelse kuvaus описание опис περιγραφή תיאור متن 描述 内容
    """,
}
# What a reader of the page does not see, or sees as an icon: where it is on the map, what it looks like, who
# edited it when, and its address on the web, which is among the document's links.
_HIDDEN = frozenset(
    wordlist(
        """
        type subtype subtype_add group map_group zoom counter show auto before styles status color colour icon
        symbol copy_marker use_icon name_map lat latitude long longitude lon lng coord coordinates image
        picture immagine imagen imagem bild wikidata wdid wikipedia commonscat commons lastedit last_edit
        photo lastupdate updated mise_à_jour url url2 www website web sito site sitio_web homepage facebook
        rss twitter instagram youtube tiktok flickr skype foursquare google googlemaps booking tripadvisor
        hostelworld agoda expedia kayak trip tags flags country address_lang lang unesco iata icao grupo tipo
        עדכון_אחרון סוג ויקינתונים האתר_הרשמי نشانی_اینترنتی عرض_جغرافیایی طول_جغرافیایی
        yymmdd endyymmdd
        """
    )
)
_DATES = frozenset("date month year enddate endmonth endyear frequency".split())


def plain_key(key: str) -> str:
    """A parameter's name as it is compared: lower case, a space for `_` and `-`."""
    return " ".join(key.replace("_", " ").replace("-", " ").lower().split())


_FIELDS = {plain_key(word): name for name, words in _NAMES.items() for word in wordlist(words)}
# A full stop after a word that is too long for an abbreviation.
_STOP = re.compile(r"([^\W\d_]{5}['\x04]*)\.\Z")
# Letters, digits, a price such as $$, or text set aside between markers.
_SAYS_SOMETHING = re.compile(r"[^\W_]|[$€£¥₩₹]")


@dataclass(slots=True)
class Listing:
    """What a listing says: `values` by the English name of the parameter, `written` the name that stood
    there; `others` are parameters that no documentation names.
    """

    values: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The value of the parameter, empty if it is not given."""
        return self.values.get(name, "")


def is_field(key: str) -> bool:
    """Whether a listing has a parameter of this name that is shown."""
    return plain_key(key) in _FIELDS


def read_listing(arguments: Arguments) -> Listing:
    """The listing's visible parameters that have a value, each on one line but for the description.

    Of a parameter under two names (`name-local`, `alt`) both values are kept.
    """
    listing = Listing()
    for written, value in arguments.named.items():
        key = plain_key(written)
        name = _FIELDS.get(key)
        if key in _HIDDEN or (written.isdigit() and arguments.is_positional(written)):
            continue
        text = tidy(value, one_line=name != "content")
        if not text:
            continue
        if name:
            known = listing.get(name)
            joint = "\n" if name == "content" else ", "
            if text != known:
                listing.values[name] = f"{known}{joint}{text}" if known else text
            listing.written.setdefault(name, " ".join(written.replace("_", " ").split()))
        elif key in _DATES:
            listing.values[key] = text
        elif key and "<" not in key:
            listing.others.append((" ".join(written.replace("_", " ").split()), text))
    if not listing.get("content") and (text := tidy(arguments.get(1), one_line=False)):
        listing.values["content"] = text
    return listing


def tidy(value: str, *, one_line: bool = True) -> str:
    """A value without what is only punctuation around it; empty if no word or figure is left."""
    if not _SAYS_SOMETHING.search(value):
        return ""
    if not one_line:
        return value.strip(GAP + " \n")
    return _STOP.sub(r"\1", " ".join(value.split()).strip(" ,;" + GAP))
