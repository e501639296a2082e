"""The repository's lexicon: its form, what it holds together and what it must not cut; reading a lexicon."""

import re
import unicodedata

import pandas as pd
import pytest

from helpers.errors import CorpusError
from helpers.extraction.lexicon import load_glossary, load_lexicon, load_stopwords
from helpers.extraction.units import load_units
from helpers.extraction.words import segment
from helpers.places import ROOT

FOLDER = ROOT / "corpus" / "lexicon"
HEADER = "term,kind,source,note\n"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch):
    monkeypatch.delenv("FAZHI_CORPUS", raising=False)


def cut(*sentences):
    """The tokens of each sentence, cut with the whole lexicon."""
    ids = [str(n) for n in range(len(sentences))]
    passages = pd.DataFrame({"report_id": "r", "passage_id": ids, "role": "measures", "text": sentences, "start": 0})
    tokens = segment(passages, load_lexicon(ROOT / "corpus")["term"])
    return tokens.groupby("passage_id", sort=False)["token"].agg(list).to_list()


def test_form():
    lexicon = load_lexicon()
    terms = lexicon["term"].tolist()
    assert terms == sorted(set(terms))
    assert [term for term in terms if unicodedata.normalize("NFC", term) != term] == []
    assert 150 <= len(terms) <= 300
    assert lexicon[["term", "kind", "source"]].notna().all(axis=None)
    assert (FOLDER / "terms.csv").read_bytes().decode("utf-8").startswith(HEADER.strip())


def test_kinds_are_those_of_the_readme():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| kind | Chinese |")[2].partition("\n\n")[0]
    documented = re.findall(r"^\| (\w+) \|", table, flags=re.M)
    assert len(documented) == 9
    assert set(load_lexicon()["kind"]) == set(documented)


def test_a_source_is_a_title_or_the_corpus():
    sources = load_lexicon()["source"]
    named = sources[sources.ne("corpus")]
    assert named[~named.str.contains("《.+》")].tolist() == []


def test_terms_of_the_corpus_are_marked_and_can_be_dropped(corpus_reports):
    every, sourced = load_lexicon(), load_lexicon(corpus_terms=False)
    assert sourced["term"].tolist() == every.loc[every["source"].ne("corpus"), "term"].tolist()
    assert 0 < len(sourced) < len(every)
    texts = corpus_reports["text"]
    marked = every.loc[every["source"].eq("corpus"), "term"]
    assert [term for term in marked if not texts.str.contains(term, regex=False).any()] == []


def test_every_term_is_one_token_in_a_sentence():
    frames = ("{}", "认真落实{}。", "推进{}，", "在“{}”中", "对{}的检查", "有关{}等工作")
    terms = [term for term in load_lexicon()["term"] for _ in frames]
    found = cut(*[frame.format(term) for term in load_lexicon()["term"] for frame in frames])
    assert [(term, tokens) for term, tokens in zip(terms, found, strict=True) if tokens.count(term) != 1] == []


WHOLE = [
    ("深化“放管服”改革，优化营商环境", "放管服"),
    ("全面实行“一窗受理”，群众少跑路", "一窗受理"),
    ("开展“双随机、一公开”检查三次", "双随机、一公开"),
    ("全面推行部门联合双随机抽查", "双随机"),
    ("做好“互联网+政务服务”", "互联网+政务服务"),
    ("对“三重一大”事项集体研究", "三重一大"),
    ("严格执行行政执法三项制度", "行政执法三项制度"),
    ("落实行政执法“三项制度”", "三项制度"),
    ("落实了行政执法公示制度和记录制度", "行政执法公示制度"),
    ("修订执法全过程记录制度两项", "执法全过程记录制度"),
    ("执行重大执法决定法制审核制度", "重大执法决定法制审核制度"),
    ("建立政务服务好差评体系", "好差评"),
    ("实现高频事项跨省通办", "跨省通办"),
    ("推出一件事一次办套餐", "一件事一次办"),
    ("落实谁执法谁普法责任清单", "谁执法谁普法"),
    ("组织律师以案释法六次", "以案释法"),
    ("加强行政执法人员培训", "行政执法"),
    ("依法化解矛盾纠纷", "矛盾纠纷"),
    ("依托山东政务服务平台", "政务服务"),
    ("局长出庭应诉率为九成", "出庭应诉"),
    ("请行政机关负责人到场说明", "行政机关负责人"),
    ("深入学习贯彻习近平法治思想", "习近平法治思想"),
    ("书记当好第一责任人", "第一责任人"),
    ("召开依法治区会议两次", "依法治区"),
    ("大力推行政务公开", "政务公开"),
    ("推进法治政府建设示范创建", "法治政府建设示范创建"),
    ("法治政府建设取得新进展", "法治政府"),
    ("对文件进行合法性审查和公平竞争审查", "公平竞争审查"),
    ("实行告知承诺制", "告知承诺制"),
    ("推进行政复议规范化建设", "行政复议"),
]


@pytest.mark.parametrize(("sentence", "term"), WHOLE)
def test_a_term_comes_out_whole(sentence, term):
    assert term in cut(sentence)[0]
    assert term in set(load_lexicon()["term"])


UNCUT = [
    ("全面推进依法治区工作", "法治"),
    ("全面推进依法治市工作", "法治"),
    ("普法依法治理工作", "法治"),
    ("推行政务公开", "行政"),
    ("执行政策不走样", "行政"),
    ("试行政府采购新办法", "行政"),
    ("推进行政复议", "进行"),
    ("用法治思维办事", "用法"),
    ("守法治本", "法治"),
    ("政务服务自助办理", "自助办"),
    ("就近办理业务", "就近办"),
    ("网上办理业务", "网上办"),
    ("收集执法证据", "执法证"),
    ("健全政府规章制度", "政府规章"),
    ("落实首问负责制度", "首问负责制"),
    ("下放管服务事项", "放管服"),
    ("提升企业公平竞争力", "公平竞争"),
    ("领取行政许可证", "行政许可"),
    ("秒批准", "秒批"),
    ("建立社会监督员队伍", "社会监督"),
    ("互联网+政务服务平台", "政务服务"),
    ("双随机、一公开监管", "双随机"),
    ("重大行政决策程序", "行政决策"),
    ("行政执法监督条例", "执法监督"),
]


@pytest.mark.parametrize(("text", "inside"), UNCUT)
def test_a_longer_word_is_not_cut(text, inside):
    assert inside in text
    assert inside not in cut(text)[0]


def write(folder, terms: str | bytes = HEADER, stopwords: str = ""):
    """A corpus folder with this lexicon."""
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "terms.csv").write_bytes(terms if isinstance(terms, bytes) else terms.encode())
    (folder / "lexicon" / "stopwords.txt").write_text(stopwords, encoding="utf-8")
    return folder


def test_a_corpus_folder_may_have_its_own_lexicon(tmp_path, monkeypatch):
    assert load_lexicon(tmp_path).equals(load_lexicon())
    assert load_stopwords(tmp_path) == load_stopwords()
    folder = write(tmp_path, HEADER + "放管服,reform,《纲要》,\n\n一窗受理,procedure,corpus,甲\n", "## a: b\n的 了\n")
    lexicon = load_lexicon(folder)
    assert lexicon.fillna("-").to_numpy().tolist() == [
        ["放管服", "reform", "《纲要》", "-", "-"],
        ["一窗受理", "procedure", "corpus", "甲", "-"],
    ]
    assert load_lexicon(folder, corpus_terms=False)["term"].tolist() == ["放管服"]
    monkeypatch.setenv("FAZHI_CORPUS", str(folder))
    assert load_lexicon().equals(lexicon)
    assert load_stopwords() == {"的", "了"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_terms_read_as_a_spreadsheet_saves_them(tmp_path, encoding):
    table = 'note,term,source,kind,mine\r\n"甲,乙", 放管服 ,《纲要》,reform,x\r\n,,,,\r\n'
    lexicon = load_lexicon(write(tmp_path, table.encode(encoding)))
    assert lexicon.fillna("-").to_numpy().tolist() == [["放管服", "reform", "《纲要》", "甲,乙", "-"]]


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ("", "lexicon/terms.csv, row 1: the column term is missing; add it"),
        ("term,kind,note\n", "lexicon/terms.csv, row 1: the column source is missing; add it"),
        (HEADER + "放管服,reform,,\n", "lexicon/terms.csv, row 2: source is blank; fill it in"),
        (HEADER + ",reform,《纲要》,\n", "lexicon/terms.csv, row 2: term is blank; fill it in"),
        (
            HEADER + "放管服,reform,《纲要》,\n\n放管服 ,reform,corpus,\n",
            "lexicon/terms.csv, row 4: '放管服' stands twice; remove one",
        ),
        (
            HEADER.strip() + ",same_as\n放管服,reform,《纲要》,,放管服\n",
            "lexicon/terms.csv, row 2: same_as is '放管服', which is no other term of this table; correct it",
        ),
        (
            HEADER + "放管服,reform,《纲要》,甲,乙\n",
            "lexicon/terms.csv, row 2: 5 cells, the header has 4; a text with a comma stands in quotes",
        ),
        (
            HEADER + '放管服,reform,"《纲要》\n',
            "lexicon/terms.csv: no table (unexpected end of data); save it from the spreadsheet as CSV UTF-8",
        ),
    ],
)
def test_bad_terms(tmp_path, terms, message):
    with pytest.raises(CorpusError, match=f"^{re.escape(message)}$"):
        load_lexicon(write(tmp_path, terms))


def test_a_lexicon_without_its_files(tmp_path):
    (tmp_path / "lexicon").mkdir()
    with pytest.raises(
        CorpusError, match=r"^lexicon/terms\.csv is missing in .*; copy it from .*, or remove the folder lexicon$"
    ):
        load_lexicon(tmp_path)
    with pytest.raises(CorpusError, match=r"^lexicon/stopwords\.txt is missing in"):
        load_stopwords(tmp_path)


def test_stopwords_come_in_groups(tmp_path):
    text = "# remark\n## particle: no meaning\n的 了\n着\n\n# remark 过\n## genre: common here\n工作 推进\n"
    folder = write(tmp_path, stopwords=text)
    assert load_stopwords(folder) == frozenset({"的", "了", "着"})
    assert load_stopwords(folder, genre=True) == frozenset({"的", "了", "着", "工作", "推进"})


def test_stopwords_without_a_group(tmp_path):
    with pytest.raises(CorpusError, match=r"^lexicon/stopwords\.txt, line 2: no group yet"):
        load_stopwords(write(tmp_path, stopwords="# remark\n的 了\n"))


def test_the_stopwords_of_the_repository():
    text = (FOLDER / "stopwords.txt").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert [line for line in lines if line.startswith("## ") and not re.fullmatch(r"## \w+: .{15,}", line)] == []
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    assert len(words) == len(set(words)), "a word stands in two groups"
    assert load_stopwords(genre=True) == set(words)
    grammar = load_stopwords()
    assert {"的", "和", "在", "进行", "一是", "个", "〇"} <= grammar
    assert {"工作", "推进", "建设", "落实"} & grammar == set()
    assert {"工作", "推进", "建设", "落实"} <= load_stopwords(genre=True)
    assert load_stopwords(genre=True) & set(load_lexicon()["term"]) == set()


def test_words_copied_from_a_pdf_are_read_as_reports_are(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "terms.csv").write_text(HEADER + "⽤⼾⾏为,noun,own,\n", "utf-8")
    (tmp_path / "lexicon" / "stopwords.txt").write_text("## 虚词: 语法\n⽽且\n", "utf-8")
    assert load_lexicon(tmp_path)["term"].tolist() == ["用户行为"]
    assert load_stopwords(tmp_path) == {"而且"}


GLOSSARY = "zh,en,short,kind,source,by\n"
HAN = "[\u3400-\u9fff]"


@pytest.fixture
def own_glossary(tmp_path):
    """Write rows into the glossary of a corpus folder, which is returned."""

    def write(rows, header=GLOSSARY):
        (tmp_path / "lexicon").mkdir(exist_ok=True)
        (tmp_path / "lexicon" / "glossary.csv").write_text(header + rows, "utf-8")
        return tmp_path

    return write


def test_every_term_and_every_unit_has_an_english():
    named = set(load_glossary()["zh"])
    assert set(load_lexicon()["term"]) - named == set()
    units = load_units().index.to_series()
    assert set(units[units.str.contains(HAN)]) - named == set()


def test_the_english_is_english_and_says_who_translated():
    glossary = load_glossary()
    assert glossary[glossary["en"].str.contains(HAN) | glossary["short"].fillna("").str.contains(HAN)].empty
    assert glossary[~glossary["zh"].str.contains(HAN)].empty
    assert glossary[["zh", "en", "kind", "by"]].notna().all(axis=None)
    assert (glossary["short"].dropna().str.len() <= glossary["en"].str.len()[glossary["short"].notna()]).all()
    assert [zh for zh in glossary["zh"] if unicodedata.normalize("NFC", zh) != zh] == []


def test_a_corpus_adds_to_the_glossary_and_its_own_rows_come_first(own_glossary):
    folder = own_glossary("执法,policing,,word,,A. Reader\n甲局,Bureau A,A,issuer,,A. Reader\n")
    glossary = load_glossary(folder).set_index("zh")
    assert glossary.loc["执法", ["en", "by"]].tolist() == ["policing", "A. Reader"]
    assert glossary.loc["甲局", "short"] == "A"
    assert len(glossary) == len(load_glossary()) + 1 and glossary.loc["行政许可", "en"] == "administrative licence"


def test_a_glossary_alone_leaves_the_lexicon_the_repositorys(own_glossary):
    folder = own_glossary("甲局,Bureau A,,issuer,,A. Reader\n")
    (folder / "lexicon" / ".DS_Store").touch()
    assert load_lexicon(folder).equals(load_lexicon())
    (folder / "lexicon" / "terms.csv").write_text(HEADER + "甲法,act,甲,\n", "utf-8")
    assert load_lexicon(folder)["term"].tolist() == ["甲法"]


def test_all_faults_of_a_glossary_are_said_with_row_and_remedy(own_glossary):
    folder = own_glossary("执法,policing,,word,,X\n听证,,,word,,X\n执法,law,,word,,X\n立案,filing,,verb,,\n")
    with pytest.raises(CorpusError) as error:
        load_glossary(folder)
    assert str(error.value).splitlines() == [
        "lexicon/glossary.csv, row 3: en is blank; fill it in",
        "lexicon/glossary.csv, row 5: by is blank; fill it in",
        "lexicon/glossary.csv, row 4: '执法' stands twice; remove one",
        "lexicon/glossary.csv, row 5: kind is 'verb'; it is one of term, word, title, unit, issuer, place",
    ]
    with pytest.raises(CorpusError) as error:
        load_glossary(own_glossary(",policing,,word,,X\n立案,filing,,,,X\n"))
    assert str(error.value).splitlines() == [
        "lexicon/glossary.csv, row 2: zh is blank; fill it in",
        "lexicon/glossary.csv, row 3: kind is blank; fill it in",
    ]
    with pytest.raises(CorpusError, match="row 1: the column by is missing; add it"):
        load_glossary(own_glossary("执法,policing,word\n", "zh,en,kind\n"))
