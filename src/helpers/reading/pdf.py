"""A PDF with a text layer → its text, read in a process of its own."""

import warnings

from helpers.errors import CorpusError, CorpusWarning
from helpers.reading.apart import Ended, Limits, ask
from helpers.reading.lines import MAX_CHARS

__all__ = ["pdf_text"]

# How far before the end of the bytes the end of file is looked for.
TAIL = 4_096
# PDFium draws what a file says, forms in forms and one page a thousand times, before it gives a character. 300 pages of
# text take 3 seconds and 25 MB; a scan of 300 dpi, to see whether it hides its text, 1 second and 115 MB.
CHARACTER = len(r"\uffff")  # bytes of a character in an answer
MOST_SAID = 2 * CHARACTER * MAX_CHARS  # marks and warnings are in it
LIMITS = Limits(cpu=4.5, memory=200_000_000, clock=60, answer=MOST_SAID, kept=50_000_000)


def pdf_text(data: bytes) -> str:
    """The text in document order, a paragraph a line; running heads and page numbers begin with lines.OUTSIDE.

    Where a paragraph goes on over a page break, the running head and the page number follow it (`find_heads` says how
    they are known). Rows of tables are lines, as `lay_out` makes them. Raises ScanError for a scanned page and for a
    text layer that is not readable, CorpusError for an encrypted file and for one that takes too long or too much
    memory. Warns (CorpusWarning) if fonts are not in the file, and of pages that are pictures with what a scanner's
    software recognised behind them.
    """
    if b"%%EOF" not in data[-TAIL:]:
        raise CorpusError("this PDF is cut off before its end; get the whole file")
    try:
        match ask("helpers.reading.pdfium:read_document", data, LIMITS):
            case [str(text), [*odd]]:
                for said in map(str, odd):
                    warnings.warn(said, CorpusWarning, stacklevel=2)
                return text
        raise Ended("its reader gave no answer that can be read")
    except Ended as error:
        raise CorpusError(f"this PDF was given up: {error}; save its text as .docx or .txt") from error
