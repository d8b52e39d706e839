// Undo and redo of a form: what stood in its fields after each change.

/** Keeps each state of the form, and puts one back at its buttons. restored() -- after that; gives {keep()}. */
export function start(form, restored) {
  const back = form.querySelector("[data-undo]");
  const ahead = form.querySelector("[data-redo]");
  const fields = [...form.elements].filter((field) => field.name && !["hidden", "submit"].includes(field.type));
  const read = () => fields.map((field) => (field.type === "checkbox" ? field.checked : field.value));
  const states = [read()];
  let place = 0;

  function paint() {
    back.disabled = place === 0;
    ahead.disabled = place === states.length - 1;
  }

  function go(to) {
    place = to;
    for (const [index, field] of fields.entries()) {
      if (field.type === "checkbox") field.checked = states[place][index];
      else field.value = states[place][index];
    }
    paint();
    restored();
  }

  back.addEventListener("click", () => go(place - 1));
  ahead.addEventListener("click", () => go(place + 1));
  paint();
  return {
    keep: () => {
      const state = read();
      if (state.every((value, index) => value === states[place][index])) return;
      states.splice(place + 1, states.length, state);
      place += 1;
      paint();
    },
  };
}
