"""What a venue is: a conference or a journal; its name and its year."""

import re
from typing import NamedTuple

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

_PREPRINT = re.compile(r"rxiv\b|\bpreprint\b|under review|submitted|预印本|預印本", re.IGNORECASE)
_JOURNAL_NAMES = re.compile(
    r"Proceedings of the (?:IEEE|National Academy of Sciences)"
    r"|(?:Nature|Science|Cell|(?:The )?Lancet|BMJ|JAMA|NEJM|PLOS|eLife)\b.*"
    rf"|(?:{'|'.join(JOURNALS)}|(?:IEEE |ACM )?(?:TIP|TNNLS|TMI|TOG|TKDE|TVCG|TCSVT|TMM|TGRS|TASLP|TSP|T-?RO|RA-?L)"
    r"|IJRR|PNAS|JAIR|JACM|TOIS|MedIA)",
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
_REMARK = re.compile(r"\s*[(（](?:oral|poster|spotlight|highlight|long|short|main)[)）]\Z", re.IGNORECASE)


class Venue(NamedTuple):
    """A venue. `kind` is preprint, conference or journal; `year` is 0 if it names none."""

    kind: str
    container: str
    """The name without remarks such as (Oral), and without a year at its start or end: CVPR for `CVPR 2023`."""
    year: int


def classify_venue(typed: str) -> Venue:
    """Read a venue as typed.

    A name in a table or a word in it says what it is. Without one, an abbreviation (`IEEE S&P`) is a conference and
    anything else a journal. What names a server or a state (`arXiv`, `under review`) is no venue: preprint.
    """
    text = _REMARK.sub("", typed)
    years = _YEAR.findall(text)
    year = int(years[-1]) if years else 0
    year += 2000 if 0 < year < 100 else 0
    container = _YEAR_AT_END.sub("", text)
    start = _YEAR_AT_START.match(container)
    container = container[start.end() :] if start is not None else container
    return Venue(_kind_of(container), container, year)


def _kind_of(name: str) -> str:
    if not any(map(str.isalpha, name)) or _PREPRINT.search(name):
        return "preprint"
    if _JOURNAL_NAMES.fullmatch(name):
        return "journal"
    if _CONFERENCE_WORDS.search(name) or _KNOWN.match(name):
        return "conference"
    short = _SHORT_NAME.fullmatch(name)
    is_short = short is not None and sum(map(str.isupper, short["first"])) > 1
    return "conference" if is_short and not _JOURNAL_WORDS.search(name) else "journal"
