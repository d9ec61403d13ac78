// Sends what the toolbar's button or the context menu asks for; the popup may close meanwhile.

import { api, sendPage, sendText } from "./inbox.js";

const MENUS = { page: "稍後聽這一頁", selection: "稍後聽選取的文字" };

const SIGNS = { sending: ["…", "#666666"], kept: ["✓", "#1a7f37"], refused: ["!", "#b3261e"] };

api.runtime.onInstalled.addListener(() => {
  for (const [id, title] of Object.entries(MENUS)) api.contextMenus.create({ id, title, contexts: [id] });
});

api.contextMenus.onClicked.addListener((clicked, tab) => {
  const isText = clicked.menuItemId === "selection";
  show(tab, () => (isText ? selectionOf(tab, clicked.frameId ?? 0) : pageOf(tab)));
});

api.runtime.onMessage.addListener((asked, _sender, answer) => {
  show(asked.tab, () => pageOf(asked.tab)).then(answer);
  return true; // the answer comes later
});

// Shows at the button of a tab how the sending goes on, and returns what became of it.
async function show(tab, send) {
  await sign(tab, "sending", "正在送…");
  const outcome = await send();
  await sign(tab, outcome.ok ? "kept" : "refused", outcome.said);
  return outcome;
}

async function sign(tab, name, said) {
  const [text, color] = SIGNS[name];
  try {
    await api.action.setTitle({ tabId: tab.id, title: `稍後聽：${said}` });
    await api.action.setBadgeBackgroundColor({ tabId: tab.id, color });
    await api.action.setBadgeText({ tabId: tab.id, text });
  } catch {
    // the tab was closed meanwhile
  }
}

// The page as it is seen, after its scripts.
async function pageOf(tab) {
  const seen = () => ({ url: location.href, html: document.documentElement.outerHTML });
  return read({ tabId: tab.id }, seen, sendPage);
}

// What is selected, with its lines: the menu's own text has none.
async function selectionOf(tab, frameId) {
  const seen = () => String(getSelection());
  return read({ tabId: tab.id, frameIds: [frameId] }, seen, (text) => sendText(text, tab.title ?? ""));
}

async function read(target, func, send) {
  let seen;
  try {
    [{ result: seen }] = await api.scripting.executeScript({ target, func });
  } catch {
    return { ok: false, said: "瀏覽器不讓外掛讀這一頁。" };
  }
  return send(seen);
}
