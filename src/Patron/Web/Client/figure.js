// Picture or table; and one kind of a timeline.
import { $$ } from "./page.js";

const press = (buttons, pressed) => buttons.forEach(b => b.setAttribute("aria-pressed", String(b === pressed)));

document.addEventListener("click", event => {
  const swap = event.target.closest("[data-swap]");
  if (swap) {
    const table = document.getElementById(swap.dataset.swap), picture = swap.closest(".fig").querySelector("[data-chart], [data-picture]");
    table.hidden = !table.hidden;
    picture.hidden = !table.hidden;
    swap.setAttribute("aria-pressed", String(!table.hidden));
    return;
  }

  const show = event.target.closest("[data-show]");
  if (show) {
    const figure = show.closest(".fig");
    press($$("[data-show]", figure), show);
    for (const entry of $$(".ev", figure)) entry.hidden = !!show.dataset.show && entry.dataset.kind !== show.dataset.show;
    for (const month of $$(".tl", figure)) month.previousElementSibling.hidden = !month.querySelector(".ev:not([hidden])");
  }
});

document.addEventListener("click", event => {
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("click", event => {
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const field = document.getElementById(copy.dataset.copy), said = copy.querySelector("[data-copied]");
  // Selected as well: where the browser keeps its clipboard closed, Ctrl C does it.
  field.select();
  navigator.clipboard?.writeText(field.value).then(() => { said.textContent = said.dataset.copied; });
});
