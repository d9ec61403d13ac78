"""Tells what is new in a folder of saved pages: an episode of each story, a digest, pages and a feed.

python examples/a_day.py FOLDER [OUTPUT]       other sources are other kinds: feed, sitemap, page, url
"""

import sys
from pathlib import Path

import tts


def main() -> int:
    """Tell the day of the folder that the command line names; return 3 if some stories failed, 1 if all."""
    if not sys.argv[1:]:
        print("Usage: python examples/a_day.py FOLDER [OUTPUT]", file=sys.stderr)
        return tts.ExitCode.USAGE
    folder, output = (*sys.argv[1:], "output")[:2]
    settings = tts.Settings(
        engine="espeak",  # "auto": the best that works here
        show=tts.ShowSettings(output=Path(output), title="剪報"),
        source=(tts.SourceSettings(name="剪報", kind="folder", location=folder),),
    )
    try:
        report = tts.tell_day(settings)
    except tts.TingError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for episode in report.episodes:
        print(episode.kind, episode.title, episode.files.mp3)
    for failure in report.failures:
        print(failure, file=sys.stderr)
    if not report.failures:
        return tts.ExitCode.OK
    return tts.ExitCode.SOME_FAILED if report.episodes else tts.ExitCode.FAILED


if __name__ == "__main__":
    sys.exit(main())
