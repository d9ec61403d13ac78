// 稍後聽: what the server is asked, and what it tells by itself.
import { on } from "./page.js";

const SAID = {
  0: "沒有連線。",
  401: "這個權杖不對，或已經作廢。",
  403: "這部裝置的權杖不能這麼做。",
  404: "這一則已經不在清單裡了。",
  413: "太長了：一次最多四十萬字。",
  422: "只能讀公開的網址：以 https:// 開頭，在外面也打得開的。",
  429: "送得太急，過一會兒再送。",
  503: "現在太忙，過一會兒再試。",
};
const ASLEEP_MS = 20_000;

// What could not be done, with a sentence that says so; status 0 where nobody answered.
export class Trouble extends Error {
  constructor(status) {
    super(SAID[status] ?? "沒有做成，過一會兒再試。");
    this.status = status;
  }

  get passes() { return [0, 408, 429].includes(this.status) || this.status >= 500; }
}

export async function ask(method, path, body, manner = {}) {
  const sent = body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  let answer;
  try {
    answer = await fetch(path, { method, ...sent, ...manner });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Trouble(0);
  }
  if (!answer.ok) throw new Trouble(answer.status);
  return answer.status === 204 ? null : answer.json();
}

// Tells of every change after one that was seen. The browser goes on by itself where a connection broke; what
// slept, and may hold one that is long dead, begins another.
export function listen(seen, { changed, connected, lost }) {
  const stop = new AbortController(); // its `signal` is what `on` asks for
  let source = null;
  let hiddenAt = Infinity;

  function open() {
    source?.close();
    source = new EventSource(`/inbox/events?since=${seen}`);
    source.onopen = () => connected(true);
    source.onmessage = ({ data, lastEventId }) => {
      seen = Number(lastEventId);
      changed(JSON.parse(data));
    };
    source.onerror = () => {
      connected(false);
      if (source.readyState === EventSource.CLOSED) lost();
    };
  }

  on(document, "visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > ASLEEP_MS) open();
  }, stop);
  open();
  return () => {
    stop.abort();
    source.close();
  };
}
