"""Playback in the terminal: the sound, and each sentence as it is spoken."""
