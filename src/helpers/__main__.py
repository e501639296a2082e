"""`python -m helpers reproduce`: arguments and exit codes only."""

import argparse
import sys

from .corpus import CorpusError
from .run import RunError, reproduce


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m helpers")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser(
        "reproduce",
        help="execute the notebooks that are out of date; write figures, pages and tables",
        description="Execute the notebooks that are out of date; write figures, pages and tables. The variable"
        " FAZHI_CORPUS names another corpus folder; its results go to build/<name of the folder>/.",
    )
    parser.parse_args()
    try:
        reproduce()
    except (CorpusError, RunError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
