"""What a file is that is called an MP3 and is none, by how it begins."""

BEGINNINGS = (
    *((b"RIFF", "a WAV file"), (b"RF64", "a WAV file"), (b"fLaC", "a FLAC file"), (b"OggS", "an Ogg file")),
    *((b"FORM", "an AIFF file"), (b"\x1aE\xdf\xa3", "a WebM or Matroska file"), (b"0&\xb2u", "a WMA file")),
    *((b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive"), (b"\x89PNG", "a picture")),
    *(
        (b"\xff\xd8\xff", "a picture"),
        (b"<", "a web page or XML"),
        (b"{", "JSON"),
        (b"#EXTM3U", "a playlist"),
    ),
)
MP4_AT = 4
MP4 = b"ftyp"

LAYERS = {0: "AAC sound without a container", 1: "an MP3 of free bit rate, which few players play"}
LAYERS |= {2: "MPEG audio of Layer II", 3: "MPEG audio of Layer I"}
"""By the two bits after the version in the header of a frame (ISO/IEC 11172-3, 2.4.2.3; ADTS has 0)."""


def resembles(beginning: bytes) -> str | None:
    """Return what a file without any MP3 frame is, in words; None when that is not known."""
    if not beginning:
        return "an empty file"
    if beginning[MP4_AT : MP4_AT + 4] == MP4:
        return "an MP4 file (M4A)"
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, name in BEGINNINGS:
        if beginning.startswith(mark) or text.startswith(mark):
            return name
    if beginning[0] == 0xFF and len(beginning) > 1 and beginning[1] >> 5 == 0b111:  # noqa: PLR2004 (sync)
        return LAYERS[beginning[1] >> 1 & 3]
    return None
