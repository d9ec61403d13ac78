"""Run every target with inputs that coverage guides (atheris, libFuzzer), and print what each had and found.

    python -m tests.fuzz [TARGET ...] [--minutes 10] [--jobs 2]

The minutes are divided among the targets. Each runs in a process of its own, from the corpus kept beside
this file and from what earlier runs grew in `.fuzz/`; an input that raises anything but a TingError, takes
over 5 s or more than 500 MB ends its target, is kept in `.fuzz/TARGET/found-…`, and makes the exit code 1.
Needs the dependency group `fuzz` (Linux, CPython up to 3.13).
"""

import argparse
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.targets import CORPUS, TARGETS

GROWN = Path(".fuzz")
MAX_SECONDS = 5
MAX_MEGABYTES = 500
LONGEST = 8_192
"""Bytes of an input: what is long is the business of tests/extractor/test_hostile.py."""

MARKS = (
    b"<script type='application/ld+json'>",
    b"<meta property='og:title' content='",
    b"<link rel=canonical href='https://[::",
    b"<base href='",
    b"encoding='utf-7'",
    b"charset=zlib_codec",
    b"<p>",
    b"<br>",
    b"<h1>",
    b"&#x202e;",
    b"\x1b]0;",
    "記者".encode(),
    "／台北報導".encode(),
    "下一頁".encode(),
    "延伸閱讀".encode(),
    "年".encode(),
    "％".encode(),
    "（".encode(),
    b"javascript:",
    b"bytes=",
    b"..%2f",
    b"%00",
    b"\xff\xfb\x90\x64",
    b"ID3\x03\x00",
    b"CHAP",
)
"""What mutations may put in whole, beside what coverage teaches them."""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one target: how many inputs it had, and the file that ended it."""

    target: str
    inputs: int
    found: tuple[Path, ...]
    said: str


def main() -> int:
    """Run the targets that were named, or all; return 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=10, help="of processor time, all targets together")
    parser.add_argument("--jobs", type=int, default=2, help="targets that run at once")
    asked = parser.parse_args()
    targets = asked.targets or list(TARGETS)
    seconds = int(asked.minutes * 60 / len(targets)) or 1
    with ThreadPoolExecutor(asked.jobs) as pool:
        runs = list(pool.map(lambda target: run(target, seconds), targets))
    for done in runs:
        print(f"{done.target:14} {done.inputs:10,} inputs  {'FOUND' if done.found else 'nothing found'}")
    print(f"{'all':14} {sum(done.inputs for done in runs):10,} inputs")
    for done in runs:
        if done.found:
            print(f"\n{done.target}: {', '.join(map(str, done.found))}\n{done.said}")
    return int(any(done.found for done in runs))


def run(target: str, seconds: int) -> Run:
    """Fuzz one target for so long, in a process of its own."""
    grown = GROWN / target / "corpus"
    grown.mkdir(parents=True, exist_ok=True)
    before = set((GROWN / target).glob("found-*"))
    words = GROWN / target / "words.txt"
    words.write_text("".join(f'"{_escaped(mark)}"\n' for mark in MARKS), encoding="ascii")
    command = [
        *(sys.executable, "-m", "tests.fuzz.guided", target),
        *(str(grown), str(CORPUS / target)),
        *(f"-max_total_time={seconds}", f"-timeout={MAX_SECONDS}", f"-rss_limit_mb={MAX_MEGABYTES}"),
        *(f"-max_len={LONGEST}", f"-dict={words}", f"-artifact_prefix={GROWN / target}/found-"),
        "-print_final_stats=1",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    executed = re.findall(r"stat::number_of_executed_units:\s*(\d+)|^#(\d+)\s", ended.stderr, re.MULTILINE)
    inputs = max((int(one or other) for one, other in executed), default=0)
    found = tuple(sorted(set((GROWN / target).glob("found-*")) - before))
    if ended.returncode and not found:
        sys.exit(f"{target} did not run:\n{ended.stderr[-2_000:]}")
    return Run(target, inputs, found, ended.stderr[-1_500:] if found else "")


def _escaped(mark: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in mark)


if __name__ == "__main__":
    raise SystemExit(main())
