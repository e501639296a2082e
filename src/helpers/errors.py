"""What the package raises of its own."""

__all__ = ["CorpusError", "FigureError", "RunError"]


class CorpusError(ValueError):
    """A corpus that cannot be used as it is: one line a problem, each with file, row and remedy."""


class FigureError(ValueError):
    """A figure that must not be published as it is: what is wrong with it, and what to do."""


class RunError(RuntimeError):
    """A notebook that cannot be executed: which, where, and what the cell said."""
