"""What settings take along to another machine, and what they find there."""

from pathlib import Path

import msgspec

from tts.config import as_table
from tts.farm.luggage import at_hand, packed, unpacked
from tts.model.settings import (
    AzureSettings,
    EdgeSettings,
    EngineSettings,
    OpenaiSettings,
    Settings,
    ShowSettings,
    SourceSettings,
)

SECRET = "hunter2"  # noqa: S105 - what is looked for
HERE = "http://speech.example:8880"

SETTINGS = Settings(
    farm="tcp://farm.example:8786",
    shelf="s3://bucket/farm",
    show=ShowSettings(Path("output"), secret=SECRET, cover=Path("cover.png")),
    source=(
        SourceSettings(
            "海港日報",
            "feed",
            f"https://me:{SECRET}@paper.example/feed",
            voice="yunjhe",
            cookies=Path(f"{SECRET}.txt"),
            headers={"Cookie": SECRET},
            user="me",
            password=SECRET,
            token=SECRET,
        ),
    ),
    engines=EngineSettings(
        azure=AzureSettings(region="eastasia", api_key=SECRET),
        openai=OpenaiSettings(base_url=HERE, api_key_file=Path(SECRET), voices="alloy"),
        named={"studio": OpenaiSettings(base_url=HERE, api_key=SECRET)},
        others={"hum": {"hertz": 220, "api_token": SECRET}},
    ),
)


def test_no_secret_travels_and_all_that_decides_the_sound_does() -> None:
    sent = packed(SETTINGS)
    assert SECRET not in msgspec.json.encode(as_table(sent)).decode()
    assert (sent.source[0].voice, sent.engines.openai.voices) == ("yunjhe", "alloy")
    assert sent.engines.others == {"hum": {"hertz": 220}}
    assert sent.show.output == Path.cwd() / "output"
    assert sent.show.cover == Path.cwd() / "cover.png"
    assert (sent.farm, sent.shelf) == ("", "s3://bucket/farm")


def test_a_key_is_used_for_the_address_alone_that_it_was_given_for() -> None:
    own = Settings(
        cache_dir=Path("/worker/cache"),
        data_dir=Path("/worker/data"),
        engines=EngineSettings(
            edge=EdgeSettings(proxy="http://proxy.example:3128"),
            azure=AzureSettings(region="westus", api_key="for another region"),
            openai=OpenaiSettings(base_url=HERE, api_key="the worker's own"),
            others={"hum": {"hertz": 440, "api_token": "its own"}},
        ),
    )
    there = unpacked(packed(SETTINGS), own)
    assert there.engines.openai.api_key == "the worker's own"
    assert there.engines.azure.api_key is None
    assert there.engines.named["studio"].api_key is None
    assert there.engines.others == {"hum": {"hertz": 220, "api_token": "its own"}}
    assert there.engines.edge.proxy == "http://proxy.example:3128"
    assert (there.cache_dir, there.data_dir) == (Path("/worker/cache"), Path("/worker/data"))


def test_a_worker_of_this_machine_has_the_keys_and_no_more_than_it_needs() -> None:
    sent = at_hand(SETTINGS)
    assert sent.engines == SETTINGS.engines
    assert sent.source == (SourceSettings("海港日報", "feed", "https://paper.example/feed", voice="yunjhe"),)
    assert sent.show.secret == ""
