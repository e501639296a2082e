"""The package that a journal asks for: data as far as they may be handed on, code, locks, and what is said of them."""

import hashlib
import io
import json
import platform
import re
from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pandas as pd

from helpers.comparison.groups import list_units
from helpers.corpus.load import load_corpus
from helpers.corpus.manifest import name_text
from helpers.errors import RunError
from helpers.output.documents import write_zip
from helpers.output.loader import keep_tables, open_reports
from helpers.output.panel import list_panel_files, make_panel
from helpers.output.runlog import make_run_log
from helpers.places import ROOT, corpus_folder, write_file

__all__ = ["may_hand_on", "write_replication"]

# Of the manifest's licence: what says that others may have the text. A blank, or other words, do not say so.
PERMITS = re.compile(
    r"official document|public domain|官方文件|公有领域|著作权法》?第五条|copyright law.*\bart(?:icle|\.) ?5\b"
    r"|\bCC0\b|\bCC[ -]BY\b|\bMIT\b|\bODbL\b|open government licen",
    re.IGNORECASE,
)
PROGRAM = (
    *(
        "pyproject.toml",
        "Makefile",
        "build.lock",
        "requirements.lock",
        "environment.yml",
        "jupyter_nbconvert_config.py",
    ),
    *("CITATION.cff", "LICENSE", "LICENSE-text", "lab/config.py", "lab/overrides.json"),
)
OF_PROGRAM = ("rules/*.csv", "codebook/*", "lexicon/*", "gold/unseen*.csv", "gold/CODERS.csv")  # of corpus/
OF_CORPUS = ("*.csv", "*.txt", "README.md", "codebook/*", "lexicon/*", "gold/*.csv")
TAKEN = ("corpus", "lab", "notebooks", "panel", "src")  # folders of the package
MANIFEST = ["issuer", "year", "source_file", "source_url", "retrieved_on", "licence", "sha256"]


def may_hand_on(licence: object) -> bool:
    """Whether the manifest's licence of a report says that its text may be handed on.

    >>> [may_hand_on(licence) for licence in ("官方文件，《著作权法》第五条", "CC BY 4.0", "all rights reserved", None)]
    [True, True, False, False]
    """
    return isinstance(licence, str) and PERMITS.search(licence) is not None


def write_replication(folder: Path, corpus: str | Path | None = None) -> Path:
    """Write the replication package of a corpus to `folder`, which is returned, and beside it as a .zip.

    It is laid out as the repository is, so that `make reproduce` runs in it. Texts, and what quotes them (items of the
    panel, corrections, codings, notebooks that were executed), are in it only of reports that `may_hand_on`. The same
    corpus gives the same bytes. RunError if there is anything in the folder, CorpusError as of `load_corpus`.
    """
    if folder.exists() and (folder.is_file() or any(folder.iterdir())):
        raise RunError(f"{folder}: there is something in it; name a folder that is new")
    reports = load_corpus(corpus)
    given = reports["licence"].map(may_hand_on).astype("bool")
    own = corpus_folder(corpus)
    place = "corpus" if own == corpus_folder(ROOT / "corpus") else own.name if own.name not in TAKEN else "reports"
    panel = list(_list_panel(reports.index[~given], corpus))
    files = chain(
        _list_program(executed=bool(place == "corpus" and given.all())),
        _list_corpus(own, place, reports, given),
        panel,
        [("run-log.csv", make_run_log(reports, corpus).to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))],
        _describe(reports, given, place),
    )
    for name, data in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / name, data)
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in _read_all(folder))
    write_file(folder / "SHA256SUMS", "".join(sums).encode())
    with folder.with_name(f"{folder.name}.zip").open("wb") as packed:
        write_zip(packed, ((f"{folder.name}/{name}", data) for name, data in _read_all(folder)))
    return folder


def _read_all(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _list_program(*, executed: bool) -> Iterator[tuple[str, bytes]]:
    """The program: package, locks, the tables it reads by, and the notebooks, with what they found if `executed`."""
    for name in PROGRAM:
        yield name, (ROOT / name).read_bytes()
    for path in sorted((ROOT / "src/helpers").rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".part"):
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for pattern in OF_PROGRAM:
        for path in sorted((ROOT / "corpus").glob(pattern)):
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        data = path.read_bytes()
        yield f"notebooks/{path.name}", data if executed else _clear(data)


def _clear(notebook: bytes) -> bytes:
    """A notebook without what its cells have printed."""
    read = json.loads(notebook)
    for cell in read["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return (json.dumps(read, ensure_ascii=False, indent=1) + "\n").encode()


def _list_corpus(own: Path, place: str, reports: pd.DataFrame, given: "pd.Series[bool]") -> Iterator[tuple[str, bytes]]:
    """The corpus folder; of what quotes reports, and of the reports themselves, those that may be handed on."""
    left_out = set(reports.index[~given])
    for pattern in OF_CORPUS:
        for path in sorted(own.glob(pattern)):
            data = path.read_bytes()
            quotes = path.suffix == ".csv" and path.name != "reports.csv"
            yield f"{place}/{path.relative_to(own).as_posix()}", _leave_out(data, left_out) if quotes else data
    for file in reports.loc[given, "source_file"]:
        for name in (file, name_text(file)):
            path = own / "raw" / name
            if path.is_file():
                yield f"{place}/raw/{name}", path.read_bytes()


def _leave_out(table: bytes, report_ids: set[str]) -> bytes:
    """A CSV without the rows of some reports; as it is if it has none."""
    if not report_ids:
        return table
    read = pd.read_csv(io.BytesIO(table), dtype="str", keep_default_na=False, encoding="utf-8-sig")
    if "report_id" not in read or not read["report_id"].isin(report_ids).any():
        return table
    return read[~read["report_id"].isin(report_ids)].to_csv(index=False, lineterminator="\n").encode()


def _list_panel(left_out: pd.Index, corpus: str | Path | None) -> Iterator[tuple[str, bytes]]:
    """The panel; its items of reports that may not be handed on have no text."""
    reports, opened = open_reports(corpus)
    panel = make_panel(reports, keep_tables(reports, corpus, opened), corpus)
    items = panel.items.assign(text=panel.items["text"].mask(panel.items["report_id"].isin(left_out), ""))
    for name, data in list_panel_files(panel._replace(items=items)):
        yield f"panel/{name}", data


def _describe(reports: pd.DataFrame, given: "pd.Series[bool]", place: str) -> Iterator[tuple[str, bytes]]:
    """What the package says of itself: the list of reports, README, and the data availability statement."""
    listed = reports.reindex(columns=MANIFEST).assign(text_included=given.map({True: "yes", False: "no"}))
    listed["retrieved_on"] = listed["retrieved_on"].dt.strftime("%Y-%m-%d")
    n, addressed = len(reports), int(reports["source_url"].notna().sum())
    values = {
        **{"n": n, "given": int(given.sum()), "left": n - int(given.sum()), "addressed": addressed, "place": place},
        **{"issuers": list_units(reports).nunique(), "python": platform.python_version()},
        "version": version("fazhi-reports"),
        "setting": "" if place == "corpus" else f"FAZHI_CORPUS={place} ",
    }
    yield "reports.csv", listed.to_csv(lineterminator="\n").encode("utf-8-sig")
    for name, template in {"README.md": "replication.md", "DATA-AVAILABILITY.md": "availability.md"}.items():
        yield name, Path(__file__).with_name(template).read_text("utf-8").format(**values).encode()
