"""Two browsers with the extension, whose button is pressed as by its user: that alone gives it rights."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import BrowserContext, CDPSession, Page, Worker, sync_playwright

from tests.site.browser import FLAGS, chromium
from tests.site.webdriver import Session, firefox

EXTENSION = Path(__file__).parents[2] / "examples" / "extension"

Shown = tuple[str, str]
"""The sign at the button, and what is said beside it."""

FILL = """
for (const [id, value] of Object.entries(%s)) document.getElementById(id).value = value;
document.querySelector("button").click();
return new Promise((done) => (function look() {
  const said = document.querySelector("#said").textContent;
  said ? done(said) : setTimeout(look, 10);
})());
"""


class Reader(Protocol):
    """Somebody who reads in a browser."""

    def set_up(self, address: str, token: str) -> str:
        """Fill in the options, and return what is said then."""

    def visit(self, url: str) -> None:
        """Read this page."""

    def press(self) -> Shown:
        """Press the extension's button, and return what it shows at last."""


@dataclass(frozen=True, slots=True)
class ChromiumReader:
    """A reader in Chromium."""

    context: BrowserContext
    worker: Worker
    page: Page
    system: CDPSession

    def set_up(self, address: str, token: str) -> str:
        options = self.context.new_page()
        options.goto(self._own("options.html"))
        told: str = options.evaluate(f"() => {{ {FILL % json.dumps({'address': address, 'token': token})} }}")
        options.close()
        return told

    def visit(self, url: str) -> None:
        self.page.goto(url)
        self.page.bring_to_front()

    def press(self) -> Shown:
        (tab,) = (target["targetId"] for target in self._targets("tab") if target["url"] == self.page.url)
        self.system.send("Extensions.triggerAction", {"id": self._own("").split("/")[2], "targetId": tab})
        return self.shown()

    def choose(self, item: str) -> Shown:
        """Let the extension hear that an item of the context menu was chosen."""
        self.worker.evaluate(
            """async (menuItemId) => {
              const [tab] = await chrome.tabs.query({ active: true });
              await chrome.action.setBadgeText({ tabId: tab.id, text: "" });
              chrome.contextMenus.onClicked.dispatch({ menuItemId, frameId: 0 }, tab);
            }""",
            item,
        )
        return self.shown()

    def shown(self) -> Shown:
        """Return what is shown when it is sent, or was not."""
        sign, said = self.worker.evaluate(
            """async (url) => {
              for (;;) {
                const [tab] = await chrome.tabs.query({ active: true });
                const where = { tabId: tab.id };
                const text = await chrome.action.getBadgeText(where);
                if (text && text !== "…") return [text, await chrome.action.getTitle(where)];
                await new Promise((done) => setTimeout(done, 10));
              }
            }""",
        )
        return sign, said

    def popup(self) -> str:
        """Return what stands in the popup that is open."""
        (target,) = (one for one in self._targets("page") if one["url"] == self._own("popup.html"))
        answers: list[str] = []
        self.system.on("Target.receivedMessageFromTarget", lambda told: answers.append(told["message"]))
        session = self.system.send("Target.attachToTarget", {"targetId": target["targetId"]})["sessionId"]
        asked = {"id": 1, "method": "Runtime.evaluate", "params": {"expression": "document.body.innerText"}}
        self.system.send("Target.sendMessageToTarget", {"sessionId": session, "message": json.dumps(asked)})
        while not answers:
            self.page.wait_for_timeout(10)
        text: str = json.loads(answers[0])["result"]["result"]["value"]
        return text

    def _targets(self, kind: str) -> list[Mapping[str, Any]]:
        every = self.system.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
        return [target for target in every if target["type"] == kind]

    def _own(self, name: str) -> str:
        return self.worker.url.rpartition("/")[0] + "/" + name


@contextmanager
def chromium_reader(folder: Path) -> Iterator[ChromiumReader]:
    """Run the system's Chromium with the extension, and a profile in this folder."""
    more = ("--enable-unsafe-extension-debugging", f"--load-extension={EXTENSION}")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder / "profile"),
            executable_path=chromium(),
            args=[*FLAGS, *more, f"--disable-extensions-except={EXTENSION}"],
            ignore_default_args=["--disable-extensions"],
        )
        try:
            worker = (context.service_workers or [context.wait_for_event("serviceworker")])[0]
            assert context.browser
            system = context.browser.new_browser_cdp_session()
            yield ChromiumReader(context, worker, context.pages[0], system)
        finally:
            context.close()


@dataclass(frozen=True, slots=True)
class FirefoxReader:
    """A reader in Firefox."""

    session: Session
    name: str

    def set_up(self, address: str, token: str) -> str:
        host = self._inside(
            f"return WebExtensionPolicy.getByID({json.dumps(self.name)}).mozExtensionHostname"
        )
        self.session.open(f"moz-extension://{host}/options.html")
        told: str = self.session.run(FILL % json.dumps({"address": address, "token": token}))
        return told

    def visit(self, url: str) -> None:
        self.session.open(url)

    def press(self) -> Shown:
        sign, said = self._inside(
            f"""const item = document.querySelector('[data-extensionid="{self.name}"]');
            const button = item.querySelector(".unified-extensions-item-action-button");
            const {{ setTimeout }} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
            button.click();
            return new Promise((done) => (function look() {{
              const [sign, said] = ["badge", "tooltiptext"].map((name) => button.getAttribute(name));
              if (!sign || sign === "…" || /^稍後聽$|…$/.test(said)) return setTimeout(look, 10);
              for (const panel of document.querySelectorAll("panel")) panel.hidePopup();
              return done([sign, said]);
            }})());"""
        )
        return sign, said

    def _inside(self, script: str) -> Any:  # noqa: ANN401 (any JSON)
        """Return what a script returns in the browser's own window."""
        self.session.command("context", {"value": "chrome"})
        try:
            return self.session.run(script)
        finally:
            self.session.command("context", {"value": "content"})


@contextmanager
def firefox_reader(_folder: Path) -> Iterator[FirefoxReader]:
    """Run the system's Firefox with the extension."""
    with firefox("-remote-allow-system-access") as session:
        name = session.command("addon/install", {"path": str(EXTENSION), "temporary": True})
        manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
        yield FirefoxReader(session, name or manifest["browser_specific_settings"]["gecko"]["id"])


READERS: Mapping[str, Callable[[Path], Any]] = {"chromium": chromium_reader, "firefox": firefox_reader}
