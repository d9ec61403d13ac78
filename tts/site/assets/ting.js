// 聽新聞: the player of an episode's page. Without it there is the browser's own player, and the text.
// The <audio> element is the clock: all else follows its events.
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
  const NEARLY_OVER_S = 10; // and so far may the last moment that was heard lie before the end
  const LEAST_APART = 1.2; // percent of the line
  const SCROLLING_MS = 1500; // more than a browser takes to scroll smoothly, or to set a turned page anew
  // What Firefox calls a sound that it could read but has no device for; other browsers play it to nobody.
  const NO_OUTPUT = /MediaSink|CUBEB/i;
  const BY_HAND = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

  // The sentences of a block: to the base 36, how long after the one before each begins, and how long it takes.
  function sentencesOf(block) {
    const written = block.dataset.times.split(",");
    let at = 0;
    return [...block.children].map((element, nth) => {
      const [wait, length, words = ""] = written[nth].split(/[+:]/);
      const start = at + parseInt(wait, 36);
      const end = at = start + parseInt(length, 36);
      Object.assign(element.dataset, { start, end });
      return { element, start, end, words };
    });
  }

  // The last sentence or chapter begun is looked for in order.
  const ordered = (list) => list.sort((one, other) => one.start - other.start);

  const WAITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  // A word from its first letter to its last, without the signs beside it.
  const SAID = /[\p{L}\p{N}\p{Sc}](?:.*[\p{L}\p{M}\p{N}%％‰°℃])?/su;

  // The word being spoken is painted over the text, so that nothing moves and a selection stays.
  // Browsers that cannot do so light sentences alone.
  function wordLight() {
    const paint = window.Highlight && CSS.highlights ? new Highlight() : null;
    let [texts, words, lit] = [[], [], -1];
    if (paint) CSS.highlights.set("word", paint);

    // For each word how long it is, if it is not two letters long, and in letters that are added up how many
    // hundredths of a second after the one before it begins.
    function enter({ element, start, words: written } = {}) {
      [words, lit] = [[], -1];
      paint?.clear();
      let to = 0;
      for (const [, length, wait] of (paint && written || "").matchAll(/(\d*)(z*[A-Za-y])/g)) {
        const from = to;
        to += Number(length || 2);
        for (const letter of wait) start += 10 * WAITS.indexOf(letter);
        words.push({ start, from, to });
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
    const sentences = ordered(all("[data-times]").flatMap(sentencesOf));
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
    const chapters = ordered(all(".chapters a", player).map((element) => (
      { element, start: 1000 * linkedMoment(element.hash) })));
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
      const title = $("bdi", element).cloneNode(true);
      $(".chapter", list).replaceChildren(`${at + 1}／${chapters.length}　`, title);
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
    let reached = 0; // the last moment before the end: what breaks off is said to end, and goes there at once

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
      say("");
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
      const tapped = event.target.closest("[data-start], .chapters a");
      const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (!tapped || other || !getSelection().isCollapsed) return;
      event.preventDefault();
      seek(tapped.hash ? linkedMoment(tapped.hash) : tapped.dataset.start / 1000);
      play();
    }

    // A list that is open from the beginning would cover the text: it stays above, and closes when that is read.
    function keepListAbove(list) {
      if (!list?.open || !text.sentences.length) return;
      const fold = () => player.classList.remove("above");
      player.classList.add("above");
      $("summary", list).addEventListener("click", fold, { once: true });
      sound.addEventListener("play", () => {
        if (player.classList.contains("above")) list.open = false;
        fold();
      }, { once: true });
    }

    function showPlaying() {
      player.classList.toggle("playing", !sound.paused);
      $(".toggle", player).setAttribute("aria-label", sound.paused ? "播放" : "暫停");
    }

    // Firefox goes on with a clock that no sound follows.
    function failed() {
      sound.pause();
      say(NO_OUTPUT.test(sound.error.message)
        ? "找不到聲音輸出：請接上耳機或喇叭，或檢查這部裝置的音效設定，再按播放。"
        : "聲音檔無法播放；文字仍可閱讀。按播放再試一次。");
    }

    function ready() {
      if (wanted !== null) seek(wanted);
    }

    function noteReached() {
      if (!sound.ended) reached = sound.currentTime;
    }

    function ended() {
      say(announced - reached > NEARLY_OVER_S ? `聲音檔不完整，只到 ${clock(reached)}；文字仍可閱讀。` : "播完了。");
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
    for (const name of ["timeupdate", "seeking"]) sound.addEventListener(name, noteReached);
    sound.addEventListener("ended", ended);
    sound.addEventListener("error", failed);
    sound.addEventListener("loadedmetadata", ready);
    $(".position", player).addEventListener("change", (event) => seek(Number(event.target.value)));
    speed.addEventListener("change", () => setSpeed(speed.value));
    document.addEventListener("click", playTapped);
    addEventListener("hashchange", openLink);

    sound.removeAttribute("controls");
    $(".controls", player).hidden = false;
    setSpeed(memory.get("ting:speed"));
    keepListAbove($(".chapters", player));
    if (!openLink()) resume();
    if (sound.error) failed();
    showPlaying();
  }

  window.ting = { $, all, copied, onButtons };
  const player = $("#player");
  if (player) {
    document.documentElement.classList.add("scripted");
    startPlayer(player);
  }
})();
