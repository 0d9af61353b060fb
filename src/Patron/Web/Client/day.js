// My day: a letter does on the marked line what the button with that letter would. In the customers' list L logs a contact.
import { isFree } from "./page.js";

document.addEventListener("keydown", event => {
  if (!isFree(event) || event.repeat) return;
  const line = document.activeElement?.closest("table.list tbody tr"), key = event.key.toLowerCase();
  const customer = key === "l" && line?.closest("[data-log]") && line.querySelector("a[href^='/customers/']");
  if (customer) {
    event.preventDefault();
    location.href = `${customer.pathname}/contacts/new?back=${encodeURIComponent(location.pathname + location.search)}`;
    return;
  }
  const button = line?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (!button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  button.click();
});
