"""Numerals of every kind in one sentence: the whole value or none, and a peer's yardstick where it is at hand."""

import csv
import math

import pandas as pd
import pytest

from helpers.extraction.claims import find_claims
from helpers.places import ROOT

COUNT, SHARE = "全年共受理事项{}件。", "按时办结率为{}。"
# Those of microsoft/Recognizers-Text (Specs/Number/Chinese, MIT), where someone has put them beside the repository.
PEER = ROOT.parent / "shared" / "peers" / "numbers_zh.tsv"


def read(sentence: str, *numerals: str) -> list[list[float]]:
    """The values in the sentence with each numeral, every sentence a report of its own."""
    rows = [(str(i), f"{i}-0", "measures", sentence.format(numeral), 0) for i, numeral in enumerate(numerals)]
    claims = find_claims(pd.DataFrame(rows, columns=["report_id", "passage_id", "role", "text", "start"]))
    return [claims.loc[claims["report_id"] == str(i), "value"].tolist() for i in range(len(numerals))]


COUNTS = [
    *[("八", 8), ("二", 2), ("两", 2), ("十", 10), ("十七", 17), ("三十", 30), ("四十六", 46), ("一百", 100)],
    *[("一百零七", 107), ("一百一十七", 117), ("三百二", 320), ("六百三十", 630), ("一千零八", 1008), ("两千六", 2600)],
    *[("三千零四十", 3040), ("五千三百二", 5320), ("一万八", 18_000), ("三万零六", 30_006), ("六万四千", 64_000)],
    *[("八万三百二十", 80_320), ("二十三万", 230_000), ("三百零二万", 3_020_000), ("五千零七万", 50_070_000)],
    *[("两亿", 2 * 10**8), ("三亿零九", 300_000_009), ("七亿两千万", 720_000_000), ("三万亿", 3 * 10**12)],
    *[("二十万万", 2 * 10**9), ("6千", 6000), ("3万2", None), ("3万2千", 32_000), ("6万1千5百", 61_500)],
    *[
        ("8万3600", 83_600),
        ("2亿3万6千", 200_036_000),
        ("9.6万", 96_000),
        ("3.07亿", 307_000_000),
        ("1.25万亿", 1.25e12),
    ],
    *[
        ("2,468", 2468),
        ("1,234,567", 1_234_567),
        ("2 468", 2468),
        ("2, 468", 2468),
        ("２，４６８", 2468),
        ("12 3", None),
    ],
    *[
        ("叁佰柒拾贰", 372),
        ("伍仟零陆", 5006),
        ("捌万玖仟", 89_000),
        ("貳拾參", 23),
        ("壹萬貳仟", 12_000),
        ("三萬六千", 36_000),
    ],
    *[("卅五", 35), ("廿一", 21), ("两 百 三 十", 230), ("五 千 六百", 5600), ("9 万3 千", 93_000), ("负二十六", -26)],
    *[
        ("十几", 10),
        ("三十几", 30),
        ("数十", 10),
        ("几千", 1000),
        ("数百万", 1_000_000),
        ("六百多", 600),
        ("八千余", 8000),
    ],
    *[("三 余 万", 30_000), ("三十余万", 300_000), ("两百零几万", 2_000_000), ("十二点六", 12.6), ("三点一四", 3.14)],
    *[
        ("三百二十万点五", 3_200_000.5),
        ("三四", 3),
        ("五、六", 5),
        ("二三百", 200),
        ("二〇二三", None),
        ("三6百", None),
    ],
    *[("五十五十", None), ("1.2.3", None), ("一二三四", None), ("十十", None), ("九千万零三百", 90_000_300)],
]
SHARES = [
    *[
        ("百分之八", 8),
        ("百分之八十六", 86),
        ("百分之四点二", 4.2),
        ("百分之 九 十", 90),
        ("百 分 之 6", 6),
        ("百分之百", 100),
    ],
    *[("百分之2,400", 2400), ("千分之六", 0.006), ("仟分之叁", 0.003), ("万分之五点五", 0.00055), ("百万分之八", 8e-6)],
    *[
        ("三分之二", 2 / 3),
        ("十分之一", 0.1),
        ("四成", 4),
        ("4.5成", 4.5),
        ("四成半", 4.5),
        ("八成三", 8.3),
        ("两 成", 2),
    ],
    *[("七个百分点", 7), ("3.2 个百分点", 3.2), ("十 个 百 分 点", 10), ("三點五個百分點", 3.5), ("负2.6%", -2.6)],
    *[("-8.1%", -8.1), ("９６．５％", 96.5), ("96.5 ％", 96.5), ("一半", 0.5), ("半数", 0.5), ("5‰", 5)],
]


@pytest.mark.parametrize(
    ("sentence", "numeral", "value"), [(COUNT, *row) for row in COUNTS] + [(SHARE, *row) for row in SHARES]
)
def test_a_number_is_read_whole_or_not_at_all(sentence, numeral, value):
    assert read(sentence, numeral) == [[] if value is None else [pytest.approx(value, rel=1e-12)]]


# What is left of the peer's numerals, and why.
LEFT = {"-10000": "a dash before a count is more often one between two words; a minus is read before a percentage"}


@pytest.mark.parametrize(("kind", "sentence", "least"), [("count", COUNT, 0.95), ("share", SHARE, 0.90)])
def test_the_numerals_of_a_peer(kind, sentence, least):
    """None wrong, and nearly all right; 成 as printed (三成 is 3 成), a percentage as printed or as a fraction."""
    if not PEER.is_file():
        pytest.skip(f"no {PEER.name} beside the repository: the numerals of a peer are not tried")
    lines = PEER.read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["kind"] == kind]
    missed = []
    for row, found in zip(rows, read(sentence, *(row["input"] for row in rows)), strict=True):
        wanted = float(row["value"].rstrip("%"))
        if not found:
            missed.append(row["input"])
            continue
        as_printed = wanted / 10 if "成" in row["input"] else wanted
        fits = [as_printed] if kind == "count" else [as_printed, wanted / 100]
        assert len(found) == 1 and any(math.isclose(found[0], value, rel_tol=1e-9) for value in fits), row
    assert set(missed) <= set(LEFT)
    assert 1 - len(missed) / len(rows) >= least
