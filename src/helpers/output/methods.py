"""The paragraph on data and methods of a paper, in two languages, with what it cites; every number is computed."""

import platform
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from helpers.coding.codebook import load_codebook
from helpers.comparison.keyness import FEWEST_ISSUERS
from helpers.corpus.corrections import load_corrections
from helpers.corpus.frame import load_frame
from helpers.extraction.indicators import load_indicators
from helpers.extraction.lexicon import load_lexicon
from helpers.gold.blind import add_filled
from helpers.gold.tables import load_gold
from helpers.gold.trust import FEWEST_PIECES, LEAST_KAPPA, trusted_schemes
from helpers.output.documents import Block, Heading, write_markdown, write_word
from helpers.output.notebook import introduce
from helpers.output.panel import RULE_FROM, hash_corpus, hash_inputs
from helpers.output.papertables import PER, Work, name_coders
from helpers.places import write_file
from helpers.structure.roles import ROLE_LABELS

__all__ = ["Sentence", "describe_methods", "export_methods", "list_references"]

SHORT = 12  # characters of a hash that are printed
CODERS = {"model": "模型", "person": "人工"}
SOFTWARE = {  # packages that compute what is printed, and the reference of each
    **{"fazhi-reports": "fazhi-reports", "jieba": "jieba", "rjieba": "rjieba"},
    **{"pandas": "mckinney2010", "scipy": "virtanen2020"},
    **{"scikit-learn": "pedregosa2011", "pycm": "haghighi2018", "matplotlib": "hunter2007"},
}


class Sentence(NamedTuple):
    """Some sentences in Chinese and in English, and the keys of what they cite (references.bib)."""

    zh: str
    en: str
    cites: tuple[str, ...] = ()


def export_methods(out: Path, work: Work) -> list[Path]:
    """Write methods.md and methods.docx (a paragraph in either language) and methods.bib to `out`; the files."""
    said = describe_methods(work)
    paragraph = {"zh": "".join(one.zh for one in said), "en": " ".join(one.en for one in said)}
    blocks: list[Block] = [
        Heading("数据与方法 · Data and methods", 1),
        *(Heading("中文"), paragraph["zh"], Heading("English"), paragraph["en"]),
    ]
    cited = dict.fromkeys(key for one in said for key in one.cites)
    files = {
        out / "methods.md": write_markdown(blocks, "zh").encode(),
        out / "methods.docx": write_word(blocks, "zh"),
        out / "methods.bib": "\n".join(list_references()[key] for key in cited).encode(),
    }
    out.mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        write_file(path, data)
    return list(files)


def describe_methods(work: Work) -> list[Sentence]:
    """What the paragraph says, in order: corpus, coding, counting, statistics, software, limits of this run."""
    return [*_tell_corpus(work), *_tell_coding(work), *_tell_counting(work), _tell_software(), *_tell_limits(work)]


@cache
def list_references() -> dict[str, str]:
    """The entries of references.bib by key, software with the version that is installed.

    >>> list_references()["cohen1960"].splitlines()[0]
    '@article{cohen1960,'
    """
    text = Path(__file__).with_name("references.bib").read_text("utf-8")
    entries = re.findall(r"^@\w+\{([^,]+),$.*?^\}\n", text, re.DOTALL | re.MULTILINE)
    bodies = re.split(r"(?<=^\}\n)\n", text, flags=re.MULTILINE)
    return {
        key: body.replace("VERSION", version(key)) if "VERSION" in body else body
        for key, body in zip(entries, bodies, strict=True)
    }


def _tell_corpus(work: Work) -> Iterator[Sentence]:
    reports, items = work.reports, work.tables["items"]
    zh, en = introduce(reports)
    chars, digest = reports["n_chars"].sum(), hash_corpus(reports)[:SHORT]
    yield Sentence(
        f"语料：{zh}正文共 {chars:,} 字（不计空白字符；语料指纹 SHA-256 {digest}）。",
        f"The corpus: {en} The texts have {chars:,} characters without white space (corpus: SHA-256 {digest}).",
    )
    scans, corrections = reports["read_as"].eq("ocr").sum(), len(load_corrections(work.corpus))
    if scans or corrections:
        yield Sentence(
            f"其中 {scans} 份识别自扫描件；人工更正 {corrections} 处。",
            f"Of these {scans} were recognised in scans; {corrections} readings were corrected by hand.",
        )
    yield Sentence(
        "各报告按规则清洗，按《法治政府建设与责任落实督察工作规定》要求的内容分为举措、履职、不足和计划等部分，再切成最小的列举条目，"
        f"共 {len(items):,} 条。",
        "Texts were cleaned and cut by rules into the parts that the regulation of 2019 on the building of rule-of-law "
        "government asks for (measures, the principals' duty, shortcomings, plan) and into their smallest enumerated "
        f"items, {len(items):,} in all.",
    )


def _tell_coding(work: Work) -> Iterator[Sentence]:
    trust, digest = trusted_schemes(work.corpus), hash_inputs(work.corpus)[:SHORT]
    sizes = {scheme: len(load_codebook(scheme, work.corpus)) for scheme in trust.index}
    schemes = trust[["label_zh", "label_en"]].itertuples(name=None)
    zh = "、".join(f"{name}（{sizes[scheme]} 类）" for scheme, name, _ in schemes)
    en = ", ".join(f"{row.label_en.lower()} ({sizes[scheme]} codes)" for scheme, row in trust.iterrows())
    terms, indicators = len(load_lexicon(work.corpus)), len(load_indicators(work.corpus))
    claims, citations = (len(work.tables[name]) for name in ("claims", "citations"))
    yield Sentence(
        f"条目由程序按编码本的线索词编码：{zh}；每条取权重最高的类目为主编码。词表 {terms} 条，指标 {indicators} 项"
        f"（编码本与词表指纹 {digest}）。另提取数字 {claims:,} 个、引用 {citations:,} 处。",
        f"Items were coded by the cue words of a codebook: {en}; the code with most weight is an item's main code. The "
        f"lexicon has {terms} terms, the table of indicators {indicators} (fingerprint of codebook and lexicon: "
        f"{digest}). The program also found {claims:,} quantities and {citations:,} citations.",
    )
    by_zh, by_en = name_coders()
    for _, row in trust[trust["trusted"]].iterrows():
        yield Sentence(
            f"程序未见过的 {row.pieces} 个真实片段上，{row.label_zh}编码与通读编码（{by_zh}）的科恩 κ 为 "
            f"{row.kappa:.2f}（Cohen 1960）。",
            f"On {row.pieces} pieces of reports unknown to the program its codes of {row.label_en.lower()} agree with "
            f"a reading ({by_en}) at Cohen's κ = {row.kappa:.2f} (Cohen 1960).",
            ("cohen1960",),
        )
    yield Sentence(
        f"结论只用 κ 不低于 {LEAST_KAPPA:.2f}（Landis 和 Koch 1977 所称“substantial”）、"
        f"片段不少于 {FEWEST_PIECES} 个的编码。",
        f"Findings rest only on schemes with κ of {LEAST_KAPPA:.2f} or more (“substantial”, Landis and Koch 1977) on "
        f"{FEWEST_PIECES} pieces or more.",
        ("landis1977",),
    )
    gold = add_filled(load_gold(work.corpus), work.corpus)
    passes = list(gold["codes"]["pass_id"].unique())
    if len(passes) > 1:
        kinds = gold["CODERS"].loc[gold["CODERS"]["pass_id"].isin(passes), "coder_kind"].value_counts()
        zh = "、".join(f"{CODERS[str(kind)]} {n} 遍" for kind, n in kinds.items())
        en = ", ".join(f"{n} by a {kind}" for kind, n in kinds.items())
        yield Sentence(
            f"本语料条目的各遍编码（{zh}）之间的一致程度以 Krippendorff α（Krippendorff 2004）"
            "和 AC1（Gwet 2008）表示。",
            f"Agreement among the passes of coding of this corpus ({en}) is given as Krippendorff's α (Krippendorff "
            "2004) and AC1 (Gwet 2008).",
            ("krippendorff2004", "gwet2008"),
        )


def _tell_counting(work: Work) -> Iterator[Sentence]:
    reports = work.reports
    groups = reports.groupby("group", observed=True)["unit"].nunique()
    yield Sentence(
        "类目占比为主编码条目的字数占该部分全部条目字数的百分比，类目不在有效期的年份记为缺失；词和引用按每万字次数计。"
        "以机关为单位：先在机关的各份报告内平均，再在机关之间平均。",
        "The share of a code is the characters of the items with this main code in percent of all items of the part, "
        "missing in years in which the code is not in force; words and citations are counted per "
        f"{PER:,} characters. The issuer is the unit: means are over the reports of an issuer, then over issuers.",
    )
    sizes = f"{min(groups)}" if min(groups) == max(groups) else f"{min(groups)}–{max(groups)}"
    yield Sentence(
        f"{len(groups)} 组（每组 {sizes} 个机关）的用词差异以带信息先验的加权对数发生比排序"
        "（Monroe、Colaresi 和 Quinn 2008），相似度为 TF–IDF 余弦。",
        f"The words that set {len(groups)} groups (of {sizes} issuers each) apart are ranked by weighted log odds with "
        "an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008); similarity is the cosine of TF–IDF weights.",
        ("monroe2008",),
    )
    if (groups >= FEWEST_ISSUERS).sum() > 1:
        yield Sentence(
            "差异的显著性由层内置换机关检验，p 值经 Benjamini–Hochberg 校正（Benjamini 和 Hochberg 1995）。",
            "Differences are tested by exchanging issuers inside strata, with p corrected for all comparisons "
            "(Benjamini and Hochberg 1995).",
            ("benjamini1995",),
        )
    else:
        yield Sentence(
            f"没有两组各有 {FEWEST_ISSUERS} 个以上机关，未作检验，仅作描述。",
            f"No difference was tested, as no two groups have {FEWEST_ISSUERS} issuers: all of it is descriptive.",
        )


def _tell_software() -> Sentence:
    used = "、".join(f"{name} {version(name)}" for name in SOFTWARE)
    python = platform.python_version()
    return Sentence(
        f"软件：Python {python}，{used}；分词按 jieba 的算法和词典，语料大时由 rjieba 编译执行。",
        f"Software: Python {python}, {used.replace('、', ', ')}; "
        "segmentation: jieba's algorithm and dictionary, in large corpora compiled by rjieba.",
        tuple(SOFTWARE.values()),
    )


def _tell_limits(work: Work) -> Iterator[Sentence]:
    reports, gold = work.reports, add_filled(load_gold(work.corpus), work.corpus)
    if "person" in set(gold["CODERS"]["coder_kind"]):
        yield Sentence("局限：程序的编码只有一部分经人工核对。", "Limits: a person has checked the codes in part only.")
    else:
        yield Sentence("局限：编码未经人工核对。", "Limits: no person has checked the codes.")
    trust = trusted_schemes(work.corpus)
    weak = trust[~trust["trusted"]]
    if len(weak):
        yield Sentence(
            f"以下编码未达上述标准，不作结论：{'、'.join(weak['label_zh'])}。",
            f"These fall short of that standard and carry no finding: {', '.join(weak['label_en']).lower()}.",
        )
    bound = reports["year"].ge(RULE_FROM).fillna(False).astype(bool)
    roles = work.tables["passages"].groupby("report_id")["role"].agg(set).reindex(reports.index[bound])
    lacking = {role: sum(role not in found for found in roles) for role in ROLE_LABELS if role not in ("front", "back")}
    short = {role: n for role, n in lacking.items() if n}
    if short:
        zh = "、".join(f"{ROLE_LABELS[role]} {n} 份" for role, n in short.items())
        yield Sentence(
            f"适用该规定的 {bound.sum()} 份报告中未识别出：{zh}。",
            f"Of {bound.sum()} reports that the regulation applies to, these parts were not found: "
            f"{', '.join(f'{role} in {n}' for role, n in short.items())}.",
        )
    dated, units = reports["published_on"].notna().sum(), reports.groupby("unit")["year"].nunique()
    yield Sentence(
        f"公布日期已知 {dated} 份；有多年报告的机关 {units.gt(1).sum()} 个，共 {len(units)} 个。",
        f"The day of publication is known of {dated} reports; {units.gt(1).sum()} of {len(units)} issuers have reports "
        "on several years.",
    )
    if load_frame(work.corpus).empty:
        yield Sentence(
            "没有抽样框，收录是否完整无从计算。", "There is no frame, so how complete the corpus is cannot be said."
        )
    yield Sentence(
        "篇幅和提及衡量的是写了什么，不是做了什么。", "Room and mentions measure what was written, not what was done."
    )
