// Asks, beside a text, whether something that may point at a person needs to be in it.
// Nothing is sent, nothing is stopped; without JavaScript there is no question.

import { identifying } from "./identifying.js";

const words = document.querySelector("#warning-words").dataset;
const names = (words.names ?? "").split("|").filter(Boolean);
const PAUSE = 600;
const FIELDS = "textarea, input[type=text][maxlength], .writing input[type=text]";

function noteBeside(field) {
  const id = `${field.id || field.name}-pointing`;
  const found = document.getElementById(id);
  if (found) return found;
  const note = document.createElement("p");
  note.id = id;
  note.className = "form-text";
  note.setAttribute("role", "status");
  field.after(note);
  return note;
}

function look(field) {
  const met = identifying(field.value, names);
  const existing = document.getElementById(`${field.id || field.name}-pointing`);
  if (!met.length && !existing) return;
  const said = met.map(({ kind, found }) => `${words[kind]} (“${found}”)`).join(", ");
  const text = said ? `${words.ask} ${said}` : "";
  const note = noteBeside(field);
  // A screen reader is told once, not at every key.
  if (note.textContent !== text) note.textContent = text;
}

const waiting = new WeakMap();
document.addEventListener("input", ({ target }) => {
  if (!target.matches(FIELDS)) return;
  clearTimeout(waiting.get(target));
  waiting.set(target, setTimeout(() => look(target), PAUSE));
});
for (const field of document.querySelectorAll("textarea")) if (field.value) look(field);
