"""Languages of texts, whatever stands between the words."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.language.identify import LanguageIdentifier, known, same_language
from curation.quality.line_counts import LineCounts

IDENTIFIER = LanguageIdentifier()
TEXTS = {
    "en": "The keeper of the lighthouse carried oil up the stairs every evening before the sun went down.",
    "de": "Der Leuchtturmwärter trug jeden Abend vor Sonnenuntergang das Öl die Treppe hinauf.",
    "fr": "Le gardien du phare montait l'huile par l'escalier chaque soir avant le coucher du soleil.",
    "es": "El farero subía el aceite por la escalera todas las tardes antes de la puesta del sol.",
    "it": "Il guardiano del faro portava l'olio su per le scale ogni sera prima del tramonto.",
    "nl": "De vuurtorenwachter droeg elke avond voor zonsondergang de olie de trap op.",
    "pl": "Latarnik wnosił olej po schodach każdego wieczoru przed zachodem słońca.",
    "ru": "Смотритель маяка каждый вечер перед заходом солнца поднимал масло по лестнице.",
    "bg": "Пазачът на фара всяка вечер преди залез слънце качваше маслото по стълбите.",
    "el": "Ο φαροφύλακας ανέβαζε το λάδι από τη σκάλα κάθε βράδυ πριν από τη δύση του ήλιου.",
    "ar": "كان حارس المنارة يحمل الزيت إلى أعلى الدرج كل مساء قبل غروب الشمس.",
    "he": "שומר המגדלור נשא את השמן במעלה המדרגות בכל ערב לפני שקיעת השמש.",
    "hi": "प्रकाशस्तंभ का रखवाला हर शाम सूर्यास्त से पहले तेल सीढ़ियों से ऊपर ले जाता था।",
    "ja": "灯台守は毎晩、日が沈む前に油を持って階段を上った。",
    "zh": "灯塔看守人每天傍晚日落之前都把油搬上楼梯。",
    "ko": "등대지기는 매일 저녁 해가 지기 전에 기름을 들고 계단을 올라갔다.",
    "th": "คนเฝ้าประภาคารแบกน้ำมันขึ้นบันไดทุกเย็นก่อนพระอาทิตย์ตก",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_is_enough(language):
    found, confidence = IDENTIFIER.identify(TEXTS[language])
    assert found == language
    assert 0 < confidence <= 1


@pytest.mark.parametrize("language", ["de", "ja", "ar"])
def test_markdown_code_and_formulas_do_not_matter(language):
    sentence = TEXTS[language]
    text = "\n\n".join(
        [
            "| English | table | header |\n| --- | --- | --- |\n| the keeper of the light | and | oil |",
            f"## {sentence}",
            "```python\n" + "for keeper in lighthouse:\n    return the_oil_of(keeper)\n" * 20 + "```",
            f"{sentence} $\\text{{where the oil is }} x$ {sentence} `return the oil`",
            "$$\\text{the sum of all the oil that the keeper carried}$$",
            f"- {sentence} https://www.example.org/the-keeper-of-the-lighthouse-and-his-oil.html",
        ]
    )
    found, confidence = IDENTIFIER.identify("\n".join(LineCounts(text, frozenset()).running))
    assert found == language and confidence > 0.65


@pytest.mark.parametrize(
    "text", ["", " \n", "12345 67", "!!! ???", "https://www.example.org/the/keeper", "😀😀"]
)
def test_what_has_no_words_has_no_language(text):
    assert IDENTIFIER.identify(text) == ("und", 0.0)


def test_confidence_says_that_one_word_is_little():
    assert IDENTIFIER.identify("oil")[1] < 0.65 < IDENTIFIER.identify(TEXTS["en"])[1]


def test_the_whole_of_a_long_text_counts_and_not_its_beginning():
    text = TEXTS["de"] + " " + f"{TEXTS['en']} " * 300
    assert IDENTIFIER.identify(text)[0] == "en"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=2000))
def test_any_text_gets_an_answer_and_always_the_same(text):
    answer = IDENTIFIER.identify(text)
    assert answer == IDENTIFIER.identify(text) and 0 <= answer[1] <= 1


def test_lone_surrogates_and_broken_text():
    assert IDENTIFIER.identify("\ud800" + TEXTS["en"] + "\udfff")[0] == "en"


def test_it_is_sent_to_workers_without_its_model():
    IDENTIFIER.identify(TEXTS["en"])
    sent = pickle.dumps(IDENTIFIER)
    assert len(sent) < 500
    assert pickle.loads(sent).identify(TEXTS["fr"])[0] == "fr"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("en", "en-GB", True),
        ("zh-Hant", "zh", True),
        ("wuu", "zh", True),
        ("nb", "no", True),
        ("nds-NL", "nds", True),
        ("en", "de", False),
        ("pt_BR", "pt", True),
        ("EN", "en", True),
        ("und", "en", False),
    ],
)
def test_tags_of_one_language(one, other, same):
    assert same_language(one, other) is same


@pytest.mark.parametrize(
    ("tag", "answer"), [("", ""), ("und", ""), ("mul", ""), ("en", "en"), ("zh-Hant", "zh-Hant")]
)
def test_what_a_source_knows(tag, answer):
    assert known(tag) == answer


@pytest.mark.real
def test_real_articles_are_in_the_language_of_their_wiki(real_data):
    from curation.mediawiki import MediaWikiDump
    from curation.wiki_documents import to_document
    from schemas.document import Page

    files = {
        "enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2": "en",
        "jawiki-2006-schema0.3-truncated.xml.bz2": "ja",
        "bgwiki-latest-pages-articles-shortened.xml.bz2": "bg",
        "page_fragment/frwiki-20121230-id3.xml": "fr",
        "page_fragment/itwiki-test.xml": "it",
        "page_fragment/nlwiki-test.xml": "nl",
        "page_fragment/zhwiki-20150423-id13.xml": "zh",
        "page_fragment/dewiki-20130602-id1.xml": "de",
    }
    answers = []
    for name, language in files.items():
        source = MediaWikiDump(paths=str(real_data / "wiki" / name))
        for split in source.plan():
            for page in source.read(split):
                if isinstance(page, Page):
                    lines = LineCounts(to_document(page).text, frozenset())
                    found, confidence = IDENTIFIER.identify("\n".join(lines.running))
                    answers.append((same_language(found, language), confidence))
    sure = [right for right, confidence in answers if confidence >= 0.65]
    assert len(answers) > 150
    assert all(sure)
    assert len(sure) > 0.97 * len(answers)
