// 聽新聞: the search of the index, and its ways to subscribe. Without it there are the lists and the feeds.
(() => {
  "use strict";

  const { $, all, copied, onButtons } = window.ting;

  const ENOUGH = 30;
  const AROUND = 24;
  const BREATH_MS = 30; // a longer task would hold up the typing

  // What is written in two ways is one: 台 and 臺, half and full width, large and small letters.
  function sought(word) {
    const either = (character) => {
      const code = character.codePointAt(0);
      const narrow = code > 0xff00 && code < 0xff5f ? code - 0xfee0 : code;
      const codes = narrow > 0x20 && narrow < 0x7f ? [narrow, narrow + 0xfee0] : [code];
      const ways = "台臺".includes(character) ? "台臺" : codes.map((one) => `\\u{${one.toString(16)}}`).join("");
      return `[${ways}]`;
    };
    return Array.from(word, either).join("");
  }

  function startSearch(form) {
    const query = $("#query", form);
    const hits = $(".hits", form);
    const status = $(".status", form);
    const more = $("[data-do=more]", form);
    const paths = form.dataset.shards.split(" ");
    const loading = new Map();
    const loaded = new Map();
    let wanted = 0;
    let turn = 0;

    window.tingSearch = ([path, entries]) => { loaded.set(path, entries); };

    function load(path) {
      if (!loading.has(path)) loading.set(path, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = path;
        script.onload = resolve;
        script.onerror = resolve; // the others can still be searched
        document.head.append(script);
      }));
      return loading.get(path);
    }

    async function search() {
      const mine = ++turn;
      const words = query.value.split(/\s+/).filter(Boolean).map(sought);
      const [each, any] = [words.map((word) => new RegExp(word, "iu")), new RegExp(words.join("|"), "giu")];
      const found = [];
      let since = performance.now();
      hits.replaceChildren();
      more.hidden = true;
      status.textContent = "";
      for (const [at, path] of words.length ? paths.entries() : []) {
        paths.slice(at, 2 * at + 2).forEach(load); // as many again as were in vain
        if (!loaded.has(path)) {
          status.textContent = "搜尋中…";
          await load(path);
        } else if (performance.now() - since > BREATH_MS) {
          await new Promise((done) => { setTimeout(done); });
          since = performance.now();
        }
        if (mine !== turn) return;
        const says = ([, , title, text]) => each.every((word) => word.test(title) || word.test(text));
        found.push(...(loaded.get(path) ?? []).filter(says));
        hits.append(...found.slice(hits.children.length, wanted).map((entry) => hit(entry, each[0], any)));
        if (found.length > wanted) break;
      }
      more.hidden = found.length <= wanted;
      if (words.length) {
        status.textContent = found.length ? `找到 ${hits.children.length} 則${more.hidden ? "" : "，還有更早的"}` : "找不到。";
      }
    }

    function hit([page, date, title, text, starts], first, any) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const day = document.createElement("span");
      const told = first.exec(text);
      link.href = told ? `${page}#t=${starts[text.slice(0, told.index).split("\n").length - 1] / 1000}` : page;
      link.append(...marked(title, any));
      day.className = "meta";
      day.textContent = date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");
      item.append(link, " ", day);
      if (told) {
        const line = document.createElement("p");
        line.append(...marked(passage(text, told), any));
        item.append(line);
      }
      return item;
    }

    // What stands around it in its line; a character of two units is not cut in half.
    function passage(text, { 0: word, index }) {
      const from = text.lastIndexOf("\n", index) + 1;
      const line = text.slice(from).split("\n", 1)[0];
      const begin = Math.max(0, index - from - AROUND);
      const end = index - from + word.length + 2 * AROUND;
      const part = line.slice(begin, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
      return (begin ? "…" : "") + part + (end < line.length ? "…" : "");
    }

    function marked(text, any) {
      const parts = [];
      let at = 0;
      for (const { 0: word, index } of text.matchAll(any)) {
        const mark = document.createElement("mark");
        mark.textContent = word;
        parts.push(text.slice(at, index), mark);
        at = index + word.length;
      }
      return [...parts, text.slice(at)];
    }

    async function searchFurther() {
      const before = hits.children.length;
      wanted += ENOUGH;
      await search();
      $(`li:nth-child(${before + 1}) a`, hits)?.focus();
    }

    const anew = () => { wanted = ENOUGH; search(); };
    query.addEventListener("focus", () => paths.slice(0, form.dataset.ahead).forEach(load), { once: true });
    // Not while the characters are still being chosen
    query.addEventListener("input", (event) => { if (!event.isComposing) anew(); });
    query.addEventListener("compositionend", anew);
    form.addEventListener("submit", (event) => { event.preventDefault(); anew(); });
    onButtons(form, { more: searchFurther });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.target.closest("input")) { event.preventDefault(); query.focus(); }
    });
    form.hidden = false;
  }

  function startSubscribing(section) {
    if (location.hash === "#subscribe") section.open = true;
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
