// What plain HTML cannot do: a number key chooses that option of the question at hand. Arrow keys are the radios' own.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.matches("input:not([type=radio]), textarea, select")) return;
  const question =
    event.target.closest("[data-keys]") ||
    document.querySelector("[data-keys]:not(:has(:checked))") ||
    document.querySelector("[data-keys]");
  const radio = question?.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
});

// A click on the link of an invitation marks all of it, ready to copy.
document.addEventListener("click", (event) => {
  if (event.target.matches("input.copy")) event.target.select();
});

// Whoever comes in for the first time need not say in which time zone they are.
for (const field of document.querySelectorAll("input[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

// Whoever is here already is offered their browser's time zone where it is another; saving keeps it.
for (const hint of document.querySelectorAll("[data-zone-hint]")) {
  const field = document.getElementById(hint.dataset.zoneHint);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...field.options].find((each) => each.value === zone);
  if (!option || field.value === zone) continue;
  hint.querySelector("b").textContent = option.text;
  hint.querySelector("button").addEventListener("click", () => {
    field.value = zone;
    hint.hidden = true;
    field.focus();
  });
  hint.hidden = false;
}

// The menu closes on Escape, which gives the focus back to its summary, and on a click outside it.
const closeMenus = (but) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(but)) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
