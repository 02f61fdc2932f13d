"""Redirects as they are written in a page's text, for dumps that do not mark them."""

from __future__ import annotations

import re

# The localised forms of #REDIRECT in MediaWiki's message files, without those that only differ in case.
_WORDS = (
    "REDIRECT|WEITERLEITUNG|REDIRECTION|REDIRECCIÓN|REDIRECCION|REDIRECIONAMENTO|REDIRECIÓN|RINVIA|RINVIO|RIMANDO"
    "|DOORVERWIJZING|PATRZ|PRZEKIERUJ|TAM|OMDIRIGERING|OMDIRIGER|OHJAUS|UUDELLEENOHJAUS|PŘESMĚRUJ|PRESMERUJ"
    "|ÁTIRÁNYÍTÁS|REDIRECTEAZA|YÖNLENDİRME|YÖNLENDİR|PREUSMJERI|PREUSMERITEV|SUUNA|BIRZUZENDU|ALIDIREKTU|ALIDIREKTI"
    "|ALIH|LENCONG|ĐỔI|TILVÍSUN|ATHSHEOLADH|AIL-CYFEIRIO|ADKAS|RINDIRIZZA"
    "|ПЕРЕНАПРАВЛЕНИЕ|ПЕРЕНАПР|ПЕРЕНАПРАВЛЕННЯ|ПЕРЕАДРЕСАЦІЯ|ПЕРАНАКІРАВАННЕ|ПРЕНАСОЧВАНЕ|ВИЖ|ПРЕУСМЕРИ|АЙДАУ"
    "|ΑΝΑΚΑΤΕΥΘΥΝΣΗ|ՎԵՐԱՀՂՈՒՄ|გადამისამართება|הפניה|ווייטערפירן|تحويل|تغییر_مسیر|تغییرمسیر|رجوع_مکرر"
    "|पुनर्प्रेषित|अनुप्रेषित|เปลี่ยนทาง|転送|リダイレクト|重定向|넘겨주기"
)
_REDIRECT = re.compile(
    rf"\s*[#＃](?:{_WORDS})\s*:?\s*\[\[\s*:?([^\[\]|{{}}#\n]{{1,255}})(?:#[^\[\]|\n]*)?(?:\|[^\]\n]*)?\]\]",
    re.IGNORECASE,
)


def redirect_target(text: str) -> str:
    """The title that a page's text redirects to, without section; empty if it is no redirect.

    MediaWiki's rule: the word and then a link are the first thing in the page
    (https://www.mediawiki.org/wiki/Help:Redirects).
    """
    match = _REDIRECT.match(text)
    return " ".join(match[1].replace("_", " ").split()) if match else ""
