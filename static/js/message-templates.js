// A text of the clinic's fills the message as it is chosen; without script the button beside it does, by the server.
for (const choice of document.querySelectorAll("[data-fills]")) {
  const message = document.getElementById(choice.dataset.fills);
  let filled = message.defaultValue;
  choice.parentElement.querySelector("button").hidden = true;

  choice.addEventListener("change", () => {
    const text = choice.selectedOptions[0].dataset.text;
    if (!text) return;
    const own = message.value.trim();
    const isUntouched = own === "" || own === filled.trim();
    message.value = isUntouched ? text : `${own}\n\n${text}`;
    filled = message.value;
    choice.form.elements.drafted.value = filled;
    message.focus();
  });
}
