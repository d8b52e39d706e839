// The exercise as the athlete sees it, while it is being written.
for (const shown of document.querySelectorAll("[data-from]")) {
  const field = document.getElementById(`id_${shown.dataset.from}`);
  field?.addEventListener("input", () => {
    shown.textContent = field.value;
  });
}

const upload = document.getElementById("id_image");
const picture = document.querySelector("[data-picture]");

/** Said before it is sent: a server refuses what is far too large together with everything that was typed. */
function refuseTooLarge({ target }) {
  const [file] = target.files;
  const isTooLarge = Boolean(file) && file.size > Number(target.dataset.largest);
  let words = target.parentElement.querySelector("[role=alert]");
  if (!words) {
    words = document.createElement("p");
    words.setAttribute("role", "alert");
    target.after(words);
  }
  words.textContent = isTooLarge ? target.dataset.tooLarge : "";
  if (isTooLarge) target.value = "";
}

for (const input of document.querySelectorAll("[data-largest]")) {
  input.addEventListener("change", refuseTooLarge);
}

async function showPicture() {
  const [file] = upload.files;
  const image = file && (await createImageBitmap(file).catch(() => null));
  picture.hidden = !image;
  if (!image) return;
  picture.width = image.width;
  picture.height = image.height;
  picture.getContext("2d").drawImage(image, 0, 0);
}

upload?.addEventListener("change", showPicture);

/** Django's searchable lists come without a name for those who listen. */
function labelSearchableLists() {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const label = field.labels[0]?.textContent.trim() || field.name;
    const list = field.parentElement.querySelector(".select2-selection");
    list?.setAttribute("aria-label", label);
    list?.querySelector("[role=textbox]")?.setAttribute("aria-label", label);
  }
}

django.jQuery(labelSearchableLists); // after the lists themselves, which are made at the same moment
document.addEventListener("formset:added", () => setTimeout(labelSearchableLists));
