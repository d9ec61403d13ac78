// 稍後聽: the list. Whatever was sent from outside is put in as text, never as markup.
import { $, all, breath, clock, memory, on, onButtons } from "./page.js";
import { reasonOf } from "./reasons.js";

const LEAST_MS = 5000; // who has heard less has not begun

export const isPlayable = (entry) => Boolean(entry.sound);

// What would turn around all that follows it is left out: it stands in sentences, too.
export const nameOf = ({ title, url }) => (title || url.replace(/^https?:\/\//, "")).replace(/[\u202a-\u202e\u2066-\u2069]/g, "") || "（沒有標題）";

const FILTERS = {
  new: (entry) => !entry.archived && !entry.heard,
  heard: (entry) => !entry.archived && entry.heard,
  archived: (entry) => entry.archived,
};

export function hostOf(entry) {
  try { return new URL(entry.url).hostname.replace(/^www\./, ""); } catch { return ""; }
}

function stateOf(entry) {
  switch (entry.state) {
    case "waiting": return "等待中";
    case "reading": return "正在讀網頁";
    case "speaking": return `正在錄音 ${entry.percent}%`;
    case "failed": return `沒有成功：${reasonOf(entry.reason).replace(/。$/, "")}`;
    default:
      if (entry.heard) return "已聽";
      return entry.position_ms > LEAST_MS ? `聽到 ${clock(entry.position_ms / 1000)}` : "可以聽";
  }
}

// `may` tells what the device may do; the handlers are asked with an entry.
export function entryList(room, handlers) {
  const list = $(".entries", room);
  const query = $(".query", room);
  const empty = $(".empty", room);
  const blank = $("#entry").content.firstElementChild;
  const rows = new Map(); // id: what is shown of an entry, and the entry
  const byElement = new WeakMap();
  let filter = memory.get("ting:listen-filter") ?? "new";
  let may = "all";
  let current = null; // the id of the one in the player: it stays in sight though it is heard meanwhile
  let counting = 0;

  function matches(entry) {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const text = words.length ? `${entry.title} ${entry.url}`.toLowerCase() : "";
    if (!words.every((word) => text.includes(word))) return false;
    return FILTERS[filter](entry) || (entry.id === current && filter === "new" && !entry.archived);
  }

  function make(entry) {
    const element = blank.cloneNode(true);
    const [go, what, unfold] = element.children;
    const [state, from, day] = what.lastElementChild.children;
    const row = { element, go, unfold, title: $("bdi", what), state, from, day, actions: null, entry: null };
    rows.set(entry.id, row);
    byElement.set(element, row);
    return row;
  }

  const isTried = (entry) => entry.state === "failed" && may === "all";

  // Writes what is new: every other write would have the row set anew.
  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function show(row, entry) {
    const before = row.entry;
    row.entry = entry;
    const name = nameOf(entry);
    const added = new Date(entry.added);
    write(row.title, name);
    write(row.state, stateOf(entry));
    write(row.from, entry.title ? hostOf(entry) : "");
    if (before?.added !== entry.added) {
      row.day.dateTime = entry.added;
      write(row.day, `${added.getMonth() + 1}月${added.getDate()}日`);
    }
    row.element.dataset.state = entry.state;
    row.element.style.setProperty("--share", `${entry.state === "speaking" ? entry.percent : 0}%`);
    row.go.disabled = !isPlayable(entry) && !isTried(entry);
    label(row);
    row.unfold.ariaLabel = `更多：${name}`;
    if (row.actions) showActions(row);
    row.element.hidden = !matches(entry);
    if (before?.added !== entry.added) place(row);
    count();
  }

  function label(row) {
    const plays = row.element.classList.contains("playing");
    const does = isTried(row.entry) ? "再試一次" : plays ? "暫停" : "播放";
    row.go.ariaLabel = `${does}：${nameOf(row.entry)}`;
  }

  // The last added first; one that was sent again comes to its new place.
  function place(row) {
    const added = Date.parse(row.entry.added);
    const older = ({ entry }) => Date.parse(entry.added) < added;
    const last = list.lastElementChild;
    if (!last || (row.element !== last && !older(byElement.get(last)))) list.append(row.element);
    else list.insertBefore(row.element, [...list.children].find((one) => one !== row.element && older(byElement.get(one))) ?? null);
  }

  function count() {
    counting ||= requestAnimationFrame(() => {
      counting = 0;
      const entries = [...rows.values()].map((row) => row.entry);
      for (const button of all("[data-filter]", room)) {
        const { filter: of, empty: none } = button.dataset;
        write($("span", button), String(entries.filter(FILTERS[of]).length));
        button.ariaPressed = of === filter;
        if (of === filter) write(empty, query.value.trim() ? "找不到。" : none);
      }
      empty.hidden = visible().length > 0;
    });
  }

  const inOrder = (rowsOf = list.children) => [...rowsOf].map((element) => byElement.get(element).entry);
  const visible = () => inOrder(all(".entry:not([hidden])", list));

  async function filterAnew() {
    for (const row of [...rows.values()]) {
      row.element.hidden = !matches(row.entry);
      await breath();
    }
    count();
  }

  function showActions(row) {
    const { entry, actions } = row;
    const bind = (selector, shown, text) => {
      const element = $(selector, actions);
      element.hidden = !shown;
      if (text) write(element, text);
      return element;
    };
    bind("[data-do=heard]", entry.state === "ready", entry.heard ? "標為未聽" : "標為已聽");
    bind("[data-do=archive]", true, entry.archived ? "取消封存" : "封存");
    bind("[data-do=remove]", may === "all");
    const isWeb = /^https?:\/\//i.test(entry.url);
    const page = bind(".page", Boolean(entry.page));
    const original = bind(".original", isWeb);
    if (entry.page) page.href = entry.page;
    if (isWeb) original.href = entry.url;
  }

  function unfold(row, open = !row.actions) {
    if (open && !row.actions) {
      row.actions = $("#actions").content.firstElementChild.cloneNode(true);
      row.element.append(row.actions);
      showActions(row);
    } else if (!open) {
      row.actions?.remove();
      row.actions = null;
    }
    row.unfold.ariaExpanded = open;
  }

  // The focus is never lost with a row that goes: the next one has it.
  function leave(row) {
    if (!row.element.contains(document.activeElement)) return;
    let next = row.element.nextElementSibling;
    while (next?.hidden) next = next.nextElementSibling;
    (next ? byElement.get(next).unfold : $("#main")).focus();
  }

  const rowOf = (target) => byElement.get(target.closest(".entry"));
  const handing = (name) => (button) => {
    const row = rowOf(button);
    leave(row);
    unfold(row, false);
    handlers[name](row.entry);
  };
  const go = ({ entry }) => handlers[isTried(entry) ? "retry" : "go"](entry);
  onButtons(list, {
    go: (button) => go(rowOf(button)),
    heard: handing("heard"), archive: handing("archive"), remove: handing("remove"),
    more: (button) => unfold(rowOf(button)),
  });
  on(list, "click", (event) => {
    const what = event.target.closest(".what");
    if (what && getSelection().isCollapsed && isPlayable(rowOf(what).entry)) go(rowOf(what));
  });
  on($(".filters", room), "click", (event) => {
    const button = event.target.closest("[data-filter]");
    if (!button) return;
    filter = button.dataset.filter;
    memory.set("ting:listen-filter", filter);
    filterAnew();
  });
  on(query, "input compositionend", (event) => { if (!event.isComposing) filterAnew(); });
  if (!FILTERS[filter]) filter = "new";

  return {
    get: (id) => rows.get(id)?.entry,
    oldest: () => byElement.get(list.lastElementChild ?? list)?.entry.id,
    allow(what) { may = what; },
    put(entry) { show(rows.get(entry.id) ?? make(entry), entry); },
    async putAll(entries) {
      for (const entry of entries) {
        if (!(rows.get(entry.id)?.entry.changed > entry.changed)) this.put(entry);
        await breath();
      }
      count();
    },
    drop(id) {
      const row = rows.get(id);
      if (!row) return;
      leave(row);
      row.element.remove();
      rows.delete(id);
      count();
    },
    ids: () => [...rows.keys()],
    // The next one that can be heard, in the order seen, or of the new ones where this one is not in sight;
    // `fresh`: that was not heard yet
    beside(id, by, fresh = false) {
      const seen = visible();
      const isSeen = seen.some((entry) => entry.id === id);
      const entries = isSeen ? seen : inOrder().filter((entry) => FILTERS.new(entry) || entry.id === id);
      const at = entries.findIndex((entry) => entry.id === id);
      const way = by > 0 ? entries.slice(at + 1) : entries.slice(0, Math.max(0, at)).reverse();
      return way.find((entry) => isPlayable(entry) && !(fresh && entry.heard));
    },
    mark(id, plays) {
      const before = rows.get(current);
      current = id;
      for (const row of new Set([before, rows.get(id)])) {
        if (!row) continue;
        const isCurrent = row.entry.id === id;
        row.element.classList.toggle("current", isCurrent);
        row.element.classList.toggle("playing", isCurrent && plays);
        row.element.hidden = !matches(row.entry);
        label(row);
      }
    },
    search() { query.focus(); },
    onSearch(does) { on(query, "change", () => query.value.trim() && does(query.value)); },
  };
}
