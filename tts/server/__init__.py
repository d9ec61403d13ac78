"""The show on the home network: its files as podcast apps ask for them, read only."""

from tts.server.application import application
from tts.server.lan_addresses import reachable_at
from tts.server.running import server_of

__all__ = ["application", "reachable_at", "server_of"]
