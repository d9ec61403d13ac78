"""The command line: one small file a command; it parses, calls and renders."""

from tts.cli.app import main

__all__ = ["main"]
