"""Letters, as newsletters and people write them; all invented."""

from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart

import pytest

from tts.errors import ArticleNotFound
from tts.extractor.extract import extract
from tts.model.article import Article
from tts.model.document import Document

NEWSLETTER = """<!doctype html><html><body>
<div style="display:none;max-height:0">本週重點：港口新碼頭、河岸步道與秋季市集</div>
<table width="100%"><tr><td><a href="https://m.example/v?x=1">看不到圖片？在瀏覽器中檢視</a></td></tr>
<tr><td><img src="https://m.example/logo.png" alt="東灣週報"></td></tr>
<tr><td><h1>東灣週報：碼頭的春天</h1><p>第 42 期｜2026 年 3 月 9 日</p></td></tr>
<tr><td><p>各位讀者早安：</p>
<p>東灣港的新碼頭上週啟用，第一天就有三艘貨輪靠岸。港務公司說，年底前貨櫃量可望成長一成。</p>
<h2><a href="https://m.example/c/3">秋季市集招募攤商</a></h2>
<p>今年市集共有八十個攤位，<a href="https://m.example/c/1">報名表</a>已經公布，到本月底為止。</p>
<p><a class="btn" href="https://m.example/c/2">閱讀全文</a></p>
<ul><li>報名費五百元，學生半價。</li></ul></td></tr>
<tr><td><p>您收到這封信是因為您訂閱了東灣週報。</p><p>東灣新聞股份有限公司</p>
<p>110 台北市信義區松仁路100號5樓</p>
<p><a href="https://m.example/u">取消訂閱</a> | <a href="#">管理偏好設定</a></p>
<p>© 2026 東灣新聞 版權所有</p></td></tr></table>
<img src="https://m.example/pixel.gif" width="1" height="1"></body></html>"""

STORY = "新碼頭上週啟用，第一天就有三艘貨輪靠岸。港務公司說，年底前貨櫃量可望成長一成。"


def letter(subject: str = "碼頭的春天", sender: str = "林大文 <lin@x.example>", **more: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"] = "Mon, 09 Mar 2026 08:00:00 +0800"
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    return message


def read(message: EmailMessage | bytes) -> Article:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return extract(Document(data, "letter.eml"))


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def test_a_newsletter_is_its_stories_and_nothing_around_them() -> None:
    message = letter(
        "東灣週報：碼頭的春天", "東灣週報 <news@m.example>", List_Unsubscribe="<https://m.example>"
    )
    message.set_content("純文字版\n")
    message.add_alternative(NEWSLETTER, subtype="html")
    article = read(message)
    assert texts(article) == [
        "各位讀者早安：",
        "東灣港的新碼頭上週啟用，第一天就有三艘貨輪靠岸。港務公司說，年底前貨櫃量可望成長一成。",
        "秋季市集招募攤商",
        "今年市集共有八十個攤位，報名表已經公布，到本月底為止。",
        "報名費五百元，學生半價。",
    ]
    assert [paragraph.kind for paragraph in article.paragraphs] == [
        "body", "body", "heading", "body", "list_item",
    ]  # fmt: skip
    assert (article.title, article.publisher, article.byline) == ("東灣週報：碼頭的春天", "東灣週報", None)
    assert article.published
    assert article.published.isoformat() == "2026-03-09T08:00:00+08:00"


@pytest.mark.parametrize(
    ("charset", "encoding"), [("big5", "8bit"), ("gb18030", "base64"), ("utf-8", "quoted-printable")]
)
def test_a_letter_in_any_charset_and_encoding_is_read(charset: str, encoding: str) -> None:
    message = letter()
    message.set_content(f"{STORY}\n\n祝好", charset=charset, cte=encoding)
    article = read(message)
    assert texts(article) == [STORY, "祝好"]
    assert article.byline == "林大文"


def test_a_charset_that_is_another_than_it_says_is_found_out() -> None:
    head = b"From: a@x.example\r\nSubject: x\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
    assert texts(read(head + STORY.encode("big5"))) == [STORY]


def test_lines_that_a_program_broke_are_joined_and_quotes_and_signature_left_out() -> None:
    message = letter()
    message.set_content(
        "王小姐您好：\n\n新碼頭上週啟用，第一天就有三艘貨輪靠岸。港務公司說，年底前貨櫃\n量可望成長一成，請您有空來看看。\n\n"
        "1. 帶雨傘\n2. 帶水\n\n林大文 於 2026年3月8日 寫道：\n"
        "> 上次說的事情如何？\n> 還好嗎？\n\n祝好\n-- \n林大文\n電話 02-1234-5678\n"
    )
    assert texts(read(message)) == [
        "王小姐您好：",
        "新碼頭上週啟用，第一天就有三艘貨輪靠岸。港務公司說，年底前貨櫃量可望成長一成，請您有空來看看。",
        "1. 帶雨傘",
        "2. 帶水",
        "祝好",
    ]


def test_a_flowed_text_says_where_its_paragraphs_end() -> None:
    head = (
        b"From: a@x.example\r\nSubject: x\r\nContent-Type: text/plain; format=flowed; charset=utf-8\r\n\r\n"
    )
    assert texts(read(head + "短行 \n接著說完。\n另一段。\n".encode())) == ["短行接著說完。", "另一段。"]


def test_the_head_of_a_forwarded_letter_is_not_read_and_its_text_is() -> None:
    message = letter("Fwd: 碼頭的春天", "陳先生 <c@x.example>")
    message.set_content(
        "給你看。\n\n---------- Forwarded message ---------\nFrom: 東灣週報 <news@m.example>\n"
        f"Date: 2026年3月9日 週一 上午8:00\nSubject: 碼頭的春天\nTo: <c@x.example>\n\n\n{STORY}\n\n"
        "在瀏覽器中檢視 <https://m.example/v>\n\n取消訂閱 https://m.example/u\n"
    )
    article = read(message)
    assert texts(article) == ["給你看。", STORY]
    assert article.title == "碼頭的春天"


@pytest.mark.parametrize(
    "line",
    [
        "-------- 转发邮件信息 --------",
        "---- 回复的原邮件 ----",
        "------------------ 原始邮件 ------------------",
        "---- Replied Message ----",
        "------------------ Original ------------------",
    ],
)
def test_the_line_above_what_is_passed_on_is_not_read(line: str) -> None:
    message = letter()
    message.set_content(f"給你看。\n\n{line}\n发件人：东湾 <n@m.example>\n主题：碼頭\n\n{STORY}\n")
    assert texts(read(message)) == ["給你看。", STORY]


def test_of_a_signed_letter_its_text_is_read_and_an_encrypted_one_is_refused() -> None:
    message = letter()
    message.set_content(
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{STORY}\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n-----END PGP SIGNATURE-----\n"
    )
    assert texts(read(message)) == [STORY]
    message.set_content("-----BEGIN PGP MESSAGE-----\n\nhQEMA1234\n-----END PGP MESSAGE-----\n")
    locked = letter()
    locked["Content-Type"] = "application/pkcs7-mime; smime-type=enveloped-data"
    for one in (message, locked):
        with pytest.raises(ArticleNotFound, match="The letter is encrypted"):
            read(one)


def test_the_footer_of_a_mailing_list_is_not_read() -> None:
    message = letter()
    message.set_content(f"{STORY}\n{'_' * 47}\nnews mailing list -- news@m.example\n")
    assert texts(read(message)) == [STORY]


def test_a_letter_that_only_encloses_another_is_that_one() -> None:
    inner = letter("裡面的信", "東灣 <n@m.example>")
    inner.set_content(STORY)
    outer = letter("附上一封信")
    outer.set_content(" \n")
    outer.add_attachment(inner)
    assert (read(outer).title, texts(read(outer))) == ("裡面的信", [STORY])


def test_attachments_are_left_alone() -> None:
    message = letter()
    message.set_content(STORY)
    message.add_attachment("附件裡的文字，不是這封信說的。", filename="notes.txt")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    assert texts(read(message)) == [STORY]


def test_what_a_picture_says_to_all_but_the_blind_is_in_its_text_version() -> None:
    message = letter()
    message.set_content(STORY)
    message.add_alternative('<html><body><img src="a.png" alt="碼頭"></body></html>', subtype="html")
    assert texts(read(message)) == [STORY]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            '<html><body><a href="https://a.example"><img src="a.png" alt="八折"></a></body></html>',
            "pictures alone",
        ),
        ("<html><body><p></p></body></html>", "no text of its own"),
    ],
)
def test_a_letter_without_words_is_refused(html: str, said: str) -> None:
    message = letter()
    message.set_content(html, subtype="html")
    with pytest.raises(ArticleNotFound, match=f"The letter holds {said}"):
        read(message)


@pytest.mark.parametrize(
    "sentence",
    [
        "市府表示，民眾可以在瀏覽器中檢視路線圖，也能下載離線版本，供山區沒有訊號的地方使用，相關說明將陸續補上。",
        "他說，許多人取消訂閱的原因不是價格，而是內容太多，根本看不完。",
        "記者昨天收到這封信的影本，內容與檢方公布的一致。",
        "中山路的老店搬到台北市大安區，老闆說房租比較便宜。",
    ],
)
def test_a_sentence_with_the_words_of_the_frame_is_read(sentence: str) -> None:
    message = letter()
    message.set_content(f"{STORY}\n\n{sentence}\n\n{STORY[::-1]}。")
    assert sentence in texts(read(message))


def test_without_a_subject_a_letter_is_called_by_how_it_begins() -> None:
    message = letter("")
    message.set_content(STORY)
    assert read(message).title == "新碼頭上週啟用"


def test_a_page_that_a_browser_saved_as_a_letter_is_a_page() -> None:
    body = "".join(f"<p>{STORY}第{number}段補充說明了居民的看法與市府的回應。</p>" for number in range(5))
    article = f"<article><h1>碼頭</h1>{body}</article>"
    page = f"<html><head><title>碼頭</title></head><body><nav>首頁</nav>{article}</body></html>"
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/1\r\nSubject: 碼頭\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n--b--\r\n"
    )
    found = read(saved.encode())
    assert (found.title, found.url, len(found.paragraphs)) == ("碼頭", "https://news.example/1", 5)


def test_the_head_of_an_answered_letter_is_not_read_and_an_invitation_is() -> None:
    message = letter()
    message.set_content(
        f"{STORY}\n\n主題：碼頭的春天\n日期：3月9日\n時間：下午兩點\n\n________________\n"
        "From: 阿明 <me@x.example>\nSent: Monday, March 9, 2026 8:00 AM\nTo: 林大文\nSubject: 碼頭\n\n"
        "請問何時啟用？\n"
    )
    assert texts(read(message)) == [
        STORY,
        "主題：碼頭的春天",
        "日期：3月9日",
        "時間：下午兩點",
        "請問何時啟用？",
    ]


def test_a_label_whose_address_is_not_read_is_not_read() -> None:
    message = letter()
    message.set_content(f"{STORY}\n全文：https://m.example/1\n\n{STORY}")
    assert texts(read(message)) == [STORY, STORY]


def page_letter(markup: str, subject: str = "碼頭的春天") -> list[str]:
    message = letter(subject)
    message.set_content(markup, subtype="html")
    return texts(read(message))


QUOTES = [
    '<div class="gmail_quote"><p>王 於 2026年3月8日 寫道：</p><blockquote>何時啟用？</blockquote></div>',
    '<blockquote type="cite"><p>何時啟用？</p></blockquote>',
    '<div class="yahoo_quoted"><p>何時啟用？</p></div>',
    '<span class="gmail_signature_prefix">-- </span><div class="gmail_signature">林大文<br>海洋大學</div>',
    '<div id="Signature"><p>林大文</p></div>',
]


@pytest.mark.parametrize("quote", QUOTES)
def test_what_mail_programs_mark_as_quoted_or_signed_is_not_read(quote: str) -> None:
    assert page_letter(f"<div>{STORY}</div>{quote}") == [STORY]


def test_a_letter_that_is_all_quotation_is_read() -> None:
    assert page_letter(f'<blockquote type="cite"><p>{STORY}</p></blockquote>') == [STORY]


FORWARDED = (
    f'<div class="gmail_quote">---------- Forwarded message ---------<br>寄件者：王<p>{STORY}</p></div>'
)


def test_what_is_forwarded_in_the_marks_of_a_quotation_is_read() -> None:
    assert page_letter(f"<div>請看這封信。</div>{FORWARDED}", "Fwd: 碼頭") == ["請看這封信。", STORY]


OUTLOOK = (
    f"<div>{STORY}</div><hr><div id=divRplyFwdMsg><b>寄件者:</b> 王<br><b>寄件日期:</b> 3月8日<br>"
    "<b>收件者:</b> 林<br><b>主旨:</b> 碼頭</div><div>請問碼頭何時啟用？</div>"
)


@pytest.mark.parametrize(("subject", "below"), [("RE: 碼頭", []), ("FW: 碼頭", ["請問碼頭何時啟用？"])])
def test_what_outlook_answers_is_not_read_and_what_it_forwards_is(subject: str, below: list[str]) -> None:
    assert page_letter(OUTLOOK, subject) == [STORY, *below]


def test_a_plain_answer_is_read_down_to_the_head_of_what_it_answers() -> None:
    message = letter("Re: 碼頭")
    message.set_content(f"{STORY}\n\n-----Original Message-----\nFrom: 王\n\n請問碼頭何時啟用？\n")
    assert texts(read(message)) == [STORY]


def test_a_note_whose_way_back_is_its_number_is_not_read() -> None:
    mark, note = (
        '<a id="footnote-anchor-1" href="#footnote-1">1</a>',
        '<div><a href="#footnote-anchor-1">1</a><p>註。</p></div>',
    )
    assert page_letter(f"<p>{STORY[:-1]}{mark}。</p><p>{STORY}</p>{note}") == [STORY, STORY]


@pytest.mark.parametrize(
    ("charset", "codec", "said"),
    [
        ("hz-gb-2312", "hz", "居民多年来一直希望把它修好。"),
        ("iso-2022-jp", "iso2022_jp", "古い灯台を来年の春に再び点灯する。"),
    ],
)
def test_a_text_in_a_charset_of_seven_bits_is_read(charset: str, codec: str, said: str) -> None:
    head = f"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n"
    assert texts(read(head.encode() + said.encode(codec) + b"\n")) == [said]


def test_words_that_a_flowed_text_parts_are_joined() -> None:
    head = (
        "From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
    )
    said = "The lighthouse was  \nbuilt in 1926, and it was inter \nnational news.\n"
    assert texts(read((head + said).encode())) == [
        "The lighthouse was built in 1926, and it was international news."
    ]


def test_a_letter_as_apple_mail_keeps_it_is_read_without_its_list() -> None:
    message = letter()
    message.set_content(STORY)
    data = message.as_bytes()
    kept = b"%d      \n" % len(data) + data + b'<?xml version="1.0"?><plist><dict/></plist>\n'
    assert texts(read(kept)) == [STORY]


def test_of_a_lists_digest_all_letters_are_read() -> None:
    digest = MIMEMultipart("digest", None, [MIMEMessage(_noted(f"{n}號{STORY}")) for n in (1, 2)])
    digest["From"], digest["Subject"] = "river@l.example", "River Digest, Vol 1, Issue 2"
    assert texts(read(digest.as_bytes())) == [f"1號{STORY}", f"2號{STORY}"]


def _noted(text: str) -> EmailMessage:
    message = letter()
    message.set_content(text)
    return message


def test_links_above_how_their_stories_begin_are_headlines() -> None:
    row = (
        '<tr><td><a href="#">{}</a><div><a href="#">河報</a></div><div>{}</div><a href="#">分享</a></td></tr>'
    )
    rows = "".join(row.format(title, STORY) for title in ("離岸風電第三期公布名單", "風電碼頭四月啟用"))
    more = '<p><a href="#">查看更多的結果</a> | <a href="#">編輯這則快訊</a></p>'
    end = "<p>您已訂閱 Google 快訊，所以會收到這封電子郵件。</p>"
    message = letter()
    message.set_content(f"<table>{rows}</table>{more}{end}", subtype="html")
    assert texts(read(message)) == ["離岸風電第三期公布名單", STORY, "風電碼頭四月啟用", STORY]


def test_what_firms_set_below_all_letters_is_left_out() -> None:
    notice = (
        "This e-mail may be confidential. If you are not the intended recipient, please delete it at once. "
    )
    message = letter()
    message.set_content(f"<p>{STORY}</p><p>{notice * 3}</p>", subtype="html")
    assert texts(read(message)) == [STORY]
