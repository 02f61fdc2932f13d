"""Formulas in MathML as LaTeX, for those that do not carry their LaTeX source with them.

Covers what authoring tools write (presentation markup, https://www.w3.org/TR/mathml-core/); what it does not
know gives the text in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from lxml.etree import _Element

_SYMBOLS = dict(
    pair.split("=")
    for pair in (
        "α=alpha β=beta γ=gamma δ=delta ε=varepsilon ϵ=epsilon ζ=zeta η=eta θ=theta ϑ=vartheta "
        "ι=iota κ=kappa λ=lambda μ=mu ν=nu ξ=xi π=pi ρ=rho σ=sigma ς=varsigma τ=tau υ=upsilon "
        "φ=varphi ϕ=phi χ=chi ψ=psi ω=omega Γ=Gamma Δ=Delta Θ=Theta Λ=Lambda Ξ=Xi Π=Pi Σ=Sigma "
        "Υ=Upsilon Φ=Phi Ψ=Psi Ω=Omega ∑=sum ∏=prod ∐=coprod ∫=int ∬=iint ∭=iiint ∮=oint ⋃=bigcup "
        "⋂=bigcap ≤=le ≥=ge ≠=ne ≈=approx ≡=equiv ∼=sim ≃=simeq ≅=cong ∝=propto ≪=ll ≫=gg ±=pm ∓=mp "
        "×=times ÷=div ⋅=cdot ·=cdot ∘=circ ∗=ast ∈=in ∉=notin ∋=ni ⊂=subset ⊆=subseteq ⊃=supset "
        "⊇=supseteq ∪=cup ∩=cap ∅=emptyset ∖=setminus ∀=forall ∃=exists ¬=neg ∧=wedge ∨=vee ⊕=oplus "
        "⊗=otimes ⊥=perp ∥=parallel ∠=angle ∞=infty ∂=partial ∇=nabla →=to ←=leftarrow "
        "↔=leftrightarrow ⇒=Rightarrow ⇐=Leftarrow ⇔=Leftrightarrow ↦=mapsto ↑=uparrow ↓=downarrow "
        "…=dots ⋯=cdots ⋮=vdots ⋱=ddots ′=prime ″=prime\\prime ℏ=hbar ℓ=ell ℜ=Re ℑ=Im ℵ=aleph "
        "ℝ=mathbb{R} ℂ=mathbb{C} ℕ=mathbb{N} ℤ=mathbb{Z} ℚ=mathbb{Q} ⟨=langle ⟩=rangle ⌊=lfloor "
        "⌋=rfloor ⌈=lceil ⌉=rceil ‖=| {={ }=} %=% #=# &=& $=$ _=_"
    ).split()
)
# Invisible operators: function application, times, separator, plus.
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b")
_MINUS = str.maketrans({"−": "-", "‐": "-", "\u00a0": " "})
_FUNCTIONS = frozenset(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln exp lim limsup liminf "
    "max min sup inf det dim ker deg arg gcd hom Pr".split()
)
_ACCENTS = {
    "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "¯": "overline", "‾": "overline", "_": "underline",
    "→": "vec", "⃗": "vec", "˙": "dot", ".": "dot", "¨": "ddot", "⏞": "overbrace", "⏟": "underbrace",
    "ˇ": "check", "˘": "breve", "-": "overline",
}  # fmt: skip
_ONE = re.compile(r"[^\\{}]|\\[A-Za-z]+|\{(?:[^{}])*\}")
_SPACE = re.compile(r"\s+")

Write: TypeAlias = Callable[[list[str], _Element], str]


def to_latex(math: _Element) -> str:
    """The formula as LaTeX without delimiters; empty if there is nothing in it."""
    return _SPACE.sub(" ", _write(math)).strip()


def local_name(element: _Element) -> str:
    """The element's name without namespace or prefix; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _write(element: _Element) -> str:
    name = local_name(element)
    children = [child for child in element if isinstance(child.tag, str)]
    if name in ("semantics", "maction"):
        return _write(children[0]) if children else _text(element)
    if name in ("annotation", "annotation-xml", "mphantom", "none", "mprescripts"):
        return ""
    if name == "mspace":
        return " "
    if name in _TOKENS:
        return _TOKENS[name](_text(element))
    parts = [_write(child) for child in children]
    return _LAYOUTS.get(name, _row)(parts, element)


def _text(element: _Element) -> str:
    return "".join(element.itertext()).translate(_INVISIBLE).translate(_MINUS).strip()


def _symbols(text: str) -> str:
    return "".join(f"\\{_SYMBOLS[c]} " if c in _SYMBOLS else c for c in text)


def _identifier(text: str) -> str:
    if len(text) < 2 or not text.isalpha() or not text.isascii():
        return _symbols(text)
    return f"\\{text} " if text in _FUNCTIONS else f"\\mathrm{{{text}}}"


def _operator(text: str) -> str:
    if text in _FUNCTIONS:
        return f"\\{text} "
    if len(text) > 1 and text.isalpha() and text.isascii():
        return f"\\operatorname{{{text}}}"
    return _symbols(text)


def _words(text: str) -> str:
    return f"\\text{{{text}}}" if text else ""


_TOKENS: dict[str, Callable[[str], str]] = {
    "mi": _identifier,
    "mn": _symbols,
    "mo": _operator,
    "mtext": _words,
    "ms": _words,
}


def _row(parts: list[str], element: _Element) -> str:
    # Text that stands in no token element is in files made by hand.
    return "".join([_symbols((element.text or "").strip()), *parts])


def _group(part: str) -> str:
    part = part.strip()
    return part if _ONE.fullmatch(part) else f"{{{part}}}"


def _base(part: str) -> str:
    part = part.strip()
    return part if _ONE.fullmatch(part) or part.replace(".", "").isdigit() else f"{{{part}}}"


def _command(name: str) -> Write:
    return lambda parts, _: f"\\{name}" + "".join(f"{{{part.strip()}}}" for part in parts)


def _scripts(*marks: str) -> Write:
    def write(parts: list[str], element: _Element) -> str:
        if not parts:
            return ""
        pairs = zip(marks, parts[1:], strict=False)
        return _base(parts[0]) + "".join(f"{mark}{_group(part)}" for mark, part in pairs if part.strip())

    return write


def _over(parts: list[str], element: _Element) -> str:
    if len(parts) == 2 and (accent := _ACCENTS.get(_text(element[1]))):
        return f"\\{accent}{{{parts[0].strip()}}}"
    big = local_name(element[0]) in ("mo", "munder", "mover") if len(element) else False
    if big or len(parts) != 2:
        return _scripts("^")(parts, element)
    return f"\\overset{{{parts[1].strip()}}}{{{parts[0].strip()}}}"


def _under(parts: list[str], element: _Element) -> str:
    if len(parts) == 2 and (accent := _ACCENTS.get(_text(element[1]))) in ("underline", "underbrace"):
        return f"\\{accent}{{{parts[0].strip()}}}"
    return _scripts("_")(parts, element)


def _root(parts: list[str], _: _Element) -> str:
    if len(parts) != 2:
        return f"\\sqrt{{{''.join(parts)}}}"
    return f"\\sqrt[{parts[1].strip()}]{{{parts[0].strip()}}}"


def _square_root(parts: list[str], _: _Element) -> str:
    return f"\\sqrt{{{''.join(parts).strip()}}}"


def _fenced(parts: list[str], element: _Element) -> str:
    opening, closing = element.get("open", "("), element.get("close", ")")
    separator = (element.get("separators", ",").strip() or " ")[0]
    return f"{_symbols(opening)}{separator.join(parts)}{_symbols(closing)}"


def _table(parts: list[str], _: _Element) -> str:
    return "\\begin{matrix} " + " \\\\ ".join(parts) + " \\end{matrix}"


def _table_row(parts: list[str], _: _Element) -> str:
    return " & ".join(part.strip() for part in parts)


_LAYOUTS: dict[str, Write] = {
    "mfrac": _command("frac"),
    "msqrt": _square_root,
    "mroot": _root,
    "msup": _scripts("^"),
    "msub": _scripts("_"),
    "msubsup": _scripts("_", "^"),
    "mover": _over,
    "munder": _under,
    "munderover": _scripts("_", "^"),
    "mfenced": _fenced,
    "mtable": _table,
    "mtr": _table_row,
    "mlabeledtr": _table_row,
}
