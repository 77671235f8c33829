import pytest

from digest.citing.venue_kinds import CONFERENCES, JOURNALS, Venue, classify_venue

VENUES = {
    "CVPR 2023": ("conference", "CVPR", 2023),
    "CVPR'23": ("conference", "CVPR", 2023),
    "KDD ’19": ("conference", "KDD", 2019),
    "ECCV(2022)": ("conference", "ECCV", 2022),
    "ICASSP2023": ("conference", "ICASSP", 2023),
    "NeurIPS 2023 (Oral)": ("conference", "NeurIPS", 2023),
    "Interspeech": ("conference", "Interspeech", 0),
    "ACL 2023 Main": ("conference", "ACL 2023 Main", 2023),
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
    "2023": ("preprint", "", 2023),
    "": ("preprint", "", 0),
}


@pytest.mark.parametrize("typed", VENUES)
def test_a_venue_is_a_conference_or_a_journal(typed: str) -> None:
    assert classify_venue(typed) == Venue(*VENUES[typed])


def test_names_in_the_tables_are_what_the_tables_say() -> None:
    assert {classify_venue(f"{name} 2023") for name in CONFERENCES} == {
        Venue("conference", name, 2023) for name in CONFERENCES
    }
    assert {classify_venue(name).kind for name in JOURNALS} == {"journal"}
