// Menus are <details>: this closes them by Esc, by a click beside them and by one on what they bring to the page; and filters long ones.
import { $$ } from "./page.js";

const open = () => $$("details:is(.menu, .rail-more)[open]");

document.addEventListener("click", event => {
  for (const menu of open()) if (!menu.contains(event.target) || event.target.closest("a[hx-get]")) menu.open = false;
});

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("input", event => {
  const box = event.target.closest("[data-filter]");
  if (!box) return;
  const words = box.value.trim().toLocaleLowerCase();
  for (const item of $$("li", document.getElementById(box.dataset.filter))) item.hidden = !item.textContent.toLocaleLowerCase().includes(words);
});
