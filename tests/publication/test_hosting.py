"""The configurations of web servers in docs/hosting.md know what ting publishes."""

import re

import pytest

from tests.publication.snippets import configuration
from tts.publication.public_files import MEDIA_TYPES, media_type


@pytest.mark.parametrize("ending", [".xml", ".vtt", ".srt", ".chapters.json"])
@pytest.mark.parametrize("server", ["nginx:", "Caddy,", "Apache,"])
def test_each_server_is_told_the_types_that_it_does_not_know(server: str, ending: str) -> None:
    told = configuration(server)
    assert media_type(f"episodes/a{ending}").partition(";")[0] in told
    assert "Access-Control-Allow-Origin" in told


def test_nginx_whose_own_types_are_replaced_is_told_all() -> None:
    shown = set(MEDIA_TYPES) - {".lrc", ".txt", ".md"}  # which stay here
    listed = dict(re.findall(r"^ +(\w+/[\w+.-]+) +(\w+);$", configuration("nginx:"), re.MULTILINE))
    named = {f".{ending}": kind for kind, ending in listed.items()}
    assert {ending for ending in shown if ending.count(".") == 1} == set(named)
    assert all(MEDIA_TYPES[ending].partition(";")[0] == kind for ending, kind in named.items())
