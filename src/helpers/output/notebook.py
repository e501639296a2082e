"""What every notebook begins with: the reports that it is about, named and grouped, and where its figures go."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import pandas as pd
from IPython.display import HTML

from helpers.coding.codebook import load_schemes
from helpers.comparison.groups import choose_groups, choose_strata, list_units, select_reports
from helpers.corpus.reports import DESIGNS, name_reports, read_design, require_reports
from helpers.errors import ChoiceError
from helpers.output.figures import save
from helpers.output.labels import label_groups
from helpers.output.loader import ASIDE, Loader, keep_tables, open_reports
from helpers.output.style import use_style
from helpers.places import corpus_folder
from helpers.structure.roles import ROLE_LABELS

__all__ = ["Choice", "Work", "begin", "introduce", "prepare_reports"]

PLACES = ("province", "city", "county")
SHOWN_ROWS = 30  # of a table


class Choice(Protocol):
    """The choices that all notebooks have; a notebook's own stand beside them."""

    corpus: str | Path | None  # a corpus folder; None: FAZHI_CORPUS, else the repository's own
    write: bool | None  # write the figures; None: only under `make reproduce`
    where: Mapping[str, object]  # which reports: {"year": [2021, 2022]}; {} all
    by: str | None  # what is compared: a column of the manifest, or "report"; None: see choose_groups
    within: Sequence[str] | None  # what must be alike in what is compared; None: see choose_strata


class Work(NamedTuple):
    """The reports of a notebook, how it saves a figure, and what gives it their tables.

    `reports` is the reports table with the columns name (short, for charts), unit (the issuer, whatever it is called
    in a year: `unit_id` of the manifest where it is filled), group (an ordered categorical) and stratum added. Its
    attrs say `by` what it is grouped, how it was chosen (`design`), and what its groups are called in Chinese and
    English (`labels`, for charts and `tell`): a group of your own or a place gets an English name by adding it there.

    `load("items")` is that table of exactly these reports (`Loader` has the names). Where the variable FAZHI_TABLES
    names a folder that `python -m helpers tables` has written, reports and tables are read from there, and no file of
    the corpus is; else they are made of the files. The frames are the same.
    """

    reports: pd.DataFrame
    save: Callable[..., HTML]
    load: Loader


def begin(choice: Choice, *, corrected: bool = True) -> Work:
    """Set the style, load the reports that `choice` asks for, name and group them.

    CorpusError for a corpus or tables that cannot be used (`open_tables`) or that hold fewer than two reports,
    ChoiceError for a choice that it does not have.

    >>> from types import SimpleNamespace
    >>> choice = SimpleNamespace(corpus="tests/texts/coded", write=False, where={"year": 2022}, by=None, within=None)
    >>> begin(choice).reports["group"].iloc[0]
    '青栾县人民政府 2022'
    """
    _check(choice)
    use_style()
    pd.set_option("mode.string_storage", "python")  # in Arrow's memory, where it is installed, work on words takes more
    pd.set_option("display.max_colwidth", None, "display.max_rows", SHOWN_ROWS, "display.max_columns", None)
    reports, opened = open_reports(choice.corpus, corrected=corrected)
    reports = prepare_reports(reports, choice)
    saving = partial(save, reports=reports, corpus=choice.corpus, write=choice.write)
    return Work(reports, saving, keep_tables(reports, choice.corpus, opened))


def _check(choice: Choice) -> None:
    """ChoiceError for a notebook's own choice that there is not, with those that there are."""
    known: dict[str, Callable[[], Iterable[str]]] = {
        "place": lambda: PLACES,
        "roles": lambda: ROLE_LABELS,
        "scheme": lambda: load_schemes(choice.corpus).index,
    }
    for name, list_known in known.items():
        if hasattr(choice, name):
            told = getattr(choice, name)
            wanted, there = [told] if isinstance(told, str) else list(told), list(list_known())
            if unknown := [str(value) for value in wanted if value not in there]:
                raise ChoiceError(f"{name}: there is no {', '.join(unknown)}; there is {', '.join(there)}")


def prepare_reports(reports: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """The reports that `choice` asks for, named and grouped as `Work` says. Errors as of `begin`.

    >>> from types import SimpleNamespace
    >>> choice = SimpleNamespace(corpus="tests/texts/coded", where={"year": 2022}, by="year", within=None)
    >>> prepare_reports(open_reports(choice.corpus)[0], choice)["group"].unique().tolist()
    ['2022']
    """
    reports = require_reports(select_reports(reports, choice.where))
    reports = reports.assign(name=name_reports(reports), unit=list_units(reports))
    group = choose_groups(reports, choice.by)
    reports = reports.assign(group=group, stratum=choose_strata(reports, choice.within, str(group.name)))
    kinds = choose_groups(reports, "issuer_kind").cat.categories  # sides of a comparison where each report is a group
    labels = label_groups([*group.cat.categories, *kinds])
    design = read_design(reports, corpus_folder(choice.corpus))
    reports.attrs |= {"by": str(group.name), "design": design, "labels": labels}
    return reports


def introduce(reports: pd.DataFrame) -> tuple[str, str]:
    """What the corpus is, in a sentence for `tell`: reports, issuers, years, how they were chosen, what is set aside.

    >>> reports = pd.DataFrame({"unit": ["x", "x"], "year": [2020, 2021]})
    >>> reports.attrs["design"] = "census"
    >>> introduce(reports)[1]
    '2 reports of 1 issuer, 2020–2021; all reports of their frame.'
    """
    n, issuers, years = len(reports), reports["unit"].nunique(), reports["year"].dropna()
    first, last = (years.min(), years.max()) if len(years) else ("?", "?")
    span = f"{first}" if first == last else f"{first}–{last}"
    zh, en = DESIGNS[reports.attrs["design"]]
    if aside := reports.attrs.get(ASIDE, 0):
        zh += f"；目录中另有 {aside} 行未能读入，不在其内（01 逐一列出）"
        en += (
            f"; {aside} more row{'s' * (aside != 1)} of the manifest could not be read and are left out (listed in 01)"
        )
    return (
        f"{n} 份报告，{issuers} 个机关，{span} 年；{zh}。",
        f"{n} reports of {issuers} issuer{'s' * (issuers != 1)}, {span}; {en}.",
    )
