"""What `import helpers` gives."""

import inspect

import pytest

import helpers


@pytest.mark.parametrize("name", helpers.__all__)
def test_every_public_function_has_an_example(name):
    found = getattr(helpers, name)
    assert not inspect.isfunction(found) or ">>> " in str(inspect.getdoc(found))
