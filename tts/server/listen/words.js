// 稍後聽: the words that are spoken, as they come; the sentence that is heard is lit and kept in sight.
import { breath, make, on } from "./page.js";

const EARLY_MS = 5; // a clock that was set to 1.2 may say 1.1999
const BY_HAND_MS = 5000; // so long the words stay where a hand has moved them

export function readAlong(pane) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let sentences = [];
  let lit = null;
  let movedAt = -Infinity;
  let turn = 0;

  // The last one begun; -1 before the first.
  function begun(ms) {
    let [low, high] = [0, sentences.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sentences[middle].start <= ms + EARLY_MS) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function clear() {
    turn += 1;
    sentences = [];
    lit = null;
    pane.replaceChildren();
  }

  // Lets there be these cues: what is there already keeps its place, though its times may be others.
  async function set(cues) {
    const mine = ++turn;
    const same = sentences.length <= cues.length && sentences.every(({ text }, at) => text === cues[at].text);
    if (!same) clear();
    turn = mine;
    for (const [at, cue] of cues.entries()) {
      const known = sentences[at];
      if (known) Object.assign(known, { start: cue.start_ms, end: cue.end_ms });
      else add(cue);
      await breath();
      if (mine !== turn) return;
    }
  }

  function add({ start_ms: start, end_ms: end, text, paragraph }) {
    const last = sentences.at(-1);
    let block = pane.lastElementChild;
    if (!last || last.paragraph !== paragraph || paragraph === null) {
      block = make("p");
      pane.append(block);
    }
    const element = make("span", text);
    element.dataset.start = "";
    block.append(element);
    sentences.push({ element, start, end, text, paragraph });
  }

  function follow(ms) {
    const here = sentences[begun(ms)];
    const sounding = here && ms < here.end ? here : null;
    if (sounding === lit) return;
    lit?.element.removeAttribute("aria-current");
    lit = sounding;
    if (lit) lit.element.ariaCurrent = "true";
    if (lit && performance.now() - movedAt > BY_HAND_MS) reveal(lit.element);
  }

  // Only the pane moves, not the page.
  function reveal(element) {
    const [box, around] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
    const lowest = around.top + pane.clientHeight * 0.6;
    if (box.top >= around.top && box.bottom <= lowest) return;
    const top = pane.scrollTop + box.top - around.top - parseFloat(getComputedStyle(pane).lineHeight);
    pane.scrollTo({ top, behavior: calm.matches ? "instant" : "smooth" });
  }

  const byHand = () => { movedAt = performance.now(); };
  on(pane, "wheel touchmove keydown pointerdown", byHand, { passive: true });

  return {
    clear,
    set,
    follow,
    tapped: (target) => sentences.find(({ element }) => element === target),
    count: () => sentences.length,
    end: () => sentences.at(-1)?.end ?? 0,
    show() {
      movedAt = -Infinity;
      if (lit) reveal(lit.element);
    },
    // When what is said next begins, or what was said before; null where there is none
    beside(ms, by) {
      const at = begun(ms);
      const again = by < 0 && at >= 0 && ms - sentences[at].start > 2000;
      return sentences[Math.max(0, again ? at : at + by)]?.start ?? null;
    },
    // The same moment of the same sentence among other cues, which may have an opening before them
    moved(ms, cues) {
      const at = begun(ms);
      if (at < 0) return ms;
      const { text, start } = sentences[at];
      const [nearest] = cues.map((cue, other) => ({ ...cue, off: Math.abs(other - at) }))
        .filter((cue) => cue.text === text).sort((one, other) => one.off - other.off);
      return nearest ? nearest.start_ms + ms - start : ms;
    },
  };
}
