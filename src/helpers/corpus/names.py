"""Names of files and reports on Linux, macOS and Windows: which all of them take, and which are one or look it."""

import re
import unicodedata

__all__ = ["LONGEST", "fold_name", "is_device", "is_portable", "show_name", "squint"]

LONGEST = 240  # bytes of a path; systems take 255 of a name, Windows 260 of all, and more goes behind it
# What Windows takes for a device, whatever ending follows, and what it takes in no name or not at the end of one.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
# Letters of other alphabets that are drawn like Latin ones.
_DRAWN = str.maketrans("авекмнорстухіјѕԁαινορυχ", "abekmhopctyxijsdaivopux")


def is_device(name: str) -> bool:
    """Whether Windows opens a device by this name, and no file.

    >>> is_device("CON"), is_device("nul.txt"), is_device("console.txt")
    (True, True, False)
    """
    return _DEVICE.fullmatch(name) is not None


def is_portable(path: str) -> bool:
    """Whether every system can have a file at a relative path, its folders parted by /; .. and . are not looked at.

    >>> [is_portable(name) for name in ("2021/甲局.txt", "a.", "a?.txt", "AUX.html", "长" * 85)]
    [True, False, False, False, False]
    """
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    return len(path.encode()) <= LONGEST and not any(_REFUSED.search(part) or is_device(part) for part in parts)


def fold_name(name: str) -> str:
    """The same for names that Windows or macOS takes for one: capitals, and signs that are written in two ways.

    >>> fold_name("É") == fold_name("e\\u0301")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def squint(name: str) -> str:
    """The same for names that look the same: of other width, of letters of another alphabet.

    >>> squint("ａ-2021"), squint("\\u0430-2021")
    ('a-2021', 'a-2021')
    """
    return unicodedata.normalize("NFKC", name).casefold().translate(_DRAWN)


def show_name(name: str) -> str:
    """A name for a table, with what cannot be printed or written as escapes.

    >>> show_name("a\\x1b\\udcff.txt")
    'a\\\\x1b\\\\udcff.txt'
    """
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)
