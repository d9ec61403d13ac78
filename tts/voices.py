"""Voices as personas: one character, by whatever name each engine knows it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from tts.errors import UsageError
from tts.model.script import Pauses, Prosody
from tts.model.settings import ENGINES, SERVERS
from tts.printable import shown

SHIPPED = Path(__file__).parent / "data" / "voices"
CHECKOUT = Path(__file__).parent.parent / "voices"

NAMELESS = "合成語音"
"""What listeners call a voice of which only an engine's own name is known."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A newsreader: the same sex and manner on every engine, so that a fallback keeps the character.

    `label` is what listeners call it. `engines` maps an engine's name to its own name of the voice. `lexicon`
    maps written words to how this voice says them.
    """

    name: str
    label: str
    sex: Literal["female", "male"]
    manner: str
    engines: Mapping[str, str]
    prosody: Prosody = field(default_factory=Prosody)
    pauses: Pauses = field(default_factory=Pauses)
    lexicon: Mapping[str, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """What listeners call it: its label, else its own name, but never one that an engine has for it."""
        own = "" if self.name in self.engines.values() else self.name
        return shown(self.label).strip() or own or NAMELESS

    def on(self, engine: str) -> str:
        """Return the engine's own name of this voice; UsageError when it has none there."""
        try:
            return self.engines[engine]
        except KeyError:
            message = f"Voice {self.name} does not speak with {engine}."
            is_told = engine not in ENGINES or engine in SERVERS
            remedy = f" Give it one by voices in [engines.{engine}]." if is_told else ""
            raise UsageError(message, hint=f"It has: {', '.join(self.engines)}.{remedy}") from None


def load_voices(*folders: Path) -> dict[str, Voice]:
    """Return all voices by name: the shipped ones, then those of `folders`, where the last wins."""
    voices: dict[str, Voice] = {}
    for folder in (SHIPPED if SHIPPED.is_dir() else CHECKOUT, *folders):
        for path in sorted(folder.glob("*.toml")):
            voices[path.stem] = read_voice(path)
    return voices


def read_voice(path: Path) -> Voice:
    """Return the voice that a profile describes; UsageError names the file and what is wrong in it."""
    try:
        if path.exists() and not path.is_file():  # a device or a pipe would be waited for
            message = f"The voice profile {path} is no file."
            raise UsageError(message, hint="Remove it.")
        profile = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return msgspec.convert({"label": "", **profile, "name": path.stem}, Voice)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError) as error:
        message = f"The voice profile {path} cannot be used: {error}."
        raise UsageError(message, hint="Mend the file, or remove it.") from error


def called(engine_voice: str, voices: Mapping[str, Voice]) -> str:
    """Return what listeners call the voice that an engine knows so; NAMELESS where several share it."""
    found = [voice.called for voice in voices.values() if engine_voice in voice.engines.values()]
    return found[0] if len(found) == 1 else NAMELESS


def find_voice(name: str, voices: Mapping[str, Voice]) -> Voice:
    """Return the voice of this name, or the one that an engine knows by this name.

    Raises UsageError with the names there are.
    """
    if name in voices:
        return voices[name]
    for voice in voices.values():
        if name in voice.engines.values():
            return voice
    message = f"There is no voice named {name}."
    raise UsageError(message, hint=f"Choose one of: {', '.join(voices)} (ting voices tells about each).")
