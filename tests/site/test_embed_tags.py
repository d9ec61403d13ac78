"""What a publisher pastes names the published files, and is markup that says what it is."""

import html5lib
import pytest

from tests.feed.stories import SHOW, story
from tts.errors import UsageError
from tts.model.settings import ShowSettings
from tts.site.embed import frame_tag, script_tag

HOSTILE = story(1, "「A」&<b>\"'>標題")


def only(markup: str) -> tuple[str, dict[str, str]]:
    """Return the one element that a browser finds, and its attributes."""
    (element,) = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return element.tag, dict(element.attrib)


def test_the_script_is_that_of_the_published_show() -> None:
    tag, said = only(script_tag(SHOW, HOSTILE))
    assert tag == "script"
    assert said["src"] == "https://podcast.example.org/news/embed.js"
    assert said["data-episode"] == HOSTILE.slug


def test_the_frame_is_titled_with_the_episodes_own_title() -> None:
    tag, said = only(frame_tag(SHOW, HOSTILE))
    assert tag == "iframe"
    assert said["src"] == f"https://podcast.example.org/news/embed.html?episode={HOSTILE.slug}"
    assert said["title"] == f"聽新聞：{HOSTILE.title}"
    assert "style" not in said


@pytest.mark.parametrize("url", ["", "javascript:alert(1)"])
def test_a_show_without_an_address_of_the_web_has_none_to_paste(url: str) -> None:
    with pytest.raises(UsageError, match="address"):
        script_tag(ShowSettings(url=url), HOSTILE)
