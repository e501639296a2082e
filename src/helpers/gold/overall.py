"""The program beside a coding by reading, in everything that was coded."""

from pathlib import Path

import numpy as np
import pandas as pd

from helpers.extraction.citations import find_citations
from helpers.extraction.claims import find_claims
from helpers.gold.pairing import compare_spans, match_gold
from helpers.gold.scoring import MEASURES, list_errors, pair_fields, score_codes, score_pieces, score_spans

__all__ = ["ALL", "list_span_errors", "pair_spans", "score_all"]

ALL = "合计 all"  # stands for the report where all are taken together
KEYS = {"claim": ["value", "value_high", "unit"], "citation": ["text"]}  # what must be the same
FIELDS = {"claim": ["hedge", "status", "measure", "what", "indicator"], "citation": ["name", "kind"]}
WORDS = ("claim_what", "citation_name")  # words of the text, which have no most frequent one


def pair_spans(
    reports: pd.DataFrame, passages: pd.DataFrame, gold: dict[str, pd.DataFrame], *, corpus: str | Path | None = None
) -> dict[str, pd.DataFrame]:
    """The program's claims and citations beside the coded ones, `compare_spans` of reports that are coded, by kind.

    >>> from helpers.corpus.load import load_corpus
    >>> from helpers.gold.tables import load_gold
    >>> from helpers.structure.outline import parse_outline
    >>> reports = load_corpus().head(1)
    >>> list(pair_spans(reports, parse_outline(reports), load_gold()))
    ['claim', 'citation']
    """
    coded = reports.index[match_gold(reports, gold).fillna(False)]
    own = passages[passages["report_id"].isin(coded)]
    found = {"claim": find_claims(own, corpus=corpus), "citation": find_citations(own, corpus=corpus)}
    pairs = {}
    for kind, rows in found.items():
        fields = [field for field in KEYS[kind] + FIELDS[kind] if field != "text"]
        theirs = gold[f"{kind}s"]
        pairs[kind] = compare_spans(reports[reports.index.isin(theirs["report_id"])], rows, theirs, gold, fields)
    return pairs


def score_all(
    pieces: pd.DataFrame, characters: pd.DataFrame, codes: pd.DataFrame, spans: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """Scores by measure and report, and of all reports together: measure, report_id, value, baseline, kappa, n.

    `pieces` and `characters` as of `compare_gold`, `spans` of `pair_spans`, `codes` with columns report_id, measure
    (the scheme), gold, program, a row a coded item. `value` is F1 of headings, items, shortcomings, front lines, claims
    (value and unit) and citations (title), n pieces of the coding; of the rest it is the share that agrees, with
    baseline and kappa as of `score_codes`.

    >>> pieces = pd.DataFrame({"report_id": "a", "measure": "item", "side": ["both", "both", "gold"]})
    >>> characters = pd.DataFrame({"report_id": "a", "gold": ["plan", "plan"], "program": ["plan", "front"]})
    >>> codes = pd.DataFrame({"report_id": ["a"], "measure": "domain", "gold": ["G2"], "program": ["G5"]})
    >>> scores = score_all(pieces, characters, codes, {})
    >>> scores.loc[scores["report_id"].eq("a"), ["measure", "value"]].round(2).to_numpy().tolist()
    [['role', 0.5], ['item', 0.8], ['domain', 0.0]]
    """
    shares = [characters.assign(measure="role"), codes[["report_id", "measure", "gold", "program"]]]
    by = ["report_id", "measure"]
    f1 = [score_pieces(_with_all(pieces), by=by).reset_index()]
    for kind, rows in spans.items():
        cells = pair_fields(rows, FIELDS[kind])
        shares.append(cells.assign(measure=kind + "_" + cells["field"]))
        f1.append(score_spans(_with_all(rows), KEYS[kind], by=by[:1]).assign(measure=kind).reset_index())
    rated = score_codes(_with_all(pd.concat(shares)), by=by).reset_index()
    rated.loc[rated["measure"].isin(WORDS), ["baseline", "kappa"]] = np.nan
    counted = pd.concat(f1)[[*by, "f1", "gold"]].set_axis([*by, "value", "n"], axis=1)
    scores = pd.concat([rated, counted]).astype({"n": "int64"})
    order = list(dict.fromkeys([*MEASURES, *codes["measure"]]))
    return scores.sort_values("measure", key=lambda names: names.map(order.index), kind="stable", ignore_index=True)


def list_span_errors(spans: dict[str, pd.DataFrame], reports: pd.DataFrame) -> pd.DataFrame:
    """Every error in claims and citations of `pair_spans`: see `list_errors`.

    >>> from helpers.corpus.load import load_corpus
    >>> from helpers.gold.tables import load_gold
    >>> from helpers.structure.outline import parse_outline
    >>> reports = load_corpus().head(1)
    >>> spans = pair_spans(reports, parse_outline(reports), load_gold())
    >>> list_span_errors(spans, reports).columns.to_list()
    ['report_id', 'place', 'field', 'printed', 'program', 'gold', 'sentence']
    """
    return pd.concat([list_errors(rows, KEYS[kind] + FIELDS[kind], reports) for kind, rows in spans.items()])


def _with_all(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, table.assign(report_id=ALL)], ignore_index=True)
