"""Kokoro-82M for many sentences in one run: on a graphics card, or on this processor."""
