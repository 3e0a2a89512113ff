// Logging a session: keys, progress, the next statement under the thumb, and the draft.
// Everything here only adds to a form that works without it.

import { dropKept, keepHere } from "./kept.js";

const form = document.querySelector("[data-log-form]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const words = document.querySelector("#save-line-words").dataset;

// ---- statements -------------------------------------------------------------------------

const scales = () => [...form.querySelectorAll(".scale")];
const isAnswered = (scale) => Boolean(scale.querySelector("input:checked"));

function goTo(scale) {
  if (!scale) {
    const strain = form.querySelector("#after-checklist");
    strain.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    (strain.querySelector("input:checked") ?? strain.querySelector("input")).focus({ preventScroll: true });
    return;
  }
  (scale.querySelector("input:checked") ?? scale.querySelector("input")).focus({ preventScroll: true });
  scale.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
}

function answerByKey(scale, key) {
  const value = { u: "unsure", n: "na" }[key] ?? key;
  const radio = scale.querySelector(`input[value="${CSS.escape(value)}"]`);
  if (!radio) return false;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

// Single keys act only while focus is inside a statement, so that they get in nobody's way.
form.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
    return;
  }
  const scale = event.target.closest(".scale");
  // Half a form is saved by its button, not by a hand that meant to confirm an answer.
  if (event.key === "Enter" && event.target.matches("input")) {
    event.preventDefault();
    if (scale) goTo(scales()[scales().indexOf(scale) + 1]);
    return;
  }
  if (!scale || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = scales();
  const at = all.indexOf(scale);
  const key = event.key.toLowerCase();
  if (key === "backspace") {
    event.preventDefault();
    if (at > 0) goTo(all[at - 1]);
  } else if ("12345un".includes(key) && key.length === 1 && answerByKey(scale, key)) {
    event.preventDefault();
    goTo(all[at + 1]);
  }
});

form.addEventListener("focusin", (event) => {
  const now = event.target.closest(".scale");
  for (const scale of scales()) scale.classList.toggle("is-now", scale === now);
  const domain = event.target.closest(".domain, #strain, #notes, #next")?.id;
  for (const link of form.querySelectorAll(".outline a")) {
    if (link.hash === `#${domain}`) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
});

// After a tap the next open statement glides to where the thumb already is, unless it was quicker.
let glide = 0;
form.addEventListener("click", (event) => {
  const scale = event.target.closest(".scale");
  if (!scale || !event.target.matches("input") || event.detail === 0) return;
  clearTimeout(glide);
  const all = scales();
  const next = all[all.indexOf(scale) + 1];
  if (next) glide = setTimeout(() => isAnswered(next) || goTo(next), 160);
});

function showProgress() {
  const all = scales();
  const answered = all.filter(isAnswered).length;
  const said = form.dataset.answeredWords
    .replace("%(answered)s", answered)
    .replace("%(total)s", all.length);
  form.querySelector("[data-answered]").textContent = said;
  const bar = document.querySelector("[data-progress]");
  bar.setAttribute("aria-valuenow", answered);
  bar.setAttribute("aria-valuemax", all.length);
  bar.setAttribute("aria-valuetext", said);
  for (const marks of document.querySelectorAll("[data-domain]")) {
    const inDomain = [...document.querySelectorAll(`#${CSS.escape(marks.dataset.domain)} .scale`)];
    const pieces = marks.querySelectorAll("b");
    inDomain.forEach((scale, i) => pieces[i]?.classList.toggle("on", isAnswered(scale)));
  }
}

// ---- parts that are drawn when asked for ----------------------------------------------------

// What was answered or written while the server drew: the fresh part doesn't know it yet.
function carryOver(sent, since) {
  for (const name of new Set([...sent.keys(), ...since.keys()])) {
    const values = since.getAll(name);
    if (name === "show" || String(values) === String(sent.getAll(name))) continue;
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.matches("[type=radio], [type=checkbox]")) control.checked = values.includes(control.value);
      else control.value = values[0] ?? "";
    }
  }
}

async function redraw(name) {
  if (isAway()) return false;
  const fields = new FormData(form);
  fields.set("show", name);
  const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const since = new FormData(form);
  for (const selector of [".ttl", ".log", ".progress-line"]) {
    const fresh = page.querySelector(selector);
    if (fresh) document.querySelector(selector).replaceWith(document.adoptNode(fresh));
  }
  form.elements.namedItem("form").value = page.querySelector("#log-form [name=form]").value;
  carryOver(fields, since);
  showProgress();
  keepSoon(0);
  return true;
}

form.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-redraw]");
  if (!button) return;
  event.preventDefault();
  if (!(await redraw(button.value))) showState("failed");
});

// A client chosen last must not cost what was answered before: the link would open a fresh page.
let isTouched = false;
form.addEventListener("input", () => (isTouched = true));
form.addEventListener("click", (event) => {
  const chip = event.target.closest(".choose a");
  const field = form.elements.namedItem("client");
  if (!chip || !isTouched || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  field.value = field.matches("select") ? chip.dataset.client : chip.textContent;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

form.addEventListener("change", async (event) => {
  showProgress();
  if (event.target.name === "rupture") {
    const entry = form.querySelector("[data-strain]");
    const isYes = event.target.value === "yes";
    if (isYes && !entry.classList.contains("rupture")) {
      const drawing = entry.querySelector("[data-drawing]");
      drawing.hidden = isAway();
      if (await redraw("rupture")) form.querySelector("#strain input[value=yes]").focus({ preventScroll: true });
      else if (!isAway()) showState("failed");
      drawing.hidden = true;
    } else {
      // "No" after "Yes" hides the entry but keeps its words until the log is saved.
      entry.hidden = !isYes;
    }
  } else if (event.target.name === "client" && event.target.value) {
    await redraw("client");
  }
});

// ---- the draft -------------------------------------------------------------------------------

const line = document.querySelector("#save-line");
let timer = 0;
let state = "";
let seen = line.querySelector("[data-time]")?.dataset.at ?? "";
let latest = 0;
const isBlank = "blank" in form.dataset;
const isAway = () => isBlank || !navigator.onLine;

function showState(name) {
  if (state === name) return;
  state = name;
  line.classList.toggle("is-look", !["saving", "no-client"].includes(name));
  line.classList.toggle("is-away", ["locked", "offline", "waits"].includes(name));
  line.textContent = words[{ "signed-out": "signedOut", "no-client": "noClient" }[name] ?? name] ?? "";
  if (name === "signed-out") {
    const link = document.createElement("a");
    link.href = `${words.signInUrl}?next=${encodeURIComponent(wayBack())}`;
    link.textContent = line.textContent;
    line.replaceChildren(link);
  }
}

// To what the server kept of this form; where it kept nothing, to the draft as it was saved last.
function wayBack() {
  const submission = form.elements.namedItem("submission").value;
  const draft = form.dataset.draftUrl.replace(/log\/draft\/$/, `drafts/${submission}/`);
  return seen ? `${words.keptUrl}?otherwise=${encodeURIComponent(draft)}` : words.keptUrl;
}

function keepSoon(delay) {
  clearTimeout(timer);
  // What stays on the device costs nobody anything, so it may be kept at once.
  timer = setTimeout(keep, isAway() ? Math.min(delay, 200) : delay);
}

// Without a line the form is kept on this device, sealed, until the server has it.
async function keepOnDevice({ isFinished }) {
  const draftSeen = line.querySelector("[data-time]")?.dataset.at ?? seen;
  const isKept = await keepHere(new FormData(form), { isFinished, draftSeen });
  showState(isKept ? (isFinished ? "waits" : "locked") : "offline");
  return isKept;
}

async function keep() {
  const turn = ++latest;
  if (isAway()) return keepOnDevice({ isFinished: false });
  const body = new FormData(form);
  // Where it is drawn again if the sign-in has ended meanwhile: the server keeps it until then.
  body.set("stands_at", new URL(form.action).pathname);
  const answer = await fetch(form.dataset.draftUrl, {
    method: "POST",
    body,
    redirect: "manual",
  }).catch(() => null);
  if (turn !== latest) return;
  if (answer === null) {
    await keepOnDevice({ isFinished: false });
    keepSoon(5000);
  } else if (answer.type === "opaqueredirect" || answer.status === 403) {
    // And so does this device, for where the server forgot who it was.
    keepHere(new FormData(form), { isFinished: false, draftSeen: seen });
    showState("signed-out");
  } else if (answer.status === 422) {
    showState("no-client");
  } else if (answer.ok) {
    showSaved(await answer.text());
    dropKept(form.elements.namedItem("submission").value).catch(() => null);
  } else if (answer.status !== 409) {
    showState("failed");
    keepSoon(5000);
  }
}

function showSaved(answer) {
  state = "saved";
  line.classList.remove("is-look", "is-away");
  // Announce the change of state, not every save: the words stay, only the time moves on.
  const said = document.createElement("template");
  said.innerHTML = answer;
  const fresh = said.content.querySelector("[data-time]");
  const time = line.querySelector("[data-time]");
  seen = fresh.dataset.at;
  if (time) time.replaceWith(fresh);
  else line.replaceChildren(said.content);
}

form.addEventListener("change", () => keepSoon(600));
form.addEventListener("input", () => keepSoon(1500));
addEventListener("online", () => (state === "waits" ? leave() : keepSoon(0)));
addEventListener("offline", () => keepSoon(0));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && timer) keep();
});

const isReachable = () => fetch("/livez", { cache: "no-store" }).then((answer) => answer.ok, () => false);

// The next page sends what was kept. A device says "online" a moment before anything can be reached.
async function leave() {
  if (await isReachable()) location.assign(document.querySelector(".focusbar a").href);
  else setTimeout(leave, 1000);
}

// Words must not be sent into the void: without a line they stay here, without a sign-in on the page.
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (state === "signed-out") {
    event.preventDefault();
    line.scrollIntoView({ block: "nearest" });
  } else if (isAway() || ["locked", "offline", "waits"].includes(state)) {
    event.preventDefault();
    latest += 1;
    const isBack = navigator.onLine && (await isReachable());
    if (isBack && !isBlank) {
      state = "";
      form.requestSubmit(event.submitter);
    } else if ((await keepOnDevice({ isFinished: true })) && isBack) {
      leave();
    }
  } else {
    latest += 1;
  }
});

// A page that was kept on the device: today, and a form of its own.
if (isBlank) {
  const now = new Date();
  form.elements.namedItem("held_on").value = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  form.elements.namedItem("submission").value = crypto.randomUUID();
}
showProgress();
// Written when the sign-in ended, and drawn again after it: nowhere yet but on this page.
if ("unsaved" in form.dataset) keepSoon(0);
