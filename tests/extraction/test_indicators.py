"""Harmonised indicators: one invented sentence for each, and what must not be taken for it."""

import shutil

import pandas as pd
import pytest

from helpers.errors import CorpusError
from helpers.extraction.claims import find_claims
from helpers.extraction.indicators import INDICATOR_COLUMNS, load_indicators
from helpers.places import ROOT

# A sentence with the quantity of the indicator as its only or its last number.
EXAMPLES = {
    "litigation_retrial": "办理再审案件2件。",
    "litigation_second_instance": "其中二审10件。",
    "litigation_first_instance": "新增一审34个。",
    "litigation_lost": "行政诉讼败诉1件。",
    "litigation_won": "已审结并胜诉12件。",
    "litigation_win_rate": "行政诉讼胜诉率98%。",
    "litigation_loss_rate": "败诉率为2%。",
    "court_appearance_rate": "全局出庭应诉率为97%。",
    "court_appearances": "行政机关负责人出庭应诉15次。",
    "court_hearings_attended": "组织旁听庭审3次。",
    "litigation_cases": "今年我局行政诉讼案件 14 起。",
    "reconsideration_correction_rate": "纠错率11.8%。",
    "reconsideration_concluded": "收到行政复议申请30件，审结25件。",
    "reconsideration_accepted": "收到行政复议申请30件，受理27件。",
    "reconsideration_received": "全年收到行政复议申请308件。",
    "reconsideration_cases": "行政复议案件3起。",
    "enforcement_certificates_cancelled": "注销执法人员证件97个。",
    "enforcement_staff_trained": "培训行政执法人员170余名。",
    "enforcement_staff_certified": "另有31名同志具备行政执法资格。",
    "enforcement_staff": "全区共有行政执法人员2304名。",
    "enforcement_bodies": "公布25个行政执法主体。",
    "case_files_reviewed": "抽查执法案卷260宗。",
    "legality_review_rate": "合法性审查率100%。",
    "legality_review_enforcement": "重大执法决定法制审核6件。",
    "legality_review_contracts": "审查合同143份。",
    "documents_filed": "全年备案审查规范性文件14件。",
    "documents_repealed": "废止规范性文件52件。",
    "documents_amended": "清理规范性文件90件，修改24件。",
    "documents_kept": "清理规范性文件90件，保留20件。",
    "documents_cleaned": "清理规范性文件417件。",
    "legality_review_documents": "审查市政府规范性文件33件。",
    "documents_issued": "制定政府规章2件。",
    "legality_review_decisions": "对295件决策事项进行合法性审查。",
    "decision_catalogue_items": "纳入目录事项5项。",
    "penalties_waived": "不予处罚案件206件。",
    "penalty_free_matters": "公布不予处罚事项3项。",
    "fines_amount": "罚没款8.35万元。",
    "penalty_decisions": "作出行政处罚决定23件。",
    "cases_filed": "全年立案9起。",
    "cases_investigated": "查处林业违法案件45起。",
    "inspections": "检查企业1200余家次。",
    "disclosure_requests": "办理依申请公开137件。",
    "information_published": "主动公开政府信息1846条。",
    "matters_received": "承接上级下放事项53项。",
    "matters_delegated": "向开发区委托下放权限8项。",
    "power_list_matters": "公布部门权责清单1904项。",
    "power_matters": "公布权力事项4267项。",
    "duty_matters": "公布责任事项521项。",
    "licensing_matters": "保留行政许可事项268项。",
    "time_limit_before": "审批时限由70个工作日压缩。",
    "time_limit_after": "审批时限压缩至40个工作日。",
    "time_limit_cut": "办理时限压缩60%。",
    "materials_cut": "申请材料减少50%。",
    "steps_cut": "办事环节减少40%。",
    "hotline_orders_closed": "办结热线工单819件。",
    "hotline_orders_received": "签收热线工单843件。",
    "complaints_received": "处理投诉举报2021起。",
    "closure_rate": "按期办结率99.8%。",
    "praise_rate": "好评率达99.9%。",
    "satisfaction_rate": "满意度99.13%。",
    "new_market_entities": "新登记市场主体2.7万户。",
    "market_entities": "全区实有市场主体7.2万户。",
    "mediation_success_rate": "调解成功率98.5%。",
    "mediation_settled": "成功调解208件。",
    "mediation_cases": "化解矛盾纠纷391件。",
    "legal_aid_cases": "办理法律援助案件318件。",
    "petitions": "化解信访积案7件。",
    "proposals_handled": "办理人大代表建议22件。",
    "audit_projects": "实施审计项目56个。",
    "legal_study_sessions": "组织集体学法5次。",
    "law_trainings": "举办法治讲座9场。",
    "publicity_events": "开展法治宣传活动16场。",
    "publicity_materials": "发放宣传资料2000余份。",
    "legal_advisers": "聘请法律顾问8名。",
}

CONFUSED = [
    ("依申请公开带来的行政复议4件、行政诉讼2件。", [None, None]),
    ("申请材料5份。", [None]),
    ("提出修改意见120条。", [None]),
    ("清理审批事项，取消行政许可事项66项。", [None]),
    ("4人持有行政督察证。", [None]),
    ("出动执法人员6240人次。", [None]),
    ("提出审计建议11条。", [None]),
    ("一般干部10人，面积300平方米。", [None, None]),
    ("检查发现问题12个。", [None]),
    ("签订合同12份。", [None]),
    ("公示行政处罚信息27条。", [None]),
    ("旁听庭审率100%。", [None]),
]


def read(text: str) -> list[str | None]:
    passages = pd.DataFrame(
        [("甲", "甲-0", "measures", text, 0)], columns=["report_id", "passage_id", "role", "text", "start"]
    )
    return [None if pd.isna(name) else name for name in find_claims(passages)["indicator"]]


def test_every_indicator_has_an_example():
    assert sorted(EXAMPLES) == sorted(load_indicators().index)


@pytest.mark.parametrize(("name", "text"), EXAMPLES.items(), ids=EXAMPLES)
def test_an_indicator_is_found_by_its_cue(name, text):
    assert read(text)[-1] == name


@pytest.mark.parametrize(("text", "names"), CONFUSED)
def test_what_is_no_indicator(text, names):
    assert read(text) == names


def test_the_table_is_whole():
    table = load_indicators()
    assert len(table) >= 30
    assert table.drop(columns=["not_cues", "base"]).notna().all().all()
    assert table.loc[["satisfaction_rate", "praise_rate"], "comparable"].to_list() == ["no", "yes"]
    assert all("#" in cues for cues in table["cues"])


ROW = dict(zip(INDICATOR_COLUMNS, ["甲", "甲", "A", "A.", "件", "甲#", "", "乙", "", "", "", ""], strict=True))


def write(folder, *rows: dict):
    shutil.copytree(ROOT / "corpus" / "codebook", folder / "codebook")
    lines = [",".join(INDICATOR_COLUMNS), *(",".join(row.values()) for row in rows)]
    (folder / "codebook" / "indicators.csv").write_text("\n".join(lines), encoding="utf-8")


def test_a_corpus_with_indicators_of_its_own(tmp_path):
    write(tmp_path, ROW)
    passages = pd.DataFrame(
        [("甲", "p", "measures", "办甲3件，乙4件", 0)], columns=["report_id", "passage_id", "role", "text", "start"]
    )
    assert find_claims(passages, corpus=tmp_path)["indicator"].fillna("-").tolist() == ["甲", "-"]


@pytest.mark.parametrize(("end", "name"), [("，", "甲"), ("。", "-"), ("；", "-"), ("\n", "-")])
def test_what_follows_a_number_counts_up_to_the_end_of_the_sentence(tmp_path, end, name):
    write(tmp_path, ROW | {"cues": "#.?全部归甲"})
    passages = pd.DataFrame(
        [("甲", "p", "measures", f"办结3件{end}全部归甲", 0)],
        columns=["report_id", "passage_id", "role", "text", "start"],
    )
    assert find_claims(passages, corpus=tmp_path)["indicator"].fillna("-").tolist() == [name]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([ROW | {"cues": "(甲#"}], "row 2: cues is no regular expression"),
        ([ROW | {"not_cues": "[甲"}], "row 2: not_cues is no regular expression"),
        ([ROW | {"unit": ""}], "row 2: unit is blank; fill it in"),
        ([ROW, ROW], "row 3: '甲' stands twice; remove one"),
        ([ROW, ROW | {"indicator": "乙"}], "row 3: '甲' stands twice; remove one"),
        ([ROW | {"unit": "件、起 -"}], "row 2: unit has '件、起', which units.csv lacks; part units by"),
        ([ROW | {"over": "month"}], "row 2: over is 'month'; it is one of year, end, varies"),
        ([ROW | {"comparable": "perhaps"}], "row 2: comparable is 'perhaps'; it is one of yes, size, no"),
        ([ROW | {"base": "乙"}], "row 2: base is '乙', which is no indicator of this table; correct it"),
    ],
)
def test_a_wrong_table(tmp_path, rows, message):
    write(tmp_path, *rows)
    with pytest.raises(CorpusError) as error:
        load_indicators(tmp_path)
    assert message in str(error.value)


def test_what_must_be_filled_in(tmp_path):
    """All but the words that forbid an indicator and the one that it is a part of."""
    write(tmp_path, dict.fromkeys(INDICATOR_COLUMNS, "") | {"not_cues": "甲"})
    with pytest.raises(CorpusError) as error:
        load_indicators(tmp_path)
    names = ["indicator", "label_zh", "label_en", "definition", "unit", "cues", "confusion"]
    assert str(error.value).splitlines() == [
        f"codebook/indicators.csv, row 2: {name} is blank; fill it in" for name in names
    ]


@pytest.mark.parametrize("text", ["好评率提高5%。", "负责人出庭应诉率同比上升10%。", "办结率同比提高5%。"])
def test_a_growth_rate_is_no_rate(text):
    row = [("甲", "p", "measures", text, 0)]
    passages = pd.DataFrame(row, columns=["report_id", "passage_id", "role", "text", "start"])
    assert find_claims(passages)["indicator"].isna().all()


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        # cues are words, not parts of other words
        ("办理复议案件5件。", "proposals_handled"),
        ("统一审批事项12件。", "litigation_first_instance"),
        ("统一审核12件。", "litigation_first_instance"),
        ("第二审计组查出12件。", "litigation_second_instance"),
        ("再审查12件。", "litigation_retrial"),
        ("建立案例库12个、建立案卷12起。", "cases_filed"),
        ("科学法治讲座3次。", "legal_study_sessions"),
        ("审核综合同步事项12份。", "legality_review_contracts"),
        ("协调解决纠纷12件。", "mediation_cases"),
        ("固定执法证据12个。", "enforcement_staff_certified"),
        ("开列举报告12件。", "complaints_received"),
        ("回信访谈问题12件。", "petitions"),
        ("完成会审计划项目12个。", "audit_projects"),
    ],
)
def test_a_cue_inside_other_words_is_none(text, indicator):
    passages = pd.DataFrame([("甲", "甲-0", "measures", text, 0)])
    passages.columns = ["report_id", "passage_id", "role", "text", "start"]
    assert indicator not in find_claims(passages)["indicator"].dropna().tolist()
