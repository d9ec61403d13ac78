"""What the system allows the process: where that is too little, a sentence instead of a library's own end."""

from contextlib import suppress

from tts.errors import Exhausted

MEMORY_MB = 768
"""Below so much that may be addressed, libraries abort the process or never end (OpenBLAS, glibc; measured on
two cores: from 80 to 560 MB to read three stories, and what a day needs more is lacking in a sentence)."""

FILES = 16
"""An event loop has three open, a database two, a library while it is loaded one (to read, 8 do)."""

_MB = 1024 * 1024


def require() -> None:
    """Raise Exhausted where the limits of the process leave too little for any command.

    Systems without such limits (Windows) allow enough.
    """
    with suppress(ModuleNotFoundError):
        import resource

        memory, files = (
            None if soft == resource.RLIM_INFINITY else soft
            for soft, _ in map(resource.getrlimit, (resource.RLIMIT_AS, resource.RLIMIT_NOFILE))
        )
        if lack := lacking(memory, files):
            raise Exhausted(lack, hint="Allow more: ulimit -v unlimited; ulimit -n 256.")


def lacking(memory_bytes: int | None, files: int | None) -> str:
    """Return in a sentence what is allowed too little of; empty when all is enough. None is no limit."""
    if memory_bytes is not None and memory_bytes < MEMORY_MB * _MB:
        return f"Only {memory_bytes // _MB} MB of memory may be addressed: {MEMORY_MB} MB are needed."
    if files is not None and files < FILES:
        return f"Only {files} files may be open at once: {FILES} are needed."
    return ""
