"""A PDF with a text layer → its text."""

from helpers.reading.pdfium import pdf_text

__all__ = ["pdf_text"]
