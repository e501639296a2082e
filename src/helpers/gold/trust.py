"""Which coding schemes may carry a finding: those that agree with a reading of reports the program had not seen."""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score

from helpers.coding.codebook import UNCODED, load_codebook, load_schemes
from helpers.gold.tables import load_gold
from helpers.places import ROOT

__all__ = ["FEWEST_PIECES", "LEAST_KAPPA", "count_errors", "draw_errors", "list_pieces", "trusted_schemes"]

LEAST_KAPPA = 0.60  # Cohen's, what Landis and Koch (1977) call substantial
FEWEST_PIECES = 50
EXCERPTS = "real excerpts"  # the kind of what was taken from reports as they are
REAL, NEAR = "real", "near kind"  # in unseen.csv the kinds of what was taken from reports begin, and others are called


def trusted_schemes(corpus: str | Path | None = None, gold: dict[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """How far the codes of each scheme agree with a reading of unread texts, and whether that is far enough.

    Index scheme, in the order of the codebook; columns label_zh, label_en, pieces and kappa (of reports; Cohen's κ of
    main codes, uncoded as a code of its own; NaN where no two codes are in use), pieces_all and kappa_all (texts of a
    near kind too), trusted: κ on pieces of reports is `LEAST_KAPPA` or more and rests on `FEWEST_PIECES` or more. A
    scheme whose codes are not those of the repository's codebook was tried on nothing. `gold` as of `load_gold`, else
    the corpus's.

    >>> trusted_schemes()["trusted"].to_dict()
    {'domain': True, 'capacity': False, 'specificity': False, 'cause': False}
    """
    gold = load_gold(corpus) if gold is None else gold
    schemes = load_schemes(corpus)
    rows = []
    for scheme in schemes.index:
        pieces = list_pieces(scheme, corpus, gold)
        reports = pieces[pieces["of_report"]]
        rows.append((int(reports["n"].sum()), _kappa(reports), int(pieces["n"].sum()), _kappa(pieces)))
    table = pd.DataFrame(rows, index=schemes.index, columns=["pieces", "kappa", "pieces_all", "kappa_all"])
    table["trusted"] = (table["kappa"] >= LEAST_KAPPA) & (table["pieces"] >= FEWEST_PIECES)
    return schemes[["label_zh", "label_en"]].join(table)


def count_errors(
    scheme: str, corpus: str | Path | None = None, gold: dict[str, pd.DataFrame] | None = None
) -> pd.DataFrame:
    """Pieces of unread real reports by the program's main code (rows) and the code of a reading (columns), 未编码 last.

    >>> counts = count_errors("domain")
    >>> int(counts.to_numpy().sum()), int(counts.loc["G10", "G10"])
    (156, 50)
    """
    gold = load_gold(corpus) if gold is None else gold
    real = gold["unseen"].loc[gold["unseen"]["kind"].eq(EXCERPTS), "set"]
    tried = gold["unseen_codes"].fillna({"gold": UNCODED, "program": UNCODED}).astype({"n": "int64"})
    tried = tried[tried["scheme"].eq(scheme) & tried["set"].isin(real)]
    order = [*_list_codes(scheme, corpus), UNCODED]
    counts = tried.pivot_table(index="program", columns="gold", values="n", aggfunc="sum", fill_value=0)
    return counts.reindex(index=order, columns=order, fill_value=0)


def draw_errors(errors: pd.DataFrame, draws: int, *, seed: int = 1) -> np.ndarray:
    """How often a reading gives each code to what the program gave one, P(reading | program): draw × program × reading.

    The first is as counted (`count_errors`); then, `draws` times, the pieces of every code of the program are drawn
    again with replacement, which shows how little they are. A code that no piece got stays as it is. The program's
    shares times one of these tables are what a reading would find if the program erred here as it did there.

    >>> errors = pd.DataFrame([[3, 1], [0, 0]], ["G1", "G2"], ["G1", "G2"])
    >>> draw_errors(errors, 2)[0].tolist()
    [[0.75, 0.25], [0.0, 1.0]]
    """
    size = errors.sum(axis=1).to_numpy()
    odds = np.where(size[:, None] > 0, errors.to_numpy() / size.clip(min=1)[:, None], np.eye(len(errors)))
    size = size.clip(min=1)
    drawn = np.random.default_rng(seed).multinomial(size, odds, (draws, len(errors))) / size[:, None]
    return np.concatenate([odds[None], drawn])


def list_pieces(scheme: str, corpus: str | Path | None, gold: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of unseen_codes of a scheme, uncoded as "", with of_report: whether they are pieces of reports.

    None where the corpus's scheme has other codes than the repository's. `gold` as of `load_gold`.

    >>> pieces = list_pieces("domain", None, load_gold())
    >>> int(pieces.loc[pieces["of_report"], "n"].sum())
    156
    """
    kind = gold["unseen"]["kind"]
    of_reports = gold["unseen"].loc[kind.str.startswith(REAL) & ~kind.str.contains(NEAR), "set"]
    known = scheme in load_schemes(ROOT / "corpus").index
    known = known and _list_codes(scheme, corpus) == _list_codes(scheme, ROOT / "corpus")
    tried = gold["unseen_codes"].fillna({"gold": "", "program": ""})
    tried = tried.assign(of_report=tried["set"].isin(of_reports))
    return tried[tried["scheme"].eq(scheme) & known]


def _list_codes(scheme: str, corpus: str | Path | None) -> list[str]:
    return load_codebook(scheme, corpus).index.to_list()


def _kappa(pieces: pd.DataFrame) -> float:
    """Cohen's κ of pairs of codes that were counted; NaN where it is not defined."""
    if pd.concat([pieces["gold"], pieces["program"]]).nunique() < 2:
        return np.nan
    return float(cohen_kappa_score(pieces["gold"], pieces["program"], sample_weight=pieces["n"].astype("int64")))
