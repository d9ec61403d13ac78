"""Who cannot do a newsroom's work is refused by name, in a sentence, and nothing is half made."""

import pickle
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.farm.farmyard import Farmyard, farmyard, stories
from tests.test_docs import own_errors
from tts.config import load_settings
from tts.errors import ExitCode, TingError, UsageError
from tts.farm import crew, examination, knock, scheduler
from tts.farm.errand import kit
from tts.farm.failures import FarmUnavailable
from tts.farm.worker import _see_shelf

pytestmark = pytest.mark.slow

OLD_VERSION = 'import tts.version\ntts.version.VERSION = "0.0.9"\n'
OLD_DASK = """
import distributed.versions as versions
found = versions.get_package_info
versions.get_package_info = lambda *names: {**found(*names), "distributed": "2019.1.0"}
"""


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Farmyard]:
    with farmyard(tmp_path) as running:
        yield running


def test_workers_that_differ_are_left_out_by_name_and_the_others_do_the_work(yard: Farmyard) -> None:
    voices = yard.folder / "odd" / "tingxinwen" / "voices"
    voices.mkdir(parents=True)
    own = Path("voices/hsiaochen.toml").read_text(encoding="utf-8")
    (voices / "hsiaochen.toml").write_text(own + '\n[lexicon]\n"颱風" = "tai2 feng4"\n', encoding="utf-8")
    workers = {
        "old": yard.worker("old", PYTHONPATH=yard.other("old-path", OLD_VERSION)),
        "odd": yard.worker("odd", XDG_CONFIG_HOME=str(yard.folder / "odd")),
        "poor": yard.worker("poor", BARN_ABSENT="1"),
        "good": yard.worker("good"),
    }
    yard.until_there(**workers)
    made = yard.run(stories(2))
    assert not [one for one in made if isinstance(one, TingError)]
    told = sorted(line for line in yard.notes.notices if line.startswith("Left out"))
    ours = kit()["version"]
    assert told == [
        (
            "Left out is the worker odd. It has other voices, words or sounds than those of this run. "
            "Give it the same profiles of voices and the same files."
        ),
        f"Left out is the worker old. It has version 0.0.9, and {ours} is asked of it.",
    ]
    workers["good"].kill()
    workers["good"].wait()
    settings = replace(yard.settings, show=replace(yard.settings.show, output=yard.folder / "other"))
    failure = yard.refused(settings)
    assert failure.exit_code is ExitCode.NETWORK
    assert "The worker poor offers" in failure.hint
    assert "The barn is empty." in failure.hint


def test_a_scheduler_of_another_version_is_a_sentence(tmp_path: Path) -> None:
    yard = Farmyard(tmp_path)
    try:
        yard.scheduler(PYTHONPATH=yard.other("path", OLD_DASK))
        assert "has distributed 2019.1.0 on Python" in yard.refused().message
    finally:
        yard.end()


def test_a_scheduler_that_is_not_there_or_has_nobody_is_a_sentence(
    yard: Farmyard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "FIRST_S", 0.5)
    monkeypatch.setattr(knock, "CONNECT_S", 0.5)
    monkeypatch.setattr(scheduler, "CONNECT_S", 0.5)
    assert "has no worker" in yard.refused().message
    with pytest.raises(FarmUnavailable, match="does not answer"):
        yard.run(stories(1), replace(yard.settings, farm="tcp://127.0.0.1:9"))
    tls = replace(yard.settings, farm=f"tls://127.0.0.1:{yard.port}")
    assert "cannot be asked" in yard.refused(tls).message
    assert not yard.files()


def test_what_takes_a_connection_and_is_no_scheduler_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "ANSWERED_S", 0.5)
    yard = Farmyard(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yard.port = silent.getsockname()[1]
        assert "does not answer" in yard.refused().message


def test_a_worker_that_is_frozen_is_left_out_soon(yard: Farmyard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "ALIVE_S", 0.2)
    ice = yard.worker("ice")
    yard.until_there(ice=ice)
    ice.send_signal(signal.SIGSTOP)
    told = "Left out is the worker ice. It could not be asked what it offers: TimeoutError."
    assert yard.refused().hint == told


@pytest.mark.parametrize(
    "farm", ["local:0", "local:x", "local:100", "tcp://host", "http://host:1", "host:8786"]
)
def test_a_farm_that_is_none_is_a_slip_of_usage(farm: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Expected tcp://HOST:PORT, .* not '" + farm):
        load_settings({("farm",): farm}, {}, tmp_path, tmp_path / "none.toml")


def test_a_folder_that_is_another_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sign").write_text("sign")
    _see_shelf(tmp_path, "sign")
    (tmp_path / "sign").write_text("another's")
    for output, sign in ((tmp_path, "sign"), (tmp_path / "elsewhere", "sign"), (tmp_path, "none")):
        with pytest.raises(TingError, match="It does not see the output folder"):
            _see_shelf(output, sign)


@pytest.mark.parametrize("kind", own_errors().values())
def test_every_error_can_be_sent_from_machine_to_machine(kind: type[TingError]) -> None:
    sent = kind("What is wrong.", hint="What to do.")
    sent.add_note("brown")
    got = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own
    assert type(got) is kind
    assert (got.message, got.hint, got.__notes__) == ("What is wrong.", "What to do.", ["brown"])
