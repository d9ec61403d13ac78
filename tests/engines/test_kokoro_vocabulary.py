"""The model's symbols have the numbers that were published with it."""

import json
import os
import sys
from importlib.resources import files
from importlib.util import find_spec

import pytest

from tts.engines.kokoro_vocabulary import NUMBERS
from tts.speech.ipa import VOCABULARY


@pytest.mark.skipif(not ("CI" in os.environ or find_spec("kokoro_onnx")), reason="it is not installed")
@pytest.mark.skipif(sys.version_info >= (3, 14), reason="it is for Python before 3.14")
def test_every_symbol_has_the_number_that_kokoro_onnx_gives_it() -> None:
    config = json.loads(files("kokoro_onnx").joinpath("config.json").read_text("utf-8"))
    assert config["vocab"] == NUMBERS


def test_what_is_transcribed_into_are_the_models_symbols() -> None:
    assert frozenset(NUMBERS) == VOCABULARY
