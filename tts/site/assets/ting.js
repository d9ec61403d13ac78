// 聽新聞: the player of an episode's page, and the search of the index. Without it there is the
// browser's own player, and the text. The <audio> element is the clock: all else follows its events.
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Storage may be switched off, and then even to look at it is an error.
  const memory = {
    get(key) {
      try { return localStorage.getItem(key); } catch { return null; }
    },
    set(key, value) {
      try { localStorage.setItem(key, value); } catch { /* it is not remembered */ }
    },
  };

  const two = (number) => String(number).padStart(2, "0");

  function clock(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  }

  function spoken(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const minutes = Math.floor(whole / 60);
    return minutes ? `${minutes} 分 ${whole % 60} 秒` : `${whole} 秒`;
  }

  // The last of a list ordered by start_ms that has begun; -1 before the first.
  function lastBegun(list, ms) {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].start <= ms) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  // #t=83, #t=83.24, #t=1:23
  function linkedMoment(hash) {
    const found = /[#&]t=(?:npt:)?((?:\d+:){0,2}\d+(?:\.\d+)?)/.exec(hash);
    return found ? found[1].split(":").reduce((sum, part) => sum * 60 + Number(part), 0) : null;
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copiedByHand(text);
    }
  }

  // Pages that come without encryption have no clipboard of their own.
  function copiedByHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { /* then it is shown */ }
    field.remove();
    return done;
  }

  function onButtons(root, actions) {
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button && actions[button.dataset.do]) actions[button.dataset.do](button);
    });
  }

  /* An episode's page */

  const SKIP_S = 15;
  const EARLY_MS = 5; // a clock that was set to 1.2 may say 1.1999
  const KEEP_EVERY_S = 5;
  const LEAST_KEPT_S = 5;
  const NEARLY_OVER_S = 10;
  const LEAST_APART = 1.2; // percent of the line
  const SCROLLING_MS = 1500; // more than a browser takes to scroll smoothly, or to set a turned page anew
  const BY_HAND = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

  const timed = (selector, root) => all(selector, root)
    .map((element) => ({
      element,
      start: Number(element.dataset.start ?? element.dataset.chapter),
      end: Number(element.dataset.end),
    }))
    .sort((one, other) => one.start - other.start);

  // A word from its first letter to its last, without the signs beside it.
  const SAID = /[\p{L}\p{N}\p{Sc}](?:.*[\p{L}\p{M}\p{N}%％‰°℃])?/su;

  // The word being spoken is painted over the text, so that nothing moves and a selection stays.
  // Browsers that cannot do so light sentences alone.
  function wordLight() {
    const paint = window.Highlight && CSS.highlights ? new Highlight() : null;
    let [texts, words, lit] = [[], [], -1];
    if (paint) CSS.highlights.set("word", paint);

    // For each word how long it is, in capitals that are added up, and how many hundredths after the one
    // before it begins, to the base 36.
    function enter({ element, start } = {}) {
      [words, lit] = [[], -1];
      paint?.clear();
      let to = 0;
      for (const [, length, later] of (paint && element?.dataset.words || "").matchAll(/([@-Z]+)([0-9a-z]+)/g)) {
        const from = to;
        for (const letter of length) to += letter.charCodeAt(0) - 64;
        words.push({ start: (start += 10 * parseInt(later, 36)), from, to });
      }
      texts = words.length ? textsOf(element) : [];
      if (element?.textContent.length !== to) words = []; // a translator has been there
    }

    // The element's pieces of text: its numbers stand in elements of their own.
    function textsOf(element) {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) found.push(walker.currentNode);
      return found;
    }

    // A place in the sentence as a piece of its text and a place in that.
    function placed(at) {
      for (const text of texts) {
        if (at <= text.length) return [text, at];
        at -= text.length;
      }
      return [texts.at(-1), texts.at(-1).length];
    }

    function show(at) {
      lit = at;
      paint.clear();
      const { from, to } = words[at] ?? { from: 0, to: 0 };
      const said = SAID.exec(texts.map((text) => text.data).join("").slice(from, to));
      if (!said) return;
      const range = new Range();
      range.setStart(...placed(from + said.index));
      range.setEnd(...placed(from + said.index + said[0].length));
      paint.add(range);
    }

    // Lights the word of this moment, and tells when the next begins.
    function follow(ms) {
      const at = lastBegun(words, ms);
      if (at !== lit) show(at);
      return words[at + 1]?.start ?? Infinity;
    }

    return { enter, follow };
  }

  // The text: the sentence being spoken is lit, and kept in sight until the reader scrolls.
  function readAlong(sound, player, nowMs) {
    const sentences = timed("[data-start]", document);
    const words = wordLight();
    const back = $(".return");
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    let begun = -1;
    let lit = -1;
    let timer = 0;
    let following = true;
    let movedAt = -Infinity; // when the page last began to move by itself

    function follow() {
      clearTimeout(timer);
      const ms = nowMs();
      const at = lastBegun(sentences, ms);
      const sounding = at >= 0 && ms < sentences[at].end && !sound.ended ? at : -1;
      if (at !== begun) moveMark(at);
      if (sounding !== lit) light(sounding);
      const nextWord = words.follow(ms);
      if (!sound.paused) timer = setTimeout(follow, untilChange(ms, at, sounding, nextWord));
    }

    function moveMark(at) {
      sentences[begun]?.element.classList.remove("here");
      if (following && !sound.paused && leftByReader()) follows(false);
      begun = at;
      sentences[at]?.element.classList.add("here");
      if (following && !sound.paused) reveal();
    }

    // Whoever searched the page, or went through it by other means than a wheel, a finger or a key, is
    // elsewhere when a sentence ends: it is out of sight, though it was in sight when it began.
    function leftByReader() {
      if (begun < 0 || performance.now() - movedAt < SCROLLING_MS) return false;
      const box = sentences[begun].element.getBoundingClientRect();
      return box.bottom < 0 || box.top > innerHeight;
    }

    function light(at) {
      sentences[lit]?.element.removeAttribute("aria-current");
      lit = at;
      sentences[at]?.element.setAttribute("aria-current", "true");
      words.enter(sentences[at]);
    }

    function untilChange(ms, at, sounding, nextWord) {
      const next = sounding >= 0 ? sentences[at].end : sentences[at + 1]?.start ?? Infinity;
      return Math.min(250, Math.max(8, (Math.min(next, nextWord) - ms) / sound.playbackRate));
    }

    function reveal(always = false) {
      if (begun < 0) return;
      const box = sentences[begun].element.getBoundingClientRect();
      const bar = getComputedStyle(player).position === "sticky" ? player.offsetHeight : 0;
      const covered = bar && player.getBoundingClientRect().top < 1 ? bar : 0;
      if (!always && box.top > covered && box.bottom < innerHeight * 0.85) return;
      const by = box.top - Math.max(bar + 24, innerHeight * 0.3);
      const jump = calm.matches || Math.abs(by) > 2 * innerHeight;
      if (!jump) movedAt = performance.now();
      scrollBy({ top: by, behavior: jump ? "instant" : "smooth" });
    }

    function follows(does) {
      following = does;
      back.hidden = does;
    }

    function yieldToHand(event) {
      const inside = event.target.closest?.(".player, dialog");
      if (!sound.paused && following && sentences.length && !inside) follows(false);
    }

    for (const name of ["wheel", "touchmove"]) addEventListener(name, yieldToHand, { passive: true });
    addEventListener("keydown", (event) => BY_HAND.has(event.key) && yieldToHand(event));
    // A press on the page's own scroll bar.
    addEventListener("pointerdown", (event) => event.target === document.documentElement && yieldToHand(event));
    for (const name of ["timeupdate", "seeking", "seeked", "play", "playing", "pause", "ratechange", "ended"]) {
      sound.addEventListener(name, follow);
    }
    sound.addEventListener("play", () => following && reveal());
    addEventListener("resize", () => { movedAt = performance.now(); });
    addEventListener("scrollend", () => { movedAt = -Infinity; });

    return {
      sentences,
      reveal,
      here: () => sentences[begun],
      goTo() { follows(true); movedAt = performance.now(); follow(); },
      goBack() { follows(true); reveal(true); },
    };
  }

  // The line with its ticks, the times, and the chapter that plays.
  function showProgress(sound, player, now, length) {
    const position = $(".position", player);
    const line = $(".ticks", player);
    const list = $(".chapters", player);
    const chapters = timed("[data-chapter]", player);
    let current = -1;
    let shown = -1;
    let dragging = false;

    function show() {
      const seconds = dragging ? Number(position.value) : now();
      showChapter(lastBegun(chapters, seconds * 1000 + EARLY_MS));
      const second = Math.floor(seconds);
      if (second === shown) return;
      shown = second;
      $(".now", player).textContent = clock(second);
      if (!dragging) position.value = second;
      line.style.setProperty("--share", `${(100 * second) / length()}%`);
      position.setAttribute("aria-valuetext", `${spoken(second)}，共 ${spoken(length())}`);
    }

    function showChapter(at) {
      if (at === current) return;
      chapters[current]?.element.classList.remove("current");
      current = at;
      if (at < 0) return;
      const { element } = chapters[at];
      element.classList.add("current");
      $(".chapter", list).textContent = `${at + 1}／${chapters.length}　${$(".title", element).textContent}`;
    }

    function measure() {
      position.max = Math.floor(length());
      $(".total", player).textContent = clock(length());
      line.replaceChildren(...ticks());
      shown = -1;
      show();
    }

    // A tick a chapter, but none so close to another that the line would be full of them.
    function ticks() {
      const drawn = [];
      let last = 0;
      for (const { start } of chapters) {
        const share = start / 10 / length();
        if (share - last < LEAST_APART || share > 100) continue;
        const tick = document.createElement("i");
        tick.style.left = `${share}%`;
        drawn.push(tick);
        last = share;
      }
      return drawn;
    }

    position.addEventListener("input", () => { dragging = true; show(); });
    position.addEventListener("change", () => { dragging = false; });
    list?.addEventListener("toggle", () => {
      const [items, link] = [$("ol", list), chapters[current]?.element];
      if (list.open && link) items.scrollTop = link.offsetTop - items.offsetTop;
    });
    for (const name of ["timeupdate", "seeking", "ended"]) sound.addEventListener(name, show);
    sound.addEventListener("durationchange", measure);
    measure();

    return { chapters, show };
  }

  // Where the listener left; only who has heard something has left anywhere.
  function keepPlace(sound, key, now, length) {
    let kept = -1;
    let heard = false;

    function keep(always) {
      const seconds = now();
      if (!heard || (!always && Math.abs(seconds - kept) < KEEP_EVERY_S)) return;
      kept = seconds;
      const nothing = seconds < LEAST_KEPT_S || seconds > length() - NEARLY_OVER_S;
      memory.set(key, nothing ? "0" : seconds.toFixed(1));
    }

    sound.addEventListener("play", () => { heard = true; });
    sound.addEventListener("timeupdate", () => keep(false));
    sound.addEventListener("pause", () => keep(true));
    addEventListener("pagehide", () => keep(true));

    const left = Number(memory.get(key)) || 0;
    return left < LEAST_KEPT_S || left > length() - NEARLY_OVER_S ? 0 : left;
  }

  // `others` are keys that no one types; `letters` may be switched off, for those who dictate.
  function onKeys(dialog, letters, others) {
    const switched = $(".letters", dialog);
    switched.checked = memory.get("ting:letters") !== "off";
    switched.addEventListener("change", () => memory.set("ting:letters", switched.checked ? "on" : "off"));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || dialog.open) return;
      const action = others[event.key] ?? (switched.checked ? letters[event.key.toLowerCase()] : undefined);
      if (!action || isOwnKey(event.target, event.key)) return;
      event.preventDefault();
      action();
    });
  }

  // What has the focus keeps the keys that it answers to itself.
  function isOwnKey(target, pressed) {
    if (target.closest("input:not([type=range]), select, textarea")) return true;
    if (pressed === " ") return Boolean(target.closest("button, a, summary"));
    return pressed.startsWith("Arrow") && Boolean(target.closest("input"));
  }

  function onLockScreen(sound, { title, artist, album, cover }, length, handlers) {
    const session = navigator.mediaSession;
    if (!session || !window.MediaMetadata) return;
    const artwork = location.protocol.startsWith("http") ? [{ src: cover, type: "image/jpeg" }] : [];
    session.metadata = new MediaMetadata({ title, artist, album, artwork });
    for (const [name, handler] of Object.entries(handlers)) {
      try { session.setActionHandler(name, handler); } catch { /* this browser knows no such button */ }
    }
    sound.addEventListener("timeupdate", () => {
      const [duration, playbackRate] = [length(), sound.playbackRate];
      const position = Math.min(sound.currentTime, duration);
      try { session.setPositionState({ duration, playbackRate, position }); } catch { /* nor this */ }
    });
  }

  async function shareMoment(seconds, title, text, say) {
    const published = location.protocol === "file:" ? $("link[rel=canonical]")?.href : undefined;
    const address = new URL(published ?? location.href);
    address.hash = `t=${seconds}`;
    if (navigator.share) {
      try {
        await navigator.share({ title, text, url: address.href });
        return;
      } catch (error) {
        if (error.name === "AbortError") return;
      }
    }
    say((await copied(address.href)) ? "已複製連結。" : address.href);
  }

  function startPlayer(player) {
    const sound = $("#sound", player);
    const status = $(".status", player);
    const speed = $(".speed", player);
    const dialog = $("dialog.help");
    const announced = Number(player.dataset.length) / 1000;
    let wanted = null; // where to begin, until the browser knows the sound and can go there
    let fetching = false; // the whole sound, and
    let goesOn = false; // plays when it is here

    const say = (text) => { status.textContent = text; };
    const length = () => (Number.isFinite(sound.duration) && sound.duration > 0 ? sound.duration : announced);
    const now = () => wanted ?? sound.currentTime;
    const nowMs = () => now() * 1000 + EARLY_MS;

    const text = readAlong(sound, player, nowMs);
    const progress = showProgress(sound, player, now, length);
    const left = keepPlace(sound, `ting:at:${player.dataset.key}`, now, length);

    function play() {
      if (sound.error) loadAgain();
      if (fetching) goesOn = true;
      else sound.play()?.catch(() => { /* the error event says why */ });
    }

    // What is loaded anew begins at its beginning.
    function loadAgain() {
      wanted = now();
      sound.load();
    }

    const pause = () => sound.pause();
    const toggle = () => (sound.paused ? play() : pause());

    function seek(seconds) {
      const within = Math.min(Math.max(0, seconds), Math.max(0, length() - 0.1));
      wanted = sound.readyState && reaches(within) ? null : within;
      if (wanted === null || !sound.readyState) sound.currentTime = within;
      else bringWhole();
      text.goTo();
      progress.show();
    }

    // Whether the browser can go there: not where a server sends no parts of a file.
    function reaches(seconds) {
      const { seekable } = sound;
      const last = seekable.length ? seekable.end(seekable.length - 1) : Infinity;
      return sound.src.startsWith("blob:") || seconds <= last + 1;
    }

    // In a sound that is here as a whole, any place is within reach.
    async function bringWhole() {
      if (fetching) return;
      fetching = true;
      goesOn = !sound.paused;
      sound.pause();
      say("正在載入整個聲音檔…");
      try {
        const answer = await fetch(sound.currentSrc);
        if (!answer.ok) throw new Error(answer.statusText);
        sound.src = URL.createObjectURL(await answer.blob());
        say("");
      } catch {
        wanted = null;
        say("聲音檔載入失敗，無法跳到那裡。");
      }
      fetching = false;
      if (goesOn) play();
    }

    const skip = (seconds) => seek(now() + seconds);

    function step(list, by) {
      const at = lastBegun(list, nowMs());
      // Shortly after a beginning one step back is the one before; later, this one again.
      const again = by < 0 && at >= 0 && nowMs() - list[at].start > 2000;
      const next = list[Math.max(0, again ? at : at + by)];
      if (next) seek(next.start / 1000);
    }

    function setSpeed(value) {
      if (!all("option", speed).some((option) => option.value === value)) return;
      speed.value = value;
      sound.defaultPlaybackRate = Number(value);
      sound.playbackRate = Number(value);
      memory.set("ting:speed", value);
    }

    function changeSpeed(by) {
      setSpeed(speed.options[speed.selectedIndex + by]?.value);
      say(`${speed.value} 倍速`);
    }

    function mute() {
      sound.muted = !sound.muted;
      say(sound.muted ? "靜音" : "有聲音");
    }

    function share() {
      const sentence = text.here();
      const words = sentence ? `「${sentence.element.textContent.trim()}」` : player.dataset.title;
      shareMoment(sentence ? sentence.start / 1000 : Math.floor(now()), player.dataset.title, words, say);
    }

    function openLink() {
      const linked = linkedMoment(location.hash);
      if (linked === null) return false;
      seek(linked);
      text.reveal(true);
      return true;
    }

    function resume() {
      if (!left) return;
      seek(left);
      say(`上次聽到 ${clock(left)}，從這裡繼續。`);
    }

    // A sentence or a chapter that is tapped is played; a selection is not a tap.
    function playTapped(event) {
      const tapped = event.target.closest("[data-start], [data-chapter]");
      const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (!tapped || other || !getSelection().isCollapsed) return;
      event.preventDefault();
      seek(Number(tapped.dataset.start ?? tapped.dataset.chapter) / 1000);
      play();
    }

    function showPlaying() {
      player.classList.toggle("playing", !sound.paused);
      $(".toggle", player).setAttribute("aria-label", sound.paused ? "播放" : "暫停");
    }

    function failed() {
      player.classList.add("silent");
      say("聲音檔無法播放；文字仍可閱讀。按播放再試一次。");
    }

    function ready() {
      if (wanted !== null) seek(wanted);
      if (player.classList.contains("silent")) say("");
      player.classList.remove("silent");
    }

    const back = () => skip(-SKIP_S);
    const forward = () => skip(SKIP_S);
    const help = () => dialog.showModal();
    const chapterBy = (by) => () => step(progress.chapters, by);
    const sentenceBy = (by) => () => step(text.sentences, by);

    onButtons(document, { toggle, back, forward, share, help, return: text.goBack, close: () => dialog.close() });
    onKeys(dialog, {
      k: toggle, j: back, l: forward, m: mute, s: share, "?": help,
      ",": sentenceBy(-1), ".": sentenceBy(1), p: chapterBy(-1), n: chapterBy(1),
      "[": () => changeSpeed(-1), "]": () => changeSpeed(1),
    }, { " ": toggle, ArrowLeft: back, ArrowRight: forward });
    onLockScreen(sound, player.dataset, length, {
      play, pause,
      seekbackward: (details) => skip(-(details.seekOffset || SKIP_S)),
      seekforward: (details) => skip(details.seekOffset || SKIP_S),
      seekto: (details) => seek(details.seekTime),
      previoustrack: chapterBy(-1), nexttrack: chapterBy(1),
    });
    for (const name of ["play", "pause", "ended"]) sound.addEventListener(name, showPlaying);
    sound.addEventListener("ended", () => say("播完了。"));
    sound.addEventListener("error", failed);
    sound.addEventListener("loadedmetadata", ready);
    $(".position", player).addEventListener("change", (event) => seek(Number(event.target.value)));
    speed.addEventListener("change", () => setSpeed(speed.value));
    document.addEventListener("click", playTapped);
    addEventListener("hashchange", openLink);

    sound.removeAttribute("controls");
    $(".controls", player).hidden = false;
    setSpeed(memory.get("ting:speed"));
    if (!openLink()) resume();
    if (sound.error) failed();
    showPlaying();
  }

  /* The index */

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

  const starts = [["#player", startPlayer], ["form.search", startSearch], [".subscribe", startSubscribing]];
  document.documentElement.classList.add("scripted");
  for (const [selector, start] of starts) {
    const element = $(selector);
    if (element) start(element);
  }
})();
