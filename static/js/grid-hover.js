// The figure of a row's exercise, while its name is pointed at or has the focus. Escape puts it away.
/** Milliseconds of pointing: the pointer that only passes shows nothing. */
const PAUSE = 250;
/** By name, a promise of its still figure's address; nothing where it has none. */
const figures = new Map();
let timer;
/** The field that is pointed at. */
let pointed;

const shown = Object.assign(document.createElement("div"), { className: "hover-figure", hidden: true });
shown.ariaHidden = "true";
shown.append(Object.assign(new Image(120, 114), { alt: "" }));

async function fetchFigure(names, name) {
  const answer = await fetch(`${names}?q=${encodeURIComponent(name)}`).catch(() => undefined);
  if (!answer?.ok) return undefined;
  return (await answer.json()).figures[name];
}

function hide() {
  clearTimeout(timer);
  pointed = undefined;
  shown.hidden = true;
}

async function show(field, names) {
  const name = field.value.trim();
  if (!name || field.ariaExpanded === "true") return;
  if (!figures.has(name)) figures.set(name, fetchFigure(names, name));
  const figure = await figures.get(name);
  if (!figure || pointed !== field || !field.isConnected) return;
  shown.firstChild.src = figure;
  shown.hidden = false;
  const box = field.getBoundingClientRect();
  const isBelow = box.bottom + shown.offsetHeight < innerHeight;
  shown.style.left = `${box.left + scrollX}px`;
  shown.style.top = `${scrollY + (isBelow ? box.bottom : box.top - shown.offsetHeight)}px`;
}

/** names -- the address that finds exercises by what is typed */
export function showFigures(names) {
  document.body.append(shown);
  const begin = ({ target }) => {
    if (!target.matches?.("[role=combobox]") || target === pointed) return;
    hide();
    pointed = target;
    timer = setTimeout(show, PAUSE, target, names);
  };
  document.addEventListener("mouseover", begin);
  document.addEventListener("focusin", begin);
  document.addEventListener("mouseout", ({ target }) => target === pointed && hide());
  document.addEventListener("focusout", ({ target }) => target === pointed && hide());
  document.addEventListener("input", hide);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}
