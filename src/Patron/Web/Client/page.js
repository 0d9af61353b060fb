// What the modules share.
export const root = document.documentElement;
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
export const number = new Intl.NumberFormat(root.lang);

export const keep = (name, value) => {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
};

/** Single keys rest while one writes, while a dialog is open, and beside Ctrl, Alt or Cmd. */
export const isFree = event =>
  !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing &&
  !event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]") && !document.querySelector("dialog[open]");
