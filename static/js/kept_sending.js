// Around every page: keep the blank log form at hand, and send what was kept while there was no line.

import { allKept, dropKept, forgetDevice, keepKey, keyOf, member } from "./kept.js";
import { say } from "./toast.js";

const { offline } = document.documentElement.dataset;
const HOUR_MS = 3_600_000;

function post(path, fields = {}) {
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  const body = new URLSearchParams(fields);
  return fetch(offline + path, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token } });
}

// The key to seal for, and the page to write on. Once an hour: both rarely change.
async function prepare() {
  const known = await keyOf();
  if (!known) {
    const answer = await post("key/");
    if (!answer.ok) return;
    await keepKey((await answer.json()).key);
  }
  const pages = await caches.open("alliance-pages");
  const kept = await pages.match(offline, { ignoreVary: true });
  const age = kept ? Date.now() - Date.parse(kept.headers.get("date")) : Infinity;
  if (!(age < HOUR_MS)) await pages.add(offline);
}

function needsALook(form) {
  const words = document.querySelector("#kept-words").dataset;
  const note = document.createElement("form");
  note.method = "post";
  note.action = `${offline}open/`;
  note.className = "quiet-note";
  note.append(words.look, " ");
  const { "X-CSRFToken": csrfmiddlewaretoken } = JSON.parse(document.body.getAttribute("hx-headers"));
  const { submission, sealed } = form;
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken, submission, sealed })) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    note.append(field);
  }
  const button = document.createElement("button");
  button.className = "btn btn-outline btn-small";
  button.textContent = words.open;
  note.append(button);
  document.querySelector("#main").prepend(note);
}

async function send(form) {
  const { submission, sealed, isFinished } = form;
  const answer = await post("send/", { submission, sealed, ...(isFinished && { is_finished: "on" }) }).catch(() => null);
  if (!answer || answer.type === "opaqueredirect" || ![200, 422].includes(answer.status)) return;
  const { state } = await answer.json();
  const words = document.querySelector("#kept-words").dataset;
  if (state === "saved" || state === "draft") {
    await dropKept(submission);
    say(words[state]);
  } else if (state === "unreadable") {
    say(words.unreadable);
  } else {
    needsALook(form);
  }
}

async function sendAll() {
  // A form that is open keeps its own draft.
  if (!navigator.onLine || document.querySelector("[data-log-form]")) return;
  for (const form of await allKept()) await send(form);
}

export function startKept() {
  if (!member || !offline || !("serviceWorker" in navigator) || !("indexedDB" in window)) return;
  navigator.serviceWorker.register("/sw.js").catch(() => null);
  const whenControlled = () => navigator.serviceWorker.controller && prepare().catch(() => null);
  navigator.serviceWorker.addEventListener("controllerchange", whenControlled);
  whenControlled();
  addEventListener("online", sendAll);
  sendAll().catch(() => null);
  document.querySelector("[data-forget-device]")?.addEventListener("click", async () => {
    await forgetDevice();
    say(document.querySelector("#kept-words").dataset.forgotten);
  });
}
