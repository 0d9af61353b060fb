// What is live: server-sent events by htmx's extension, and what becomes of answers that failed.
document.addEventListener("htmx:sseClose", event => {
  if (event.detail.type === "message" && event.target.matches("[data-reload-when-done]")) location.reload();
});

const say = markup => {
  const place = document.getElementById("problems");
  if (!place) return;
  place.innerHTML = markup;
  place.scrollIntoView({ block: "nearest" });
};

const isFragment = request => request.getResponseHeader("Content-Type")?.startsWith("text/html") && !/<html/i.test(request.responseText);

document.addEventListener("htmx:responseError", event => { if (isFragment(event.detail.xhr)) say(event.detail.xhr.responseText); });
document.addEventListener("htmx:sendError", () => say(document.getElementById("no-answer")?.innerHTML ?? ""));
document.addEventListener("htmx:beforeRequest", () => say(""));
