"""Which entries of a list somebody asks for."""

from dataclasses import dataclass

from tts.inbox.entry import State


@dataclass(frozen=True, slots=True)
class Wanted:
    """At most `limit` of the entries of a list, or all with -1, the one that was added last first.

    They have all the `words` in title or address, and were added before the entry of the id `before`.
    """

    state: State | None = None
    archived: bool | None = None
    words: tuple[str, ...] = ()
    before: str = ""
    limit: int = -1

    def condition(self) -> tuple[str, list[object]]:
        """Return what holds of them in SQL, and the values in it."""
        parts: dict[str, object] = {}
        if self.state is not None:
            parts["state = ?"] = self.state
        if self.archived is not None:
            parts["archived = ?"] = int(self.archived)
        if self.before:
            parts["(added, number) < (SELECT added, number FROM inbox WHERE id = ?)"] = self.before
        has_word = "instr(lower(title || ' ' || url), lower(?)) > 0"
        conditions = [*parts, *[has_word] * len(self.words)]
        return " AND ".join(conditions) or "1", [*parts.values(), *self.words]


EVERYTHING = Wanted()
