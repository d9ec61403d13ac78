"""The drills: each yields, for every trial, what was broken, or nothing where the promise was kept."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from tests.drill.bench import (
    COMMANDS,
    READ,
    ZONES,
    Bench,
    after,
    differences,
    named,
    prepare,
    stories_of,
    undisturbed,
)
from tests.drill.damages import damaged, lost, voice_damaged
from tests.drill.letters import inbox_full
from tests.drill.machine import CANNOT_MOUNT, SETTINGS, UNSHARED, Machine, Ran, ended
from tests.drill.servers import bad_servers
from tests.emulator import Drop, EdgeEmulator, Fault, Garbage, NoAudio, Refuse, Stall
from tests.newspaper import Newspaper

LEFT = "a half-written file is left"
NOT_OURS = (
    "OpenBLAS",
    "terminate called",
    "ABORT",
    "something unforeseen",
    "Something unforeseen",
    "never awaited",
)
"""How libraries speak when they lack something, and the program where nobody has provided for it."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What happens, what must hold, and the function that tries it."""

    happens: str
    holds: str
    run: Callable[[Bench], Iterator[str]]


def killed(bench: Bench, with_signal: int) -> Iterator[str]:
    """Kill each command at random moments, and run it again."""
    for command, words in COMMANDS.items():
        model = bench.machine(f"{command}-whole")
        started = time.monotonic()
        prepare(model, command)
        begun = time.monotonic()
        model.run(*words)
        took = time.monotonic() - (begun if command == "publish" else started)
        wanted = model.episodes()
        before = bench.machine(f"{command}-before")
        prepare(before, command)
        for trial in range(bench.trials):
            machine = before.copy(bench.folder / f"{command}-{trial}")
            process = machine.start(*words)
            with suppress(subprocess.TimeoutExpired):
                process.wait(bench.chance.uniform(0.05, took))
            process.send_signal(with_signal)
            ran = ended(process)
            breach = after(machine, ran, wanted, *words)
            yield f"{command}: {breach}" if breach else differences(published(machine), published(model))
            shutil.rmtree(machine.folder)


def published(machine: Machine) -> dict[str, bytes]:
    """Return what is at the place that a show was published to."""
    there = machine.folder / "there"
    return {
        f"there/{path.relative_to(there)}": path.read_bytes()
        for path in there.rglob("[!.]*")
        if path.is_file()
    }


POWER_LOSS = """
import os, random, signal, sys
synced, renamed, put, last = {}, [], 0, int(os.environ["DRILL_LAST"])
real = os.fsync
def fsync(descriptor):
    real(descriptor)
    status = os.fstat(descriptor)
    synced[status.st_ino] = status.st_mtime_ns
os.fsync = fsync
def watch(event, arguments):
    global put
    if event == "os.rename":
        status = os.stat(arguments[0])
        renamed.append((os.path.abspath(arguments[1]), status.st_ino, status.st_mtime_ns))
        put += 1
        if put == last:
            for path, inode, changed in renamed:
                if synced.get(inode) != changed and os.path.exists(path):
                    os.truncate(path, 0)
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
import atexit
atexit.register(lambda: print("files put:", put, file=sys.stderr))
"""
"""A machine that loses, when its power goes, what was renamed without having been synced."""


def power_lost(bench: Bench) -> Iterator[str]:
    """Cut the power when a random file is put in its place; what was not synced is empty then."""
    model = bench.machine("whole", DRILL_LAST="0")
    count = int(model.run("daily", preamble=POWER_LOSS).said.rpartition("files put: ")[2].split()[0])
    wanted = model.episodes()
    for trial in range(bench.trials):
        machine = bench.machine(trial, DRILL_LAST=str(bench.chance.randint(1, count)))
        ran = machine.run("daily", preamble=POWER_LOSS)
        yield after(machine, ran, wanted, "daily")


def disk_full(bench: Bench) -> Iterator[str]:
    """Narrate onto disks of every size too small; then onto one with room."""
    model = bench.machine("whole")
    model.run(*READ)
    wanted = model.episodes()
    needed_kb = sum(path.stat().st_size for path in model.folder.rglob("*") if path.is_file()) // 1024
    for trial in range(bench.trials):
        size = max(4, int(needed_kb * (trial + 0.5) / bench.trials / 2))
        for place in ("output", "cache"):
            machine = bench.machine(f"{place}-{trial}")
            (machine.folder / place).mkdir()
            before = f"mount -t tmpfs -o size={size}k none {place} || exit {CANNOT_MOUNT}"
            ran = machine.run(
                *READ,
                before=before,
                then=f"find {place} -name '.*.part' -printf '{LEFT}\\n' >&2",
                wrap=UNSHARED,
            )
            if ran.code == CANNOT_MOUNT:
                yield "no file system could be mounted here"
                return
            yield (LEFT if LEFT in ran.said else "") or after(machine, ran, wanted, *READ)


def unwritable(bench: Bench) -> Iterator[str]:
    """Narrate into folders that cannot be written, and into one that vanishes meanwhile."""
    wanted = undisturbed(bench)
    for place in ("output", "cache"):
        machine = bench.machine(f"read-only-{place}")
        (machine.folder / place).mkdir()
        before = f"mount --bind {place} {place} && mount -o remount,ro,bind {place} || exit {CANNOT_MOUNT}"
        yield after(machine, machine.run(*READ, before=before, wrap=UNSHARED), wanted, *READ)
    for trial in range(bench.trials):
        machine = bench.machine(f"vanishing-{trial}")
        process = machine.start(*READ)
        with suppress(subprocess.TimeoutExpired):
            process.wait(bench.chance.uniform(0.2, 2.5))
        shutil.rmtree(bench.chance.choice((machine.output, machine.cache)), ignore_errors=True)
        yield after(machine, ended(process), wanted, *READ)


def few_files(bench: Bench) -> Iterator[str]:
    """Narrate where only so many files may be open; with fewer, Python itself does not start."""
    wanted = undisturbed(bench)
    fewest = next(most for most in range(64) if _starts(f"ulimit -n {most}"))
    for most in sorted({fewest, fewest + 1, 8, 10, 12, 14, 16, 20, 24, 32, 48, 64}):
        machine = bench.machine(most)
        ran = machine.run(*READ, before=f"ulimit -n {most}")
        yield named(f"{most} files", not_in_a_sentence(ran) or after(machine, ran, wanted, *READ))


def _starts(limited: str) -> bool:
    shell = f'{limited} && exec "$0" -c pass'
    command = ["/bin/sh", "-c", shell, sys.executable]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def little_memory(bench: Bench) -> Iterator[str]:
    """Narrate, and tell a day, where only so much memory may be addressed."""
    for command in ("read", "daily"):
        wanted = undisturbed(bench, command)
        for megabytes in (100, 150, 200, 250, 300, 400, 500, 600, 700, 768, 800, 900, 1000, 1200):
            machine = bench.machine(f"{command}-{megabytes}")
            ran = machine.run(*COMMANDS[command], before=f"ulimit -v {megabytes * 1024}")
            breach = not_in_a_sentence(ran) or after(machine, ran, wanted, *COMMANDS[command])
            yield named(f"{command}, {megabytes} MB", breach)


def not_in_a_sentence(ran: Ran) -> str:
    """Return what a run said that lacked something and did not end with the program's own words."""
    own = ran.code >= 0 and not any(words in ran.said for words in NOT_OURS)
    return "" if own else f"{ran.code} {ran.said[-200:]}"


def together(bench: Bench, command: str) -> Iterator[str]:
    """Run the same command two and ten times at once."""
    wanted = undisturbed(bench, command)
    for count in (2, 10):
        machine = bench.machine(count)
        prepare(machine, command)
        running = [machine.start(*COMMANDS[command]) for _ in range(count)]
        all_ran = list(map(ended, running))
        breaches = [ran.breach() for ran in all_ran if ran.breach()]
        if not any(ran.code == 0 for ran in all_ran):
            breaches.append("none of them did it")
        yield breaches[0] if breaches else after(machine, all_ran[0], wanted, *COMMANDS[command])


def zones(bench: Bench) -> Iterator[str]:
    """Tell the day, then again in zones where it is another day: no story is told twice."""
    machine = bench.machine("traveller")
    machine.run("daily")
    told = stories_of(machine)
    for zone in ZONES:
        ran = replace(machine, environment={"TZ": zone}).run("daily")
        yield ran.breach() or ("a story is told twice" if stories_of(machine) != told else "")


BAD_SOURCES = """engine = "espeak"
profile = "source"
[fetch]
allow_private = true
delay_ms = 0
[[source]]
name = "剪報"
kind = "folder"
location = "news"
{sources}"""


def network(bench: Bench) -> Iterator[str]:
    """Have one good source beside those whose server is not there, resets, stalls, drips or is no server."""
    with Newspaper() as paper, bad_servers() as addresses:
        others = {"no name": "http://no-such-host.invalid/", "no list": f"{paper.url}/nothing/"}
        for name, address in (addresses | others).items():
            source = f"[[source]]\nname = '{name}'\nkind = 'feed'\nlocation = '{address}'\n"
            machine = bench.machine(name.replace(" ", "-"), BAD_SOURCES.format(sources=source))
            ran = machine.run("daily")
            told = len(stories_of(machine))
            wrong = (
                ""
                if (ran.code, told) == (3, 3)
                else f"exit code {ran.code}, {told} of 3 stories: {ran.said[-300:]}"
            )
            yield named(name, ran.breach() or wrong)


def service(bench: Bench, share: float) -> Iterator[str]:
    """Have the speech service fail at a share of all requests."""
    kinds: tuple[Fault, ...] = (
        Refuse(503),
        Refuse(429, retry_after=1),
        Drop(),
        NoAudio(),
        Garbage("torn"),
        Stall(),
    )
    for trial in range(max(2, bench.trials // 10)):
        with EdgeEmulator(seed=trial) as emulator:
            faults = (
                bench.chance.choice(kinds) if bench.chance.random() < share else None for _ in range(2_000)
            )
            emulator.queue(*faults)
            settings = SETTINGS.replace('"espeak"', '"auto"')
            machine = bench.machine(trial, settings, TING_EDGE_BASE_URL=emulator.base_url)
            ran = machine.run(*READ)
            told = len(stories_of(machine))
            wrong = (
                "" if (ran.code, told) == (0, 3) else f"exit code {ran.code}, {told} of 3: {ran.said[-300:]}"
            )
            yield ran.breach() or machine.breach() or wrong


DRILLS: dict[str, Drill] = {
    "kill": Drill(
        "SIGKILL at a random moment of read, daily, publish",
        "whole episodes alone; the next run makes the bytes of an undisturbed one, and clears up",
        partial(killed, with_signal=signal.SIGKILL),
    ),
    "term": Drill(
        "SIGTERM at a random moment of read, daily, publish",
        "the same",
        partial(killed, with_signal=signal.SIGTERM),
    ),
    "power": Drill(
        "the power goes as daily puts a file in place; what was not synced is empty", "the same", power_lost
    ),
    "full": Drill("a disk too small, for episodes or for the cache", "a sentence; then the same", disk_full),
    "inbox-full": Drill(
        "the disk of ting serve is full, or nearly, while pages are sent to it; then there is room again",
        "a sentence; what was taken in is there, and all is heard once, when what failed is tried again",
        inbox_full,
    ),
    "unwritable": Drill(
        "folders that cannot be written, or vanish meanwhile", "a sentence; then the same", unwritable
    ),
    "files": Drill(
        "the fewest open files with which Python starts (5), up to 64",
        "a sentence or the episodes; then the same",
        few_files,
    ),
    "memory": Drill(
        "read and daily with 100 MB to 1.2 GB of memory to address",
        "a sentence or the episodes; then the same",
        little_memory,
    ),
    "network": Drill(
        "a source refuses, resets, stalls, drips, is no server, has no name",
        "the good source's stories are told, exit code 3, a sentence",
        network,
    ),
    "service-5": Drill(
        "the speech service fails at 5 % of requests", "every story whole", partial(service, share=0.05)
    ),
    "service-50": Drill(
        "the speech service fails at 50 % of requests", "every story whole", partial(service, share=0.5)
    ),
    "catalog": Drill(
        "catalog.db damaged in ten ways",
        "listed whole, or a sentence; rebuild and the next day mend it",
        partial(damaged, pattern="output/catalog.db", words=("catalog",)),
    ),
    "catalog-lost": Drill(
        "catalog.db removed, or emptied, and the day told again, also in a zone where it is another",
        "no story twice",
        lost,
    ),
    "manifest": Drill(
        "a manifest damaged in ten ways",
        "a sentence, the others listed; the day told anew mends it",
        partial(damaged, pattern="output/episodes/*/*/*/*-????????.json", words=("catalog",)),
    ),
    "cache": Drill(
        "kept sound damaged in ten ways",
        "the same bytes are made",
        partial(damaged, pattern="cache/**/??/*", words=("daily", "--force")),
    ),
    "voice": Drill(
        "a voice profile of the user's own damaged in ten ways, then put back",
        "a sentence or the episodes; then all are made",
        voice_damaged,
    ),
    "read-together": Drill(
        "two and ten of read at once", "the same bytes, once", partial(together, command="read")
    ),
    "daily-together": Drill(
        "two and ten of daily at once",
        "one tells the day, the others say so",
        partial(together, command="daily"),
    ),
    "zones": Drill("the day told again in six time zones", "no story twice", zones),
}
