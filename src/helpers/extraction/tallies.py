"""Words counted: how often each report says each of them, from tokens that are given some reports at a time.

Of very many reports no table of all tokens is held: each function here takes the tokens of some, as
`load("tokens", each=…)` gives them, with their words as categories.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix

from helpers.characters import count_characters
from helpers.extraction.words import ngrams, unite_forms

__all__ = ["find_words", "measure_roles", "tabulate", "tally", "use_strings"]


def find_words(
    tokens: pd.DataFrame, words: Collection[str], *, kept: Collection[str] | None = None, n: int = 1
) -> pd.DataFrame:
    """Where these words stand: rows of `tokens`, words in one form (`unite_forms`).

    With `kept` no other words count: of `n` above 1 runs of so many of them that touch (`ngrams`) are what is looked
    for. Words are of type str.

    >>> columns = ["report_id", "passage_id", "role", "token", "start", "end"]
    >>> rows = [("a", "a-0", "plan", "ＡＰＰ", 0, 3), ("a", "a-0", "plan", "推广", 3, 5)]
    >>> tokens = pd.DataFrame(rows, columns=columns)
    >>> find_words(tokens, ["APP推广"], kept=["APP", "推广"], n=2)[["token", "start", "end"]].to_numpy().tolist()
    [['APP推广', 0, 5]]
    """
    runs = _list_runs(tokens, words if n == 1 else kept, n)
    return use_strings(runs[runs["token"].isin(words)])


def tally(tokens: pd.DataFrame, *, kept: Collection[str] | None = None, n: int = 1) -> pd.DataFrame:
    """How often each report says each word (or run of words) in each of its roles: report_id, role, token, n.

    A row a word that stands there; words in one form (`unite_forms`), as categories. `kept` and `n` as of `find_words`.

    >>> columns = ["report_id", "passage_id", "role", "token", "start", "end"]
    >>> rows = [("a", "a-0", "plan", word, 2 * at, 2 * at + 2) for at, word in enumerate(["普法", "宣传", "普法"])]
    >>> tally(pd.DataFrame(rows, columns=columns)).to_numpy().tolist()
    [['a', 'plan', '宣传', 1], ['a', 'plan', '普法', 2]]
    """
    by = ["report_id", "role", "token"]
    runs = _list_runs(tokens, kept, n)[by].astype("category")
    counted: pd.DataFrame = runs.groupby(by, observed=True).size().rename("n").reset_index()
    return counted.astype({"n": "int32"})


def measure_roles(passages: pd.DataFrame) -> pd.DataFrame:
    """How long each role of each report is: role, report_id, n (characters that are no white space).

    >>> rows = [("a", "plan", "普法 。"), ("a", "plan", "执法")]
    >>> measure_roles(pd.DataFrame(rows, columns=["report_id", "role", "text"])).to_numpy().tolist()
    [['plan', 'a', 5]]
    """
    size = count_characters(passages["text"]).rename("n")
    return use_strings(size.groupby([passages["role"], passages["report_id"]]).sum().reset_index())


def use_strings(table: pd.DataFrame) -> pd.DataFrame:
    """A table with strings for categories.

    >>> use_strings(pd.DataFrame({"token": pd.Categorical(["普法"]), "n": [2]})).dtypes.astype("str").to_list()
    ['str', 'int64']
    """
    return table.astype(dict.fromkeys(table.columns[table.dtypes == "category"], "str"))


def _list_runs(tokens: pd.DataFrame, kept: Collection[str] | None, n: int) -> pd.DataFrame:
    united = tokens.assign(token=unite_forms(tokens["token"]))
    return ngrams(united if kept is None else united[united["token"].isin(kept)], n)


def tabulate(counted: pd.DataFrame, ids: pd.Index) -> pd.DataFrame:
    """The counts of `tally` as a table: a row a report of `ids`, a column a word (in order), all roles together.

    >>> columns = ["report_id", "role", "token", "n"]
    >>> rows = [("b", "plan", "普法", 2), ("b", "measures", "普法", 1), ("b", "plan", "执法", 1)]
    >>> tabulate(pd.DataFrame(rows, columns=columns), pd.Index(["a", "b"])).to_dict("index")
    {'a': {'执法': 0, '普法': 0}, 'b': {'执法': 1, '普法': 3}}
    """
    column, words = pd.factorize(counted["token"], sort=True)
    report = pd.factorize(counted["report_id"])
    row = ids.get_indexer(pd.Index(report[1]))[report[0]]
    shape = len(ids), len(words)
    table = coo_matrix((counted["n"].to_numpy(np.int32), (row, column)), shape).toarray()
    return pd.DataFrame(table, ids, pd.Index(words, dtype="str", name="token"), copy=False)
