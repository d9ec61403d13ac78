// 聽新聞: the search of the index, and its ways to subscribe. Without it there are the lists and the feeds.
(() => {
  "use strict";

  const { $, all, copied, onButtons } = window.ting;

  // What is written in two ways is one, character for character: so places stay where they are.
  const folded = (text) => text.toLowerCase().replaceAll("臺", "台")
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0).toLowerCase());

  const ENOUGH = 30;
  const AROUND = 24;

  function startSearch(form) {
    const query = $("#query", form);
    const hits = $(".hits", form);
    const status = $(".status", form);
    const more = $("[data-do=more]", form);
    const paths = form.dataset.shards.split(" ");
    const months = new Map();
    let wanted = 0;
    let turn = 0;

    window.tingSearch = ([path, entries]) => {
      months.set(path, entries.map(([page, day, title, text, starts]) => ({
        page, day, title, text, starts, folded: folded(`${title}\n${text}`),
      })));
    };

    function load(path) {
      if (months.has(path)) return Promise.resolve();
      return new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = path;
        script.onload = resolve;
        script.onerror = resolve; // the other months can still be searched
        document.head.append(script);
      });
    }

    async function search() {
      const mine = ++turn;
      const words = folded(query.value).split(/\s+/).filter(Boolean);
      hits.replaceChildren();
      more.hidden = true;
      status.textContent = "";
      if (!words.length) return;
      const found = [];
      for (const path of paths) {
        status.textContent = "搜尋中…";
        await load(path);
        if (mine !== turn) return;
        found.push(...(months.get(path) ?? []).filter((entry) => words.every((word) => entry.folded.includes(word))));
        hits.append(...found.slice(hits.children.length, wanted).map((entry) => hit(entry, words)));
        if (found.length > wanted) break;
      }
      more.hidden = found.length <= wanted;
      status.textContent = found.length ? `找到 ${hits.children.length} 則${more.hidden ? "" : "，還有更早的"}` : "找不到。";
    }

    function hit(entry, words) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const day = document.createElement("span");
      const { text, moment } = passage(entry, words);
      link.href = moment === null ? entry.page : `${entry.page}#t=${moment / 1000}`;
      link.append(...marked(entry.title, words));
      day.className = "meta";
      day.textContent = entry.day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");
      item.append(link, " ", day);
      if (text) {
        const line = document.createElement("p");
        line.append(...marked(text, words));
        item.append(line);
      }
      return item;
    }

    // The line of the text in which the first word stands, and when it is spoken.
    function passage(entry, words) {
      const lines = entry.text.split("\n");
      const at = lines.findIndex((line) => folded(line).includes(words[0]));
      if (at < 0) return { text: "", moment: null };
      const place = folded(lines[at]).indexOf(words[0]);
      const from = place > AROUND ? place - AROUND : 0;
      const to = place + words[0].length + 2 * AROUND;
      const text = (from ? "…" : "") + lines[at].slice(from, to) + (to < lines[at].length ? "…" : "");
      return { text, moment: entry.starts[at] };
    }

    function marked(text, words) {
      const [low, parts] = [folded(text), []];
      let at = 0;
      while (at < text.length) {
        const next = words.map((word) => ({ word, place: low.indexOf(word, at) })).filter(({ place }) => place >= 0)
          .sort((a, b) => a.place - b.place)[0];
        if (!next) break;
        const mark = document.createElement("mark");
        mark.textContent = text.slice(next.place, next.place + next.word.length);
        parts.push(text.slice(at, next.place), mark);
        at = next.place + next.word.length;
      }
      return [...parts, text.slice(at)];
    }

    const anew = () => { wanted = ENOUGH; search(); };
    let pause = 0;
    const soon = (event) => {
      if (event.isComposing) return; // the characters are still being chosen
      clearTimeout(pause);
      pause = setTimeout(anew, 150);
    };
    query.addEventListener("input", soon);
    query.addEventListener("compositionend", soon);
    form.addEventListener("submit", (event) => { event.preventDefault(); anew(); });
    onButtons(form, { more: () => { wanted += ENOUGH; search(); } });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.target.closest("input")) { event.preventDefault(); query.focus(); }
    });
    form.hidden = false;
  }

  function startSubscribing(section) {
    const served = location.protocol.startsWith("http");
    const feed = served ? new URL("feed.xml", location.href).href : section.dataset.feed;
    if (!feed) return;
    for (const link of all("[data-app]", section)) {
      link.href = feed.replace(/^https?(?=:)/, link.dataset.app);
      link.hidden = false;
    }
    $("[data-do=copy]", section).hidden = false;
    onButtons(section, {
      copy: async () => { $(".status", section).textContent = (await copied(feed)) ? "已複製。" : feed; },
    });
  }

  document.documentElement.classList.add("scripted");
  for (const [selector, start] of [["form.search", startSearch], [".subscribe", startSubscribing]]) {
    const element = $(selector);
    if (element) start(element);
  }
})();
