// My day: a letter does on the marked line what the button with that letter would.
import { isFree } from "./page.js";

document.addEventListener("keydown", event => {
  if (!isFree(event) || event.repeat) return;
  const line = document.activeElement?.closest("table.day tr");
  const button = line?.querySelector(`[data-row-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  button.click();
});
