// 聽新聞 in a publisher's own page: a player, and the sentence being spoken lit in the page's own text.
// It adds one element and changes no other, keeps nothing, and asks only where it comes from itself.
(() => {
  "use strict";

  const SLUG = /^(\d{4})-(\d\d)-(\d\d)(?:-[a-z0-9]+)+$/;
  const SKIP_S = 15;
  const EARLY_MS = 5; // a clock that was set to 1.2 may say 1.1999
  const RATES = [1, 1.25, 1.5, 1.75, 2, 0.75];
  const [SENTENCE, WORD] = ["ting-sentence", "ting-word"];

  const PLAIN = /[\u4e00-\u9fffa-z\d]/; // most are so, and need no other look
  const LETTER = /[\p{L}\p{N}]/u;
  const OPENING = /[\p{Ps}\p{Pi}]/u;
  const CLOSING = /[\p{Pe}\p{Pf}\p{Po}]/u;
  const BESIDE = "nav, aside, figcaption, rt, button, select, textarea, svg, [aria-hidden=true]";
  const SURE = 6; // letters; a shorter sentence must stand near another that was found
  const NEAR = 30;
  const EDGE = 6; // letters at both ends, by which a sentence is known into which something was set
  const MOST_LETTERS = 200_000;

  const STYLE = `
    :host { all: initial !important; display: block !important; margin: 1em 0 !important; color: inherit !important;
      font: medium/1.5 system-ui, sans-serif !important; }
    section { border: 1px solid; border-radius: .5em; padding: .6em .8em; }
    h1, b { display: block; margin: 0; font-size: 1em; }
    div { display: flex; flex-wrap: wrap; align-items: center; gap: .2em .4em; }
    button { min-width: 2.75em; min-height: 2.75em; border: 0; border-radius: 9em;
      background: none; color: inherit; font: inherit; cursor: pointer; }
    .toggle { border: 2px solid; padding: 0 1em; }
    input { appearance: none; flex: 1 1 7em; min-width: 0; height: 2.75em; margin: 0; font: inherit; color: inherit;
      background: linear-gradient(currentColor, currentColor) 0 / 100% 2px no-repeat; background-position: center; }
    ::-webkit-slider-thumb { appearance: none; width: 1em; height: 1em; border-radius: 9em; background: currentColor; }
    ::-moz-range-thumb { width: 1em; height: 1em; border: 0; border-radius: 9em; background: currentColor; }
    input, ::-webkit-slider-thumb, ::-moz-range-thumb { forced-color-adjust: none; }
    p { margin: .2em 0 0; overflow-wrap: anywhere; }
    .said { min-height: 1.5em; }
    .by { font-size: .875em; }
    a { color: inherit; }
    :focus-visible { outline: 2px solid; outline-offset: 2px; }
    @media print { :host { display: none !important; } }`;

  // Not every browser knows variables there.
  const PAINT = `
    @media screen and (forced-colors: none) {
      ::highlight(${SENTENCE}) { background-color: #f8dfa9; color: #26201b; }
      ::highlight(${WORD}) { background-color: #d98f1f; color: #26201b; }
    }
    @media (forced-colors: active) {
      ::highlight(${SENTENCE}) { background-color: Highlight; color: HighlightText; }
    }`;

  function sheet(text) {
    const style = new CSSStyleSheet();
    style.replaceSync(text);
    return style;
  }

  /* The page's own text */

  // Letters and digits alone, of one width and case, each with its place: what a page sets otherwise is the same.
  function* lettersOf(text) {
    let from = 0;
    for (const sign of text) {
      const to = from + sign.length;
      if (PLAIN.test(sign)) yield [sign, from, to];
      else for (const letter of sign.normalize("NFKD").toLowerCase()) {
        if (LETTER.test(letter)) yield [letter, from, to];
      }
      from = to;
    }
  }

  const bare = (text) => Array.from(lettersOf(text), ([letter]) => letter).join("");

  // The letters of what a reader sees, in a row; of each, the piece of text that it is in, and its place there.
  function readPage(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
      if (node.data !== undefined) return NodeFilter.FILTER_ACCEPT;
      const unread = node.matches(BESIDE) || getComputedStyle(node).display === "none";
      return unread ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    });
    const places = [];
    let letters = "";
    while (letters.length < MOST_LETTERS && walker.nextNode()) {
      const node = walker.currentNode;
      for (const [letter, from, to] of lettersOf(node.data)) {
        letters += letter;
        const place = { node, from, to };
        places.push(...(letter.length > 1 ? [place, place] : [place]));
      }
    }
    return { letters, places };
  }

  // The longest row of anchors whose places are in order; what stands elsewhere on the page is in none.
  function inOrder(anchors) {
    const lasts = [];
    for (const anchor of anchors) {
      const before = lasts.findLastIndex(({ from }) => from < anchor.from);
      anchor.before = lasts[before];
      lasts[before + 1] = anchor;
    }
    const row = [];
    for (let anchor = lasts.at(-1); anchor; anchor = anchor.before) row.push(anchor);
    return row.reverse();
  }

  // Where each sentence stands among a page's letters, or nothing. Those that stand there once are found first;
  // the others are looked for between these, so that a caption, an advertisement or a list misleads nobody.
  function placed(sentences, letters) {
    const spots = [];
    const anchors = [];
    sentences.forEach(({ own }, nth) => {
      const from = own.length < SURE ? -1 : letters.indexOf(own);
      if (from >= 0 && letters.indexOf(own, from + 1) < 0) anchors.push({ nth, from, to: from + own.length });
    });
    const row = inOrder(anchors);
    const first = row[0] ?? { nth: 0, from: 0 };
    let until = first.from;
    for (let nth = first.nth - 1; nth >= 0; nth -= 1) {
      spots[nth] = before(sentences[nth].own, letters, until);
      until = spots[nth]?.from ?? until;
    }
    let from = first.from;
    for (let nth = first.nth; nth < sentences.length; nth += 1) {
      if (row[0]?.nth === nth) spots[nth] = row.shift();
      else spots[nth] = between(sentences[nth].own, letters, from, row[0]?.from ?? letters.length);
      from = spots[nth]?.to ?? from;
    }
    return spots;
  }

  const spot = (from, to, apart) => (from >= 0 && (to - from >= SURE || apart <= NEAR) ? { from, to } : null);

  function before(own, letters, until) {
    const from = own && until >= own.length ? letters.lastIndexOf(own, until - own.length) : -1;
    if (from < 0) return byItsEdges(own, letters, Math.max(0, until - 2 * own.length - NEAR), until);
    return spot(from, from + own.length, until - from);
  }

  function between(own, letters, after, until) {
    const from = own ? letters.slice(0, until).indexOf(own, after) : -1;
    if (from < 0) return byItsEdges(own, letters, after, until);
    return spot(from, from + own.length, from - after);
  }

  function byItsEdges(own, letters, after, until) {
    if (own.length < 2 * EDGE) return null;
    const from = letters.indexOf(own.slice(0, EDGE), after);
    const to = EDGE + letters.indexOf(own.slice(-EDGE), from + EDGE);
    return from >= 0 && to >= from + 2 * EDGE && to <= Math.min(until, from + 2 * own.length) ? { from, to } : null;
  }

  // The pieces of the page's text that hold these letters, with the signs beside and between them.
  function piecesOf(places, from, to) {
    const pieces = [];
    for (const place of places.slice(from, to)) {
      const last = pieces.at(-1);
      if (last?.node === place.node) last.to = place.to;
      else pieces.push({ ...place });
    }
    const [first, last] = [pieces[0], pieces.at(-1)];
    while (OPENING.test(first.node.data[first.from - 1] ?? "")) first.from -= 1;
    while (CLOSING.test(last.node.data[last.to] ?? "")) last.to += 1;
    for (const piece of pieces.slice(1)) piece.from = 0;
    for (const piece of pieces.slice(0, -1)) piece.to = piece.node.length;
    return pieces;
  }

  // What is painted lies over the text: the page's elements stay as they are. All players share two colours.
  function brush(name, priority) {
    if (!CSS.highlights.has(name)) CSS.highlights.set(name, Object.assign(new Highlight(), { priority }));
    const paint = CSS.highlights.get(name);
    let ranges = [];
    return (pieces) => {
      ranges.forEach((range) => paint.delete(range));
      ranges = pieces.map(({ node, from, to }) => {
        const range = new Range();
        range.setStart(node, from);
        range.setEnd(node, to);
        paint.add(range);
        return range;
      });
      return ranges;
    };
  }

  // The article, read anew when the page has changed since; nothing where a browser cannot paint.
  function articleOf(findRoot, sentences) {
    if (!window.Highlight || !CSS.highlights) return null;
    if (!CSS.highlights.has(SENTENCE)) document.adoptedStyleSheets.push(sheet(PAINT));
    const [paintSentence, paintWord] = [brush(SENTENCE, 0), brush(WORD, 1)];
    let [root, page, spots, stale, painted] = [null, null, [], true, []];
    const watch = new MutationObserver(() => { stale = true; });

    const pieces = ({ from, to }) => piecesOf(page.places, from, to);

    // Whether a sentence stands yet where it was found, whatever else of the page has changed.
    function stands(found) {
      return found && pieces(found).every(({ node }) => node.isConnected)
        && bare(pieces(found).map(({ node, from, to }) => node.data.slice(from, to)).join(""))
          === page.letters.slice(found.from, found.to);
    }

    function look(nth) {
      if (root?.isConnected && (!stale || stands(spots[nth]))) return;
      root = findRoot();
      watch.disconnect();
      watch.observe(root, {
        subtree: true, childList: true, characterData: true, attributeFilter: ["class", "style", "hidden"],
      });
      stale = false;
      page = readPage(root);
      spots = placed(sentences, page.letters);
    }

    // Lights a sentence, or none, and tells whether it stands on the page.
    function light(nth) {
      paintWord([]);
      if (nth >= 0) look(nth);
      const found = spots[nth];
      painted = paintSentence(found ? pieces(found) : []);
      return Boolean(found);
    }

    function lightWord(nth, word) {
      const found = spots[nth];
      const whole = word?.own && stands(found) && found.to - found.from === sentences[nth].own.length;
      paintWord(whole ? pieces({ from: found.from + word.from, to: found.from + word.to }) : []);
    }

    // Whether the text that was lit has gone from the page meanwhile: programs set it anew.
    const lost = () => painted.some((range) => range.collapsed);

    return { light, lightWord, lost };
  }

  /* The transcript */

  const isTimed = ({ startTime, endTime, body }) => startTime >= 0 && endTime >= startTime && typeof body === "string";

  const stretch = ({ startTime, endTime, body }) => (
    { start: Math.round(1000 * startTime), end: Math.round(1000 * endTime), text: body, own: bare(body) });

  function sentenceOf(segment) {
    const sentence = stretch(segment);
    let to = 0;
    const words = [].concat(segment.words ?? []).filter(isTimed).map(stretch).map((word) => (
      { ...word, from: to, to: to += word.own.length }));
    return { ...sentence, words: to === sentence.own.length ? words : [] };
  }

  // The sentences in order; none where there is no transcript, or something else in its place.
  async function sentencesAt(address) {
    try {
      const { segments } = await (await fetch(address, { credentials: "omit" })).json();
      return segments.filter(isTimed).map(sentenceOf).sort((one, other) => one.start - other.start);
    } catch {
      return [];
    }
  }

  /* The player */

  const EVENTS = [
    "timeupdate", "seeking", "seeked", "play", "playing", "pause", "ended", "ratechange", "durationchange",
  ];
  const after = (sound, act) => EVENTS.forEach((name) => sound.addEventListener(name, act));

  function made(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function button(label, text, act) {
    const element = made("button", { type: "button", "aria-label": label }, text);
    element.addEventListener("click", act);
    return element;
  }

  const two = (number) => String(number).padStart(2, "0");

  function clock(seconds) {
    const [hours, minutes, rest] = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(Math.floor);
    return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(rest)}`;
  }

  function controlsOf(sound, say) {
    const length = () => (Number.isFinite(sound.duration) ? sound.duration : 0);
    const seek = (seconds) => { sound.currentTime = Math.min(Math.max(0, seconds), length()); };
    const toggle = button("", "", () => (sound.paused ? play() : sound.pause()));
    const position = made("input", { type: "range", "aria-label": "播放位置" });
    const time = made("span", {});
    const speed = button("", "", () => {
      sound.playbackRate = RATES[(RATES.indexOf(sound.playbackRate) + 1) % RATES.length];
    });
    let dragging = false;

    function play() {
      say("");
      if (sound.error) sound.load();
      sound.play().catch(({ name }) => name !== "AbortError" && say("現在無法播放，請再試一次。"));
    }

    function show() {
      position.max = Math.ceil(length());
      if (!dragging) position.value = sound.currentTime;
      time.textContent = `${clock(position.value)} / ${clock(length())}`;
      position.setAttribute("aria-valuetext", time.textContent);
      toggle.textContent = toggle.ariaLabel = sound.paused ? "播放" : "暫停";
      speed.textContent = `${sound.playbackRate}×`;
      speed.ariaLabel = `播放速度 ${sound.playbackRate}×`;
    }

    position.addEventListener("input", () => { dragging = true; show(); });
    position.addEventListener("change", () => { dragging = false; seek(Number(position.value)); });
    after(sound, show);
    show();
    toggle.className = "toggle";
    const skip = (by) => () => seek(sound.currentTime + by);
    return made("div", {},
      toggle,
      button(`倒退 ${SKIP_S} 秒`, `−${SKIP_S}`, skip(-SKIP_S)),
      button(`快轉 ${SKIP_S} 秒`, `+${SKIP_S}`, skip(SKIP_S)),
      position, time, speed);
  }

  // The last that has begun; -1 before the first.
  const lastBegun = (list, ms) => list.findLastIndex(({ start }) => start <= ms);

  function readAlong(host, sound, sentences, article, line) {
    let [lit, word, timer] = [-1, -1, 0];

    function follow() {
      clearTimeout(timer);
      const ms = 1000 * sound.currentTime + EARLY_MS;
      const begun = lastBegun(sentences, ms);
      const sounding = ms < sentences[begun]?.end && !sound.ended ? begun : -1;
      if (sounding !== lit || article?.lost()) light(sounding);
      const words = sentences[lit]?.words ?? [];
      const now = lastBegun(words, ms);
      if (now !== word) article?.lightWord(lit, words[word = now]);
      const changes = [sentences[lit]?.end, sentences[begun + 1]?.start, words[now + 1]?.start];
      const next = Math.min(...changes.filter((at) => at > ms)) - ms;
      if (!sound.paused) timer = setTimeout(follow, Math.min(250, Math.max(8, next / sound.playbackRate)));
    }

    function light(nth) {
      [lit, word] = [nth, -1];
      const found = article?.light(nth) ?? false;
      const { text = "", start, end } = sentences[nth] ?? {};
      line.textContent = found ? "" : text;
      if (text) host.dispatchEvent(new CustomEvent("ting:sentence", { bubbles: true, detail: { text, start, end, found } }));
    }

    after(sound, follow);
  }

  // Two that speak at once are none that is understood.
  function playAlone(sound) {
    sound.addEventListener("play", () => dispatchEvent(new CustomEvent("ting:play", { detail: sound })));
    addEventListener("ting:play", ({ detail }) => detail !== sound && sound.pause());
  }

  function start(script, slug, framed) {
    const folder = slug.slice(0, 10).replaceAll("-", "/");
    const address = (ending) => new URL(`episodes/${folder}/${slug}${ending}`, script.src).href;
    const sound = made("audio", { preload: "metadata", src: address(".mp3") });
    const line = made("p", { class: "said" });
    const status = made("p", { role: "status" });
    const say = (sentence) => { status.textContent = sentence; };
    const link = made("a", { href: address(".html"), target: "_blank", rel: "noopener" }, "節目頁");
    const others = document.querySelectorAll("ting-player").length;
    const label = `聽這則新聞${others ? `（${others + 1}）` : ""}`;
    const host = made("ting-player", { lang: "zh-Hant" });
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet(STYLE)];
    shadow.append(made("section", { "aria-label": label },
      made(framed ? "h1" : "b", {}, label), sound, controlsOf(sound, say), status, line,
      made("p", { class: "by" }, "由人工智慧語音朗讀・", link)));

    // An episode that is not there leaves the page as it was.
    sound.addEventListener("error", () => (sound.duration ? say("聲音檔無法播放，請再試一次。") : host.remove()));
    playAlone(sound);

    const around = script.closest("article, main");
    const findRoot = () => chosen(script.dataset.article) ?? (around?.isConnected ? around : document.body);
    if (script.closest("body")) script.after(host);
    else findRoot().prepend(host);
    sound.addEventListener("loadedmetadata", async () => {
      const sentences = await sentencesAt(address(".transcript.json"));
      if (!sentences.length) line.remove();
      else readAlong(host, sound, sentences, framed ? null : articleOf(findRoot, sentences), line);
    }, { once: true });
  }

  function chosen(selector) {
    try {
      return selector ? document.querySelector(selector) : null;
    } catch { // it is none
      return null;
    }
  }

  // A module does not know which tag it came from, nor does a script that a page's program loads by its address
  // alone: then it is for the tags that no script has served yet.
  function tags() {
    const own = document.currentScript;
    if (own?.dataset.episode !== undefined || own && "framed" in own.dataset) return [own];
    const left = [...document.querySelectorAll('script[src*="embed.js"][data-episode]')].filter((tag) => !served.has(tag));
    return left.length ? left : [own].filter(Boolean);
  }

  const served = window[Symbol.for(SENTENCE)] ??= new WeakSet();
  for (const script of tags()) {
    served.add(script);
    const framed = "framed" in script.dataset;
    const slug = script.dataset.episode ?? (framed && new URLSearchParams(location.search).get("episode")) ?? "";
    if (!SLUG.test(slug)) console.info("聽新聞: embed.js was given no episode.");
    else if (document.body) start(script, slug, framed);
    else addEventListener("DOMContentLoaded", () => start(script, slug, framed), { once: true });
  }
})();
