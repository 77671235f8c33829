"""Venues found in comments; doubtful ones are skipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.arxiv.venues import find_venue


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted to ICLR 2023", "ICLR 2023"),
        ("Accepted at NeurIPS 2022", "NeurIPS 2022"),
        ("Accepted by CVPR2023", "CVPR 2023"),
        ("CVPR 2023", "CVPR 2023"),
        ("CVPR 2023, project page: https://example.github.io", "CVPR 2023"),
        ("ICML 2022 (oral)", "ICML 2022"),
        ("NeurIPS 2023 camera ready", "NeurIPS 2023"),
        ("18 pages, 5 figures, accepted at ACL 2023 main conference", "ACL 2023"),
        ("ICLR 2023 Spotlight. Code: https://github.com/a/b", "ICLR 2023"),
        ("IEEE ICASSP 2023", "ICASSP 2023"),
        ("accepted paper at Interspeech'22", "Interspeech 2022"),
        ("KDD '23, August 6-10, 2023, Long Beach, CA, USA", "KDD 2023"),
        ("To appear in Proceedings of AAAI-23", "AAAI 2023"),
        (
            "To appear in the Proceedings of the 40th International Conference on Machine Learning (ICML), 2023",
            "ICML 2023",
        ),
        ("Accepted by the 37th AAAI Conference on Artificial Intelligence (AAAI 2023)", "AAAI 2023"),
        ("Published as a conference paper at ICLR 2023", "ICLR 2023"),
        ("This work appeared at the Conference on Robot Learning (CoRL) 2022", "CoRL 2022"),
        ("v2: accepted at UAI 2023 with minor changes", "UAI 2023"),
        ("Accepted to EMNLP 2022 (Findings)", "Findings of EMNLP 2022"),
        ("Findings of ACL 2023", "Findings of ACL 2023"),
        ("Accepted to ACL (Findings) 2024", "Findings of ACL 2024"),
        ("Accepted to EMNLP (main) 2023", "EMNLP 2023"),
        ("Published in Nature 2023, 620", "Nature 2023"),
        ("Published in Physical Review Letters 2021, vol 126, 12-15", "Physical Review Letters 2021"),
        ("Accepted to the NeurIPS 2022 Workshop on Meta-Learning", "NeurIPS 2022 Workshop on Meta-Learning"),
        ("Published in Transactions on Machine Learning Research (TMLR)", "Transactions on Machine Learning Research"),
        ("Accepted for publication in IEEE Transactions on Image Processing", "IEEE Transactions on Image Processing"),
        ("12 pages; to appear in Nature Communications", "Nature Communications"),
        ("10 pages;\n SIGGRAPH Asia 2022 conference papers", "SIGGRAPH Asia 2022"),
    ],
)
def test_a_comment_that_is_certain_names_the_venue(comment: str, venue: str) -> None:
    assert find_venue(comment) == venue


@pytest.mark.parametrize(
    "comment",
    [
        *("", "39 pages", "Tech report", "Accepted", "Accepted in part", "to appear", "Work in progress"),
        *(
            "Submitted to ICML 2023",
            "Under review at NeurIPS 2023",
            "Rejected from ICML 2023",
            "Not accepted at ICML 2020",
        ),
        *(
            "Extended version of a paper accepted at ECCV 2020",
            "Winner of the CVPR 2022 challenge",
            "In submission, CVPR 2023",
        ),
        *("Our method improves over ICLR 2021 baselines", "Code for ICML 2023 paper", "Workshop on Foo at ICML 2022"),
        *(
            "This paper has been withdrawn from CVPR 2023",
            "An earlier version was accepted at KDD 2022",
            "ACL anthology",
        ),
        "published code and data will be shared after acceptance",
    ],
)
def test_a_comment_that_is_not_certain_names_none(comment: str) -> None:
    assert find_venue(comment) == ""


PIECES = [
    "accepted",
    "to",
    "at",
    "the",
    "CVPR",
    "2023",
    "'23",
    "(",
    ")",
    ",",
    ";",
    ".",
    "workshop",
    "on",
    "oral",
    "Journal of",
    "X",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map(" ".join))
def test_any_comment_can_be_read(comment: str) -> None:
    assert "\n" not in find_venue(comment)


@pytest.mark.parametrize(
    "comment", ["accepted " * 5000, "the " * 20_000, "to appear in " + "A " * 20_000, "CVPR, " * 9000]
)
def test_a_hostile_comment_is_read_at_once(comment: str) -> None:
    find_venue(comment)
