"""Coders that learn from coded reports, beside cue words."""

import pandas as pd

from helpers.gold.learning import learn_codes

TEXTS = pd.Series(["执法检查", "执法监督", "学习法律", "学习宪法", "执法案卷", "执法培训"], list("uvwxyz"))


def scored(gold, program, scheme="domain"):
    keys = [(scheme, report, item) for report, item in zip("aabbcc", "uvwxyz", strict=True)]
    index = pd.MultiIndex.from_tuples(keys, names=["scheme", "report_id", "item_id"])
    return pd.DataFrame({"gold": list(gold), "program": list(program)}, index)


def test_learners_see_the_other_reports_alone():
    codes = scored("EEEEEL", "EEEEEL")  # c alone holds an L: left out, the others have one code
    assert learn_codes(codes, TEXTS).empty
    found = learn_codes(scored("ELLEEE", "ELLEEL"), TEXTS)
    assert found.loc["domain", ["baseline", "n"]].round(3).to_list() == [0.667, 6]
    assert round(found.loc["domain", "cues"], 3) == 0.833


def test_a_learner_finds_words_that_go_with_codes():
    texts = pd.Series(["执法检查", "学习法律", "执法监督", "学习宪法", "执法案卷", "学习民法"], list("uvwxyz"))
    assert learn_codes(scored("ELELEL", "EEEEEE"), texts).loc["domain", ["cues", "classifier"]].to_list() == [0.5, 1]


def test_one_report_teaches_nothing():
    assert learn_codes(scored("ELELEL", "EEEEEE")[:2], TEXTS).empty
