"""Written Chinese → how it is said: numbers and names as words, words as syllables and phonemes."""
