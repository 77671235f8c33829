"""Headlines of papers in posts: `1、[CV] Title`."""

import re
import unicodedata

from digest.model.categories import category_names
from digest.text.item_marks import HAN_NUMBERS
from digest.text.records import frozen

_CODE = r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ-]{0,9}(?:[.．][A-Za-zＡ-Ｚａ-ｚ-]{2,10})?"
_CODES = re.compile(_CODE)
_HEADLINE = re.compile(
    r"(?:[-*+•·●■◆◇▶►★☆○▪»\u2600-\u27bf\U0001f300-\U0001faff\ufe0f][ \t]*){0,3}"
    r"(?P<number>(?P<plain>\d{1,3})\s*(?:[、.．)）](?!\d)|(?=[\[［【]))|[(（](?P<boxed>\d{1,3})[)）]|(?P<ring>[①-⑳])"
    r"|\#(?P<hash>\d{1,3})\b|(?P<han>[一二三四五六七八九十]{1,3})\s*[、.．])?\s*"
    rf"(?P<tags>(?:[\[［【]\s*{_CODE}(?:\s*[,，、/&;|]\s*{_CODE})*\s*[\]］】]\s*)+|[\[［【][^\]］】\n]{{1,12}}[\]］】](?!\())?[:：]?\s*"
    r"(?P<title>\S.*)"
)
_LINKED = re.compile(r"\[(?P<text>.+)\]\(https?://[^\s()]+\)\s*$")


@frozen
class Headline:
    """A headline: its number (0 without one), categories or words in brackets, title, and how the number is written."""

    number: int
    codes: tuple[str, ...]
    words: tuple[str, ...]
    title: str
    form: str = ""


def read_headline(text: str) -> Headline | None:
    """Read a line as a headline; None if it has neither a number nor brackets in front."""
    linked = _LINKED.fullmatch(text)
    found = _HEADLINE.fullmatch(linked["text"] if linked else text)
    if found is None or not (found["number"] or found["tags"]):
        return None
    digits = found["plain"] or found["boxed"] or found["hash"] or unicodedata.normalize("NFKC", found["ring"] or "")
    number = int(digits) if digits else HAN_NUMBERS.get(found["han"] or "", 0)
    tags = found["tags"] or ""
    codes = tuple([unicodedata.normalize("NFKC", code) for code in _CODES.findall(tags)])
    longest = 4 if number else 2  # two capitals are a category even if arXiv has none of that name
    if not all(category_names(code) is not None or (len(code) <= longest and code.isupper()) for code in codes):
        codes = ()
    words = (tags.strip(" []［］【】"),) if tags and not codes else ()
    title = found["title"].strip()
    again = _LINKED.fullmatch(title)
    form = next((each for each in ("plain", "boxed", "ring", "hash", "han") if found[each]), "")
    return Headline(number=number, codes=codes, words=words, title=again["text"] if again else title, form=form)


def squeeze(text: str) -> str:
    """What two spellings of a title have in common: letters and digits."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
