// The inbox of a `ting serve` or `ting up`: where it is, and what it says to what is sent.

export const api = globalThis.browser ?? globalThis.chrome;

const LARGEST_PAGE = 5_000_000; // bytes of HTML that the inbox takes

const SAID = {
  200: "這一篇已經做好了，可以聽了。",
  202: "送到了，等一下就能聽。",
  401: "權杖不對。請在選項裡重填。",
  403: "這個權杖不能送東西。請在選項裡換一個。",
  413: "內容太大，送不進去。",
  422: "伺服器不收這個網址。",
  429: "一下子送得太多，請過一會兒再送。",
  503: "伺服器現在排滿了，請晚點再送。",
};

// What became of it: whether it was kept, and a sentence for who sent it.
export async function sendPage({ url, html }) {
  const isTooLarge = new TextEncoder().encode(html).length > LARGEST_PAGE;
  return post(isTooLarge ? { url } : { url, html });
}

export async function sendText(text, title) {
  return text.trim() ? post({ text, title }) : { ok: false, said: "沒有選取文字。" };
}

export async function settings() {
  return api.storage.local.get({ address: "", token: "" });
}

async function post(contents) {
  const { address, token } = await settings();
  if (!address || !token) {
    return { ok: false, said: "還沒填伺服器的網址和權杖。請打開選項。", isUnset: true };
  }
  let answer;
  try {
    answer = await fetch(`${address}/inbox`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(contents),
      credentials: "omit",
      redirect: "error", // the token is for this server alone
      referrerPolicy: "no-referrer",
    });
  } catch {
    return { ok: false, said: "連不上伺服器。它開著嗎？和這台裝置在同一個網路嗎？" };
  }
  const ok = answer.status === 200 || answer.status === 202;
  return { ok, said: SAID[answer.status] ?? `伺服器不收（${answer.status}）。` };
}
