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
