// The query as text: what may be written where the cursor stands is offered as one types a word, or by Ctrl Space; a word that was probably meant takes the place of the one that stands there.
const places = new WeakMap();
const begun = /[\p{L}_][\p{L}\p{N}_-]+$/u, pause = 150;
let waits;

const close = () => {
  const list = document.getElementById("completions");
  if (list) { list.hidden = true; list.replaceChildren(); }
};

const take = (field, word) => {
  const { from, to } = places.get(field) ?? { from: field.selectionStart, to: field.selectionStart };
  field.setRangeText(word, from, to, "end");
  close();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const choose = (list, option) => {
  list.querySelectorAll("[role=option]").forEach(o => o.setAttribute("aria-selected", String(o === option)));
  option.scrollIntoView({ block: "nearest" });
  document.getElementById("q")?.setAttribute("aria-activedescendant", option.id);
};

// Asked for: all that may stand here. While one types: only what goes on from the letters that stand here already.
const offer = async (field, asked) => {
  const body = new FormData();
  body.set("q", field.value);
  body.set("at", String(field.selectionStart));
  const token = field.form.querySelector("[name=__RequestVerificationToken]");
  if (token) body.set(token.name, token.value);
  const answer = await fetch(field.dataset.query, { method: "POST", body });
  if (!answer.ok) return;
  const found = await answer.json(), { from, to } = found, typed = field.value.slice(from, to).toLowerCase();
  // What was typed meanwhile stands no longer where the answer says.
  if (!asked && (to !== field.selectionStart || document.activeElement !== field)) return;
  const words = asked ? found.words : found.words.includes(typed) ? [] : found.words.filter(word => word.toLowerCase().startsWith(typed));
  places.set(field, { from, to });
  const list = document.createElement("ul");
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.getAttribute("aria-label"));
  words.forEach((word, n) => {
    const option = document.createElement("li");
    option.id = `completion-${n}`;
    option.setAttribute("role", "option");
    option.textContent = word;
    list.append(option);
  });
  const place = document.getElementById("completions");
  place.replaceChildren(...(words.length ? [list] : []));
  place.hidden = words.length === 0;
  if (words.length) choose(list, list.firstElementChild);
};

document.addEventListener("keydown", event => {
  const field = event.target.closest?.("[data-query]");
  if (!field) return;
  if (event.ctrlKey && event.code === "Space") {
    event.preventDefault();
    clearTimeout(waits);
    offer(field, true);
    return;
  }
  const list = document.querySelector("#completions:not([hidden]) [role=listbox]"), now = list?.querySelector("[aria-selected=true]");
  if (!now) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(list, (event.key === "ArrowDown" ? now.nextElementSibling : now.previousElementSibling) ?? now);
  } else if (event.key === "Enter" || event.key === "Tab") {
    event.preventDefault();
    take(field, now.textContent);
  } else if (event.key === "Escape") {
    close();
  }
});

document.addEventListener("input", event => {
  const field = event.target.closest?.("[data-query]");
  if (!field || !event.isTrusted || event.isComposing) return;
  clearTimeout(waits);
  if (begun.test(field.value.slice(0, field.selectionStart))) waits = setTimeout(() => offer(field, false), pause);
  else close();
});

document.addEventListener("click", event => {
  const instead = event.target.closest("[data-instead]"), query = document.querySelector("[data-query]");
  if (instead && query) {
    places.set(query, { from: Number(instead.dataset.from), to: Number(instead.dataset.to) });
    take(query, instead.dataset.instead);
    return;
  }
  const option = event.target.closest("#completions [role=option]"), field = document.querySelector("[data-query]");
  if (option && field) take(field, option.textContent);
  else close();
});
