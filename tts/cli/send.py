"""`ting send`: put a page, a file or a text into the inbox of a machine where `ting serve` runs."""

from typing import Any

import click

from tts.errors import NetworkError, TingError, UsageError
from tts.printable import one_line

TIMEOUT_S = 30.0
"""For each piece of what is sent; the answer itself takes milliseconds."""

VARIABLE = "TING_TOKEN"

KEPT = (200, 202)
WRONG = {
    401: "Make one there: ting token add NAME --may add.",
    403: "Make one there that may: ting token add NAME --may add.",
    404: (_ELSEWHERE := "Give the address that ting serve has for the page /listen."),
    405: _ELSEWHERE,
    421: "Give it as ting serve prints it.",
}
"""What to do where the request itself is at fault; of others the inbox says it."""

AT_FAULT = range(400, 500)
LATER = (408, 429)


@click.command(epilog="Example: ting send https://news.example/story.html --to http://192.168.1.5:8080")
@click.argument("source", metavar="URL|FILE|-")
@click.option("--to", "base", required=True, metavar="BASE", help="Where ting serve is reached.")
@click.option("--token", envvar=VARIABLE, default="", metavar="WORD", help=f"Or set {VARIABLE}.")
@click.option("--title", default="", metavar="TEXT", help="What it is called, if it does not say so.")
def command(source: str, *, base: str, token: str, title: str) -> None:
    """Send a page to be heard later, and print the address of its entry.

    Of a file the contents are sent: a saved page, a text, or the words of a letter, a PDF or a chapter
    (book.epub#3); - is standard input.
    """
    inbox = _inbox(base)
    word = _word(token)
    name = one_line(title).strip()
    told = _post(inbox, word, {**_contents(source), **({"title": name} if name else {})})
    click.echo(_address(inbox, told))


def _word(token: str) -> str:
    """Return the token as it goes along; raise UsageError for what can be none, and do not repeat it."""
    word = token.strip()  # the end of a line comes along from a file
    if not word:
        message = "A token is needed."
        raise UsageError(message, hint=f"Give --token, or set {VARIABLE}. {WRONG[401]}")
    if not (word.isascii() and word.isprintable()):
        message = "This is no token: it has other characters than those that ting token add prints."
        raise UsageError(message, hint=f"Correct --token, or {VARIABLE}. {WRONG[401]}")
    return word


def _inbox(base: str) -> str:
    """Return the inbox's address at a server, which may be given as that of its page /listen."""
    from tts.model.address import on_web

    root = base.partition("#")[0].rstrip("/").removesuffix("/listen").rstrip("/")
    address = on_web(f"{root}/inbox")
    if address is None:
        message = f"{base} is no address of the web."
        raise UsageError(message, hint="Give --to as in http://192.168.1.5:8080.")
    return address


def _contents(source: str) -> dict[str, str]:
    """Return what is sent of a source, by the inbox's names."""
    from tts.model.address import on_web

    if address := on_web(source):
        return {"url": address}
    import sys

    from tts.extractor.decode import decode
    from tts.extractor.extract import extract, is_markup, is_packed
    from tts.sources.load import STANDARD_INPUT, only_text, read_part, read_stream

    is_piped = source == STANDARD_INPUT
    document = only_text(read_stream(sys.stdin)) if is_piped else read_part(source, source)
    if is_packed(document):
        article = extract(document)
        return {"text": article.text, "title": article.title}
    text = decode(document.data)
    return {"html" if is_markup(text) else "text": text}


def _post(inbox: str, token: str, contents: dict[str, str]) -> dict[str, Any]:
    """Return what the inbox answers; raise UsageError when the request is at fault, else NetworkError.

    No redirect is followed: the token is for this server alone.
    """
    import httpx

    from tts.sources.page import USER_AGENT

    headers = {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT}
    try:
        answer = httpx.post(inbox, json=contents, headers=headers, timeout=TIMEOUT_S)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        reason = str(error).partition("\n")[0].rstrip(".") or type(error).__name__
        message = f"{inbox} cannot be reached: {reason}."
        raise NetworkError(message, hint="Check --to, and that ting serve runs there.") from error
    told = _told(answer)
    if answer.status_code not in KEPT or "href" not in told:
        raise _refusal(inbox, answer.status_code, str(told.get("error", "")))
    return told


def _told(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - httpx is imported only where it is used
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _refusal(inbox: str, status: int, said: str) -> TingError:
    message = f"{inbox} does not take it ({status})."
    if said:
        message = f"{inbox} does not take it: {said}"
    if status in AT_FAULT and status not in LATER:
        return UsageError(message, hint=WRONG.get(status, ""))
    return NetworkError(message, hint="" if said else "Check --to, and that ting serve runs there.")


def _address(inbox: str, told: dict[str, Any]) -> str:
    from tts.model.address import joined

    return joined(inbox, str(told["href"])) or inbox
