import asyncio
import os
import zipfile
from pathlib import Path

import pytest

from tests.sources import shelf
from tests.sources.shelf import chapter, members
from tts.errors import ArticleNotFound, TingError, UsageError
from tts.extractor.extract import extract
from tts.model.article import Article
from tts.sources import archive, book, package
from tts.sources.collection import names_in, parts_of
from tts.sources.fetch import Fetcher
from tts.sources.load import load

TWO = {"c1.xhtml": chapter(1), "c2.xhtml": chapter(2)}


def titles(path: Path) -> list[str]:
    return [part.title for part in parts_of(path)]


def read(path: Path, number: int) -> Article:
    async def loaded() -> Article:
        async with Fetcher() as fetcher:
            return extract(await load(f"{path}#{number}", fetcher))

    return asyncio.run(loaded())


def texts(path: Path, number: int) -> list[str]:
    return [paragraph.text for paragraph in read(path, number).paragraphs]


def test_a_book_is_its_chapters_in_the_order_of_its_spine(tmp_path: Path) -> None:
    path = shelf.book(tmp_path / "b.epub", TWO)
    assert names_in(str(path)) == (f"{path}#1", f"{path}#2")
    article = read(path, 2)
    assert (article.title, article.byline, article.publisher) == ("第2章", "林大文", "港口之書")
    assert (texts(path, 2), article.language) == (["第2章說港口在春天開放了。"], "zh-Hant")


def test_titles_come_from_the_ncx_of_an_older_book(tmp_path: Path) -> None:
    files = members(TWO)
    files |= {
        "OPS/p.opf": shelf.package(TWO, shelf.NCX),
        "OPS/toc.ncx": shelf.ncx([("c1.xhtml", "甲"), ("c2.xhtml", "乙")]),
    }
    assert titles(shelf.write(tmp_path / "b.epub", files)) == ["甲", "乙"]


def test_without_a_table_of_contents_headings_are_the_titles(tmp_path: Path) -> None:
    files = members(TWO)
    files["OPS/p.opf"] = shelf.package(TWO)
    assert titles(shelf.write(tmp_path / "b.epub", files)) == ["第1章", "第2章"]


def test_what_is_for_the_eye_alone_is_no_chapter(tmp_path: Path) -> None:
    leaves = {
        "cover.xhtml": "<img src='c.jpg'/>",
        "title.xhtml": "<h1>港口之書</h1><p>林大文 著</p>",
        "rights.xhtml": "<p>版權所有，翻印必究。</p><p>ISBN 978-0-00-000000-0</p><p>出版：東灣出版社</p>",
        "toc.xhtml": "<p>第一章說了什麼。</p>",
        "typed.xhtml": "<section epub:type='copyright-page'><p>這一頁說的是權利。</p></section>",
        "guided.xhtml": "<p>這一頁是書名頁。</p>",
        "preface.xhtml": "<h2>序</h2><p>寫在前面的話，說明這本書的來由。</p>",
        **TWO,
        "notes.xhtml": "<p>一、這是註釋。</p>",
    }
    contents = [("toc.xhtml", "目錄"), ("c1.xhtml", "第1章"), ("c2.xhtml", "第2章"), ("notes.xhtml", "註釋")]
    files = members(leaves, contents)
    guide = "<guide><reference type='title-page' href='guided.xhtml'/></guide>"
    files["OPS/p.opf"] = shelf.package(leaves, shelf.NAV, guide)
    assert titles(shelf.write(tmp_path / "b.epub", files)) == ["序", "第1章", "第2章"]


def test_footnotes_and_their_marks_are_not_read(tmp_path: Path) -> None:
    body = (
        "<p>港口<sup><a epub:type='noteref' href='#f'>1</a></sup>開放了"
        "<a id='p9' epub:type='pagebreak'>9</a>。</p>"
        "<p>居民<sup><a href='#g'>2</a></sup>高興。</p>"
        "<aside epub:type='footnote' id='f'><p>一個註腳。</p></aside>"
        "<div role='doc-endnotes'><p>另一個。</p></div>"
    )
    assert texts(shelf.book(tmp_path / "b.epub", {"c.xhtml": body}), 1) == ["港口開放了。", "居民高興。"]


def test_notes_that_only_their_class_tells_are_not_read(tmp_path: Path) -> None:
    body = (
        "<p>港口開放了<a class='duokan-footnote' href='#f'><img src='n.png' alt='註'/></a>。</p>"
        "<ol class='duokan-footnote-content'>"
        "<li class='duokan-footnote-item' id='f'><p>一個註腳。</p></li></ol>"
        "<div class='small footnotes'><p>另一個。</p></div>"
    )
    assert texts(shelf.book(tmp_path / "b.epub", {"c.xhtml": body}), 1) == ["港口開放了。"]


def test_a_part_whose_page_has_its_title_alone_is_no_chapter(tmp_path: Path) -> None:
    leaves = {
        "p1.xhtml": "<h1>卷一　港口</h1>",
        "c1.xhtml": chapter(1),
        "p2.xhtml": "<h1>卷二</h1>",
        "c2.xhtml": "<p>二。</p>",
    }
    contents = [("p1.xhtml", "卷一：港口"), ("c1.xhtml", "第1章"), ("p2.xhtml", "卷二")]
    path = shelf.book(tmp_path / "b.epub", leaves, contents)
    assert (titles(path), texts(path, 2)) == (["第1章", "卷二"], ["二。"])


def test_an_address_from_the_root_is_within_the_book(tmp_path: Path) -> None:
    files = members(TWO)
    files["META-INF/container.xml"] = shelf.CONTAINER.replace("OPS/", "/OPS/")
    assert titles(shelf.write(tmp_path / "b.epub", files)) == ["第1章", "第2章"]


def test_a_leaf_in_a_larger_set_than_it_declares_is_whole(tmp_path: Path) -> None:
    files = members(TWO)
    files["OPS/c1.xhtml"] = str(files["OPS/c1.xhtml"]).replace("utf-8", "gb2312").encode("gb18030")
    assert texts(shelf.write(tmp_path / "b.epub", files), 1) == ["第1章說港口在春天開放了。"]


def test_what_a_program_cut_in_pieces_is_one_chapter(tmp_path: Path) -> None:
    leaves = {"c1.xhtml": chapter(1), "c1b.xhtml": "<p>續篇也要讀。</p>", "c2.xhtml": chapter(2)}
    path = shelf.book(tmp_path / "b.epub", leaves, [("c1.xhtml", "甲"), ("c2.xhtml", "乙")])
    assert (titles(path), texts(path, 1)[-1]) == (["甲", "乙"], "續篇也要讀。")


def test_chapters_that_share_a_file_are_parted_where_each_begins(tmp_path: Path) -> None:
    body = (
        "<p>開場白。</p><div><h2 id='a'>甲</h2><p>甲的內容。</p>"
        "<div><h2><a id='b'></a>乙</h2><p>乙的內容。</p></div>"
        "</div><p id='c'>丙的內容。</p>"
    )
    contents = [("all.xhtml#a", "甲"), ("all.xhtml#b", "乙"), ("all.xhtml#c", "丙")]
    path = shelf.book(tmp_path / "b.epub", {"all.xhtml": body}, contents)
    assert [texts(path, number) for number in (1, 2, 3)] == [
        ["開場白。", "甲", "甲的內容。"], ["乙的內容。"], ["丙的內容。"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "<html><body><p>沒有關閉<br>的標籤<p>再一段<a id=x>文字</body></html>",
        "<html><body><p>沒有關閉<br/>的標籤&bogus;</p><p>再一段<a id='x'/>文字</p></body></html>",
    ],
)
def test_leaves_that_are_no_xml_are_read_whole(tmp_path: Path, body: str) -> None:
    files = members({"c.xhtml": ""})
    files["OPS/c.xhtml"] = body
    assert texts(shelf.write(tmp_path / "b.epub", files), 1)[-1] == "再一段文字"


def test_names_of_characters_that_xml_does_not_know_are_known(tmp_path: Path) -> None:
    assert texts(shelf.book(tmp_path / "b.epub", {"c.xhtml": "<p>港口&nbsp;&amp;&hellip;步道。</p>"}), 1) == [
        "港口 &…步道。"
    ]


def test_a_file_of_this_machine_is_not_read_by_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密")
    files = members({"c.xhtml": ""})
    files["OPS/c.xhtml"] = (
        f'<!DOCTYPE html [<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        "<html><body><p>章節&f;在此。</p></body></html>"
    )
    assert "秘密" not in "".join(texts(shelf.write(tmp_path / "b.epub", files), 1))


@pytest.mark.parametrize(
    "odd", [b"\xed\xa0\x80", b"\x00", b"\xff", b"<a:b:>", b"<:>", b"&#xD800;", b"&#1;", b"\xef\xbf\xbe"]
)
def test_bytes_that_xml_does_not_have_end_nothing(tmp_path: Path, odd: bytes) -> None:
    files = members({"c.xhtml": ""})
    files["OPS/c.xhtml"] = "<html><body><p>章節在此。".encode() + odd + "續。</p></body></html>".encode()
    nav = str(files["OPS/nav.xhtml"]).encode()
    files["OPS/nav.xhtml"] = nav.replace(b"href=", b"href='" + odd + b"' id=")
    path = shelf.write(tmp_path / "b.epub", files)
    assert texts(path, 1)[0].startswith("章節在此。")


def test_an_entity_bomb_does_not_go_off(tmp_path: Path) -> None:
    names = [f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "哈"}">' for n in range(12)]
    files = members({"c.xhtml": ""})
    files["OPS/c.xhtml"] = (
        f"<!DOCTYPE html [{''.join(names)}]><html><body><p>章節&x11;在此。</p></body></html>"
    )
    assert len("".join(texts(shelf.write(tmp_path / "b.epub", files), 1))) < 100


def lock(way: str, file: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/'
        f'xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="{way}"/><e:CipherData><e:CipherReference '
        f'URI="{file}"/></e:CipherData></e:EncryptedData></encryption>'
    )


def test_scrambled_fonts_lock_nothing(tmp_path: Path) -> None:
    files = members(TWO) | {
        "META-INF/encryption.xml": lock("http://www.idpf.org/2008/embedding", "OPS/f.otf")
    }
    assert len(titles(shelf.write(tmp_path / "b.epub", files))) == 2


AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"META-INF/encryption.xml": lock(AES, "OPS/c1.xhtml")}, "is locked by its seller"),
        ({"META-INF/container.xml": None}, "lacks what says where its contents are"),
        ({"META-INF/container.xml": "<container/>"}, "lacks its table of files"),
        ({"META-INF/container.xml": ""}, "not written as a book's are"),
        ({"OPS/p.opf": shelf.package([])}, "lacks an order of its chapters"),
        ({"OPS/p.opf": shelf.package(["../../../etc/passwd"])}, "names a file outside of itself"),
        (
            {"META-INF/container.xml": shelf.CONTAINER.replace("OPS/", "/etc/")},
            "lacks its table of files",
        ),
        ({"OPS/c2.xhtml": None}, "lacks OPS/c2.xhtml"),
        ({"OPS/c2.xhtml": b"<p>" + b"a" * (package.MAX_MEMBER + 1)}, "is larger than 12 MB"),
    ],
)
def test_a_book_that_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, changed: dict[str, str | bytes | None], said: str
) -> None:
    files = {name: data for name, data in {**members(TWO), **changed}.items() if data is not None}
    with pytest.raises(ArticleNotFound, match=said):
        parts_of(shelf.write(tmp_path / "b.epub", files))


def test_a_book_of_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleNotFound, match="no chapter with words"):
        parts_of(shelf.book(tmp_path / "b.epub", {"c.xhtml": "<img src='a.png'/>"}))


@pytest.mark.parametrize("kept", [0, 10, 600])
def test_a_file_that_is_no_whole_archive_is_refused(tmp_path: Path, kept: int) -> None:
    path = shelf.book(tmp_path / "b.epub", TWO)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ArticleNotFound, match="is damaged, or no book"):
        parts_of(path)


def test_a_member_that_is_damaged_is_told(tmp_path: Path) -> None:
    path = shelf.book(tmp_path / "b.epub", {"c1.xhtml": chapter(1) * 50})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as whole:
        place = whole.getinfo("OPS/c1.xhtml").header_offset + 60
    data[place : place + 20] = b"\xff" * 20
    path.write_bytes(data)
    with pytest.raises(ArticleNotFound, match="is damaged"):
        parts_of(path)


def test_more_text_than_any_book_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MAX_TEXT", 400)
    with pytest.raises(ArticleNotFound, match="more text than any book"):
        parts_of(shelf.book(tmp_path / "b.epub", {f"c{n}.xhtml": chapter(n) for n in range(9)}))


def test_more_members_than_any_book_has_are_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_DIRECTORY", 100)
    with pytest.raises(ArticleNotFound, match="far more files"):
        parts_of(shelf.book(tmp_path / "b.epub", TWO))


def test_a_book_of_one_chapter_needs_no_number(tmp_path: Path) -> None:
    path = shelf.book(tmp_path / "b.epub", {"c1.xhtml": chapter(1)})

    async def loaded() -> Article:
        async with Fetcher() as fetcher:
            return extract(await load(str(path), fetcher))

    assert asyncio.run(loaded()).title == "第1章"


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("", UsageError, "holds 2 texts: #1 第1章, #2 第2章"),
        ("#3", ArticleNotFound, "no chapter 3"),
        ("#01", ArticleNotFound, "no chapter 01"),
    ],
)
def test_of_several_chapters_one_is_named_that_there_is(
    tmp_path: Path, name: str, error: type[TingError], said: str
) -> None:
    path = shelf.book(tmp_path / "b.epub", TWO)

    async def loaded() -> None:
        async with Fetcher() as fetcher:
            await load(f"{path}{name}", fetcher)

    with pytest.raises(error, match=said):
        asyncio.run(loaded())


def test_a_file_whose_name_has_the_mark_is_that_file(tmp_path: Path) -> None:
    path = shelf.book(tmp_path / "b.epub#1", {"c1.xhtml": chapter(1)}).rename(tmp_path / "a#1.txt")
    path.write_text("港口開放了。")
    assert names_in(str(path)) == (str(path),)


def test_a_pipe_that_is_called_like_a_book_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "b.epub")
    assert names_in(str(tmp_path / "b.epub")) == (str(tmp_path / "b.epub"),)


def test_a_book_is_known_however_it_is_called(tmp_path: Path) -> None:
    path = shelf.book(tmp_path / "download", TWO)
    assert names_in(str(path)) == (f"{path}#1", f"{path}#2")


def test_names_of_files_in_other_letters_and_with_backslashes_are_found(tmp_path: Path) -> None:
    files = members(TWO)
    files["OPS\\C1.xhtml"] = files.pop("OPS/c1.xhtml")
    assert titles(shelf.write(tmp_path / "b.epub", files)) == ["第1章", "第2章"]


def test_a_leaf_of_the_books_title_and_author_alone_is_no_chapter(tmp_path: Path) -> None:
    leaves = {"t.xhtml": "<h1>港口之書</h1><p>林大文</p>", **TWO}
    contents = [("t.xhtml", "港口之書"), ("c1.xhtml", "一"), ("c2.xhtml", "二")]
    assert titles(shelf.book(tmp_path / "b.epub", leaves, contents)) == ["一", "二"]
