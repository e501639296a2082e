"""The locks, the set-up files, and what they say about each other."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import distribution, distributions
from pathlib import Path

import pytest
from traitlets.config.loader import PyFileConfigLoader

from helpers.output.inputs import LIBRARIES, list_program
from helpers.places import ROOT

LOCKS = ["build.lock", "requirements.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Tools of the tests that are called and not imported, and stubs for the types of others.
COMMANDS = {"coverage", "import-linter", "mypy", "pandas-stubs", "ruff"}
NOT_IMPORTED = {
    "ipykernel": "runs the notebooks",
    "jinja2": "by its name, through pandas",
    "jupyterlab": "make lab",
    "python-calamine": "by its name, through pandas",
}
_FOR_TESTS = PROJECT["optional-dependencies"]["test"]
# What a package may ask of whoever hands on results and code: to name it, to publish changes made to itself.
LICENCES = re.compile(
    r"(Apache|BSD|0BSD|MIT|ISC|PSF|Python Software Foundation|MPL|Mozilla Public License|Zlib|CC0|SIL Open Font License"
    r"|GNU Lesser General Public License)\b"
)
# Named in their own files only, which have been read.
READ = {"pypdfium2": "BSD-3-Clause, Apache-2.0, dependency licenses", "fazhi-reports": "MIT AND CC-BY-4.0"}
MADE = {".git", ".venv", "build", "__pycache__"}
MADE |= {f".{tool}_cache" for tool in ("import_linter", "mypy", "pytest", "ruff")} | {".hypothesis"}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _locked(name: str) -> dict[str, str]:
    """Package → version; every line must be a version with its hashes."""
    text = re.sub(r" *#.*", "", (ROOT / name).read_text(encoding="utf-8")).replace("\\\n", "")
    versions = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        match = re.fullmatch(r"([a-z0-9.-]+)==(\S+)( ; [^;]+?)?( +--hash=sha256:[0-9a-f]{64})+", line)
        assert match, line
        versions[match[1]] = match[2]
    return versions


def _imports(source: str) -> set[str]:
    """The packages (not of the standard library, not ours) that code imports anywhere, by the names of the registry."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    return {_homes().get(name, name) for name in names - sys.stdlib_module_names - {"bench", "helpers", "tests"}}


@cache
def _homes() -> dict[str, str]:
    """Which of the packages that are declared brings a module; of all that are installed it takes a second more."""
    declared = [_plain(name.split("==")[0]) for name in PROJECT["dependencies"] + _FOR_TESTS]
    files = ((name, file) for name in declared for file in distribution(name).files or ())
    code = (".py", ".so", ".pyd")  # one of the packages is a compiled module and nothing else
    return {file.parts[0].partition(".")[0]: name for name, file in files if file.suffix in code}


def _code(folder: str) -> list[str]:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")]
    for path in (ROOT / folder).glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return sources


def _files() -> list[Path]:
    return [
        path
        for top in ROOT.iterdir()
        if top.name not in MADE
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.is_file() and not MADE & set(path.parts) and path != Path(__file__)
    ]


@pytest.mark.parametrize("name", [*LOCKS, "audit.lock", "bench.lock", "ocr.lock", "tables.lock", "cluster.lock"])
def test_lock_has_hashes_and_nothing_else(name):
    assert _locked(name)


def test_locks_agree():
    build, rest = map(_locked, LOCKS)
    assert {name: build[name] for name in build.keys() & rest} == {name: rest[name] for name in build.keys() & rest}
    assert int(build["setuptools"].split(".")[0]) >= 82
    assert "wheel" in build


def test_what_the_benches_install_hides_no_package_of_ours():
    assert _locked("bench.lock").keys() & _locked("requirements.lock").keys() == set()


@pytest.mark.parametrize("extra", ["ocr", "tables", "cluster"])
def test_an_extra_changes_no_version_of_ours(extra):
    own, rest = _locked(f"{extra}.lock"), _locked("requirements.lock")
    assert {name: own[name] for name in own.keys() & rest} == {name: rest[name] for name in own.keys() & rest}
    assert {_plain(name.split("==")[0]) for name in PROJECT["optional-dependencies"][extra]} <= own.keys()
    assert own.get("rapidocr", "3.10.").startswith("3.10.")


def test_every_lock_is_audited():
    audited = re.search(r"for lock in (.*); do", (ROOT / "Makefile").read_text(encoding="utf-8"))[1].split()
    assert {f"{name}.lock" for name in audited} == {path.name for path in ROOT.glob("*.lock")} - {
        "audit.lock",
        "axe.lock",
    }


def test_direct_dependencies_are_what_is_imported():
    declared = {_plain(name) for name in PROJECT["dependencies"]}
    imported = set().union(*map(_imports, _code("src") + _code("notebooks")))
    assert declared == imported | NOT_IMPORTED.keys()
    for_tests = {_plain(name) for name in PROJECT["optional-dependencies"]["test"]}
    assert set().union(*map(_imports, _code("tests"))) - declared == for_tests - COMMANDS
    assert declared | for_tests <= _locked("requirements.lock").keys()


def test_parts_depend_on_the_version_of_every_package_by_which_they_are_made():
    makers = {name for name in list_program() if name.endswith(".py")}
    sources = [(ROOT / name).read_text(encoding="utf-8") for name in makers]
    assert len(makers) > 50 and set().union(*map(_imports, sources)) == set(LIBRARIES)


def test_no_address_of_an_index_and_no_path_of_a_machine():
    telltale = re.compile(
        r"pypi\.org|pythonhosted|index-url=|find-links|file://|/root/|/home/|/Users/|[A-Z]:\\\\?Users"
    )
    found = []
    for path in _files():
        if path.suffix in {".png", ".pdf", ".xlsx"} or "raw" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found += [(path.relative_to(ROOT).as_posix(), match[0]) for match in telltale.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "name",
    [
        *LOCKS,
        "audit.lock",
        "bench.lock",
        "ocr.lock",
        "tables.lock",
        "cluster.lock",
        "pyproject.toml",
        "environment.yml",
        "Makefile",
        "postBuild",
        ".ci/run",
    ],
)
def test_no_address_at_all_in_what_installs(name):
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_pip_takes_the_environment_as_conda_hands_it_over(tmp_path):
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").split("- pip:\n")[1].splitlines()
    assert lines == ["      - -r build.lock", "      - -r requirements.lock"]
    for name in LOCKS:
        shutil.copy(ROOT / name, tmp_path)
    # Conda writes the section into one file beside environment.yml and runs pip there.
    (tmp_path / "condaenv.requirements.txt").write_text("\n".join(line.strip()[2:] for line in lines), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--isolated", "install", "--dry-run", "--no-index", "--require-hashes"]
    done = subprocess.run(
        [*pip, "-r", "condaenv.requirements.txt"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Would install" in done.stdout) == (0, False), done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
@pytest.mark.parametrize("version", [(3, 10), (3, 15)])
def test_make_refuses_another_python_in_one_line(tmp_path, version):
    for name in [*LOCKS, "Makefile"]:
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / "python-other"
    pretend = f"import sys; sys.version_info = {(*version, 0, 'final', 0)}; exec(sys.argv[1])"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{pretend}" "$2"\n', encoding="utf-8")
    python.chmod(0o755)
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # not a make in a make
    done = subprocess.run(
        ["make", "reproduce", "PYTHON=./python-other"],
        cwd=tmp_path,
        env=outside,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stderr.splitlines()
    assert said[0] == (
        f"fazhi-reports needs Python 3.11 to 3.14, ./python-other is {version[0]}.{version[1]}:"
        " try make PYTHON=python3.12"
    )
    assert len(said) == 2 and said[1].startswith("make: ")  # the second is make's own
    assert done.returncode != 0 and done.stdout == "" and not (tmp_path / ".venv").exists()


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
@pytest.mark.parametrize("fails", [False, True])
def test_make_says_what_it_installs_and_how_far_it_is(tmp_path, fails):
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in LOCKS:
        (tmp_path / name).write_text("".join(f"p{i}==1 \\\n    --hash\n" for i in range(45)), encoding="utf-8")
    python = tmp_path / "python-other"  # makes an environment whose Python only says what pip says
    pip = f"for i in $(seq 45); do echo Collecting p$i; done; echo Installing collected; exit {int(fails)}"
    install = f"mkdir -p .venv/bin; printf '%s\\n' '#!/bin/sh' '{pip}' > .venv/bin/python; chmod +x .venv/bin/python"
    python.write_text(f'#!/bin/sh\n[ "$1" != -m ] || {{ {install}; }}\n', encoding="utf-8")
    python.chmod(0o755)
    command = ["make", ".venv/stamp", "PYTHON=./python-other"]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(command, cwd=tmp_path, env=outside, capture_output=True, text=True, check=False)
    of_one = ["  20 of 45", "  40 of 45", "  all are here; unpacking them ..."]
    said = done.stdout.splitlines()
    assert said[1:6] == ["2 of 4, what builds packages ...", "build.lock: 45 packages at most ...", *of_one]
    assert (done.returncode != 0) is fails and ("4 of 4, this package ..." in said) is not fails
    assert (tmp_path / ".venv" / "stamp").exists() is not fails


def test_import_is_silent_and_light():
    """Of the readers that of PDFs is light too: it is started for them."""
    code = "import sys, helpers.reading.pdfium; print({'jieba', 'pandas', 'numpy', 'matplotlib'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def _licence(name: str) -> str:
    """What an installed package says of its licence: the expression, else its classifiers, else the first line."""
    told = distribution(name).metadata
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")]
    return told.get("License-Expression") or "; ".join(classified) or (told.get("License") or "").split("\n")[0]


def test_every_package_may_be_used_and_handed_on():
    names = ("requirements", "build", "tables", "cluster")
    locked = set[str]().union(*(_locked(f"{name}.lock") for name in names))
    installed = {_plain(found.name) for found in distributions()} & locked
    parts = {name: re.split(" AND | OR |; ", _licence(name)) for name in installed - READ.keys()}
    odd = {name: said for name, said in parts.items() if not all(map(LICENCES.match, said))}
    assert not odd and len(installed) > 100
    assert all(_licence(name) == said for name, said in READ.items())


def test_what_builds_elsewhere_is_pinned():
    used = re.findall(r"uses: (\S+)", (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    assert used and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name) for name in used)


# JupyterLab.


def test_the_start_page_leads_to_every_notebook_and_to_nothing_that_is_not_there():
    start = ROOT / "notebooks" / "START.md"
    links = re.findall(r"\]\(([^)]+)\)", start.read_text(encoding="utf-8"))
    assert [link for link in links if not (start.parent / link).is_file()] == []
    assert [link for link in links if link.endswith(".ipynb")] == sorted(p.name for p in start.parent.glob("*.ipynb"))


@pytest.mark.parametrize("root", [True, False])
def test_jupyterlab_opens_on_the_start_page_by_root_too_who_is_told(monkeypatch, capsys, root):
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    config = PyFileConfigLoader("config.py", path=str(ROOT / "lab")).load_config()
    opened = config.LabApp.default_url.removeprefix("/lab/tree/")
    assert (Path(config.ServerApp.root_dir) / opened).is_file()
    settings = json.loads((Path(config.LabApp.app_settings_dir) / "overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"] == {"markdown": "Markdown Preview"}
    assert config.ServerApp.get("allow_root", False) is root
    assert ("You are root" in capsys.readouterr().err) is root
