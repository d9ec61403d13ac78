"""Why an engine did not speak, where the caller can do more about it than try again."""

from tts.errors import EngineUnavailable, ExitCode, NetworkError, SynthesisError


class Incomplete(SynthesisError):
    """The speech does not hold the whole text: retry, split the text, or use another engine."""


class Misspoken(Incomplete):
    """Words are silent, hurried or drawn out in sound that is whole; asked again it is the same: split it."""


class NoAudio(SynthesisError):
    """The engine ended in good order without a sound: retry once or twice, split the text."""


class Unsayable(SynthesisError):
    """No engine can say this text, as it holds no letter and no digit: leave it out, with a warning."""


class TooLong(SynthesisError):
    """The text is longer than one request may hold: split it."""


class Throttled(NetworkError):
    """The service wants no more requests from here: leave it alone for some minutes.

    `retry_after_s` is what the service itself asked for, if it did.
    """


class Unreachable(NetworkError):
    """Nobody is there to answer: most likely this machine has no network, or the address is wrong."""


class ServiceUnavailable(EngineUnavailable):
    """An online engine's service cannot be used from here now: use another engine."""

    exit_code = ExitCode.NETWORK
