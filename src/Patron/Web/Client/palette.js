// Ctrl/Cmd K: find and go. ? shows the keys.
import { $$, isFree } from "./page.js";

const palette = document.getElementById("palette"), keys = document.getElementById("keys");
const input = palette?.querySelector("input"), hits = document.getElementById("palette-hits");
let asked = 0, waiting;

async function ask() {
  const turn = ++asked;
  const answer = await fetch(`${input.dataset.url}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } });
  if (turn !== asked || !answer.ok || answer.redirected) return;
  hits.innerHTML = await answer.text();
  mark(0);
}

function mark(index) {
  const options = $$("[role=option]", hits);
  options.forEach((o, i) => o.setAttribute("aria-selected", String(i === index)));
  const chosen = options[index];
  if (chosen) {
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function openPalette() {
  if (!palette || palette.open) return;
  keys.close();
  palette.showModal();
  input.select();
  ask();
}

document.addEventListener("keydown", event => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    openPalette();
  } else if (event.key === "?" && keys && isFree(event)) {
    event.preventDefault();
    keys.showModal();
  }
});

document.addEventListener("click", event => {
  if (event.target.closest("[data-palette]")) openPalette();
  if (event.target.closest("[data-keys]")) keys?.showModal();
  if (event.target === palette || event.target === keys) event.target.close();
});

input?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 80);
});

input?.addEventListener("keydown", event => {
  const options = $$("[role=option]", hits), at = options.findIndex(o => o.getAttribute("aria-selected") === "true");
  if (event.isComposing || options.length === 0) return;
  if (event.key === "ArrowDown") mark((at + 1) % options.length);
  else if (event.key === "ArrowUp") mark((at - 1 + options.length) % options.length);
  else if (event.key === "Enter") options[Math.max(0, at)].click();
  else return;
  event.preventDefault();
});
