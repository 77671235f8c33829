import pytest

from digest.citing.venue_kinds import CONFERENCES, JOURNALS, Venue, classify_venue, venue_of_acl

VENUES: dict[str, tuple[str, str, int] | tuple[str, str, int, str, str, str]] = {
    "CVPR 2023": ("conference", "CVPR", 2023),
    "CVPR'23": ("conference", "CVPR", 2023),
    "KDD ’19": ("conference", "KDD", 2019),
    "ECCV(2022)": ("conference", "ECCV", 2022),
    "ICASSP2023": ("conference", "ICASSP", 2023),
    "NeurIPS 2023 (Oral)": ("conference", "NeurIPS", 2023),
    "Interspeech": ("conference", "Interspeech", 0),
    "ACL 2023 Main": ("conference", "ACL", 2023),
    "Findings of ACL 2023": ("conference", "Findings of ACL", 2023),
    "ICLR 2023 Workshop": ("conference", "ICLR 2023 Workshop", 2023),
    "IEEE S&P 2023": ("conference", "IEEE S&P", 2023),
    "USENIX Security 2022": ("conference", "USENIX Security", 2022),
    "Robotics: Science and Systems 2023": ("conference", "Robotics: Science and Systems", 2023),
    "Advances in Neural Information Processing Systems": (
        "conference",
        "Advances in Neural Information Processing Systems",
        0,
    ),
    "2023 年全国计算语言学学术会议": ("conference", "全国计算语言学学术会议", 2023),
    "TPAMI": ("journal", "TPAMI", 0),
    "IEEE RA-L 2023": ("journal", "IEEE RA-L", 2023),
    "Nature": ("journal", "Nature", 0),
    "Nature Communications 2021": ("journal", "Nature Communications", 2021),
    "Proceedings of the IEEE": ("journal", "Proceedings of the IEEE", 0),
    "Phys. Rev. Lett. 2020": ("journal", "Phys. Rev. Lett.", 2020),
    "Pattern Recognition 2022": ("journal", "Pattern Recognition", 2022),
    "ACM TOG (SIGGRAPH 2023)": ("journal", "ACM TOG (SIGGRAPH 2023)", 2023),
    "计算机学报 2023": ("journal", "计算机学报", 2023),
    "arXiv preprint": ("preprint", "arXiv preprint", 0),
    "bioRxiv 2021": ("preprint", "bioRxiv", 2021),
    "Under review at ICLR 2024": ("preprint", "Under review at ICLR", 2024),
    "CoRR": ("preprint", "CoRR", 0),
    "CoRR abs/2301.00001": ("preprint", "CoRR abs/2301.00001", 0),
    "2023": ("preprint", "", 2023),
    # states
    "投稿中": ("preprint", "投稿中", 0),
    "审稿中": ("preprint", "审稿中", 0),
    "待发表": ("preprint", "待发表", 0),
    "ICML 2024 在投": ("preprint", "ICML 2024 在投", 2024),
    "withdrawn": ("preprint", "withdrawn", 0),
    "Work in progress": ("preprint", "Work in progress", 0),
    "Rejected from ICLR 2024": ("preprint", "Rejected from ICLR", 2024),
    "ICLR 2024 submission": ("preprint", "ICLR 2024 submission", 2024),
    "Accepted": ("preprint", "", 0),
    "To appear in CVPR 2024": ("conference", "CVPR", 2024),
    "Accepted at ICLR 2024": ("conference", "ICLR", 2024),
    "accepted to ACL 2023 Findings": ("conference", "Findings of ACL", 2023),
    "Accepted, to appear in Nature": ("journal", "Nature", 0),
    "Published as a conference paper at ICLR 2021": ("conference", "ICLR", 2021),
    "Camera-ready for ICML 2024": ("conference", "ICML", 2024),
    "Best Paper at CVPR 2023": ("conference", "CVPR", 2023),
    "已被 CVPR 2023 接收": ("conference", "CVPR", 2023),
    "CVPR 2023 接收": ("conference", "CVPR", 2023),
    "自己的话：已被某会议接收": ("conference", "某会议", 0),
    "被計算機學報錄用": ("journal", "計算機學報", 0),
    "发表于 CVPR 2023": ("conference", "CVPR", 2023),
    # remarks
    "NeurIPS 2023 Spotlight": ("conference", "NeurIPS", 2023),
    "CVPR 2023, Highlight": ("conference", "CVPR", 2023),
    "EMNLP 2023 (Findings)": ("conference", "Findings of EMNLP", 2023),
    "AAAI-23": ("conference", "AAAI", 2023),
    "CVPR23": ("conference", "CVPR", 2023),
    "L4DC": ("conference", "L4DC", 0),
    "ICLR 2024, NeurIPS 2023 Workshop": ("conference", "ICLR", 2024),
    # neither a conference nor a journal
    "PhD thesis, MIT": ("phdthesis", "MIT", 0),
    "MIT Ph.D. Dissertation, 2021": ("phdthesis", "MIT", 2021),
    "博士学位论文, 清华大学": ("phdthesis", "清华大学", 0),
    "master's thesis": ("mastersthesis", "", 0),
    "清华大学硕士论文": ("mastersthesis", "清华大学", 0),
    "Technical Report": ("report", "", 0),
    "OpenAI technical report": ("report", "OpenAI", 0),
    "blog post": ("other", "blog post", 0),
    "OpenAI blog": ("other", "OpenAI blog", 0),
    "Springer": ("other", "Springer", 0),
    "book: Deep Learning": ("other", "book: Deep Learning", 0),
    # journals whose names look like a conference's
    "IEEE TPAMI 2023": ("journal", "IEEE TPAMI", 2023),
    "JASIS": ("journal", "JASIS", 0),
    "PVLDB": ("journal", "PVLDB", 0),
    "PACMPL": ("journal", "PACMPL", 0),
    "Proc. ACM Program. Lang. (POPL)": ("journal", "Proc. ACM Program. Lang. (POPL)", 0),
    "Proceedings of the ACM SIGKDD Conference 2023": ("conference", "Proceedings of the ACM SIGKDD Conference", 2023),
    # volume, number, pages
    "IEEE Transactions on Image Processing, vol. 45, no. 3, pp. 1–20, 2023": (
        *("journal", "IEEE Transactions on Image Processing", 2023),
        *("45", "3", "1-20"),
    ),
    "Phys. Rev. Lett. 130, 091801": ("journal", "Phys. Rev. Lett.", 0, "130", "", "091801"),
    "Nature 521, 436–444 (2015)": ("journal", "Nature", 2015, "521", "", "436-444"),
    "Neural Computation 9(8):1735-1780, 1997": ("journal", "Neural Computation", 1997, "9", "8", "1735-1780"),
    "计算机学报, 2023, 46(3): 1-20": ("journal", "计算机学报", 2023, "46", "3", "1-20"),
    "中国图象图形学报 2024年第5期": ("journal", "中国图象图形学报", 2024, "", "5", ""),
    "软件学报 第34卷第5期": ("journal", "软件学报", 0, "34", "5", ""),
    "CVPR 2023, 1234-1245": ("conference", "CVPR", 2023, "", "", "1234-1245"),
    "": ("preprint", "", 0),
}


@pytest.mark.parametrize("typed", VENUES)
def test_a_venue_is_read_as_typed(typed: str) -> None:
    assert classify_venue(typed) == Venue(*VENUES[typed])


def test_names_in_the_tables_are_what_the_tables_say() -> None:
    assert {classify_venue(f"{name} 2023") for name in CONFERENCES} == {
        Venue("conference", name, 2023) for name in CONFERENCES
    }
    assert {classify_venue(name).kind for name in JOURNALS} == {"journal"}


@pytest.mark.parametrize(
    ("paper", "venue"),
    [
        ("2023.acl-long.1", ("conference", "ACL", 2023)),
        ("P18-1001", ("conference", "ACL", 2018)),
        ("2023.findings-emnlp.3", ("conference", "Findings of EMNLP", 2023)),
        ("2020.tacl-1.1", ("journal", "TACL", 2020)),
        ("J93-2004", ("journal", "Computational Linguistics", 1993)),
        ("W19-1234", ("conference", "", 2019)),
        ("", ("preprint", "", 0)),
    ],
)
def test_an_id_of_the_anthology_names_a_venue(paper: str, venue: tuple[str, str, int]) -> None:
    assert venue_of_acl(paper) == Venue(*venue)
