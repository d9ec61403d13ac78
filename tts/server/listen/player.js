// 稍後聽: the player. What is told of an entry comes from the server, and so does where its listener stopped.
import { $, all, clock, memory, on, say, spoken } from "./page.js";
import { ask } from "./server.js";
import { startDeck } from "./deck.js";
import { hostOf, nameOf } from "./list.js";
import { reasonOf } from "./reasons.js";
import { readAlong } from "./words.js";

const SKIP_S = 15;
const KEEP_EVERY_MS = 5000;
const HEARD = 0.95;
const APART_S = 1.5; // two devices agree so closely
const LOW_MS = 15_000; // so few words are left to be followed
const SOON_MS = 700;
const LATER_MS = 5000;
const AGAIN_MS = 1500;
const TICK_MS = 250;

// The handlers: save(id, change, manner), beside(id, by, fresh), shown(id, plays), put(entry).
export function startPlayer(player, { save: keepThere, beside, shown, put }) {
  const words = readAlong($(".words", player));
  const deck = startDeck(all("audio", player), heard);
  const position = $(".position", player);
  const speed = $(".speed", player);
  const sleep = $(".sleep", player);
  const media = window.MediaMetadata && navigator.mediaSession;
  let entry = null;
  let poll = 0;
  let timer = 0;
  let lost = 0; // the timer of the next try to go on, where the sound broke off
  let tried = false; // to load it again, since it sounded last
  let starved = false;
  let touched = false; // only who has heard something has stopped anywhere
  let keptAt = 0;
  let saving = 0;
  let own = 0; // the last change that this page itself has made
  let dragging = false;
  let sleepAt = Infinity;

  const nowMs = () => deck.now * 1000;
  const address = (what) => `/inbox/${entry.id}/${what}`;

  function length() {
    if (deck.length) return deck.length;
    const made = words.end() / 1000;
    return entry?.state === "speaking" && entry.percent ? Math.max(made, (made * 100) / entry.percent) : made;
  }

  /* What is heard */

  function open(fresh) {
    keep(true);
    stop();
    entry = fresh;
    player.hidden = false;
    touched = tried = false;
    deck.load(entry.sound, entry.position_ms / 1000, entry.state !== "ready");
    showTitle();
    showPlaying();
    readWords();
  }

  function stop() {
    clearTimeout(poll);
    clearTimeout(lost);
    lost = 0;
    words.clear();
  }

  function close() {
    if (!entry) return;
    entry = null;
    stop();
    deck.unload();
    player.hidden = true;
    document.title = "稍後聽";
    shown(null, false);
  }

  function play(fresh) {
    if (fresh && fresh.id !== entry?.id) open(fresh);
    else if (deck.broken) goOn();
    touched = true;
    if (performance.now() >= sleepAt) setSleep(""); // it ran out in silence
    deck.play();
    showPlaying();
  }

  const toggle = () => { if (entry) (deck.paused ? play() : deck.pause()); showPlaying(); };

  function seek(seconds) {
    if (!entry) return;
    const most = length();
    touched = true;
    deck.seek(most ? Math.min(seconds, Math.max(0, most - 0.2)) : seconds);
    show();
    if (deck.paused) keep(true);
  }

  const skip = (seconds) => seek(deck.now + seconds);

  function sentence(by) {
    const start = words.beside(nowMs(), by);
    if (start !== null) seek(start / 1000);
  }

  function step(by, fresh = false) {
    const next = entry && beside(entry.id, by, fresh);
    if (next) play(next);
    return next;
  }

  // Shortly after the beginning, one step back is the one before; later, this one again.
  const previous = () => (deck.now > 5 ? seek(0) : step(-1) || seek(0));

  async function readWords() {
    clearTimeout(poll);
    const { id } = entry;
    let told = null;
    try { told = await ask("GET", address("cues")); } catch { /* there are none yet, or no connection */ }
    if (entry?.id !== id) return;
    if (told?.complete && deck.grows) handOver(told.cues);
    else if (told) await words.set(told.cues);
    // What it comes by may be dead, and not say so: it starves twice where there is enough
    const starves = deck.starves && words.end() > nowMs() + LATER_MS;
    if (starves && starved) broke();
    starved = starves;
    tick();
    if (told?.complete || entry?.id !== id) return;
    poll = setTimeout(readWords, words.end() - nowMs() < LOW_MS ? SOON_MS : LATER_MS + 10 * words.count());
  }

  // It is ready: after this sentence the finished sound goes on, at the same moment of its own.
  async function handOver(cues) {
    const { id } = entry;
    const moved = (seconds) => words.moved(seconds * 1000, cues) / 1000;
    const next = (seconds) => {
      const start = words.beside(seconds * 1000 + 200, 1);
      return start !== null && start / 1000 > seconds ? [start / 1000, moved(start / 1000)] : null;
    };
    await deck.become(entry.sound, next, moved);
    if (entry?.id === id && !deck.grows) await words.set(cues);
    tick();
  }

  // Where a growing sound ends, it is ready, or its server was away: it is made anew then.
  async function goOn() {
    clearTimeout(lost);
    const { id } = entry;
    let fresh = null;
    try { fresh = await ask("GET", `/inbox/${id}`); } catch (trouble) {
      if (!trouble.passes) {
        giveUp(trouble.message);
        return;
      }
    }
    if (entry?.id !== id) return;
    if (fresh) put(entry = fresh);
    if (fresh?.state === "failed") {
      giveUp(`沒有錄完：${reasonOf(fresh.reason)}`);
    } else if (fresh?.sound && await goOnWith(fresh)) lost = 0;
    else lost = setTimeout(goOn, AGAIN_MS);
  }

  async function goOnWith(fresh) {
    let at = deck.now;
    if (fresh.state === "ready") {
      try {
        const { cues } = await ask("GET", address("cues"));
        if (entry?.id !== fresh.id) return true;
        at = words.moved(at * 1000, cues) / 1000;
        if (at > (cues.at(-1)?.end_ms ?? Infinity) / 1000 - APART_S && deck.ended) {
          finished();
          return true;
        }
        await words.set(cues);
      } catch { return false; }
    }
    const plays = !deck.paused;
    deck.load(fresh.sound, at, fresh.state !== "ready");
    if (plays) deck.play();
    readWords();
    return true;
  }

  function giveUp(sentence) {
    lost = 0;
    deck.pause();
    say(sentence);
    showPlaying();
  }

  function broke() {
    lost ||= setTimeout(goOn, AGAIN_MS / 5);
  }

  function finished() {
    save({ heard: true, position_ms: 0 });
    touched = false;
    const sleeps = sleep.value === "end";
    if (sleeps) setSleep("");
    if (sleeps || !step(1, true)) say("播完了。");
    showPlaying();
  }

  function heard(name) {
    if (!entry) return;
    if (name === "playing") tried = false;
    if (name === "error" && tried && !deck.grows) {
      giveUp("聲音檔無法播放。按播放再試一次。");
    } else if (name === "error") {
      tried = true;
      broke();
    } else if (name === "broke" || (name === "ended" && deck.grows)) broke();
    else if (name === "ended") finished();
    else if (name === "pause" || name === "became") keep(true);
    else if (name === "timeupdate") passing();
    showPlaying();
    tick();
  }

  function passing() {
    if (!deck.sounds) return;
    touched = true;
    keep(false);
    if (!entry.heard && deck.length && deck.now >= HEARD * deck.length) save({ heard: true });
    if (performance.now() >= sleepAt) {
      setSleep("");
      deck.pause();
      say("時間到，先停在這裡。");
    }
  }

  /* Where its listener stopped */

  async function save(change, manner) {
    saving += 1;
    entry = { ...entry, ...change };
    const saved = await keepThere(entry.id, change, manner);
    saving -= 1;
    own = Math.max(own, saved?.changed ?? 0);
  }

  function keep(always, manner) {
    if (!entry || !touched || deck.ended) return;
    const ms = Math.round(nowMs());
    if (!always && performance.now() - keptAt < KEEP_EVERY_MS) return;
    if (ms === entry.position_ms) return;
    keptAt = performance.now();
    save({ position_ms: ms }, manner);
  }

  // What the server tells of it, whoever has changed it
  function told(fresh) {
    if (fresh.id !== entry?.id) return;
    const before = entry;
    entry = fresh;
    if (before.title !== fresh.title) showTitle();
    if (before.state !== fresh.state && fresh.state === "ready" && !lost) readWords();
    const isElsewhere = Math.abs(fresh.position_ms / 1000 - deck.now) > APART_S;
    if (deck.paused && !saving && !lost && fresh.changed > own && isElsewhere) deck.seek(fresh.position_ms / 1000);
    show();
  }

  /* What is seen */

  function tick() {
    clearTimeout(timer);
    if (!entry) return;
    words.follow(nowMs());
    show();
    if (!deck.sounds) return;
    const next = words.beside(nowMs(), 1);
    const wait = next === null ? TICK_MS : (next - nowMs()) / Number(speed.value);
    timer = setTimeout(tick, wait > 8 ? Math.min(TICK_MS, wait) : 8);
  }

  function show() {
    const [seconds, whole] = [dragging ? Number(position.value) : deck.now, length()];
    const about = deck.grows && whole ? "約 " : "";
    $(".now", player).textContent = clock(seconds);
    $(".total", player).textContent = whole ? about + clock(whole) : "…";
    position.max = Math.max(1, Math.floor(whole));
    if (!dragging) position.value = Math.floor(seconds);
    const share = (part) => `${whole ? Math.min(100, (100 * part) / whole) : 0}%`;
    const { style } = $(".ticks", player);
    style.setProperty("--share", share(seconds));
    style.setProperty("--made", share(deck.grows ? words.end() / 1000 : whole));
    try {
      media?.setPositionState({ duration: whole, position: Math.min(seconds, whole), playbackRate: Number(speed.value) });
    } catch { /* nor this */ }
    position.ariaValueText = `${spoken(seconds)}，共${about}${spoken(whole)}`;
  }

  function showPlaying() {
    const plays = Boolean(entry) && !deck.paused;
    player.classList.toggle("playing", plays);
    $(".toggle", player).ariaLabel = plays ? "暫停" : "播放";
    shown(entry?.id ?? null, plays);
    if (media) media.playbackState = plays ? "playing" : "paused";
  }

  function showTitle() {
    const title = nameOf(entry);
    $("#playing bdi", player).textContent = title;
    document.title = `${title}・稍後聽`;
    onLockScreen(title);
  }

  function onLockScreen(title) {
    if (!media) return;
    const root = entry.page?.split("episodes/")[0];
    const artwork = [{ src: "/listen/icon-512.png", sizes: "512x512", type: "image/png" }];
    if (root) artwork.unshift({ src: `${root}cover.jpg`, type: "image/jpeg" });
    media.metadata = new MediaMetadata({ title, artist: hostOf(entry), album: "稍後聽", artwork });
  }

  function setSpeed(value) {
    if (!all("option", speed).some((option) => option.value === value)) return;
    speed.value = value;
    deck.setRate(Number(value));
    memory.set("ting:speed", value);
  }

  function changeSpeed(by) {
    setSpeed(speed.options[speed.selectedIndex + by]?.value);
    say(`${speed.value} 倍速`);
  }

  function setSleep(value) {
    sleep.value = value;
    sleepAt = Number(value) ? performance.now() + Number(value) * 60_000 : Infinity;
  }

  function unfold(button) {
    const open = player.classList.toggle("unfolded");
    button.ariaExpanded = open;
    words.show();
  }

  on(position, "input", () => { dragging = true; show(); });
  on(position, "change", () => { dragging = false; seek(Number(position.value)); });
  on(speed, "change", () => setSpeed(speed.value));
  on(sleep, "change", () => setSleep(sleep.value));
  on($(".words", player), "click", (event) => {
    const tapped = words.tapped(event.target);
    if (!tapped || !getSelection().isCollapsed) return;
    seek(tapped.start / 1000);
    play();
  });
  on(window, "pagehide", () => keep(true, { keepalive: true }));
  const buttons = {
    play: () => play(), pause: deck.pause, previoustrack: previous, nexttrack: () => step(1),
    seekbackward: ({ seekOffset = SKIP_S }) => skip(-seekOffset),
    seekforward: ({ seekOffset = SKIP_S }) => skip(seekOffset),
    seekto: ({ seekTime }) => seek(seekTime),
  };
  for (const name in buttons) {
    try { media?.setActionHandler(name, buttons[name]); } catch { /* this browser knows no such button */ }
  }
  setSpeed(memory.get("ting:speed"));

  return {
    play, toggle, told, close, unfold, sentence, changeSpeed, previous,
    back: () => skip(-SKIP_S),
    forward: () => skip(SKIP_S),
    next: () => step(1),
    mute: () => say(deck.mute() ? "靜音" : "有聲音"),
    current: () => entry?.id,
    plays: (id) => entry?.id === id && !deck.paused,
    pause: deck.pause,
  };
}
