"""Find the venue of a paper in its arXiv comment: "Accepted to ICLR 2023", "CVPR 2022 (oral)".

Doubtful venues are skipped: an editor notices what is missing, but not what is wrong.
"""

import re

from digest.citing.venue_kinds import ACCEPTED, CONFERENCES, JOURNALS, NOT_PUBLISHED

_VENUE = re.compile(
    r"(?<![\w-])(?:Findings\s+of\s+(?:the\s+)?)?(?P<name>"
    + "|".join(re.escape(name) for name in sorted((*CONFERENCES, *JOURNALS), key=len, reverse=True))
    + r")(?:/(?:IJCNLP|CVF|SIGKDD))?\)?(?:\s+\((?:[Ff]indings|[Mm]ain|[Oo]ral|[Pp]oster|[Ss]potlight)\))?"
    r"(?:[-\s,]*(?P<year>(?:19|20)\d\d)|\s?[-'’](?P<short>\d\d))(?![\w-])"
)
_BEFORE_NAME = re.compile(
    r"(?:(?:in|at|the|to|ieee(?:/cvf)?|acm|usenix|proc(?:eedings|\.)?(?:\s+of)?)\s+)*", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\b(?:main|conference|track|version|final|camera[\s-]?ready|oral|poster|spotlight|highlight|presentation|talk|papers?|"
    r"long|short|full|regular|notable|top[\s-]?\d+%?|best|award|winner|candidate|nominee|honou?rable|mention|proceedings|"
    r"as|an?|at|in|the|and|with|appendix|supplementary|material|findings|\d+|pages?|figures?|tables?)\b|[^\w]",
    re.IGNORECASE,
)
"""Words allowed beside a conference's name if nothing says "accepted"."""

_ACCEPTED = re.compile(ACCEPTED, re.IGNORECASE)
_NOT_ACCEPTED = re.compile(
    rf"\b(?:{NOT_PUBLISHED}|challenge|competition|shared\s+task|earlier|previous(?:ly)?|prior|preliminary|abridged|based\s+on|"
    r"extension\s+of|extended\s+(?:version|abstract)|extends|journal\s+version|supersedes|a\s+version|short(?:er)?\s+version|"
    r"part\s+of|not|parts?\s+(?:were|was)|tutorial|solution|ranked|place|track\s+\d|code\s+for)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[;\n]|\.(?=\s|$)(?<!\bProc\.)(?<!\bTrans\.)(?<!\bConf\.)(?<!\bJ\.)(?<!\bInt\.)|\s[|–—]\s")
_WORKSHOP = re.compile(r"\s+(?P<workshop>workshops?\b(?:\s+(?:on|for)\s+[^,;()]*[^,;()\s])?)", re.IGNORECASE)
_NAME_ENDS = re.compile(r"\s*[(\[]|,?\s+https?://|,\s+(?=\d+\s+pages|code|project|with|see|doi)", re.IGNORECASE)
_VOLUME = re.compile(r"(?<=\s(?:19|20)\d\d),\s*(?:[Vv]ol(?:\.|ume)?\s*)?\d[\d\s,():–-]*\Z")
"""Volume and pages after a journal's name and year."""

_LONGEST_CLAUSE = 400
_LONGEST = 90
"""Maximum characters of a journal's name; a longer text is a sentence."""


def find_venue(comment: str) -> str:
    """The venue where the paper was accepted or published; empty unless certain."""
    for clause in _CLAUSES.split(" ".join(comment.split())):
        venue = _venue_of(clause.strip(" ,:!*"))
        if venue:
            return venue
    return ""


def _venue_of(clause: str) -> str:
    if not clause or len(clause) > _LONGEST_CLAUSE or _NOT_ACCEPTED.search(clause):
        return ""
    accepted = _ACCEPTED.search(clause)
    known = _VENUE.search(clause)
    if known is not None:
        return _conference(clause, known, is_accepted=accepted is not None)
    if accepted is None:
        return ""
    named = _NAME_ENDS.split(clause[accepted.end() :])[0].strip(" ,.:-")
    named = _VOLUME.sub("", named)
    return named if _is_name(named) else ""


def _conference(clause: str, known: re.Match[str], *, is_accepted: bool) -> str:
    """The conference, if the clause says nothing but that the paper was accepted there."""
    before, after = clause[: known.start()], clause[known.end() :]
    name = f"{known['name']} {known['year'] or '20' + known['short']}"
    leads = _BEFORE_NAME.fullmatch(before) is not None and re.match(r"\s*(?:[,:(\[]|\Z)", after) is not None
    workshop = _WORKSHOP.match(after)
    if workshop is not None:
        return f"{name} {workshop['workshop']}" if is_accepted or _BEFORE_NAME.fullmatch(before) else ""
    if re.search(r"\bworkshops?\b", clause, re.IGNORECASE):
        return ""
    if not (is_accepted or leads or not _ASIDE.sub("", before + after)):
        return ""
    return f"Findings of {name}" if re.search(r"\bfindings\b", clause, re.IGNORECASE) else name


def _is_name(text: str) -> bool:
    """Whether the text can be the name of a venue: capitalised, short, no lower-case words but `of`, `the` and the
    like.
    """
    small = [word for word in re.findall(r"[^\W\d]+", text) if word.islower()]
    others = [
        word for word in small if word not in ("of", "the", "on", "and", "in", "for", "to", "et", "de", "der", "a")
    ]
    return (
        bool(re.match(r"[A-Z0-9]", text))
        and len(text) <= _LONGEST
        and not others
        and len(text) > 2
        and not text.isdigit()
    )
