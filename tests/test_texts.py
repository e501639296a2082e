"""The invented reports of tests/texts: what is read of them, all of them whole."""

import pandas as pd
import pytest

from helpers import list_furniture, list_items, load_corpus, load_gold, load_lexicon, parse_outline, segment
from helpers.characters import read_radicals, squeeze
from helpers.corpus.metadata import describe_report
from tests.readings import FOLDERS, list_changes, load_texts, take_fingerprints
from tests.scored import FOLDER, measure


@pytest.fixture(scope="module")
def texts() -> pd.DataFrame:
    return pd.concat(map(load_texts, FOLDERS))


@pytest.fixture(scope="module")
def reports() -> pd.DataFrame:
    return load_corpus(FOLDER, corrected=False)


def test_cleaning_loses_nothing(texts: pd.DataFrame) -> None:
    for name, raw, text, aside in texts[["raw", "text", "aside"]].itertuples(name=None):
        gone = {i for piece in aside for i in range(piece.start, piece.end)}
        kept = "".join(sign for i, sign in enumerate(raw) if i not in gone)
        assert squeeze(read_radicals(kept)) == squeeze(text), name


# Of whole pages saved as text: title, first words below title and number, last words.
PAGES = [
    ("645", "县档案馆2019年法治政府建设情况报告", "县委全面依法治县委员会：", "2020年1月7日"),
    ("646", "海屿市海洋与渔业局2022年度法治政府建设年度报告", "一、总体情况", "2023年1月30日"),
    ("647", "栖桦山街道：用法治“绣花针”织密治理网——2023年法治建设小结", "区委依法治区办：", "2024年1月8日"),
    ("648", "石马路镇2018年依法行政工作总结", "县人民政府：", "2018年12月16日"),
    (
        "649",
        "国家税务总局榔汀市税务局发布2021年法治政府建设情况报告",
        "近日，国家税务总局榔汀市税务局公布其年度报告，全文刊发如下：",
        "2022年1月15日",
    ),
    ("650", "黔禾县统计局2024年度法治政府建设年度报告", "一、统计法修改以后，我们做了哪些事", "2025年1月13日"),
    (
        "651",
        "小河西乡人民政府关于2020年法治政府建设工作完成情况及二〇二一年工作设想的报告",
        "县司法局：",
        "二〇二〇年十二月二十二日",
    ),
    (
        "652",
        None,
        "安徽省皖岭县医疗保障局依法履行基金监管、待遇经办两项职责，将2024年推进法治政府建设的年度成绩单公布如下，请参保人来评说。",
        "2025年1月24日",
    ),
    (
        "653",
        "柴岭藏族自治州民政局关于2023年度依法行政和法治政府建设情况的报告",
        "州委依法治州办：",
        "附件 · 2023年行政处罚公示表 · 柴岭州民政局权责清单",
    ),
    (
        "654",
        "滨屿区食品药品监督管理局2016年依法行政工作报告",
        "辽宁省滨屿区食品药品监督管理局在“四品一械”监管中坚持依法行政，年终报告如下，请网友监督。",
        "2017年1月10日",
    ),
    ("655", "重庆市梧南区消防救援大队2022年度法治建设工作情况报告", "梧南区委、区政府：", "2023年1月17日"),
    ("656", "山西省浔岩市气象局2025年度法治气象建设情况报告", "浔岩市人民政府、省气象局：", "2026年1月28日"),
    ("657", "竹泠县住房和城乡建设局2021年度法治政府建设工作报告", "县委、县政府：", "2022年1月12日"),
    ("658", "平沙区应急管理局2023年度法治政府建设情况报告", "区委全面依法治区委员会办公室：", "2024年1月22日"),
    (
        "659",
        "双栖镇人民政府2020年法治政府建设年度报告",
        "2020年，双栖镇人民政府以依法治镇为总抓手，各项工作稳步推进。现将一年情况总结如下：",
        "（二）每季度评查案卷一次，评查结果张榜公布。",
    ),
    (
        "660",
        "葛林市水务局2019年法治政府建设工作总结",
        "今年以来，市水务局坚持节水优先、依法治水，较好地完成了年度任务。总结如下。",
        "（一）购置无人机4架、执法艇2艘。（二）更换计量设施150台。（三）法律顾问列席局务会不少于6次。",
    ),
    ("661", "云洲市司法局2022年度法治政府建设报告", "市人民政府：", "2023年1月30日"),
    (
        "662",
        "骆河桥县交通运输局2018年度依法行政工作报告",
        "各位吧友，县交通运输局按规定公布全年依法行政工作，报告如下。",
        "二〇一九年一月九日",
    ),
    (
        "663",
        "玄门市审计局2023年法治政府建设年度报告",
        "2023年，玄门市审计局坚持依法审计，服务发展大局，圆满完成年度任务。",
        "（一）引进数据分析人才3名。（二）对屡审屡犯单位约谈主要负责人。（三）审计结果公开比例提高到60%。",
    ),
    ("664", "北棠区文化和旅游局关于2020年度法治政府建设情况的报告", "区人民政府：", "2021年1月8日"),
]


@pytest.mark.parametrize(("name", "title", "first", "last"), PAGES)
def test_of_a_page_the_report_alone_is_read(texts: pd.DataFrame, name: str, title: str, first: str, last: str) -> None:
    report = texts.loc[[ident for ident in texts.index if ident.startswith(f"{name}-")]].iloc[0]
    lines = report["text"].split("\n")
    told = describe_report(report["text"], report["raw"])
    printed = told.title or lines[0]
    assert told.title == title
    number = told.doc_no or ""
    assert squeeze("".join(lines[: lines.index(first)])) == squeeze(printed + number)
    assert lines[-1].split()[-1] == last.split()[-1]


def test_scores_are_those_that_are_committed(reports: pd.DataFrame) -> None:
    """Not that they are good: that whoever changes how reports are read sees it, and renews them (tests/scored.py)."""
    committed = pd.read_csv(FOLDER / "scores.csv", index_col="report_id", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(measure(reports, load_gold(FOLDER)), committed)


def test_what_is_read_is_what_is_committed(texts: pd.DataFrame) -> None:
    """Not that it is right either: that no change of a reader or a rule goes unseen in any text (tests/readings.py)."""
    assert list_changes(take_fingerprints(texts)) == []


def test_nothing_is_lost(reports: pd.DataFrame) -> None:
    passages, furniture = parse_outline(reports), list_furniture(reports)
    for report_id, report in reports.iterrows():
        rows = passages[passages["report_id"] == report_id]
        assert "".join(rows["text"]) == report["text"]
        aside = furniture[furniture["report_id"] == report_id]
        gone = {i for row in aside.itertuples() for i in range(row.raw_start, row.raw_end)}
        kept = "".join(sign for i, sign in enumerate(report["raw"]) if i not in gone)
        assert "".join(kept.split()) == "".join(report["text"].split())


def test_items_stand_where_they_say(reports: pd.DataFrame) -> None:
    items = list_items(parse_outline(reports))
    assert all(
        reports.at[row.report_id, "text"][row.start : row.end] == row.text for row in items.itertuples(index=False)
    )


def test_compiled_segmentation_and_plain_jieba_cut_all_texts_alike(texts: pd.DataFrame) -> None:
    whole = texts[["text"]].rename_axis("report_id").reset_index()
    passages = whole.assign(passage_id=whole["report_id"], role="plan", start=0)
    terms = load_lexicon()["term"]
    plain = segment(passages, terms, compiled=False)
    pd.testing.assert_frame_equal(segment(passages, terms, compiled=True), plain)
