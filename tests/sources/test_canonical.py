import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tts.sources.canonical import TRACKING, canonical

STORY = "https://www.worldjournal.com/wj/story/121468/9244518"


@pytest.mark.parametrize(
    "met",
    [
        f"{STORY}?from=wj_catelistindex",
        f"{STORY}?utm_source=rss&UTM_Medium=feed&fbclid=abc",
        f"{STORY}#comments",
        "HTTPS://WWW.WorldJournal.COM:443/wj/story/121468/9244518",
        "https://www.worldjournal.com./wj/story/121468/9244518",
        "https://reader:secret@www.worldjournal.com/wj/story/121468/9244518?",
        f"  {STORY}\n",
        "https://www.worldjournal.com/wj/%73tory/121468/9244518",
    ],
)
def test_the_ways_to_one_story_are_one_address(met: str) -> None:
    assert canonical(met) == STORY


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/show?id=12&page=2",
        "https://news.example/show?page=2&id=12",
        "https://news.example/a%2Fb?q=a%26b",
        "http://127.0.0.1:8000/story",
        "http://[::1]:8000/story",
        "https://news.example/story/",
        "https://news.example/?p=5",
    ],
)
def test_what_names_the_story_stays(url: str) -> None:
    assert canonical(url) == url


def test_chinese_addresses_are_one_escaped_or_not() -> None:
    escaped = "https://xn--efvv70d.tw/%E5%9C%8B%E9%9A%9B?%E8%A9%9E=%E4%B8%80"
    assert canonical("https://新聞.tw/國際?詞=一") == canonical(escaped.lower()) == escaped


@pytest.mark.parametrize(
    "name",
    [
        "/home/me/page #2?.html",
        "page.html",
        "-",
        "",
        "file:///tmp/a%20b#c",
        "mailto:a@b",
        "http://",
        "http://[x",
    ],
)
def test_what_is_no_address_of_the_web_is_left_alone(name: str) -> None:
    assert canonical(name) == name


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="abA%41/2?&=#@:[].~+ 新\ud800").map("http://h".__add__),
        st.builds("https://{}/{}?{}".format, st.text("aB.:0新ß"), st.text("a%/4F ."), st.text("a=&%;from")),
    )
)
@example("http://h/%%341")
@example("http://h?&from=1&&a")
@example("HTTP://H.:80?#")
@example("http://h/\ud800")
def test_what_is_canonical_stays_as_it_is(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(st.sampled_from(sorted(TRACKING)), st.text("ab1%="), st.sampled_from(["", "id=5", "id=5&p=2"]))
def test_tracking_never_makes_another_story(name: str, value: str, query: str) -> None:
    own = f"https://news.example/story?{query}"
    assert canonical(f"{own}&{name}={value}") == canonical(own)
