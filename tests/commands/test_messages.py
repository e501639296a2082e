"""What the commands say, in both languages."""

import re

import pytest

from helpers.commands.messages import list_messages, say


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setenv("FAZHI_LANG", "zh")


@pytest.mark.parametrize(
    ("variables", "is_chinese"),
    [
        ({"FAZHI_LANG": "zh"}, True),
        ({"FAZHI_LANG": "zh_TW"}, True),
        ({"FAZHI_LANG": "en", "LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, False),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "C.UTF-8"}, False),
    ],
)
def test_the_language_is_that_of_the_reader(monkeypatch, variables, is_chinese):
    for name in ("FAZHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert (say("tables: up to date") == "tables：无需更新") is is_chinese


@pytest.mark.parametrize("english", list_messages())
def test_every_message_is_found_and_nothing_of_it_is_lost(chinese, english):
    fields = {name: f"⟨{name}⟩" for name in re.findall(r"\{(\w+)\}", english)}
    if "{said" in english:
        fields |= {name: "a picture" for name in fields if name.startswith("said")}
    said = say(english.format(**fields))
    assert said != english.format(**fields)
    # a place is named in words of its own where only two are possible
    lost = {name for name, value in fields.items() if name[:4] != "said" and value not in said} - {"where", "parted"}
    assert lost == set()


def test_both_sides_name_the_same_fields():
    for english, chinese in list_messages().items():
        named = [set(re.findall(r"\{(\w+)\}", text)) - {"where"} for text in (english, chinese)]
        assert named[0] == named[1], english


@pytest.mark.parametrize(
    ("english", "said"),
    [
        (
            "warning: a-2021: year: the manifest says 2021, the report 2022",
            "提醒：a-2021：year：目录写的是 2021，报告写的是 2022",
        ),
        (
            "error: reports.csv, row 2 (a): raw/a.pdf: this PDF is encrypted; save it without a password",
            "错误：reports.csv 第 2 行（a）：raw/a.pdf：这个 PDF 已加密；请去掉密码后保存",
        ),
        ("warning: a: 131 characters of 落款: …主办：某办", "提醒：a：落款有 131 字：…主办：某办"),
        ("02-words: 12.5 s", "02-words：12.5 秒"),
        ("error: codebook/x.csv, row 3 (x): something new", "错误：codebook/x.csv, row 3 (x): something new"),
        ("nobody has said this", "nobody has said this"),
    ],
)
def test_what_goes_before_a_message_and_what_is_not_in_the_table(chinese, english, said):
    assert say(english) == said
