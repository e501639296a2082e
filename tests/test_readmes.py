"""README.md and README.zh.md say the same things in the same order: headings, commands, links, names in code."""

import re
from itertools import zip_longest

import pytest

from helpers.places import ROOT

# What each language says in its own way inside commands: an example's own words, and what stands for a name.
OWN = re.compile(r'"[^"]*"|\b(?:NAME|YEAR|DIR)\b|[\u4e00-\u9fff]+')
READMES = ("README.md", "README.zh.md")  # each links to the other


def take_apart(name: str) -> dict[str, list[str]]:
    """What both must have, in order, by what it is."""
    text = (ROOT / name).read_text(encoding="utf-8")
    fences = re.findall(r"^```(.*?)^```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "FENCE", text, flags=re.MULTILINE | re.DOTALL)
    lines = [re.sub(r" *#.*", "", line) for fence in fences for line in fence.splitlines()]
    sections = re.split(r"^#+ .*\n", prose, flags=re.MULTILINE)
    return {
        "headings": re.findall(r"^#+(?= )", prose, re.MULTILINE),
        "commands": [OWN.sub("…", line) for line in lines],
        "links": [link for link in re.findall(r"\]\(([^)]+)\)", prose) if link not in READMES],
        "paragraphs of a section": [str(len(re.findall(r"\S\n(?=\n|\Z)", section))) for section in sections],
        "rows of tables": re.findall(r"^\|", prose, re.MULTILINE),
        "lists": re.findall(r"^- ", prose, re.MULTILINE),
    }


@pytest.mark.parametrize("kind", take_apart("README.md"))
def test_both_have_the_same_in_the_same_order(kind):
    english, chinese = (take_apart(name)[kind] for name in READMES)
    assert english
    assert [pair for pair in zip_longest(english, chinese) if pair[0] != pair[1]] == []


def test_both_name_the_same_files_commands_and_settings():
    def names(name: str) -> set[str]:
        prose = re.sub(r"^```.*?^```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        return {OWN.sub("…", code) for code in re.findall(r"`([^`\n]+)`", prose)}

    assert names(READMES[0]) == names(READMES[1])


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "docs/first-figure.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(name):
    file = ROOT / name
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (file.parent / link).exists()] == []
