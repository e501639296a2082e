"""`python -m helpers reproduce|add|check|blind`: arguments and exit codes only."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from helpers.commands.run import reproduce
from helpers.errors import CorpusError, RunError

__all__ = ["main"]

# The other commands are imported by the function that calls them: what they load takes a second, which a run of
# `reproduce` with nothing to do does not have.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, by default the one that the program was called with; the exit code.

    0: done; 1: an error, or findings that are errors; 130: stopped by Ctrl-C. Arguments that are wrong end the program
    with 2, as argparse does.
    """
    told = _make_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = told.run
    try:
        return run(told)
    except (CorpusError, RunError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept.", file=sys.stderr)
        return 130


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m helpers")
    commands = parser.add_subparsers(required=True, metavar="command")
    commands.add_parser(
        "reproduce",
        help="execute the notebooks that are out of date; write figures, pages and tables",
        description="Execute the notebooks that are out of date; write figures, pages and tables. The variable"
        " FAZHI_CORPUS names another corpus folder; its results go to build/<name of the folder>/.",
    ).set_defaults(run=_reproduce)
    add = commands.add_parser(
        "add",
        help="add reports (.txt, .md, .html, .docx, .pdf) to the corpus",
        description="Read reports, propose a row of the manifest for each, show what was found in it and what looks"
        " odd, and write file and row into the corpus. Files that cannot be added are listed at the end.",
    )
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--dry-run", action="store_true", help="show everything, write nothing")
    check = commands.add_parser(
        "check",
        help="verify the corpus: one line a finding",
        description="Verify a corpus: errors keep it from being read, warnings are what looks odd in a report.",
    )
    blind = commands.add_parser(
        "blind",
        help="write gold/blind.xlsx, a sheet of items to code by reading",
        description="Write gold/blind.xlsx: items in random order, with a column to fill in for each coding scheme."
        " Filled copies (gold/blind-NAME.xlsx) become passes of coding in notebook 07.",
    )
    for command, run in ((add, _add), (check, _check), (blind, _blind)):
        command.set_defaults(run=run)
        command.add_argument(
            "--corpus", metavar="DIR", help="the corpus, seen from the repository (default: FAZHI_CORPUS, else corpus/)"
        )
    return parser


def _reproduce(_: argparse.Namespace) -> int:
    reproduce()
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from helpers.commands.add import add_files

    failed = add_files(arguments.files, arguments.corpus, dry_run=arguments.dry_run)
    if failed:
        print(f"{len(failed)} of {len(arguments.files)} not added:", *failed, sep="\n", file=sys.stderr)
    return 1 if failed else 0


def _check(arguments: argparse.Namespace) -> int:
    from helpers.commands.check import check_corpus

    errors, warnings = check_corpus(arguments.corpus)
    for kind, findings in (("error", errors), ("warning", warnings)):
        for finding in findings:
            print(f"{kind}: {finding}")
    print(f"{len(errors)} errors, {len(warnings)} warnings")
    return 1 if errors else 0


def _blind(arguments: argparse.Namespace) -> int:
    from helpers.corpus.load import load_corpus
    from helpers.gold.blind import write_blind

    path = write_blind(load_corpus(arguments.corpus), arguments.corpus)
    print(f"Written: {path.parent.name}/{path.name}. Its first sheet says how to fill it in.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
