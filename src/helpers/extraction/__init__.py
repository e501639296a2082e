"""Passages → tokens, quantities, claims, citations."""
