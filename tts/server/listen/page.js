// 稍後聽: what all parts of the page use.

export const $ = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

export function on(target, names, does, manner) {
  for (const name of names.split(" ")) target.addEventListener(name, does, manner);
}

// Storage may be switched off, and then even to look at it is an error. Tells whether it was kept.
export const memory = {
  get(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  },
  read(key) {
    try { return JSON.parse(memory.get(key)); } catch { return null; }
  },
  set(key, value) {
    try { return localStorage.setItem(key, value) === undefined; } catch { return false; }
  },
};

const two = (number) => String(number).padStart(2, "0");

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function spoken(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  return minutes ? `${minutes} 分 ${whole % 60} 秒` : `${whole} 秒`;
}

export function onButtons(root, actions) {
  on(root, "click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button && actions[button.dataset.do]) actions[button.dataset.do](button);
  });
}

// Lets others go first when the work has taken a while already: a longer task would hold up the hand.
const SLICE_MS = 8;
let since = performance.now();
export async function breath() {
  if (performance.now() - since < SLICE_MS) return;
  await new Promise((done) => { setTimeout(done); });
  since = performance.now();
}

// One thing is said at a time, for some seconds, with a way to undo it: not away from under a hand.
const SAID_MS = 8000;
const toast = $(".toast");
let undo = null;
let timer = 0;

export function say(text, undoing = null) {
  undo = undoing;
  $("[data-do=undo]", toast).hidden = !undo;
  $("span", toast).textContent = text;
  toast.classList.toggle("shown", Boolean(text));
  clearTimeout(timer);
  if (text) timer = setTimeout(silence, SAID_MS);
}

// News is not to take away what can be undone.
export const tell = (text) => { if (!undo) say(text); };

function silence() {
  if (toast.matches(":hover, :focus-within")) timer = setTimeout(silence, SAID_MS);
  else say("");
}

onButtons(toast, {
  undo() {
    const undoing = undo;
    say("");
    undoing?.();
  },
});
