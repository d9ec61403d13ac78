// 稍後聽: the sound. One that still grows is played as far as it is; what it becomes takes its place unheard.
// There are two <audio>: the one that is heard, and one that is made ready meanwhile.
import { on } from "./page.js";

const FULL_MS = 2000; // how long a browser that holds no more sound has to play some of it
const KIND = "audio/mpeg";

const Source = window.MediaSource ?? window.ManagedMediaSource;

const ready = (one, name) => new Promise((resolve, failed) => {
  on(one, name, resolve, { once: true });
  on(one, "error", failed, { once: true });
});
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export function startDeck([first, second], heard) {
  let [sound, spare] = [first, second];
  let growing = null; // what ends the growth
  let wanted = null; // where to go, as soon as there is so much
  let goesOn = false; // and to play there

  for (const one of [first, second]) {
    on(one, "timeupdate play playing pause seeking seeked ended error durationchange progress", ({ type }) => {
      if (one !== sound || !one.hasAttribute("src")) return;
      if (type === "pause" && wanted === null) goesOn = false; // a headphone was pulled, or it is over
      if (type !== "timeupdate") settle();
      heard(type);
    });
  }

  function reaches(seconds) {
    const ranges = growing ? sound.buffered : sound.seekable;
    return sound.readyState > 0 && (ranges.length ? seconds <= ranges.end(ranges.length - 1) + 0.05 : !growing);
  }

  function settle() {
    if (wanted === null || !reaches(wanted)) return;
    const seconds = wanted;
    wanted = null;
    if (Math.abs(sound.currentTime - seconds) > 0.05) sound.currentTime = seconds;
    if (goesOn) play();
  }

  function unload(one) {
    one.pause();
    if (one.src.startsWith("blob:")) URL.revokeObjectURL(one.src);
    one.removeAttribute("src");
    one.load();
  }

  function stopGrowing() {
    growing?.abort();
    growing = null;
  }

  // A browser without Media Source plays what comes as it comes.
  function grow(address) {
    const stop = new AbortController();
    growing = stop;
    if (!Source?.isTypeSupported(KIND)) {
      sound.src = address;
      return;
    }
    const media = new Source();
    sound.disableRemotePlayback = true; // iPhones have a managed one, which wants this
    sound.src = URL.createObjectURL(media);
    on(media, "sourceopen", () => {
      fill(media, address, stop.signal).catch(() => { if (!stop.signal.aborted) heard("broke"); });
    }, { once: true });
  }

  async function fill(media, address, signal) {
    const buffer = media.addSourceBuffer(KIND);
    const answer = await fetch(address, { signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      await append(buffer, value, signal);
      settle();
    }
    if (media.readyState === "open") media.endOfStream();
  }

  // What the browser holds is bounded: it waits then until some was heard.
  async function append(buffer, bytes, signal) {
    for (;;) {
      signal.throwIfAborted();
      try {
        const updated = ready(buffer, "updateend");
        buffer.appendBuffer(bytes);
        return await updated;
      } catch (error) {
        if (error.name !== "QuotaExceededError") throw error;
        await wait(FULL_MS);
      }
    }
  }

  function play() {
    goesOn = true;
    if (wanted !== null) return; // `settle` goes on
    sound.play().catch(() => { /* the error event says why */ });
  }

  function pause() {
    goesOn = false;
    sound.pause();
  }

  function take(seconds) {
    wanted = seconds > 0 ? seconds : null;
    settle();
  }

  return {
    load(address, seconds, grows) {
      stopGrowing();
      unload(spare);
      unload(sound);
      goesOn = false;
      if (grows) grow(address);
      else sound.src = address;
      take(seconds);
    },
    unload() {
      stopGrowing();
      unload(spare);
      unload(sound);
      wanted = null;
    },
    // Puts what the sound became in its place. `next` tells where that goes on after the present sentence, as
    // [now in the old, now in the new]; null: it ends before.
    async become(address, next, here) {
      const old = sound;
      const isStill = () => sound === old && growing;
      unload(spare);
      spare.src = address;
      try {
        await ready(spare, "loadedmetadata");
        while (isStill()) {
          const [from, to] = sound.paused ? [sound.currentTime, here(sound.currentTime)] : next(sound.currentTime) ?? [];
          if (from === undefined) return;
          spare.currentTime = to;
          await ready(spare, "seeked");
          while (isStill() && !sound.paused && sound.currentTime < from - 0.01 && sound.currentTime > from - 30) {
            await wait(10);
          }
          const isAt = Math.abs(sound.currentTime - from) < 0.25;
          if (!isStill() || !isAt) continue;
          Object.assign(spare, { playbackRate: sound.playbackRate, muted: sound.muted });
          if (!sound.paused) await spare.play();
          if (!isStill()) { spare.pause(); return; }
          [sound, spare] = [spare, sound];
          stopGrowing();
          unload(spare);
          heard("became");
        }
      } catch { /* the old one is whole, too: it is heard to its end */ }
    },
    play,
    pause,
    seek(seconds) {
      wanted = Math.max(0, seconds);
      settle();
    },
    setRate(rate) {
      for (const one of [first, second]) one.playbackRate = one.defaultPlaybackRate = rate;
    },
    mute() {
      for (const one of [first, second]) one.muted = !one.muted;
      return sound.muted;
    },
    get now() { return wanted ?? sound.currentTime; },
    get paused() { return sound.paused && !(goesOn && wanted !== null); },
    get sounds() { return !sound.paused && wanted === null; },
    get grows() { return Boolean(growing); },
    get error() { return sound.error; },
    get ended() { return sound.ended; },
    get length() { return Number.isFinite(sound.duration) && !growing ? sound.duration : 0; },
  };
}
