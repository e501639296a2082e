"""Which lines are a page's by what stands around them: invented pages around one report."""

import re

import pytest

from helpers.cleaning import clean
from helpers.page import PageWords, list_page_lines

TITLE = "柳塘区交通运输局2022年度法治政府建设工作报告"
BODY = (
    "2022年，我局推进工作。\n一、主要举措\n（一）学习。全年组织学习12次。\n二、存在的不足\n力量不足。\n"
    "柳塘区交通运输局\n2023年1月5日"
)


def read(raw: str) -> tuple[list[str], list[tuple[str, str]]]:
    text, aside = clean(raw)
    return text.split("\n"), [(reason, raw[start:end]) for reason, start, end in aside]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("登录 | 注册 | 长者助手", "navigation"),
        ("首页 概况 要闻 公开 服务 互动", "navigation"),
        ("政务公开 > 法治建设 > 年度报告", "navigation"),
        ("主页 » 信息公开 » 年报", "navigation"),
        ("法规查询 / 首页→ 网站公告", "navigation"),
        ("您好，欢迎光临柳塘区人民政府网站！", "navigation"),
        ("今天是：2020年5月9日 星期二", "navigation"),
        ("2020-05-09 星期二 多云转晴", "page_head"),
        ("18.03.2023  13:07", "page_head"),
        ("索引号 LT011/2023-1 发文日期 2023-01-12", "page_head"),
        ("• 索引号 • 文号 • 有效性", "page_head"),
        ("索引号\tLT01\t生成日期\t2023-01-12", "page_head"),
        ("字号：大 | 中 | 小  打印 | 关闭", "toolbar"),
        ("⌂ 主页 / 公开目录 / 年度报告", "navigation"),
        ("门户 ⇒ 部门 ⇒ 交通运输局", "navigation"),
        ("‹ 返回 部门动态", "navigation"),
        ("概况 ┊ 公告 ┊ 年报", "navigation"),
        ("政策 ▾ 服务 ▾", "page_head"),
        ("👁 318　🖨 打印", "page_head"),
        ("★★★☆☆ 3.8分", "page_head"),
        ("供稿：办公室　录入：小陈", "page_head"),
        ("信息生成单位：法规科　公开属性说明：主动", "page_head"),
        ("【公开日期】2023-02-03　【体裁】总结", "page_head"),
        ("作者 法规科 来源 本局 访问 66", "page_head"),
        ("字号 A A- 朗读 收藏", "toolbar"),
        ("柳塘交通 · 2小时前", "page_head"),
        ("Liutang Transport", "page_head"),
        ("http://www.example.cn/liutang/jt/", "page_head"),
        ("www.example.cn", "page_head"),
    ],
)
def test_a_line_above_the_body_is_the_page_s(line: str, reason: str) -> None:
    assert read(f"{line}\n{TITLE}\n{BODY}") == ([TITLE, *BODY.split("\n")], [(reason, line)])
    assert read(f"{TITLE}\n{line}\n{BODY}") == ([TITLE, *BODY.split("\n")], [(reason, line)])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("主办：柳塘区人民政府办公室", "site_foot"),
        ("地址：柳塘区人民路1号 邮编：123456", "site_foot"),
        ("建议使用1366×768分辨率、IE10以上浏览器访问", "site_foot"),
        ("关于我们 | 网站地图 | 联系我们", "site_foot"),
        ("（仅展示前1000字，查看全文请下载）", "preview"),
        ("仅展示前500字，登录后阅读全文", "preview"),
    ],
)
def test_a_line_below_the_body_is_the_page_s(line: str, reason: str) -> None:
    assert read(f"{TITLE}\n{BODY}\n{line}") == ([TITLE, *BODY.split("\n")], [(reason, line)])


@pytest.mark.parametrize(
    "line",
    [
        "支持 12  反对 0",
        "👍 有用 32  没用 1",
        "【纠错】【评论】",
        "————————",
        "2楼  2023-01-06 08:11",
        "甲乙丙  3天前  回复",
        "▲ 首条：决算公开",
        "往期回顾",
        "往期精彩回顾",
        "（柳塘区交通运输局供稿）",
        "我要纠错",
    ],
)
def test_behind_the_signature_all_is_the_page_s_from_its_first_line_on(line: str) -> None:
    replies = "顶！说得好\n1. 柳塘区启动春运。\n小李：路什么时候修好？"
    lines, aside = read(f"{TITLE}\n{BODY}\n{line}\n{replies}")
    assert lines == [TITLE, *BODY.split("\n")]
    assert "".join(words for _, words in aside).replace("\n", "") == f"{line}{replies}".replace("\n", "")


@pytest.mark.parametrize(
    "own", ["附件：2022年行政执法统计表", "附 件\n项目\t件数\n许可\t12", "柳塘区交通运输局办公室 2023年1月6日印发"]
)
def test_what_the_report_has_below_its_signature_stays(own: str) -> None:
    lines, aside = read(f"{TITLE}\n{BODY}\n【打印】【关闭】\n{own}\n【打印】【关闭】\n猜您喜欢\n路网规划")
    assert lines == [TITLE, *BODY.split("\n"), *own.removeprefix("附 件\n").split("\n")]
    assert [words for _, words in aside if words != "附 件"] == [
        "【打印】【关闭】",
        "【打印】【关闭】",
        "猜您喜欢",
        "路网规划",
    ]


def test_a_page_goes_on_behind_a_report_that_nobody_signs() -> None:
    body = "2022年，我局推进工作。\n一、主要举措\n（一）学习。全年组织学习12次。\n二、下一步打算\n补充力量"
    lines, aside = read(f"{TITLE}\n{body}\n展开全文 ▾\n相关文档\n年度考核方案。")
    assert lines == [TITLE, *body.split("\n")]
    assert [words for _, words in aside] == ["展开全文 ▾\n相关文档\n年度考核方案。"] or len(aside) == 3
    assert clean(f"{TITLE}\n{body}\n附表\n项目\t件数\n许可\t12").aside == ()


def test_what_stands_above_a_page_s_title_is_the_page_s_but_for_issuer_and_number() -> None:
    own = f"柳塘区交通运输局文件\n柳交〔2023〕2号　签发人：张某\n{TITLE}"
    lines, aside = read(f"柳塘在线让生活更方便快捷\n打开 应用\n首页 > 年报\n{own}\n2023-01-20 09:30\n{BODY}")
    assert lines == [*own.split("\n"), *BODY.split("\n")]
    assert len(aside) == 4


@pytest.mark.parametrize(
    "title",
    [
        "柳塘区交通运输局\n关于2022年度法治政府建设情况的报告",
        "柳塘区交通运输局关于报送\n2022年度法治政府建设情况的报告",
    ],
)
def test_a_title_over_two_lines_stays_whole(title: str) -> None:
    lines, _ = read(f"柳塘门户\n首页 > 年报\n{title}\n阅读 31　2023-01-20 09:30\n{BODY}")
    assert lines == [*title.split("\n"), *BODY.split("\n")]


def test_what_prints_the_title_with_a_label_is_the_page_s_and_a_title_printed_twice_stays() -> None:
    labelled = [f"【信息名称】{TITLE}", f"首页 ⇒ 年报 ⇒ {TITLE}", f"{TITLE}_部门公开_柳塘网"]
    for line in labelled:
        assert read(f"{line}\n{TITLE}\n{BODY}")[0] == [TITLE, *BODY.split("\n")]
    assert read(f"首页 > 年报\n{TITLE}\n{TITLE}\n{BODY}")[0] == [TITLE, TITLE, *BODY.split("\n")]


def test_an_account_s_name_between_title_and_time_is_the_page_s_and_an_addressee_stays() -> None:
    lines, aside = read(f"{TITLE}\n柳塘交通\n2023-01-20 17:22 · 来自柳塘\n区人民政府：\n{BODY}")
    assert lines == [TITLE, "区人民政府：", *BODY.split("\n")]
    assert len(aside) == 2


@pytest.mark.parametrize(
    "line",
    [
        "柳塘区司法局 柳塘区财政局 柳塘区教育局 柳塘区民政局",
        "2023.1.5",
        "（2023年1月5日）",
        "签发人：张某某",
        "柳塘区交通运输局文件",
    ],
)
def test_what_is_the_report_s_own_stays(line: str) -> None:
    assert clean(f"{line}\n{TITLE}\n{BODY}").aside == () or line == "2023.1.5"
    assert clean(f"{TITLE}\n{BODY}\n{line}").aside == ()


def test_a_site_s_name_and_a_column_above_a_path_are_the_page_s() -> None:
    lines, aside = read(f"柳塘在线\n工作报告\n您所在的位置：政务公开 > 工作报告\n{TITLE}\n{BODY}")
    assert lines[0] == TITLE
    assert [words for _, words in aside] == ["柳塘在线", "工作报告", "您所在的位置：政务公开 > 工作报告"]
    assert clean(f"柳塘在线\n{TITLE}\n{BODY}").aside == ()


def test_a_value_below_a_label_goes_with_it() -> None:
    lines, aside = read(f"索引号\nLT-2023-0001\n发布机构\n柳塘区交通运输局\n{TITLE}\n{BODY}")
    assert lines == [TITLE, *BODY.split("\n")]
    assert [words for _, words in aside] == ["索引号", "LT-2023-0001", "发布机构", "柳塘区交通运输局"]


@pytest.mark.parametrize(
    "contents",
    [
        "目 录\n一、主要举措……1\n（一）学习......1\n二、存在的不足…3",
        "目录\n一、主要举措\t1\n二、存在的不足\t3",
        "一、主要举措\n（一）学习\n二、存在的不足",
        "一、主要举措  1\n（一）学习  1\n二、存在的不足  3",
    ],
)
def test_a_list_of_contents_is_set_aside(contents: str) -> None:
    lines, aside = read(f"{TITLE}\n{contents}\n{BODY}")
    assert lines == [TITLE, *BODY.split("\n")]
    assert {reason for reason, _ in aside} == {"contents"}


def test_a_table_is_no_list_of_contents() -> None:
    table = "项目\t件数\n许可\t12\n处罚\t3\n检查\t44"
    assert clean(f"{TITLE}\n{BODY}\n{table}").aside == ()
    assert clean(f"{TITLE}\n{BODY}\n{table}").text.endswith(table)


def test_running_heads_of_odd_and_even_pages_stand_inside_sentences() -> None:
    raw = (
        f"{TITLE}\n2022年，我局推进工作。\n一、举措\n加强学习。组织开展法治专题培训，参训人员覆盖全部执法"
        "岗位和全\n- 1 -\n柳塘区交通局2022年报告\n体窗口人员。\n二、执法\n规范执法。全年开展案卷评查和执法监督检查，"
        "共纠正\n- 2 -\n柳塘区法治建设年报\n"
        "不规范问题12个。\n三、不足\n能力不足。一线执法人员老龄化问题较为突出，后备力量"
        "补充渠道比较狭\n- 3 -\n柳塘区交通局2022年报告\n窄。\n"
        "四、打算\n充实力量。明年招录6人，充实一线执法队伍，开展岗前培训和\n- 4 -\n柳塘区法治建设年报\n考核。"
    )
    lines, aside = read(raw)
    assert "参训人员覆盖全部执法岗位和全体窗口人员。" in lines[3]
    assert lines[5:] == [
        "规范执法。全年开展案卷评查和执法监督检查，共纠正不规范问题12个。",
        "三、不足",
        "能力不足。一线执法人员老龄化问题较为突出，后备力量补充渠道比较狭窄。",
        "四、打算",
        "充实力量。明年招录6人，充实一线执法队伍，开展岗前培训和考核。",
    ]
    assert sum(reason == "running_head" for reason, _ in aside) == 4


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("柳塘区交通局法治报告\n\n第 1 页", "交通运输法治建设  2022\n\n第 2 页"),
        ("柳塘区交通局法治报告          i", "ii          柳塘区交通局法治报告"),
    ],
)
def test_running_heads_beside_a_page_s_number_stand_between_paragraphs_too(first: str, second: str) -> None:
    raw = f"{TITLE}\n2022年，推进工作。\n一、举措\n加强学习。\n\n{first}\n\n二、执法\n规范执法。\n\n{second}\n\n"
    raw += "三、打算\n招人。"
    lines, aside = read(raw)
    assert lines[1:] == ["2022年，推进工作。", "一、举措", "加强学习。", "二、执法", "规范执法。", "三、打算", "招人。"]
    assert sum(reason == "running_head" for reason, _ in aside) == 2
    kept, _ = read(raw.replace(second, "法治宣传情况"))
    assert "法治宣传情况" in kept and first.split()[0] in "".join(kept)  # one alone may be anything


@pytest.mark.parametrize(
    "head",
    [
        f"首页>政务公开>法治政府建设{TITLE}",
        f"新闻中心 | 政务公开 | 办事服务 | 互动交流 {TITLE}",
        f"名称：{TITLE}",
        f"{TITLE} 发布时间：2023-01-20 来源：柳塘区交通运输局",
        f"首页 走进柳塘 新闻中心 政务公开\n{TITLE}",
    ],
)
def test_a_title_beside_a_page_s_labels_is_cut_off_from_them(head: str) -> None:
    assert read(f"{head}\n{BODY}")[0] == [TITLE, *BODY.split("\n")]


def test_a_page_glued_to_the_report_on_one_line_is_cut_off() -> None:
    raw = (
        f"首页政务公开当前位置：首页>政务公开>法治政府建设{TITLE}"
        "发布时间：2023-01-20 15:32 浏览次数：48 【字号：大 中 小】市司法局："
        "2022年，我局推进工作。一、举措学习12次。柳塘区交通运输局2023年1月5日分享到：微信 微博【打印本页】"
    )
    assert read(raw)[0] == [
        TITLE,
        "市司法局：2022年，我局推进工作。一、举措学习12次。柳塘区交通运输局2023年1月5日",
    ]


def test_wraps_that_became_blanks_are_taken_out() -> None:
    paragraphs = [
        "2022年，我局坚持以习近平新时代中国特色社会主义思想为指导，全面推进法治政府建设，各项工作取得新的进展和明显成效。",
        "（一）加强组织领导。成立由局长任组长的领导小组，定期研究部署法治建设工作，将法治建设纳入年度考核，压实各科室责任。",
        "（二）规范行政执法。严格落实行政执法三项制度，开展案卷评查和执法人员培训，全年办理案件十八件，没有发生复议案件。",
        "（三）化解矛盾纠纷。坚持和发展新时代枫桥经验，推动调解组织全覆盖，全年调解纠纷一百余件，成功率保持在九成以上。",
    ]
    for width in (24, 29, 33):
        wrapped = " ".join(p[i : i + width] for p in paragraphs * 2 for i in range(0, len(p), width))
        assert clean(wrapped).text == "\n".join(paragraphs * 2), width


def test_the_blanks_of_letter_spaced_lines_are_taken_out() -> None:
    raw = "柳 塘 区 2 0 2 2 年 法 治 政 府 建 设 报 告\n二、 存 在 的 不 足\n力量 不足。\n2023 年 1 月 5 日"
    assert clean(raw).text == "柳塘区2022年法治政府建设报告\n二、存在的不足\n力量 不足。\n2023年1月5日"


@pytest.mark.parametrize(
    "lines",
    [
        ["柳塘发布", "2023-01-12 09:30 发表于柳塘", "点击蓝色字体 关注我们"],
        ["柳塘交通  2023-01-12 09:30", "点击上方蓝字，一键关注"],
        ["预计阅读时间：约3分钟", "▼ 路畅人安，法治护航 ▼"],
        ["当前时间：2023年1月12日 星期四 下午 3:05"],
        ["交通工作总结.pdf 上传于 12.01.2023 08:00", "格式：PDF　页数：9"],
        ["2022年度　更新：12.01.2023 08:30　点击：45"],
        ["[首页] [公开] [服务] [互动] [ᠮᠣᠩᠭᠣᠯ]"],
    ],
)
def test_the_head_of_an_article_of_a_library_or_a_portal_is_no_part_of_the_title(lines: list[str]) -> None:
    text, aside = read("\n".join([*lines, TITLE, BODY]))
    assert text == [TITLE, *BODY.split("\n")]
    assert [words for _, words in aside] == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["—— END ——", "审校：小柳　终审：小塘", "收录于专辑 #法治 9个", "阅读 1.2万　点赞 8　在看 3　写留言"],
        ["左右滑动看下一篇", "喜欢就点个赞吧！"],
        ["本文还剩4页", "相关推荐：总结 · 计划", "客服电话：400-000-0000 （工作日）"],
        ["（此件主动公开）", "联系人：法规科　电话：0000-1234567", "扫码浏览“柳塘交通”"],
        ["（联系人：某某，办公室；电话：0000-1234567）", "举报电话：0000-1234567"],
    ],
)
def test_the_foot_of_an_article_of_a_library_or_a_document_is_set_aside(lines: list[str]) -> None:
    text, aside = read("\n".join([TITLE, BODY, *lines]))
    assert text == [TITLE, *BODY.split("\n")]
    assert [words for _, words in aside] == lines


@pytest.mark.parametrize(
    "line",
    ["推行“扫码入企”。", "阅读法治书籍12本。", "联系人制度落实到位。", "此件由办公室答复。", "大小：各类船只12艘。"],
)
def test_a_sentence_with_the_words_of_a_page_is_the_report_s(line: str) -> None:
    raw = f"{TITLE}\n{BODY.replace('力量不足。', line)}"
    assert clean(raw).aside == ()


def test_a_letterhead_and_a_title_that_run_over_the_pages_stay_where_they_head_the_report() -> None:
    raw = (
        "柳塘区水务局文件\n\n柳塘区水务局关于2022年法治政府建设情况的报告\n2022年，我局推进工作。\n一、举措\n加强学习。"
        "组织开展法治专题培训，参训人员覆盖全部执法岗位和全\n- 1 -\n关于2022年法治政府建设情况的报告\n体窗口人员。\n"
        "二、执法\n规范执法。全年开展案卷评查和执法监督检查，共纠正\n- 2 -\n柳塘区水务局文件\n不规范问题12个。\n"
        "三、打算\n充实力量。明年招录6人，充实一线执法队伍，开展岗前培训和\n- 3 -\n"
        "关于2022年法治政府建设情况的报告\n考核。"
    )
    lines, aside = read(raw)
    assert lines[:2] == ["柳塘区水务局文件", "柳塘区水务局关于2022年法治政府建设情况的报告"]
    assert "加强学习。组织开展法治专题培训，参训人员覆盖全部执法岗位和全体窗口人员。" in lines
    assert [words for reason, words in aside if reason == "running_head"] == [
        "关于2022年法治政府建设情况的报告",
        "柳塘区水务局文件",
        "关于2022年法治政府建设情况的报告",
    ]


@pytest.mark.parametrize(
    ("row", "below"),
    [
        ("序号\t指标\t单位\t计划数", "1\t执法人员培训\t人次\t1000"),
        ("代码\t乡镇\t得分\t排名\t联系电话", "101\t城关镇\t96.5\t1\t6231187"),
        ("类别\t收案\t结案\t占比", "处罚\t1,041\t\t43.7%"),
        ("案由\t受理\t办结\t撤回", "\n许可\t4\t4\t0"),
        ("站所\t人员\t车辆\t设备", "白石所\t12\t3\t缺"),
    ],
)
def test_the_first_row_of_a_table_below_the_report_is_no_row_of_labels(row: str, below: str) -> None:
    text, aside = read(f"{TITLE}\n{BODY}\n{row}\n{below}")
    assert row in text and not aside
    for other in ("公告\t年报\t目录\t信箱", "处罚 41 38 43.7%"):  # no numbers, no cells
        assert read(f"{TITLE}\n{BODY}\n{row}\n{other}")[1][0] == ("navigation", row)


# By form and place, with a few words of a page and lines as they are folded.


def find_reason(said: str) -> str | None:
    known = {"甲网": "site_foot", "联系电话:1": "site_foot", "附件:表.doc": "attachment", "乙网": "navigation"}
    return "page_mark" if re.fullmatch(r"-\d+-", said) else known.get(said)


WORDS = PageWords(
    index_label=re.compile("索引号|文号"),
    title_label=re.compile("标题|名称"),
    label=re.compile("来源|作者"),
    tool=re.compile("打印|关闭"),
    end=re.compile("往期"),
    furniture=find_reason,
)
REPORT = [line.replace("，", ",").replace("（", "(").replace("）", ")") for line in BODY.split("\n")]
PAIRS = "甲乙:子 丙丁:丑"  # a line that is a page's
COLUMN = "子丑寅卯辰巳午未"


def of_page(*lines: str) -> dict[str, str]:
    """The lines that are a page's, and why."""
    return {lines[i]: reason for i, reason in sorted(list_page_lines(lines, WORDS).items())}


def of_head(*lines: str, title: str = TITLE, below: tuple[str, ...] = ()) -> list[str]:
    """Those of the lines above and below a title that are a page's."""
    return list(of_page(*lines, *([title] if title else []), *below, *REPORT))


def of_foot(*lines: str) -> list[str]:
    return list(of_page(TITLE, *REPORT, *lines))


@pytest.mark.parametrize(
    "line",
    [
        "|".join([COLUMN] * 13) + "|甲乙丙",  # 120 characters
        "甲乙丙丁戊己庚辛壬癸|子|丑",
        "子 丑|寅 卯|辰",
        "子丑 寅卯 辰巳 甲乙丙丁戊己庚辛壬癸",
        "子 丑 寅卯 辰巳 午未",
        "[子丑] 【寅卯】 [辰巳] 午未",
        "柳塘区财政局 柳塘区民政局 柳塘区教育局 通知",
        "子丑 > " + "寅" * 75,
        "< 返回列表",
    ],
)
def test_rows_of_labels_and_paths_are_a_page_s(line: str) -> None:
    assert of_page(line, TITLE, *REPORT) == {line: "navigation"}
    assert of_page(TITLE, *REPORT[:4], line, *REPORT[4:]) == {}  # not within the report


@pytest.mark.parametrize(
    "line",
    [
        "|".join([COLUMN] * 13) + "|甲乙丙丁",
        "甲乙丙丁戊己庚辛壬癸子|子|丑",
        "子|丑",
        "||子|丑||",
        "子丑 寅卯 辰巳",
        "子丑 寅卯 辰巳 甲乙丙丁戊己庚辛壬癸子",
        "子丑 寅卯 辰巳 2023",
        "子 丑 寅 卯辰 巳午",  # words whose characters are parted
        "柳塘区财政局 柳塘区民政局 柳塘区教育局 柳塘区司法局",
        "柳塘区 二〇二二年 法治政府建设 工作报告",
        "子丑 > " + "寅" * 76,
    ],
)
def test_what_is_too_long_too_short_or_signs_is_no_row_of_labels(line: str) -> None:
    assert of_page(line, *REPORT) == {}


@pytest.mark.parametrize(
    "line",
    [
        PAIRS,
        PAIRS + " 1 2 3 4 5 6 7 8 9 10",  # six words a pair
        "甲乙:子 丙丁:" + "丑" * 113,  # 120 characters
        "打印 关闭 1 2 3 4",  # a third
        "来源 作者 1 2 3 4",
        "打印 关闭 来源 1 2 3 4 5 6",
        "▲ 通知",
        "[子丑][寅卯]",
        "赞 12 · 在看 3",
        "www.a.cn",
        "Liutang Transport",
        "甲 3天前",
        "18:30",
        "18.03.2023 13:07",
        "2020-05-09 星期二 多云",
        "2022年1月12日 09:30",
    ],
)
def test_what_a_page_prints_above_the_report_by_its_form(line: str) -> None:
    assert of_page(line, TITLE, *REPORT) == {line: "page_head"}
    assert line not in of_page(TITLE, *REPORT[:4], line, *REPORT[4:])


@pytest.mark.parametrize(
    "line",
    [
        "甲乙:子",
        PAIRS + " 1 2 3 4 5 6 7 8 9 10 11",
        "甲乙:子 丙丁:" + "丑" * 114,
        "甲乙:子 签发人:丑",
        "打印 关闭 1 2 3 4 5",
        "打印 1",
        "打印 来源 1",
        "来源 作者 1 2 3 4 5",
        "打印 关闭 来源 1 2 3 4 5 6 7",
        "▲ 通知:",
        "▲ 甲局文件",
        "▲ 甲发〔2022〕1号",
        "[子丑]",
        "赞 12",
        "★★ 甲",
        "Liutang 交通 Transport",
        "2022年1月12日",
    ],
)
def test_what_only_looks_like_what_a_page_prints(line: str) -> None:
    assert of_page(line, TITLE, *REPORT) == {}


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        (["索引号", "x" * 50], 2),
        (["索引号:", "LT-1"], 2),
        (["索引号", "x" * 51], 1),
        (["索引号", "LT。"], 1),
        (["索引号", "LT-1;"], 1),
        (["别的", "LT-1"], 0),
        (["索引号 LT-1"], 1),
        (["·索引号·LT"], 1),
        (["甲 索引号 LT-1"], 0),
        (["索引号 " + "x" * 97], 1),
        (["索引号 " + "x" * 98], 0),
        (["索引号 法治报告"], 0),
        (["标题:"], 1),
        (["标题:" + TITLE], 1),
        (["标题:甲"], 0),
    ],
)
def test_an_index_has_its_labels_and_right_below_them_a_short_value(lines: list[str], gone: int) -> None:
    assert of_head(below=tuple(lines)) == lines[:gone]


def test_a_title_right_below_a_label_of_an_index_is_the_report_s() -> None:
    assert of_head("索引号") == ["索引号"]


# Names above a title, and which title it is.


def test_without_a_title_short_names_above_the_last_line_of_a_page_are_its_own() -> None:
    twenty = "柳塘在线让生活更方便快捷也让大家更开心些"
    assert of_head("柳塘在线", twenty, PAIRS, "发布", title="") == ["柳塘在线", twenty, PAIRS]
    for kept in (twenty + "吧", "甲局文件", "各县:", "甲发〔2022〕1号"):
        assert of_head(kept, PAIRS, title="") == [PAIRS]
    assert of_head("柳塘在线", title="") == []
    assert of_head("柳塘在线", "-1-", title="") == []  # a page's number says nothing


FRONT = ["甲局文件", "甲发〔2022〕1号", "签发人:张某", "区人民政府:"]
NO_FRONT = ["柳塘在线让生活更方便快捷", "各位同事:", "柳塘区交通运输局"]
OF_ONES_OWN = ["柳塘区人民政府", "柳塘区2021年法治政府建设工作报告"]


@pytest.mark.parametrize(
    ("line", "above", "behind"),
    [(line, False, False) for line in FRONT]
    + [(line, True, True) for line in NO_FRONT]
    + [(line, True, False) for line in OF_ONES_OWN],
)
def test_what_stands_above_a_title_is_the_page_s_before_and_behind_another_of_its_lines(
    line: str, above: bool, behind: bool
) -> None:
    assert of_head(line, PAIRS) == [line] * above + [PAIRS]
    assert of_head(PAIRS, line) == [PAIRS] + [line] * behind
    assert of_head(line) == []  # nothing says that there is a page


def test_a_title_that_names_no_issuer_has_its_first_half_right_above() -> None:
    title = "2022年度法治政府建设工作报告"
    assert of_head(PAIRS, "柳塘推进", title=title) == [PAIRS]
    assert of_head(PAIRS, "柳塘各地", "柳塘推进", title=title) == [PAIRS, "柳塘各地"]
    assert of_head(PAIRS, "为民服务,柳塘推进", title=title) == [PAIRS]
    assert of_head(PAIRS, "为民服务,柳塘推进", TITLE, title=title) == [PAIRS, "为民服务,柳塘推进"]
    assert of_head(PAIRS, "柳塘推进", title="柳塘区关于法治政府建设的报告") == [PAIRS, "柳塘推进"]


def test_below_a_title_names_are_the_page_s_as_far_as_its_last_line() -> None:
    assert of_head(below=("柳塘交通", PAIRS)) == ["柳塘交通", PAIRS]
    assert of_head(below=(PAIRS, "柳塘交通")) == [PAIRS]
    assert of_head(below=("柳塘交通",)) == []
    for kept in ("柳塘区交通运输局", "各县:", "柳塘在线让生活更方便快捷也让大家更开心些吧"):
        assert of_head(below=(kept, PAIRS)) == [PAIRS]


def test_a_line_with_the_title_and_more_is_the_page_s_if_there_is_one_or_a_label() -> None:
    for labelled in ("公开_" + TITLE, "【甲】" + TITLE):
        assert of_head(labelled) == of_head(below=(labelled,)) == [labelled]
    assert of_head(TITLE + "甲") == of_head(below=(TITLE + "甲",)) == []
    assert of_head(below=(PAIRS, TITLE + "甲")) == [PAIRS, TITLE + "甲"]
    assert of_head(below=(PAIRS, TITLE + ":")) == [PAIRS]
    assert of_head(PAIRS, TITLE[:10] + " " + TITLE[10:]) == [PAIRS]  # printed twice


ISSUED, DATED, PLAIN = "柳塘区关于法治政府建设的报告", "2022年度法治政府建设工作总结", "法治政府建设工作总结"


@pytest.mark.parametrize(
    ("first", "second", "is_first"),
    [
        (TITLE, PLAIN, True),
        (TITLE, ISSUED, True),
        (TITLE, DATED, True),
        (PLAIN, TITLE, False),
        (PLAIN, DATED, False),
        (DATED, PLAIN, True),
        (ISSUED, PLAIN, True),
        (TITLE, TITLE.replace("2022", "2021"), False),  # the last of two alike
        (ISSUED, DATED, False),
    ],
)
def test_of_several_titles_the_one_with_issuer_and_year_counts(first: str, second: str, is_first: bool) -> None:
    gone = [PAIRS] if is_first else [first, PAIRS]
    assert list(of_page(first, PAIRS, second, *REPORT)) == gone


@pytest.mark.parametrize(
    "line",
    ["现将2022年法治政府建设情况报告", "柳塘:2022年法治政府建设情况报告", "柳塘区2022年法治政府建设情况报告?"]
    + ["首页>2022年法治政府建设情况报告", "柳塘区|2022年法治政府建设情况报告"],
)
def test_a_sentence_or_a_row_of_labels_is_no_title(line: str) -> None:
    assert "柳塘区2022年法治报告" not in of_page("柳塘区2022年法治报告", line, PAIRS, *REPORT)


def test_a_title_goes_over_three_lines_at_the_most() -> None:
    lines = ["柳塘区综合执法", "2022年度法治政府", "建设工作情况报告"]
    assert of_head("柳塘门户", PAIRS, *lines, title="") == ["柳塘门户", PAIRS]
    four = ["柳塘区综合", "执法2022年度", "法治政府建设", "工作情况报告"]
    assert of_head("柳塘门户", PAIRS, *four, title="") == ["柳塘门户", PAIRS, "柳塘区综合"]
    lines = ["柳塘区法治", "政府建设2022年度", "工作情况报告"]
    assert of_head("柳塘门户", *lines, PAIRS, title="") == ["柳塘门户", PAIRS]
    four = ["柳塘区法治", "政府建设", "2022年度", "工作情况报告"]
    assert of_head("柳塘门户", *four, PAIRS, title="") == ["柳塘门户", *four, PAIRS]


# What stands below.


@pytest.mark.parametrize(
    "line",
    ["往期回顾", "▲▲ 往期", "打印", "首页>公开>年报", "子丑 寅卯 辰巳 午未", PAIRS, "————"],
)
def test_a_line_of_a_page_below_the_date_opens_its_foot(line: str) -> None:
    assert of_foot("普通", line, "后面一行") == [line, "后面一行"]


@pytest.mark.parametrize(
    "line",
    [
        "———",
        "-1-",
        "联系电话:1",
        "打印。",
        "一、打印",
        "一、▲ 通知",
        "甲\t打印",
        "附件:表",
        "抄送:甲局",
        "附件",
        "附件:表.doc",
    ]
    + ["办公室2023年1月6日印发", "柳塘区交通运输局2023年1月6日", "柳塘区交通运输局 2023年1月6日 打印"],
)
def test_what_the_report_itself_may_have_below_opens_no_foot(line: str) -> None:
    assert of_foot(line, "后面一行") == []


def test_a_line_known_for_a_page_s_opens_its_foot_and_has_its_own_reason() -> None:
    assert of_foot("甲网", "后面一行") == of_foot("乙网", "后面一行") == ["后面一行"]


def test_a_foot_ends_at_a_list_of_attachments_and_may_open_again() -> None:
    assert of_foot("往期", "前文", "附件:表", "后文") == ["往期", "前文"]
    assert of_foot("往期", "附件", "后文", "打印", "再") == ["往期", "打印", "再"]
    assert of_foot("往期", "甲\t乙", "后文") == ["往期", "甲\t乙", "后文"]


S, LONG = "全年学习12次。", "全年" + "学" * 37 + "。"  # of 40 characters


@pytest.mark.parametrize(
    ("lines", "has_foot"),
    [
        # behind the date that signs, if most sentences stand above it
        (["一、举措", S, S, "2023年1月5日", S], True),
        (["一、举措", S, "2023年1月5日", S], False),
        (["一、举措", "2023年1月5日", S, S], False),
        (["举措", S, "柳塘区交通运输局2023年1月5日"], True),
        (["举措", S, "柳塘区交通运输局 柳塘区司法局 2023年1月5日"], True),
        (["举措", S, "时间2023年1月5日"], False),
        (["举措", S, "2023年1月5日前"], False),
        # of several such dates the last
        (["举措", S, "2023年1月5日", "往期", "2023年1月6日"], True),
        # where nobody signs, behind the last heading and the last long sentence
        (["一、举措", S, S, "二、不足"], True),
        (["一、举措", S, "二、不足", S], False),
        (["一、举措", S, S, S], False),
        (["一、举措", S, S, LONG], True),
        (["一、举措", S, S, LONG.replace("全年", "全")], False),
        (["一、举措", LONG, LONG, "往期" + LONG], True),
        (["普通", "一行"], False),
    ],
)
def test_where_the_report_ends_for_certain(lines: list[str], has_foot: bool) -> None:
    found = of_page(*lines, "往期", "后面一行")
    assert ("后面一行" in found) is has_foot
    assert {line: reason for line, reason in found.items() if line != lines[-1] and line != "往期"} == (
        {"后面一行": "page_foot"} if has_foot else {}
    )


# Running heads.

HEAD = "柳塘区法治报告"


def long(sign: str, size: int = 26) -> str:
    """A line that breaks off inside a sentence."""
    return sign + "组" * (size - 1)


def running(
    *heads: str, size: int = 26, end: str = "", behind: str = "续{}。", before: tuple[str, ...] = ()
) -> list[int]:
    """Which of these lines, each inside a sentence of its own, are running heads; their places among the heads."""
    lines, places = [*before, "第一句话。"], []
    for sign, head in zip("子丑寅", heads, strict=False):
        places.append(len(lines) + 1)
        lines += [long(sign, size) + end, head, behind.format(sign)]
    found = list_page_lines(lines, WORDS)
    assert set(found) <= {*places, *range(len(before))} and set(found.values()) <= {"running_head"}
    return [n for n, at in enumerate(places) if at in found]


@pytest.mark.parametrize(
    ("head", "is_head"),
    [
        (HEAD, True),
        ("柳塘法治", False),  # of 6 characters to 40
        ("柳塘法治报告", True),
        ("柳塘法治报", False),
        ("法治" + "字" * 38, True),
        ("法治" + "字" * 39, False),
        ("2022年年报", True),
        ("柳塘区交通运输局", True),
        ("柳塘区交通运输局文件", True),
        ("普通的一行字", False),
        ("一、柳塘法治报告", False),
        ("柳塘区,法治报告", False),
        ("柳塘区法治报告:", False),
    ],
)
def test_a_short_line_that_names_the_report_and_comes_again_is_a_running_head(head: str, is_head: bool) -> None:
    assert running(head, head) == ([0, 1] if is_head else [])


def test_a_running_head_stands_inside_a_sentence_each_time_before_other_words() -> None:
    assert running(HEAD) == []
    assert running(HEAD, HEAD, HEAD) == [0, 1, 2]
    assert running(HEAD, "柳塘区 法治报告") == [0, 1]
    assert running(HEAD, HEAD, size=21) == [0, 1]
    assert running(HEAD, HEAD, size=20) == []  # a short line may end anywhere
    assert running(HEAD, HEAD, end="。") == running(HEAD, HEAD, end=";") == []
    assert running(HEAD, HEAD, behind="续。") == []  # a heading of its own, with the same words below
    assert running(HEAD, HEAD, behind="续{}") == []  # no sentence ends between the two


def test_one_place_inside_a_sentence_is_enough() -> None:
    lines = ["句。", HEAD, "续甲。", long("子"), HEAD, "续乙。"]
    assert list(list_page_lines(lines, WORDS)) == [1, 4]
    assert list(list_page_lines(["句。", HEAD, "续甲。", "乙。", HEAD, "续乙。"], WORDS)) == []
    assert (
        list(list_page_lines([long("子"), HEAD, "续甲。", long("丑"), HEAD, "续乙"], WORDS)) == []
    )  # before all, and behind


def test_page_marks_and_other_heads_are_looked_past() -> None:
    lines = ["句。", long("子"), "-1-", HEAD, "续甲。", long("丑"), "-2-", HEAD, "续乙。"]
    assert list(list_page_lines(lines, WORDS)) == [3, 7]
    other = "柳塘2022年报"
    lines = ["句。", long("子"), other, HEAD, "续甲。", long("丑"), other, HEAD, "续乙。"]
    assert list(list_page_lines(lines, WORDS)) == [3, 7]
    lines = ["句。", long("子"), other, HEAD, "续甲。", long("丑"), HEAD, other, "续乙。"]
    assert sorted(list_page_lines(lines, WORDS)) == [2, 3, 6, 7]


def test_the_title_or_the_letterhead_stays_where_it_heads_the_report() -> None:
    for kept in (TITLE, "柳塘区交通运输局文件"):
        assert running(kept, kept, before=(kept,)) == [0, 1]
        lines = [kept, "第一句话。", long("子"), kept, "续甲。"]
        assert list(list_page_lines(lines, WORDS)) == [3]
    lines = ["柳塘2022年报", "第一句话。", long("子"), "柳塘2022年报", "续甲。"]
    assert list(list_page_lines(lines, WORDS)) == [0, 3]


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ([HEAD + "   1", "甲。", "2   " + HEAD, "乙。"], [1, 3]),
        ([HEAD + "  1", "甲。", HEAD + "  2", "乙。"], []),
        ([HEAD + "   1", "甲。"], []),
        ([HEAD, "-1-", "甲。", HEAD, "-2-", "甲。"], [1, 4]),
        (["-1-", " ", HEAD, "甲。", "-2-", HEAD, "甲。"], [3, 6]),
        (["-1-", "子", HEAD, "甲。", "-2-", "子", HEAD, "甲。"], []),
        ([HEAD + "   iv", HEAD + "   123", HEAD + "   1234"], [1, 2]),
        (["普通的一行字   1", "普通的一行字   2"], []),
        (["一、" + HEAD + "   1", "甲。", HEAD + "   2", HEAD + "   3"], [3, 4]),
        ([HEAD + ";   1", HEAD + "   2", HEAD + "   3"], [2, 3]),
        (["法治报告书甲   1", "法治报告书   2", "法治" + "字" * 38 + "   2", "法治" + "字" * 39 + "   2"], [1, 3]),
    ],
)
def test_two_short_lines_that_name_the_report_beside_a_page_s_number_are_heads(
    lines: list[str], places: list[int]
) -> None:
    found = list_page_lines(["第一句话。", *lines, "又一句。"], WORDS)
    assert sorted(found) == places and set(found.values()) <= {"running_head"}


def test_beside_a_page_s_number_counts_only_behind_the_first_sentence() -> None:
    lines = [HEAD + "   1", "序", "甲。", HEAD + "   2", "乙。", HEAD + "   3", "丙。"]
    assert sorted(list_page_lines(lines, WORDS)) == [3, 5]


@pytest.mark.parametrize(
    ("below", "is_table"),
    [
        ("站\t1\t2\t3", True),
        ("站\t1,041\t缺\t43.7%", True),
        ("\n站\t缺\t缺\t1\n", True),
        ("站\t1\t2", False),
        ("站\t缺\t缺\t缺", False),
        ("站 1 2 3", False),
        ("站\t1人\t2人\t3人", False),
    ],
)
def test_a_row_of_labels_heads_a_table_if_the_next_row_has_as_many_cells_and_a_number(
    below: str, is_table: bool
) -> None:
    row = "站所\t人员\t车辆\t设备"
    found = list_page_lines([TITLE, *REPORT, row, *below.split("\n")], WORDS)
    assert (len(REPORT) + 1 in found) is not is_table
