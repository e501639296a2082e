"""The coding schemes as an appendix of a paper, in two languages."""

from pathlib import Path

import pandas as pd

from helpers.coding.codebook import load_codebook, load_schemes
from helpers.gold.scoring import score_codes
from helpers.gold.tables import load_gold
from helpers.gold.trust import list_pieces, trusted_schemes
from helpers.output.documents import Block, Heading, Table, write_markdown, write_word
from helpers.output.labels import LANGUAGES, Language, label, say
from helpers.places import write_file

__all__ = ["describe_schemes", "export_codebook", "score_each_code"]

BOUNDARY = ("includes", "excludes", "borderline")
EXAMPLES = ("example_1", "example_2")


def export_codebook(out: Path, corpus: str | Path | None = None) -> list[Path]:
    """Write the coding schemes of a corpus to `out` as codebook.md and .docx, and in English to `out`/en; the files."""
    files: dict[Path, bytes] = {}
    for language in LANGUAGES:
        folder = out if language == "zh" else out / language
        blocks = describe_schemes(language, corpus)
        files[folder / "codebook.md"] = write_markdown(blocks, language).encode()
        files[folder / "codebook.docx"] = write_word(blocks, language)
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
    return list(files)


def describe_schemes(language: Language, corpus: str | Path | None = None) -> list[Block]:
    """The appendix: a section a scheme with what it codes, its source, how right it is, and a table of its codes.

    A text of a code is taken from the column of its name with _zh or _en where the codebook has one, else as it is.

    >>> [block.text for block in describe_schemes("en") if isinstance(block, Heading)]
    ['Appendix: coding schemes', 'Domain', 'Capacity', 'Specificity', 'Cause']
    """
    trust = trusted_schemes(corpus).to_dict("index")
    blocks: list[Block] = [Heading(say("appendix", language), 1)]
    for scheme, row in load_schemes(corpus).iterrows():
        name, own = str(row[f"label_{language}"]), trust[scheme]
        parts = say("list_comma", language).join(label(role, language) for role in row["roles"])
        scored = {"n": own["pieces"], "kappa": _score(own["kappa"])}
        tried = say("scheme_tried" if own["pieces"] else "scheme_untried", language, **scored)
        use = say("scheme_trusted" if own["trusted"] else "scheme_doubtful", language)
        told = say("scheme_told", language, parts=parts, source=_read(row, "source", language), tried=tried, use=use)
        table = _list_codes(str(scheme), language, corpus)
        caption = say("codes_of", language, name=name)
        right = (say("table_kappa", language), say("table_n", language))
        blocks += [Heading(name), told, Table(caption, table, right, say("codes_note", language))]
    return blocks


def score_each_code(scheme: str, corpus: str | Path | None = None) -> pd.DataFrame:
    """How each code of a scheme was told from all others on unread reports: kappa (Cohen's) and n, by code.

    n: pieces that the reading gives the code. Codes that neither the reading nor the program gave are absent, as are
    all where the corpus's scheme is not the repository's (see `trusted_schemes`).

    >>> score_each_code("domain").loc["G5"].round(2).to_list()
    [0.9, 18.0]
    """
    tried = list_pieces(scheme, corpus, load_gold(corpus))
    tried = tried[tried["of_report"]].astype({"n": "int64"})
    codes = sorted({*tried["gold"], *tried["program"]} - {""})
    told = [tried.assign(code=code, **{side: tried[side].eq(code) for side in ("gold", "program")}) for code in codes]
    if not told:
        return pd.DataFrame({"kappa": pd.Series(dtype="float64"), "n": pd.Series(dtype="int64")})
    pairs = pd.concat(told)
    n = pairs["n"].where(pairs["gold"], 0).groupby(pairs["code"]).sum()
    return score_codes(pairs, by=["code"])[["kappa"]].assign(n=n)


def _list_codes(scheme: str, language: Language, corpus: str | Path | None) -> pd.DataFrame:
    """The codes of a scheme as printed."""
    scores = score_each_code(scheme, corpus).to_dict("index")
    rows = []
    for code, row in load_codebook(scheme, corpus).iterrows():
        texts = {name: _read(row, name, language) for name in ("definition", *BOUNDARY, *EXAMPLES)}
        boundary = "\n".join(say(f"code_{name}", language, text=texts[name]) for name in BOUNDARY if texts[name])
        years = "" if pd.isna(row["valid_from"]) and pd.isna(row["valid_to"]) else _span(row)
        tried = scores.get(code, {"kappa": float("nan"), "n": 0})
        rows.append(
            {
                "code": f"{code} {row[f'label_{language}']}{years}",
                "definition": texts["definition"],
                "boundary": boundary,
                "example": "\n".join(texts[name] for name in EXAMPLES if texts[name]),
                "kappa": _score(tried["kappa"]),
                "n": str(tried["n"]),
            }
        )
    return pd.DataFrame(rows).rename(columns=lambda name: say(f"table_{name}", language))


def _read(row: pd.Series, name: str, language: Language) -> str:
    text = row.get(f"{name}_{language}")
    text = row.get(name) if pd.isna(text) else text
    return "" if pd.isna(text) else str(text)


def _span(row: pd.Series) -> str:
    """The years in which a code is in force."""
    first, last = ("" if pd.isna(row[name]) else str(row[name]) for name in ("valid_from", "valid_to"))
    return f" ({first}–{last})"


def _score(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.2f}"
