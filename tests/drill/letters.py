"""The inbox of a machine whose disk is full: what was taken in is heard when there is room again."""

import base64
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.drill.bench import Bench
from tests.drill.machine import CANNOT_MOUNT, STORIES, UNSHARED, Machine, Ran, ended
from tests.feed.readers import by_feedparser
from tts.feed.addresses import INBOX_FEED

DISK_MB = 32
BEFORE = f"""mount -t tmpfs -o size={DISK_MB}m none output || exit {CANNOT_MOUNT}
"$0" -c 'from tts.cli.app import main; main()' token add phone --may all > token"""
"""SQLite would follow /proc/*/root out of the disk: the token is made within."""

FREE_KB = (0, 4, 16, 48, 64, 128, 200, 300, 500, 800)
"""What an entry needs is between these: 4 kB for a row, 100 for its sound, half a megabyte with its page."""

SENT = 4
PATIENCE_S = 90
LOOK_S = 0.2
PIECE = 4096
BEFORE_ROOM_S = 3.0
TAKEN, FULL = 202, 503
SETTLED = ("ready", "failed")


@dataclass(frozen=True, slots=True)
class Server:
    """A server on a disk of its own: its folder as seen from here, and a phone that sends to it."""

    output: Path
    phone: httpx.Client

    def fill(self, free_kb: int) -> None:
        """Leave so much room."""
        with suppress(OSError), (self.output / "filler").open("wb", buffering=0) as filler:
            while (surplus := self._free() - free_kb * 1024) > 0:
                filler.write(bytes(min(surplus, PIECE)))

    def _free(self) -> int:
        disk = os.statvfs(self.output)
        return disk.f_bavail * disk.f_frsize

    def make_room(self) -> None:
        (self.output / "filler").unlink()

    def send(self, number: int) -> httpx.Response:
        return self.phone.post("/inbox", json=letter(number))

    def entries(self) -> dict[str, dict[str, Any]]:
        listed = self.phone.get("/inbox").raise_for_status().json()["entries"]
        return {entry["id"]: entry for entry in listed}

    def settle(self, within_s: float) -> bool:
        """Tell whether every entry is ready or has failed, by when patience ends."""
        return eventually(lambda: all(one["state"] in SETTLED for one in self.entries().values()), within_s)

    def is_ready(self) -> bool:
        """Try again what failed; tell whether all is ready."""
        entries = self.entries().values()
        for entry in entries:
            if entry["state"] == "failed":
                self.phone.post(f"/inbox/{entry['id']}/retry").raise_for_status()
        return all(entry["state"] == "ready" for entry in entries)

    def told(self) -> int:
        """Return how many episodes are in the feed."""
        feed = self.output / INBOX_FEED
        return len(by_feedparser(feed.read_bytes()).entries) if feed.exists() else 0


def eventually(holds: Callable[[], bool], within_s: float = PATIENCE_S) -> bool:
    """Tell whether it holds before patience ends."""
    end = time.monotonic() + within_s
    while not (does := holds()) and time.monotonic() < end:
        time.sleep(LOOK_S)
    return does


def letter(number: int) -> dict[str, str]:
    """Return what is sent: a text, or a page with much in it that cannot be packed."""
    story = f"第{number}封信今天寄到。\n\n{STORIES[number % 3]}"
    if number % 2:
        return {"text": story}
    noise = base64.b64encode(os.urandom(150_000)).decode()
    paragraphs = "".join(f"<p>{line}</p>" for line in (story, STORIES[(number + 1) % 3]))
    page = f"<html><body><article><h1>第{number}封信</h1>{paragraphs}</article><!--{noise}--></body></html>"
    return {"url": f"https://news.example/{number}", "html": page}


def inbox_full(bench: Bench) -> Iterator[str]:
    """Send to a server whose disk is full, or nearly; then make room, and try again what failed."""
    for trial in range(bench.trials):
        machine = bench.machine(trial)
        machine.output.mkdir()
        process = machine.start("serve", "--port", "0", before=BEFORE, wrap=UNSHARED)
        assert process.stdout
        address = urlsplit(process.stdout.readline().strip())
        if not address.port:
            ended(process)
            yield "no file system could be mounted here"
            return
        output = Path(f"/proc/{process.pid}/root{machine.output}")
        shown = {"authorization": f"Bearer {(machine.folder / 'token').read_text(encoding='ascii').strip()}"}
        base = f"http://{address.netloc}"
        try:
            with httpx.Client(base_url=base, headers=shown, trust_env=False, timeout=60) as phone:
                breach = lost(Server(output, phone), bench.chance.choice(FREE_KB))
        except httpx.HTTPError as error:
            breach = f"{type(error).__name__}: {error}"
        process.send_signal(signal.SIGTERM)
        yield breach or not_well(ended(process))


def not_well(ran: Ran) -> str:
    return ran.breach() or (f"exit code {ran.code}: {ran.said[-300:]}" if ran.code else "")


def lost(server: Server, free_kb: int) -> str:
    """Return what was lost of what was sent while there was so little room."""
    first = server.send(0).raise_for_status()
    server.settle(PATIENCE_S)  # the narrator has opened all that it needs
    server.fill(free_kb)
    answers = {number: server.send(number) for number in range(1, 1 + SENT)}
    refused = {number: answer for number, answer in answers.items() if answer.status_code != TAKEN}
    if rude := [one for one in refused.values() if one.status_code != FULL or not one.json().get("error")]:
        return f"{free_kb} kB free: status {rude[0].status_code}: {rude[0].text[:200]}"
    server.settle(BEFORE_ROOM_S)  # where not even that can be kept, it waits
    taken = {answer.json()["id"] for answer in (first, *answers.values()) if answer.status_code == TAKEN}
    found = server.entries()
    if found.keys() != taken:
        return f"{free_kb} kB free: {len(found)} entries of {len(taken)}"
    if silent := [entry for entry in found.values() if entry["state"] == "failed" and not entry["reason"]]:
        return f"failed without a reason: {silent[0]}"
    server.make_room()
    for number in refused:
        server.send(number).raise_for_status()
    return not_whole(server, taken)


def not_whole(server: Server, taken: set[str]) -> str:
    """Return what is not as it would be had there always been room, when what failed is tried again."""
    ready, told = eventually(server.is_ready), eventually(lambda: server.told() == 1 + SENT)
    entries = server.entries()
    if not ready or not told or len(entries) != 1 + SENT or not taken <= entries.keys():
        return f"{server.told()} in the feed; {[(one['state'], one['reason']) for one in entries.values()]}"
    if not all(server.phone.get(entry["sound"]).is_success for entry in entries.values()):
        return "a sound is not there"
    left = list(server.output.rglob(".*.part"))
    return Machine(server.output.parent).breach() or (f"left lying: {left[0]}" if left else "")
