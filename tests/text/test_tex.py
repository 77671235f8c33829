"""TeX in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.dashes import find_dashes, make_dashes
from digest.text.tex import match_braces, outside_formulas, plain_tex


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("\\textbf{WidgetNet}, a \\emph{fast \\textit{and}} {\\it simple} one", "WidgetNet, a fast and simple one"),
        ("network~\\cite{ada}; \\citet[p.~3]{b}, \\citep[see][]{c,  d}", "network\u00a0[ada]; [b, p. 3], [see c, d]"),
        ("10--20\\% better -- see \\url{https://a.org/b\\_c}", "10–20\\% better – see https://a.org/b_c"),
        ("\\href{https://a.org}{the \\textbf{code}}", "the code (https://a.org)"),
        ("\\href{https://a.org}{https://a.org}", "https://a.org"),
        ("Fig.~\\ref{fig:a}, Eq.~\\eqref{b}", "Fig.\u00a0fig:a, Eq.\u00a0(b)"),
        ("Truch\\l o, Micha\\l, Y\\i lmaz, S\\o ren, {\\ss}", "Truchło, Michał, Yılmaz, Søren, ß"),
        ("It\\^o, \\'Elan, {\\'e}, \\'{e}, \\v{s}, \\c c, \\=o", "Itô, Élan, é, é, š, ç, ō"),
        ("``quoted'', ``it's''", "“quoted”, “it's”"),
        ("\\verb|a_b| \\texttt{c\\_d} {\\sc E}", "a_b c_d E"),
        ("4\\textsuperscript{th} 10\\textsuperscript{-3} CO\\textsubscript{2}", "4th 10⁻³ CO₂"),
        ("\\textcolor{red}{a} \\unknown{b} \\name c \\emph{d", "a \\unknown{b} \\name c \\emph{d"),
        ("C:\\text\\new \\\\server\\o x", "C:\\text\\new \\\\server\\o x"),
        ("360{\\deg} {\\alpha} {\\unknown}", "360° α {\\unknown}"),
        ("{{\\large {\\textbf{F}}}}aster {{B}}ased", "Faster {{B}}ased"),
        ("\\boldmath k, {\\boldmath k}-Edge", " k, k-Edge"),
        ("et al.\\ 2020, My\\ Documents", "et al. 2020, My\\ Documents"),
        ("60\\,GHz, 10\\,000", "60\u202fGHz, 10\u202f000"),
        ("5~10, A~Z, ~5, 60%~70%", "5~10, A~Z, ~5, 60%~70%"),
        ("", ""),
        ("\\", "\\"),
    ],
)
def test_a_text_without_its_commands(typed: str, plain: str) -> None:
    assert plain_tex(typed) == plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("RAG -- or", "RAG – or"),
        ("Rao--Blackwell", "Rao–Blackwell"),
        ("1--3, 5%--7%", "1–3, 5%–7%"),
        ("yes---no", "yes—no"),
        ("--flag, i--, ASan-- 少, a ---b, -----, <!-- a", "--flag, i--, ASan-- 少, a ---b, -----, <!-- a"),
        ("深度--学习", "深度--学习"),
    ],
)
def test_double_hyphens_are_dashes_where_tex_has_them(typed: str, shown: str) -> None:
    assert make_dashes(typed) == shown
    assert bool(list(find_dashes(typed))) == (typed != shown)


def test_formulas_stay_in_arguments() -> None:
    text = "\\emph{a $x_1$ b} $\\'a$"
    assert outside_formulas(text, [(8, 13), (17, 22)], plain_tex) == "a $x_1$ b $\\'a$"
    assert outside_formulas("\\label{$x$} \\'e", [(7, 10)], plain_tex) == "\\label{$x$} \\'e"


PIECES = [
    "\\emph{",
    "\\textbf{",
    "{\\it ",
    "}",
    "{",
    "\\cite{",
    "\\url{",
    "\\'",
    "\\o",
    "~",
    "``",
    "''",
    "--",
    "\\",
    " ",
    "[",
    "]",
]


@given(st.lists(st.sampled_from([*PIECES, "word", "x", "1", "中"]), max_size=14).map("".join))
def test_no_word_is_lost(text: str) -> None:
    plain = plain_tex(text)
    assert plain.count("word") == text.count("word")
    assert plain.count("中") == text.count("中")


def test_braces_that_are_closed_are_matched() -> None:
    assert match_braces("{a\\{{b}} {c") == {0: 7, 4: 6}


def test_plain_text_stays() -> None:
    text = "A * of_snake `code` $5 & 3 < 5 {a, b} C:\\dir"
    assert plain_tex(text) == text
