"""Text → passages → items."""
