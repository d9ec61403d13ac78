"""Tells what is new in a folder of saved pages: an episode of each story, a digest, pages and a feed.

python examples/a_day.py FOLDER [OUTPUT]       a feed, a news sitemap or a section page will do as well
"""

import sys
from pathlib import Path

import tts


def main() -> int:
    """Tell the day of the folder that the command line names; return an exit code as `ting daily` has."""
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
    return tts.ExitCode.SOME_FAILED if report.failures else tts.ExitCode.OK


if __name__ == "__main__":
    sys.exit(main())
