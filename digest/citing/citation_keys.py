"""Keys of citations, such as `saito2023pic2word`."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from digest.citing.cited_names import split_cited_name
from digest.citing.publications import date_of, date_of_id, ids_of
from digest.markdown import plain_text
from digest.model.front_matter import FrontMatter
from digest.text.alphabetical import SURNAMES, alphabetize, fold_letters
from digest.text.characters import HAN, HANGUL, KANA, has_cjk
from digest.text.fingerprint import fingerprint_bytes
from digest.text.person_names import split_chinese_name

_PASSED_OVER = re.compile(
    "(?:an?|the|on|in|of|for|to|with|and|or|from|by|at|as|is|are|do|does|can|how|what|why|when|towards?|via|[0-9]+)"
)
_FORMULA = re.compile("<math.*?</math>", re.DOTALL)
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_CJK = re.compile(f"[{HAN}{KANA}{HANGUL}()（）]+")
_SLUG = re.compile(r"[A-Za-z0-9._-]+")


def plain_key(facts: FrontMatter, title_html: str, day: str) -> str:
    """Surname of the first author, year, and first word of the title that says something; a-z and 0-9 only.

    The year is that of the arXiv id if there is one, so that the key stays when the paper is published elsewhere.
    `title_html` is the rendered title; formulas in it are passed over. `day` (YYYY-MM-DD) counts if the entry has no
    date of its own.
    """
    people = facts.authors.people
    surname = _surname(people[0].name) if people else ""
    year = date_of_id(ids_of(facts)["arxiv"]).year or date_of(facts).year or int(day[:4] or 0)
    title = plain_text(_FORMULA.sub(" ", title_html))
    return f"{surname}{year or ''}{_first_word(title)}"


def _surname(name: str) -> str:
    if has_cjk(name):
        other = _CJK.sub(" ", name).strip()
        if other and _CJK.match(name) is None and not has_cjk(other):
            return _surname(other)
        return _NOT_IN_KEY.sub("", _reading(name))
    family = split_cited_name(name).family
    return _NOT_IN_KEY.sub("", fold_letters(family)) if family else _first_word(name)


def _reading(name: str) -> str:
    """The pinyin of a surname, and of the first part of a name with `·`; as far as it is known."""
    parts = split_chinese_name(name)
    family = parts[0] if parts is not None else name.partition("·")[0] if "·" in name else ""
    if len(family) < 2 or family in SURNAMES:
        return alphabetize(name, person=True).key.partition("\0")[0]
    return "".join([alphabetize(character, person=False).key.partition("\0")[0] for character in family])


def _first_word(text: str) -> str:
    words = _NOT_IN_KEY.split(fold_letters(text))
    return next((word for word in words if len(word) > 1 and not _PASSED_OVER.fullmatch(word)), "")


def tell_keys_apart(papers: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The key of each paper, by slug, given slugs and plain keys.

    Papers with one plain key all carry their slug, which is the arXiv id unless an entry says otherwise. So a key
    depends on no order.
    """
    plain = dict(papers)
    counts = Counter(plain.values())
    return {slug: key if key and counts[key] == 1 else _with_slug(key, slug) for slug, key in plain.items()}


def _with_slug(key: str, slug: str) -> str:
    if not _SLUG.fullmatch(slug):  # keys are ASCII
        slug = fingerprint_bytes(slug.encode("utf-8", "surrogatepass"))[:8]
    return f"{key or 'paper'}-{slug}"
