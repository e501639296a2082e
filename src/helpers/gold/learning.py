"""Would a coder that learns from coded reports do better than cue words?"""

import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

__all__ = ["learn_codes"]


def learn_codes(scored: pd.DataFrame, texts: pd.Series) -> pd.DataFrame:
    """The share of items that cue words and two learners code as a reading did, a row a scheme: cues, baseline,
    classifier, n (items).

    `scored` has columns gold and program and the index levels scheme, report_id, item_id; `texts` is by item_id. Each
    report in turn is left out, and what is learned comes from the others. baseline: their most frequent code;
    classifier: a linear support vector machine on TF-IDF of one and two characters. A scheme is left out where one code
    or report would remain. The cues were written with such reports at hand, the learners never saw the report left out.

    >>> ids = [("domain", report, f"{report}-{n}") for report in "ab" for n in range(4)]
    >>> index = pd.MultiIndex.from_tuples(ids, names=["scheme", "report_id", "item_id"])
    >>> scored = pd.DataFrame({"gold": ["G2", "G5"] * 4, "program": ["G2", "G2"] * 4}, index)
    >>> texts = pd.Series(["审批服务", "行政执法"] * 4, index.get_level_values("item_id"))
    >>> learn_codes(scored, texts).loc["domain"].to_list()
    [0.5, 0.5, 1.0, 8.0]
    """
    learners = {"baseline": DummyClassifier(strategy="most_frequent"), "classifier": LinearSVC(random_state=0)}
    found = {}
    for scheme, own in scored.groupby(level="scheme", sort=False):
        left, ids = (own.index.get_level_values(level) for level in ("report_id", "item_id"))
        if left.nunique() < 2 or min(own.loc[left != report, "gold"].nunique() for report in left.unique()) < 2:
            continue
        gold = own["gold"].to_numpy()
        found[scheme] = {"cues": (own["program"].to_numpy() == gold).mean()}
        for title, learner in learners.items():
            model = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True), learner)
            guess = cross_val_predict(model, texts[ids], gold, groups=left, cv=LeaveOneGroupOut())
            found[scheme][title] = (guess == gold).mean()
        found[scheme]["n"] = len(own)
    return pd.DataFrame(found.values(), pd.Index(found), ["cues", "baseline", "classifier", "n"])
