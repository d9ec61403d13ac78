"""Playback in the terminal: the sound, and each sentence as it is spoken."""

from tts.preview.finding import find_episode
from tts.preview.listening import hear
from tts.preview.player import SilentPlayer, SoundPlayer, check_sound

__all__ = ["SilentPlayer", "SoundPlayer", "check_sound", "find_episode", "hear"]
