"""Items → codes."""
