"""Templates of Wikibooks and Wikiversity: boxes are kept, navigation goes, a book's own are read."""

import pytest

from tests.curation.wikitext.rendering import rendered, text

KEPT = r"""
{{TextBox|1=A box of ''text''.}}                                -> A box of text.
{{Definition|Work|force times distance}}                        -> Work: force times distance
{{definition|title=Work|text=Force times distance.}}            -> Work\n\nForce times distance.
{{Example|title=A cart|It rolls.}}                              -> A cart\n\nIt rolls.
{{Warning|1=Hot.}}                                              -> Warning: Hot.
{{Solution|text=\n* one\n* two}}                                -> Solution:\n\n- one\n- two
{{side box|#ffeecc|300px|Only this.}}                           -> Only this.
{{ExampleRobox|title=A cart|theme=3}}\nIt rolls.\n{{Robox/Close}} -> A cart\n\nIt rolls.
{{robelbox|title=Rule|theme=2}}<div>Keep left.</div>{{robelbox/close}} -> Rule\n\nKeep left.
{{center top}}'''Motto'''{{center bottom}}\nText.                -> Motto\nText.
{{Equation|<math>F = ma</math>|1.2}}                            -> $F = ma$ (1.2)
{{Learning project|title=Diary|text=Keep one.}}                 -> Diary\n\nKeep one.
press {{key press|Ctrl|B}} or {{menu|File|Save}}                -> press `Ctrl+B` or File > Save
{{BOOKNAME}}, {{CHAPTERNAME}}, {{SUBPAGENAME}}, {{BASEPAGENAME}} -> Clocks, Parts/Wheel, Wheel, Clocks/Parts
[[/Pinion/]] and [[../Spring/|spring]] and [[../Chain/]]        -> Pinion and spring and Chain
{{Note|1=Never force a wheel that does not turn.}}              -> Never force a wheel that does not turn.
{{NOTE|note=\nNever force a wheel that does not turn.\n}}         -> Never force a wheel that does not turn.
a{{note|x}} b                                                   -> a b
{{Clocks/Hint|1=Never oil a tooth of any wheel.}}               -> Never oil a tooth of any wheel.
the {{Clocks/kw|escapement}} ticks                              -> the escapement ticks
""".strip().split("\n")


@pytest.mark.parametrize("site", ["enwikibooks", "dewikiversity"])
@pytest.mark.parametrize("case", KEPT)
def test_shows(case, site):
    wikitext, _, shown = case.partition("->")
    wikitext = wikitext.strip().replace("\\n", "\n")
    body = text(f"x\n\n{wikitext}\n\nx", site=site, title="Clocks/Parts/Wheel")
    expected = shown.strip().replace("\\n", "\n")
    assert body == f"# Clocks/Parts/Wheel\n\nx\n\n{expected}\n\nx"


SILENT = """
BookCat BOOKCAT AutoCat navigation|a chapter_navigation|a|b status|75% stage_short|50%|May_2020
shelves|Physics alphabetical|F Clocks/Navigation|prev=A Clocks/TOC Clocks/Header Clocks/Footer|Next
:Clocks/Wheel /Wheel print_version has_print_version 25%done 50% lesson course|level=1
physics_resources subpage_navbar Learning_project todo|Write_it recipe CourseCat cleanup
""".split()


@pytest.mark.parametrize("call", SILENT)
def test_navigation_and_status_say_nothing_and_are_not_lost(call):
    page = rendered(f"a {{{{{call}}}}} b", site="enwikibooks")
    assert (page.text, page.lost_templates) == ("a b", {})


def test_what_is_neither_word_nor_sentence_is_lost_by_its_name():
    page = rendered("a {{Clocks/Wheel count|7|8}} b", site="enwikibooks")
    assert (page.text, page.lost_templates) == ("a b", {"Clocks/Wheel count": 1})
    assert rendered("a {{Some box|Words enough for a whole sentence.}} b").lost_templates == {"Some box": 1}


def test_recipe_summaries_are_rows():
    page = rendered(
        "{{recipesummary|category=Soups|servings=4–6|time=Prep: 15 minutes</br>Cooking: 2 hours|difficulty=2"
        "|Image = [[Image:Soup.jpg|300px]]}}\n"
        "{{recipe}} | [[Cookbook:Recipes|Recipes]] | [[Cookbook:Soup|Soups]]\n"
        "\n"
        "A soup.\n{{Nutrition Summary|\n|ServingSize=1 bowl\n|TotalFat=2 g\n}}",
        site="enwikibooks",
    )
    assert page.text.split("\n\n") == [
        "category: Soups\nservings: 4–6\ntime: Prep: 15 minutes; Cooking: 2 hours\ndifficulty: 2 of 5",
        "A soup.",
        "Serving Size: 1 bowl\nTotal Fat: 2 g",
    ]
    assert ("difficulty", "2 of 5") in [(row.key, row.value) for row in page.infobox]


def test_code_given_to_a_template_is_a_block_in_its_language():
    page = rendered("{{syntaxhighlight|lang=Python|code=print(1)}} {{source|c|int x;}}", site="enwikibooks")
    assert page.text == "```python\nprint(1)\n```\n\n```c\nint x;\n```"
    assert page.constructs["code"] == 2
