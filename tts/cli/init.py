"""`ting init`: a settings file to begin with."""

from pathlib import Path

import click

from tts.errors import OutputError, UsageError

TEMPLATE = """\
# Settings of ting, the news read aloud. `ting config` shows every setting and its value.
# Take the # away before a line to set it. Then: ting daily --dry-run

# Your own words; ting lexicon check says what is wrong with them.
# lexicon_file = "names.tsv"          # a word a line, or a word and its reading: 曾子, zeng1 zi3
# lexicon = { "曾" = "zeng1", "GDP" = "國內生產毛額" }

[show]                                # the podcast
title = "我的聽新聞"
# description = "每天的新聞，讀給你聽。"
# author = "王小明"
# email = "me@example.org"            # directories ask for it
# url = "https://example.org/podcast/"  # where the folder below will be found, when you publish it
# output = "output"                   # where episodes, pages and feeds go, from this file
# cover = "cover.png"                 # a square picture; without one, a cover is drawn
# intro = "intro.mp3"                 # sounds before the first word; outro: after the last
# outro = "outro.mp3"
# bed = "bed.mp3"                     # softly under the headlines
# verify = "S6lpp-7ZCn8"              # what a directory gave you, to prove whose the show is
# private = false                     # directories may list it; until then the feed asks them not to
# keep_days = 60                      # older episodes are removed; 0 keeps all

[daily]
# voices = ["hsiaochen", "yunjhe"]    # they take turns; ting voices lists them
# digest = true                       # one episode with all stories of the day
# episodes = true                     # and one of each story
# at = "05:30"                        # when ting daily --watch and ting up make it; or: every = 60 (minutes)
# target_minutes = 30                 # longer digests have their stories cut; 0: never

[inbox]                               # what ting serve and ting up narrate when it is sent
# mail = "~/Maildir/.Listen"          # letters of a Maildir, or .eml files of a folder; senders: who may
# senders = ["me@example.org"]

# A speech server of your own: Kokoro-FastAPI, CosyVoice, the cloud … (docs/speech-servers.md)
#
# [engines.openai]
# base_url = "http://127.0.0.1:8880"
# api_key_file = "speech.key"         # or api_key, or TING_OPENAI_API_KEY
# model = "tts-1"
# voices = "zf_xiaoxiao"              # what it calls our voices: one for all, or { hsiaochen = "…" }

# The Azure Speech service, which --engine auto then asks first (docs/speech-servers.md)
#
# [engines.azure]
# region = "eastasia"                 # as Azure names it
# api_key_file = "azure.key"          # or api_key, or TING_AZURE_API_KEY
# per_minute = 20                     # in the free tier; without it, requests are not counted

# Where news comes from: as many [[source]] as you like, told in this order.
#
# [[source]]
# name = "世界日報"
# kind = "feed"                       # RSS, Atom or JSON Feed
# location = "https://example.org/rss.xml"
# limit = 10                          # so many stories a day, the newest
# include = ["國際", "財經"]           # words of the section or title; none: all
# exclude = ["廣告"]
# since = 2                           # days back, or a date: 2026-01-31
# voice = "yunjhe"
# cookies = "cookies.txt"             # of a paper that you subscribe to, as a browser exports them
# headers = { Authorization = "env:PAPER_TOKEN" }   # a word, env:VARIABLE or file:PATH
# user = "wang"                       # a login, for the server of this source alone
# password = "file:word.txt"
#
# [[source]]
# name = "要聞"
# kind = "page"                       # a page with links to stories
# location = "https://example.org/news/"
# selector = "h3 a"                   # CSS of the links; without it, what reads like a headline
#
# [[source]]
# name = "地方新聞"
# kind = "sitemap"                    # a sitemap for Google News
# location = "https://example.org/news-sitemap.xml"
#
# [[source]]
# name = "剪報"
# kind = "folder"                     # saved pages, texts, .pdf, .eml and .epub; or a mailbox
# location = "clippings"              # from this file
#
# [[source]]
# name = "專題"
# kind = "url"                        # one story
# location = "https://example.org/story/1"
#
# [[source]]
# name = "稍後聽"
# kind = "miniflux"                   # or readeck, karakeep, wallabag: what waits in your own server
# location = "https://flux.example.org"
# token = "env:FLUX_TOKEN"            # of its API; wallabag wants the user as well
"""


@click.command(epilog="Example: ting init")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), metavar="[FOLDER]"
)
def command(folder: Path) -> None:
    """Write a commented ting.toml into the folder, this one unless another is named.

    A file that is there is never touched.
    """
    from tts.episode_files import shelf

    path = folder / "ting.toml"
    if path.exists():
        message = f"There is a {path} already."
        raise UsageError(message, hint="It stays as it is; name another folder: ting init FOLDER.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with shelf.whole(path) as part:
            part.write_text(TEMPLATE, encoding="utf-8")
    except (OSError, OutputError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{path} cannot be written: {reason}."
        raise OutputError(message, hint="Choose another folder: ting init FOLDER.") from error
    click.echo(path)
    click.echo("Name your sources in it; then: ting daily --dry-run", err=True)
