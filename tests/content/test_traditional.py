"""Keys, sections and values in traditional characters."""

import pytest

from digest.content.documents import read_document
from digest.content.sections import SECTIONS
from digest.content.typesetting import typeset
from digest.model.authors import Person
from digest.model.config import Config
from digest.model.fields import fields_of, keys_of, names_of
from digest.model.front_matter import Figure, FrontMatter, IssueMatter, PageMatter
from digest.text.diagnostics import Diagnostic
from digest.text.hanzi import TO_SIMPLIFIED, traditional_forms
from digest.text.source import Source
from tests.content.test_sections import FORMS, sections_of

RECORDS = (FrontMatter, IssueMatter, PageMatter, Person, Figure, Config)
CHINESE = [(record, name) for record in RECORDS for field in fields_of(record) for name in field.aliases]
CHINESE = [(record, name) for record, name in CHINESE if not name.isascii()]
SECTION_NAMES = [(field, name) for field, names in SECTIONS.items() for name in names if not name.isascii()]
ENTRY = """\
---
英文標題: A Title
中文標題: 題目
作者: [{{姓名: Ada Lovelace, 單位: 大學}}]
機構: 學院
分類: CV
標籤: 檢索
欄目: {section}
允許: {{doubled-spaces: 詩}}
arxiv: 2302.03084
---

要點：

1. 第一點

**一句話總結**

一句話。

## 摘要

中文摘要。

## 英文摘要

The abstract.

## 圖
"""


def simplified(text: str) -> str:
    return "".join([TO_SIMPLIFIED.get(character, {"籤": "签"}.get(character, character)) for character in text])


@pytest.mark.parametrize(("record", "name"), CHINESE)
def test_every_chinese_key_is_read_in_both_scripts(record: type, name: str) -> None:
    for form in traditional_forms(name):
        assert names_of(record)[form] is names_of(record)[name]
        assert form in keys_of(record).known
        assert simplified(form) == name


@pytest.mark.parametrize(("field", "name"), SECTION_NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_every_chinese_section_is_known_in_both_scripts(field: str, name: str, form: str) -> None:
    for spelled in traditional_forms(name):
        assert [(each[0], each[3]) for each in sections_of(f"\n{form.format(spelled)}\n\nText.\n")] == [
            (field, "Text.")
        ]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        *[("标题", "標題"), ("中文标题", "中文標題"), ("英文标题", "英文標題"), ("分类", "分類"), ("机构", "機構")],
        *[("单位", "單位"), ("标签", "標籤"), ("栏目", "欄目"), ("要点", "要點"), ("一句话总结", "一句話總結")],
        *[("图", "圖"), ("头条", "頭條"), ("另外几篇值得关注的论文", "另外幾篇值得關注的論文"), ("允许", "允許")],
        *[("顺序", "順序"), ("期号", "期號"), ("菜单", "菜單"), ("选单", "選單"), ("说明", "說明"), ("领域", "領域")],
        *[("荣誉", "榮譽"), ("评分", "評分"), ("代码状态", "代碼狀態"), ("发表日期", "發表日期"), ("写法", "寫法")],
        *[("撰写", "撰寫"), ("更新", ""), ("作者", ""), ("摘要", ""), ("动机", "動機"), ("结果", "結果")],
        *[("结论", "結論"), ("局限", ""), ("推荐理由", "推薦理由"), ("方法", ""), ("日期", "")],
    ],
)
def test_names_have_their_usual_traditional_form(name: str, form: str) -> None:
    assert form in traditional_forms(name) if form else traditional_forms(name) == ()


def diagnostics_of(text: str) -> tuple[Diagnostic, ...]:
    return typeset(read_document(Source(path="content/2023-02-08/a.md", text=text))).diagnostics


@pytest.mark.parametrize(("section", "value"), [("頭條", "featured"), ("另外幾篇值得關注的論文", "notable")])
def test_an_entry_in_traditional_characters_is_read(section: str, value: str) -> None:
    text = ENTRY.format(section=section)
    assert diagnostics_of(text) == ()
    document = read_document(Source(path="content/2023-02-08/a.md", text=text))
    assert (document.matter.title_zh, document.matter.tags, document.matter.section) == ("題目", ("檢索",), value)
    assert document.matter.authors.people[0].affiliation == "大學"
    assert [each.field for each in document.sections] == [
        *("key_points", "summary", "abstract_zh", "abstract", "figures")
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("中文題目: 題目", "中文標題"),
        ("中文题目: 题目", "中文标题"),
        ("英文題目: A Title", "英文標題"),
        ("英文题目: A Title", "英文标题"),
        ("題目: 題目", "標題"),
        ("title_cn: 题目", "title_zh"),
        ("titel_zh: 题目", "title_zh"),
        ("titel: 题目", "title_zh"),
        ("titel: A Title", "title"),
        ("title_en: A Title", "title"),
        ("summary_eng: It.", "summary_en"),
    ],
)
def test_a_hint_names_no_key_of_the_other_language(typed: str, meant: str) -> None:
    found = diagnostics_of(f"---\n{typed}\n---\n")
    assert [each.hint for each in found if each.code == "unknown-key"] == [f"did you mean '{meant}'?"]
