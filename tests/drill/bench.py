"""Where a drill works, and what must hold after each trial: of nothing but what a listener would find."""

import random
from dataclasses import dataclass
from pathlib import Path

from tests.drill.machine import SETTINGS, Machine, Ran

READ = ("read", "news/1.txt", "news/2.txt", "news/3.txt")
COMMANDS: dict[str, tuple[str, ...]] = {
    "read": READ,
    "daily": ("daily",),
    "publish": ("publish", "there"),
}

ZONES = (
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "America/New_York",
    "Asia/Taipei",
    "America/Sao_Paulo",
    "Asia/Beirut",
)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a drill works, its chance, and how often it tries what falls at a random moment."""

    folder: Path
    chance: random.Random
    trials: int

    def machine(self, name: object, settings: str = SETTINGS, **environment: str) -> Machine:
        """Return a new machine."""
        return Machine(self.folder / str(name), environment, settings)


def undisturbed(bench: Bench, command: str = "read") -> dict[str, bytes]:
    """Return the episodes that a command makes on a machine to which nothing happens."""
    model = bench.machine(f"whole-{command}")
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


def stories_of(machine: Machine) -> set[str]:
    """Return the stories that are told; a day's digest is another one where it is another day."""
    return {name for name in machine.episodes() if name.endswith(".mp3") and "-digest-" not in name}


def named(what: str, breach: str) -> str:
    return f"{what}: {breach}" if breach else ""
