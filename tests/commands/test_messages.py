"""What the commands say, in both languages."""

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

import helpers
from helpers.commands.messages import list_messages, say, say_warnings
from helpers.errors import CorpusWarning


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
        (
            "ChoiceError: place: there is no 省; there is province, city, county",
            "ChoiceError：place：没有 省；可选：province, city, county",
        ),
        ("nobody has said this", "nobody has said this"),
    ],
)
def test_what_goes_before_a_message_and_what_is_not_in_the_table(chinese, english, said):
    assert say(english) == said


# Every message has its Chinese.

SOURCE = Path(helpers.__file__).parent
# What raises, collects or prints a message; and what gives one to whoever does.
SPEAKERS = {"CorpusError", "ScanError", "RunError", "Problem", "wrong", "warn", "refuse", "say", "append"}
LIKE_A_MESSAGE = re.compile(r"[a-z]{2,}.*; (?:\w+ )*[a-z]{2,}", re.DOTALL)  # what is wrong; the remedy
NOT_SAID = (  # by no command
    *("output/", "comparison/"),  # of notebooks, and in the workbook and the codebooks of tables
    *("coding/followup.py", "gold/files.py", "gold/scoring.py", "gold/pairing.py"),  # what notebooks ask for
)
PUT_TOGETHER = (  # from parts that are messages themselves: see the test below
    r"⟨[^⟩]*⟩(?:: | and |, row )⟨[^⟩]*⟩.*",
    r"raw/⟨[^⟩]*⟩:? ⟨.*",
    r"corrections\.csv, row ⟨[^⟩]*⟩ \(⟨[^⟩]*⟩\): ⟨why⟩",
    r"⟨name⟩, sheet items, row ⟨cell\.row⟩, column ⟨scheme⟩: ⟨code⟩",
    r"⟨said⟩ (?:does not stand|stands ⟨[^⟩]*⟩ times) in .*",
    r"⟨name⟩ is (?:missing, the text that|not the text that) .*",
    r"⟨name⟩: this is a picture; .*",
    r"⟨part⟩/⟨name⟩ is missing in .*",
    r"is a site's navigation and no report: .*",
    r"⟨where⟩ failed:\n.*",
    r"the file does not say ⟨what⟩; .*",
    r"run `make ocr` once, then .*",
)
NO_MESSAGE = re.compile(r"\{%|<|\.[a-z-]+ \{|from helpers|   In the sheet items")  # pages, styles, code, a guide
SAMPLES = [
    "raw/a.png: this is a picture; run `make ocr` once, then `python -m helpers add` with it (one that is in the"
    " corpus: `add --again`), which keeps its recognised text beside it; or save its text as .txt",
    "raw/a.html is a site's navigation and no report: of its 1,234 characters 5 stand in sentences; open the report"
    " itself and save that page, or remove the row",
    "the file is empty; put the report there or remove the row",
    "a.docx: this is a legacy Word .doc, not text; open it in a word processor and save it as .docx",
    "lexicon/terms.csv is missing in mine; copy it from corpus/lexicon, or remove the folder lexicon",
    "lexicon/mine.csv is missing in mine; put it there, or remove the folder lexicon",
    "corrections.csv, row 2 (a): the quote '乙' does not stand in the report (any more); quote what stands there or"
    " remove the row",
    "corrections.csv, row 2 (a): the quote '乙' stands 3 times in what was set aside; quote more, so that one place is"
    " meant",
    "raw/a.pdf.txt is missing, the text that was recognised in raw/a.pdf; put it back, or have it recognised anew with"
    " `python -m helpers add --again` and the report_id",
    "raw/a.pdf.txt is not the text that the manifest means: its sha256 is 1, not 2; if it was corrected, take it over"
    " with `python -m helpers add --again` and the report_id, else put the old one back",
    "gold/blind-x.xlsx, sheet items, row 5, column domain: 'G11' is no code; it is one of G1, G2",
    "gold/blind-x.xlsx, sheet items, row 5: this unit stands twice; remove one",
    "gold/blind-x.xlsx, sheet coder: date is blank; fill in column B",
    "甲局-2021 and 甲局-2021-2: 2 reports of 甲局, 2021",
    "甲局-2021 and 乙局-2022: 甲局 and 乙局 seem to be one issuer under two names; tables take them for two",
    "甲局-2021 and 乙局-2022: 甲局 (2021) → 乙局 (2022) share the unit_id u1, as one issuer that was renamed; give"
    " each its own if they are two",
    "甲局-2021 and 甲局-2022: 甲局 is in two units, 甲局 and u1; give all its reports one unit_id",
    "甲局-2021: raw/a.pdf.txt is taken over, 1,234 characters",
    "the file does not say who issued it; say so with --issuer, or add its row by hand (see corpus/README.md)",
    "04-x.ipynb, cell 3 of 20 failed:",
    "04-x.ipynb, cell 3 of 20: its Python died, perhaps for lack of memory",
    "corpus: raw/a.pdf: the fonts A, B are not in this PDF: its lines and cells are found by another font, and"
    " characters may be missing; save it again with its fonts (PDF/A), or as .docx",
    "rules/roles.csv: the rules are the program's own, nothing reads this file; remove it",
    "codebook/phrases.csv: no longer read, its words are the program's own now (corpus/rules/phrases.csv); put yours"
    " there, or remove it",
]


def list_literals(file: Path) -> Iterator[tuple[int, str, bool]]:
    """(line, text, whether something says it) of the strings in a module; ⟨…⟩ is what varies. No docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said: set[int] = set()
    inside: set[int] = set()
    for node in ast.walk(tree):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SPEAKERS:
            given = node.args
        elif isinstance(node, ast.Yield) and node.value is not None:
            given = [node.value]
        said |= {id(expression) for expression in given}
        if isinstance(node, ast.keyword) and node.arg in ("help", "description"):  # argparse's page is English
            inside.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in ast.walk(node) if part is not node}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inside.add(id(node.value))
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else f"⟨{ast.unparse(p.value)}⟩" for p in node.values]
            yield node.lineno, "".join(parts), id(node) in said
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value, id(node) in said


def is_message(text: str, said: bool) -> bool:
    """Whether a string is a line for people: a remedy follows a semicolon, or it is said and has several words."""
    words = re.sub("⟨.*?⟩", "", text)
    return not NO_MESSAGE.match(text) and bool(
        LIKE_A_MESSAGE.search(words) or (said and len(re.findall(r"\b[a-z]{2,}\b", words)) > 2)
    )


@pytest.mark.parametrize(
    "file",
    [file for file in sorted(SOURCE.rglob("*.py")) if not file.relative_to(SOURCE).as_posix().startswith(NOT_SAID)],
    ids=lambda file: file.relative_to(SOURCE).as_posix(),
)
def test_every_message_of_a_command_has_its_chinese(chinese, file):
    spoken = [text for _, text, said in list_literals(file) if is_message(text, said)]
    alone = [text for text in spoken if not any(re.fullmatch(form, text, re.DOTALL) for form in PUT_TOGETHER)]
    assert [text for text in alone if not re.search("[\u4e00-\u9fff]", re.sub("⟨.*?⟩", "", say(text)))] == []


@pytest.mark.parametrize("folder", ["output", "comparison"])
def test_every_error_of_figures_and_choices_has_its_chinese(chinese, folder):
    """What a cell raises is said by `reproduce`, a line at a time."""
    raised = [
        node.exc.args[0]
        for file in sorted((SOURCE / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and ast.unparse(node.exc.func) in {"ChoiceError", "FigureError", "RunError"}
    ]
    texts = [
        node.value
        if isinstance(node, ast.Constant)
        else "".join(p.value if isinstance(p, ast.Constant) else f"⟨{ast.unparse(p.value)}⟩" for p in node.values)
        for node in raised
    ]
    texts.remove("figure ⟨name⟩: ⟨warning⟩") if folder == "output" else None  # what matplotlib says
    assert texts
    assert [text for text in texts if not re.search("[\u4e00-\u9fff]", re.sub("⟨.*?⟩", "", say(text)))] == []


@pytest.mark.parametrize("english", SAMPLES)
def test_messages_that_are_put_together_have_their_chinese_throughout(chinese, english):
    said = re.sub(r"`.*?`|\.?[\w-]+\.\w+|[/.]\w+", "", say(english))  # without commands and files
    assert re.search("[\u4e00-\u9fff]", said) and not re.search(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}", said), said


def test_a_string_without_a_row_is_found(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("""'no; message'\ndef f(x):\n    raise CorpusError(f"{x} is upside down; turn it over")\n""")
    assert [text for _, text, said in list_literals(file) if is_message(text, said)] == [
        "⟨x⟩ is upside down; turn it over"
    ]


# Warnings.


def test_a_warning_is_one_line_in_the_readers_language_and_said_once(chinese, capsys):
    with say_warnings():
        warnings.simplefilter("always")
        for _ in range(2):
            warnings.warn("raw/a.pdf: this PDF is encrypted; save it without a password", CorpusWarning, stacklevel=1)
    assert capsys.readouterr() == ("", "语料：raw/a.pdf：这个 PDF 已加密；请去掉密码后保存\n")


def test_a_warning_of_another_kind_stays_what_it_is():
    with pytest.warns(UserWarning, match="^other$") as caught, say_warnings():
        warnings.simplefilter("always")
        warnings.warn("other", UserWarning, stacklevel=1)
    assert caught[0].filename == __file__
