"""Write `digest/text/rare_variants.py`, the traditional characters that `digest/text/hanzi.py` leaves out, from
`Unihan_Variants.txt` and `Unihan_Readings.txt` of the Unicode Character Database (Debian's package `unicode-data`
has them, compressed): `python -m tests.text.unihan_variants /usr/share/unicode`.
"""

import bz2
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from digest.text import hanzi

_DOCSTRING = """\
Traditional characters and variants that `hanzi` leaves out, as they are rare or have several readings. Written by
`tests/text/unihan_variants.py`; do not edit.
"""
_PER_LINE = 57

WRITTEN = Path(hanzi.__file__).with_name("rare_variants.py")

_IN_USE = set("著藉覆幺阪戠臤")
"""Characters of simplified text, although Unihan has simplified variants of them."""

_CHOSEN = (
    "摺折瀋沈鍾钟鬨哄穀谷蘋苹臘腊餘余麯曲閤合儁俊奬奖瀰弥綵彩薴苧襬摆諮咨逕径鉅巨钁镢靦腼麴曲讚赞滷卤嚐尝崙仑嶽岳巖岩廕荫擣捣糰团絃弦縴纤"
    "譟噪遶绕釦扣鍊炼鍼针鎌镰鎚锤闇暗餬糊餵喂鵰雕齧啮瘻瘘噁恶挱挲"
)
"""Pairs where the first variant of several, or a rare one, is not the usual form."""

_FURTHER = (
    "亙亘侷局俬私倖幸僱雇兇凶冑胄剷铲劄札勳勋卹恤卽即厠厕厤历唸念啓启喫吃嚥咽囌苏垻坝塚冢墻墙壎埙壜坛嫋袅嫺娴孃娘寀采峯峰崑昆嵗岁巹卺"
    "幷并弔吊彆别彔录彫雕彿佛悽凄慤悫慼戚慾欲扞捍拚拼捱挨搧扇擡抬敎教旂旗旣既昇升朮术枴拐柺拐査查棊棋榘矩榦干槓杠樑梁欅榉歎叹殭僵"
    "殻壳氾泛汎泛汙污泝溯淒凄淩凌溼湿滙汇灩滟燉炖燬毁燻熏牀床牴抵犛牦獃呆琱雕璿璇甕瓮産产畵画痠酸癒愈皁皂盃杯眞真祕秘稜棱竪竖"
    "箇个箚札簑蓑籤签糉粽紮扎絶绝綉绣綑捆綳绷緑绿緼缊罎坛羣群羨羡羶膻翫玩脣唇脩修臥卧舖铺舘馆菴庵菸烟葯药蒐搜蓆席蔘参薹苔藴蕴蝨虱"
    "蠍蝎蠔蚝袷夹襉裥覈核証证説说諡谥謡谣譁哗譭毁谿溪豔艳貍狸賫赍贜赃踰逾蹟迹蹠跖遡溯醃腌醖酝醣糖鈅钥鈡钟鉆钻鉢钵鋭锐録录鎭镇鎸镌"
    "閲阅陞升霑沾頽颓顔颜飱飧餈糍饑饥駡骂鮝鲞鳬凫鶿鹚鷄鸡鷴鹇麪面麫面輼辒蒓莼嬀妫潙沩碕埼醟蒏錼镎韝鞲"
)
"""Pairs of a character and its simplified form that Unihan does not give as such."""


def read(folder: Path, name: str, field: str) -> Iterator[tuple[str, str]]:
    """The characters that have a field, and its value."""
    with bz2.open(folder / f"Unihan_{name}.txt.bz2", "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("U+") and f"\t{field}\t" in line:
                code, _, value = line.rstrip("\n").split("\t")
                yield chr(int(code.removeprefix("U+"), 16)), value


def collect(folder: Path) -> dict[str, str]:
    """The simplified form of each character."""
    standard = {character for character, _ in read(folder, "Readings", "kTGHZ2013")}
    pairs = _CHOSEN + _FURTHER
    forms = dict(zip(pairs[::2], pairs[1::2], strict=True))
    for character, value in read(folder, "Variants", "kSimplifiedVariant"):
        others = [chr(int(code.removeprefix("U+"), 16)) for code in value.split()]
        usual = [each for each in others if each != character and (each in standard or each <= "\u9fff")]
        if character <= "\u9fff" and usual and character not in _IN_USE and others != [character]:
            forms.setdefault(character, usual[0])
    whole: Mapping[str, str] = forms | hanzi.TO_SIMPLIFIED
    return {each: _follow(forms[each], whole) for each in sorted(forms) if each not in hanzi.TO_SIMPLIFIED}


def _follow(form: str, forms: Mapping[str, str]) -> str:
    return _follow(forms[form], forms) if form in forms else form


def write(forms: Mapping[str, str]) -> Iterator[str]:
    """The lines of the module."""
    yield f'"""{_DOCSTRING}"""\n'
    for name, characters, doc in (
        ("RARE", "".join(forms), "In the order of their code points."),
        ("RARE_SIMPLIFIED", "".join(forms.values()), "The simplified form of each, in the same order."),
    ):
        yield f"\n{name} = (\n"
        for start in range(0, len(characters), _PER_LINE):
            yield f'    "{characters[start : start + _PER_LINE]}"\n'
        yield f')\n"""{doc}"""\n'


if __name__ == "__main__":
    text = "".join(write(collect(Path(sys.argv[1]))))
    WRITTEN.write_text(text, encoding="utf-8", newline="\n")
