"""Links: their words, images with their options in many languages, and what is no text."""

import pytest

from tests.curation.wikitext.rendering import rendered, text


@pytest.mark.parametrize(
    ("wikitext", "shown"),
    [
        ("[[apple]]s", "apples"),
        ("[[apple pie|pie]]s and [[ a_b ]]", "pies and a b"),
        ("[[Boston (band)|]] [[Help:Editing|]]", "Boston Editing"),
        ("[[a|b|c]]", "b|c"),
        ("[[a|''b'' {{nowrap|c}}]]", "b c"),
        ("[[a=b|c=d]]", "c=d"),
        ("[[:File:A.jpg]] [[:Category:B|the B]]", "File:A.jpg the B"),
        ("[[Category:A]][[Category:B|key]]x", "x"),
        ("[[fr:Chat]] [[zh-min-nan:X]] [[w:Cat|cat]]", "cat"),
        ("[[2001: A Space Odyssey]]", "2001: A Space Odyssey"),
        ("[[a{{!}}b]]", "b"),
        ("[[not\na link]]", "[[not a link]]"),
        ("[[unclosed and on", "[[unclosed and on"),
        ("a]] b", "a]] b"),
        ("[https://a.example words] [https://b.example] [//c.example d]", "words d"),
        ("[not a link] https://a.example/x", "[not a link] https://a.example/x"),
    ],
)
def test_link_shows(wikitext, shown):
    assert text(wikitext) == shown


@pytest.mark.parametrize(
    "link",
    [
        "[[File:a.jpg|thumb|upright=1.2|left|200x300px|alt=An alt|link=x|Words of it]]",
        "[[Image:a.jpg|Words of it|thumb]]",
        "[[Datei:a.jpg|mini|hochkant|links|Words of it]]",
        "[[Fichier:a.jpg|vignette|redresse=1.1|gauche|Words of it]]",
        "[[Archivo:a.jpg|miniaturadeimagen|derecha|Words of it]]",
        "[[ファイル:a.jpg|サムネイル|右|Words of it]]",
        "[[文件:a.jpg|缩略图|左|Words of it]]",
        "[[ملف:a.jpg|تصغير|يسار|Words of it]]",
        "[[Файл:a.jpg|мини|справа|Words of it]]",
        "[[File:a.jpg|thumb|Words [[x|of]] {{nowrap|it}}]]",
    ],
)
def test_caption_is_what_is_no_option(link):
    assert text(f"{link}\nText.") == "[Image: Words of it]\n\nText."


def test_images_without_a_caption_say_nothing():
    assert text("a [[File:x.svg|20px|link=]] b [[File:y.svg|border|right]]c") == "a b c"


def test_captions_in_a_cell_or_a_list_stay_there():
    assert text("* a [[File:x.jpg|thumb|cap]]") in ("- a\n\n[Image: cap]", "[Image: cap]\n\n- a")
    assert "| [Image: cap] b |" in text('{| class="wikitable"\n! H\n|-\n| [[File:x.jpg|cap]] b\n|}')


def test_gallery_takes_the_last_part_that_is_no_option():
    files = "File:a.jpg|alt=x|One {{nowrap|a}}\nb.png\n\nc.jpg|1945"
    assert text(f"<gallery mode=packed caption='All of them'>\n{files}\n</gallery>").split("\n\n") == [
        "[Image: All of them]", "[Image: One a]", "[Image: 1945]",
    ]  # fmt: skip


def test_urls_are_collected_wherever_they_stand():
    page = rendered(
        "x<ref>{{cite web|url=http://a.example/p?q=1&r=2|title=T}}</ref> [http://b.example/x y], "
        "http://c.example/d. <nowiki>http://d.example/</nowiki> <!-- http://hidden.example/ -->"
    )
    assert page.links == [
        "http://a.example/p?q=1&r=2", "http://b.example/x", "http://c.example/d", "http://d.example/",
    ]  # fmt: skip
