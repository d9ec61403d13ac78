"""A show is published to a bucket of a real S3 server."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.feed.stories import digest, story
from tests.publication.shelves import fill
from tests.s3_server import BUCKET, S3, led_to, serving
from tts.catalog.card import card_of
from tts.destination import Store
from tts.errors import NetworkError
from tts.feed.addresses import FEED, INDEX, beside, sound_path
from tts.model.settings import Settings, ShowSettings
from tts.publication.public_files import facts_of
from tts.publication.upload import BATCH, LEDGER, Parcel, offered, publish

WHERE = f"s3://{BUCKET}/podcast"
EPISODES = [digest(), *(story(number) for number in range(1, 12))]
SHOW = ShowSettings(url="https://podcast.example.org/")
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with serving() as running:
        yield running


@pytest.fixture
def s3(server: S3, monkeypatch: pytest.MonkeyPatch) -> S3:
    return led_to(server, monkeypatch)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("output")
    fill(output, EPISODES, Settings(show=SHOW))
    return output


def parcels(output: Path) -> list[Parcel]:
    return offered(output, Settings(show=SHOW), list(map(card_of, EPISODES)), lambda _sentence: None)


def test_every_file_arrives_as_what_it_is_and_the_feeds_last(s3: S3, output: Path) -> None:
    done = publish(parcels(output), Store(WHERE, "", facts_of))
    assert {key.removeprefix("podcast/") for key in s3.stored()} == {*done.sent, LEDGER}
    expected = {
        FEED: "application/rss+xml; charset=utf-8",
        INDEX: "text/html; charset=utf-8",
        "assets/ting.js": "text/javascript; charset=utf-8",
        sound_path(EPISODES[0]): "audio/mpeg",
        beside(EPISODES[0], EPISODES[0].files.vtt): "text/vtt; charset=utf-8",
        beside(EPISODES[0], EPISODES[0].files.chapters): "application/json+chapters",
    }
    for path, kind in expected.items():
        there = s3.client.get_object(Bucket=BUCKET, Key=f"podcast/{path}")
        assert there["ContentType"] == kind
        assert there["CacheControl"] == ("max-age=86400" if path.startswith("episodes/") else "max-age=300")
    sound = sound_path(EPISODES[3])
    assert s3.body(sound) == (output / sound).read_bytes()
    came = [path for path in s3.came() if path != LEDGER]
    assert came[-1] == FEED
    assert all(path.endswith(".xml") for path in came[came.index(INDEX) + 1 :])
    assert not any(path.endswith((".html", ".xml")) for path in came[: came.index(sound) + 1])


def test_a_second_run_sends_nothing_and_an_episode_gone_is_removed_on_demand(s3: S3, output: Path) -> None:
    publish(parcels(output), Store(WHERE, "", facts_of))
    s3.client.put_object(Bucket=BUCKET, Key="podcast/robots.txt", Body=b"mine")
    assert publish(parcels(output), Store(WHERE, "", facts_of)).sent == ()
    fewer = [parcel for parcel in parcels(output) if EPISODES[2].slug not in parcel.path]
    done = publish(fewer, Store(WHERE, "", facts_of), delete=True)
    assert sound_path(EPISODES[2]) in done.removed
    assert not any(EPISODES[2].slug in key for key in s3.stored())
    assert "podcast/robots.txt" in s3.stored()


@pytest.mark.parametrize(("files", "noted"), [(1, 0), (20, 0), (55, BATCH), (75, BATCH)])
def test_a_killed_run_leaves_the_old_feed_and_the_next_makes_it_whole(
    s3: S3, output: Path, tmp_path: Path, files: int, noted: int
) -> None:
    s3.client.put_object(Bucket=BUCKET, Key=f"podcast/{FEED}", Body=b"old")
    settings = tmp_path / "ting.toml"
    settings.write_text(f'[show]\nurl = "{SHOW.url}"\noutput = "{output}"\n', encoding="utf-8")
    command = [sys.executable, "-m", "tts.cli", "publish", WHERE, "--config", str(settings), "--json"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as run:
        s3.wait_for(r'"PUT /news/(podcast/[a-z]\S*)', times=files + 1)
        run.kill()
    expected = {parcel.path: read(parcel) for parcel in parcels(output)}
    if s3.body(FEED) != b"old":  # the kill came too late to leave anything undone
        assert s3.body(FEED) == expected[FEED]
    again = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    done = msgspec.json.decode(again.stdout)
    assert done["unchanged"] >= noted  # what was noted on the way is not sent again
    assert {path: s3.body(path) for path in expected} == expected


def read(parcel: Parcel) -> bytes:
    return parcel.content.read_bytes() if isinstance(parcel.content, Path) else parcel.content()


def test_what_goes_wrong_is_said_in_words(s3: S3, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NetworkError, match="bucket does not exist"):
        publish(parcels(output), Store("s3://nosuch/podcast", ""))
    monkeypatch.setenv("AWS_ENDPOINT_URL", NOWHERE)
    with pytest.raises(NetworkError, match="Could not connect"):
        publish(parcels(output), Store(WHERE, "", facts_of))
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.url)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(NetworkError, match="credentials"):
        publish(parcels(output), Store(WHERE, "", facts_of))


def test_without_s3fs_the_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "ting.toml").write_text('[show]\nurl = "https://podcast.example.org/"\n', encoding="utf-8")
    (tmp_path / "output").mkdir()
    program = (
        "import sys; sys.modules['s3fs'] = None; from tts.cli import main; main(['publish', 's3://a/b'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "pip install '.[s3]'" in ended.stderr
    assert "Traceback" not in ended.stderr
