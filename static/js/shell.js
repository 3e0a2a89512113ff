// The frame around every page: theme, account menu, and what waits in their own modules.
// Everything here only adds to pages that work without it.

import { startCover } from "./cover.js";
import { startKept } from "./kept_sending.js";
import { startToasts } from "./toast.js";

const page = document.documentElement.dataset;
const night = matchMedia("(prefers-color-scheme: dark)");

function showTheme(theme) {
  page.theme = theme;
  page.bsTheme = theme === "dark" || (theme === "system" && night.matches) ? "dark" : "light";
  for (const button of document.querySelectorAll("[data-theme-choice] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

night.addEventListener("change", () => showTheme(page.theme));

// Choosing a theme must not throw away a half-filled form, so it is sent beside the page.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-choice]") || !event.submitter) return;
  event.preventDefault();
  const before = page.theme;
  showTheme(event.submitter.value);
  const body = new FormData(form, event.submitter);
  // Nobody sees where this leads: not to a page about a client, which would count as read.
  body.set("next", "/livez");
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) showTheme(before);
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest(".menu")));
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A form that came back with errors says so first.
document.querySelector("[data-error-summary]")?.focus();

startCover();
startToasts();
startKept();
