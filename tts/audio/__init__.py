"""Speech → one MP3: frames, loudness, joins."""
