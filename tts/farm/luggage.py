"""What settings take along to another machine, and what they find there: nobody's secrets travel."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tts.model.address import bare
from tts.model.settings import (
    AzureSettings,
    EngineSettings,
    InboxSettings,
    OpenaiSettings,
    Settings,
    ShowSettings,
    SourceSettings,
)

SECRET = ("key", "token", "password", "secret")
"""How the names of a plug-in's settings end that travel no more than our own keys do."""


def packed(settings: Settings) -> Settings:
    """Return settings as another machine is given them: without a secret, and every path from the root."""
    engines = settings.engines
    return replace(
        at_hand(settings),
        engines=replace(
            engines,
            azure=_without_azure_key(engines.azure),
            openai=_without_key(engines.openai),
            named={name: _without_key(server) for name, server in engines.named.items()},
            others={name: _open_part(table) for name, table in engines.others.items()},
        ),
    )


def at_hand(settings: Settings) -> Settings:
    """Return settings as another process of this machine is given them: what makes no sound is left out."""
    return replace(
        settings,
        farm="",
        inbox=InboxSettings(),
        show=_from_root(replace(settings.show, secret="", verify="", apple_verify="")),
        source=tuple(map(_voice_alone, settings.source)),
        lexicon_file=tuple(path.absolute() for path in settings.lexicon_file),
        data_dir=settings.data_dir.absolute(),
        cache_dir=settings.cache_dir.absolute(),
    )


def unpacked(settings: Settings, own: Settings) -> Settings:
    """Return such settings with what is each machine's own: keys, the proxy, where models and takes are.

    A key of this machine is used where its own settings have the same address for it, and nowhere else.
    """
    engines, ours = settings.engines, own.engines
    return replace(
        settings,
        data_dir=own.data_dir,
        cache_dir=own.cache_dir,
        cache_megabytes=own.cache_megabytes,
        engines=replace(
            engines,
            edge=replace(engines.edge, proxy=ours.edge.proxy),
            azure=_with_azure_key(engines.azure, ours),
            openai=_with_key("openai", engines.openai, ours),
            named={name: _with_key(name, server, ours) for name, server in engines.named.items()},
            others={
                name: _closed_part(ours.others.get(name, {})) | dict(table)
                for name, table in engines.others.items()
            },
        ),
    )


def _voice_alone(source: SourceSettings) -> SourceSettings:
    return SourceSettings(source.name, source.kind, bare(source.location), voice=source.voice)


def _from_root(show: ShowSettings) -> ShowSettings:
    def absolute(path: Path | None) -> Path | None:
        return path and path.absolute()

    return replace(
        show,
        output=show.output.absolute(),
        cover=absolute(show.cover),
        intro=absolute(show.intro),
        outro=absolute(show.outro),
        bed=absolute(show.bed),
    )


def _without_key(server: OpenaiSettings) -> OpenaiSettings:
    return replace(server, api_key=None, api_key_file=None)


def _without_azure_key(server: AzureSettings) -> AzureSettings:
    return replace(server, api_key=None, api_key_file=None)


def _with_key(name: str, server: OpenaiSettings, own: EngineSettings) -> OpenaiSettings:
    ours = own.servers.get(name)
    if ours is None or ours.address != server.address:
        return server
    return replace(server, api_key=ours.api_key, api_key_file=ours.api_key_file)


def _with_azure_key(server: AzureSettings, own: EngineSettings) -> AzureSettings:
    if own.azure.address != server.address:
        return server
    return replace(server, api_key=own.azure.api_key, api_key_file=own.azure.api_key_file)


def _open_part(table: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in table.items() if not name.lower().endswith(SECRET)}


def _closed_part(table: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in table.items() if name.lower().endswith(SECRET)}
