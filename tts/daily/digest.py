"""The digest: the day's stories as one programme, with the words between them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tts.model.article import Article
from tts.model.episode import Imprint
from tts.model.programme import Programme, Segment, Words
from tts.model.settings import Settings
from tts.narration.engine_choice import candidates
from tts.narration.studio import Newsreader
from tts.speech.numerals import cardinal

LETTERS_A_MINUTE = {"edge": 250, "kokoro": 285, "espeak": 255}
"""How fast an engine tells a story, pauses and all: the 931 letters and digits of the seed took the slower of
two voices 195 s with kokoro and 216 s with espeak; edge's 240 ms a syllable are assumed, not measured."""

WEEKDAYS = "一二三四五六日"
OPENING, CLOSING = "開場", "結語"
FAREWELL = "以上是今天的新聞，謝謝您的收聽。"

Cast = Callable[[str | None], Newsreader]
"""Finds the newsreader of a voice's name; by None that of the settings' own."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article of the day, and the name of the voice that tells it; None is the one of the settings."""

    article: Article
    voice: str | None = None


def compose(
    date: dt.date, stories: Sequence[Story], settings: Settings, cast: Cast, imprint: Imprint
) -> Programme:
    """Return the day's digest: disclosure, greeting, every story after its number, and a closing line.

    Where it would be longer than the settings' target, by the estimated speaking time, the longest
    stories are cut to their first paragraphs, at least one each. The greeting says so, and the
    warnings say which. Nothing else is left out: a digest that is too long all the same says that.
    """
    target = settings.daily.target_minutes
    whole = _programme(date, stories, 0, settings, imprint)
    pace = _Pace(LETTERS_A_MINUTE.get(candidates(settings)[0], min(LETTERS_A_MINUTE.values())), cast)
    if not target or pace.minutes(whole) <= target:
        return whole
    spoken_of = _programme(date, stories, len(stories), settings, imprint)
    told = _shortened(stories, pace.minutes(spoken_of) - target, pace)
    cut = [(story, short) for story, short in zip(stories, told, strict=True) if story != short]
    programme = _programme(date, told, len(cut), settings, imprint)
    warnings = [_cut_words(story.article, short.article) for story, short in cut]
    if (minutes := pace.minutes(programme)) > target:
        warnings.append(f"About {minutes:.1f} minutes long, more than {target}: no story can be cut further.")
    return replace(programme, warnings=(*programme.warnings, *warnings))


def _programme(
    date: dt.date, stories: Sequence[Story], cut: int, settings: Settings, imprint: Imprint
) -> Programme:
    presenter = next(iter(settings.daily.voices), None)
    greeting = Words(_greeting(date, len(stories), cut, settings.show.title))
    segments = (
        Segment(OPENING, (Words(settings.disclosure, "disclosure"), greeting), voice=presenter),
        *(_segment(number, story) for number, story in enumerate(stories, 1)),
        Segment(CLOSING, (Words(FAREWELL),), voice=presenter),
    )
    title = f"{settings.show.title} {date.year}年{date.month}月{date.day}日"
    said = tuple(
        f"{story.article.title}: {warning}" for story in stories for warning in story.article.warnings
    )
    return Programme(title, date, segments, "digest", imprint, said)


def _greeting(date: dt.date, stories: int, cut: int, show: str) -> str:
    day = f"今天是{date.year}年{date.month}月{date.day}日，星期{WEEKDAYS[date.weekday()]}"
    greeting = f"您好，歡迎收聽「{show}」。{day}，為您播報{_count(stories)}則新聞。"
    if not cut:
        return greeting
    some = "每則" if cut == stories else f"其中{_count(cut)}則"
    return f"{greeting}限於時間，{some}只播報開頭。"


def _segment(number: int, story: Story) -> Segment:
    ordinal = Words(f"第{cardinal(str(number))}則。")
    return Segment(story.article.title, (ordinal,), story.article, story.voice)


def _count(number: int) -> str:
    return "兩" if number == 2 else cardinal(str(number))  # noqa: PLR2004 - the one number that counts otherwise


@dataclass(frozen=True, slots=True)
class _Pace:
    """How long it takes to say something."""

    letters_a_minute: int
    cast: Cast

    def minutes(self, programme: Programme) -> float:
        return sum(map(self._segment, programme.segments))

    def story(self, story: Story) -> float:
        article = story.article
        texts = (article.headline, article.byline or "", article.text)
        return sum(self._said(text, story.voice) for text in texts)

    def _segment(self, segment: Segment) -> float:
        lead = sum(self._said(words.text, segment.voice) for words in segment.lead)
        return lead + (self.story(Story(segment.story, segment.voice)) if segment.story else 0)

    def _said(self, text: str, voice: str | None) -> float:
        rate = 1 + self.cast(voice).voice.prosody.rate_percent / 100
        return sum(map(str.isalnum, text)) / (self.letters_a_minute * rate)


def _shortened(stories: Sequence[Story], excess: float, pace: _Pace) -> tuple[Story, ...]:
    """Return the stories, the longest ones without their last paragraphs, so many minutes shorter."""
    told = list(stories)
    lengths = [pace.story(story) for story in told]
    while excess > 0 and any(_can_be_cut(story.article) for story in told):
        open_to_cuts = (number for number, story in enumerate(told) if _can_be_cut(story.article))
        longest = max(open_to_cuts, key=lengths.__getitem__)
        told[longest] = replace(told[longest], article=_shorter(told[longest].article))
        before, lengths[longest] = lengths[longest], pace.story(told[longest])
        excess -= before - lengths[longest]
    return tuple(told)


def _can_be_cut(article: Article) -> bool:
    """Tell whether a paragraph that is no heading stays when the last one goes."""
    return any(paragraph.kind != "heading" for paragraph in article.paragraphs[:-1])


def _shorter(article: Article) -> Article:
    """Return the article without its last paragraph, and without a heading that would stand at its end."""
    paragraphs = article.paragraphs[:-1]
    while paragraphs[-1].kind == "heading":
        paragraphs = paragraphs[:-1]
    return replace(article, paragraphs=paragraphs)


def _cut_words(whole: Article, told: Article) -> str:
    place = f"paragraph {len(told.paragraphs)} of {len(whole.paragraphs)}"
    return f"{whole.title}: told up to {place}, to keep to the target length."
