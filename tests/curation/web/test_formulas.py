import pytest
from lxml import html

from curation.web.formulas import clean_latex, find_formulas, may_have_formulas
from curation.web.mathml import to_latex


def formulas(markup):
    assert may_have_formulas(markup)
    tree = html.document_fromstring(f"<html><body><p>text {markup} text</p></body></html>")
    return [(formula.latex, formula.display) for _, formula in find_formulas(tree)]


def mathml(content):
    return to_latex(html.fragment_fromstring(f"<math>{content}</math>"))


@pytest.mark.parametrize(
    ("content", "latex"),
    [
        ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E=mc^2"),
        ("<mfrac><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mfrac>", r"\frac{1}{n+1}"),
        ("<msqrt><mi>x</mi><mo>−</mo><mn>1</mn></msqrt>", r"\sqrt{x-1}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"\sqrt[3]{x}"),
        ("<msubsup><mi>a</mi><mrow><mi>i</mi><mo>,</mo><mi>j</mi></mrow><mn>2</mn></msubsup>", "a_{i,j}^2"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
         r"\sum_{i=1}^ni"),
        ("<mover><mi>x</mi><mo>→</mo></mover>", r"\vec{x}"),
        ("<mover accent='true'><mi>AB</mi><mo>¯</mo></mover>", r"\overline{\mathrm{AB}}"),
        ("<mi>sin</mi><mo>&#x2061;</mo><mi>α</mi><mo>≤</mo><mn>1</mn>", r"\sin \alpha \le 1"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd>"
         "<mtd><mn>1</mn></mtd>"
         "</mtr></mtable>", r"\begin{matrix} 1 & 0 \\ 0 & 1 \end{matrix}"),
        ("<mfenced open='['><mi>a</mi><mi>b</mi></mfenced>", "[a,b)"),
        ("<mn>50</mn><mo>%</mo><mtext> of all</mtext>", r"50\% \text{of all}"),
        ("", ""),
    ],
)  # fmt: skip
def test_mathml_as_latex(content, latex):
    assert mathml(content) == latex


KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi></mrow>'
    '<annotation encoding="application/x-tex">x^{2}</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true">x2</span></span>'
)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (KATEX, [("x^{2}", False)]),
        (f'<span class="katex-display">{KATEX}</span>', [("x^{2}", True)]),
        (f"{KATEX} and {KATEX}", [("x^{2}", False), ("x^{2}", False)]),
        ('<math alttext="{\\displaystyle a_{b}}" display="block"><mi>a</mi></math>', [("a_{b}", True)]),
        ("<math><mi>a</mi><mo>+</mo><mi>b</mi></math>", [("a+b", False)]),
        (
            '<span class="mwe-math-element"><span><math alttext="{\\textstyle y}">'
            '<mi>y</mi></math></span><img class="mwe-math-fallback-image-inline" alt="y" src="y.svg"></span>',
            [("y", False)],
        ),
        (
            '<span class="MathJax_Preview">[maths]</span><span class="MathJax"><nobr>z2</nobr></span>'
            '<script type="math/tex">z^2</script>',
            [("", False), ("", False), ("z^2", False)],
        ),
        ('<script type="math/tex; mode=display">% <![CDATA[\na &= b %]]></script>', [("a &= b", True)]),
        ('<mjx-container display="true"><mjx-math>x</mjx-math><mjx-assistive-mml><math><mi>x</mi></math>'
         "</mjx-assistive-mml></mjx-container>", [("x", True)]),
        ('<img class="latex" alt="\\sqrt{2}" src="/x.png">', [(r"\sqrt{2}", False)]),
        ('<img src="https://s0.wp.com/latex.php?latex=a%5E2+%2B+b&bg=fff">', [("a^2 + b", False)]),
        ('<img src="https://latex.codecogs.com/gif.latex?\\dpi{100}%20%5Cfrac12">', [(r"\frac12", False)]),
        ('<img class="math-teacher" alt="A teacher of mathematics" src="/x.jpg">', []),
    ],
)  # fmt: skip
def test_formulas_are_found_however_they_were_made(markup, expected):
    assert formulas(markup) == expected


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("{\\displaystyle x+y}", "x+y"),
        ("$$ x \n + y $$", "x + y"),
        ("\\( x \\)", "x"),
        ("\\displaystyle {a}{b}", "{a}{b}"),
        ("{\\displaystyle a} + {b}", "{\\displaystyle a} + {b}"),
        ("{a}", "{a}"),
    ],
)
def test_latex_without_what_is_around_it(written, clean):
    assert clean_latex(written) == clean
