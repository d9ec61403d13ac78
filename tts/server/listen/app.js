// 稍後聽: the page. It begins with whose it is, then shows the list, and what changes there as it does.
import { $, memory, on, onButtons, say, tell } from "./page.js";
import { ask, listen } from "./server.js";
import { entryList, nameOf } from "./list.js";
import { startPlayer } from "./player.js";
import { bookmarklet, shared, startSending } from "./sending.js";

const MOST = 1000; // as many as the server tells of at once
const AGAIN_MS = 2000;
const LATE_MS = 10_000;
const MAY = { add: "只能送", read: "只能看、聽", all: "可以送、聽、刪" };
const NO_COOKIE = "這個瀏覽器不留 cookie，所以進不來：請讓這個網站留 cookie，再試一次。";
const WHO = "ting:listen-who"; // what this device may do, for when nobody can be asked

const door = $(".door");
const room = $(".room");
const help = $("dialog.help");
const offline = $(".offline", room);
const letters = $(".letters", help);

const unkept = new Map(); // id: the change, and what the position was before

let leaveLine = null;
let who = null;
let again = 0;
let late = 0;
let savesLate = false;
let offered = shared(new URLSearchParams(location.search));
let word = ""; // a token that is still to be shown
takeWord();

// What stands behind the address is for this page alone: it is taken away, and tells nobody afterwards.
function takeWord() {
  word = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  if (location.search || word) history.replaceState(null, "", location.pathname);
  return word;
}

const list = entryList(room, {
  go: (entry) => (player.plays(entry.id) ? player.pause() : player.play(entry)),
  retry: async (entry) => put(await tried(ask("POST", `/inbox/${entry.id}/retry`))),
  heard: (entry) => turn(entry, "heard", "標為未聽。", "標為已聽。"),
  archive: (entry) => turn(entry, "archived", "放回清單。", "已封存。"),
  remove,
});
const player = startPlayer($("#player"), {
  save,
  beside: list.beside,
  shown: list.mark,
  put,
});
const sending = startSending($(".sending"), $(".outbox"), { sent, refused: leave });

async function tried(promise) {
  try {
    return await promise;
  } catch (trouble) {
    if (trouble.status === 401) leave(trouble.message);
    else say(trouble.message);
    return null;
  }
}

function put(told) {
  if (!told || list.get(told.id)?.changed > told.changed) return;
  const own = unkept.get(told.id);
  if (own && told.position_ms !== own.was) delete own.change.position_ms; // another device went on
  const entry = { ...told, ...own?.change };
  list.put(entry);
  player.told(entry);
}

// What cannot be kept now is kept when the server is back.
async function save(id, change, manner) {
  const own = { was: list.get(id)?.position_ms, ...unkept.get(id) };
  own.change = { ...own.change, ...change };
  unkept.set(id, own);
  let saved = null;
  let passes = false;
  try { saved = await ask("PATCH", `/inbox/${id}`, own.change, manner); } catch (trouble) { ({ passes } = trouble); }
  if (passes) saveAgain();
  else if (unkept.get(id) === own) unkept.delete(id);
  put(saved);
  return saved;
}

function saveAgain() {
  clearTimeout(late);
  late = setTimeout(saveLate, LATE_MS);
}

// What is not known to be where it was left is not overwritten: it is asked again first.
async function saveLate() {
  if (savesLate) return;
  savesLate = true;
  for (const id of unkept.keys()) {
    try { put(await ask("GET", `/inbox/${id}`)); } catch (trouble) {
      if (!trouble.passes) unkept.delete(id);
      continue;
    }
    await save(id, {});
  }
  savesLate = false;
  if (unkept.size) saveAgain();
}

async function turn(entry, what, off, on) {
  const change = async (value) => put(await tried(ask("PATCH", `/inbox/${entry.id}`, { [what]: value })));
  const was = entry[what];
  await change(!was);
  if (list.get(entry.id)?.[what] !== was) say(was ? off : on, () => change(was));
}

async function remove(entry) {
  if (player.current() === entry.id) player.close();
  list.drop(entry.id);
  if (await tried(ask("DELETE", `/inbox/${entry.id}`))) {
    say(`已刪除「${nameOf(entry)}」。`, async () => put(await tried(ask("PATCH", `/inbox/${entry.id}`, { removed: false }))));
  } else list.put(entry);
}

async function sent(told) {
  say(told.episode ? "這一篇已經可以聽了。" : "收下了。");
  if (who?.may === "all") put(await ask("GET", told.href).catch(() => null));
}

/* What the server tells */

function changed(entry) {
  const before = list.get(entry.id);
  if (entry.removed) {
    if (player.current() === entry.id) player.close();
    list.drop(entry.id);
    return;
  }
  put(entry);
  if (!before || before.state === entry.state) return;
  if (entry.state === "ready") tell(`可以聽了：${nameOf(entry)}`);
  if (entry.state === "failed") tell(`沒有成功：${nameOf(entry)}`);
}

function connected(is) {
  offline.textContent = is ? "" : offline.dataset.said;
  if (!is) return;
  sending.flush();
  saveLate();
}

async function load() {
  const { entries, changed: seen } = await ask("GET", `/inbox?limit=${MOST}`);
  const there = new Set(entries.map((entry) => entry.id));
  for (const id of list.ids()) if (!there.has(id)) list.drop(id);
  leaveLine?.();
  leaveLine = listen(seen, { changed, connected, lost: beginAgain });
  showOlder(entries);
  await list.putAll(entries);
}

const showOlder = (entries) => { $("[data-do=older]", room).hidden = entries.length < MOST; };

async function more(asked) {
  const told = await tried(ask("GET", `/inbox?${asked}`));
  if (told) await list.putAll(told.entries);
  return told?.entries ?? [];
}

const older = async () => showOlder(await more(`limit=${MOST}&before=${list.oldest()}`));

// What is not here may be found there.
list.onSearch((words) => { if (!$("[data-do=older]", room).hidden) more(`q=${encodeURIComponent(words)}`); });

/* Who is here */

async function begin() {
  let isTaken = false;
  clearTimeout(again);
  try {
    if (word) await ask("POST", "/listen/session", { token: word }).then(() => { isTaken = true; });
    const told = await ask("GET", "/listen/session");
    enter(told);
    if (told.may !== "add") await load();
    connected(true);
  } catch (trouble) {
    if (trouble.status !== 401) unanswered(trouble);
    else leave(isTaken ? NO_COOKIE : word || who || known() ? trouble.message : "");
  }
}

const known = () => memory.read(WHO);

function unanswered(trouble) {
  if (known()) {
    enter(known());
    connected(false);
  } else leave(trouble.message, { forgets: false });
  beginAgain();
}

function beginAgain() {
  clearTimeout(again);
  again = setTimeout(begin, AGAIN_MS);
}

function enter(told) {
  who = told;
  word = "";
  memory.set(WHO, JSON.stringify(told));
  list.allow(told.may);
  const hadFocus = door.contains(document.activeElement);
  door.hidden = true;
  room.hidden = false;
  if (hadFocus) $("#main").focus();
  $(".sending", room).hidden = told.may === "read";
  $(".list", room).hidden = told.may === "add";
  $(".only", room).hidden = told.may !== "add";
  $(".who", help).textContent = `這部裝置叫「${told.name}」，${MAY[told.may]}${told.list ? `，清單「${told.list}」` : ""}。`;
  sending.offer(offered);
  offered = {};
}

function leave(sentence = "", { forgets = true } = {}) {
  leaveLine?.();
  leaveLine = null;
  player.close();
  for (const id of list.ids()) list.drop(id);
  if (forgets) {
    memory.set(WHO, "null");
    word = "";
    who = null;
  }
  room.hidden = true;
  door.hidden = false;
  $(".who", help).textContent = "";
  $(".status", door).textContent = sentence;
}

on(door, "submit", (event) => {
  event.preventDefault();
  word = $("#token").value.trim();
  $("#token").value = "";
  begin();
});

/* Hands */

on($("#adding"), "input", ({ target }) => {
  const added = target.value.trim();
  $(".bookmarklet").hidden = !added;
  $(".bookmarklet a").href = bookmarklet(added);
});
on($(".bookmarklet a"), "click", (event) => event.preventDefault());

onButtons(document, {
  help: () => help.showModal(),
  close: () => help.close(),
  leave: async () => {
    help.close();
    if (await tried(ask("DELETE", "/listen/session").then(() => true))) leave();
  },
  older, toggle: player.toggle, back: player.back, forward: player.forward, unfold: player.unfold,
});

const keys = {
  " ": player.toggle, ArrowLeft: player.back, ArrowRight: player.forward, k: player.toggle, j: player.back, l: player.forward, m: player.mute, p: player.previous, n: player.next,
  ",": () => player.sentence(-1), ".": () => player.sentence(1), "/": list.search, "?": () => help.showModal(),
  "[": () => player.changeSpeed(-1), "]": () => player.changeSpeed(1),
};
letters.checked = memory.get("ting:letters") !== "off";
on(letters, "change", () => memory.set("ting:letters", letters.checked ? "on" : "off"));

on(document, "keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || help.open) return;
  const { key } = event;
  if (key === " " && !player.current()) return; // it turns the page then
  const action = (letters.checked || key.length > 1 || key === " ") && (keys[key] ?? keys[key.toLowerCase()]);
  if (!action || isOwnKey(event.target, key)) return;
  event.preventDefault();
  action();
});

// What has the focus keeps the keys that it answers to itself.
function isOwnKey(target, pressed) {
  if (target.closest("input:not([type=range]), select, textarea")) return true;
  if (pressed === " ") return Boolean(target.closest("button, a, summary"));
  return pressed.startsWith("Arrow") && Boolean(target.closest("input, .words"));
}

on(window, "online", begin);
on(window, "offline", () => connected(false));
on(window, "hashchange", () => { if (takeWord()) begin(); });
document.documentElement.classList.add("scripted");
begin();
navigator.serviceWorker?.register("/listen/worker.js", { scope: "/listen" }).catch(() => { /* it may be switched off */ });
