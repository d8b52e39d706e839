// Tells others of a session, without a word about the body: by the phone's own sheet, else by the clipboard.
async function share(button) {
  const { share: text, copied } = button.dataset;
  if (navigator.share) {
    await navigator.share({ text }).catch(() => null); // who closes the sheet has changed their mind
    return;
  }
  await navigator.clipboard.writeText(text);
  button.textContent = copied;
}

for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !(navigator.share || navigator.clipboard);
  button.addEventListener("click", () => share(button));
}
