"""Formulas: `<math>` and the maths templates as LaTeX between dollar signs."""

from __future__ import annotations

import html
import re

from curation.wikitext.context import Context
from curation.wikitext.markers import STASHED_INLINE, restore

_SPACE = re.compile(r"\s+")
# Commands of MediaWiki's texvc that LaTeX does not have
# (https://www.mediawiki.org/wiki/Extension:Math/Syntax).
_TEXVC = {
    r"\and": r"\land", r"\or": r"\lor", r"\empty": r"\emptyset", r"\isin": r"\in", r"\sub": r"\subset", r"\sube": r"\subseteq",
    r"\supe": r"\supseteq", r"\infin": r"\infty", r"\real": r"\Re", r"\image": r"\Im", r"\N": r"\mathbb{N}", r"\R": r"\mathbb{R}",
    r"\Z": r"\mathbb{Z}", r"\C": r"\mathbb{C}", r"\Q": r"\mathbb{Q}", r"\reals": r"\mathbb{R}", r"\Reals": r"\mathbb{R}",
    r"\plusmn": r"\pm", r"\sdot": r"\cdot", r"\lang": r"\langle", r"\rang": r"\rangle", r"\exist": r"\exists", r"\alef": r"\aleph",
    r"\alefsym": r"\aleph", r"\thetasym": r"\vartheta", r"\weierp": r"\wp", r"\Dagger": r"\ddagger", r"\larr": r"\leftarrow",
    r"\rarr": r"\rightarrow", r"\harr": r"\leftrightarrow", r"\lArr": r"\Leftarrow", r"\rArr": r"\Rightarrow",
    r"\hAr": r"\Leftrightarrow", r"\hArr": r"\Leftrightarrow", r"\uarr": r"\uparrow", r"\darr": r"\downarrow",
}  # fmt: skip
_TEXVC_COMMAND = re.compile(r"\\[A-Za-z]+")


def tidy_latex(latex: str) -> str:
    """The content of a `<math>` element as LaTeX on one line: entities decoded, texvc's own commands
    replaced.
    """
    if "&" in latex:
        latex = html.unescape(latex)
    latex = _SPACE.sub(" ", latex).strip()
    if "\\" in latex:
        latex = _TEXVC_COMMAND.sub(lambda m: _TEXVC.get(m.group(), m.group()), latex)
    return latex


def stash_formula(latex: str, context: Context, *, display: bool = False) -> str:
    """A formula set aside; its marker stands in the text. Counted as `formula`."""
    context.constructs["formula"] += 1
    return context.inline("math", latex, display=display)


_SYMBOLS = {
    "×": r"\times ", "⋅": r"\cdot ", "·": r"\cdot ", "−": "-", "±": r"\pm ", "∓": r"\mp ", "≤": r"\leq ", "≥": r"\geq ", "≠": r"\neq ",
    "≈": r"\approx ", "≡": r"\equiv ", "∞": r"\infty ", "∈": r"\in ", "∉": r"\notin ", "⊂": r"\subset ", "⊆": r"\subseteq ", "∪": r"\cup ",
    "∩": r"\cap ", "∅": r"\emptyset ", "→": r"\to ", "⇒": r"\Rightarrow ", "⇔": r"\Leftrightarrow ", "↦": r"\mapsto ", "∀": r"\forall ",
    "∃": r"\exists ", "∂": r"\partial ", "∇": r"\nabla ", "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "√": r"\surd ", "∘": r"\circ ",
    "⟨": r"\langle ", "⟩": r"\rangle ", "′": "'", "″": "''", "…": r"\ldots ", "⋯": r"\cdots ", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "ħ": r"\hbar ", "ℏ": r"\hbar ", "\u00a0": " ", "\u2009": " ",
    **{
        character: f"\\{name} "
        for character, name in zip(
            "αβγδεζηθικλμνξπρστυφχψωϕϑϵΓΔΘΛΞΠΣΦΨΩ",
            ["alpha", "beta", "gamma", "delta", "varepsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "varphi", "chi", "psi", "omega", "phi", "vartheta", "epsilon", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"],
            strict=True,
        )
    },
}  # fmt: skip
_SYMBOL_TABLE = {ord(character): command for character, command in _SYMBOLS.items()}
_QUOTES = re.compile(r"'{2,5}")
_ROOT = re.compile(r"√(\([^()]*\)|[\w.]+)")
_SCRIPT = re.compile(r"<(sub|sup)\b[^<>]*>([^<>]*)</\1\s*>", re.IGNORECASE)
_BOLD = re.compile(r"'''([A-Za-z0-9]+)'''")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def html_to_latex(text: str, context: Context) -> str:
    """The HTML mathematics of {{math}} and {{mvar}} as LaTeX.

    Formulas inside it, set aside already, are put back.
    """
    text = STASHED_INLINE.sub(lambda m: context.stash[int(m.group(1))].text, restore(text))
    text = _BOLD.sub(r"\\mathbf{\1}", text)
    text = _QUOTES.sub("", text)
    for _ in range(2):  # scripts may hold one level of scripts
        text = _SCRIPT.sub(
            lambda m: ("_" if m.group(1).lower() == "sub" else "^") + f"{{{m.group(2).strip()}}}", text
        )
    text = html.unescape(_TAG.sub("", text))
    text = _ROOT.sub(lambda m: rf"\sqrt{{{m.group(1).removeprefix('(').removesuffix(')')}}}", text)
    text = _SPACE.sub(" ", text.translate(_SYMBOL_TABLE))
    return re.sub(r" (?=[\^_}),])", "", text).strip()
