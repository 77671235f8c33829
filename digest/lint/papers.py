"""Rules for an entry's content: translations, summary, authors, lost URLs."""

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter

from digest.content.sections import ASPECTS, PAIRS, heading_of
from digest.lint.values import Finding, LintContext
from digest.model.front_matter import FrontMatter
from digest.model.yaml.tree import Scalar
from digest.text.characters import has_han
from digest.text.language import count_words, language_of
from digest.text.source import Span
from digest.text.width import display_width

_SHARED_WIDTH = 280
"""Width in terminal cells of a summary that can be shared whole: 140 Chinese characters or 280 Latin letters. Weibo
folds a post after 140 Chinese characters; X allows 280 units and counts two for each of them.
"""

_MEANT = {
    "abstract_zh": ("zh", "abstract is", "it"),
    "abstract": ("en", "abstract is", "it"),
    "summary": ("zh", "summary is", "it"),
    "summary_en": ("en", "summary is", "it"),
    "key_points": ("zh", "key points are", "them"),
    "key_points_en": ("en", "key points are", "them"),
}
"""Field -> language and words for messages."""
_MEANT |= dict.fromkeys(ASPECTS, ("zh", "aspect is", "it"))
_MEANT |= {PAIRS[field]: ("en", "aspect is", "it") for field in ASPECTS}
_ENOUGH = {"zh": ("summary", "key_points", "abstract_zh"), "en": ("summary_en", "key_points_en", "abstract")}
"""Fields of which one is enough for readers of the language."""
_NAMES = {"zh": "Chinese", "en": "English"}
_TEXTS = tuple(_MEANT)
_OTHER = {"zh": "en", "en": "zh"}
_PAIRED = PAIRS | {english: chinese for chinese, english in PAIRS.items()}
"""Fields whose language is that of their text, unless the other of the pair is there too."""
_TRANSLATIONS = _PAIRED | {"abstract": "abstract_zh", "abstract_zh": "abstract"}

_LEAST_WORDS = 4
"""Latin words from which a Chinese title without Han counts as untranslated; fewer may be a name."""


def missing_translation(context: LintContext) -> Iterable[Finding]:
    """A language of the site in which an entry says nothing, or a text in the wrong one.

    Readers of that language get a page without content, or one that they cannot read. A summary or key points are
    enough; the texts need not be there in both languages. (A missing `title_zh` is reported by every build.)

    Instead of an entry with `## Abstract` only
    write      `## 一句话总结` with a Chinese sentence above it
    """
    if not isinstance(context.matter, FrontMatter):
        return
    languages = context.config.languages
    title_zh = context.matter.title_zh if "zh" in languages else ""
    if title_zh and not has_han(title_zh) and count_words(title_zh) >= _LEAST_WORDS:
        yield Finding(
            span=context.spans["title_zh"],
            message="the Chinese title has no Chinese in it",
            hint="translate it, or delete the line",
        )
    spoken: set[str] = set()
    for passage in context.passages:
        if passage.field in _TEXTS and passage.text.strip():
            is_chinese = _MEANT[passage.field][0] == "zh" and has_han(passage.text)  # with many formulas perhaps
            spoken.add("zh" if is_chinese else language_of(passage.text))
    told = next(_empty(context), None) is not None
    for field, (language, what, it) in _MEANT.items():
        text = _text_of(context, field) if language in languages else ""
        if not text or (field in _PAIRED and not _text_of(context, _PAIRED[field])):
            continue
        if language_of(text) != language and (language == "en" or not has_han(text)):
            told = True
            label, other = context.labels.get(field), _TRANSLATIONS[field]
            where = f"below '{heading_of(other)}'" if label else f"to the key '{other}'"
            message = f"the {_NAMES[language]} {what} in {_NAMES[_OTHER[language]]}"
            yield Finding(label or context.spans[field], message, f"translate {it}, or move {it} {where}")
    for language in languages:
        if not told and spoken and language not in spoken:
            free = [each for each in _ENOUGH[language] if each not in context.spans and each not in context.labels]
            hint = f"write {_any_of(map(heading_of, free))}; in the front matter, {_any_of(free)}"
            yield Finding(
                context.place("title"), f"this entry has no summary, key points or abstract in {_NAMES[language]}", hint
            )


def _any_of(names: Iterable[str]) -> str:
    *most, last = [f"'{name}'" for name in names]
    return f"{', '.join(most)} or {last}" if most else last


def _text_of(context: LintContext, field: str) -> str:
    return "\n".join([each.text for each in context.passages if each.field == field]).strip()


def empty_section(context: LintContext) -> Iterable[Finding]:
    """A heading of an entry with nothing below it: 要点, 一句话总结, 摘要 or Abstract, in a language of the site.

    `digest new` leaves such headings for you to fill. Pages do not show them, so only a reader would notice that the
    text is missing.

    Instead of `## 要点` with nothing below it
    write      the key points, or delete the heading
    """
    empty = sorted(_empty(context), key=attrgetter("start"))
    if empty:
        names = [context.source.text[span.start : span.end].strip("#*_:： ") for span in empty]
        yield Finding(empty[0], f"nothing is written below {', '.join(names)}", "write it, or delete the heading")


def _empty(context: LintContext) -> Iterator[Span]:
    """The headings that have no text below them."""
    for field in _TEXTS:
        if _MEANT[field][0] not in context.config.languages:
            continue
        passage = context.passage(field)
        label = context.labels.get(field)
        if label is not None and (passage is None or not passage.text.strip()):
            yield label


def long_summary(context: LintContext) -> Iterable[Finding]:
    """A summary in one sentence that is too long to be shared whole.

    Weibo shows 140 Chinese characters of a post; X allows 280 units, and a Chinese character counts as two. A longer
    summary is cut off, mostly before the point.

    Instead of three clauses with all results
    write      what is new, and what it is good for, in 140 characters (280 in English)
    """
    for passage in (context.passage("summary"), context.passage("summary_en")):
        text = passage.text.strip() if passage is not None else ""
        if passage is None or len(text) * 2 <= _SHARED_WIDTH:
            continue
        width = display_width(" ".join(text.split()))
        if width > _SHARED_WIDTH:
            start = len(passage.text) - len(passage.text.lstrip())
            yield Finding(
                span=passage.excerpt.span(start, start + 1),
                message=f"the summary is too long to be shared: {width} cells, where {_SHARED_WIDTH} are shown",
                hint="shorten it to 140 Chinese characters, or 280 Latin ones (a Chinese character takes two cells)",
            )


_HIDDEN = re.compile(r"\b[Tt]his\s+https?\s+URL\b")

_FOLLOWED = re.compile(r"[\s:：(（<\[]{0,4}https?://")


def hidden_address(context: LintContext) -> Iterable[Finding]:
    """The words `this https URL` in place of an address, in an abstract that was copied from arXiv's page.

    arXiv shows an address in an abstract as a link with the text "this https URL". Copying the page keeps the words and
    loses the address.

    Instead of `Code is available at this https URL.`
    write      `Code is available at https://github.com/owner/name.`
    """
    code = getattr(context.matter, "code", "") or getattr(context.matter, "project", "")
    for passage in context.passages:
        if "URL" not in passage.text:
            continue
        for match in _HIDDEN.finditer(passage.prose):
            if _FOLLOWED.match(passage.text, match.end()):
                hint = "delete these words: the address stands behind them"
            else:
                hint = f"write the address itself{f', perhaps {code}' if code else ''}"
            yield Finding(
                span=passage.excerpt.span(*match.span()),
                message=f"'{' '.join(match[0].split())}' is what arXiv shows instead of an address",
                hint=hint,
            )


_ENDS_OPEN = re.compile(r"(?P<mark>[,，、;；&]|\b(?:and|with))['\"”’]?\s*\Z", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?<!\w)(?P<mark>(?:(?:and|&)\s+)?(?:(?:many\s+)?others|more)\.?|等等|及其他)['\"”’\s\]}]*\Z", re.IGNORECASE
)


def cut_authors(context: LintContext) -> Iterable[Finding]:
    """A list of authors that was cut off without saying so: it ends in a comma, in `and`, or in `others`.

    The page would show the last name in the list as the paper's last author; only `others` is read as `et al.`. Mark a
    list that is cut with `…`, `et al.` or `等` at its end.

    Instead of `authors: K Saito, K Sohn, and others`
    write      `authors: K Saito, K Sohn, et al.`
    """
    if not isinstance(context.matter, FrontMatter) or "authors" not in context.spans:
        return
    span = context.spans["authors"]
    typed = context.source.text[span.start : span.end]
    others = _OTHERS.search(typed) if context.matter.authors.cut else None
    if others is not None:
        yield Finding(
            span=Span(start=span.start + others.start("mark"), end=span.start + others.end("mark")),
            message=f"'{others['mark']}' is no author; it is read as 'et al.'",
            hint="write 'et al.', '等' or '…', which says that the list is cut",
        )
    elif isinstance(context.typed("authors"), Scalar) and (match := _ENDS_OPEN.search(typed)) is not None:
        start, end = match.span("mark")
        yield Finding(
            span=Span(start=span.start + start, end=span.start + end),
            message=f"the list of authors ends in '{match['mark']}', as if it went on",
            hint="end it with '…' if names are left out; else delete this",
        )


_FORMULA = re.compile(r"\$[^$]*\$")
_LITERAL = re.compile(r"&(?:[A-Za-z]+\d*|#\d+|#[xX][0-9A-Fa-f]+);|(?<![\w\\^}])\{[A-Z][\w-]*\}")


def literal_markup(context: LintContext) -> Iterable[Finding]:
    """An entity of HTML or braces of BibTeX in a title, which pages and citations show as they are typed.

    They come along when a title is copied from a page's source or from a bibliography. Formulas are not meant.

    Instead of `title: {GAN}s &amp; Other Models`
    write      `title: GANs & Other Models`
    """
    for key in ("title", "title_zh"):
        title = getattr(context.matter, key, "")
        found = _LITERAL.search(_FORMULA.sub(" ", title))
        if found is not None and key in context.spans:
            message = f"'{found[0]}' is shown as it is typed"
            instead = found[0].strip("{}") if found[0].startswith("{") else "the character that it stands for"
            yield Finding(context.spans[key], message, f"write {instead}")
