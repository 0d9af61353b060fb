// Single keys for buttons that are shown: data-key names the key.
import { isFree } from "./page.js";

document.addEventListener("keydown", event => {
  if (!isFree(event) || event.repeat) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
