"""What can go wrong where many machines make episodes."""

from tts.errors import NetworkError, TingError


class FarmUnavailable(NetworkError):
    """Nobody of the farm can do the work now: its scheduler is away, or no worker can be used."""


class Unmade(TingError):
    """A story was given up that workers could not finish, by no fault that it tells itself: run again."""
