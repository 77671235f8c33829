import pytest

from digest.citing.cited_names import CitedName, split_cited_name

SPLIT = {
    "Kuniaki Saito": ("Saito", "Kuniaki"),
    "Geoffrey E. Hinton": ("Hinton", "Geoffrey E."),
    "Chun-Liang Li": ("Li", "Chun-Liang"),
    "Laurens van der Maaten": ("van der Maaten", "Laurens"),
    "Guy Van den Broeck": ("Van den Broeck", "Guy"),
    "Francesco d'Amore": ("d'Amore", "Francesco"),
    "Luis J. de la Cruz": ("de la Cruz", "Luis J."),
    "Blaise Agüera y Arcas": ("Agüera y Arcas", "Blaise"),
    "LeCun, Yann": ("LeCun", "Yann"),
    "van den Oord, Aäron": ("van den Oord", "Aäron"),
    "Yong liu": ("liu", "Yong"),
    "Hal Daumé III": ("Daumé", "Hal", "III"),
    "Henry M. Cathey, Jr.": ("Cathey", "Henry M.", "Jr."),
    "Cathey, Jr., Henry M.": ("Cathey", "Henry M.", "Jr."),
    "Cathey, Henry M., Jr.": ("Cathey", "Henry M.", "Jr."),
    "Ann St. John": ("St. John", "Ann"),
    "James O' Neill": ("O' Neill", "James"),
    "LI Wei": ("LI", "Wei"),
    "ZHANG San": ("ZHANG", "San"),
    "WANG Xiao-Ming": ("WANG", "Xiao-Ming"),
    "KIM Minsu": ("KIM", "Minsu"),
    "Wei LI": ("LI", "Wei"),
    "Juan GARCÍA MÁRQUEZ": ("GARCÍA MÁRQUEZ", "Juan"),
    "JRR Tolkien": ("Tolkien", "JRR"),
    "AJ Smith": ("Smith", "AJ"),
    "LI WEI": ("WEI", "LI"),
    "JRR TOLKIEN": ("TOLKIEN", "JRR"),
    "Prof. John Doe": ("Doe", "John"),
    "Dr. Wei Wang": ("Wang", "Wei"),
    "John Doe, PhD": ("Doe", "John"),
    "John Doe Ph.D.": ("Doe", "John"),
    "李白（清华大学）": ("李", "白"),
    "Wei Wang (MIT)": ("Wang", "Wei"),
    "  Ada   Lovelace ": ("Lovelace", "Ada"),
    "张三": ("张", "三"),
    "王 小明": ("王", "小明"),
    "欧阳修": ("欧阳", "修"),
    "諸葛亮": ("諸葛", "亮"),
}

WHOLE = (
    *("The ATLAS Collaboration", "Gemma Team", "DeepSeek-AI", "Mistral AI", "OpenAI", "Google Research", "Plato"),
    *("Ramesh V", "Weinan E", "M. S.", "Umm e Hani", "Wei Wang (王伟)", "R2 D2", "Ajinkya \\Mulik", "A, B, C D"),
    *("(MIT)", ", PhD", "Google DeepMind", "Alibaba Cloud", "Baidu Inc.", "BIG-bench authors", "华为", "百度"),
    *("Minh Le Nguyen", "Luong Van Nghia"),
    *("高桥一生", "让·雅克·卢梭", "某大学团队", "김철수", "さくら"),
)


@pytest.mark.parametrize("name", SPLIT)
def test_a_name_is_split(name: str) -> None:
    split = split_cited_name(name)
    assert tuple(part for part in split if part) == SPLIT[name]
    assert not split.literal


@pytest.mark.parametrize("name", WHOLE)
def test_a_doubtful_name_stays_whole(name: str) -> None:
    assert split_cited_name(name) == CitedName(literal=name)


def test_a_name_can_be_written_whole() -> None:
    assert split_cited_name("王 小明").whole == "王小明"
    assert split_cited_name("Cathey, Henry M., Jr.").whole == "Henry M. Cathey Jr."
    assert split_cited_name("for the CMS Collaboration").whole == "CMS Collaboration"
    assert split_cited_name("Gemma Team").whole == "Gemma Team"
