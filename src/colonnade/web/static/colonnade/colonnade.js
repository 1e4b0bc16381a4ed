// What plain HTML cannot do: a number key chooses that stage. Arrow keys are the radios' own.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.matches("input:not([type=radio]), textarea, select")) return;
  const radio = document.querySelector(`[data-keys] input[value="${event.key}"]`);
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
});

// A click on the link of an invitation marks all of it, ready to copy.
document.addEventListener("click", (event) => {
  if (event.target.matches("input.copy")) event.target.select();
});
