"""Plain text of formulas: the value stays, and two numbers never become one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.markdown import math_to_mathml, plain_text, render_markdown, render_title
from digest.markdown.math_text import formulas_to_text, mathml_to_text


def text_of(tex: str) -> str:
    mathml = math_to_mathml(tex, display=False)
    assert mathml is not None
    return mathml_to_text(mathml)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        # powers and indexes
        ("^{\\leq}t", "≤t"),
        ("10^6", "10⁶"),
        ("10^{-3}", "10⁻³"),
        ("2^{10}", "2¹⁰"),
        ("3\\times10^{-4}", "3×10⁻⁴"),
        ("10^{6.5}", "10^{6.5}"),
        ("2^n", "2ⁿ"),
        ("2^n3", "2ⁿ3"),
        ("2^{2^n}", "2^{2ⁿ}"),
        ("x^{k+1}", "xᵏ⁺¹"),
        ("e^{-x^2/2}", "e^{−x²/2}"),
        ("a^2+b^2=c^2", "a²+b²=c²"),
        ("x_{12}", "x₁₂"),
        ("x_1^2", "x₁²"),
        ("x_i^2", "xᵢ²"),
        ("x_\\theta^2", "x_θ^2"),
        ("x_{t-1}", "xₜ₋₁"),
        ("x^{2n+1}", "x²ⁿ⁺¹"),
        ("k^{th}", "kᵗʰ"),
        ("\\alpha_i", "αᵢ"),
        ("\\ell_p", "ℓₚ"),
        ("\\mathbb{Z}_{p^k}", "ℤ_{pᵏ}"),
        ("x^q", "x^q"),
        ("x_b", "x_b"),
        ("x_1^k", "x₁ᵏ"),
        ("x_{i,j}", "x_{i,j}"),
        ("x_iy_j", "xᵢyⱼ"),
        ("\\ell_1", "ℓ₁"),
        ("{}^{14}C", "¹⁴C"),
        ("^2", "²"),
        ("\\mathrm{CO_2}", "CO₂"),
        ("x'_1", "x′₁"),
        ("f''(x)", "f″(x)"),
        ("x^*_1", "x*₁"),
        ("90^\\circ", "90°"),
        ("A^\\top", "A^⊤"),
        ("(a+b)^2", "(a+b)²"),
        ("{(ab)}^2", "(ab)²"),
        ("{ab}^2", "(ab)²"),
        ("f^{(n)}", "f⁽ⁿ⁾"),
        ("{10^3}^2", "(10³)²"),
        ("{x_i}^2", "(xᵢ)²"),
        ("{x'}^2", "x′²"),
        ("\\overline{a+b}^2", "(a\u0305+b\u0305)²"),
        ("\\overset{2}{x}", "\\overset{2}{x}"),
        ("\\overbrace{1+1}^{2}", "\\overset{2}{(1+1)}"),
        ("\\stackrel{d}{=}", "=ᵈ"),
        ("\\mathrm{Ca}^{2+}", "Ca²⁺"),
        ("\\mathrm{SO}_4^{2-}", "SO₄²⁻"),
        ("^{87}\\mathrm{Rb}", "⁸⁷Rb"),
        ("10^{6}\\log n", "10⁶ log n"),
        # fractions
        ("\\frac{1}{3}", "1/3"),
        ("\\frac13", "1/3"),
        ("\\tfrac12", "1/2"),
        ("\\frac{a+b}{2}", "(a+b)/2"),
        ("\\frac{-1}{2}", "−1/2"),
        ("\\frac{1}{2n}", "1/(2n)"),
        ("\\frac{1}{n+1}", "1/(n+1)"),
        ("\\frac{1}{(n+1)}", "1/(n+1)"),
        ("\\frac{(a)(b)}{(c)(d)}", "(a)(b)/((c)(d))"),
        ("\\frac{x^2}{y_1}", "x²/y₁"),
        ("\\frac{\\frac{a}{b}}{c}", "(a/b)/c"),
        ("\\frac{a}{\\frac{b}{c}}", "a/(b/c)"),
        ("\\frac{\\partial f}{\\partial x}", "∂f/∂x"),
        ("\\frac{1}{\\sqrt{n}}", "1/√n"),
        ("3\\frac13", "3 1/3"),
        ("2\\frac{a}{b}", "2(a/b)"),
        ("\\frac12x", "(1/2)x"),
        ("\\frac{1}{n}\\sum_i x_i", "(1/n)∑ᵢ xᵢ"),
        ("\\left(\\frac{a}{b}\\right)^2", "(a/b)²"),
        ("{\\frac{a}{b}}^2", "(a/b)²"),
        ("\\frac{1}{2}+\\frac{1}{3}", "1/2+1/3"),
        ("\\frac12\\frac13", "(1/2)(1/3)"),
        ("a/\\frac{b}{c}", "a/(b/c)"),
        ("a\\div\\frac{b}{c}", "a÷(b/c)"),
        ("\\frac12\\|x\\|", "(1/2)‖x‖"),
        ("\\frac12[a]", "(1/2)[a]"),
        ("\\frac12\\nabla f", "(1/2)∇f"),
        ("|\\frac{a}{b}|", "|a/b|"),
        ("\\frac{a}{b}!", "(a/b)!"),
        ("\\log\\frac{a+1}{b}", "log((a+1)/b)"),
        ("\\max\\frac{a}{b}", "max(a/b)"),
        ("\\nicefrac{a+b}{c}", "(a+b)/c"),
        ("1\\nicefrac13", "1 1/3"),
        # roots
        ("\\sqrt{2}", "√2"),
        ("\\sqrt{12}", "√12"),
        ("\\sqrt{n+1}", "√(n+1)"),
        ("\\sqrt{2d}", "√(2d)"),
        ("\\sqrt{n}m", "√n m"),
        ("\\sqrt[3]{n}", "∛n"),
        ("\\sqrt[5]{n+1}", "⁵√(n+1)"),
        ("\\sqrt[k]{n}", "ᵏ√n"),
        ("\\sqrt{n}^2", "(√n)²"),
        # choices, sums, limits
        ("\\binom{n}{k}", "C(n,k)"),
        ("{n \\choose k}", "C(n,k)"),
        ("\\sum_{i=1}^n i", "∑ᵢ₌₁ⁿ i"),
        ("\\sum_{i=1}^{n}(a_i+b)", "∑ᵢ₌₁ⁿ (aᵢ+b)"),
        ("\\prod_{i} x_i", "∏ᵢ xᵢ"),
        ("\\int_0^1 x\\,dx", "∫₀¹ x dx"),
        ("\\lim_{x\\to 0} f(x)", "lim_{x→0} f(x)"),
        ("\\max_{x \\in X} f(x)", "max_{x∈X} f(x)"),
        ("\\operatorname*{argmin}_\\theta L", "argmin_θ L"),
        # functions, words
        ("O(n \\log n)", "O(n log n)"),
        ("\\log_2 n", "log₂ n"),
        ("\\log^2 n", "log² n"),
        ("\\sin(x)", "sin(x)"),
        ("\\text{loss} < 0.1", "loss<0.1"),
        ("\\text{if } x", "if x"),
        ("\\textbf{C}^2\\text{B}", "C²B"),
        ("x \\pmod{n}", "x (mod n)"),
        # letters
        ("\\mathbb{R}^d", "ℝᵈ"),
        ("\\mathbb{E}", "𝔼"),
        ("\\mathbf{x}", "x"),
        ("\\mathcal{O}(n)", "O(n)"),
        ("\\hat{x}", "x\u0302"),
        ("\\tilde{O}(n)", "Õ(n)"),
        ("\\bar{x}_1", "x\u0304₁"),
        ("\\overline{AB}", "A\u0305B\u0305"),
        ("\\underline{x}", "x\u0332"),
        ("\\widehat{xyz}", "hat(xyz)"),
        ("\\underbrace{a+b}_{n}", "(a+b)ₙ"),
        # tables
        ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "(1, 2; 3, 4)"),
        ("\\begin{cases}1&x>0\\\\0&\\text{else}\\end{cases}", "{1, x>0; 0, else}"),
        ("\\begin{aligned}a&=b\\\\c&=d\\end{aligned}", "a=b; c=d"),
        # as before
        ("5\\%", "5%"),
        ("1{,}000", "1,000"),
        ("10\\,000", "10 000"),
        ("a \\mid b", "a∣b"),
        ("\\xrightarrow{f}", "→ᶠ"),
        ("1\\phantom{0}2", "1 2"),
    ],
)
def test_a_formula_keeps_its_value(tex: str, text: str) -> None:
    assert text_of(tex) == text


def test_every_kind_of_text_keeps_formulas() -> None:
    assert plain_text(render_title("Scaling to $10^6$ tokens").html) == "Scaling to 10⁶ tokens"
    html = render_markdown("误差 $\\frac{1}{3}$，用 10$^6$ 个，$a<b$ 与 1$\\frac13$2。", anchor="p").html
    assert plain_text(html) == "误差 1/3，用 10⁶ 个，a<b 与 1 1/3 2。"
    assert plain_text(render_markdown("$\\nosuch{10^6}$", anchor="p").html) == "\\nosuch{10^6}"


NUMBERS = st.integers(1, 99).map(str)
TEX = st.recursive(
    NUMBERS | st.sampled_from(["x", "n", "\\alpha", "\\log", "\\text{a}", "\\mathrm{kg}"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"\\frac{{{two[0]}}}{{{two[1]}}}"),
        st.tuples(inner, inner).map(lambda two: f"{{{two[0]}}}^{{{two[1]}}}"),
        st.tuples(inner, inner).map(lambda two: f"{{{two[0]}}}_{{{two[1]}}}"),
        st.tuples(inner, inner).map(lambda two: f"\\binom{{{two[0]}}}{{{two[1]}}}"),
        st.tuples(inner, inner).map(lambda two: f"{{{two[0]}}}{{{two[1]}}}"),
        st.tuples(inner, st.sampled_from("+-=,"), inner).map("".join),
        inner.map(lambda one: f"\\sqrt{{{one}}}"),
        inner.map(lambda one: f"\\sum_{{{one}}}^{{{one}}}"),
        inner.map(lambda one: f"\\hat{{{one}}}"),
        inner.map(lambda one: f"\\begin{{pmatrix}}{one}&{one}\\\\{one}&{one}\\end{{pmatrix}}"),
    ),
    max_leaves=6,
)


@given(TEX)
def test_no_two_numbers_become_one(tex: str) -> None:
    mathml = math_to_mathml(tex, display=False)
    if mathml is None:
        return
    plain = {ord(high): low for high, low in zip("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2, strict=True)}
    runs = re.findall("[0-9]+|[⁰¹²³⁴-⁹]+|[₀-₉]+", re.sub("[\u0300-\u036f]", "", mathml_to_text(mathml)))
    numbers = re.findall("<mn>([0-9]+)</mn>", mathml)
    assert [run.translate(plain) for run in runs] == numbers


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("10^6", "10⁶"),
        ("\\frac{1}{3}", "1/3"),
        ("\\alpha\\beta\\le x^2", "αβ≤x²"),
        ("\\mathrm{H_2O}", "H₂O"),
        ("\\hat{x}", "x\u0302"),
        ("\\text{若 } a<b", "若 a&lt;b"),
        ("10^{6.5}", None),
        ("x_b", None),
        ("\\sum_{i,j} x", None),
        ("\\widehat{xyz}", None),
        ("\\overset{2}{x}", None),
        ("\\binom{n}{k}", None),
        ("\\underbrace{a+b}", None),
        ("\\begin{pmatrix}1&2\\end{pmatrix}", None),
    ],
)
def test_a_formula_that_unicode_cannot_write_may_stay_mathml_with_its_source(tex: str, text: str | None) -> None:
    html = render_markdown(f"**1** ${tex}$ <", anchor="p").html
    simple = formulas_to_text(html, only_simple=True)
    assert simple == html if text is None else f"<strong>1</strong> {text} &lt;" in simple
    assert 'alttext="' in html
    displayed = render_markdown(f"$$\n{tex}\n$$", anchor="p").html
    assert formulas_to_text(displayed, only_simple=True) == displayed
