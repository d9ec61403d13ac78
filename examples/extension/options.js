// Where the inbox is, and the token for it. Both stay in this browser.

import { api, settings } from "./inbox.js";

const [address, token, said] = ["#address", "#token", "#said"].map((name) => document.querySelector(name));

document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  said.textContent = "";
  keep(new URL(address.value));
});

const kept = await settings();
address.value ||= kept.address;
token.value ||= kept.token;

async function keep(url) {
  if (!/^https?:$/.test(url.protocol)) {
    said.textContent = "網址要以 http:// 或 https:// 開頭。";
    return;
  }
  // Browsers ask before an extension may reach a machine of the house; without that leave the inbox still answers
  // where a browser does not mind. It is asked for first, for it must follow a click at once.
  api.permissions.request({ origins: [`${url.protocol}//${url.hostname}/*`] }).catch(() => false);
  const path = url.pathname.replace(/\/(listen)?\/*$/, "");
  await api.storage.local.set({ address: url.origin + path, token: token.value.trim() });
  address.value = url.origin + path;
  said.textContent = "儲存了。";
}
