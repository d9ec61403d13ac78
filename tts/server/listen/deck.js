// 稍後聽: the sound. One that still grows is played as far as it is, from where somebody wants to be; what it
// becomes takes its place unheard.
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
  let grown = ""; // the address of what grows
  let shift = 0; // the second at which a sound begins whose browser does not know of any before
  let wanted = null; // where to go, as soon as that is there
  let plays = false; // what is wanted, though it may have to wait

  for (const one of [first, second]) {
    on(one, "timeupdate play playing pause seeking seeked ended error durationchange progress canplay", ({ type }) => {
      if (one !== sound || !one.hasAttribute("src")) return;
      if (one.error && type !== "error") return; // Firefox goes to the end then, as if all had been heard
      if (type === "error") wanted = now();
      if (type === "play") plays = true;
      if (type === "pause" && one.paused && wanted === null && !broken()) plays = false; // a headphone was pulled
      if (type === "ended" && !growing) plays = false;
      if (type !== "timeupdate") settle();
      heard(type);
    });
  }

  const now = () => wanted ?? sound.currentTime + shift;

  const broken = () => sound.error || (growing && sound.ended);

  function reaches(seconds) {
    const ranges = sound.buffered;
    if (!growing || sound.error || !ranges.length) return !growing && !sound.error && sound.readyState;
    return seconds > ranges.start(0) + shift - 0.05 && seconds < ranges.end(ranges.length - 1) + shift + 0.05;
  }

  function settle() {
    if (wanted === null || !reaches(wanted)) return;
    const seconds = wanted > sound.duration ? 0 : wanted - shift; // it was longer once
    wanted = null;
    if (Math.abs(sound.currentTime - seconds) > 0.05) sound.currentTime = seconds;
    if (plays) play();
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

  // A browser without Media Source plays what comes as it comes, and counts its seconds from there.
  function grow(seconds) {
    const stop = new AbortController();
    growing = stop;
    const isFilled = Source?.isTypeSupported(KIND);
    const begins = isFilled ? Math.max(0, Math.floor(seconds) - 1) : seconds;
    const address = begins ? `${grown}?from_ms=${Math.round(begins * 1000)}` : grown;
    if (!isFilled) {
      [shift, wanted] = [begins, null];
      sound.src = address;
      if (plays) play();
      return;
    }
    const media = new Source();
    sound.disableRemotePlayback = true; // iPhones have a managed one, which wants this
    sound.src = URL.createObjectURL(media);
    on(media, "sourceopen", () => {
      fill(media, address, begins, stop.signal).catch(() => { if (!stop.signal.aborted) heard("broke"); });
    }, { once: true });
  }

  async function fill(media, address, begins, signal) {
    const buffer = media.addSourceBuffer(KIND);
    buffer.timestampOffset = begins;
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
    plays = true;
    if (wanted !== null || broken()) return; // `settle` goes on, or who loads it anew
    sound.play().catch(({ name }) => { // else the error event says why
      if (name !== "NotAllowedError") return;
      plays = false;
      heard("pause");
    });
  }

  function pause() {
    plays = false;
    sound.pause();
  }

  return {
    load(address, seconds, grows) {
      stopGrowing();
      unload(spare);
      unload(sound);
      [grown, shift, plays] = [address, 0, false];
      wanted = seconds > 0 ? seconds : null;
      if (grows) grow(seconds);
      else sound.src = address;
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
          const [from, to] = sound.paused ? [now(), here(now())] : next(now()) ?? [];
          if (from === undefined) return;
          spare.currentTime = to;
          await ready(spare, "seeked");
          while (isStill() && !sound.paused && now() < from - 0.01 && now() > from - 30) {
            await wait(10);
          }
          const isAt = Math.abs(now() - from) < 0.25;
          if (!isStill() || !isAt) continue;
          Object.assign(spare, { playbackRate: sound.playbackRate, muted: sound.muted });
          if (plays) await spare.play();
          if (!isStill()) { spare.pause(); return; }
          [sound, spare] = [spare, sound];
          [wanted, shift] = [null, 0];
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
      if (growing && !reaches(wanted)) { // what was heard long ago is kept no more
        stopGrowing();
        unload(sound);
        grow(wanted);
      }
      settle();
    },
    setRate(rate) {
      for (const one of [first, second]) one.playbackRate = one.defaultPlaybackRate = rate;
    },
    mute() {
      for (const one of [first, second]) one.muted = !one.muted;
      return sound.muted;
    },
    get now() { return now(); },
    get paused() { return !plays; },
    get sounds() { return !sound.paused && wanted === null; },
    get starves() { return growing && plays && sound.readyState < HTMLMediaElement.HAVE_FUTURE_DATA; },
    get grows() { return Boolean(growing); },
    get broken() { return Boolean(broken()); },
    get ended() { return sound.ended; },
    get length() { return Number.isFinite(sound.duration) && !growing ? sound.duration : 0; },
  };
}
