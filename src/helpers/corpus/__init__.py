"""Manifest and files → reports."""
