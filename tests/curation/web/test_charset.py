import pytest

from curation.web.charset import decode_html

FRENCH = "<title>Été</title><p>L'élève a mangé des pâtes très épicées. Où ça? Les garçons étaient là.</p>"
RUSSIAN = "<p>Съешь ещё этих мягких французских булок, да выпей же чаю. Как дела сегодня у всех?</p>"
JAPANESE = "<p>これは日本語のテキストです。文字コードの判定を試しています。漢字とかな。</p>"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"), (FRENCH, "latin-1"), (FRENCH, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), (JAPANESE, "utf-8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", ["header", "meta", "nowhere"])
def test_text_is_read_as_it_was_written(text, encoding, declared):
    page = f'<meta charset="{encoding}">{text}' if declared == "meta" else text
    header = f"text/html; charset={encoding}" if declared == "header" else "text/html"
    found = decode_html(page.encode(encoding), header)
    assert (found.text, found.replaced) == (page, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_says_it(encoding):
    assert decode_html(JAPANESE.encode(encoding), "text/html; charset=iso-8859-1").text == JAPANESE


def test_utf8_wins_over_a_wrong_declaration():
    assert decode_html(FRENCH.encode(), "text/html; charset=iso-8859-1").text == FRENCH


def test_latin1_is_read_as_browsers_do():
    assert (
        decode_html("<p>“quoted” – €5</p>".encode("cp1252"), "text/html; charset=ISO-8859-1").text
        == "<p>“quoted” – €5</p>"
    )


def test_one_broken_byte_does_not_change_the_encoding():
    found = decode_html((FRENCH * 3).encode() + b"\xff")
    assert found.text.startswith(FRENCH)
    assert found.replaced == 1


@pytest.mark.parametrize("name", ["nonsense", "rot13", "base64", "", "utf-7"])
def test_a_declaration_that_is_none_is_no_trouble(name):
    assert decode_html(FRENCH.encode("cp1252"), f"text/html; charset={name}").text == FRENCH


def test_what_is_no_text_is_removed_and_counted():
    found = decode_html(b"a\0b\x07c\x7f\ttab\n")
    assert (found.text, found.replaced) == ("abc\ttab\n", 3)
