// The exercise as the athlete sees it, while it is being written.
for (const place of document.querySelectorAll("[data-from]")) {
  const field = document.getElementById(`id_${place.dataset.from}`);
  field?.addEventListener("input", () => {
    place.textContent = field.value;
  });
}
const upload = document.getElementById("id_image");
const picture = document.querySelector("[data-picture]");
upload?.addEventListener("change", async () => {
  const drawn = upload.files[0] && (await createImageBitmap(upload.files[0]).catch(() => null));
  picture.hidden = !drawn;
  if (!drawn) return;
  Object.assign(picture, { width: drawn.width, height: drawn.height });
  picture.getContext("2d").drawImage(drawn, 0, 0);
});

// Django's searchable lists come without a name for those who listen.
function name() {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const label = field.labels[0]?.textContent.trim() || field.name;
    const list = field.parentElement.querySelector(".select2-selection");
    for (const place of [list, list?.querySelector("[role=textbox]")]) place?.setAttribute("aria-label", label);
  }
}
django.jQuery(name); // after the lists themselves, which are made at the same moment
document.addEventListener("formset:added", () => setTimeout(name));
