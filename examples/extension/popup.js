// The button's popup: sends the page that is seen, and says what became of it.

import { api, settings } from "./inbox.js";

const [tab] = await api.tabs.query({ active: true, lastFocusedWindow: true });

const list = document.querySelector("#list");
const { address } = await settings();
list.hidden = !address;
list.addEventListener("click", () => api.tabs.create({ url: `${address}/listen` }));
document.querySelector("#options").addEventListener("click", () => api.runtime.openOptionsPage());

const outcome = await api.runtime.sendMessage({ tab: { id: tab.id, title: tab.title } });
const said = document.querySelector("#said");
said.textContent = outcome.said;
said.className = outcome.ok ? "kept" : "refused";
