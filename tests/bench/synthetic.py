"""Deterministic synthetic entries, about as long as real ones, for clones without the corpus."""

import random
from collections.abc import Iterator, Sequence

GIVEN = (
    *("Ada", "Alan", "Barbara", "Claude", "Donald", "Edsger", "Emmy", "Frances", "Grace", "Hedy", "Ivan", "John"),
    *("Jun", "Karen", "Kurt", "Leslie", "Li", "Margaret", "Mei", "Niklaus", "Radia", "Sofia", "Tim", "Wei", "Yan"),
)
FAMILY = (
    *("Allen", "Backus", "Chen", "Dijkstra", "Engelbart", "Floyd", "Gao", "Hamilton", "Huang", "Iverson", "Jones"),
    *("Kay", "Knuth", "Lamport", "Lin", "Liskov", "Lovelace", "Ma", "Milner", "Naur", "Noether", "Perlman", "Qian"),
    *("Ritchie", "Shannon", "Sun", "Tarjan", "Turing", "Ullman", "Valiant", "Wang", "Xu", "Yao", "Zhang", "Zhao"),
)
INITIALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Parts of names, for about twenty thousand people, few of whom have many papers."""

CATEGORIES = ("CV", "CL", "LG", "AI", "RO", "IR", "stat.ML", "SD")
ENGLISH = (
    "a the of for with from over under between without model network method attention diffusion transformer image "
    "language video speech graph policy reward sample feature token layer gradient benchmark baseline dataset training "
    "inference retrieval generation segmentation alignment adaptation large small robust efficient sparse dense "
    "pre-trained zero-shot multi-modal self-supervised propose show improve reduce learn evaluate compare outperform"
)
CHINESE = (
    "我们 提出 一种 新的 方法 模型 网络 注意力 扩散 图像 语言 视频 语音 检索 生成 分割 对齐 训练 推理 数据集 基准 "
    "实验 表明 该 能够 显著 提高 性能 降低 成本 通过 利用 学习 特征 表示 结构 大规模 零样本 多模态 自监督 鲁棒性 效率 "
    "在 和 的 与 对 从 中 上"
)


def make_entry(number: int) -> tuple[str, str]:
    """arXiv id and text of entry `number`, from 0."""
    chance = random.Random(number)
    name = f"23{1 + number // 100_000:02d}.{number % 100_000:05d}"
    lines = [
        "---",
        f"title: {_english(chance, 9)}",
        f"title_zh: {_chinese(chance, 10)}",
        "authors:",
        *(f"- {author}" for author in _authors(chance)),
        f"category: {chance.choice(CATEGORIES)}",
        f"arxiv: '{name}'",
        "---\n\n## 要点\n",
        *(f"{point}. {_chinese(chance, 18)}；" for point in range(1, 5)),
        f"\n## 一句话总结\n\n{_chinese(chance, 20)}。",
        f"\n## 摘要\n\n{''.join(f'{_chinese(chance, 18)}。' for _ in range(6))}",
        f"\n## Abstract\n\n{chr(10).join(f'{_english(chance, 20)}.' for _ in range(8))}\n",
    ]
    return name, "\n".join(lines)


def _authors(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(3, 8)):
        yield f"{chance.choice(GIVEN)} {chance.choice(INITIALS)}. {chance.choice(FAMILY)}"


def _english(chance: random.Random, words: int) -> str:
    return " ".join(_words(chance, ENGLISH.split(), words)).capitalize()


def _chinese(chance: random.Random, words: int) -> str:
    return "".join(_words(chance, CHINESE.split(), words))


def _words(chance: random.Random, pool: Sequence[str], words: int) -> list[str]:
    return chance.choices(pool, k=words + chance.randint(-words // 4, words // 4))
