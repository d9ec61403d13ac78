"""The worker as a process, which `tts.inbox.process` begins."""

import sys

from tts.companion import accompany, say
from tts.inbox.worker import work
from tts.model.settings import Settings


async def until_hung_up(settings: Settings) -> int:
    """Work until it is cancelled."""
    await work(settings, say)
    return 0


if __name__ == "__main__":
    sys.exit(accompany(until_hung_up))
