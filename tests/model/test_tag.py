import pytest

from tts.model.tag import MAX_ATTRIBUTES, bared

MANY = b" ".join(b"a%d='x'" % number for number in range(MAX_ATTRIBUTES))


@pytest.mark.parametrize(
    ("markup", "bare"),
    [
        (b"<p class='a' id=b hidden>text</p>", b"<p class='a' id=b hidden>text</p>"),
        (b"<p " + MANY + b">text</p>", b"<p>text</p>"),
        (b"<item " + MANY + b"/><item/>", b"<item/><item/>"),
        (b"<rdf:li " + MANY, b"<rdf:li>"),
    ],
)
def test_a_tag_has_no_attributes_where_it_had_far_too_many(markup: bytes, bare: bytes) -> None:
    assert bared(markup) == bare
