// A board of cards: dragging one to another column, or Alt with an arrow, asks what comes next before anything is written.
import { $$ } from "./page.js";

const board = document.querySelector("[data-board=move]");
const dialog = document.getElementById("move-deal");

if (board && dialog) {
  const form = dialog.querySelector("form");
  let putBack = () => {};

  function ask(card, stage, undo) {
    putBack = undo;
    form.action = `${form.dataset.move}/${card.dataset.deal}/move`;
    form.elements.version.value = card.dataset.version;
    form.elements.stage.value = stage;
    form.elements.next.value = card.dataset.next ?? "";
    dialog.querySelector("[data-deal]").textContent = card.querySelector(".who").textContent;
    dialog.showModal();
    form.elements.next.focus();
    form.elements.next.select();
  }

  dialog.addEventListener("close", () => putBack());
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", () => { putBack = () => {}; });

  document.addEventListener("keydown", event => {
    const card = document.activeElement?.closest(".board-card");
    if (!card || !event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key) || dialog.open) return;
    const columns = $$(".board-cards", board), at = columns.indexOf(card.closest(".board-cards"));
    const to = columns[at + (event.key === "ArrowRight" ? 1 : -1)];
    if (!to) return;
    event.preventDefault();
    ask(card, to.dataset.stage, () => card.querySelector("a").focus());
  });

  const { default: Sortable } = await import("../sortable/sortable.esm.js");
  for (const column of $$(".board-cards", board)) {
    new Sortable(column, {
      group: "deals", draggable: ".board-card", sort: false, animation: 0, ghostClass: "board-ghost", delay: 150, delayOnTouchOnly: true,
      onAdd: event => ask(event.item, event.to.dataset.stage, () => event.from.insertBefore(event.item, event.from.children[event.oldIndex] ?? null)),
    });
  }
}
