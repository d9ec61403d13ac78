"""The files beside an MP3 that are made from the episode alone."""

from tts.episode_files import manifest, transcript
from tts.episode_files.chapters import json_chapters
from tts.episode_files.shelf import Draft
from tts.model.episode import Episode


def write(draft: Draft, episode: Episode) -> None:
    """Write the episode's transcripts, chapters and manifest into the draft; raise OSError when full."""
    texts = (
        (draft.vtt, transcript.webvtt(episode)),
        (draft.srt, transcript.srt(episode)),
        (draft.lrc, transcript.lrc(episode)),
        (draft.chapters, json_chapters(episode)),
        (draft.transcript, transcript.podcast_json(episode)),
        (draft.txt, transcript.plain(episode)),
        (draft.md, transcript.markdown(episode)),
        (draft.json, manifest.dump(episode)),
    )
    for path, text in texts:
        path.write_text(text, encoding="utf-8", newline="\n")
