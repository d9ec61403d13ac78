"""The drills: each yields, for every trial, what was broken, or nothing where the promise was kept."""

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.drill.machine import SETTINGS, Machine, Ran, ended
from tests.drill.servers import bad_servers
from tests.emulator import Drop, EdgeEmulator, Fault, Garbage, NoAudio, Refuse, Stall
from tests.newspaper import Newspaper

READ = ("read", "news/1.txt", "news/2.txt", "news/3.txt")
COMMANDS: dict[str, tuple[str, ...]] = {
    "read": READ,
    "daily": ("daily",),
    "publish": ("publish", "there"),
}
UNSHARED = ("unshare", "--user", "--map-root-user", "--mount")
CANNOT_MOUNT = 77
LEFT = "a half-written file is left"
DAMAGES = 10


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a drill works, its chance, and how often it tries what falls at a random moment."""

    folder: Path
    chance: random.Random
    trials: int

    def machine(self, name: object, settings: str = SETTINGS, **environment: str) -> Machine:
        """Return a new machine."""
        return Machine(self.folder / str(name), environment, settings)


@dataclass(frozen=True, slots=True)
class Drill:
    """What happens, what must hold, and the function that tries it."""

    happens: str
    holds: str
    run: Callable[[Bench], Iterator[str]]


def undisturbed(bench: Bench, command: str = "read") -> dict[str, bytes]:
    """Return the episodes that a command makes on a machine to which nothing happens."""
    model = bench.machine("whole")
    prepare(model, command)
    model.run(*COMMANDS[command])
    return model.episodes()


def prepare(machine: Machine, command: str) -> None:
    """Have what a command needs: an edition, to publish it."""
    if command == "publish":
        machine.run("daily")


def after(machine: Machine, ran: Ran, wanted: dict[str, bytes], *again: str) -> str:
    """Return what was broken by a run that something happened to, or by the run after it."""
    if breach := ran.breach() or machine.breach():
        return breach
    next_run = machine.run(*again)
    if next_run.code or next_run.breach():
        return f"the next run: {next_run.breach() or next_run.said[-300:]}"
    return differences(machine.episodes(), wanted) or leftovers(machine)


def differences(found: dict[str, bytes], wanted: dict[str, bytes]) -> str:
    """Return how what is there differs from what an undisturbed run makes; feeds have their own times."""
    stable = {name for name in wanted if name.endswith((".mp3", ".vtt", ".srt", ".txt", ".lrc"))}
    if missing := stable - set(found):
        return f"missing: {min(missing)}"
    if more := {name for name in found if name.endswith(".mp3")} - stable:
        return f"doubled: {min(more)}"
    different = [name for name in stable if found[name] != wanted[name]]
    return f"different: {min(different)}" if different else ""


def leftovers(machine: Machine) -> str:
    """Return the half-written files that the run after has left lying."""
    parts = [path.name for path in machine.folder.rglob(".*.part")]
    return f"left lying: {parts[0]}" if parts else ""


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
    """Narrate where only so many files may be open."""
    wanted = undisturbed(bench)
    for most in (4, 6, 8, 10, 12, 14, 16, 20, 24, 32, 48, 64):
        machine = bench.machine(most)
        ran = machine.run(*READ, before=f"ulimit -n {most}")
        yield _named(f"{most} files", after(machine, ran, wanted, *READ))


def little_memory(bench: Bench) -> Iterator[str]:
    """Narrate where only so much memory may be addressed."""
    wanted = undisturbed(bench)
    for megabytes in (100, 150, 200, 250, 300, 400, 500, 600, 800, 1000):
        machine = bench.machine(megabytes)
        ran = machine.run(*READ, before=f"ulimit -v {megabytes * 1024}")
        if ran.code < 0 or "OpenBLAS" in ran.said or "terminate called" in ran.said:
            yield f"{megabytes} MB: {ran.code} {ran.said[-200:]}"
        else:
            yield _named(f"{megabytes} MB", after(machine, ran, wanted, *READ))


def _named(what: str, breach: str) -> str:
    return f"{what}: {breach}" if breach else ""


def damage(path: Path, way: int, chance: random.Random) -> None:
    """Damage a file in one of ten ways."""
    data = path.read_bytes()
    at = chance.randrange(max(len(data), 1))
    ways: list[bytes] = [
        b"",
        bytes(len(data)),
        data[: len(data) // 2],
        data[:1],
        chance.randbytes(len(data)),
        data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :] if data else b"x",
        bytes(min(512, len(data))) + data[512:],
        data + data,
        b"<html>404 Not Found</html>",
    ]
    path.unlink()
    if way < len(ways):
        path.write_bytes(ways[way])
    else:
        path.mkdir()


def damaged(bench: Bench, pattern: str, words: tuple[str, ...]) -> Iterator[str]:
    """Damage a file of a machine that has told its day; then have it told, listed and served anew."""
    model = bench.machine("whole")
    model.run("daily")
    wanted = model.episodes()
    for way in range(DAMAGES):
        machine = model.copy(bench.folder / f"damaged-{way}")
        paths = sorted(machine.folder.glob(pattern))
        path = bench.chance.choice(paths)
        damage(path, way, bench.chance)
        ran = machine.run(*words)
        if breach := ran.breach():
            yield f"way {way}: {breach}"
            continue
        if ran.code == 0 and not ran.said and not ran.out:
            yield f"way {way}: nothing is shown, and nothing said"
            continue
        mended = ran
        for mend in (("catalog", "rebuild"), ("daily", "--force"), ("daily",)):
            mended = machine.run(*mend)
        yield _named(
            f"way {way}", mended.breach() or machine.breach() or differences(machine.episodes(), wanted)
        )


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


ZONES = (
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "America/New_York",
    "Asia/Taipei",
    "America/Sao_Paulo",
    "Asia/Beirut",
)


def zones(bench: Bench) -> Iterator[str]:
    """Tell the day, then again in zones where it is another day: no story is told twice."""
    machine = bench.machine("traveller")
    machine.run("daily")
    told = _stories_of(machine)
    for zone in ZONES:
        ran = replace(machine, environment={"TZ": zone}).run("daily")
        yield ran.breach() or ("a story is told twice" if _stories_of(machine) != told else "")


def _stories_of(machine: Machine) -> set[str]:
    """Return the stories that are told; a day's digest is another one where it is another day."""
    return {name for name in machine.episodes() if name.endswith(".mp3") and "-digest-" not in name}


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
            told = len(_stories_of(machine))
            wrong = (
                ""
                if (ran.code, told) == (3, 3)
                else f"exit code {ran.code}, {told} of 3 stories: {ran.said[-300:]}"
            )
            yield _named(name, ran.breach() or wrong)


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
            told = len(_stories_of(machine))
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
    "term": Drill("SIGTERM, likewise", "the same", partial(killed, with_signal=signal.SIGTERM)),
    "power": Drill(
        "the power goes as daily puts a file in place; what was not synced is empty", "the same", power_lost
    ),
    "full": Drill("a disk too small, for episodes or for the cache", "a sentence; then the same", disk_full),
    "unwritable": Drill(
        "folders that cannot be written, or vanish meanwhile", "a sentence; then the same", unwritable
    ),
    "files": Drill("4 to 64 open files allowed", "a sentence or the episodes; then the same", few_files),
    "memory": Drill(
        "100 MB to 1 GB of addresses allowed", "a sentence or the episodes; then the same", little_memory
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
