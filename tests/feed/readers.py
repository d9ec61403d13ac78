"""Feeds as the parsers of others read them."""

import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import podcastparser  # type: ignore[import-untyped]
import pytest

HERE = Path(__file__).parent
PARTYTIME = HERE.parent / "judges" / "node_modules" / "podcast-partytime"


def by_feedparser(feed: bytes) -> Any:  # noqa: ANN401 - the parser's own
    """Return what feedparser reads; it must have had nothing to mend."""
    read = feedparser.parse(feed)
    assert not read.bozo, read.bozo_exception
    return read


def by_podcastparser(feed: bytes, url: str) -> dict[str, Any]:
    """Return what gPodder's parser reads."""
    read: dict[str, Any] = podcastparser.parse(url, io.BytesIO(feed))
    return read


def by_partytime(feed: bytes) -> dict[str, Any]:
    """Return what the Podcast Index's parser reads; without it the test is skipped, except in CI."""
    if not PARTYTIME.is_dir() or shutil.which("node") is None:
        message = "podcast-partytime is not installed: tests/install-judges"
        if "CI" in os.environ:
            pytest.fail(message)
        pytest.skip(message)
    done = subprocess.run(["node", HERE / "partytime.cjs"], input=feed, capture_output=True, check=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read
