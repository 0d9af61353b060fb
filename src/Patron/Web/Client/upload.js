// A file is dropped or chosen, looked at before it is sent, and sent with a bar. Without this module the form works as forms do.
import { root } from "./page.js";

const share = new Intl.NumberFormat(root.lang, { style: "percent" });
const amount = unit => new Intl.NumberFormat(root.lang, { style: "unit", unit, maximumFractionDigits: 1 });
const [kilobytes, megabytes] = [amount("kilobyte"), amount("megabyte")];
const size = bytes => bytes < 2 ** 20 ? kilobytes.format(bytes / 2 ** 10) : megabytes.format(bytes / 2 ** 20);

const say = (form, text, bad) => {
  const said = form.querySelector("[data-said]");
  said.textContent = text;
  said.classList.toggle("bad", bad);
};

/** Why this file is not sent; empty when it is. A folder has no bytes that can be read, and no ending. */
function refusal(form, file) {
  const words = form.dataset;
  const ending = /\.[^.]+$/.exec(file.name.toLowerCase())?.[0] ?? "";
  return !words.endings.split(" ").includes(ending) ? words.wordsKind
    : file.size === 0 ? words.wordsEmpty
    : file.size > Number(words.most) ? words.wordsLarge
    : "";
}

function look(form) {
  const file = form.querySelector("[type=file]").files[0];
  const why = file ? refusal(form, file) : "";
  form.querySelector("[type=submit]").disabled = why !== "";
  say(form, why || (file ? `${file.name}, ${size(file.size)}` : ""), why !== "");
  return why === "";
}

const dropOf = event => event.target.closest?.("[data-drop]");

for (const type of ["dragenter", "dragover"]) document.addEventListener(type, event => {
  const drop = dropOf(event);
  if (!drop || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  drop.classList.add("over");
});

document.addEventListener("dragleave", event => {
  const drop = dropOf(event);
  if (drop && !drop.contains(event.relatedTarget)) drop.classList.remove("over");
});

document.addEventListener("drop", event => {
  const drop = dropOf(event);
  if (!drop) return;
  event.preventDefault();
  drop.classList.remove("over");
  const form = drop.closest("form"), { items, files } = event.dataTransfer;
  if ([...items].some(item => item.webkitGetAsEntry?.()?.isDirectory)) return say(form, form.dataset.wordsFolder, true);
  if (files.length > 1) return say(form, form.dataset.wordsMany, true);
  if (files.length === 0) return;
  form.querySelector("[type=file]").files = files;
  look(form);
});

document.addEventListener("change", event => {
  const form = event.target.closest?.("form[data-upload]");
  if (form && event.target.type === "file") look(form);
});

document.addEventListener("submit", event => {
  const form = event.target.closest("form[data-upload]");
  if (!form) return;
  event.preventDefault();
  if (!look(form)) return;
  const box = form.querySelector("[data-sending]"), bar = box.querySelector("progress"), button = form.querySelector("[type=submit]");
  const request = new XMLHttpRequest();
  const failed = () => {
    box.hidden = true;
    button.disabled = false;
    say(form, form.dataset.wordsLost, true);
  };
  request.upload.addEventListener("progress", sent => {
    if (!sent.lengthComputable) return;
    bar.value = sent.loaded / sent.total;
    box.querySelector("[data-share]").textContent = share.format(bar.value);
    box.querySelector("[data-sent]").textContent = sent.loaded < sent.total ? `${size(sent.loaded)} / ${size(sent.total)}` : form.dataset.wordsReading;
  });
  // The answer leads on to the import, or back to this page with what is wrong.
  request.addEventListener("load", () => request.status < 400 ? location.assign(request.responseURL) : failed());
  request.addEventListener("error", failed);
  box.hidden = false;
  button.disabled = true;
  request.open("POST", form.action);
  request.send(new FormData(form));
});
