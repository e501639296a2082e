"""`python -m helpers reproduce|add|remove|check|correct|blind|panel|tables|export`: arguments and exit codes only."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from helpers.commands.messages import say, say_warnings, show_plainly
from helpers.commands.run import reproduce
from helpers.errors import CorpusError, FigureError, RunError, list_lines

__all__ = ["main"]

SHOWN = 20  # reports set aside that are named; all are in a file

# The other commands are imported by the function that calls them: what they load takes a second, which a run of
# `reproduce` with nothing to do does not have.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, by default the one that the program was called with; the exit code.

    0: done; 1: an error, findings that are errors, files that were not added; 130: stopped by Ctrl-C. Arguments that
    are wrong end the program with 2, as argparse does.
    """
    told = _make_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = told.run
    with show_plainly():
        try:
            with say_warnings():
                return run(told)
        except BrokenPipeError:  # whoever read what is printed has gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        except (CorpusError, FigureError, OSError, RunError) as error:
            print(*map(say, list_lines(error)), sep="\n", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print(say("Stopped. What was finished is kept."), file=sys.stderr)
            return 130


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m helpers")
    commands = parser.add_subparsers(required=True, metavar="command")
    again = commands.add_parser(
        "reproduce",
        help="execute the notebooks that are out of date; write figures, pages and tables",
        description="Execute the notebooks that are out of date; write figures, pages and tables. Results of a corpus"
        " that is not the repository's go to build/<name of the folder>/.",
    )
    add = commands.add_parser(
        "add",
        help="add reports (.txt, .md, .html, .docx, .pdf; scans, .jpg, .png, .tif with the extra) to the corpus",
        description="Read reports, propose a row of the manifest for each, show what was found in it and what looks"
        " odd, and write file and row into the corpus. Files that cannot be added are listed at the end.",
    )
    remove = commands.add_parser(
        "remove",
        help="take reports out of the corpus",
        description="Take reports out of the corpus: their files, and their rows of reports.csv, corrections.csv and"
        " unsure.csv.",
    )
    remove.add_argument("report_ids", nargs="+", metavar="ID", help="the report_id")
    check = commands.add_parser(
        "check",
        help="verify the corpus: one line a finding",
        description="Verify a corpus: errors keep it from being read, warnings are what looks odd in a report.",
    )
    correct = commands.add_parser(
        "correct",
        help="set right what was read wrong: a row of corrections.csv",
        description="Write a row of corrections.csv and show what it changes. The data card (corpus/README.md) says"
        " what may be set right.",
    )
    blind = commands.add_parser(
        "blind",
        help="write gold/blind.xlsx, a sheet of items to code by reading",
        description="Write gold/blind.xlsx: items in random order, with a column to fill in for each coding scheme."
        " Filled copies (gold/blind-NAME.xlsx) become passes of coding in notebook 07.",
    )
    panel = commands.add_parser(
        "panel",
        help="write one row a report and one row an item, with a codebook, as CSV and for Stata",
        description="Write the panel of a corpus: panel-reports and panel-items (.csv, .dta) and panel-codebook.csv, in"
        " its folder of tables.",
    )
    tables = commands.add_parser(
        "tables",
        help="write all tables of many reports in parts, by several processes; again: what is missing or changed",
        description="Write all tables of a corpus, or of one table of reports with a column text, in parts of 50"
        " reports: Parquet with the extra (`make tables`), else CSV. Run again, it makes what is missing or changed;"
        " one that was stopped goes on. What cannot be read is set aside and listed in refused.csv.",
    )
    export = commands.add_parser(
        "export",
        help="write what goes into a paper: figures (width, language, format), tables, methods, codebook, replication",
        description="Draw figures again for a paper, from what their notebooks kept, each with its caption in"
        " captions.txt. At 84 mm a figure is drawn for one column; what cannot be read there is left out. With"
        " --tables, --methods, --codebook or --replication write these, and figures only where they are named.",
    )
    tables.add_argument("--out", type=_find_folder, metavar="DIR", required=True, help="where the tables go")
    by = tables.add_mutually_exclusive_group()
    by.add_argument(
        "--workers", type=_count, metavar="N", help="processes at once (default: one a processor; each some 500 MB)"
    )
    by.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="have them made by the workers of a Dask scheduler, as tcp://HOST:8786 (needs the extra: `make cluster`)",
    )
    _take_add_options(add)
    _take_correct_options(correct)
    _take_export_options(export)
    runs = (
        (again, _reproduce),
        (add, _add),
        (remove, _remove),
        (check, _check),
        (correct, _correct),
        (blind, _blind),
        (panel, _panel),
        (tables, _tables),
        (export, _export),
    )
    for command, run in runs:
        command.set_defaults(run=run)
        command.add_argument(
            "--corpus",
            metavar="DIR",
            type=_find_folder,
            help="the corpus folder, seen from here (default: FAZHI_CORPUS, else the repository's corpus/)"
            + ("; or a .csv, .jsonl, .parquet with the reports in a column text" if command is tables else ""),
        )
    return parser


def _take_add_options(add: argparse.ArgumentParser) -> None:
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, or a folder of files")
    add.add_argument(
        "--again",
        action="store_true",
        help="FILE is a scan of the corpus, or its report_id: take over the text beside it, as it was corrected",
    )
    add.add_argument("--new", action="store_true", help="make the corpus folder")
    add.add_argument("--year", help="the year that the reports are about, whatever they say")
    add.add_argument("--issuer", help="who issued the reports, whatever they say")
    add.add_argument("--dry-run", action="store_true", help="show everything, write nothing")


def _take_correct_options(correct: argparse.ArgumentParser) -> None:
    correct.add_argument("report_id", metavar="ID", help="the report_id")
    correct.add_argument("--quote", required=True, help="text as it stands in the report, in one place alone")
    correct.add_argument("--field", required=True, help="role, kind, level, title, issuer, year or furniture")
    correct.add_argument("--value", required=True, help="what it is")
    correct.add_argument("--by", default="", help="who says so")
    correct.add_argument("--note", default="", help="why")


def _take_export_options(export: argparse.ArgumentParser) -> None:
    export.add_argument("names", nargs="*", metavar="NAME", help="figures such as 04-domains (default: all)")
    export.add_argument("--width", type=int, default=170, help="84 (one column) or 170 mm (default)")
    export.add_argument("--lang", default="zh", help="zh (default) or en")
    export.add_argument("--dpi", type=int, default=600, help="of .png and .tif (default 600)")
    export.add_argument(
        "--format",
        default="pdf,svg,png",
        help="of pdf,svg,png,tif (default pdf,svg,png), and docx: paper.docx, with captions, tables, methods",
    )
    export.add_argument("--serif", action="store_true", help="set in Song type (Noto Serif SC)")
    export.add_argument("--tables", action="store_true", help="the tables of a paper as CSV, LaTeX and Word (tables/)")
    export.add_argument("--methods", action="store_true", help="data and methods, a paragraph, and BibTeX (methods/)")
    export.add_argument("--codebook", action="store_true", help="the coding schemes as an appendix (codebook/)")
    export.add_argument("--replication", type=_find_folder, metavar="DIR", help="the package for a journal, and a .zip")
    export.add_argument("--out", type=_find_folder, metavar="DIR", help="where the files go, but for --replication")


def _find_folder(name: str) -> Path:
    return Path(name).expanduser().absolute()


def _count(number: str) -> int:
    if not number.isdecimal() or int(number) < 1:
        raise argparse.ArgumentTypeError(f"{number!r} is no number from 1 up")
    return int(number)


def _reproduce(arguments: argparse.Namespace) -> int:
    reproduce(arguments.corpus)
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from helpers.commands.add import add_reports
    from helpers.commands.scans import take_over

    if arguments.again:
        for name in arguments.files:
            print(say(take_over(str(name), arguments.corpus)))
        return 0
    wished = {name: getattr(arguments, name) for name in ("new", "year", "issuer", "dry_run")}
    added = add_reports(arguments.files, arguments.corpus, **wished)
    refused = added.dropna(subset="refused")
    n = len(added) - len(refused)
    print(say(f"Nothing written: {n} would be added" if arguments.dry_run else f"Written: reports added: {n}"))
    if len(refused):
        print(say(f"{len(refused)} of {len(added)} not added:"), file=sys.stderr)
        for file, _, why in refused.itertuples(index=False):
            print(*(f"{file}: {say(line)}" for line in why.splitlines()), sep="\n", file=sys.stderr)
    return 1 if len(refused) else 0


def _remove(arguments: argparse.Namespace) -> int:
    from helpers.commands.remove import remove_reports

    remove_reports(arguments.report_ids, arguments.corpus)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from helpers.commands.check import check_corpus

    errors, warnings = check_corpus(arguments.corpus)
    for kind, findings in (("error", errors), ("warning", warnings)):
        for finding in findings:
            print(say(f"{kind}: {finding}"))
    print(say(f"{len(errors)} errors, {len(warnings)} warnings"))
    return 1 if errors else 0


def _correct(arguments: argparse.Namespace) -> int:
    from helpers.commands.correct import correct_report

    cells = {name: getattr(arguments, name) for name in ("report_id", "quote", "field", "value", "by", "note")}
    correct_report(cells, arguments.corpus)
    return 0


def _blind(arguments: argparse.Namespace) -> int:
    from helpers.corpus.load import load_corpus
    from helpers.gold.blind import write_blind

    path = write_blind(load_corpus(arguments.corpus, corrected=False), arguments.corpus)
    print(say(f"Written: {path.parent.name}/{path.name}. Its first sheet says how to fill it in."))
    return 0


def _panel(arguments: argparse.Namespace) -> int:
    from helpers.output.tables import write_panel

    print(say(f"Panel: {write_panel(arguments.corpus)}"))
    return 0


def _tables(arguments: argparse.Namespace) -> int:
    from helpers.commands.tables import make_parts

    how = {"workers": arguments.workers, "scheduler": arguments.scheduler}
    parts, made, reports, refused = make_parts(arguments.corpus, arguments.out, **how)
    print(say(f"Tables of {reports} reports in {parts} parts, {made} of them made now: {arguments.out}"))
    if len(refused):
        print(say(f"{len(refused)} reports set aside, all in refused.csv:"), file=sys.stderr)
        for _, report_id, file, why in refused.head(SHOWN).itertuples(index=False):
            print(*(f"{report_id} ({file}): {say(line)}" for line in why.splitlines()), sep="\n", file=sys.stderr)
    return 1 if len(refused) else 0


def _export(arguments: argparse.Namespace) -> int:
    from helpers.output.exports import Format, export
    from helpers.output.glossary import UNNAMED, tell_unnamed
    from helpers.output.papers import PARTS, export_parts
    from helpers.output.replication import write_replication
    from helpers.tables import read_table

    files: list[Path] = []
    parts = [part for part in PARTS if getattr(arguments, part)]
    if arguments.replication:
        folder = write_replication(arguments.replication, arguments.corpus)
        print(say(f"Written: {folder} and {folder.name}.zip; read its README before you send it"))
    if not arguments.out:
        if parts or arguments.names or not arguments.replication:
            raise RunError("nothing to say where the files go; add --out DIR")
        return 0
    if parts:
        files += export_parts(parts, arguments.out, arguments.corpus)
        print(say(f"Written: {len(files)} files of {', '.join(parts)} in {arguments.out}"))
    if arguments.names or not (parts or arguments.replication):
        kinds = tuple(filter(None, arguments.format.split(",")))
        wanted = Format(arguments.width, arguments.lang, arguments.dpi, kinds, arguments.serif)
        drawn = export(arguments.names, out=arguments.out, wanted=wanted, corpus=arguments.corpus)
        print(say(f"Written: {len(drawn)} files in {arguments.out}; what to print under each figure: captions.txt"))
        files += drawn
    for path in files:
        if path.name == UNNAMED:
            print(say(tell_unnamed(read_table(path, ["zh"])["zh"].tolist(), arguments.corpus)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
