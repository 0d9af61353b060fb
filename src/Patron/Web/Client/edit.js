// Editing where it stands: E begins, Enter saves (a form does that by itself; in a text of several lines it is Ctrl/Cmd Enter), Esc leaves, Ctrl/Cmd Z takes the last change back.
import { $$, isFree } from "./page.js";

const leave = form => htmx.ajax("GET", form.dataset.leave, { target: form, swap: "outerHTML" });

document.addEventListener("keydown", event => {
  const form = event.target.closest?.("form[data-leave]");
  const text = event.target.matches?.("form[method=post] textarea") ? event.target : null;
  if (form && event.key === "Escape" && !event.isComposing) {
    event.preventDefault();
    leave(form);
  } else if ((form || text) && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    (form ?? text.form).requestSubmit();
  } else if (event.key === "e" && isFree(event)) {
    const near = document.activeElement?.closest("tr, [data-edit]")?.querySelector(".edit");
    if (!near) return;
    event.preventDefault();
    near.click();
  } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.target.closest?.("input, textarea")) {
    const undo = $$("[data-undo]").at(-1);
    if (!undo) return;
    event.preventDefault();
    undo.click();
  }
});

document.addEventListener("click", event => {
  const cancel = event.target.closest("[data-cancel]");
  if (cancel) leave(cancel.closest("form[data-leave]"));
});

document.addEventListener("htmx:afterRequest", event => {
  if (event.detail.successful && event.detail.elt.matches("form[data-empty-when-done]")) event.detail.elt.reset();
});

/** What asks for the focus gets it: a field just opened, a refusal just given; else it goes back to the value that was edited. */
function focus(within) {
  const wanted = within.matches?.("[data-focus]") ? within : within.querySelector?.("[data-focus]");
  if (wanted) {
    wanted.focus();
    wanted.select?.();
  } else if (within.matches?.("[data-edit]")) within.querySelector(".edit")?.focus();
}

document.addEventListener("htmx:afterSettle", event => focus(event.detail.elt));
focus(document);
