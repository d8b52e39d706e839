// Choosing athletes: a search over the list, and how many are chosen. Without this file the list is longer, not less.
const box = document.querySelector(".who-gets");
const people = [...(box?.querySelectorAll(".people input") ?? [])];
const filter = box?.querySelector(".filter");
const search = filter?.querySelector("input");
const output = filter?.querySelector("output");
const nobody = output?.textContent;

function show() {
  const asked = search.value.trim().toLowerCase();
  for (const person of people) {
    const line = person.closest("label");
    line.parentElement.hidden = !person.checked && !line.textContent.toLowerCase().includes(asked);
  }
  const names = people.filter((person) => person.checked).map((person) => person.closest("label").textContent.trim());
  output.textContent = names.join(", ") || nobody;
}

if (filter) {
  filter.hidden = false;
  box.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it chooses who is left, and does not send the form
    const left = people.filter((person) => !person.closest("label").parentElement.hidden && !person.checked);
    if (left.length !== 1) return;
    left[0].checked = true;
    search.value = "";
    show();
  });
  show();
}
