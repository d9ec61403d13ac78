"""The voices that speak: each engine turns one utterance into speech."""
