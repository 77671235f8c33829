"""What a venue is: a conference, a journal, a thesis or something else; its name, its year, volume and pages."""

import re
from functools import lru_cache
from typing import NamedTuple

from digest.text.later_characters import steady

CONFERENCES = (
    "NeurIPS", "NIPS", "ICML", "ICLR", "CVPR", "ICCV", "ECCV", "WACV", "BMVC", "ACCV", "3DV", "AAAI", "IJCAI",
    "ECAI", "ACL", "EMNLP", "NAACL", "EACL", "AACL", "COLING", "CoNLL", "LREC", "KDD", "SIGKDD", "WWW", "SIGIR",
    "CIKM", "WSDM", "ECIR", "RecSys", "ICASSP", "Interspeech", "ISMIR", "ASRU", "SLT", "MICCAI", "MIDL", "ISBI",
    "IPMI", "ICRA", "IROS", "CoRL", "RSS", "L4DC", "AISTATS", "UAI", "COLT", "ALT", "AutoML", "CoLLAs", "MLSys",
    "SIGGRAPH Asia", "SIGGRAPH", "ACM MM", "ACM Multimedia", "ICME", "ICIP", "ICPR", "ICDAR", "ICDE", "VLDB",
    "SIGMOD", "ICDM", "SDM", "PAKDD", "ECML-PKDD", "ECML PKDD", "STOC", "FOCS", "SODA", "ITCS", "ICALP", "CHI",
    "UIST", "CSCW", "IUI", "FAccT", "AIES", "CCS", "NDSS", "USENIX Security", "ICSE", "FSE", "ASE", "ISSTA", "PLDI",
    "POPL", "OOPSLA", "CAV", "AAMAS", "ICAPS", "COLM", "LoG", "CLeaR", "CHIL", "ML4H",
)  # fmt: skip
"""Conferences, as arXiv's comments name them with a year."""

JOURNALS = ("TMLR", "JMLR", "TPAMI", "TACL", "IJCV")
"""The same for journals."""

NOT_PUBLISHED = (
    r"submitted|submission|under\s+(?:\w+\s+)?(?:review|consideration)|in\s+(?:review|preparation)|work\s+in\s+progress|"
    r"preprint|rejected|withdrawn"
)
"""What says that a paper is not published, between the ends of words; in any case of letters."""
ACCEPTED = (
    r"\b(?:accepted(?:\s+for\s+(?:publication|presentation))?|(?:to|will)\s+(?:appear|be\s+(?:presented|published))|"
    r"appear(?:s|ed|ing)?|published|in\s+proceedings\s+of|presented|forthcoming|camera[\s-]ready\s+(?:version\s+)?(?:for|of))"
    r"(?:\s+as\s+(?:an?\s+)?[\w\s-]*?(?:paper|oral|poster|spotlight|article|presentation|highlight)s?)?"
    r"(?:\s+(?:to|at|by|in|for|as))*(?:\s*:)?\s+(?:the\s+)?(?:(?:conference\s+)?proceedings\s+of\s+(?:the\s+)?)?"
)
"""What stands before the venue of an accepted paper; in any case of letters."""

_PREPRINT = re.compile(
    rf"rxiv\b|\bcorr(?:\s+abs/.*)?\Z|\b(?:{NOT_PUBLISHED})\b|预印本|預印本|投稿|在投|在审|在審|[审審]稿|待[发發]表|未[发發]表|拒稿|撤稿|被拒",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:accepted[,;]\s+)?(?:{ACCEPTED}|(?:best\s+(?:[\w-]+\s+)*?paper(?:\s+award)?|oral|spotlight|highlight|poster)\s+(?:at|in|of)\s+(?:the\s+)?)"
    r"|(?:[^：:]*[：:]\s*)?(?:已|[将將]|即[将將])?(?:被|(?:[发發]表|[录錄]用|接收|收[录錄])[于於在])\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*(?:已|正式|被)*(?:接收|[录錄]用|接受|收[录錄])\Z")
_REMARK_WORDS = (
    r"(?:(?:oral|poster|spotlight|highlight|long|short|main)(?:\s+(?:paper|track|conference))?|notable\b[^()]*)"
)
_REMARK = re.compile(rf"\s*[(（]{_REMARK_WORDS}[)）]\Z|(?<=\d)[\s,，;；-]+{_REMARK_WORDS}\Z", re.IGNORECASE)
_FINDINGS = re.compile(r"(?P<name>.+?)[\s,，]*(?:[(（]findings[)）]|(?<=\d\d)\s+findings)\Z", re.IGNORECASE)
_WORKS = {
    kind: re.compile(words, re.IGNORECASE)
    for kind, words in (
        (
            "mastersthesis",
            r"\b(?:(?:master|bachelor)(?:['’]?s)?|m\.?\s?sc\.?|diploma)\s+thesis\b|[硕碩]士(?:[学學]位)?[论論]文",
        ),
        (
            "phdthesis",
            r"\b(?:(?:ph\.?\s?d\.?|doctoral)\s+)?(?:thesis|dissertation)\b|(?:博士)?(?:[学學]位)[论論]文|博士[论論]文",
        ),
        ("report", r"\btech(?:nical|\.)?\s+report\b|\bwhite\s?paper\b|(?:技[术術]|研究)[报報]告|白皮[书書]"),
    )
}
"""Theses and reports by the words for them; what else is there is where they were written."""
_OTHER = re.compile(r"\b(?:blog|book|press|springer|elsevier|newsletter|website)\b|博客|出版社|公众号", re.IGNORECASE)
"""What names something published that is neither."""
_JOURNAL_NAMES = re.compile(
    r"(?:Proceedings of the|Proc\.) (?:IEEE|National Academy of Sciences|(?:Royal Society|VLDB Endow|Natl\.? Acad).*"
    r"|ACM (?:on|Program|Hum|Meas|Interact|Manag|Netw|Softw)\b.*)"
    r"|(?:Nature|Science|Cell|(?:The )?Lancet|BMJ|JAMA|NEJM|PLOS|eLife)\b.*"
    rf"|(?:IEEE |ACM )?(?:{'|'.join(JOURNALS)}|TIP|TNNLS|TMI|TOG|TKDE|TVCG|TCSVT|TMM|TGRS|TASLP|TSP|TIFS|TKDD|TOPLAS"
    r"|T-?RO|RA-?L)|IJRR|PNAS|PVLDB|PACM[A-Z]+|JASIST?|JAIR|JACM|TOIS|MedIA",
    re.IGNORECASE,
)
_CONFERENCE_WORDS = re.compile(
    r"\b(?:conf(?:erence)?|symposium|workshops?|proc(?:eedings)?|meeting|congress|colloquium|findings|challenge"
    r"|neural information processing systems|science and systems|vision and pattern recognition)\b"
    r"|会议|大会|年会|研讨会|论坛|會議|大會|年會|研討會|論壇",
    re.IGNORECASE,
)
_JOURNAL_WORDS = re.compile(
    r"\b(?:j|journals?|trans(?:actions)?|letters|lett|rev(?:iews?)?|magazine|annals|bulletin|access|communications)\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(rf"(?:IEEE |ACM )?(?:{'|'.join(map(re.escape, CONFERENCES))})\b")
_SHORT_NAME = re.compile(r"(?P<first>[\w&/+-]+)(?: [\w&/+-]*[A-Z][\w&/+-]*)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?:(?<=[A-Za-z]['’])|(?<=[A-Za-z]\s['’]))\d\d(?!\d)")
_YEAR_AT_END = re.compile(r"\s*[(（](?:19|20)\d\d\s*年?[)）]\Z|[\s,，'’-]*(?:(?:19|20)\d\d|(?<=['’])\d\d)\s*年?\Z")
_YEAR_AT_START = re.compile(r"(?:19|20)\d\d\s*年?[\s,，]*(?=\S)")
_SHORT_YEAR = re.compile(r"(?P<name>[A-Za-z]{3,})-?(?P<year>\d\d)")
_SECOND = re.compile(rf"(?<=\d)\s*[,，;；/]\s*(?=(?:Findings of )?(?:{_KNOWN.pattern}))")
"""Where a second venue begins: `ICLR 2024, NeurIPS 2023 Workshop`."""
_RANGE = r"[A-Za-z]?\d+(?:\s*[-–—]+\s*[A-Za-z]?\d+)?"
_DETAIL = re.compile(
    rf"""[\s,，;；]*(?:
      \bvol(?:\.|ume)?\s*(?P<volume>\d+) | \b(?:no|issue)\.?\s*(?P<number>\d+)
      | \b(?:pp?\.|pages?)\s*(?P<pages>{_RANGE})
      | (?<!\d)(?P<volume2>\d{{1,4}})\s*[(（](?P<number2>\d+)[)）](?:\s*[:：,，]\s*(?P<pages2>{_RANGE}))?
      | (?<=[\s,，])(?P<volume3>(?!(?:19|20)\d\d)\d{{1,4}})\s*[,，:：]\s*(?P<pages3>{_RANGE})
      | (?<=[,，:：])\s*(?P<pages4>\d+\s*[-–—]+\s*\d+)
      | 第\s*(?P<volume4>\d+)\s*卷 | 第\s*(?P<number3>\d+)\s*期
    )[\s.,，]*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
"""Volume, issue and pages at the end of a text; digits at the end of a group's name do not count."""

_ACL_LETTERS = {
    "A": "ANLP", "C": "COLING", "D": "EMNLP", "E": "EACL", "H": "HLT", "I": "IJCNLP", "J": "Computational Linguistics",
    "K": "CoNLL", "L": "LREC", "M": "MUC", "N": "NAACL", "P": "ACL", "Q": "TACL", "S": "SemEval",
}  # fmt: skip
"""Venues of the ACL Anthology's old ids."""
_ACL_JOURNALS = ("TACL", "Computational Linguistics")
_ACL_OLD = re.compile(r"(?P<letter>[A-Za-z])(?P<year>\d\d)-\d")
_ACL_NEW = re.compile(r"(?P<year>\d{4})\.(?P<findings>findings-)?(?P<code>[A-Za-z]\w*)")
_ACL_NAMES = {"coling": "COLING", "conll": "CoNLL", "semeval": "SemEval", "cl": "Computational Linguistics"}


_VENUES_KEPT = 1024
"""Size of the LRU cache of venues, few of which have many papers."""


class Venue(NamedTuple):
    """A venue. `kind` is preprint, conference, journal, phdthesis, mastersthesis, report or other; `year` is 0 if it
    names none.
    """

    kind: str
    container: str
    """The name without remarks such as (Oral), and without a year at its start or end: CVPR for `CVPR 2023`. Of theses
    and reports where they were written.
    """
    year: int
    volume: str = ""
    number: str = ""
    pages: str = ""
    """The first and the last with `-` between them, or the number of the article."""


_LONGEST = 400
"""A longer text is no venue's name, and is not taken apart: the time grows with the square of the length."""


@lru_cache(maxsize=_VENUES_KEPT)
@steady
def classify_venue(typed: str) -> Venue:
    """Read a venue as typed.

    A name in a table or a word in it says what it is. Without one, an abbreviation (`IEEE S&P`) is a conference and
    anything else a journal. What names a server or a state (`arXiv`, `under review`) is no venue: preprint. Of two
    venues it is the first.
    """
    if len(typed) > _LONGEST:
        return Venue("journal", typed, 0)
    text = _SECOND.split(typed, maxsplit=1)[0]
    is_preprint = _PREPRINT.search(text) is not None
    if not is_preprint:
        before = _BEFORE.match(f"{text} ")
        text = _BEHIND.sub("", text[before.end() :] if before is not None else text)
    text = _REMARK.sub("", text)
    short = _SHORT_YEAR.fullmatch(text)
    if short is not None and _KNOWN.fullmatch(short["name"]):
        text = f"{short['name']} 20{short['year']}"
    findings = _FINDINGS.fullmatch(text)
    text = f"Findings of {findings['name']}" if findings is not None else text
    text, details = _take_details(text)
    years = _YEAR.findall(text)
    year = int(years[-1]) if years else 0
    year += 2000 if 0 < year < 100 else 0
    container = _YEAR_AT_END.sub("", text)
    start = _YEAR_AT_START.match(container)
    container = container[start.end() :] if start is not None else container
    if is_preprint:
        return Venue("preprint", container, year)
    for kind, words in _WORKS.items():
        if words.search(container):
            return Venue(kind, words.sub(" ", container).strip(" ,，.:：;；()（）-"), year)
    return Venue(_kind_of(container), container, year, **details)


def venue_of_acl(paper: str) -> Venue:
    """The venue that an id of the ACL Anthology names (`2023.findings-acl.1`, `P18-1001`); none for another text."""
    if not paper:
        return classify_venue("")
    old = _ACL_OLD.match(paper)
    if old is not None:
        year = int(old["year"]) + (1900 if int(old["year"]) > 50 else 2000)
        name = _ACL_LETTERS.get(old["letter"].upper(), "")
    else:
        new = _ACL_NEW.match(paper)
        if new is None:
            return classify_venue("")
        year, code = int(new["year"]), new["code"].lower()
        name = _ACL_NAMES.get(code) or f"{'Findings of ' if new['findings'] else ''}{code.upper()}"
    return Venue("journal" if name in _ACL_JOURNALS else "conference", name, year)


def _take_details(text: str) -> tuple[str, dict[str, str]]:
    """The text without volume, number and pages at its end, and these. The year stays."""
    year = _YEAR_AT_END.search(text)
    bare = text[: year.start()] if year is not None else text
    found: dict[str, str] = {}
    while (detail := _DETAIL.search(bare)) is not None:
        found |= {name.rstrip("234"): value for name, value in detail.groupdict().items() if value}
        bare = bare[: detail.start()]
    if not found:
        return text, found
    if "pages" in found:
        found["pages"] = re.sub(r"\s*[-–—]+\s*", "-", found["pages"])
    return bare + (year[0] if year is not None else ""), found


def _kind_of(name: str) -> str:
    if not any(map(str.isalpha, name)):
        return "preprint"
    if _JOURNAL_NAMES.fullmatch(name):
        return "journal"
    if _CONFERENCE_WORDS.search(name) or _KNOWN.match(name):
        return "conference"
    if _JOURNAL_WORDS.search(name):
        return "journal"
    if _OTHER.search(name):
        return "other"
    short = _SHORT_NAME.fullmatch(name)
    return "conference" if short is not None and sum(map(str.isupper, short["first"])) > 1 else "journal"
