"""Formulas: `<math>` and the maths templates as LaTeX between dollar signs."""

from __future__ import annotations

import html
import re

from curation.wikitext.context import Context
from curation.wikitext.markers import STASHED_BLOCK, STASHED_INLINE, restore

_SPACE = re.compile(r"\s+")
# Commands of MediaWiki's texvc that LaTeX does not have
# (https://www.mediawiki.org/wiki/Extension:Math/Syntax).
_TEXVC = dict(
    pair.split()
    for pair in r"""
    \and \land | \or \lor | \isin \in | \sub \subset | \sube \subseteq | \supe \supseteq | \exist \exists |
    \empty \emptyset | \infin \infty | \plusmn \pm | \sdot \cdot | \lang \langle | \rang \rangle |
    \real \Re | \image \Im | \N \mathbb{N} | \Z \mathbb{Z} | \Q \mathbb{Q} | \R \mathbb{R} | \C \mathbb{C} |
    \reals \mathbb{R} | \Reals \mathbb{R} | \alef \aleph | \alefsym \aleph | \thetasym \vartheta |
    \weierp \wp | \Dagger \ddagger | \larr \leftarrow | \rarr \rightarrow | \harr \leftrightarrow |
    \lArr \Leftarrow | \rArr \Rightarrow | \hAr \Leftrightarrow | \hArr \Leftrightarrow | \uarr \uparrow |
    \darr \downarrow
    """.split("|")
)
_TEXVC_COMMAND = re.compile(r"\\[A-Za-z]+")


def tidy_latex(latex: str) -> str:
    """The content of a `<math>` element as LaTeX on one line: entities decoded, texvc's commands replaced."""
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


# Characters of HTML formulas, and their LaTeX commands.
_SYMBOLS = r"""
    × \times ⋅ \cdot · \cdot ± \pm ∓ \mp √ \surd ∘ \circ … \ldots ⋯ \cdots
    ≤ \leq ≥ \geq ≠ \neq ≈ \approx ≡ \equiv → \to ⇒ \Rightarrow ⇔ \Leftrightarrow ↦ \mapsto
    ∈ \in ∉ \notin ⊂ \subset ⊆ \subseteq ∪ \cup ∩ \cap ∅ \emptyset ∀ \forall ∃ \exists
    ∂ \partial ∇ \nabla ∑ \sum ∏ \prod ∫ \int ∞ \infty ⟨ \langle ⟩ \rangle ħ \hbar ℏ \hbar
    α \alpha β \beta γ \gamma δ \delta ε \varepsilon ζ \zeta η \eta θ \theta ι \iota κ \kappa λ \lambda
    μ \mu ν \nu ξ \xi π \pi ρ \rho σ \sigma τ \tau υ \upsilon φ \varphi χ \chi ψ \psi ω \omega
    ϕ \phi ϑ \vartheta ϵ \epsilon Γ \Gamma Δ \Delta Θ \Theta Λ \Lambda Ξ \Xi Π \Pi Σ \Sigma Φ \Phi
    Ψ \Psi Ω \Omega
""".split()
_SYMBOL_TABLE = {
    **{ord(symbol): f"{command} " for symbol, command in zip(_SYMBOLS[::2], _SYMBOLS[1::2], strict=True)},
    **{ord(letter): rf"\mathbb{{{plain}}}" for letter, plain in zip("ℝℕℤℚℂ", "RNZQC", strict=True)},
    **str.maketrans({"−": "-", "′": "'", "″": "''", "\u00a0": " ", "\u2009": " "}),
}
_QUOTES = re.compile(r"'{2,5}")
_ROOT = re.compile(r"([√∛∜])(\([^()]*\)|[\w.]+)")
_ROOT_COMMANDS = {"√": r"\sqrt", "∛": r"\sqrt[3]", "∜": r"\sqrt[4]"}
_SCRIPT = re.compile(r"<(sub|sup)\b[^<>]*>([^<>]*)</\1\s*>", re.IGNORECASE)
_BOLD = re.compile(r"'''([A-Za-z0-9]+)'''")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def html_to_latex(text: str, context: Context) -> str:
    """The HTML mathematics of {{math}} and {{mvar}} as LaTeX.

    Formulas inside it, set aside already, are put back.
    """
    text = STASHED_BLOCK.sub("", restore(text))  # a picture or a box is no part of a formula
    text = STASHED_INLINE.sub(lambda m: context.stash[int(m.group(1))].text, text)
    text = _BOLD.sub(r"\\mathbf{\1}", text)
    text = _QUOTES.sub("", text)
    for _ in range(2):  # scripts may hold one level of scripts
        text = _SCRIPT.sub(
            lambda m: ("_" if m.group(1).lower() == "sub" else "^") + f"{{{m.group(2).strip()}}}", text
        )
    text = html.unescape(_TAG.sub("", text))
    text = _ROOT.sub(_root, text)
    text = _SPACE.sub(" ", text.translate(_SYMBOL_TABLE))
    return re.sub(r" (?=[\^_}),])", "", text).strip()


def _root(match: re.Match[str]) -> str:
    radicand = match.group(2).removeprefix("(").removesuffix(")")
    return f"{_ROOT_COMMANDS[match.group(1)]}{{{radicand}}}"
