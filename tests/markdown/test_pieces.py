"""Titles, formulas, code, punctuation, plain text, references."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import digest
from digest.markdown import (
    Problem,
    Reference,
    highlight_css,
    math_css,
    math_to_mathml,
    plain_text,
    render_markdown,
    render_title,
    resolve,
)
from digest.markdown.code import DARK_GROUND, LEAST_CONTRAST, LIGHT_GROUND, contrast, highlight_code
from digest.markdown.damage import repair_tex
from digest.markdown.fullwidth import widen_punctuation
from tests.markdown.aids import without_aids


def test_nothing_heavy_is_loaded_before_a_text_needs_it() -> None:
    code = (
        "import sys, digest.markdown as m; m.render_markdown('中文', anchor='a'); m.render_title('A*');"
        "print([n for n in ('markdown_it', 'pygments', 'math_core', 'unicodedata') if n in sys.modules][:3])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "markdown_it" not in done.stdout
    assert "pygments" not in done.stdout
    assert "math_core" not in done.stdout


def test_a_reference_is_a_placeholder_that_the_page_fills_in() -> None:
    text = "见[甲](../2023-02-07/foo.md#b)和![图 *1*](a%20b.png?x 'T')、[关于](/about.html)"
    rendered = render_markdown(text, anchor="p")
    assert rendered.problems == ()
    assert rendered.references == (
        Reference(kind="link", target="../2023-02-07/foo.md", suffix="#b", start=1, end=28),
        Reference(kind="image", target="a b.png", suffix="?x", start=29, end=54),
        Reference(kind="link", target="/about.html", suffix="", start=55, end=72),
    )
    assert resolve(rendered.html, ['href="b.html#b"', 'src="a.png" width="1"', 'href="../about.html"']) == (
        '<p>见<a href="b.html#b">甲</a>和<img src="a.png" width="1" alt="图 1" title="T"'
        ' loading="lazy" decoding="async">、'
        '<a href="../about.html">关于</a></p>\n'
    )


def test_a_link_without_a_target_is_its_text() -> None:
    rendered = render_markdown('[*a*](gone.md "T") [![b](b.png)](gone.md) [c](c.md)', anchor="p")
    shown = [{"b.png": 'src="b.png"', "c.md": 'href="c.html"'}.get(each.target, "") for each in rendered.references]
    assert resolve(rendered.html, shown) == (
        '<p><em>a</em> <img src="b.png" alt="b" loading="lazy" decoding="async"> <a href="c.html">c</a></p>\n'
    )


def test_a_text_without_references_resolves_to_itself() -> None:
    assert resolve("<p>a</p>", []) == "<p>a</p>"


@pytest.mark.parametrize(
    ("title", "html"),
    [
        ("A* and snake_case **x** [1](y) <b>", "A* and snake_case **x** [1](y) &lt;b&gt;"),
        ("$k$-means for \\$5", "<math><mi>k</mi></math>-means for $5"),
        ("A title\n  over two lines", "A title over two lines"),
        (
            '50\\% faster: \\textit{Deep} {\\it nets} -- the $n$~case of G\\"odel',
            "50% faster: <em>Deep</em> <em>nets</em> – the <math><mi>n</mi></math>\u00a0case of Gödel",
        ),
        (
            "\\textsc{Net}~\\cite{a}: \\texttt{f\\_g} \\unknown{x} at C:\\text",
            "Net\u00a0[a]: f_g \\unknown{x} at C:\\text",
        ),
        ("中文\n标题", "中文标题"),
        ("$$x$$", "<math><mi>x</mi></math>"),
    ],
)
def test_a_title_is_text_with_formulas(title: str, html: str) -> None:
    assert without_aids(render_title(title).html) == html


def test_problems_in_a_title_point_into_the_title() -> None:
    assert render_title("a $x and \x02").problems == (
        Problem(
            code="unbalanced-math",
            message="this $ has no partner, so it is shown as text",
            hint="close the formula with another $, or write \\$ for a dollar sign",
            start=2,
            end=3,
        ),
        Problem(
            code="control-character",
            message="a control character or noncharacter cannot be shown",
            hint="delete it; it may have come from a broken copy",
            start=9,
            end=10,
        ),
    )


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a\r\nb\r\n\r\n> - c $x", "$"),
        ("　\n　中 $x", "$"),
        ("| a | $ |\n|---|---|\n| b | c |", "$"),
        ("| a | b |\n|---|---|\n| \\| | a $x |", "$"),
        ("## 题 $x ##", "$"),
        ("a\n  b $x\n===", "$"),
        ("1. a\n\n   b\n   $x", "$"),
        ("[^1]\n\n[^1]: a\n\n    b $x", "$"),
        ("> a\nlazy $x", "$"),
        ("**a $x**", "$"),
        ("`$` $x", "$"),
    ],
)
def test_a_dollar_alone_is_found_where_it_stands(text: str, where: str) -> None:
    (problem,) = render_markdown(text, anchor="p").problems
    assert problem.code == "unbalanced-math"
    assert (problem.start, problem.end) == (text.rindex(where), text.rindex(where) + 1)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "符号集合 {$,€}",
            "{$, €, £}",
            "the $ sign",
            "a dollar sign ($)",
            "“$”",
            "符号 $ 表示",
            "（$）",
            "$/€ rate",
            "in $.",
        ),
        *(
            "US$ 5",
            "HK$100",
            "价格$100万",
            "5$/kg",
            "$-5",
            "$1.5k–$2k",
            "(sold for $$$)",
            "$10,000; $2,000",
        ),
        *(
            "$HOME is set",
            "$PATH:$HOME/bin",
            "${HOME}/bin",
            "run $(date) now",
            "$ISEK代币",
            "$AAPL and $GOOG rose",
            "$myvar is",
        ),
        *("$\\{left, right, front, back\\}$", "$(query, key, value, mask)$", "$\\langle one, two, three \\rangle$"),
        *("$[start, end, step]$", "$red, green, blue$", "$f(x_{train}, x_{test}, seed)$"),
    ],
)
def test_a_dollar_that_is_no_mark_of_a_formula_is_not_told(text: str) -> None:
    rendered = render_markdown(text, anchor="p")
    assert rendered.problems == ()
    assert ("<math" in rendered.html) == text.endswith("$")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "若$n > 3则",
            "$x and",
            "let $x be",
            "Modeling$ (WorldPM)",
            "$\\alpha and",
            "$AB = CD|",
            "$x_1, x_2",
            "$sim(x, y) is",
        ),
        *("$$ x = y", "若 $ n > 3", "the$ sign", "$f(x)", "${x}_i is", "$n-1 classes"),
    ],
)
def test_a_formula_without_an_end_is_told(text: str) -> None:
    assert [problem.code for problem in render_markdown(text, anchor="p").problems] == ["unbalanced-math"]


@pytest.mark.parametrize(
    ("damaged", "tex"),
    [
        ("\x08eta", "\\beta"),
        ("\x0crac{1}{2}", "\\frac{1}{2}"),
        ("2\timesx", "2\timesx"),
        ("2\times 3", "2\\times 3"),
        ("\x07lpha", "\\alpha"),
        ("\x0bec x", "\\vec x"),
        ("\nabla f", "\\nabla f"),
        ("n\to \nobreak\\infty", "n\\to \\nobreak\\infty"),
        ("\nho", "\\rho"),
        ("\\\text{a}", "\\text{a}"),
        ("a\neq b", "a\\neq b"),
        ("x_1 \neq 0, y \neq 0", "x_1 \\neq 0, y \\neq 0"),
        ("x \notin V", "x \\notin V"),
        ("\\left( a \night)", "\\left( a \\right)"),
        ("\\langle a, b\nangle", "\\langle a, b\\rangle"),
        ("n \to \\infty", "n \\to \\infty"),
        ("f = \tau_1", "f = \\tau_1"),
        ("\x08f \textpm1", "\\bf \\textpm1"),
        # typed on lines of their own
        ("\nu = Av\n", "\nu = Av\n"),
        ("\nu_1", "\nu_1"),
        ("\ne^{i\\pi} = -1\n", "\ne^{i\\pi} = -1\n"),
        ("\ni = 1\n", "\ni = 1\n"),
        ("a &= b \\\\\nm &= n", "a &= b \\\\\nm &= n"),
        ("y = kx + b,\nm = 3", "y = kx + b,\nm = 3"),
        ("p(x) = \\prod_i\nm(i)", "p(x) = \\prod_i\nm(i)"),
        ("x = y\nless", "x = y\nless"),
        ("\nsim(x, y) =\nmid\n", "\nsim(x, y) =\nmid\n"),
        ("\nfloor(x) + ceil(y)\n", "\nfloor(x) + ceil(y)\n"),
        ("x\neq 5\n", "x\neq 5\n"),
        ("\neg x\n", "\neg x\n"),
        ("f(x)\n\to = 1", "f(x)\n\to = 1"),
        ("f &\tau + b", "f &\tau + b"),
        ("a\nu", "a\nu"),
        ("a\n+ b", "a\n+ b"),
        ("\\beta", "\\beta"),
    ],
)
def test_a_command_gets_back_its_backslash(damaged: str, tex: str) -> None:
    assert repair_tex(damaged) == tex


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$$\nu = Av\n$$", "u=Av"),
        ("\\[\nu_t = \\Delta u\n\\]", "uₜ=Δu"),
        ("- 甲\n\n  $$\n  u = Av\n  $$", "甲 u=Av"),
        ("> $$\n> u = 1\n> $$", "u=1"),
        ("定义为 $$\nu = Av\n$$", "定义为 u=Av"),
        ("记$\nu_1$", "记u₁"),
        ("$$\n\\begin{aligned}\na &= b \\\\\nm &= n\n\\end{aligned}\n$$", "a=b; m=n"),
        ("记 $$ p(x) = \\prod_i\nm(i) $$。", "记 p(x)=∏ᵢ m(i)。"),
    ],
)
def test_formulas_on_lines_of_their_own_are_shown_as_typed(text: str, shown: str) -> None:
    rendered = render_markdown(text, anchor="p")
    assert plain_text(rendered.html) == shown
    assert rendered.problems == ()


LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["", "  ", "& ", "u", "e", "i", "m", "eg", "eq", "ot", "ef", "less", "mid", "sim", "prec", "\\nu"]
        ),
        st.sampled_from(["", "_1", "(x)", " = ", "^{i}", " &= ", " + ", "\\neq ", "{"]),
        st.sampled_from(["b", "Av", "\\beta", "\\times 2", "}", ""]),
        st.sampled_from(["", ",", " \\\\", " &"]),
    ).map("".join),
    min_size=1,
)


@given(LINES)
def test_a_formula_typed_on_lines_of_its_own_is_never_changed(lines: list[str]) -> None:
    for tex in ("\n{}\n", "\n  {}\n", "\n\\begin{{aligned}}\n{}\n\\end{{aligned}}\n"):
        typed = tex.format("\n".join(lines))
        assert repair_tex(typed) == typed


def test_a_repaired_formula_is_shown_and_told() -> None:
    text = "设$\x08eta$"
    rendered = render_markdown(text, anchor="p")
    assert rendered.html == '<p>设<math alttext="\\beta"><mi>β</mi></math></p>\n'
    assert [(p.code, p.message, p.hint, p.start, p.end) for p in rendered.problems] == [
        (
            "damaged-math",
            "the formula lost backslashes of its commands to control characters or line breaks",
            "write \\beta",
            1,
            7,
        )
    ]


@pytest.mark.parametrize(
    "tex",
    ["{" * 60 + "}" * 60, "x" * 1001, "\\left(" * 21, "(" * 9, "{[}" * 9, "\\nosuch", "\\eqref{x}", "a & b"],
)
def test_a_formula_which_cannot_be_converted_is_none(tex: str) -> None:
    assert math_to_mathml(tex, display=False) is None


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("x = 1 \\tag{1}", "x=1 (1)"),
        ("x = 1 \\tag*{A}", "x=1 A"),
        ("\\begin{align}a&=b\\tag{2}\\end{align}", "a=b (2)"),
        ("\\begin{align}a&=b\\nonumber\\end{align}", "a=b"),
        ("\\begin{equation*}a&=b\\\\c&=d\\end{equation*}", "a=b; c=d"),
        ("\\begin{eqnarray*}a&=&b\\end{eqnarray*}", "a=b"),
        ("\\sum_{\\substack{i\\in A\\\\j<n}} x", "∑_{i∈A; j<n} x"),
        ("\\text{if $x>1$ and $y^2$}", "if x>1 and y²"),
        ("\\texttt{M$^3$F}", "M³F"),
        ("\\text{\\ell}_p", "ℓₚ"),
        ("\\texttt{a_b}", "a_b"),
        ("\\ce{H2O}", "H₂O"),
        ("\\norm{x}_2 + \\abs{y}", "‖x‖₂+|y|"),
        ("\\nicefrac{1}{2}", "1/2"),
        ("\\operatorname*{argmax}_x f", "argmaxₓ f"),
        ("\\mathbbm{1}", "𝟙"),
        ("\\ensuremath{x}\\xspace \\label{a}\\nonumber", "x"),
        ("\\cO(n)", "O(n)"),
        ("A^\\tt 3", "A³"),
    ],
)
def test_what_papers_use_beyond_the_converter_is_rewritten(tex: str, text: str) -> None:
    mathml = math_to_mathml(tex, display=True)
    assert mathml is not None
    assert plain_text(mathml) == text


def test_mathml_holds_classes_and_no_inline_styles() -> None:
    mathml = math_to_mathml("\\begin{align}a&=\\color{red}{b}\\\\c&=d\\end{align}", display=True)
    assert mathml is not None
    assert " style=" not in mathml
    assert 'mathcolor="#FF0000"' in mathml
    for name in re.findall(r'class="([^"]*)"', mathml):
        for one in name.split():
            assert f".{one} {{" in math_css()


@pytest.mark.parametrize("tex", [r"\beta", r"a < b", r'\text{"x"} > \&', "\\frac{1}\n  {2}"])
def test_a_formula_has_its_source_for_browsers_without_mathml(tex: str) -> None:
    for around in (f"${tex}$", f"$$\n{tex}\n$$"):
        found = re.search('<math [^>]*?alttext="([^"]*)"', render_markdown(around, anchor="p").html)
        assert found is not None
        assert unescape(found[1]) == " ".join(tex.split())


def test_what_scrolls_is_a_region_with_a_name_of_its_own() -> None:
    row = "甲乙丙丁戊 | " * 5 + "\n"
    wide = f"| {row}|{'-|' * 5}\n| {row}\n```\n{'x' * 30}\n```\n\n$$\n{'x+' * 30}x\n$$\n\n$$x$$ and ${'x+' * 30}x$"
    html = render_markdown(wide, anchor="a-b-1").html
    regions = re.findall(r'<(?:div|span|pre)[^>]* tabindex="0" role="region" aria-label="([^"]*)">', html)
    assert regions == ["表格 1 · a-b", "代码 1 · a-b", "公式 1 · a-b", "公式 3 · a-b"]
    assert 'aria-label="Code 1 · p"' in render_markdown(f"```\n{'x' * 30}\n```", anchor="p-1").html
    narrow = "| 甲 | 乙 |\n|-|-|\n| 丙 | 丁 |\n\n```\nx\n```\n\n    y\n\n$$\nx\n$$\n"
    assert "tabindex" not in render_markdown(narrow, anchor="p-1").html


def test_labels_are_in_the_language_of_the_text_not_in_that_of_an_example_in_it() -> None:
    text = f"Write this:[^1]\n\n```\n标题：{'x' * 30}\n```\n\n[^1]: Or 标题."
    labels = re.compile('aria-label="([^"]*)"')
    assert labels.findall(render_markdown(text, anchor="p-1").html) == [
        "Footnote 1",
        "Code 1 · p",
        "Back to the text 1",
    ]
    assert labels.findall(render_markdown(text, anchor="p-1", lang="zh").html) == ["脚注 1", "代码 1 · p", "返回正文 1"]


@pytest.mark.parametrize("theme", ["default/static/base.css", "ledger/static/ledger.css"])
def test_code_colours_are_legible_in_both_schemes(theme: str) -> None:
    css = highlight_css()
    palette = (Path(digest.__file__).parent.parent / "themes" / theme).read_text(encoding="utf-8")
    box = re.search(r"--box: var\(--light, (#\w{6})\) var\(--dark, (#\w{6})\)", palette)
    assert box is not None
    for scheme, least, ground in (("light", LIGHT_GROUND, box[1]), ("dark", DARK_GROUND, box[2])):
        colours = set(re.findall(rf"(?<!-)\bcolor: [^;]*?var\(--{scheme}, (#[0-9a-f]{{6}})\)", css))
        assert len(colours) > 15
        assert all(contrast(colour, ground) >= contrast(colour, least) >= LEAST_CONTRAST for colour in colours)
    literal = re.sub(r"var\(--(light|dark), [^)]*\)", "", css)
    assert "#" not in literal  # every colour has both schemes


@pytest.mark.parametrize("source", ["", "\n", "\n\na", "a\n\n", "x = 1\n", "\ta"])
def test_highlighting_keeps_every_character_of_the_code(source: str) -> None:
    assert re.sub(r"<[^>]+>", "", highlight_code(source, "python")) == source


@pytest.mark.parametrize(
    ("half", "full"),
    [
        ("图像检索(CIR)中,用户", "图像检索（CIR）中，用户"),
        ("CIR)中,用户", "CIR）中，用户"),
        ("图像检索（CIR)中,用户", "图像检索（CIR）中，用户"),
        ("是什么?好!甲;乙:丙", "是什么？好！甲；乙：丙"),
        ("A (b), c: d", "A (b), c: d"),
        ("函数f(x)的比例3:4", "函数f(x)的比例3:4"),
        ("用CLIP(视觉模型)", "用CLIP（视觉模型）"),
        ("an English (中文) sentence, ok", "an English (中文) sentence, ok"),
    ],
)
def test_punctuation_beside_chinese_becomes_full_width(half: str, full: str) -> None:
    assert widen_punctuation(half) == full


@given(st.text(st.sampled_from("中a1 ,:;?!()，（）。")))
def test_widening_twice_is_widening_once(text: str) -> None:
    once = widen_punctuation(text)
    assert len(once) == len(text)
    assert widen_punctuation(once) == once


def test_widening_leaves_code_formulas_and_addresses_alone() -> None:
    text = "**方法**(`a,b`)中,见https://a.org/中,$f(x,y)$,[文,字](a,b.md)"
    assert without_aids(render_markdown(text, anchor="p", punctuation="fullwidth").html) == (
        "<p><strong>方法</strong>（<code>a,b</code>）中，见"
        '<a href="https://a.org/">https://a.org/</a>中，'
        '<math><mi>f</mi><mo stretchy="false">(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo stretchy="false">)</mo></math>'
        "，<a \ufdd00\ufdd1>文，字</a></p>\n"
    )


def test_plain_text_is_what_is_read() -> None:
    html = render_markdown("# 题\n\n**甲**[^1] &lt; $x^2$\n\n- 乙\n- [丙](x.md)\n\n[^1]: 注", anchor="p").html
    assert plain_text(html) == "题 甲 < x² 乙 丙 注"
    assert plain_text('<math><semantics><mi>x</mi><annotation encoding="a">y</annotation></semantics></math>') == "x"
