"""How `make lab` opens JupyterLab: on the start page, wherever it is called from; by root too, as in a container."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821  (given by traitlets, which runs this file)

HERE = Path(__file__).resolve().parent

c.ServerApp.root_dir = str(HERE.parent)
if (HERE.parent / "notebooks" / "START.md").is_file():  # a replication package has its README instead
    c.LabApp.default_url = "/lab/tree/notebooks/START.md"
c.LabApp.app_settings_dir = str(HERE)  # overrides.json: Markdown is shown and not edited, no news are fetched

if hasattr(os, "geteuid") and os.geteuid() == 0:
    c.ServerApp.allow_root = True  # without it the server refuses, and a container's only user is often root
    print(
        "You are root, so JupyterLab runs as root: whoever has its address may do anything here. From outside a"
        " container: make lab ARGS='--ip=0.0.0.0 --no-browser'\n"
        "您是 root，JupyterLab 以 root 身份运行：知道地址的人可以在此做任何事。",
        file=sys.stderr,
    )
