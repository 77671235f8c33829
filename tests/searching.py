"""What a search finds, by a plain scan of all texts: the oracle of the tests of the search."""

import unicodedata

from hypothesis import strategies as st

from digest.text.characters import is_han
from digest.text.folding import characters_js, fold
from tests.conftest import REPOSITORY


def contains(text: str, term: str) -> bool:
    """Whether a text has a term literally, as whole words, when both are folded."""
    text, term = fold(text), fold(term)
    start = text.find(term)
    while start >= 0:
        end = start + len(term)
        if not (_joins(text[start - 1 : start], term[:1]) or _joins(term[-1:], text[end : end + 1])):
            return True
        start = text.find(term, start + 1)
    return False


def _joins(left: str, right: str) -> bool:
    """Whether two characters stand in one word."""
    return all(each and unicodedata.category(each)[0] in "LNM" and not is_han(each) for each in (left, right))


NASTY = (
    "图像圖檢索著々〇〡⼀豈𠮷𡃁ａＺＡb9９³^ﬁǅİςΣßЖé\u0301\u0338\u3099ｶﾞﾟ\u1100\u1161가ㄱㅏ㉠"
    "\xad\u200b\u200d\ufe0f\ufeff -–—−‐'’\"“_+.，。：·\n\t\xa0\u3000\u2028\x85"
)


def texts_to_search() -> st.SearchStrategy[str]:
    """Texts with much that folding changes."""
    unusual = st.characters(exclude_categories=["Cs", "Cn"])
    return st.text(st.sampled_from(NASTY) | unusual, max_size=30)


def words_script() -> str:
    """The script that makes `digest.words`, for pages that have no other."""
    words = (REPOSITORY / "themes" / "default" / "static" / "words.js").read_text(encoding="utf-8")
    return f"window.digest ??= {{}};\n{characters_js()}{words}"
