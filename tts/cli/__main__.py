"""`python -m tts.cli` is `ting`."""

from tts.cli.app import main

main()
