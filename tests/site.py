"""Pages as a reader's browser shows them: Chromium without a window, driven over its DevTools protocol, and axe-core.

`python -m tests.site [FOLDER] [--pictures DIR]` prints what it finds on each page, and fails if that is anything but
axe's lesser remarks; with DIR it leaves screenshots and prints there to be looked at.
"""

import argparse
import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import pylopdf_fonts_zh_cn
import pypdfium2
import websocket

from helpers.places import ROOT, output_folder

__all__ = ["AXE", "CHROMIUM", "SERIOUS", "Facts", "Tab", "Unavailable", "fetch_axe", "list_complaints", "list_requests"]
__all__ += ["open_tab", "visit"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = ROOT / "axe.lock"  # one line: package, version, hash as npm says it
DESKTOP, PHONE = (1280, 900), (390, 844)  # CSS pixels
PATIENCE = 60  # seconds for one answer
SERIOUS = ("serious", "critical")
A4, INCH = (210, 297), 25.4  # mm
PAPER = (717, 1046)  # CSS pixels of an A4 page inside Chromium's margins of 0.4 inches
PRESSED = 400  # times at most that Tab is pressed on a page
SHOWN = 3  # of each kind of fault

# Everything that a page has folded is opened: what is folded is looked at neither by axe nor by the search for glyphs.
OPEN = "document.querySelectorAll('details').forEach(details => { details.open = true })"

# How things look, which takes axe longest, is asked of links and of one text of each colour, size and weight on each
# ground.
VIOLATIONS = """(async () => {
  const kinds = new Map(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || !one.checkVisibility()) continue
    const {color, fontSize, fontWeight} = getComputedStyle(one), grounds = []
    for (let at = one; at; at = at.parentElement) {
      const {backgroundColor, backgroundImage, opacity} = getComputedStyle(at)
      grounds.push(opacity, backgroundImage, backgroundColor)
      if (backgroundColor.startsWith('rgb(')) break
    }
    const kind = [color, fontSize, fontWeight, ...new Set(grounds)].join()
    if (!kinds.has(kind)) kinds.set(kind, one)
  }
  const seen = ['color-contrast', 'link-in-text-block'], off = seen.map(rule => [rule, {enabled: false}])
  const found = (await axe.run(document, {resultTypes: ['violations'], rules: Object.fromEntries(off)})).violations
  const include = [...kinds.values(), ...document.querySelectorAll('a[href]')]
  found.push(...(await axe.run({include}, {resultTypes: ['violations'], runOnly: seen})).violations)
  return JSON.stringify(found.map(rule => [rule.id, rule.impact,
    rule.nodes.map(node => node.target.join(' ') + ' ' + node.html.slice(0, 200))]))
})()"""

# What only repeats is taken out before axe looks, whose time is by the element: rows of a table beyond the fifth, code
# whose colours other code has shown.
THIN = """(() => {
  document.querySelectorAll('tbody > tr:nth-child(n + 6)').forEach(row => row.remove())
  const seen = new Set()
  for (const code of document.querySelectorAll('.highlight')) {
    const kinds = [...code.querySelectorAll('[class]')].map(token => token.className)
    if (kinds.every(kind => seen.has(kind))) code.remove()
    kinds.forEach(kind => seen.add(kind))
  }
})()"""

# A character without a glyph in any font is drawn as U+10FFFE, which has none anywhere. Per font, each character once.
MISSING = r"""(() => {
  const fonts = new Map(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (!node.data.trim() || node.parentElement.closest('style, script')) continue
    const font = getComputedStyle(node.parentElement).fontFamily
    if (!fonts.has(font)) fonts.set(font, new Set())
    for (const character of node.data) fonts.get(font).add(character)
  }
  const size = 16, pen = new OffscreenCanvas(2 * size, 2 * size).getContext('2d', {willReadFrequently: true})
  const missing = new Set()
  for (const [font, characters] of fonts) {
    pen.font = size + 'px ' + font
    const draw = character => {
      pen.clearRect(0, 0, 2 * size, 2 * size)
      pen.fillText(character, 2, size * 1.5)
      return new Uint32Array(pen.getImageData(0, 0, 2 * size, 2 * size).data.buffer)
    }
    const none = draw('\u{10FFFE}'), width = pen.measureText('\u{10FFFE}').width
    for (const character of characters) {
      if (pen.measureText(character).width !== width) continue
      const drawn = draw(character)
      if (drawn.every((pixel, place) => pixel === none[place])) missing.add(character)
    }
  }
  return [...missing].join('')
})()"""

# What a keyboard must reach, by the order in the page; `seen` is filled while Tab goes through it. Of a list of three
# thousand links the first stand for all.
CONTROLS = """(() => {
  const all = 'a[href], area[href], button, input, select, textarea, summary, [tabindex]'
  window.controls = [...document.querySelectorAll(all)].filter(one => one.checkVisibility() && one.tabIndex >= 0
    && !one.disabled).slice(0, MOST)
  window.seen = new Set(), window.unmarked = new Set()
  document.addEventListener('focusin', ({target}) => {
    seen.add(target)
    const style = getComputedStyle(target)
    if (style.outlineStyle === 'none' && style.boxShadow === 'none') unmarked.add(target.outerHTML.slice(0, 120))
  })
  return controls.length
})()"""
UNREACHED = """JSON.stringify([controls.filter(one => !seen.has(one)).map(one => one.outerHTML.slice(0, 120)),
  [...unmarked]])"""

# What reaches over the right edge and cannot be scrolled into view by itself.
WIDE = """JSON.stringify(document.scrollingElement.scrollWidth <= WIDTH ? [] :
  [...document.querySelectorAll('body *')].filter(one => one.checkVisibility() &&
    one.getBoundingClientRect().right > WIDTH + 1).map(one => one.outerHTML.slice(0, 120)).slice(0, 5))"""

# What is drawn with a part that neither shows nor scrolls into view.
HIDDEN = """JSON.stringify([...document.querySelectorAll('body *')].filter(one => one.checkVisibility() &&
  ['hidden', 'clip'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 120)))"""

REPEATED = """JSON.stringify([...document.querySelectorAll('[id]')].map(one => one.id)
  .filter((id, place, all) => all.indexOf(id) < place))"""

# Chinese characters that stand in no element marked as Chinese.
UNMARKED = r"""JSON.stringify((() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode, marked = node.parentElement.closest('[lang]')
    if (/\p{Script=Han}/u.test(node.data) && !node.parentElement.closest('style, script, [aria-hidden="true"]')
      && !(marked && marked.lang.startsWith('zh'))) found.push(node.data.trim().slice(0, 60))
  }
  return found
})())"""

# What a reader would look for on paper, folded or not, but for the ways through the page and the signs of links.
TEXTS = """JSON.stringify([...document.querySelectorAll('pre, h1, h2, h3, p, li, td, th, figcaption, summary')]
  .filter(one => !one.closest('nav, aside')).map(one => one.textContent.replace(/¶$/, '')))"""


class Unavailable(Exception):
    """What a test needs and this machine has not got."""


class Facts(NamedTuple):
    """What was found on one page; every list is empty on a page without fault."""

    console: list[str]  # errors and warnings
    requests: list[str]  # addresses outside the folder
    missing: str  # characters without a glyph
    unreached: list[str]  # controls that Tab does not reach
    unmarked: list[str]  # controls that do not show that they have the focus
    repeated: list[str]  # ids that are not the only ones
    languages: list[str]  # Chinese text in no element with lang="zh"
    wide: list[str]  # what makes a phone scroll sideways, or is not shown there by any scrolling
    cut: list[str]  # what is wider than paper, so that a print shrinks, or is cut off
    unprinted: list[str]  # texts of the page that a print has not got
    violations: list[tuple[str, str, list[str]]]  # axe's rule, impact, elements


class Tab:
    """A tab of a browser: commands in, answers out, events kept."""

    def __init__(self, address: str) -> None:
        # Without looking whether all is UTF-8, which takes ten times as long as all else.
        self.socket = websocket.create_connection(
            address, suppress_origin=True, skip_utf8_validation=True, timeout=PATIENCE
        )
        self.numbers = count(1)
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a command of the protocol."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            self._keep(answer)
        assert "error" not in answer, (method, answer)
        result: dict[str, Any] = answer["result"]
        return result

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page."""
        done = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def open(self, address: str) -> None:
        """Go to an address and wait until all of it is there."""
        self.events.clear()
        self.call("Page.navigate", url=address)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._keep(json.loads(self.socket.recv()))

    def _keep(self, message: dict[str, Any]) -> None:
        if "method" in message:
            self.events.append(message)

    def resize(self, size: tuple[int, int], *, mobile: bool = False) -> None:
        width, height = size
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def press_tab(self, times: int) -> None:
        for _ in range(times):
            self.call("Input.dispatchKeyEvent", type="rawKeyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)


@contextmanager
def open_tab() -> Iterator[Tab]:
    """A tab of a Chromium with a profile of its own, the Chinese fonts of the figures, and no way out."""
    if not CHROMIUM:
        raise Unavailable("needs Chromium")
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as home:
        fonts = Path(home) / "fonts.conf"
        ours = Path(pylopdf_fonts_zh_cn.__file__).parent
        fonts.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include ignore_missing="yes">'
            f"/etc/fonts/fonts.conf</include><dir>{ours}</dir><cachedir>{home}/fonts</cachedir></fontconfig>",
            encoding="utf-8",
        )
        command = [CHROMIUM, "--headless", f"--user-data-dir={home}", "--remote-debugging-port=0", "--no-first-run"]
        command += ["--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND"]
        command += ["--no-sandbox"] * (os.geteuid() == 0)  # it refuses to run as root otherwise
        log = (Path(home) / "log").open("wb")
        settings = os.environ | {"FONTCONFIG_FILE": str(fonts)}
        with log, subprocess.Popen([*command, "about:blank"], env=settings, stdout=log, stderr=log) as process:
            try:
                tab = Tab(_find_tab(Path(home) / "DevToolsActivePort", process))
                for domain in ("Page", "Runtime", "Log", "Network"):
                    tab.call(f"{domain}.enable")
                yield tab
                with suppress(websocket.WebSocketException):
                    tab.call("Browser.close")
                tab.socket.close()
            finally:
                process.terminate()


def _find_tab(port: Path, process: subprocess.Popen[bytes]) -> str:
    """The address of the first tab; Chromium writes its port when it listens."""
    until = time.monotonic() + PATIENCE
    while not (port.exists() and port.read_text(encoding="utf-8").count("\n")):
        if process.poll() is not None or time.monotonic() > until:
            raise Unavailable("Chromium does not start here")
        time.sleep(0.05)
    with urlopen(f"http://127.0.0.1:{port.read_text(encoding='utf-8').splitlines()[0]}/json/list") as answer:
        return next(one["webSocketDebuggerUrl"] for one in json.load(answer) if one["type"] == "page")


def fetch_axe() -> str:
    """axe-core's script: from npm, once, of the version and with the hash that axe.lock names."""
    name, version, integrity = AXE.read_text(encoding="utf-8").split()
    kept = ROOT / "build" / ".axe" / f"{name}-{version}.tgz"
    if not kept.exists():
        npm = shutil.which("npm")
        if not npm:
            raise Unavailable("needs npm, which brings axe-core")
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            command = [npm, "pack", "--silent", "--ignore-scripts", f"{name}@{version}", "--pack-destination", folder]
            try:
                subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
            except subprocess.SubprocessError as error:
                raise Unavailable(f"needs {name} {version}, which npm does not bring here: {error}") from None
            next(Path(folder).glob("*.tgz")).replace(kept)
    packed = kept.read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if found != integrity:
        kept.unlink()
        raise ValueError(f"{name} {version} is not what axe.lock names: {found}")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


def visit(tab: Tab, page: Path, axe: str | None, shots: Path | None = None) -> Facts:
    """Look at a page at a desk, printed, and on a phone; without `axe` no rule of it is violated.

    What is seen is left in files whose names begin as `shots`.
    """
    tab.resize(DESKTOP)
    tab.open(page.as_uri())
    _picture(tab, shots, "-desktop.png")
    tab.press_tab(tab.evaluate(CONTROLS.replace("MOST", str(PRESSED))))
    unreached, unmarked = json.loads(tab.evaluate(UNREACHED))
    unprinted = _check_print(tab, shots)
    tab.call("Emulation.setEmulatedMedia", media="print")
    tab.resize(PAPER)
    cut = _list_cut(tab, PAPER[0])
    tab.call("Emulation.setEmulatedMedia", media="")
    tab.evaluate(OPEN)
    missing = tab.evaluate(MISSING)
    tab.resize(PHONE, mobile=True)
    tab.evaluate("document.querySelector('figure')?.scrollIntoView()")
    _picture(tab, shots, "-phone.png")
    wide = _list_cut(tab, PHONE[0])
    complaints, requests = list_complaints(tab.events), list_requests(tab.events, page)
    return Facts(
        complaints,
        requests,
        missing,
        unreached,
        unmarked,
        json.loads(tab.evaluate(REPEATED)),
        json.loads(tab.evaluate(UNMARKED)),
        wide,
        cut,
        unprinted,
        _list_violations(tab, axe),
    )


def list_complaints(events: list[dict[str, Any]]) -> list[str]:
    """What a console shows in red or yellow."""
    found = []
    for event in events:
        params = event["params"]
        if event["method"] == "Runtime.exceptionThrown":
            found.append(params["exceptionDetails"]["text"])
        elif event["method"] == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            found.append(params["entry"]["text"])
        elif event["method"] == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            found.append(" ".join(str(one.get("value", one["type"])) for one in params["args"]))
    return found


def list_requests(events: list[dict[str, Any]], page: Path) -> list[str]:
    """Addresses that are neither in the page itself nor files, but for those that the page's own policy holds back."""
    sent = {
        event["params"]["requestId"]: event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    }
    assert page.as_uri() in sent.values(), list(sent.values())[:3]
    for event in events:
        if event["method"] == "Network.loadingFailed" and event["params"].get("blockedReason") == "csp":
            sent.pop(event["params"]["requestId"], None)
    return [url[:200] for url in sent.values() if not url.startswith(("file:", "data:"))]


def _list_violations(tab: Tab, axe: str | None) -> list[tuple[str, str, list[str]]]:
    if axe is None:
        return []
    tab.evaluate(THIN)
    tab.evaluate(axe)
    return [(rule, impact, nodes) for rule, impact, nodes in json.loads(tab.evaluate(VIOLATIONS))]


def _list_cut(tab: Tab, width: int) -> list[str]:
    """What is wider than a window or a paper, as a whole or in a box that cuts it off."""
    found: list[str] = json.loads(tab.evaluate(WIDE.replace("WIDTH", str(width)))) + json.loads(tab.evaluate(HIDDEN))
    return found


def _check_print(tab: Tab, shots: Path | None) -> list[str]:
    """Which texts of the page a print has not got."""
    texts = json.loads(tab.evaluate(TEXTS))
    paper = {"paperWidth": A4[0] / INCH, "paperHeight": A4[1] / INCH, "preferCSSPageSize": True}
    printed = base64.b64decode(tab.call("Page.printToPDF", printBackground=True, **paper)["data"])
    _keep(shots, ".pdf", printed)
    with pypdfium2.PdfDocument(printed) as document:
        pages = [_squeeze(page.get_textpage().get_text_range()) for page in document]
    return [text[:100] for text in texts if not _is_printed(_squeeze(text), pages)]


def _is_printed(text: str, pages: list[str]) -> bool:
    """Whether a text stands on a page, or begins on one and goes on on the next."""
    if any(text in page for page in pages):
        return True
    for page, following in pairwise(pages):
        low = bisect_left(range(1, len(text)), True, key=lambda end: text[:end] not in page)  # noqa: B023
        if low and _is_printed(text[low:], [following]):
            return True
    return False


def _squeeze(text: str) -> str:
    """The letters and figures of a text: at the end of a line a print joins signs and changes their order."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def _picture(tab: Tab, shots: Path | None, ending: str) -> None:
    if shots:
        _keep(shots, ending, base64.b64decode(tab.call("Page.captureScreenshot")["data"]))


def _keep(shots: Path | None, ending: str, content: bytes) -> None:
    if shots:
        shots.with_name(shots.name + ending).write_bytes(content)


def main() -> None:
    """Print what is found on each page, and how often each rule of axe is violated."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=output_folder("html"))
    parser.add_argument("--pictures", type=Path)
    given = parser.parse_args()
    if given.pictures:
        given.pictures.mkdir(parents=True, exist_ok=True)
    rules: Counter[tuple[str, str]] = Counter()
    failed = False
    folder = given.folder.resolve()
    with open_tab() as tab:
        axe = fetch_axe()
        for page in sorted(folder.rglob("*.html")):
            began = time.monotonic()
            name = page.relative_to(folder).with_suffix("").as_posix()
            facts = visit(tab, page, axe, given.pictures and given.pictures / name.replace("/", "-"))
            print(f"{name}: {time.monotonic() - began:.1f} s")
            for rule, impact, nodes in facts.violations:
                rules[rule, impact] += len(nodes)
                print(f"  {impact} {rule}: {len(nodes)}", *nodes[:SHOWN], sep="\n    ")
            for kind, found in facts._asdict().items():
                if found and kind != "violations":
                    failed = True
                    print(f"  {kind}: {len(found)}", *found[:SHOWN], sep="\n    ")
    for (rule, impact), number in rules.most_common():
        print(f"{impact} {rule}: {number}")
    if failed or any(impact in SERIOUS for _, impact in rules):
        sys.exit("Pages have faults.")


if __name__ == "__main__":
    try:
        main()
    except Unavailable as reason:
        sys.exit(f"site-check {reason}")
