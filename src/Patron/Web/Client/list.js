// Rows of a list: selection (some rows, this page, or all that match), density, J K X Enter and /.
import { $$, number, keep, isFree } from "./page.js";

const listOf = element => element.closest("table.list") ?? document.querySelector("table.list");
const boxes = list => $$("tbody .pick input", list);

/** .bulk[data-for=id of the table] with data-words-all, -rest-all, -rest-page: the server's sentences; {n} is the number of rows picked. */
function show(list, everything) {
  const bar = document.querySelector(`.bulk[data-for="${list.id}"]`), head = list.querySelector("thead .pick input"), rows = boxes(list);
  const picked = rows.filter(r => r.checked).length, whole = bar.querySelector("[name=everything]");
  rows.forEach(r => r.closest("tr").classList.toggle("on", r.checked));
  head.checked = picked > 0 && picked === rows.length;
  head.indeterminate = picked > 0 && picked < rows.length;
  everything &&= head.checked;
  bar.hidden = picked === 0;
  bar.dataset.everything = String(everything);
  if (whole) whole.value = String(everything);
  bar.querySelector("[data-n]").textContent = everything ? bar.dataset.wordsAll : bar.dataset.wordsSome.replace("{n}", number.format(picked));
  const rest = bar.querySelector("[data-rest]");
  rest.hidden = !head.checked || bar.dataset.wordsRestAll === undefined;
  rest.textContent = everything ? bar.dataset.wordsRestPage : bar.dataset.wordsRestAll;
}

function set(list, checked, everything) {
  boxes(list).forEach(r => { r.checked = checked; });
  show(list, everything);
}

document.addEventListener("change", event => {
  const box = event.target.closest("table[data-pick] .pick input");
  if (!box) return;
  const list = listOf(box);
  if (box.closest("thead")) set(list, box.checked, false);
  else show(list, false);
});

document.addEventListener("click", event => {
  const bar = event.target.closest(".bulk");
  if (bar) {
    const list = document.getElementById(bar.dataset.for);
    if (event.target.closest("[data-rest]")) set(list, true, bar.dataset.everything !== "true");
    if (event.target.closest("[data-clear]")) set(list, false, false);
  }

  const density = event.target.closest("[data-density]");
  if (density) {
    $$(".list").forEach(l => l.classList.toggle("compact", density.dataset.density === "compact"));
    $$("[data-density]").forEach(b => b.setAttribute("aria-pressed", String(b === density)));
    keep("patron.density", density.dataset.density);
  }
});

function step(by) {
  const rows = $$("table.list tbody tr");
  if (rows.length === 0) return;
  const at = rows.findIndex(r => r.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  (next.querySelector("a[href]") ?? next.querySelector("button, input"))?.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", event => {
  if (!isFree(event)) return;
  const row = document.activeElement?.closest("table.list tbody tr");
  const beside = by => document.querySelector(by > 0 ? "[data-next]" : "[data-previous]");
  switch (event.key) {
    case "/": {
      const search = document.querySelector("input[data-search]");
      if (!search) return;
      search.focus();
      search.select();
      break;
    }
    case "j": case "k": {
      const by = event.key === "j" ? 1 : -1;
      if (document.querySelector("table.list")) step(by);
      else if (beside(by)) beside(by).click();
      else return;
      break;
    }
    case "x":
      if (!row) return;
      row.querySelector(".pick input")?.click();
      break;
    default: return;
  }
  event.preventDefault();
});

for (const list of $$("table[data-pick]")) show(list, false);
