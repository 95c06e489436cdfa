// Small comforts. Every page works without them.

const menus = () => document.querySelectorAll("details.menu[open]");

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});

addEventListener("pointerdown", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

// Only for a choice made with the pointer: with the keyboard each arrow is a change, and a page
// that runs away under somebody who is still choosing is worse than a button.
for (const select of document.querySelectorAll("select[data-auto]")) {
  let pointed = false;
  select.addEventListener("pointerdown", () => { pointed = true; });
  select.addEventListener("keydown", () => { pointed = false; });
  select.addEventListener("change", () => { if (pointed) select.form.requestSubmit(); });
}

for (const all of document.querySelectorAll("input[data-all]")) {
  const boxes = [...document.querySelectorAll(`#${CSS.escape(all.dataset.all)} input[type=checkbox]`)].filter((box) => box !== all && !box.closest("[data-waiting]"));
  const sum = () => {
    const on = boxes.filter((box) => box.checked).length;
    all.checked = on === boxes.length;
    all.indeterminate = on > 0 && on < boxes.length;
  };
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", sum));
  sum();
}

document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}

// A form sent twice by an impatient double click is one form.
addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.getAttribute("method")?.toLowerCase() !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Long work goes on by itself, a step at a time. Leaving the page stops it after the step.
for (const form of document.querySelectorAll("form[data-continue]")) setTimeout(() => form.requestSubmit(), 800);

const section = document.querySelector(".sections [aria-current]");
const strip = section?.closest(".sections");
if (strip && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = section.offsetLeft - strip.clientWidth / 3;
