"""No test depends on the corpus or the output folder that the caller's environment names."""

import pytest


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in ("FAZHI_CORPUS", "FAZHI_OUT", "FAZHI_WRITE"):
        monkeypatch.delenv(name, raising=False)
