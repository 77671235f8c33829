"""Saved pages as Markdown: nothing that a reader of the page sees is lost, doubled or turned into something else."""

import re
import time
from collections.abc import Callable
from html import escape, unescape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digest.authoring.importing.field_values import find_day
from digest.authoring.importing.html import WebPage, read_fragment, read_page
from digest.authoring.importing.page_tree import mathml_to_tex, parse_page
from digest.markdown import render_markdown
from digest.markdown.math import find_formulas
from digest.markdown.mathml import math_to_mathml
from digest.text.diagnostics import Diagnostic, Reporter
from digest.text.source import Source


def read(text: str) -> tuple[WebPage, tuple[Diagnostic, ...]]:
    reporter = Reporter("saved.html")
    page = read_page(Source(path="saved.html", text=text), reporter)
    assert len(page.lines) == page.markdown.count("\n") + 1
    return page, reporter.diagnostics()


SVG = '<svg viewBox="0 0 1 1"><path d="M1 1"></path></svg>'
SQUARE = "<math><msup><mi>x</mi><mn>2</mn></msup></math>"
SPEECH = '<annotation encoding="application/x-llamapun">italic_x start_POSTSUPERSCRIPT 2</annotation>'
FORMULAS = {
    "TeX in an attribute, the picture elsewhere": (
        '<span data-formula="x^2"><embed src="https://a.example/svg/0" data-type="svg+xml"></span>',
        "误差为$x^2$，更小。",
    ),
    "TeX in an attribute, a drawing inside": (
        f'<span class="span-inline-equation" data-formula="x^2">{SVG}</span>',
        "误差为$x^2$，更小。",
    ),
    "a displayed one": (
        f'<section class="block-equation" data-formula="\\min_x f(x)">{SVG}</section>',
        "误差为\n\n$$\\min_x f(x)$$\n\n，更小。",
    ),
    "MathJax 3": (
        (
            f'<mjx-container><mjx-math aria-hidden="true"><mjx-c class="mjx-c1D465"></mjx-c></mjx-math>'
            f"<mjx-assistive-mml>{SQUARE}</mjx-assistive-mml></mjx-container>"
        ),
        "误差为$x^{2}$，更小。",
    ),
    "MathJax 2, with a script": (
        (
            '<span class="MathJax_Preview"></span><span class="MathJax"><nobr>x2</nobr>'
            f'<span class="MJX_Assistive_MathML">{SQUARE}</span></span><script type="math/tex">x^2</script>'
        ),
        "误差为$x^2$，更小。",
    ),
    "MathJax 2, as a browser saved it": (
        '<span class="MathJax" data-mathml="&lt;math&gt;&lt;mi&gt;x&lt;/mi&gt;&lt;/math&gt;"><nobr>x</nobr></span>',
        "误差为$x$，更小。",
    ),
    "MathML alone": (SQUARE, "误差为$x^{2}$，更小。"),
    "MathML with TeX and a text to speak": (
        (
            '<math alttext="x^{2}"><semantics><msup><mi>x</mi><mn>2</mn></msup>'
            f'<annotation encoding="application/x-tex">x^{{2}}</annotation>{SPEECH}</semantics></math>'
        ),
        "误差为$x^{2}$，更小。",
    ),
    "MathML with a text for those who cannot see": (
        f'<math alttext="\\alpha"><semantics><mi>α</mi>{SPEECH}</semantics></math>',
        "误差为$\\alpha$，更小。",
    ),
    "KaTeX": (
        (
            '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi>'
            '<annotation encoding="application/x-tex">x^2</annotation></semantics></math></span>'
            '<span class="katex-html" aria-hidden="true">x2</span></span>'
        ),
        "误差为$x^2$，更小。",
    ),
    "KaTeX, displayed": (
        (
            '<span class="katex-display"><span class="katex"><math display="block"><semantics><mi>x</mi>'
            '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
            '<span class="katex-html">x2</span></span></span>'
        ),
        "误差为\n\n$$x^2$$\n\n，更小。",
    ),
    "Zhihu": ('<span class="ztext-math" data-eeimg="1" data-tex="x^2">x^2</span>', "误差为$x^2$，更小。"),
    "Zhihu, with its script": (
        (
            '<span class="ztext-math" data-tex="x^2"><span class="MathJax_SVG"><svg></svg></span>'
            '<script type="math/tex;mode=inline">x^2</script></span>'
        ),
        "误差为$x^2$，更小。",
    ),
    "Zhihu, a picture": ('<img eeimg="1" alt="x^2" src="x">', "误差为$x^2$，更小。"),
    "Zhihu, a displayed picture": ('<img eeimg="1" alt="x^2\\\\" src="x">', "误差为\n\n$$x^2$$\n\n，更小。"),
    "a picture of WordPress": ('<img class="latex" alt="x^2" src="y.png">', "误差为$x^2$，更小。"),
    "a picture with TeX in its address": (
        '<img src="https://www.zhihu.com/equation?tex=x%5E2+%2B1&amp;consumer=a">',
        "误差为$x^2 +1$，更小。",
    ),
    "Pandoc": ('<span class="math inline">\\(x^2\\)</span>', "误差为\\(x^2\\)，更小。"),
    "Zhihu, a picture with its TeX": (
        '<img class="ztext-math" data-formula="x^2" alt="x" src="y">',
        "误差为$x^2$，更小。",
    ),
    "a drawing of WeChat": (
        '<svg data-formula="x^2" viewBox="0 0 1 1"><path d="M1 1"></path></svg>',
        "误差为$x^2$，更小。",
    ),
    "Wikipedia": (
        (
            '<span class="mwe-math-element"><span style="display: none;"><math><semantics>'
            '<mi>x</mi><annotation encoding="application/x-tex">{\\displaystyle x^{2}}</annotation></semantics></math>'
            '</span><img class="mwe-math-fallback-image-inline" alt="{\\displaystyle x^{2}}" src="y.svg"></span>'
        ),
        "误差为${\\displaystyle x^{2}}$，更小。",
    ),
    "MathJax 3, displayed": (
        f'<mjx-container display="true"><mjx-assistive-mml>{SQUARE}</mjx-assistive-mml></mjx-container>',
        "误差为\n\n$$x^{2}$$\n\n，更小。",
    ),
    "MathJax 2, displayed": (
        (
            '<div class="MathJax_Display"><span class="MathJax">x2</span></div>'
            '<script type="math/tex; mode=display">x^2</script>'
        ),
        "误差为\n\n$$x^2$$\n\n，更小。",
    ),
    "typed for a script": ("$x_1*y_1*z$ 与 \\(a_b\\)", "误差为$x_1*y_1*z$ 与 \\(a_b\\)，更小。"),
    "a bar in a table": (
        f"<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>{SQUARE.replace('x', '|')}</td></tr></table>",
        "误差为\n\n| a | b |\n| --- | --- |\n| c | $\\vert ^{2}$ |\n\n，更小。",
    ),
}


@pytest.mark.parametrize(("written", "expected"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_comes_once_in_whatever_way_a_page_has_it(written: str, expected: str) -> None:
    page, told = read(f'<div id="js_content">\n<p>误差为{written}，更小。</p></div>')
    assert (page.markdown, told) == (expected, ())


@pytest.mark.parametrize(
    "written",
    [
        '<span class="katex"><span class="katex-html" aria-hidden="true">x2</span></span>',
        '<mjx-container jax="SVG"><svg></svg></mjx-container>',
        '<span class="MathJax"><nobr>x2</nobr></span>',
        '<span data-formula=""><svg></svg></span>',
    ],
)
def test_a_formula_that_a_page_only_draws_is_told_with_its_line(written: str) -> None:
    source = f"<article>\n<p>一</p>\n  <p>误差为{written}，更小。</p></article>"
    page, told = read(source)
    assert page.markdown == "一\n\n误差为，更小。"
    assert [(each.code, source[: each.span.start].count("\n")) for each in told] == [("lost-formula", 2)]


MATHML = {
    "<mi>x</mi><mo>=</mo><mn>1</mn>": "x=1",
    "<msub><mi>x</mi><mi>i</mi></msub>": "x_{i}",
    "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>": "x_{i}^{2}",
    "<msup><mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow><mn>2</mn></msup>": "{(a)}^{2}",
    "<msup><msup><mi>a</mi><mn>2</mn></msup><mn>3</mn></msup>": "{a^{2}}^{3}",
    "<mfrac><mn>1</mn><msqrt><mi>n</mi></msqrt></mfrac>": "\\frac{1}{\\sqrt{n}}",
    "<mroot><mi>x</mi><mn>3</mn></mroot>": "\\sqrt[3]{x}",
    "<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>": "\\operatorname{sin}x",
    "<mi>loss</mi>": "\\operatorname{loss}",
    "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>": "∑_{i=1}^{n}",
    "<munder><mo>max</mo><mi>x</mi></munder>": "\\underset{x}{\\operatorname{max}}",
    "<munder><mi>arg</mi><mi>x</mi></munder>": "\\underset{x}{\\operatorname{arg}}",
    "<mover><mi>x</mi><mo>^</mo></mover>": "\\hat{x}",
    "<mover><mi>x</mi><mtext>def</mtext></mover>": "\\overset{\\text{def}}{x}",
    "<munder><mi>x</mi><mi>y</mi></munder>": "\\underset{y}{x}",
    "<mi mathvariant='bold'>w</mi><mi mathvariant='double-struck'>R</mi>": "\\mathbf{w}\\mathbb{R}",
    "<mtext>at 5% </mtext><mo>{</mo>": "\\text{at 5\\% }\\{",
    "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable>": (
        "\\begin{matrix}a & b \\\\ c\\end{matrix}"
    ),
    "<mfenced><mi>a</mi><mi>b</mi></mfenced><mfenced open='{' close='|'><mi>x</mi></mfenced>": "(a,b)\\{x|",
    "<mi>x</mi><mo>′</mo><mphantom><mi>y</mi></mphantom><mspace/><mi>⊤</mi>": "x′ \\top",
}


@pytest.mark.parametrize(("mathml", "tex"), MATHML.items())
def test_mathml_is_tex_that_can_be_shown(mathml: str, tex: str) -> None:
    math = parse_page(f"<math>{mathml}</math>").find("math")
    assert math is not None
    assert " ".join(mathml_to_tex(math).split()) == tex
    assert math_to_mathml(tex, display=False) is not None


ATOMS = st.sampled_from(
    ("x", "\\alpha", "12", "\\mathbb{R}", "\\mathbf{w}", "\\sin", "\\hat{y}", "\\text{if }", "+", "(", ")")
)
PARTS = st.recursive(
    ATOMS,
    lambda part: (
        st.builds("{}_{{{}}}".format, ATOMS, part)
        | st.builds("{}^{{{}}}".format, ATOMS, part)
        | st.builds("\\frac{{{}}}{{{}}}".format, part, part)
        | st.builds("\\sqrt{{{}}}".format, part)
        | st.builds("\\sum_{{{}}}^{{{}}}{}".format, part, part, part)
        | st.builds("\\begin{{matrix}}{} & {} \\\\ {} & 1\\end{{matrix}}".format, part, part, part)
    ),
    max_leaves=6,
)


@given(PARTS)
def test_a_formula_that_is_only_mathml_shows_the_same(tex: str) -> None:
    def shown(mathml: str | None) -> str:
        return re.sub(r"<annotation.*?</annotation>|<[^>]*>|\s", "", mathml or "", flags=re.DOTALL)

    drawn = math_to_mathml(tex, display=False)
    math = parse_page(re.sub(r"<annotation.*?</annotation>", "", drawn or "", flags=re.DOTALL)).find("math")
    assert math is not None
    assert shown(math_to_mathml(mathml_to_tex(math), display=False)) == shown(drawn)


TEXTS = {
    "用10<sup>6</sup>个样本，误差为10<sup>-3</sup>，复杂度O(n<sup>2</sup>)，排放CO<sub>2</sub>更少": (
        "用10⁶个样本，误差为10⁻³，复杂度O(n²)，排放CO₂更少"
    ),
    "2<sup>n</sup>, 2<sup>n+1</sup>, x<sub>i</sub>, 4<sup>th</sup>": "2ⁿ, 2^(n+1), x_i, 4th",
    "Ada Lovelace<sup>1,*</sup>, Alan Turing<sup>a</sup>": "Ada Lovelace¹,*, Alan Turingᵃ",
    "<sup>1</sup>MIT, <sup>2</sup>剑桥大学": "¹MIT, ²剑桥大学",
    "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>": "漢字(かんじ)",
    "<code>a*b*c</code> a*b*c _d_ e_f <code>`</code>": "`a*b*c` a\\*b\\*c \\_d\\_ e_f `` ` ``",
    "a &lt;b&gt; 1 &lt; 2 &amp;lt; &nosuch; &#; A&B": "a \\<b> 1 < 2 \\&lt; \\&nosuch; &#; A&B",
    "<b>粗</b>体 <em>x</em>y <b>a</b><b>b</b> <b><strong>c</strong></b>": "**粗**体 *x*y ab **c**",
    "<b>要点：<br>第一</b>": "**要点：**\n**第一**",
    "在 <a href='https://link.zhihu.com/?target=https%3A//x.example/y%28z%29'>这里</a>": (
        "在 [这里](https://x.example/y%28z%29)"
    ),
    "<a href='https://x.example/a_b'>https://x.example/a_b</a>": "<https://x.example/a_b>",
    "<a href='javascript:void(0)'>这里</a> <a href='#top'>上</a> <a name='x'></a>": "这里 上",
    "<a href='https://x.example/a.mp4'></a>甲<a href='a/b.mp4'> </a><a href='b.html'></a>": (
        "<https://x.example/a.mp4>甲 [b.mp4](a/b.mp4)"
    ),
    "<h2><a class='anchor' href='#x'></a>标题</h2>": "## 标题",
    "<a href='https://x.example'><img src='a.png'></a>": "![](a.png)\n\n<https://x.example>",
    "<a href='https://x.example/large.png'><img src='a.png'></a>": "![](a.png)",
    "看<iframe src='//x.example/p?a=1'>旧</iframe>": "看<https://x.example/p?a=1>",
    "<video poster='a.png'><source src='https://x.example/b.mp4'>旧</video>": "<https://x.example/b.mp4>",
    "<audio src='b.mp3'></audio><iframe class='video_iframe' data-src='https://x.example/v'></iframe>": (
        "[b.mp3](b.mp3)<https://x.example/v>"
    ),
    "<iframe src='about:blank'></iframe><img src='data:image/gif;base64,AAAA'>乙": "乙",
    "甲<br> 乙": "甲\n乙",
    "<b>甲</b><b> </b><b>乙</b>": "甲 乙",
    "好 <img class='emoji' alt='😀' src='a.png'> 吧": "好 😀 吧",
    "<img data-src='https://a.example/b.png' src='data:image/gif;base64,AAAA' alt='结[构]'>": (
        "![结构](https://a.example/b.png)"
    ),
    "<figure><img src='a.png'><figcaption>图 1 <i>结</i>\"构\"</figcaption></figure>": (
        '![](a.png "图 1 *结*\\"构\\"")'
    ),
    "<figure><img src='a.png'><img src='b.png'><figcaption>两张</figcaption></figure>": (
        "![](a.png)\n\n![](b.png)\n\n两张"
    ),
    "<ul><li>甲<ul><li>子一</li><li>子二</li></ul></li><li>乙</li></ul>": "- 甲\n  - 子一\n  - 子二\n- 乙",
    "<ol start=3><li>甲<ul><li>子</li></ul><li>乙</ol>": "3. 甲\n   - 子\n4. 乙",
    "<blockquote><p>引</p><p># 不是标题</p></blockquote>": "> 引\n>\n> \\# 不是标题",
    "<p># 不是标题</p><p>&gt; 不是引用<br>---</p>": "\\# 不是标题\n\n\\> 不是引用\n\\---",
    "<details><summary>更多</summary>内容</details>": "**更多**\n\n内容",
    "<dl><dt>词</dt><dd>义</dd><dd>又一义</dd></dl>": "**词**\n\n义\n\n又一义",
    "<h2><b>标题</b></h2><p>正文<p>又": "## 标题\n\n正文\n\n又",
    "<table><tr><td>模型<td>准确率<tr><td>A|B<td>9<br>8</table>": ("| 模型 | 准确率 |\n| --- | --- |\n| A\\|B | 9 8 |"),
    "<table><tr><td><p>甲</p><p>乙</p></td></tr></table>": "甲\n\n乙",
    "<table><tr><td><ul><li>甲</li></ul></td><td>乙</td></tr><tr><td>丙</td><td></td></tr></table>": "- 甲\n\n乙\n\n丙",
    "<p style='display:none'>隐</p><p hidden>藏</p><svg><text>x</text></svg><script>y</script><!-- z -->见": "见",
    "<p>甲\u200b&nbsp;&#8203;</p><p>\u200b</p><p>乙</p>": "甲\n\n乙",
}


@pytest.mark.parametrize(("html", "markdown"), TEXTS.items())
def test_a_text_means_the_same(html: str, markdown: str) -> None:
    assert re.sub(" +\n", "\n", read_fragment(html)) == markdown


CODE = {
    "a language": (
        '<pre><code class="language-python">for x in y:\n    run(x)  # a*b\n</code></pre>',
        "```python\nfor x in y:\n    run(x)  # a*b\n```",
    ),
    "an element a line": (
        (
            '<section><ul class="code-snippet__line-index"><li></li><li></li></ul>'
            "<pre><code><span>import widget</span></code><code><span>    widget.run()</span></code></pre></section>"
        ),
        "```\nimport widget\n    widget.run()\n```",
    ),
    "breaks and no-break spaces": ("<pre>a<br>&nbsp;&nbsp;b<br></pre>", "```\na\n  b\n```"),
    "a table of numbers": (
        (
            '<figure class="highlight python"><table><tr><td class="gutter"><pre><b>1</b><br><b>2</b></pre>'
            '<td class="code"><pre><b>for x in y:</b><br><span>    z()</span><br></pre></td></tr></table></figure>'
        ),
        "```python\nfor x in y:\n    z()\n```",
    ),
    "a language of GitHub": (
        '<div class="highlight highlight-source-python"><pre>a</pre></div>',
        "```python\na\n```",
    ),
    "a block behind text": ("<pre>a<div>b</div>c <code>d</code> e</pre>", "```\na\nb\nc d e\n```"),
    "back-ticks": ("<pre>```\n# a\n```</pre>", "````\n```\n# a\n```\n````"),
    "in a list": ("<ul><li>甲<pre>a\n  b</pre></li></ul>", "- 甲\n\n  ```\n  a\n    b\n  ```"),
}


@pytest.mark.parametrize(("html", "markdown"), CODE.values(), ids=CODE)
def test_code_keeps_its_lines_and_their_indentation(html: str, markdown: str) -> None:
    assert read_fragment(html) == markdown


def test_a_page_has_its_article_and_what_it_says_of_itself() -> None:
    source = """<html><head><title>一页 - 博客</title>
<link rel="canonical" href="https://blog.example/2023/a/"><meta property="article:published_time"
content="2023-02-08T08:00"></head><body><nav>首页</nav>
<h1>一页</h1>
<div class="post entry-content"><p>见 <a href="../b/">上一篇</a></p>
<p>甲
乙</p></div>
<footer>版权</footer></body></html>"""
    page, told = read(source)
    assert page == WebPage(
        markdown="# 一页\n\n见 [上一篇](https://blog.example/2023/b/)\n\n甲 乙",
        lines=page.lines,
        day=page.day,
    )
    assert str(find_day(page.day)) == "2023-02-08"
    assert [source[: each.start].count("\n") + 1 for each in page.lines] == [4, 4, 5, 5, 6]
    assert [each.message for each in told] == ["text outside of the article was left out: this line and 1 more"]


@pytest.mark.parametrize(
    "opened", ["<div id='js_content'>", "<div class='a RichText ztext'>", "<article class='x'>", "<main>"]
)
def test_what_is_around_the_article_is_left_out(opened: str) -> None:
    page, told = read(
        f"<nav>首页</nav>{opened}<p>{'正文。' * 80}</p></{re.findall('[a-z]+', opened)[0]}><footer>尾</footer>"
    )
    assert page.markdown == "正文。" * 80
    assert [each.code for each in told] == ["left-out"]


def test_a_picture_inside_of_the_page_is_told_with_its_line() -> None:
    source = f"<article>\n<p>一<img alt='图' src='data:image/png;base64,{'A' * 400}'></p></article>"
    page, told = read(source)
    assert page.markdown == "一图"
    assert [(each.code, source[: each.span.start].count("\n")) for each in told] == [("picture-missing", 1)]


@pytest.mark.parametrize(
    "said",
    [
        '<meta property="og:article:published_time" content="2023-02-08T08:00:00+08:00">',
        '<meta itemprop="datePublished" content="2023-02-08"><time datetime="2023-02-09">',
        '<div itemprop="datePublished">2023年2月8日</div>',
        '<em id="publish_time">2023-02-08 08:00</em>',
        '<em id="publish_time"></em><script>var ct = "1675785600";</script>',  # midnight in China
        '<script type="application/ld+json">{"datePublished": "2023-02-08T08:00"}</script>',
        "<div>发布于 2023-02-08 08:00</div>",
        '<div class="ContentItem-time">编辑于 2023-02-08・IP 属地北京</div>',
    ],
)
def test_the_day_is_when_the_page_was_published(said: str) -> None:
    assert str(find_day(read(f"{said}<article><p>2022-01-01</p></article>")[0].day)) == "2023-02-08"


MARK_UP = """\
<p> </p> <b> </b> <ul> <li> </ul> <table><tr><td> </table> <pre> </pre> <br> <figure> <img~src=a> <figcaption> <math>
</math> <mi>x</mi> <a~href=http://a.example> </a> <code> </code> <!-- -->
<![ <script> </script> &lt; &# &#99999999999; < > "
<h2> <sup> <blockquote> * _ ` $ \\ # - \x00 \U000f0001 <div~hidden>"""
PIECES = (*(piece.replace("~", " ") for piece in re.split("[ \n]", MARK_UP)), "\n", " ")


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join))
def test_any_text_is_a_page(text: str) -> None:
    page, _ = read(text)
    assert {text[each.start : each.end] for each in page.lines} <= {each.strip() for each in text.split("\n")}
    assert [each.start for each in page.lines] == sorted(each.start for each in page.lines)
    assert not re.search("[\U000f0000-\U000ffff0\ufdd0\ufffe\uffff\x00]", page.markdown)


WRITTEN: tuple[Callable[[str], str], ...] = (
    lambda tex: f'<span data-formula="{tex}"><svg></svg></span>',
    lambda tex: f'<span class="ztext-math" data-tex="{tex}">{tex}</span>',
    lambda tex: f'<img eeimg="1" alt="{tex}" src="x">',
    lambda tex: f'<script type="math/tex">{tex}</script>',
    lambda tex: f'<math alttext="{tex}"><mi>x</mi></math>',
    lambda tex: (
        f'<math><semantics><mi>x</mi><annotation encoding="application/x-tex">{tex}</annotation></semantics></math>'
    ),
)
TEX = st.text("abx12+-=^_{}\\ ", min_size=1, max_size=8).map(lambda tex: f"\\alpha {tex}".replace("\\ ", ""))
TEX = TEX.filter(lambda tex: not tex.endswith("\\") and tex.count("{") == tex.count("}") and "\\\\" not in tex)


BETWEEN = st.sampled_from(("，", " 和 ", "，约 $5 元，", "_", "*"))


@given(st.lists(st.tuples(TEX, st.sampled_from(WRITTEN), BETWEEN), max_size=5))
def test_as_many_formulas_come_out_as_went_in(formulas: list[tuple[str, Callable[[str], str], str]]) -> None:
    page, told = read("<article><p>记" + "".join(write(tex) + text for tex, write, text in formulas) + "</p></article>")
    found = [" ".join(each.tex.split()) for _, each in sorted(find_formulas(page.markdown).at.items())]
    assert found == [" ".join(tex.split()) for tex, _, _ in formulas]
    assert told == ()


TYPED = re.compile(r"[-+*]|[0-9]+[.)]|[-_*]{3}|.*(?:[$]|--|\\[(\[])", re.DOTALL)
"""Lists, rules, formulas and dashes that were typed become such."""


@given(st.lists(st.text("ab甲乙 *_`#-+.12()[]\\~&;!|<>\"'", max_size=12), min_size=1, max_size=3))
def test_a_text_is_shown_as_it_is_on_the_page(paragraphs: list[str]) -> None:
    wanted = ["".join(each.split()) for each in paragraphs]
    assume(not any(map(TYPED.match, wanted)))
    page = read_fragment("".join(f"<p>{escape(each)}</p>" for each in paragraphs))
    shown = re.sub(r"<[^<>]*>|\s", "", render_markdown(page, anchor="a").html)
    assert unescape(shown) == "".join(wanted)


HOSTILE = (
    *("<div>", "<p>", "<ul><li>a", "<blockquote>a<br>", "<table><tr><td>", "<!--", "<!", "<script>", "&#", "<a "),
    *("<a b='\">", "<br></b>", "\n", "`", "$", "<figure><img><figcaption>a", "<h2><div>a", "<td colspan=1000>a"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_size_of_a_page(piece: str) -> None:
    def least_time(size: int) -> float:
        text = "<article>x" + piece * (size // len(piece))
        times = []
        for _ in range(3):
            start = time.process_time()
            page, _ = read(text)
            times.append(time.process_time() - start)
        assert len(page.markdown) < 10 * size + 1000
        return min(times)

    assert least_time(8_000) < 20 * least_time(1_000)  # the square would be 64 times


def test_ten_thousand_levels_are_read() -> None:
    assert read("<div>" * 10_000 + "甲<b>乙</b>" + "</div>" * 10_000 + "<p>丙</p>")[0].markdown == "甲乙\n\n丙"
