"""What a listener does with an episode's page, and what its clock says."""

from typing import Any

from playwright.sync_api import Page

LIT = '[aria-current="true"]'


def now(page: Page) -> float:
    """Return the clock's time in seconds."""
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def until(page: Page, condition: str, argument: Any = None) -> None:  # noqa: ANN401 (any JSON)
    """Wait until the condition on the sound `a` holds."""
    sound = "const a = document.querySelector('audio')"
    page.wait_for_function(f"(x) => {{ {sound}; return {condition}; }}", arg=argument)


def seek(page: Page, seconds: float) -> None:
    """Set the clock, as a listener of the audio element itself would."""
    page.evaluate("(s) => { document.querySelector('audio').currentTime = s }", seconds)
    until(page, "!a.seeking")


def play(page: Page) -> None:
    """Press the button and wait until the sound moves."""
    page.get_by_role("button", name="播放", exact=True).click()
    until(page, "!a.paused && a.currentTime > 0")
