"""The tables that a paper prints, in two languages: what each holds, and how its values are written."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd

from helpers.coding.codebook import UNCODED, load_codebook, load_schemes
from helpers.coding.coder import code_items
from helpers.coding.counts import join_codes, share_codes
from helpers.comparison.groups import average
from helpers.corpus.load import load_corpus
from helpers.corpus.manifest import ISSUER_KINDS, LEVELS
from helpers.extraction.indicators import load_indicators
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.units import load_units
from helpers.extraction.words import find_terms
from helpers.gold.agreement import compare_passes, label_agreement, pair_passes
from helpers.gold.blind import NO_CODE, add_filled
from helpers.gold.pairing import match_items
from helpers.gold.scoring import MEASURES, cut_scores, score_codes
from helpers.gold.tables import KINDS, load_gold
from helpers.gold.trust import trusted_schemes
from helpers.output.documents import Block, Heading, Table, write_latex, write_latex_document, write_word
from helpers.output.glossary import UNNAMED, Terms, find_unnamed, name_terms, read_terms, translate, write_unnamed
from helpers.output.labels import LANGUAGES, Labels, Language, label, number, say
from helpers.output.notebook import introduce, prepare_reports
from helpers.output.parts import MADE
from helpers.output.tables import make_tables
from helpers.places import ROOT, write_file
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline

__all__ = [
    "EVERYTHING",
    "PaperTable",
    "Work",
    "export_tables",
    "make_paper_tables",
    "name_coders",
    "print_table",
    "read_work",
]

MOST_ROWS = 40  # that are printed; the CSV has all
PER = 10_000  # characters
QUARTILES = {"q1": 0.25, "median": 0.5, "q3": 0.75}
PART = "measures"
REFERENCE = "codes-adjudicated"  # the pass of gold/codes.csv that settles the others, as in notebook 07
DOUBT = ("编码未达可信标准，仅供探索。", " Not shown to be reliable: exploratory.")
EVERYTHING = SimpleNamespace(corpus=None, write=False, where={}, by=None, within=None)


class PaperTable(NamedTuple):
    """A table as data, a row a line: `caption` and `note` in Chinese and English.

    Texts and heads are called by `labels`, then by words.csv (heads as table_<column>); in English, what neither names
    by `terms`, the glossary: as 中文 (English). `digits` says how many decimals
    a column of fractions has (1 where it says nothing; None: as charts print numbers).
    """

    name: str
    caption: tuple[str, str]
    data: pd.DataFrame
    labels: Labels = {}
    digits: Mapping[str, int | None] = {}
    note: tuple[str, str] = ("", "")
    terms: Terms = {}


class Work(NamedTuple):
    """A corpus and its tables: `reports` as of `prepare_reports`, the others as of `make_tables`."""

    reports: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    corpus: str | Path | None


def read_work(corpus: str | Path | None = None) -> Work:
    """Read a corpus and make its tables. CorpusError as of `load_corpus`, or with fewer than two reports."""
    tables = make_tables(corpus, [name for name in MADE if name != "tokens"])
    choice = SimpleNamespace(**vars(EVERYTHING) | {"corpus": corpus})
    return Work(prepare_reports(tables["reports"], choice), tables, corpus)


def export_tables(out: Path, work: Work) -> list[Path]:
    """Write every table of a corpus to `out`, Chinese, and `out`/en, English; the files.

    Each as .csv (all rows, numbers whole, terms in both languages) and .tex (booktabs), all of them as tables.docx and
    as tables.tex, which xelatex sets. What English tables show in Chinese alone is listed in `out`/en/untranslated.csv.
    """
    tables = make_paper_tables(work)
    files: dict[Path, bytes] = {}
    for language in LANGUAGES:
        folder = out if language == "zh" else out / language
        printed = {table.name: print_table(table, language) for table in tables}
        for table in tables:
            files[folder / f"{table.name}.csv"] = _write_csv(table, language)
            files[folder / f"{table.name}.tex"] = write_latex(printed[table.name], table.name).encode()
        files[folder / "tables.tex"] = write_latex_document([table.name for table in tables], language).encode()
        blocks: list[Block] = [Heading(say("tables", language), 1), *printed.values()]
        files[folder / "tables.docx"] = write_word(blocks, language)
    unnamed = {table.name: find_unnamed(_list_texts(table), table.terms, table.labels) for table in tables}
    if data := write_unnamed(unnamed):
        files[out / "en" / UNNAMED] = data
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
    return list(files)


def make_paper_tables(work: Work) -> list[PaperTable]:
    """The tables of a corpus in the order in which a paper prints them; those that would be empty are left out."""
    makers: Sequence[Callable[[Work], list[PaperTable]]] = (
        _describe_corpus,
        _list_measures,
        _list_reforms,
        _list_indicators,
        _list_citations,
        _score_coder,
        _compare_coders,
    )
    terms = read_terms(work.corpus)
    return [table._replace(terms=terms) for make in makers for table in make(work) if len(table.data)]


def print_table(table: PaperTable, language: Language) -> Table:
    """A table as it is printed in a language, at most `MOST_ROWS` of it; what is left out is said below.

    >>> data = pd.DataFrame({"kind": ["measures"], "reports": [1200], "share": [12.34]})
    >>> shown = print_table(PaperTable("t", ("表。", "A table."), data), "en")
    >>> shown.cells.to_dict("records"), shown.right
    ([{'Kind': 'measures', 'Reports': '1,200', 'Share (%)': '12.3'}], ('Reports', 'Share (%)'))
    """
    shown, columns = table.data.head(MOST_ROWS), list(map(str, table.data))
    heads = {column: _head(table, column, language) for column in columns}
    cells = {heads[column]: _write_column(table, column, shown[column], language) for column in columns}
    numbers = tuple(heads[column] for column in columns if pd.api.types.is_numeric_dtype(shown[column]))
    at = LANGUAGES.index(language)
    left = say("rows_cut", language, shown=len(shown), all=len(table.data)) if len(shown) < len(table.data) else ""
    note = " ".join(filter(None, [table.note[at], left]))
    return Table(table.caption[at], pd.DataFrame(cells, dtype="object"), numbers, note)


def _head(table: PaperTable, column: str, language: Language) -> str:
    return label(column if column in table.labels else f"table_{column}", language, table.labels)


def _write_column(table: PaperTable, column: str, values: pd.Series, language: Language) -> list[str]:
    if not pd.api.types.is_numeric_dtype(values):
        names = _name_texts(table)
        return ["–" if pd.isna(value) else label(value, language, names) for value in values]
    if pd.api.types.is_integer_dtype(values):
        return ["–" if pd.isna(value) else f"{value:,}" for value in values]
    digits = table.digits.get(column, 1)
    return ["–" if pd.isna(value) else number(value) if digits is None else f"{value:,.{digits}f}" for value in values]


def _list_texts(table: PaperTable) -> list[str]:
    columns = [values for _, values in table.data.items() if not pd.api.types.is_numeric_dtype(values)]
    return list(dict.fromkeys(str(value) for values in columns for value in values.dropna()))


def _name_texts(table: PaperTable) -> dict[str, tuple[str, str]]:
    """What the texts of a table are called: `labels`, and the terms that neither they nor words.csv name."""
    return {**name_terms(_find_terms(table), table.terms), **table.labels}


def _find_terms(table: PaperTable) -> dict[str, str]:
    """Chinese → English of the texts that the glossary alone names."""
    unknown = (text for text in _list_texts(table) if find_unnamed([text], {}, table.labels))
    return {text: english for text in unknown if (english := translate(text, table.terms))}


def _write_csv(table: PaperTable, language: Language) -> bytes:
    """All rows; texts and heads in a language, beside terms what the other calls them, numbers as they are."""
    terms = _find_terms(table)
    columns: dict[str, pd.Series] = {}
    for column, values in table.data.items():
        head = _head(table, str(column), language)
        if pd.api.types.is_numeric_dtype(values):
            columns[head] = values
            continue
        told = values.map(lambda value: label(value, language, table.labels), na_action="ignore")
        english, both = values.map(terms), values.isin(list(terms))
        columns[head] = told if language == "zh" else english.where(both, told)
        if both.any():
            columns[say("table_beside", language, head=head)] = english if language == "zh" else values.where(both)
    return pd.DataFrame(columns).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _describe_corpus(work: Work) -> list[PaperTable]:
    """Table 1: the corpus by kind, level and year; a line for all years of a kind and level, and one for all."""
    n_items = work.tables["items"].groupby("report_id").size()
    own = work.reports.assign(n_items=n_items.reindex(work.reports.index, fill_value=0))
    for column, order, prefix in (("issuer_kind", ISSUER_KINDS, "issuer_kind_"), ("level", LEVELS, "level_")):
        named = (prefix + own[column]).fillna("group_unknown")
        own[column] = pd.Categorical(named, [*(prefix + name for name in order), "group_unknown"], ordered=True)
    rows = []
    for (kind, level), group in own.groupby(["issuer_kind", "level"], observed=True):
        for year, part in group.groupby(group["year"].astype("str").fillna("group_unknown")):
            rows.append({"kind": kind, "level": level, "year": year, **_describe(part)})
        if group["year"].nunique() > 1:
            rows.append({"kind": kind, "level": level, "year": "all_years", **_describe(group)})
    rows.append({"kind": "group_all", "level": pd.NA, "year": pd.NA, **_describe(own)})
    zh, en = introduce(work.reports)
    note = (
        f"{zh}年数：每个机关有报告的年数，机关平均。字数不计空白字符，Q1、Q3 为四分位数。",
        f"{en} Years: with a report, mean over issuers. Characters without white space; Q1, Q3: quartiles.",
    )
    caption = ("语料构成：按机关类别、层级和年份。", "The corpus by kind and level of issuer and by year.")
    digits = dict.fromkeys(QUARTILES, 0)
    return [PaperTable("corpus", caption, pd.DataFrame(rows), digits=digits, note=note)]


def _describe(own: pd.DataFrame) -> dict[str, Any]:
    """How many reports, issuers and years an issuer, items; the characters of a report."""
    years = own.groupby("unit")["year"].nunique().mean()
    counts = {"reports": len(own), "issuers": own["unit"].nunique(), "years": years, "items": own["n_items"].sum()}
    return counts | {name: own["n_chars"].quantile(at) for name, at in QUARTILES.items()}


def _list_measures(work: Work) -> list[PaperTable]:
    """The codes of the measures, scheme by scheme: over all issuers, and by group."""
    schemes, trusted = load_schemes(work.corpus), trusted_schemes(work.corpus)["trusted"]
    found = []
    for scheme, zh, en, roles in schemes[["label_zh", "label_en", "roles"]].itertuples(name=None):
        if PART not in roles:
            continue
        shares = share_measures(work, scheme)
        doubt = ("", "") if trusted[scheme] else DOUBT
        note = (
            "条目按主编码计，占举措各条目总字数的百分比；先在机关的各份报告内平均，再取机关的均值和四分位数。"
            f"类目不在有效期的年份不计。{doubt[0]}",
            "Items by main code, percent of the characters of all items of the measures, averaged over the reports of "
            f"an issuer, then over issuers. Years in which a code is not in force do not count.{doubt[1]}",
        )
        caption = (f"举措各{zh}所占篇幅（%）。", f"Room given in the measures, by {en.lower()} (%).")
        of_issuers = shares.groupby(work.reports["unit"]).mean()
        data = pd.DataFrame({"code": shares.columns, "mean": of_issuers.mean().to_numpy()})
        for name, at in QUARTILES.items():
            data[name] = of_issuers.quantile(at).to_numpy()
        data["issuers"], data["reports"] = of_issuers.count().to_numpy(), shares.count().to_numpy()
        found.append(PaperTable(f"measures-{scheme}", caption, data, _name_codes(scheme, work.corpus), note=note))
        found.append(_list_by_group(work, scheme, (zh, en), shares))
    return found


def share_measures(work: Work, scheme: str) -> pd.DataFrame:
    """`share_codes` of the measures by main code: a row a report, a column a code, what is uncoded the last."""
    codes = work.tables["codes"].query("rank == 1")
    coded = join_codes(work.tables["items"].query("role == @PART"), codes, scheme)
    return share_codes(coded, work.reports, scheme, corpus=work.corpus)


def _name_codes(scheme: str, corpus: str | Path | None) -> dict[str, tuple[str, str]]:
    book = load_codebook(scheme, corpus)
    names = {str(code): (f"{code} {row.label_zh}", f"{code} {row.label_en}") for code, row in book.iterrows()}
    return names | {UNCODED: (UNCODED, "Uncoded")}


def _list_by_group(work: Work, scheme: str, name: tuple[str, str], shares: pd.DataFrame) -> PaperTable:
    """The same by group (what the notebooks compare), an issuer counting once."""
    means = average(shares, work.reports)
    data = means.mean.assign(issuers=means.issuers.max(axis=1), reports=means.reports.max(axis=1))
    data = data[data["issuers"] > 0].rename_axis("group").reset_index().astype({"group": "str"})
    codes = {code: (code, code) for code in shares} | {UNCODED: (UNCODED, "Uncoded")}
    caption = (
        f"各组举措各{name[0]}所占篇幅（%）。",
        f"Room given in the measures, by {name[1].lower()} and group (%).",
    )
    note = (
        "各组为机关均值，一个机关计一次；类目名称见上表。",
        "Means over issuers; the codes are named in the table above.",
    )
    return PaperTable(f"measures-{scheme}-groups", caption, data, codes | work.reports.attrs["labels"], note=note)


def _list_reforms(work: Work) -> list[PaperTable]:
    """The named reforms of the lexicon in the measures; variants count together."""
    lexicon = load_lexicon(work.corpus).set_index("term")
    terms = lexicon[lexicon["kind"].eq("reform")]
    passages = work.tables["passages"]
    found = find_terms(passages[passages["role"].eq(PART)], terms.index)
    found = found.assign(term=found["term"].map(terms["same_as"]).fillna(found["term"]))
    data = _count(found.rename(columns={"term": "reform"}), "reform", work)
    caption = ("举措中点名的改革。", "Reforms named in the measures.")
    n = work.reports["unit"].nunique()
    note = (
        f"占比：占全部 {n} 个机关的百分比。词表共 {terms['same_as'].isna().sum()} 项，写法不同的合并计数。",
        f"Share: of all {n} issuers. The lexicon has {terms['same_as'].isna().sum()} reforms; variants count together.",
    )
    data.insert(2, "share", data["issuers"] / n * 100)
    return [PaperTable("reforms", caption, data, note=note)]


def _count(found: pd.DataFrame, by: str, work: Work) -> pd.DataFrame:
    """Issuers, reports and times by a column, most issuers first."""
    units = found["report_id"].map(work.reports["unit"])
    grouped = found.assign(unit=units).groupby(by)
    counts = grouped.agg(issuers=("unit", "nunique"), reports=("report_id", "nunique"), times=("report_id", "size"))
    return counts.sort_values(["issuers", "reports", "times"], ascending=False, kind="stable").reset_index()


def _list_indicators(work: Work) -> list[PaperTable]:
    """Results (no targets, no growth) by indicator and unit, an issuer's value being the mean of what it states."""
    book, claims = load_indicators(work.corpus), work.tables["claims"]
    results = claims[claims["status"].eq("actual") & claims["measure"].ne("change")].dropna(subset="indicator")
    printed = results["unit"].fillna("–")
    alike = printed.map(load_units(work.corpus)["same_as"].dropna()).fillna(printed)
    results = results.assign(indicator=results["indicator"].astype("str"), of=alike)
    of_issuers = results.groupby(["indicator", "of", results["report_id"].map(work.reports["unit"])])["value"].mean()
    values = of_issuers.groupby(level=[0, 1]).agg(low="min", middle="median", high="max", issuers="size")
    counted = results.groupby(["indicator", "of"])["report_id"].agg(reports="nunique", times="size")
    data = values.join(counted).reset_index()
    data["comparable"] = ("comparable_" + data["indicator"].map(book["comparable"])).fillna("na")
    data = data.sort_values(["issuers", "reports", "times"], ascending=False, kind="stable")
    data = data[["indicator", "of", "comparable", "issuers", "reports", "times", "low", "middle", "high"]]
    labels = {str(name): (row.label_zh, row.label_en) for name, row in book.iterrows()}
    caption = ("各项指标写明的结果。", "Results stated, by indicator.")
    note = (
        "机关、报告、次数：写明的个数；机关的值为其所写各值的均值。可比：各机关之间能否直接相比。未写明不等于没有。",
        "Issuers, reports, times: how many state it; an issuer's value is the mean of what it states. Comparable: "
        "whether values of different issuers can be set side by side. What is not stated is not zero.",
    )
    digits = dict.fromkeys(("low", "middle", "high"))
    return [PaperTable("indicators", caption, data.reset_index(drop=True), labels, digits, note)]


def _list_citations(work: Work) -> list[PaperTable]:
    """What is cited, by kind, and the names that most issuers cite."""
    reports, known = work.reports, work.tables["citations"].dropna(subset="name")
    kinds = _count(known, "kind", work)
    times = known.groupby(["report_id", "kind"]).size().unstack(fill_value=0).reindex(reports.index, fill_value=0)
    rates = times.div(reports["n_chars"] / PER, axis=0).groupby(reports["unit"]).mean().mean()
    kinds.insert(1, "rate", kinds["kind"].map(rates))
    names = _count(known, "name", work)
    names.insert(1, "kind", names["name"].map(known.drop_duplicates("name").set_index("name")["kind"]))
    for table in (kinds, names):
        table["kind"] = "cited_" + table["kind"].astype("str")
    by_kind = ("引用的法律、政策和文件，按种类。", "Laws, policies and documents cited, by kind.")
    note = ("每万字引用次数：机关均值。", "Rate: citations per 10,000 characters, mean over issuers.")
    most = ("引用的法律、政策和文件。", "Laws, policies and documents cited.")
    return [PaperTable("citations", by_kind, kinds, note=note), PaperTable("cited", most, names)]


def _score_coder(work: Work) -> list[PaperTable]:
    """How right the program is on texts that it was not written with: codes, and everything else."""
    gold, trust = load_gold(work.corpus), trusted_schemes(work.corpus)
    unread = gold["unseen_codes"].fillna({"gold": NO_CODE, "program": NO_CODE})
    unread = unread[unread["scheme"].isin(trust.index[trust["pieces_all"] > 0])]
    kinds = gold["unseen"].drop_duplicates("set").set_index("set")["kind"]
    codes = score_codes(unread.assign(kind=unread["set"].map(kinds)), by=["scheme", "kind"]).reset_index()
    codes = codes[["scheme", "kind", "n", "value", "baseline", "kappa"]].sort_values(
        "scheme", key=lambda names: names.map(list(trust.index).index), kind="stable"
    )
    others = gold["unseen"][gold["unseen"]["measure"].isin(MEASURES)].reset_index(drop=True)
    others = others.assign(n_of="unseen_" + others["n_of"], value=others["value"].astype("float64"))
    others = others.astype({"n": "int64"})[["measure", "kind", "n", "n_of", "value"]].sort_values(
        "measure", key=lambda names: names.map(list(MEASURES).index), kind="stable"
    )
    labels = KINDS | MEASURES | {str(name): (row.label_zh, row.label_en) for name, row in trust.iterrows()}
    digits = dict.fromkeys(("value", "baseline", "kappa"), 3)
    model = name_coders()
    note = (
        f"程序的主编码与通读编码（{model[0]}）相比；基准：全猜最常见一类；κ：科恩 κ。小数截断，不四舍五入。",
        f"The program's main code beside a reading ({model[1]}); baseline: the commonest code alone; κ: Cohen's. "
        "Decimals are cut off, not rounded.",
    )
    caption = (
        "编码在程序未见过的文本上的准确度。",
        "Accuracy of the codes on texts unknown to the program.",
    )
    more = ("其他各项在程序未见过的文本上的得分。", "Other scores on texts unknown to the program.")
    told = ("得分为一致的比例或 F1，见语料的 gold/unseen.csv。", "Share that agrees, or F1: see gold/unseen.csv.")
    return [
        PaperTable("accuracy", caption, _cut(codes), labels, digits, note),
        PaperTable("scores", more, _cut(others), labels, digits, told),
    ]


def name_coders() -> tuple[str, str]:
    """Who read the texts unknown to the program, which are the repository's whatever the corpus.

    >>> name_coders()
    ('模型', 'a model')
    """
    coders = load_gold(ROOT / "corpus")["CODERS"]
    kinds = set(coders.loc[coders["tables"].fillna("").str.contains("unseen"), "coder_kind"])
    return {("person",): ("人工", "a person"), ("model",): ("模型", "a model")}.get(tuple(kinds), ("–", "–"))


def _cut(table: pd.DataFrame) -> pd.DataFrame:
    """Scores with the decimals that are printed, cut off."""
    scores = table.select_dtypes("float64").columns
    return table.assign(**{name: cut_scores(table[name]) for name in scores}).reset_index(drop=True)


def _compare_coders(work: Work) -> list[PaperTable]:
    """How far passes of coding agree with each other and with the program, on the items of this corpus."""
    gold = add_filled(load_gold(work.corpus), work.corpus)
    if gold["codes"].empty:
        return []
    reports = load_corpus(work.corpus, corrected=False)  # codings know no corrections
    reports = reports[reports.index.isin(gold["codes"]["report_id"])]
    items = list_items(parse_outline(reports))
    matched = match_items(reports, items, gold).drop(columns="role").dropna()
    coded = gold["codes"].merge(matched, on=["report_id", "n"]).fillna({"code": NO_CODE})
    read = coded.pivot(index=["scheme", "report_id", "item_id"], columns="pass_id", values="code")
    main = code_items(items, reports, corpus=work.corpus).query("rank == 1").fillna({"code": NO_CODE})
    read["program"] = main.set_index(read.index.names)["code"].reindex(read.index).fillna(NO_CODE)
    pairs = pair_passes(gold, REFERENCE)
    found = compare_passes(read, pairs[pairs["first"].isin(read.columns) & pairs["second"].isin(read.columns)])
    whole = found[found["measure"].isin(["observed", "alpha", "ac1"])]
    whole = whole.assign(shown=label_agreement(whole))
    names = ["scheme", "first", "second", "called", "n"]
    data = whole.pivot(index=names, columns="measure", values="shown").reindex(columns=["observed", "alpha", "ac1"])
    data = data.reset_index().rename_axis(columns=None).astype({"n": "int64"})
    schemes = load_schemes(work.corpus)
    labels = {str(name): (row.label_zh, row.label_en) for name, row in schemes.iterrows()}
    labels |= {called: _part(called) for called in data["called"]} | {"program": ("程序", "program")}
    caption = (
        "各遍编码之间及与程序的一致程度。",
        "How far the passes of coding agree, with each other and with the program.",
    )
    note = (
        "一致率、Krippendorff α、Gwet AC1；方括号内为对条目自助抽样的 95% 区间，同一报告的条目彼此相似，故偏窄。",
        "Share that agrees, Krippendorff's α, Gwet's AC1; in brackets 95% of a bootstrap over items, too narrow as "
        "items of one report are alike.",
    )
    return [PaperTable("agreement", caption, data, labels, note=note)]


def _part(called: str) -> tuple[str, str]:
    """Chinese and English of what an agreement is called: English words first, then the Chinese."""
    english, _, chinese = called.rpartition(" ")
    return chinese, english
