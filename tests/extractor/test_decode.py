"""Bytes of pages in every encoding that Chinese pages come in, labelled rightly, wrongly and not at all."""

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.errors import ArticleNotFound
from tts.extractor.decode import MAX_BYTES, decode

TRADITIONAL = (
    "基隆外海的老燈塔今年滿一百歲，當地居民希望重新點亮這座停用多年的燈塔。市府表示，估計要花三千萬元。"
)
SIMPLIFIED = "江边的老茶馆开了整整六十年，店主昨天宣布年底关门，街坊们纷纷赶来喝最后一碗茶。"
CANTONESE = "嗰間茶餐廳話聽日執笠，街坊話唔捨得，佢哋排隊食埋最後一餐，啲蛋撻賣晒。"


def page(text: str, label: str | None) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    return f"<html><head>{meta}<title>報</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("label", ["big5", "Big5-HKSCS", "gb2312", "utf-8", "iso-8859-1", None])
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "cp950"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "utf-8"),
        (CANTONESE, "big5hkscs"),
        (SIMPLIFIED, "gb2312"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED + "𠮷㐂", "gb18030"),
        (SIMPLIFIED, "utf-8"),
        (TRADITIONAL, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (TRADITIONAL, "utf-8-sig"),
    ],
)
def test_page_decodes_whatever_it_says_of_itself(text: str, codec: str, label: str | None) -> None:
    assert text in decode(page(text, label).encode(codec, "ignore"))


@pytest.mark.parametrize(
    ("codec", "header"), [("big5", "text/html; charset=Big5"), ("gbk", "text/html;charset=gb2312")]
)
def test_header_names_the_encoding(codec: str, header: str) -> None:
    text = TRADITIONAL if codec == "big5" else SIMPLIFIED
    assert decode(page(text, None).encode(codec), header) == page(text, None)


def test_plain_text_of_a_few_characters_decodes() -> None:
    assert decode("今天下雨。".encode("big5")) == "今天下雨。"
    assert decode("今天下雨，我们在家。".encode("gbk")) == "今天下雨，我们在家。"


@pytest.mark.parametrize("character", ["碁", "€", "‧", "嘅", "堃"])
def test_characters_beyond_standard_big5_survive(character: str) -> None:
    for codec in ("cp950", "big5hkscs"):
        try:
            data = page(TRADITIONAL + character, "big5").encode(codec)
        except UnicodeEncodeError:
            continue
        assert TRADITIONAL in decode(data)
        assert character in decode(data) or character == "‧"


def test_few_broken_bytes_cost_only_themselves() -> None:
    data = page(TRADITIONAL, "utf-8").encode()
    broken = data.replace("百歲".encode(), b"\xe7\x99\xff\xfe")
    assert "希望重新點亮這座停用多年的燈塔" in decode(broken)
    gbk = page(SIMPLIFIED, "gbk").encode("gbk").replace("六十".encode("gbk"), b"\xff\xff")
    assert "店主昨天宣布年底关门" in decode(gbk)


def test_english_with_windows_quotes_decodes() -> None:
    text = "The captain said it was “home”, and that café prices — three dollars — hadn’t changed."
    for label in ("windows-1252", "iso-8859-1", None):
        data = page("#", label).replace("報", "news").encode().replace(b"#", text.encode("cp1252"))
        assert text in decode(data)


def test_line_ends_become_newlines() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n\t ",
        codecs.BOM_UTF8,
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        b"\x1f\x8b\x08" + bytes(50),
        bytes(range(256)) * 20,
        bytes(1000),
        b"x" * (MAX_BYTES + 1),
    ],
    ids=["empty", "blank", "mark only", "pdf", "png", "zip", "gzip", "binary", "nulls", "too large"],
)
def test_what_is_no_text_is_refused_with_a_sentence_and_a_hint(data: bytes) -> None:
    with pytest.raises(ArticleNotFound) as refusal:
        decode(data)
    assert refusal.value.message.endswith(".")
    assert refusal.value.hint.endswith(".")


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(ArticleNotFound):
        assert isinstance(decode(data), str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_utf_8_comes_back_unchanged(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff") and not text.encode().startswith((b"PK\x03", b"GIF8")):
        try:
            assert decode(text.encode()) == text
        except ArticleNotFound:
            assert text[:4] in {"%PDF", "RIFF", "OggS"} or text.startswith(("ID3", "SQLite"))
