"""The words for people in what a speech server answers: in JSON of several makes, or in plain text."""

import json
from http import HTTPStatus

from tts.engines.asking import Reply

MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<!--")
"""How a page begins, in small letters."""

MOST_PLAIN_BYTES = 1_000
MOST_DEEP = 4

_KEYS = ("detail", "message", "msg", "error")
"""Where words stand: in `error` last, which beside a message is a mere code (Kokoro-FastAPI, Spring)."""


def words_in(body: bytes) -> str:
    """Return the words of a refusal in JSON, as servers of several makes write them; empty where none are."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return _words(told, MOST_DEEP)


def plain_words(reply: Reply) -> str:
    """Return the first line of a refusal in plain words; empty where it says no more than its status."""
    if not reply.content_type.startswith("text/plain") or is_page(reply.body):
        return ""
    line = reply.body[:MOST_PLAIN_BYTES].decode(errors="ignore").strip().partition("\n")[0]
    phrases = {one.phrase.lower() for one in HTTPStatus if one == reply.status}
    return "" if line.lower().strip("0123456789: .") in phrases | {"page not found"} else line


def _words(told: object, depth: int) -> str:
    """Return the first words that are told; what lies deeper goes before, as servers put a code beside it."""
    if isinstance(told, list):
        told = _told_of_field(told[0]) if told else ""
    if not isinstance(told, dict) or not depth:
        return told if isinstance(told, str) else ""
    found = sorted((told[key] for key in _KEYS if key in told), key=lambda one: isinstance(one, str))
    return next((words for one in found if (words := _words(one, depth - 1))), "")


def is_page(body: bytes) -> bool:
    """Tell whether an answer is a page for people's eyes."""
    return body[:256].strip().lower().startswith(MARKUP)


def _told_of_field(told: object) -> object:
    """Return what FastAPI tells of one field, with the field's name before it."""
    if not isinstance(told, dict) or not isinstance(told.get("msg"), str):
        return told
    place = told.get("loc")
    return f"{place[-1]}: {told['msg']}" if isinstance(place, list) and place[1:] else told
