import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Ting
from tts.config import user_config_file

FEEDS = """<opml version="2.0"><body><outline text="港">
<outline text="甲報" xmlUrl="https://a.example/rss"/>
<outline text="甲報" xmlUrl="https://b.example/rss"/>
<outline text="舊" xmlUrl="https://old.example/rss"/>
<outline text="壞" xmlUrl="x"/></outline></body></opml>"""
OLD = '[[source]]\nname = "甲報"\nkind = "feed"\nlocation = "https://old.example/rss"\n'
BEFORE = f'# mine\n[show]\ntitle = "晨報"\n\n{OLD}'


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.opml").write_text(FEEDS, encoding="utf-8")
    return tmp_path / "feeds.opml"


def test_feeds_become_sources_below_those_that_there_are(ting: Ting, feeds: Path) -> None:
    settings = feeds.parent / "ting.toml"
    settings.write_text(BEFORE, encoding="utf-8")
    result = ting("opml", "import", feeds)
    assert (result.code, result.out.strip()) == (0, "ting.toml")
    assert "2 sources added, 1 were there already." in result.err
    assert "no addresses of the web: x." in result.err
    text = settings.read_text(encoding="utf-8")
    assert text.startswith(BEFORE)
    assert [(one["name"], one["location"]) for one in tomllib.loads(text)["source"]] == [
        ("甲報", "https://old.example/rss"),
        ("甲報 2", "https://a.example/rss"),
        ("甲報 3", "https://b.example/rss"),
    ]
    assert ting("opml", "import", feeds).err.count("0 sources added, 3 were there already.") == 1
    assert settings.read_text(encoding="utf-8") == text


def test_without_a_settings_file_one_is_made_and_what_is_exported_is_imported(
    ting: Ting, feeds: Path
) -> None:
    assert ting("opml", "import", feeds, "--config", "other.toml").code == 0
    exported = ting("opml", "export", "--config", "other.toml").out
    feeds.write_text(exported, encoding="utf-8")
    assert ting("opml", "import", feeds).code == 0
    first, second = (feeds.parent / name for name in ("other.toml", "ting.toml"))
    assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
    assert exported.count("xmlUrl=") == 3


def test_sources_in_another_form_are_left_as_they_are(ting: Ting, feeds: Path) -> None:
    settings = feeds.parent / "ting.toml"
    settings.write_text("source = []\n", encoding="utf-8")
    result = ting("opml", "import", feeds)
    assert (result.code, settings.read_text(encoding="utf-8")) == (2, "source = []\n")
    assert "in another form than [[source]] tables" in result.err


def test_what_is_no_feed_is_told_and_not_exported(ting: Ting, feeds: Path) -> None:
    (feeds.parent / "ting.toml").write_text(
        '[[source]]\nname = "剪報"\nkind = "folder"\nlocation = "x"\n', encoding="utf-8"
    )
    result = ting("opml", "export")
    assert result.code == 0
    assert "no feeds of the web: 剪報." in result.err


def test_a_list_that_is_none_changes_nothing(ting: Ting, feeds: Path) -> None:
    feeds.write_text("words", encoding="utf-8")
    result = ting("opml", "import", feeds)
    assert (result.code, (feeds.parent / "ting.toml").exists()) == (1, False)
    assert "is no list of feeds" in result.err


def test_who_may_read_the_settings_and_where_they_lie_stays_as_it_was(ting: Ting, feeds: Path) -> None:
    (feeds.parent / "own").mkdir()
    own, link = feeds.parent / "own" / "ting.toml", feeds.parent / "ting.toml"
    own.write_bytes(BEFORE.replace("\n", "\r\n").encode())
    own.chmod(0o600)
    link.symlink_to(own)
    assert ting("opml", "import", feeds).code == 0
    assert link.is_symlink()
    assert own.stat().st_mode & 0o777 == 0o600
    assert "https://b.example/rss" in own.read_text(encoding="utf-8")
    assert own.read_bytes().count(b"\n") == own.read_bytes().count(b"\r\n")


@pytest.mark.parametrize("other", ["pyproject.toml", "user"])
def test_sources_of_another_settings_file_are_not_put_out_of_force(
    ting: Ting, feeds: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(feeds.parent / "config"))
    user = user_config_file()
    if other == "user":
        user.parent.mkdir(parents=True)
        user.write_text(OLD, encoding="utf-8")
    else:
        (feeds.parent / other).write_text('[tool.ting]\nvoice = "yunjhe"\n', encoding="utf-8")
    result = ting("opml", "import", feeds)
    assert (result.code, (feeds.parent / "ting.toml").exists()) == (2, False)
    assert ("out of force" if other != "user" else str(user)) in result.err


def test_no_login_is_exported(ting: Ting, feeds: Path) -> None:
    private = OLD.replace("https://", "https://reader:s3cret@")
    (feeds.parent / "ting.toml").write_text(private, encoding="utf-8")
    result = ting("opml", "export")
    assert 'xmlUrl="https://old.example/rss"' in result.out
    assert "logins of these were left out: 甲報." in result.err
    assert "s3cret" not in result.out + result.err


def test_a_list_can_be_piped_in_and_an_address_is_no_file(ting: Ting, feeds: Path) -> None:
    refused = ting("opml", "import", "https://reader:s3cret@a.example/f.opml")
    assert refused.code == 2
    assert "https://a.example/f.opml is an address, and not a file." in refused.err
    assert "3 sources added." in ting("opml", "import", "-", stdin=feeds.read_bytes()).err
