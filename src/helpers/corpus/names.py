"""Which words are names of the issuers and of the places they lie in."""

import re
from collections.abc import Iterable

import pandas as pd

__all__ = ["is_name", "list_names"]

_UNIT = re.compile(r"(?<=..)(?:(?:..族)?自治[区州县]|新区|[省市区县州盟旗镇乡])$")
_BETWEEN = r"[；;、，,（）()\s]"  # between the bodies of one issuer
# What is left of an issuer without the places of the manifest: places that it does not have, then the body.
_PIECE = re.compile(r".+?[镇乡](?=人民政府)|.{2,}?街道(?=办事处)|.{2,}?[省市区县州盟旗]|.{3,}")
_GENERAL = {"人民政府"}  # every place has one: no name, and no short form of one
_LONG, _SHORT = "委员会", "委"


def list_names(reports: pd.DataFrame) -> set[str]:
    """Names of places and issuers in the manifest: whole, without their administrative unit, and short.

    Provinces, cities, counties; what is left of the issuers when those are cut out, in pieces that end with a unit;
    all of them without the unit (市, 区, 新区 …). 人民政府 is no name.

    >>> row = {"issuer": "甲省乙丙市财政局", "province": "甲丁省", "city": "乙丙市", "county": None}
    >>> sorted(list_names(pd.DataFrame([row | {"issuer": "乙丙市戊己新区财政局"}], index=["a"])))
    ['乙丙', '乙丙市', '戊己', '戊己新区', '甲丁', '甲丁省', '财政局']
    """
    columns = [name for name in ("province", "city", "county") if name in reports]
    places = {str(place) for name in columns for place in reports[name].dropna()}
    known = places | {_UNIT.sub("", place) for place in places}
    cut = "|".join([*map(re.escape, sorted(known, key=len, reverse=True)), _BETWEEN])
    left = {piece for issuer in set(reports["issuer"].dropna()) for piece in re.split(cut, str(issuer))}
    pieces = {part for piece in left for part in _PIECE.findall(piece)}
    return (known | pieces | {_UNIT.sub("", piece) for piece in pieces}) - _GENERAL


def is_name(token: pd.Series, reports: pd.DataFrame) -> pd.Series:
    """Whether each token is a name of `list_names` or short for one: 审批局 and 服务局 for 行政审批服务局.

    Short for a name is what has two or more of its characters in their order, the last one among them (高新区 for
    高新技术产业开发区), or 委 for 委员会 (工委 for 工作委员会).

    >>> row = {"issuer": "甲乙高新技术产业开发区管理委员会", "province": None, "city": "甲乙市", "county": None}
    >>> tokens = pd.Series(["高新区", "管委会", "甲乙", "技术", "委员"])
    >>> is_name(tokens, pd.DataFrame([row], index=["a"])).to_list()
    [True, True, True, False, False]
    """
    names = list_names(reports)
    unique = token.unique()
    found = {word for word in unique if word in names or _is_short(word, names)}
    return token.isin(found)


def _is_short(word: str, names: Iterable[str]) -> bool:
    if len(word) < 2:
        return False
    last = word[-1]
    ends = [name for name in names if len(name) > len(word) and (name[-1] == last or _ends_short(name, last))]
    return any(_is_within(word, name) for name in ends)


def _ends_short(name: str, last: str) -> bool:
    return last == _SHORT and name.endswith(_LONG)


def _is_within(word: str, name: str) -> bool:
    """Whether `word` has characters of `name` in their order."""
    signs = iter(name)
    return all(sign in signs for sign in word)
