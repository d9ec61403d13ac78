"""Narrates one article, and prints where its MP3 is and when each sentence sounds.

python examples/one_article.py SOURCE          an address, or a file with a page or a text
"""

import sys

import tts


def main() -> int:
    """Narrate what the command line names; return the exit code that `ting read` would leave with."""
    if not sys.argv[1:]:
        print("Usage: python examples/one_article.py SOURCE", file=sys.stderr)
        return tts.ExitCode.USAGE
    try:
        episode = tts.narrate(sys.argv[1], tts.load_settings())
    except tts.TingError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(episode.files.mp3)
    for cue in episode.cues:
        print(f"{cue.start_ms / 1000:7.2f}  {cue.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
