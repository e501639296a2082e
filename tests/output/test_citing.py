"""How a figure is cited."""

import tomllib

from helpers.output.citing import cite
from helpers.places import ROOT


def test_authors_title_version_figure_and_corpus_in_a_line():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert cite("04-domains", "en") == (
        "the fazhi-reports authors. fazhi-reports: Chinese annual reports on rule-of-law government read as data"
        f" (version {version}). Figure 04-domains, corpus corpus."
    )
    assert cite("04-domains", "zh", "my-corpus").endswith(f"（{version} 版）. 图 04-domains，语料 my-corpus。")
