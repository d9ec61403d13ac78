"""The drills that damage what a machine has kept, or take it away."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.drill.bench import READ, ZONES, Bench, differences, leftovers, named, stories_of

DAMAGES = 10
SEVERAL_TOLD = re.compile(r"[2-9] new episodes")
"""One alone may be new where it is another day: its digest."""

OWN_VOICE = """label = "一位"
sex = "female"
manner = "calm"
[engines]
espeak = "cmn"
"""


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
        yield named(
            f"way {way}", mended.breach() or machine.breach() or differences(machine.episodes(), wanted)
        )


def voice_damaged(bench: Bench) -> Iterator[str]:
    """Damage a voice of the user's own; then put it back as it was."""
    for way in range(DAMAGES):
        machine = bench.machine(way)
        profile = machine.folder / "config" / "tingxinwen" / "voices" / "own.toml"
        profile.parent.mkdir(parents=True)
        profile.write_text(OWN_VOICE, encoding="utf-8")
        damage(profile, way, bench.chance)
        ran = machine.run(*READ, "--voice", "own")
        if profile.is_dir():
            profile.rmdir()
        profile.write_text(OWN_VOICE, encoding="utf-8")
        mended = machine.run(*READ, "--voice", "own")
        wrong = "" if mended.code == 0 else f"afterwards: {mended.said[-200:]}"
        yield named(f"way {way}", ran.breach() or wrong or machine.breach() or leftovers(machine))


def lost(bench: Bench) -> Iterator[str]:
    """Lose the catalog, and tell the day; then tell it in a zone where it is another."""
    model = bench.machine("whole")
    model.run("daily")
    for is_left_empty in (False, True):
        for number, zone in enumerate(ZONES):
            machine = model.copy(bench.folder / f"{number}-{is_left_empty}")
            for path in machine.output.glob("catalog.db*"):
                path.unlink()
            if is_left_empty:
                (machine.output / "catalog.db").touch()
            told = stories_of(machine)
            for zoned in ({}, {"TZ": zone}):
                ran = replace(machine, environment=zoned).run("daily")
                again = SEVERAL_TOLD.search(ran.said) or stories_of(machine) != told
                yield ran.breach() or ("a story is told twice" if again else "")
            yield machine.breach()
