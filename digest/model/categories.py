"""arXiv's categories: their codes, the codes that the site shows, and names (arxiv.org/category_taxonomy)."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

CATEGORIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # Computer science
        "cs.AI": ("人工智能", "Artificial Intelligence"),
        "cs.AR": ("硬件体系结构", "Hardware Architecture"),
        "cs.CC": ("计算复杂性", "Computational Complexity"),
        "cs.CE": ("计算工程、金融与科学", "Computational Engineering, Finance, and Science"),
        "cs.CG": ("计算几何", "Computational Geometry"),
        "cs.CL": ("计算与语言", "Computation and Language"),
        "cs.CR": ("密码学与安全", "Cryptography and Security"),
        "cs.CV": ("计算机视觉", "Computer Vision"),
        "cs.CY": ("计算机与社会", "Computers and Society"),
        "cs.DB": ("数据库", "Databases"),
        "cs.DC": ("分布式、并行与集群计算", "Distributed, Parallel, and Cluster Computing"),
        "cs.DL": ("数字图书馆", "Digital Libraries"),
        "cs.DM": ("离散数学", "Discrete Mathematics"),
        "cs.DS": ("数据结构与算法", "Data Structures and Algorithms"),
        "cs.ET": ("新兴技术", "Emerging Technologies"),
        "cs.FL": ("形式语言与自动机理论", "Formal Languages and Automata Theory"),
        "cs.GL": ("综合文献", "General Literature"),
        "cs.GR": ("计算机图形学", "Graphics"),
        "cs.GT": ("计算机科学与博弈论", "Computer Science and Game Theory"),
        "cs.HC": ("人机交互", "Human-Computer Interaction"),
        "cs.IR": ("信息检索", "Information Retrieval"),
        "cs.IT": ("信息论", "Information Theory"),
        "cs.LG": ("机器学习", "Machine Learning"),
        "cs.LO": ("计算机科学中的逻辑", "Logic in Computer Science"),
        "cs.MA": ("多智能体系统", "Multiagent Systems"),
        "cs.MM": ("多媒体", "Multimedia"),
        "cs.MS": ("数学软件", "Mathematical Software"),
        "cs.NA": ("数值分析（计算机科学）", "Numerical Analysis (Computer Science)"),
        "cs.NE": ("神经与进化计算", "Neural and Evolutionary Computing"),
        "cs.NI": ("网络与互联网体系结构", "Networking and Internet Architecture"),
        "cs.OH": ("其他计算机科学", "Other Computer Science"),
        "cs.OS": ("操作系统", "Operating Systems"),
        "cs.PF": ("性能", "Performance"),
        "cs.PL": ("编程语言", "Programming Languages"),
        "cs.RO": ("机器人学", "Robotics"),
        "cs.SC": ("符号计算", "Symbolic Computation"),
        "cs.SD": ("声音", "Sound"),
        "cs.SE": ("软件工程", "Software Engineering"),
        "cs.SI": ("社会与信息网络", "Social and Information Networks"),
        "cs.SY": ("系统与控制", "Systems and Control"),
        # Statistics
        "stat.AP": ("统计应用", "Applications"),
        "stat.CO": ("统计计算", "Computation"),
        "stat.ME": ("统计方法", "Methodology"),
        "stat.ML": ("机器学习（统计）", "Machine Learning (Statistics)"),
        "stat.OT": ("其他统计学", "Other Statistics"),
        "stat.TH": ("统计理论", "Statistics Theory"),
        # Electrical engineering and systems science
        "eess.AS": ("音频与语音处理", "Audio and Speech Processing"),
        "eess.IV": ("图像与视频处理", "Image and Video Processing"),
        "eess.SP": ("信号处理", "Signal Processing"),
        "eess.SY": ("系统与控制（电气工程）", "Systems and Control (Electrical Engineering)"),
        # Economics
        "econ.EM": ("计量经济学", "Econometrics"),
        "econ.GN": ("一般经济学", "General Economics"),
        "econ.TH": ("理论经济学", "Theoretical Economics"),
        # Quantitative biology
        "q-bio": ("定量生物学", "Quantitative Biology"),
        "q-bio.BM": ("生物分子", "Biomolecules"),
        "q-bio.CB": ("细胞行为", "Cell Behavior"),
        "q-bio.GN": ("基因组学", "Genomics"),
        "q-bio.MN": ("分子网络", "Molecular Networks"),
        "q-bio.NC": ("神经元与认知", "Neurons and Cognition"),
        "q-bio.OT": ("其他定量生物学", "Other Quantitative Biology"),
        "q-bio.PE": ("种群与进化", "Populations and Evolution"),
        "q-bio.QM": ("定量方法", "Quantitative Methods"),
        "q-bio.SC": ("亚细胞过程", "Subcellular Processes"),
        "q-bio.TO": ("组织与器官", "Tissues and Organs"),
        # Quantitative finance
        "q-fin.CP": ("计算金融", "Computational Finance"),
        "q-fin.EC": ("经济学", "Economics"),
        "q-fin.GN": ("一般金融", "General Finance"),
        "q-fin.MF": ("数理金融", "Mathematical Finance"),
        "q-fin.PM": ("投资组合管理", "Portfolio Management"),
        "q-fin.PR": ("证券定价", "Pricing of Securities"),
        "q-fin.RM": ("风险管理", "Risk Management"),
        "q-fin.ST": ("统计金融", "Statistical Finance"),
        "q-fin.TR": ("交易与市场微观结构", "Trading and Market Microstructure"),
        # Mathematics
        "math.AC": ("交换代数", "Commutative Algebra"),
        "math.AG": ("代数几何", "Algebraic Geometry"),
        "math.AP": ("偏微分方程分析", "Analysis of PDEs"),
        "math.AT": ("代数拓扑", "Algebraic Topology"),
        "math.CA": ("经典分析与常微分方程", "Classical Analysis and ODEs"),
        "math.CO": ("组合数学", "Combinatorics"),
        "math.CT": ("范畴论", "Category Theory"),
        "math.CV": ("复变函数", "Complex Variables"),
        "math.DG": ("微分几何", "Differential Geometry"),
        "math.DS": ("动力系统", "Dynamical Systems"),
        "math.FA": ("泛函分析", "Functional Analysis"),
        "math.GM": ("综合数学", "General Mathematics"),
        "math.GN": ("一般拓扑", "General Topology"),
        "math.GR": ("群论", "Group Theory"),
        "math.GT": ("几何拓扑", "Geometric Topology"),
        "math.HO": ("数学史与综述", "History and Overview"),
        "math.IT": ("信息论（数学）", "Information Theory (Mathematics)"),
        "math.KT": ("K 理论与同调", "K-Theory and Homology"),
        "math.LO": ("数理逻辑", "Logic"),
        "math.MG": ("度量几何", "Metric Geometry"),
        "math.MP": ("数学物理（数学）", "Mathematical Physics (Mathematics)"),
        "math.NA": ("数值分析", "Numerical Analysis"),
        "math.NT": ("数论", "Number Theory"),
        "math.OA": ("算子代数", "Operator Algebras"),
        "math.OC": ("最优化与控制", "Optimization and Control"),
        "math.PR": ("概率论", "Probability"),
        "math.QA": ("量子代数", "Quantum Algebra"),
        "math.RA": ("环与代数", "Rings and Algebras"),
        "math.RT": ("表示论", "Representation Theory"),
        "math.SG": ("辛几何", "Symplectic Geometry"),
        "math.SP": ("谱理论", "Spectral Theory"),
        "math.ST": ("统计理论（数学）", "Statistics Theory (Mathematics)"),
        # Physics
        "astro-ph": ("天体物理", "Astrophysics"),
        "astro-ph.CO": ("宇宙学与河外天体物理", "Cosmology and Nongalactic Astrophysics"),
        "astro-ph.EP": ("地球与行星天体物理", "Earth and Planetary Astrophysics"),
        "astro-ph.GA": ("星系天体物理", "Astrophysics of Galaxies"),
        "astro-ph.HE": ("高能天体物理现象", "High Energy Astrophysical Phenomena"),
        "astro-ph.IM": ("天体物理仪器与方法", "Instrumentation and Methods for Astrophysics"),
        "astro-ph.SR": ("太阳与恒星天体物理", "Solar and Stellar Astrophysics"),
        "cond-mat": ("凝聚态物理", "Condensed Matter"),
        "cond-mat.dis-nn": ("无序系统与神经网络", "Disordered Systems and Neural Networks"),
        "cond-mat.mes-hall": ("介观与纳米尺度物理", "Mesoscale and Nanoscale Physics"),
        "cond-mat.mtrl-sci": ("材料科学", "Materials Science"),
        "cond-mat.other": ("其他凝聚态物理", "Other Condensed Matter"),
        "cond-mat.quant-gas": ("量子气体", "Quantum Gases"),
        "cond-mat.soft": ("软凝聚态物理", "Soft Condensed Matter"),
        "cond-mat.stat-mech": ("统计力学", "Statistical Mechanics"),
        "cond-mat.str-el": ("强关联电子", "Strongly Correlated Electrons"),
        "cond-mat.supr-con": ("超导", "Superconductivity"),
        "gr-qc": ("广义相对论与量子宇宙学", "General Relativity and Quantum Cosmology"),
        "hep-ex": ("高能物理实验", "High Energy Physics - Experiment"),
        "hep-lat": ("高能物理格点", "High Energy Physics - Lattice"),
        "hep-ph": ("高能物理唯象", "High Energy Physics - Phenomenology"),
        "hep-th": ("高能物理理论", "High Energy Physics - Theory"),
        "math-ph": ("数学物理", "Mathematical Physics"),
        "nlin.AO": ("适应与自组织系统", "Adaptation and Self-Organizing Systems"),
        "nlin.CD": ("混沌动力学", "Chaotic Dynamics"),
        "nlin.CG": ("元胞自动机与格子气", "Cellular Automata and Lattice Gases"),
        "nlin.PS": ("斑图形成与孤子", "Pattern Formation and Solitons"),
        "nlin.SI": ("精确可解与可积系统", "Exactly Solvable and Integrable Systems"),
        "nucl-ex": ("核物理实验", "Nuclear Experiment"),
        "nucl-th": ("核物理理论", "Nuclear Theory"),
        "physics.acc-ph": ("加速器物理", "Accelerator Physics"),
        "physics.ao-ph": ("大气与海洋物理", "Atmospheric and Oceanic Physics"),
        "physics.app-ph": ("应用物理", "Applied Physics"),
        "physics.atm-clus": ("原子与分子团簇", "Atomic and Molecular Clusters"),
        "physics.atom-ph": ("原子物理", "Atomic Physics"),
        "physics.bio-ph": ("生物物理", "Biological Physics"),
        "physics.chem-ph": ("化学物理", "Chemical Physics"),
        "physics.class-ph": ("经典物理", "Classical Physics"),
        "physics.comp-ph": ("计算物理", "Computational Physics"),
        "physics.data-an": ("数据分析、统计与概率", "Data Analysis, Statistics and Probability"),
        "physics.ed-ph": ("物理教育", "Physics Education"),
        "physics.flu-dyn": ("流体力学", "Fluid Dynamics"),
        "physics.gen-ph": ("综合物理", "General Physics"),
        "physics.geo-ph": ("地球物理", "Geophysics"),
        "physics.hist-ph": ("物理学史与物理哲学", "History and Philosophy of Physics"),
        "physics.ins-det": ("仪器与探测器", "Instrumentation and Detectors"),
        "physics.med-ph": ("医学物理", "Medical Physics"),
        "physics.optics": ("光学", "Optics"),
        "physics.plasm-ph": ("等离子体物理", "Plasma Physics"),
        "physics.pop-ph": ("科普物理", "Popular Physics"),
        "physics.soc-ph": ("物理与社会", "Physics and Society"),
        "physics.space-ph": ("空间物理", "Space Physics"),
        "quant-ph": ("量子物理", "Quantum Physics"),
        # Closed archives, which papers of the 1990s still name
        "acc-phys": ("加速器物理（旧）", "Accelerator Physics (closed archive)"),
        "adap-org": ("适应、噪声与自组织系统", "Adaptation, Noise, and Self-Organizing Systems"),
        "alg-geom": ("代数几何（旧）", "Algebraic Geometry (closed archive)"),
        "ao-sci": ("大气与海洋科学", "Atmospheric-Oceanic Sciences"),
        "atom-ph": ("原子、分子与光物理", "Atomic, Molecular and Optical Physics"),
        "bayes-an": ("贝叶斯分析", "Bayesian Analysis"),
        "chao-dyn": ("混沌动力学（旧）", "Chaotic Dynamics (closed archive)"),
        "chem-ph": ("化学物理（旧）", "Chemical Physics (closed archive)"),
        "cmp-lg": ("计算与语言（旧）", "Computation and Language (closed archive)"),
        "comp-gas": ("元胞自动机与格子气（旧）", "Cellular Automata and Lattice Gases (closed archive)"),
        "dg-ga": ("微分几何（旧）", "Differential Geometry (closed archive)"),
        "funct-an": ("泛函分析（旧）", "Functional Analysis (closed archive)"),
        "mtrl-th": ("材料理论", "Materials Theory"),
        "patt-sol": ("斑图形成与孤子（旧）", "Pattern Formation and Solitons (closed archive)"),
        "plasm-ph": ("等离子体物理（旧）", "Plasma Physics (closed archive)"),
        "q-alg": ("量子代数与拓扑", "Quantum Algebra and Topology"),
        "solv-int": ("精确可解与可积系统（旧）", "Exactly Solvable and Integrable Systems (closed archive)"),
        "supr-con": ("超导（旧）", "Superconductivity (closed archive)"),
    }
)
"""arXiv's code -> Chinese and English name.

English names are arXiv's (arxiv-base, `taxonomy/definitions.py`), except that "Computer Vision and Pattern
Recognition" (cs.CV) is shortened to the half that everyone says, and that of categories with one name all but one say
which they are, in brackets.
"""

ARCHIVES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cs": ("计算机科学", "Computer Science"),
        "stat": ("统计学", "Statistics"),
        "eess": ("电气工程与系统科学", "Electrical Engineering and Systems Science"),
        "math": ("数学", "Mathematics"),
        "physics": ("物理学", "Physics"),
        "q-bio": ("定量生物学", "Quantitative Biology"),
        "q-fin": ("定量金融", "Quantitative Finance"),
        "econ": ("经济学", "Economics"),
    }
)
"""arXiv's groups of categories: Chinese and English names."""

_CLOSED = {"cmp-lg": "cs", "alg-geom": "math", "dg-ga": "math", "funct-an": "math", "q-alg": "math"}
"""The group of each closed archive outside of physics."""

_BARE = ("cs", "stat", "eess")
"""Archives whose subject class may be typed alone. If two have the same one (SY), the first archive wins."""

_UNPREFIXED = ("cs", "stat")
"""Archives left out of shown codes. They share no subject class, so a shown code stays unambiguous."""


def _spellings() -> Mapping[str, str]:
    bare = {
        code.partition(".")[2].lower(): code
        for archive in reversed(_BARE)
        for code in CATEGORIES
        if code.startswith(f"{archive}.")
    }
    return MappingProxyType(bare | {code.lower(): code for code in CATEGORIES})


_SPELLINGS = _spellings()
"""Accepted spelling, in lower case -> arXiv's code."""


@lru_cache(maxsize=4096)
def category_code(typed: str) -> str:
    """The code as the site shows it: `CV` for `cs.CV` and `cv`, `math.NT` for `math.nt`.

    Unknown codes are stripped only. Idempotent.
    """
    code = _SPELLINGS.get(typed.strip().lower())
    if code is None:
        return typed.strip()
    archive, _, part = code.partition(".")
    return part if archive in _UNPREFIXED else code


def arxiv_code(code: str) -> str:
    """The code as arXiv writes it, of one as typed or shown: `cs.CV` for `CV`; empty if unknown."""
    return _SPELLINGS.get(code.strip().lower(), "")


def category_names(code: str) -> tuple[str, str] | None:
    """The Chinese and the English name for a code as typed or shown; None if unknown.

    A code without archive is looked up in cs, then stat, then eess: `CO` is stat.CO, since cs has none. math.CO is
    always written out.
    """
    spelling = _SPELLINGS.get(code.strip().lower())
    return None if spelling is None else CATEGORIES[spelling]


def category_archive(code: str) -> str:
    """The key in `ARCHIVES` of a category by its code as typed or shown; empty if unknown."""
    whole = _SPELLINGS.get(code.strip().lower())
    if whole is None:
        return ""
    archive = whole.partition(".")[0]
    return archive if archive in ARCHIVES else _CLOSED.get(archive, "physics")


def codes_named(name: str) -> tuple[str, ...]:
    """The codes, as shown, of the categories with a Chinese or English name, whatever is in brackets behind it: LG and
    ML for Machine Learning.
    """
    wanted = name.casefold()
    found = [
        code
        for code, (zh, en) in CATEGORIES.items()
        if wanted in (zh.casefold(), en.casefold(), zh.partition("（")[0], en.partition(" (")[0].casefold())
    ]
    return tuple(dict.fromkeys(map(category_code, found)))


def codes_like(typed: str) -> tuple[str, ...]:
    """The codes that a typo is to be compared with: with their archives if it has a dot or hyphen, else as shown."""
    whole = "." in typed or "-" in typed
    return tuple(CATEGORIES) if whole else tuple(dict.fromkeys(map(category_code, CATEGORIES)))
