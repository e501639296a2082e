"""Which lines are a page's by what stands around them: invented pages around one report."""

import pytest

from helpers.cleaning import clean

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
