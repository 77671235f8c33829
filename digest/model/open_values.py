"""Values whose keys the author chooses: the mapping `extra`, and ratings by aspect."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from digest.model.fields import Context, ValueKind, describe, report_wrong_type
from digest.model.yaml.nodes import Mapping, Node, Scalar, Sequence
from digest.text.open_mapping import OpenMapping
from digest.text.records import frozen


def _pairs(node: Mapping, context: Context) -> Iterator[tuple[str, Node]]:
    """The keys and values of a mapping. A key that is given twice is reported and left out."""
    seen = set()
    for key, value in node.entries:
        if key.text in seen:
            context.reporter.error("duplicate-key", key.span, f"'{key.text}' is given twice", "keep one of the two")
        else:
            seen.add(key.text)
            yield key.text, value


def _read_open(node: Node, name: str, context: Context) -> OpenMapping | None:
    if not isinstance(node, Mapping):
        hint = f"write the keys of '{context.label(name)}' indented below it, such as 'stars: 120'"
        report_wrong_type(node, name, "a mapping", hint, context)
        return None
    read: OpenMapping = _open_value(node, context)
    return read


def _open_value(node: Node, context: Context) -> Any:
    if isinstance(node, Mapping):
        return OpenMapping({name: _open_value(value, context) for name, value in _pairs(node, context)})
    if isinstance(node, Sequence):
        return tuple([_open_value(item, context) for item in node.items])
    return node.text


OPEN_MAPPING = ValueKind(name="a mapping", read=_read_open)


@frozen
class Score:
    """`value` (at most two decimals) out of `most` (10 if no scale was typed), and their quotient, from 0 to 1."""

    value: str
    most: str
    share: float


@frozen
class Rating:
    """A score, or the mean of the scores of `aspects`: on their scale if they share one, else out of 10."""

    score: Score
    aspects: tuple[tuple[str, Score], ...] = ()


_SHARE_DIGITS = 6
"""Decimals of `Score.share`, so that equal ratings on different scales have equal shares."""

_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_SCORE = re.compile(rf"(?P<value>{_NUMBER})\s*(?:/\s*(?P<most>{_NUMBER})|(?P<percent>%))?")
_SHOWN_DECIMALS = 2
_SCALE_KEYS = ("max", "most", "scale", "out_of", "满分", "滿分", "总分", "總分")
"""Keys that are no aspects: who writes one means `8.5/10`."""
_STAR_WORDS = re.compile(r"(?P<full>[0-5一二三四五](?:\.5)?)\s*(?:/\s*5\s*)?(?:颗|顆)?(?:星级?|stars?)", re.IGNORECASE)
_STARS = re.compile(r"(?P<full>[★⭐]*)(?P<empty>☆*)")
_USUAL_STARS = 5


def _read_score(node: Node, name: str, context: Context) -> Score | None:
    """Read `8.5` (out of 10), `8.5/10`, `85%`, or five or more stars of which some may be empty (`★★★★☆`)."""
    text = unicodedata.normalize("NFKC", node.text).strip().replace("\ufe0f", "") if isinstance(node, Scalar) else ""
    found, stars, label = _SCORE.fullmatch(text), _STARS.fullmatch(text), context.label(name)
    if found is not None:
        value, most = found["value"], found["most"] or ("100" if found["percent"] else "10")
        if float(most) > 0 and float(value) <= float(most):
            return _score(value, most)
        fitting = [scale for scale in ("10", "100") if float(scale) >= float(value) and scale != found["most"]]
        example = f"{value}/{fitting[0]}" if fitting else "8.5/10"
        what = f"must be from 0 to {most}, not {value}" if float(most) else "must not be out of 0"
        context.reporter.error(
            "out-of-range", node.span, f"'{label}' {what}", f"give its scale, as in {label}: {example}"
        )
        return None
    full, every = (len(stars["full"]), len(text)) if stars is not None else (0, 0)
    if every >= _USUAL_STARS:
        return _score(str(full), str(every))
    example = f"{full}/{_USUAL_STARS}" if full else "8.5/10"
    if (words := _STAR_WORDS.fullmatch(text)) is not None:
        count = words["full"]
        example = f"{'一二三四五'.find(count) + 1 or count}/{_USUAL_STARS}"
    message = f"'{label}' must be a number, alone (out of 10) or with its scale, not {describe(node)}"
    context.reporter.error("bad-rating", node.span, message, f"write {label}: {example}")
    return None


def _score(value: str, most: str) -> Score:
    share = round(float(value) / float(most), _SHARE_DIGITS)
    shown = value if len(value.partition(".")[2]) <= _SHOWN_DECIMALS else _rounded(float(value), _SHOWN_DECIMALS)
    return Score(value=shown, most=most, share=share)


def _rounded(number: float, decimals: int) -> str:
    """Round half up, without final zeros."""
    exact = Decimal(str(round(number, _SHARE_DIGITS)))
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}".rstrip("0").removesuffix(".")


def _read_rating(node: Node, name: str, context: Context) -> Rating | None:
    if not isinstance(node, Mapping):
        score = _read_score(node, name, context)
        return Rating(score=score) if score is not None else None
    texts = {aspect.text.strip().lower(): value.text for aspect, value in node.entries if isinstance(value, Scalar)}
    if most := next((texts[each] for each in _SCALE_KEYS if each in texts), ""):
        given = next((text for aspect, text in texts.items() if aspect not in _SCALE_KEYS), "8.5").partition("/")[0]
        message = f"the keys of '{context.label(name)}' are aspects, each with a score, and no scale"
        context.reporter.error("bad-rating", node.span, message, f"write {context.label(name)}: {given}/{most}")
        return None
    if "" in texts:
        message = f"an aspect of '{context.label(name)}' has no name"
        context.reporter.error("bad-rating", node.span, message, f"write {context.label(name)}: {{novelty: 4/5}}")
        return None
    read = []
    for aspect, value in _pairs(node, context):
        context.typed[f"{name}.{aspect}"] = aspect
        read.append((aspect, _read_score(value, f"{name}.{aspect}", context)))
    aspects = tuple([(aspect, score) for aspect, score in read if score is not None])
    if not aspects or len(aspects) < len(read):
        if not read:
            report_wrong_type(node, name, "a number", f"write {context.label(name)}: 8.5/10", context)
        return None
    mean = sum([score.share for _, score in aspects]) / len(aspects)
    scales = {score.most for _, score in aspects}
    most = scales.pop() if len(scales) == 1 else "10"
    return Rating(
        score=Score(value=_rounded(mean * float(most), 1), most=most, share=round(mean, _SHARE_DIGITS)),
        aspects=aspects,
    )


RATING = ValueKind(name="a rating", read=_read_rating, exact=True)
