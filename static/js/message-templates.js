// A text of the clinic's fills the message as it is chosen; without script the button beside it does, by the server.
// Another choice takes its place: what somebody has typed above it stays.
for (const choice of document.querySelectorAll("[data-fills]")) {
  const message = document.getElementById(choice.dataset.fills);
  const drafted = choice.form.elements.drafted;
  choice.parentElement.querySelector("button").hidden = true;

  const typedAbove = () => {
    const typed = message.value.trim();
    const own =
      drafted.value && typed.endsWith(drafted.value.trim()) ? typed.slice(0, -drafted.value.trim().length) : typed;
    return own.trim();
  };

  choice.addEventListener("change", () => {
    const text = choice.selectedOptions[0].dataset.text;
    if (!text) return;
    const own = typedAbove();
    message.value = own ? `${own}\n\n${text}` : text;
    drafted.value = text;
    message.focus();
  });
}
