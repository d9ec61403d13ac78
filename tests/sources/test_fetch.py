import asyncio
import time
from email.utils import formatdate

import pytest

from tests.sources.web import OPEN, PUBLIC, Answer, Web, leads_to
from tts.errors import ArticleNotFound, ExitCode, NetworkError, UsageError
from tts.model.document import Document
from tts.sources.fetch import RULES_KEPT_S, Fetcher
from tts.sources.page import LISTING, PICTURE, PRODUCT, USER_AGENT, Manners, Refused, Validators, Wanted
from tts.version import VERSION

STRANGER = Manners(timeout_ms=5_000)


def robots(text: str) -> Answer:
    return Answer(text.encode(), headers={"Content-Type": "text/plain"})


def test_a_page_comes_with_its_bytes_type_and_address(web: Web) -> None:
    web.answers["/news/1"] = Answer(
        "新聞".encode("big5"), headers={"Content-Type": "text/html; charset=big5"}
    )
    page = web.fetch(f"{web.url}/news/1#top")
    assert (page.data, page.content_type) == ("新聞".encode("big5"), "text/html; charset=big5")
    assert page.url == f"{web.url}/news/1"
    assert page.document("as given") == Document(
        page.data, "as given", url=page.url, content_type=page.content_type
    )


def test_requests_carry_the_projects_own_name_and_version(web: Web) -> None:
    web.answers["/"] = Answer()
    web.fetch(web.url)
    assert f"{PRODUCT}/{VERSION}" == USER_AGENT
    assert {asked.headers["user-agent"] for asked in web.asked} == {USER_AGENT}


def test_an_address_in_chinese_is_asked_for_as_a_browser_would(web: Web) -> None:
    web.answers["/%E6%96%B0%E8%81%9E"] = Answer(b"found")
    assert web.fetch(f" {web.url}/新聞?頁=1\n").data == b"found"
    assert web.targets[-1] == "/%E6%96%B0%E8%81%9E?%E9%A0%81=1"


def test_a_password_in_an_address_is_sent_but_never_shown(web: Web) -> None:
    web.answers["/"] = Answer()
    page = web.fetch(web.url.replace("//", "//reader:secret@") + "/")
    assert web.asked[-1].headers["authorization"].startswith("Basic ")
    assert page.url == f"{web.url}/"
    for malformed in (
        "ftp://reader:secret@a.example/",
        "http://reader:secret@xn--a/",
        f"http://reader:se/secret@{web.url.removeprefix('http://')}/",
    ):
        with pytest.raises(UsageError) as refusal:
            web.fetch(malformed, manners=Manners(ignore_robots=True))
        assert "secret" not in str(refusal.value)


class TestConditions:
    KNOWN = Validators(etag='"v1"', last_modified="Fri, 09 Jan 2026 08:00:00 GMT")

    def test_a_page_gives_what_it_can_be_asked_by_next_time(self, web: Web) -> None:
        headers = {"ETag": '"v1"', "Last-Modified": "Fri, 09 Jan 2026 08:00:00 GMT"}
        web.answers["/"] = Answer(b"page", headers=headers)
        assert web.fetch(web.url).validators == self.KNOWN

    def test_a_page_that_has_not_changed_is_said_to_be_so(self, web: Web) -> None:
        web.answers["/old"] = leads_to("/")
        web.answers["/"] = Answer(status=304, headers={"ETag": '"v2"'})
        page = web.fetch(f"{web.url}/old", validators=self.KNOWN)
        assert (page.not_modified, page.data) == (True, b"")
        assert page.validators == Validators('"v2"', self.KNOWN.last_modified)
        assert web.asked[-1].headers["if-none-match"] == '"v1"'
        assert web.asked[-1].headers["if-modified-since"] == self.KNOWN.last_modified

    def test_a_page_that_has_changed_comes_whole(self, web: Web) -> None:
        web.answers["/"] = Answer(b"new")
        page = web.fetch(web.url, validators=self.KNOWN)
        assert (page.not_modified, page.data) == (False, b"new")

    def test_a_validator_that_cannot_be_sent_is_not(self, web: Web) -> None:
        web.answers["/"] = Answer(b"new")
        assert web.fetch(web.url, validators=Validators('"新"', "x\r\ny: z")).data == b"new"
        assert "if-none-match" not in web.asked[-1].headers

    def test_an_answer_of_not_modified_that_was_not_asked_for_is_a_failure(self, web: Web) -> None:
        web.answers["/"] = Answer(status=304)
        with pytest.raises(NetworkError, match="304 Not Modified"):
            web.fetch(web.url)


class TestRedirects:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_they_are_followed_and_the_last_address_counts(self, web: Web, status: int) -> None:
        web.answers["/a"] = leads_to("b/新?x=1", status)
        web.answers["/b/%E6%96%B0"] = Answer(b"there")
        page = web.fetch(f"{web.url}/a")
        assert (page.data, page.url) == (b"there", f"{web.url}/b/%E6%96%B0?x=1")

    def test_they_end_sometime(self, web: Web) -> None:
        web.answers["/a"] = leads_to("/a")
        with pytest.raises(NetworkError, match="more than 3 redirects"):
            web.fetch(f"{web.url}/a", manners=Manners(allow_private=True, max_redirects=3))
        assert web.targets.count("/a") == 4

    def test_a_cookie_given_on_the_way_is_shown_at_the_end(self, web: Web) -> None:
        web.answers["/a"] = Answer(status=302, headers={"Location": "/b", "Set-Cookie": "consent=1; Path=/"})
        web.answers["/b"] = Answer()
        web.fetch(f"{web.url}/a")
        assert web.asked[-1].headers["cookie"] == "consent=1"

    @pytest.mark.parametrize(
        "location",
        [
            "ftp://a.example/",
            "file:///etc/passwd",
            "http://[::1",
            "data:text/html,a",
            "http://xn--a/",
            "//",
        ],
    )
    def test_one_that_leaves_the_web_is_the_servers_fault(self, web: Web, location: str) -> None:
        web.answers["/a"] = leads_to(location)
        with pytest.raises(NetworkError):
            web.fetch(f"{web.url}/a")
        assert web.targets[-1] == "/a"

    @pytest.mark.parametrize(
        "target",
        [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::ffff:169.254.169.254]/",
            "http://intranet.example/",
        ],
    )
    def test_one_that_leads_from_a_public_host_inside_is_not_followed(self, web: Web, target: str) -> None:
        web.names = {"news.example": [PUBLIC], "intranet.example": ["10.0.0.5"], "2130706433": ["127.0.0.1"]}
        web.answers["news.example/a"] = leads_to(target)
        with pytest.raises(NetworkError, match="not on the public Internet"):
            web.fetch("http://news.example/a", manners=STRANGER)
        assert set(web.connected_to) == {PUBLIC}


class TestRobots:
    FORBIDDEN = robots("User-agent: *\nDisallow: /member\n")

    def test_what_a_site_forbids_is_not_asked_for(self, web: Web) -> None:
        web.answers |= {"/robots.txt": self.FORBIDDEN, "/member/1": Answer(b"page")}
        with pytest.raises(NetworkError, match="asks programs not to read this page"):
            web.fetch(f"{web.url}/member/1?x=1")
        assert web.targets == ["/robots.txt"]

    def test_it_is_asked_for_once_a_site(self, web: Web) -> None:
        web.answers |= {"/robots.txt": self.FORBIDDEN, "/1": Answer(), "/2": Answer()}
        web.fetch(f"{web.url}/1", f"{web.url}/2")
        assert web.targets == ["/robots.txt", "/1", "/2"]

    def test_a_redirect_into_what_is_forbidden_is_not_followed(self, web: Web) -> None:
        web.answers |= {"/robots.txt": self.FORBIDDEN, "/1": leads_to("/member/1")}
        with pytest.raises(NetworkError, match="asks programs"):
            web.fetch(f"{web.url}/1")

    def test_a_switch_leaves_it_unread(self, web: Web) -> None:
        web.answers |= {"/robots.txt": self.FORBIDDEN, "/member/1": Answer(b"page")}
        assert web.fetch(f"{web.url}/member/1", manners=Manners(allow_private=True, ignore_robots=True)).data
        assert web.targets == ["/member/1"]

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
    def test_where_there_is_none_everything_may_be_read(self, web: Web, status: int) -> None:
        web.answers |= {"/robots.txt": Answer(self.FORBIDDEN.body, status), "/member/1": Answer(b"page")}
        assert web.fetch(f"{web.url}/member/1").data == b"page"

    @pytest.mark.parametrize("status", [500, 503])
    def test_where_the_server_fails_nothing_may_be_read(self, web: Web, status: int) -> None:
        web.answers |= {"/robots.txt": Answer(status=status), "/1": Answer()}
        with pytest.raises(NetworkError, match=f"robots.txt answers {status}"):
            web.fetch(f"{web.url}/1")
        assert "/1" not in web.targets

    def test_its_redirects_are_followed_even_to_another_site(self, web: Web) -> None:
        web.names = {"a.example": [PUBLIC], "b.example": [PUBLIC]}
        web.answers |= {
            "a.example/robots.txt": leads_to("http://b.example/rules"),
            "b.example/rules": robots("User-agent: *\nDisallow: /\n"),
        }
        with pytest.raises(NetworkError, match=r"a\.example asks programs"):
            web.fetch("http://a.example/1", manners=STRANGER)

    @pytest.mark.parametrize(
        "there",
        ["/robots.txt", "file:///etc/passwd", "ftp://a.example/robots.txt", "http://h.example:99999/"],
    )
    def test_an_endless_redirect_of_it_and_one_out_of_the_web_are_as_none(self, web: Web, there: str) -> None:
        web.answers |= {"/robots.txt": leads_to(there), "/1": Answer(b"page")}
        assert web.fetch(f"{web.url}/1").data == b"page"

    def test_it_is_read_again_after_a_day(self, web: Web) -> None:
        web.answers |= {"/robots.txt": robots(""), "/1": Answer()}
        now_s = 0.0

        async def scenario() -> None:
            nonlocal now_s
            async with Fetcher(OPEN, client=web.client(OPEN), clock=lambda: now_s) as fetcher:
                for now_s in (0.0, RULES_KEPT_S - 1, RULES_KEPT_S):  # noqa: B007 - the clock reads it
                    await fetcher.fetch(f"{web.url}/1")

        asyncio.run(scenario())
        assert web.targets == ["/robots.txt", "/1", "/1", "/robots.txt", "/1"]


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_a_server_that_will_say_the_same_tomorrow_has_refused(web: Web, status: int) -> None:
    web.answers["/1"] = Answer(status=status)
    with pytest.raises(Refused):
        web.fetch(f"{web.url}/1")


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_server_that_may_answer_later_has_not_refused(web: Web, status: int) -> None:
    web.answers["/1"] = Answer(status=status)
    with pytest.raises(NetworkError) as failure:
        web.fetch(f"{web.url}/1")
    assert not isinstance(failure.value, Refused)


class TestPoliteness:
    def test_two_visits_to_a_host_lie_apart(self, web: Web) -> None:
        web.answers |= {"/1": Answer(), "/2": Answer()}
        web.fetch(f"{web.url}/1", f"{web.url}/2", f"{web.url}/1")
        assert web.waited_s == [1.0, 1.0]

    def test_visits_begun_together_take_their_turns(self, web: Web) -> None:
        web.answers |= {"/1": Answer(), "/2": Answer(), "/3": Answer()}
        waited_s: list[float] = []

        async def wait(seconds: float) -> None:
            waited_s.append(seconds)

        async def scenario() -> None:
            async with Fetcher(OPEN, client=web.client(OPEN), clock=lambda: 0.0, sleep=wait) as fetcher:
                await asyncio.gather(*(fetcher.fetch(f"{web.url}/{number}") for number in (1, 2, 3)))

        asyncio.run(scenario())
        assert sorted(waited_s) == [1.0, 2.0]
        assert web.targets.count("/robots.txt") == 1

    def test_visits_to_different_hosts_do_not_wait_for_each_other(self, web: Web) -> None:
        web.names = {"a.example": [PUBLIC], "b.example": [PUBLIC]}
        web.answers["/"] = Answer()
        web.fetch("http://a.example/", "http://b.example/", manners=STRANGER)
        assert web.waited_s == []

    def test_a_redirect_within_a_host_is_one_visit(self, web: Web) -> None:
        web.answers |= {"/1": leads_to("/2"), "/2": Answer()}
        web.fetch(f"{web.url}/1")
        assert web.waited_s == []


class TestRefusals:
    @pytest.mark.parametrize(
        ("status", "named"),
        [(403, "403 Forbidden"), (404, "404 Not Found"), (500, "500 Internal Server Error"), (599, "599")],
    )
    def test_an_http_error_is_a_sentence_with_its_status_and_a_remedy(
        self, web: Web, status: int, named: str
    ) -> None:
        web.answers["/1"] = Answer(b"sorry", status)
        with pytest.raises(NetworkError, match=named) as refusal:
            web.fetch(f"{web.url}/1")
        assert refusal.value.exit_code is ExitCode.NETWORK
        assert refusal.value.hint

    def test_a_server_that_says_when_to_come_back_is_quoted(self, web: Web) -> None:
        web.answers["/1"] = Answer(b"", 503, {"Retry-After": "120"})
        with pytest.raises(NetworkError, match=r"Try again in 120 s\."):
            web.fetch(f"{web.url}/1")

    def test_a_server_that_names_a_moment_is_waited_for_as_long(self, web: Web) -> None:
        later = formatdate(time.time() + 3600, usegmt=True)
        web.answers["/1"] = Answer(b"", 503, {"Retry-After": later})
        with pytest.raises(NetworkError, match=r"Try again in (3600|3599) s\."):
            web.fetch(f"{web.url}/1")

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "udn.com",
            "ftp://a.example/",
            "javascript:alert(1)",
            "http://",
            "https:///path",
            "http://[::1",
            "http://a.example:port/",
            "http://a.example:99999/",
            "http://a\x00b.example/",
            "http://xn--a/",
            "http://１２７.0.0.1/",
        ],
    )
    def test_an_address_that_is_none_is_refused_in_words(self, web: Web, address: str) -> None:
        with pytest.raises(UsageError) as refusal:
            web.fetch(address, manners=OPEN)
        assert refusal.value.exit_code is ExitCode.USAGE
        assert refusal.value.hint


@pytest.mark.parametrize(
    ("wanted", "content_type"),
    [
        (LISTING, "application/rss+xml; charset=utf-8"),
        (LISTING, "application/octet-stream"),
        (PICTURE, "image/jpeg"),
    ],
)
def test_lists_and_pictures_are_asked_for_by_what_they_can_come_as(
    web: Web, wanted: Wanted, content_type: str
) -> None:
    web.answers["/wanted"] = Answer(b"here", headers={"Content-Type": content_type})
    assert web.fetch(f"{web.url}/wanted", wanted=wanted).data == b"here"
    assert web.asked[-1].headers["accept"] == wanted.accept


def test_what_is_not_wanted_is_refused_by_its_name(web: Web) -> None:
    web.answers["/page"] = Answer(b"<p>", headers={"Content-Type": "text/html"})
    with pytest.raises(ArticleNotFound, match="text/html, which is not a picture"):
        web.fetch(f"{web.url}/page", wanted=PICTURE)


def test_a_picture_has_a_bound_of_its_own(web: Web) -> None:
    web.answers["/large"] = Answer(bytes(PICTURE.max_bytes + 1), headers={"Content-Type": "image/png"})
    with pytest.raises(ArticleNotFound, match=r"picture at .* is larger than 10 MB"):
        web.fetch(f"{web.url}/large", wanted=PICTURE)
