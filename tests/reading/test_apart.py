"""Processes that read: what their functions answer and raise, how they end, what they may take."""

import os
import signal
import sys
from itertools import count

import pytest

from helpers.errors import CorpusError, ScanError
from helpers.reading import apart
from helpers.reading.apart import Ended, Limits, ask

LIMITS = Limits(cpu=0.5, memory=50_000_000, clock=60, answer=1_000, kept=12_500_000)
HERE = __name__


def echo(question: bytes) -> list[object]:
    print("what a library prints is no answer")
    return [question.decode(), os.getpid()]


def fail(question: bytes) -> object:
    kinds = {b"a": CorpusError("a; do"), b"b": ScanError("b; do"), b"c": KeyError("c"), b"d": OSError()}
    raise kinds[question]


def misbehave(question: bytes) -> object:
    """End, or never: what a hostile file may make of a reader."""
    held = []
    match question:
        case b"abort":
            os.abort()
        case b"exit":
            os._exit(7)
        case b"compute":
            sum(count())
        case b"hoard":
            for _ in count():
                held.append(bytes(1_000_000))
        case b"talk":
            return "a" * LIMITS.answer
        case b"wait":
            signal.pause()
    return None


def test_a_process_is_kept_until_it_fails() -> None:
    (said, first), (_, second) = (ask(f"{HERE}:echo", text.encode(), LIMITS) for text in ("甲", "乙"))
    assert said == "甲" and first == second != os.getpid()
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert ask(f"{HERE}:echo", b"", LIMITS)[1] != first


@pytest.mark.parametrize(
    ("question", "kind", "said"),
    [
        (b"a", CorpusError, "a; do"),
        (b"b", ScanError, "b; do"),
        (b"c", ValueError, "'c'"),
        (b"d", ValueError, "OSError"),
    ],
)
def test_what_a_function_raises_is_raised(question: bytes, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=f"^{said}$") as raised:
        ask(f"{HERE}:fail", question, LIMITS)
    assert type(raised.value) is kind and not apart._READERS.keys() & {(f"{HERE}:fail", LIMITS, os.getpid())}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit no memory, or nothing")
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("abort", r"its reader ended \(SIGABRT\), perhaps because it needs more than 50 MB"),
        ("exit", r"its reader ended \(exit code 7\), perhaps .*"),
        ("hoard", r"its reader ended \(exit code 1\), perhaps .*"),
        ("compute", "reading it takes more than 0.5 seconds of the processor"),
        ("talk", "its reader gave no answer that can be read"),
    ],
)
def test_whatever_a_process_does_it_is_told_and_the_next_one_answers(question: str, said: str) -> None:
    with pytest.raises(Ended, match=f"^{said}$"):
        ask(f"{HERE}:misbehave", question.encode(), LIMITS)
    assert ask(f"{HERE}:misbehave", b"", LIMITS) is None


@pytest.mark.parametrize("limited", [True, False])
def test_a_process_that_only_waits_is_ended_by_the_clock(limited: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "reading it takes more than 0.01 seconds" + ("" if limited else ", and this system has no other limit")
    if not limited:
        monkeypatch.setattr(apart, "resource", None)
    with pytest.raises(Ended, match=f"^{said}$"):
        ask(f"{HERE}:misbehave", b"wait", LIMITS._replace(clock=0.01))


def test_a_process_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/python")
    with pytest.raises(Ended, match=r"^its reader could not be started \(No such file or directory\)$"):
        ask(f"{HERE}:echo", b"a", LIMITS._replace(clock=58))


LIES = {
    "nothing": "",
    "half a head": "put(bytes(3))",
    "more than it gives": "put((9).to_bytes(8, 'big') + b'{}')",
    "more than it may": "put(b'\\xff' * 8)",
    "without end": "[put(b'\\xff' * 65_536) for _ in iter(int, 1)]",
    "no JSON": "say(b'\\xff{')",
    "too deep": "say(b'[' * 900)",
    "no reply": "say(b'[1]')",
    "no end": "say(b'{\"answer\": 1}')",
    "no kind": 'say(b\'{"error": "a", "kind": 1, "last": true}\')',
    "both": 'say(b\'{"error": "a", "kind": "b", "last": false}\')',
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_what_is_no_answer_is_refused(lie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os\ndef put(data): os.write(1, data)\ndef say(data): put(len(data).to_bytes(8, 'big') + data)\n"
    monkeypatch.setattr(apart, "CODE", code + lie)
    with pytest.raises(Ended, match="^its reader (gave no answer that can be read$|ended)"):
        ask(f"{HERE}:lie", b"a" * (0 if "iter" in lie else 1_000_000), LIMITS)
    assert not apart._READERS.keys() & {(f"{HERE}:lie", LIMITS, os.getpid())}


def test_a_process_that_holds_much_is_not_asked_again() -> None:
    first, second = (ask(f"{HERE}:hold", b"", LIMITS) for _ in range(2))
    assert first != second


def hold(question: bytes, held: list[bytes] = []) -> int:  # noqa: B006
    held.append(bytes(LIMITS.memory // 2))
    return os.getpid()


def test_a_process_finds_nothing_in_the_folder_where_it_runs(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert ask(f"{HERE}:echo", b"a", LIMITS._replace(clock=59))[0] == "a"


def test_no_process_is_left_when_its_user_ends() -> None:
    first = ask(f"{HERE}:echo", b"a", LIMITS)[1]
    apart.dismiss()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
