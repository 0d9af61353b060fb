import { root, keep } from "./page.js";

document.addEventListener("click", event => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  keep("patron.theme", root.dataset.bsTheme);
  document.dispatchEvent(new Event("patron:theme"));
});
