"""Templates of Wikibooks and Wikiversity, in any language's edition.

Boxes (definitions, examples, exercises, remarks) are text and kept; navigation between chapters, the state of
a book and what kind of page it is are left out. A book often has templates of its own (`Book/Note`), which
cannot all be known: one that holds a sentence is read as a box, one that holds a word as that word.
"""

from __future__ import annotations

import re

from curation.wikitext.context import Context
from curation.wikitext.markers import GAP
from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.boxes import render_box, render_unknown
from curation.wikitext.templates.patterns import Renderer, pattern_table
from curation.wikitext.wordlist import wordlist

# Five words; looked for from the beginnings of words only, or a long one would be read from each letter.
_SENTENCE = re.compile(r"(?<![\w'’-])(?:[^\W\d_][\w'’-]*[,;:]?\s+){4}")
_TITLES = ("title", "header", "heading", "caption", "name", "titel", "titre", "titolo", "título", "Title")
_TEXTS = ("text", "content", "contents", "body", "Text", "contenu", "inhalt", "testo", "texto", "contenido")


def box(arguments: Arguments, context: Context) -> str:
    """{{TextBox|text}}, {{Definition|title=…|text}}, {{Example|text=…}}: the title, then every text."""
    named = [arguments.get(name) for name in _TEXTS if arguments.get(name)]
    texts = named or [text for text in arguments.positional() if text and not _is_look(text)]
    # {{NOTE|note=…}}: under whatever name, sentences are its text.
    texts = texts or [value for key, value in arguments.named.items() if _SENTENCE.search(value)]
    title = arguments.get(*_TITLES)
    name = " ".join(arguments.name.replace("_", " ").split())
    if not title and texts and name.lower() in _LABELS:
        if "\n" in texts[0]:
            texts.insert(0, f"{name[:1].upper()}{name[1:]}:")
        else:
            texts[0] = f"{name[:1].upper()}{name[1:]}: {texts[0]}"
    return _paragraphs([title, *texts])


def box_top(arguments: Arguments, context: Context) -> str:
    """{{ExampleRobox|title=…}}, {{robelbox|title=…}}: the title; the text follows, up to {{robox/close}}."""
    texts = [arguments.get(name) for name in _TEXTS if arguments.get(name)]
    first = arguments.get(1)
    return _paragraphs([arguments.get(*_TITLES) or ("" if _is_look(first) else first), *texts])


def _paragraphs(parts: list[str]) -> str:
    text = "\n\n".join(part for part in parts if part)
    return f"\n\n{text}\n\n" if text else GAP


_LOOK = re.compile(
    r"(?i)\A\s*(?:#[0-9a-f]{3,6}|[\d.]+\s*(?:px|em|%|pt)|left|right|center|none|yes|no|auto|\d)\s*\Z"
)


def _is_look(text: str) -> bool:
    return _LOOK.match(text) is not None


def definition(arguments: Arguments, context: Context) -> str:
    """{{Definition|term|meaning}}: `term: meaning`; {{Definition|meaning}}: a box."""
    term, meaning = arguments.get("term", 1), arguments.get("meaning", "definition", 2)
    if term and meaning and not arguments.get(*_TITLES):
        return f"\n\n{term}: {meaning}\n\n"
    return box(arguments, context)


def note(arguments: Arguments, context: Context) -> str:
    """{{note|A remark of some words.}} is a box; {{note|name}} the mark of a footnote."""
    return box(arguments, context) if any(map(_SENTENCE.search, arguments.named.values())) else GAP


def equation(arguments: Arguments, context: Context) -> str:
    """{{equation|<math>…</math>|1.1}}: the formula on a line of its own, and its number."""
    formula, number = arguments.get("eq", "equation", "1", "text"), arguments.get("number", "num", "2")
    number = number.strip("()")
    return f"\n\n{formula}{f' ({number})' if number else ''}\n\n" if formula else GAP


_DIFFICULTY = {str(n): f"{n} of 5" for n in range(1, 6)}


def recipe_summary(arguments: Arguments, context: Context) -> str:
    """{{recipesummary|category=…|servings=4|time=1 hour|difficulty=2}}: a box of facts. The difficulty is
    shown as so many of five spoons.
    """
    parts = [[arguments.name]]
    for key, value in arguments.named.items():
        level = _DIFFICULTY.get(value.strip()) if key.lower() in ("difficulty", "rating") else None
        parts.append([f"{key}={level or value}"])
    return render_box(Arguments(arguments.name, parts), context)


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def nutrition(arguments: Arguments, context: Context) -> str:
    """{{Nutrition Summary|ServingSize=1/12 of recipe|Cals=148}}: a box of facts. What unnamed figures are of
    stands nowhere in the page, so they are lost rather than named wrongly.
    """
    named = {key: value for key, value in arguments.named.items() if not key.isdigit()}
    if not any(named.values()):
        return render_unknown(arguments, context)
    parts = [[f"{_CAMEL.sub(' ', key)}={value}"] for key, value in named.items()]
    return render_box(Arguments(arguments.name, [[arguments.name], *parts]), context)


def menu(arguments: Arguments, context: Context) -> str:
    """{{menu|File|Save}}: `File > Save`."""
    return " > ".join(word for word in arguments.positional() if word) or GAP


def _nothing(arguments: Arguments, context: Context) -> str:
    return GAP


# Boxes that show their own name where they have no title.
_LABELS = frozenset(
    wordlist(
        """
        warning caution danger tip hint important example exercise problem question answer solution task
        assignment activity objectives learning_objectives summary theorem lemma proposition proof corollary
        axiom step experiment case_study reading readings
        beispiel aufgabe lösung hinweis satz beweis achtung übung frage antwort
        exemple exercice théorème propriété démonstration remarque attention
        esempio esercizio soluzione teorema dimostrazione nota
        ejemplo ejercicio solución demostración aviso exemplo exercício solução demonstração atenção
        """
    )
)
_BOXES = """
    textbox text_box box boxed big_box side_box sidebox side_note sidenote marginnote notes notice_box remark
    warning caution danger tip hint important information info did_you_know think_about example examples
    exercise exercises problem problems question questions answer answers solution solutions task tasks
    assignment activity objective objectives learning_objectives summary key_point key_points keypoint
    key_concept concept concepts theorem lemma proposition proof corollary axiom property rule law result
    algorithm step experiment case_study fact facts interlude vocabulary dialogue learning_project
    learning_box learnbox reading readings learning_resource
    beispiel aufgabe lösung hinweis merksatz merke satz beweis kasten achtung übung frage antwort
    exemple exercice théorème propriété démonstration remarque attention encadre encadré
    esempio esercizio soluzione teorema dimostrazione nota avviso
    ejemplo ejercicio solución demostración aviso recuadro
    exemplo exercício solução demonstração caixa atenção
    задача пример решение теорема доказательство определение внимание
"""
_TOPS = """
    robox robox/top examplerobox exerciserobox definitionrobox theoremrobox noterobox warningrobox robelbox
    tbox shadebox rndbox roundbox roundboxtop round_box_top box_top boxtop textbox_top solution_start
    center_top noprint_top learning_outcomes_top
"""
_ENDS = """
    robox/close robelbox/close robelbox-close robox-close roundboxbottom round_box_bottom box_bottom boxbottom
    textbox_bottom center_bottom noprint_bottom learning_outcomes_bottom solution_end
"""
_DROPPED = """
    bookcat autocat auto_category book_category bookcategory categorize coursecat navigation book_navigation
    chapter_navigation chapter_nav page_navigation simple_page_navigation simple_nav simpnav pagenav prevnext
    previous next forward back backtotop navi navigate nav navlist navbar subpage_navbar subpage-nav subpages
    subpage_nav subpage booktoc chaptertoc toc_box status stage stage_short chapter_status reading_level
    shelves subjects subject department alphabetical by_date dewey lcc print_version print_version_notice
    printable pdf pdf_version has_pdf has_print_version collection saved_book book_search prealpha book_cover
    cover page_turner new_page query qr-em todo rfd vfd speedy
    primary secondary tertiary non-formal university research lesson course lecture essay article
    original_research research_project complete incomplete resource_type level courses wikipediasister sister
    sisterlinks recipe cookwork cookbook ingredient equipment incomplete_recipe incompleterecipe projectbox
    wikiversity_at project_boilerplate educational_level completion_status delete dated_prod
    druckversion regal statusbalken imprimable bas_de_page leçon chapitre matière département
"""
_DROPPED_PATTERN = re.compile(
    r"""(?x)
    .*[ /] (?: navigation | nav | navi | navbar | navbox | navlist | toc | table[ ]of[ ]contents | header
      | footer | cover | banner | status | sidebar | pagination | close )
    | .*/ (?: contents | prev | next | previous | top | bottom | end | index | menu | chapters? | pages?
      | title | category | cat | stub | head | foot | start )
    | (?: navlist | navigation | stage | status | shelf | nav[ -] ) .* | .*[ ]resources
    | \d{1,3}[ ]?% (?:[ ]?done)?
    """
)
TEMPLATES: dict[str, Renderer] = {
    **dict.fromkeys(wordlist(_DROPPED), _nothing),
    **dict.fromkeys(wordlist(_ENDS), lambda arguments, context: "</div>"),
    **dict.fromkeys(wordlist(_BOXES), box),
    **dict.fromkeys(wordlist(_TOPS), box_top),
    "definition": definition,
    "note": note,
    **dict.fromkeys(("equation", "eqn", "numblk", "eq"), equation),
    **dict.fromkeys(("recipesummary", "recipe summary", "recipe-summary"), recipe_summary),
    **dict.fromkeys(("nutritionsummary", "nutrition summary", "nutrition"), nutrition),
    **dict.fromkeys(("menu", "menu choice", "menuchoice", "menu path"), menu),
    **pattern_table(
        (
            (
                "{1}",
                "button gui dialog field keyword_text term word vocab vocab_term bookkeyword person place",
            ),
            ("`{1}`", "ic syntax_inline command cmd file filename path variable"),
            ("{2|1}", "bookpage chapter_link wp w_link"),
        )
    ),
}
_WORD_NAMES = re.compile(
    r".*/(?:kw|keyword|key|code|ic|term|word|var|variable|function|func|command|cmd|link|l)"
)


def unknown(arguments: Arguments, context: Context) -> str:
    """A template of some book's own: its sentences, or the one word of `Book/kw`; else it is lost."""
    name = " ".join(arguments.name.replace("_", " ").split()).lower()
    words = arguments.positional()
    if _WORD_NAMES.fullmatch(name) and len(words) == 1 and words[0]:
        return words[0]
    values = [(key, value.strip()) for key, value in arguments.named.items()]
    if any(_SENTENCE.search(value) for _, value in values) and not _is_data(values):
        kept = [
            value
            for key, value in values
            if _SENTENCE.search(value) or key in _TITLES or (key.isdigit() and not _is_look(value))
        ]
        return _paragraphs(kept)
    return render_unknown(arguments, context)


def _is_data(values: list[tuple[str, str]]) -> bool:
    """Whether a template is a box of facts rather than text: most of its parameters are named, and short."""
    short = sum(1 for key, value in values if not key.isdigit() and value and not _SENTENCE.search(value))
    return short >= 3


def find(name: str, language: str) -> Renderer | None:
    """What a name (lower case) means on Wikibooks and Wikiversity, if that differs from elsewhere."""
    if found := TEMPLATES.get(name):
        return found
    if name.startswith((":", "/")):  # another page, or a page below this one, whose text is a document itself
        return _nothing
    return _nothing if _DROPPED_PATTERN.fullmatch(name) else None
