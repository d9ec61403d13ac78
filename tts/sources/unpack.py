"""Content codings (gzip, deflate), undone within a bound: a small answer may unpack to gigabytes."""

import zlib

# What a client of this module may announce as its Accept-Encoding.
ACCEPTED = "gzip, deflate"

_IDENTITY = {"", "identity"}
_GZIP = {"gzip", "x-gzip"}
_GZIP_ONLY = 16 + zlib.MAX_WBITS
# RFC 9110, 8.4.1.2: deflate is a zlib stream; some servers send the bare one within.
_BARE = -zlib.MAX_WBITS
_ZLIB_METHOD_MASK, _ZLIB_DEFLATE = 0x0F, 8


class TooLargeError(Exception):
    """The content is larger than its bound, packed or unpacked."""


class BrokenError(Exception):
    """The content is not what its coding says, or ends too early."""


class Unpacker:
    """Takes an answer's body in pieces and holds it unpacked, never more than `max_bytes` of it.

    `coding` is the Content-Encoding header. Raises BrokenError for a coding that was not announced.
    """

    def __init__(self, coding: str, max_bytes: int) -> None:
        self._coding = coding.strip().lower()
        if self._coding not in _IDENTITY | _GZIP | {"deflate"}:
            message = f"the content coding {coding!r} was not asked for"
            raise BrokenError(message)
        self._max_bytes = max_bytes
        self._packed_bytes = 0
        self._unpacked = bytearray()
        self._stream: zlib._Decompress | None = None

    def feed(self, piece: bytes) -> None:
        """Take the next piece; raises TooLargeError or BrokenError."""
        self._packed_bytes += len(piece)
        if self._packed_bytes > self._max_bytes:
            raise TooLargeError
        if self._coding in _IDENTITY:
            self._unpacked += piece
        else:
            self._inflate(piece)

    def finish(self) -> bytes:
        """Return the whole content; raises BrokenError when its end is missing."""
        if self._stream is not None and not self._stream.eof:
            message = "the compressed content ends too early"
            raise BrokenError(message)
        return bytes(self._unpacked)

    def _inflate(self, piece: bytes) -> None:
        while piece:
            if self._stream is None or self._stream.eof:
                if self._stream is not None and not self._goes_on(piece):
                    return
                self._stream = zlib.decompressobj(self._window(piece))
            room = self._max_bytes - len(self._unpacked) + 1
            try:
                self._unpacked += self._stream.decompress(piece, room)
            except zlib.error as error:
                message = "the compressed content is damaged"
                raise BrokenError(message) from error
            if len(self._unpacked) > self._max_bytes:
                raise TooLargeError
            piece = self._stream.unused_data

    def _goes_on(self, rest: bytes) -> bool:
        """Return whether another gzip member follows the last (RFC 1952, 2.2), and not mere padding."""
        return self._coding in _GZIP and rest.startswith(b"\x1f")

    def _window(self, start: bytes) -> int:
        if self._coding in _GZIP:
            return _GZIP_ONLY
        return zlib.MAX_WBITS if start[0] & _ZLIB_METHOD_MASK == _ZLIB_DEFLATE else _BARE
