"""No test depends on the corpus or the output folder that the caller's environment names, nor on the clock."""

import pytest
from hypothesis import settings

# Hypothesis fails an example that takes over 200 ms, unless told not to: a busy machine is no fault of the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    for name in ("FAZHI_CORPUS", "FAZHI_OUT", "FAZHI_WRITE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FAZHI_LANG", "en")  # of whoever runs the tests
