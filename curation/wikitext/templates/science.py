"""Chemistry, and mathematics written with templates, which becomes LaTeX."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from curation.wikitext.context import Context
from curation.wikitext.extensions import fence
from curation.wikitext.formulas import html_to_latex, stash_formula
from curation.wikitext.inline import unstash
from curation.wikitext.markers import GAP, restore
from curation.wikitext.templates.arguments import Arguments


def math(arguments: Arguments, context: Context) -> str:
    """{{math|''x''<sup>2</sup> < 3}}: `$x^{2} < 3$`."""
    text = arguments.get(1)
    # An unnamed `=` makes a named argument of the formula's left side; the template's page asks for 1= but
    # not all do.
    if not text and arguments.named:
        text = "=".join(next(iter(arguments.named.items())))
    latex = html_to_latex(text, context)
    return stash_formula(latex, context) if latex else GAP


def square_root(arguments: Arguments, context: Context) -> str:
    """{{sqrt|2}}: `√2`; {{radic|x|3}}: `∛x`. Inside {{math}} they become `\\sqrt`."""
    radicand, index = arguments.get(1), arguments.get(2)
    if len(radicand) > 1 and not radicand.replace(".", "").isalnum():
        radicand = f"({radicand})"
    sign = {"": "√", "3": "∛", "4": "∜"}.get(index)
    return f"{sign}{radicand}" if sign else f"<sup>{index}</sup>√{radicand}"


_CHEM_DIGITS = re.compile(r"\d+\Z")


def chem(arguments: Arguments, context: Context) -> str:
    """{{chem|H|2|O}}, {{chem|SO|4|2-}}, {{chem|C|''n''|H|2''n''+2}}: `H2O`, `SO4^2-`, `C_nH_(2n+2)`.

    A number stands on the line; a count that is a formula is lowered, and a charge, written last, raised.
    """
    words = arguments.positional()
    text = ""
    for number, word in enumerate(words):
        if number == len(words) - 1 and number > 0 and re.fullmatch(r"\d*[+\-−–]+", word):
            text += f"<sup>{word}</sup>"
        elif "''" in word and not word[:1].isupper():
            text += f"<sub>{word}</sub>"
        else:
            text += word
    return text or GAP


_CHEM2_SUBSCRIPT = re.compile(r"_\{([^{}]*)\}|_(\w)")
_CHEM2_SUPERSCRIPT = re.compile(r"\^\{([^{}]*)\}|\^(\w*[+\-−]?)")


_CHEM2_CHARGE = re.compile(r"\((\d*[+−-])\)")


def chem2(arguments: Arguments, context: Context) -> str:
    """{{chem2|C_{''n''}H_{2''n''+2} }}: subscripts stand on the line, charges are raised."""
    text = _CHEM2_SUBSCRIPT.sub(lambda m: m.group(1) or m.group(2) or "", arguments.get(1))
    text = _CHEM2_SUPERSCRIPT.sub(lambda m: f"<sup>{m.group(1) or m.group(2) or ''}</sup>", text)
    text = _CHEM2_CHARGE.sub(r"<sup>\1</sup>", text)
    text = text.replace("->", "→").replace("<-", "←").replace("*", "·")
    return re.sub(r"(?<=[\w)\]])(\d*[+−-])(?=\Z|\s*[)\]]|\s+[→←+])", r"<sup>\1</sup>", text) or GAP


def sub_and_super(arguments: Arguments, context: Context) -> str:
    """{{su|p=+|b=2}}: a superscript over a subscript."""
    above, below = arguments.get("p", 1), arguments.get("b", 2)
    return (f"<sub>{below}</sub>" if below else "") + (f"<sup>{above}</sup>" if above else "") or GAP


def subscript(arguments: Arguments, context: Context) -> str:
    """{{sub|2}}; with several arguments, one after another."""
    return f"<sub>{arguments.get(1)}</sub>"


def superscript(arguments: Arguments, context: Context) -> str:
    """{{sup|2}}."""
    return f"<sup>{arguments.get(1)}</sup>"


def nuclide(arguments: Arguments, context: Context) -> str:
    """{{nuclide|uranium|235}}, {{nuclide|U|235}}: `uranium-235`."""
    element = arguments.get("element", "link", 1)
    mass = arguments.get("mass", 2)
    if not mass and _CHEM_DIGITS.search(element):
        return element
    return f"{element}-{mass}" if mass else element or GAP


def physics_particle(arguments: Arguments, context: Context) -> str:
    """{{SubatomicParticle|Electron}} and {{physics particle|e|TL=…}}: the name or symbol."""
    return arguments.get("symbol", 1) or GAP


def _theorem(arguments: Arguments, context: Context) -> str:
    """{{math theorem|name=Zorn|statement}}: `Theorem (Zorn). statement`."""
    text, name, note = arguments.get("math_statement", 1), arguments.get("name"), arguments.get("note")
    head = name or "Theorem"
    return f"\n{head}{f' ({note})' if note else ''}. {text}\n" if text else GAP


def _preformatted(arguments: Arguments, context: Context) -> str:
    """{{pre|…}}, {{pre2|scroll|…}}: a block of code."""
    words = arguments.positional()
    code = html.unescape(unstash(words[-1], context)).strip("\n") if words else ""
    if not code.strip():
        return GAP
    context.constructs["code"] += 1
    return context.block("code", fence(restore(code)))


def _code_block(arguments: Arguments, context: Context) -> str:
    """{{syntaxhighlight|lang=c|code=…}}, {{source|c|…}}: a block of code in its language."""
    words = [word for word in arguments.positional() if word]
    code = arguments.get("code", "source", "text") or (words[-1] if words else "")
    language = arguments.get("lang", "language") or (words[0] if len(words) > 1 else "")
    code = html.unescape(unstash(code, context)).strip("\n")
    if not code.strip():
        return GAP
    context.constructs["code"] += 1
    language = language.lower() if re.fullmatch(r"[\w+#.-]{1,30}", language) else ""
    return context.block("code", fence(restore(code), language))


def _code(arguments: Arguments, context: Context) -> str:
    """{{code|x}}, {{samp|x}}: inline code. An `=` in the code may have made a named argument of it."""
    text = arguments.get("code", "text", 1)
    if not text and arguments.named:
        text = "=".join(next(iter(arguments.named.items())))
    return f"<code>{text}</code>" if text else GAP


def _keys(arguments: Arguments, context: Context) -> str:
    """{{keypress|Ctrl|S}}: `Ctrl+S`."""
    keys = "+".join(word for word in arguments.positional() if word)
    return f"<kbd>{keys}</kbd>" if keys else GAP


TEMPLATES: dict[str, Callable[[Arguments, Context], str]] = {
    **dict.fromkeys(("math", "mvar", "bigmath", "math big", "mathcal", "nomath"), math),
    **dict.fromkeys(("sqrt", "radic", "√", "surd"), square_root),
    **dict.fromkeys(("chem", "chem/link"), chem),
    **dict.fromkeys(("chem2", "chem2/link", "ce", "chemical formula"), chem2),
    **dict.fromkeys(("pre", "pre2"), _preformatted),
    **dict.fromkeys(("syntaxhighlight", "syntax", "source", "codeblock", "code block"), _code_block),
    "math theorem": _theorem,
    "su": sub_and_super,
    "subsup": lambda a, c: f"{a.get(1)}<sub>{a.get(2)}</sub><sup>{a.get(3)}</sup>",
    "sub": subscript,
    "sup": superscript,
    "smallsub": subscript,
    "smallsup": superscript,
    **dict.fromkeys(("nuclide", "isotope", "physicsparticle nuclide", "simplenuclide", "nuclide2"), nuclide),
    "subatomicparticle": physics_particle,
    "subatomic particle": physics_particle,
    "physics particle": physics_particle,
    **dict.fromkeys(("code", "codett", "kbd", "samp", "tt", "para", "inline code"), _code),
    **dict.fromkeys(("key", "keypress", "key press"), _keys),
}
