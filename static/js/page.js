// Comfort only: every page works without this file.

// Files that would be refused are not sent at all: the rule is shown beside them.
const refuseFiles = (input) => {
  const { maxBytes, maxFiles, refusal } = input.dataset;
  const files = [...input.files];
  const fits = files.length <= Number(maxFiles) && files.every((f) => f.size <= Number(maxBytes));
  input.setCustomValidity(fits ? "" : refusal);
  return !fits && !input.reportValidity();
};

// A second click sends nothing: the server would answer the repeated key with the first result.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent || [...form.querySelectorAll("input[data-max-bytes]")].some(refuseFiles)) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// A confirmed import says how far it has come, until its answer takes the place of the page.
const ASK_EVERY_MS = 700;
const followProgress = async (line) => {
  const bar = line.querySelector("progress");
  for (line.hidden = false; line.isConnected; ) {
    await new Promise((later) => setTimeout(later, ASK_EVERY_MS));
    const answer = await fetch(line.dataset.progress).catch(() => null);
    if (!answer?.ok) return;
    const { done, total } = await answer.json();
    if (!total) continue;
    bar.max = total;
    bar.value = done;
    line.querySelector(".figures").textContent = `${done} / ${total}`;
  }
};
document.addEventListener("submit", (event) => {
  const line = event.target.querySelector("[data-progress]");
  if (line && !event.defaultPrevented && event.submitter?.name !== "discard") followProgress(line);
});

// Coming back with the browser's own button, a form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-max-bytes]")) refuseFiles(event.target);
});

// A link to another way of a step opens it, also in browsers that do not by themselves.
document.addEventListener("click", (event) => {
  const way = event.target.closest("a.to-other-way")?.getAttribute("href");
  if (way) document.querySelector(way)?.closest("details")?.setAttribute("open", "");
});

// Menus close when one looks elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll(".account[open], .acts-more[open]")) {
    if (menu !== except) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector(".account[open], .acts-more[open]");
  closeMenus(null);
  open?.querySelector("summary").focus();
});

// A form that keeps itself says so when it could not.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, () => {
    const state = document.getElementById("draft-state");
    if (state) state.textContent = state.dataset.unsaved;
  });
}
