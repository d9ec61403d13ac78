"""robots.txt: what a site asks programs not to read (RFC 9309)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

# RFC 9309, 2.5: a reader must take at least 500 KiB, and may leave the rest.
MAX_BYTES = 500 * 1024
# RFC 9309, 2.3.1.2: five redirects are followed at least.
MAX_REDIRECTS = 5

_RECORD = re.compile(r"\s*(?P<key>[A-Za-z-]+)\s*:\s*(?P<value>[^#]*)")
_PRODUCT_TOKEN = re.compile(r"\*|[A-Za-z_-]+")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
# Everything that RFC 3986 gives a meaning in a path or a query, and the escapes that are there already.
_KEPT = "%/:?#[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern, `*` and a final `$` having their meaning, and whether what it matches may be read."""

    pattern: str
    allow: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What one program may read of one site."""

    rules: tuple[Rule, ...] = ()

    def allow(self, target: str) -> bool:
        """Return whether a path, with its query, may be read.

        The longest pattern that matches decides; of two equally long, the one that allows (RFC 9309, 2.2.2).
        """
        target = _canonical(target) or "/"
        if target == "/robots.txt":
            return True
        matching = [(len(rule.pattern), rule.allow) for rule in self.rules if _matches(rule.pattern, target)]
        return max(matching, default=(0, True))[1]


EVERYTHING = Rules()
NOTHING = Rules((Rule("/", allow=False),))


def parse(data: bytes, product: str) -> Rules:
    """Return the rules that a robots.txt holds for a product token: its own, or else those for `*`."""
    groups: dict[str, list[Rule]] = {}
    current: list[str] = []
    naming = False
    for key, value in _records(data[:MAX_BYTES].decode("utf-8-sig", errors="replace")):
        if key == "user-agent":
            current = [*current, _token(value)] if naming else [_token(value)]
            groups.setdefault(current[-1], [])
        elif value:
            rule = Rule(_canonical(value), allow=key == "allow")
            for name in current:
                groups[name].append(rule)
        naming = key == "user-agent"
    return Rules(tuple(groups.get(product.lower(), groups.get("*", ()))))


def _records(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lines that count; any other line, as a sitemap's, neither rules nor ends a group."""
    for line in re.split(r"[\r\n]+", text):
        record = _RECORD.match(line)
        if record and record["key"].lower() in {"user-agent", "allow", "disallow"}:
            yield record["key"].lower(), record["value"].strip()


def _token(value: str) -> str:
    token = _PRODUCT_TOKEN.match(value)
    return token[0].lower() if token else ""


def _canonical(path: str) -> str:
    """Return a path with one spelling of each character, so that two can be compared octet by octet."""
    return _ESCAPE.sub(_canonical_escape, quote(path, safe=_KEPT))


def _canonical_escape(escape: re.Match[str]) -> str:
    character = chr(int(escape[0][1:], 16))
    return character if _UNRESERVED.fullmatch(character) else escape[0].upper()


def _matches(pattern: str, target: str) -> bool:
    """Match without backtracking, since a site may send a pattern made to be slow."""
    whole = pattern.removesuffix("$") if pattern.endswith("$") else pattern + "*"
    first, *others = whole.split("*")
    if not others:
        return target == first
    *middle, last = others
    position = len(first)
    if not target.startswith(first):
        return False
    for part in middle:
        found = target.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return target.endswith(last) and len(target) - len(last) >= position
