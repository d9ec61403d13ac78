// 稍後聽: what is sent from here. What cannot be sent now is kept, and sent when it can.
import { $, make, memory, on, say } from "./page.js";
import { ask } from "./server.js";

const KEY = "ting:outbox";
const MOST_TITLE = 300; // characters of what stands beside a shared address; more is the text itself
const AGAIN_MS = 10_000;
const ADDRESS = /https?:\/\/\S+/gi;

const isAddress = (text) => /^https?:\/\/\S+$/i.test(text.trim());

// What an app shares, or copies: many put the address into the text, behind the title.
export function shared(parameters) {
  const [url, text, title] = ["url", "text", "title"].map((name) => (parameters.get(name) ?? "").trim());
  const found = url || (text.match(ADDRESS) ?? []).at(-1) || "";
  const rest = text.replace(found, "").trim();
  if (found && rest.length <= MOST_TITLE) return { said: found, title: title || rest };
  return { said: text || title, title: text ? title : "" };
}

export function startSending(form, outbox, { sent, refused }) {
  const box = $("textarea", form);
  let items = kept();
  let title = "";
  let busy = false;
  let later = 0;
  let isSaid = false; // that it has to wait

  function kept() {
    const found = memory.read(KEY);
    return Array.isArray(found) ? found.filter((one) => one?.url || one?.text) : [];
  }

  // Tells whether it is still there when the page is closed.
  function keep() {
    const lasts = memory.set(KEY, JSON.stringify(items));
    show();
    return lasts;
  }

  function show() {
    outbox.hidden = !items.length;
    outbox.replaceChildren(...items.map(shown));
  }

  function shown(item) {
    const element = make("li", "還沒送出：");
    const drop = make("button", "不送了");
    on(drop, "click", () => {
      items = items.filter((one) => one !== item);
      keep();
      box.focus();
    });
    element.append(make("bdi", (item.title || item.url || item.text).slice(0, 60)), " ", drop);
    return element;
  }

  async function flush() {
    if (busy) return;
    busy = true;
    clearTimeout(later);
    try {
      while (items.length) {
        const item = items[0];
        const told = await ask("POST", "/inbox", item);
        items = items.filter((one) => one !== item);
        keep();
        isSaid = false;
        sent(told);
      }
    } catch (trouble) {
      failed(trouble);
    } finally {
      busy = false;
    }
  }

  function failed(trouble) {
    if (trouble.status === 401) {
      keep();
      refused(trouble.message);
    } else if (trouble.passes) {
      const lasts = keep();
      later = setTimeout(flush, AGAIN_MS);
      if (isSaid) return;
      isSaid = true;
      say(lasts ? `${trouble.message}先留著，會自己再送。` : `${trouble.message}會自己再送，先別關掉這一頁。`);
    } else {
      const [{ url, text }] = items.splice(0, 1);
      keep();
      box.value ||= url ?? text; // not lost: it can be mended
      say(trouble.message);
      flush();
    }
  }

  function submit() {
    const { said, title: beside } = shared(new Map([["text", box.value]]));
    if (!said) {
      box.focus();
      return;
    }
    const name = title || beside;
    items.push({ ...(isAddress(said) ? { url: said } : { text: said }), ...(name && { title: name }) });
    box.value = "";
    title = "";
    isSaid = false;
    flush();
  }

  on(form, "submit", (event) => { event.preventDefault(); submit(); });
  on(box, "input", () => { title = ""; });
  on(box, "keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (!event.ctrlKey && !event.metaKey && !isAddress(box.value)) return;
    event.preventDefault();
    submit();
  });
  const clipboard = $("[data-do=clipboard]", form);
  clipboard.hidden = !navigator.clipboard?.readText;
  on(clipboard, "click", async () => {
    try {
      box.value = await navigator.clipboard.readText();
      $("[type=submit]", form).focus();
    } catch { box.focus(); }
  });
  on(window, "online", flush);
  on(window, "storage", ({ key }) => { // another tab has more, or less
    if (key !== KEY) return;
    items = kept();
    show();
  });
  show();

  return {
    flush,
    // A link of another site may lead here, too: who reads this decides whether it is sent.
    offer(what) {
      if (!what.said) return;
      box.value = what.said;
      title = what.title;
      $("[type=submit]", form).focus();
      say("要加進來嗎？按「送出」。");
    },
  };
}

// The bookmark's own code: it sends what is seen of a page by a form, in a new tab.
export function bookmarklet(word) {
  const filled = $("#bookmarklet").content.textContent.replace("ADDRESS", `${location.origin}/inbox`);
  return `javascript:${encodeURIComponent(filled.replace("TOKEN", word.replace(/[^\w-]/g, "")))}`;
}
