"""The letter that a name stands under."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.alphabetical import OTHER_LETTERS, SURNAMES, alphabetize, fold_letters
from digest.text.hanzi import TO_SIMPLIFIED
from digest.text.person_names import is_chinese_surname

PEOPLE = {
    # Chinese surnames, simplified and traditional, some with readings of their own.
    "单": "S 單雪 单雄信",
    "曾": "Z 曾国藩 曾國藩 查良镛 翟天临 张三 張三 郑 鄭和 朱熹 甄嬛 祭仲 长孙无忌 長孫無忌 占飞 卓文君",
    "仇": "Q 仇英 覃辉 秦始 齐白石 齊白石 戚继光 邱岳 郄伟 瞿秋白",
    "解": "X 解缙 解縉 谢安 謝安 许仙 冼星海 洗星海 夏雨 郗鉴 薛涛 萧红 蕭紅 肖战",
    "区": "O 区志豪 區志豪 欧阳修 歐陽修 欧文",
    "朴": "P 朴智星 繁钦 潘安 裴秀 逄先知 濮存昕",
    "盖": "G 盖叫天 蓋叫天 葛洪 郭靖 顾城 顧城 句践 炅昊",
    "尉迟": "Y 尉迟恭 尉遲恭 乐毅 樂毅 员半千 杨过 楊過 叶问 葉問 姚明 余华 於梨华 殷素素",
    "尉": "W 尉健行 王伟 魏征 吴用 吳用 韦庄 韋莊",
    "缪": "M 缪荣 繆榮 牟宗三 万俟卨 萬俟卨 马云 馬雲 莫言 麦克·斯通",
    "任": "R 任正非 冉闵 阮籍",
    "种": "C 种师道 陈寅恪 陳寅恪 蔡元培 单于冒顿 谌龙 諶龍 车晓 褚时健 柴静 常玉",
    "薄": "B 薄一波 秘建勇 柏杨 白居易 鲍照 毕昇 畢昇 卞之琳",
    "召": "S 召忽 折彦质 沈从文 沈從文 司马迁 司馬遷 盛宣怀 石涛 厍狄 莘瑞 孙武 孫武 眭鸿 宋江 史记",
    "澹台": "T 澹台灭明 澹臺滅明 谭嗣同 唐寅 陶渊明 田汉",
    "粘": "N 粘罕 聂耳 聶耳 宁浩 倪匡 那英 牛顿 乜子",
    "纪": "J 纪晓岚 紀曉嵐 贾岛 賈島 江泽 蒋勋 蔣勳 焦裕禄 金庸 靳东",
    "费": "F 费孝通 費孝通 冯唐 馮唐 范冰 傅雷 房玄龄",
    "令狐": "L 令狐冲 李白 吕布 呂布 卢照邻 盧照鄰 罗贯中 羅貫中 刘备 劉備 陆游 陸游 厉害",
    "黄": "H 黄庭坚 黃庭堅 皇甫谧 华罗庚 華羅庚 何晏 胡适 郝蕾 黑晓 桓温 霍去病",
    "丁": "D 丁玲 戴望舒 邓稼先 鄧稼先 董卓 段誉 杜甫 狄仁杰",
    "康": "K 康熙 阚泽 闞澤 孔融 匡衡 蒯通",
    "艾": "A 艾青 安禄山 敖丙",
    "俄": "E 鄂温",
    # Latin names: the last word, without suffixes and small particles.
    "": "# : … 42 (",
}
OTHERS = {
    "Ada Lovelace": "L",
    "ada lovelace": "L",
    "Kate Saenko": "S",
    "Vincent van der Berg": "B",
    "van der Berg": "B",
    "Aaron van den Oord": "O",
    "Laurens van der Maaten": "M",
    "Guy Van den Broeck": "V",
    "Yann LeCun": "L",
    "Yann Le Cun": "L",
    "Quoc V. Le": "L",
    "Fabio Di Stefano": "D",
    "Di Wu": "W",
    "John E Smith": "S",
    "Leonardo da Vinci": "V",
    "Carl Friedrich von Weizsäcker": "W",
    "Jean d'Alembert": "A",
    "Daniel D’Souza": "D",
    "Muhammad al-Khwarizmi": "K",
    "Gerard 't Hooft": "H",
    "Conan O'Brien": "O",
    "Martin Luther King Jr.": "K",
    "Martin Luther King, Jr.": "K",
    "Sammy Davis Jr": "D",
    "William Gates III": "G",
    "King, Martin Luther": "K",
    "van der Berg, Vincent": "B",
    "Léon Bottou": "B",
    "Łukasz Kaiser": "K",
    "Kai Łukasz": "L",
    "Søren Østergaard": "O",
    "Émile Éluard": "E",
    "Anna Þórsdóttir": "T",
    "Ａｄａ Ｌｏｖｅｌａｃｅ": "L",
    "Wei Zhang (张伟)": "Z",
    "张伟 Wei Zhang": "Z",
    "Gemini Team": "G",
    "The LIGO Collaboration": "L",
    "OpenAI": "O",
    "3M": "#",
    "_": "#",
    "Иван Петров": "Я",
    "Ελένη Παπαδοπούλου": "Ω",
    "さくら ももこ": "あ",
    "김철수": "한",
    "محمد علي": "…",
    "𠮷田": "汉",
}


@pytest.mark.parametrize("row", PEOPLE.values())
def test_a_chinese_name_stands_under_the_pinyin_of_its_surname(row: str) -> None:
    letter, *names = row.split()
    assert {name: alphabetize(name, person=True).letter for name in names} == dict.fromkeys(names, letter)


def test_other_names_stand_under_the_surname() -> None:
    assert {name: alphabetize(name, person=True).letter for name in OTHERS} == OTHERS


def test_things_stand_under_their_first_word() -> None:
    names = {
        "The University of Tokyo": "U",
        "清华大学": "Q",
        "单目深度": "D",
        "ÉCOLE": "E",
        "NeurIPS 2024": "N",
        "3D": "#",
    }
    assert {name: alphabetize(name, person=False).letter for name in names} == names


def test_people_of_one_surname_stand_together_in_both_scripts() -> None:
    names = ["Zhu Di", "张伟", "San Zhang", "曾巩", "張三", "Ada Zeng", "Zoe", "周瑜"]
    placed = sorted((alphabetize(name, person=True)[1:], name) for name in names)
    surnames = [filing[1].partition("\0")[0] for filing, _ in placed]
    assert [each for each, _ in groupby(surnames)] == ["di", "zeng", "zhang", "zhou", "zoe"]


@given(st.text() | st.text("ADdø 'van.-,(张曾"))
def test_any_name_has_one_letter_of_the_index(name: str) -> None:
    for person in (True, False):
        filing = alphabetize(name, person=person)
        assert filing.letter in OTHER_LETTERS or "A" <= filing.letter <= "Z"
        assert len(filing.letter) == 1
        assert filing == alphabetize(name, person=person)
    assert fold_letters(fold_letters(name)) == fold_letters(name)


def test_readings_are_those_of_a_dictionary() -> None:
    """Another one than Unihan. It knows readings of characters, not which of them a surname has."""
    pypinyin = pytest.importorskip("pypinyin")

    def readings(character: str, *, usual: bool = False) -> set[str]:
        [found] = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=not usual)
        return {fold_letters(each).replace("v", "u") for each in found}

    for surname, reading in SURNAMES.items():
        if len(surname) == 1:
            assert reading in readings(surname)
        else:
            simplified = "".join(TO_SIMPLIFIED.get(each, each) for each in surname)
            assert reading == "".join(pypinyin.lazy_pinyin(simplified))
    common = [chr(code) for code in range(0x4E00, 0xA000) if is_chinese_surname(chr(code))]
    assert len(common) > 250
    differing = {
        each: alphabetize(each, person=True).letter
        for each in common
        if each not in SURNAMES
        and alphabetize(each, person=True).key.partition("\0")[0] not in readings(each, usual=True)
    }
    assert differing == {}
