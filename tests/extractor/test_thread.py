"""Thread: the first post of a forum's thread is the story; answers and the writers' cards are not."""

from collections.abc import Callable

import pytest

from tts.errors import ArticleNotFound
from tts.model.article import Article

TITLE = "舊鐵橋改建步道 工程延後半年完工"
STORY = (
    "縣府昨天說明，跨溪舊鐵橋改建步道的工程要延後半年，因為橋墩下挖出日治時期的石砌護岸。",
    "文化資產審議會勘查後決定原地保留護岸，步道往上游移三公尺，經費增加兩千萬元。",
    "在地文史工作者認為值得等，「橋可以再造，石頭搬走就沒有了」。",
)
ANSWERS = (
    "我家就在橋邊，每天看他們挖，護岸那一段真的很漂亮，希望之後可以打燈。",
    "延後半年還算快，上次那條自行車道拖了四年，現在也沒人騎。",
    "請問停車場會一起做嗎？假日來的人一多，整條路都動彈不得。",
)
# Above the posts, one post, below the posts, as each kind of forum writes them.
THREADS: dict[str, tuple[str, str, str]] = {
    "phpBB": (
        f"<h2 class=topic-title><a href=./viewtopic.php?t=9>{TITLE}</a></h2>",
        """<div id=p{n} class="post has-profile bg{n}"><div class=inner><dl class=postprofile id=profile{n}>
        <dt><a
        href=./memberlist.php?u={n} class=username>小魚{n}</a></dt><dd><strong>文章:</strong> 12{n}</dd>
        <dd><strong>註冊時間:</strong> 2015-03-0{n}</dd></dl><div class=postbody><div id=post_content{n}>
        <h3><a href=#p{n}>Re: 舊鐵橋改建步道 工程延後半年完工</a></h3><ul class=post-buttons><li>
        <a href=q>引用</a>
        </ul><p class=author>由 小魚{n} » 2019-05-0{n} 10:0{n}</p><div class=content>{text}</div></div>
        <div class=signature>天天開心，一步一步來。</div></div></div></div>""",
        "",
    ),
    "XenForo": (
        f"<h1 class=p-title-value>{TITLE}</h1><div class=block-body>",
        """<article class="message message--post js-post" id=js-post-77{n}><div class=message-inner>
        <div class="message-cell message-cell--user"><h4 class=message-name>
        <a href=/members/{n}/>阿溪{n}</a></h4>
        <h5>會員</h5><dl><dt>註冊</dt><dd>2012/01/0{n}</dd></dl></div>
        <div class="message-cell message-cell--main"><header><a href=/t/9/post-77{n}>
        <time>2021/06/1{n}</time></a>
        <a href=/t/9/post-77{n}>#{n}</a></header><div class=message-content><article class=message-body>
        <div class=bbWrapper>{text}</div></article><div class=message-lastEdit>最後編輯: 2021/06/20</div>
        <aside class=message-signature><div class=bbWrapper>走過的路，都算數，都值得。</div></aside></div>
        <footer><a href=#>讚</a> <a href=#>回覆</a></footer></div></div></article>""",
        "</div>",
    ),
    "vBulletin": (
        f"<h1><a href=showthread.php?t=3>{TITLE}</a></h1><ol id=posts class=posts>",
        """<li class="postbitlegacy postcontainer" id=post_55{n}><div class=posthead>
        <span>2010-11-2{n}, 08:4{n} AM
        </span><a href=showthread.php?p=55{n}>#{n}</a></div><div class=userinfo><strong>老山羊{n}</strong>
        <span>資深會員</span><dl><dt>註冊日期</dt><dd>Jan 2009</dd><dt>文章</dt><dd>3{n}2</dd></dl></div>
        <div class=postbody><div class=content><div id=post_message_55{n}>
        <blockquote class="postcontent restore">
        {text}</blockquote></div></div><blockquote class="signature restore">我的相簿：山羊在路上，歡迎來看。
        </blockquote></div></li>""",
        "</ol>",
    ),
    "Discourse": (
        f"<div id=topic-title><h1><a href=/t/x/9>{TITLE}</a></h1></div><div class=post-stream>",
        """<div class="topic-post clearfix regular"><article id=post_{n}><div class=topic-body>
        <div class=topic-meta-data><span class=username><a href=/u/rain{n}>rain{n}</a></span>
        <a class=post-date href=/t/x/9/{n}>Mar {n}, 2022</a></div><div class=cooked>{text}</div></div>
        </article>
        </div>""",
        "</div>",
    ),
    "a table of floors": (
        f"<h1>{TITLE}</h1><table>",
        """<tr class=t{n}><th><b>岸邊{n}</b><div>級別：會員</div><div>積分：{n}20</div></th><td>
        <div class=tiptop><a>{n}樓</a> 發表於: 2008-04-0{n} 21:1{n}</div><div class=tpc_content>{text}</div>
        <div class=tipad><a href=#>引用</a></div></td></tr>""",
        "</table><p>快速發帖，請先登入。</p>",
    ),
}


def _page(body: str) -> str:
    head = f"<meta charset=utf-8><title>{TITLE} - 溪畔論壇</title>"
    return (
        f"<!doctype html><html lang=zh-Hant><head>{head}</head><body><div id=all>{body}</div></body></html>"
    )


@pytest.mark.parametrize("kind", THREADS)
@pytest.mark.parametrize("line", ["<p>{}</p>", "{}<br><br>"])
def test_first_post_of_a_thread_is_its_story(
    article_of: Callable[..., Article], kind: str, line: str
) -> None:
    above, post, below = THREADS[kind]
    texts = ("".join(map(line.format, STORY)), *ANSWERS)
    posts = "".join(post.format(n=n, text=text) for n, text in enumerate(texts, 1))
    article = article_of(_page(f"{above}{posts}{below}"))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == STORY


def test_live_report_is_no_thread(article_of: Callable[..., Article]) -> None:
    entries = "".join(
        f"<li><time>1{n}:05</time><p>{line}</p><p>{answer}</p></li>"
        for n, (line, answer) in enumerate(zip(STORY, ANSWERS, strict=True))
    )
    text = article_of(_page(f"<h1>{TITLE}</h1><ol>{entries}</ol>")).text
    assert all(line in text for line in (*STORY, *ANSWERS))


def test_entries_from_the_newest_down_are_a_live_report(article_of: Callable[..., Article]) -> None:
    lines = [*STORY, *ANSWERS]
    entries = "".join(
        f"<article id=p{n}><header><time>{20 - n}:05</time><h3>第{n}則進度</h3></header>"
        f"<p>{line}</p><footer><a>分享這則更新</a></footer></article>"
        for n, line in enumerate(lines)
    )
    text = article_of(_page(f"<h1>{TITLE}</h1><p>{''.join(STORY)}</p><div>{entries}</div>")).text
    assert all(line in text for line in lines)
    assert "19:05\n第1則進度" in text


def test_list_of_threads_is_refused(article_of: Callable[..., Article]) -> None:
    rows = "".join(
        f"<tr id=thread_{n}><td><a href=/t/{n}>第{n}條步道什麼時候開放</a></td>"
        f"<td>山友{n}<br>2020-01-0{n}</td><td>回覆 {n}</td></tr>"
        for n in range(1, 9)
    )
    with pytest.raises(ArticleNotFound):
        article_of(_page(f"<h1>步道討論區</h1><table>{rows}</table>"))


def test_answers_below_a_story_are_not_its_thread(article_of: Callable[..., Article]) -> None:
    story = "".join(f"<p>{line}</p>" for line in STORY)
    answers = "".join(
        f"<div class=reply id=post_{n}><b>{n}樓 山友{n}</b><div>{answer}</div><a href=#>回覆</a></div>"
        for n, answer in enumerate(ANSWERS, 1)
    )
    article = article_of(_page(f"<h1>{TITLE}</h1><div class=story>{story}</div><div>{answers}</div>"))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == STORY


@pytest.mark.parametrize(
    "signature",
    [
        "\n\n--\n山坡上有羊，羊上面有雲。\n雲下面有我。\n※ 發信站: 某某站(x.example)\n◆ From: 192.0.2.1\n",
        "\n--\n慢慢走，比較快到。\n※ Origin: 某某站",
        "\n\n--\n<span>每天都要吃早餐，\n才走得遠。</span>\n<span>※ 編輯: wet (192.0.2.1), 03/08/2026</span>",
    ],
)
def test_signature_below_hard_wrapped_lines_is_none_of_the_post(
    article_of: Callable[..., Article], traditional: tuple[str, ...], signature: str
) -> None:
    wrapped = "\n\n".join(f"{paragraph[:20]}\n{paragraph[20:]}" for paragraph in traditional)
    article = article_of(f"<h1>老燈塔盼重新點亮</h1><div><pre>{wrapped}{signature}</pre></div>")
    assert [paragraph.text for paragraph in article.paragraphs] == list(traditional)


def test_talk_behind_dashes_in_kept_lines_is_read(
    article_of: Callable[..., Article], traditional: tuple[str, ...]
) -> None:
    talk = "-- 那你呢？他問，手裡的傘還在滴水。\n-- 我在等燈塔亮起來。"
    story = "\n\n".join((*traditional, talk, "他們一直等到天黑，海面上沒有一艘船。"))
    article = article_of(f"<h1>老燈塔盼重新點亮</h1><div><pre>{story}</pre></div>")
    assert article.paragraphs[-2].text == "-- 那你呢？他問，手裡的傘還在滴水。 -- 我在等燈塔亮起來。"
