"""The report: what a run of an archive came to, in little memory however much failed."""

from dataclasses import dataclass, field

from tts.errors import ExitCode, TingError, exit_code

NAMED = 5
"""So many of each kind of failure are named; of the others it is said how many they are."""

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(slots=True)
class Failures:
    """Failures of one kind, the first of them by name."""

    count: int = 0
    first: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What became of stories in a run; `before` had been made or told earlier, `outside` are of other days.

    `left` are open when it ends, failed ones among them; `given_up` failed too often, in this run or before.
    `lists` were read, `unlisted` could not be. `ended` says why it ended early, and `trouble` is that of its
    engine, if that was why.
    """

    made: int = 0
    before: int = 0
    no_article: int = 0
    duplicates: int = 0
    unwelcome: int = 0
    outside: int = 0
    given_up: int = 0
    left: int = 0
    lists: int = 0
    unlisted: int = 0
    failed: dict[str, Failures] = field(default_factory=dict)
    sound_ms: int = 0
    took_s: float = 0.0
    ended: str = ""
    trouble: TingError | None = None
    _kinds: dict[str, TingError] = field(default_factory=dict)

    def fails(self, name: str, error: TingError) -> bool:
        """Count a failure; tell whether it is one of the first of its kind, which are named."""
        kind = type(error).__name__
        failures = self.failed.setdefault(kind, Failures())
        failures.count += 1
        self._kinds.setdefault(kind, error.with_traceback(None))
        if len(failures.first) >= NAMED:
            return False
        failures.first.append(name)
        return True

    @property
    def failures(self) -> int:
        """How many stories and lists failed."""
        return sum(failures.count for failures in self.failed.values())

    @property
    def settled(self) -> int:
        """How many stories had their turn in this run, however it went."""
        return self.made + self.no_article + self.duplicates + self.unwelcome + self.failures

    @property
    def exit_code(self) -> ExitCode:
        """What a command exits with that worked through it."""
        settled_well = self.settled - self.failures > 0
        if self.trouble:
            return ExitCode.SOME_FAILED if self.made else self.trouble.exit_code
        worked = settled_well or (self.lists > 0 and self.failures == self.unlisted)
        kinds = list(self._kinds.values())
        return exit_code(kinds, len(kinds) + worked)

    @property
    def a_minute(self) -> float:
        """How many episodes were made in a minute."""
        return self.made * _MINUTE / self.took_s if self.took_s else 0.0

    @property
    def facts(self) -> dict[str, object]:
        """The report as one object; its names stay."""
        return {
            "made": self.made,
            "made_before": self.before,
            "no_article": self.no_article,
            "duplicates": self.duplicates,
            "left_out": self.unwelcome,
            "other_days": self.outside,
            "failed": {
                kind: {"count": found.count, "first": found.first} for kind, found in self.failed.items()
            },
            "given_up": self.given_up,
            "left": self.left,
            "sound_hours": round(self.sound_ms / 1000 / _HOUR, 3),
            "took_seconds": round(self.took_s, 1),
            "a_minute": round(self.a_minute, 2),
            "ended": self.ended,
        }

    @property
    def sentences(self) -> list[str]:
        """The same for a person: what came of it, what failed, what is left."""
        counts = {
            "made": self.made,
            "made before": self.before,
            "no article": self.no_article,
            "told at another address": self.duplicates,
            "left out by the source's words": self.unwelcome,
            "of other days": self.outside,
            "given up": self.given_up,
            "left": self.left,
        }
        always = {"made", "made before", "left"}
        said = [f"{_number(count)} {name}" for name, count in counts.items() if count or name in always]
        failed = [_named(kind, found) for kind, found in self.failed.items()]
        sound, took = span(self.sound_ms / 1000), span(self.took_s)
        last = [
            f"{sound} of sound in {took}, {self.a_minute:,.1f} a minute." if self.made else "",
            self.ended,
        ]
        return [f"{', '.join(said)}.", *failed, *filter(None, last)]


def _named(kind: str, failures: Failures) -> str:
    more = f" and {_number(failures.count - NAMED)} more" if failures.count > NAMED else ""
    return f"{_number(failures.count)} failed ({kind}): {', '.join(failures.first)}{more}."


def _number(count: int) -> str:
    return f"{count:,}"


def span(seconds: float) -> str:
    """Return a span of time in its two largest units."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    if whole < _DAY:
        return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
    return f"{whole // _DAY} d {whole % _DAY // _HOUR} h"


def progress(done: int, total: int, took_s: float) -> str:
    """Return how far a run is, and how long the rest takes at the pace until now."""
    pace = done * _MINUTE / took_s if took_s else 0.0
    left_s = took_s / done * max(0, total - done) if done else 0.0
    rest = f"; {pace:,.1f} a minute, about {span(left_s)} left" if done else ""
    return f"{_number(done)} of {_number(total)}{rest}."
