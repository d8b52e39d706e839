// A video's still: where no picture was chosen, a frame of the video that was, taken here and sent as its picture.
const film = document.getElementById("id_video");
const upload = document.getElementById("id_image");
/** Seconds into the video: at its first moment a phone is often still being raised. */
const AT = 1;

async function frameOf(file) {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  video.src = URL.createObjectURL(file);
  await heard(video, "loadeddata");
  video.currentTime = Math.min(AT, video.duration / 2 || 0);
  await heard(video, "seeked");
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  URL.revokeObjectURL(video.src);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}

/** Resolves at the event, and refuses where the video cannot be read. */
function heard(video, name) {
  return new Promise((resolve, reject) => {
    video.addEventListener(name, resolve, { once: true });
    video.addEventListener("error", reject, { once: true });
  });
}

async function takeFrame() {
  const [file] = film.files;
  const hasPicture = upload.files.length || document.querySelector(".phone-card img");
  if (!file || hasPicture) return;
  const frame = await frameOf(file).catch(() => null);
  if (!frame || film.files[0] !== file) return;
  const chosen = new DataTransfer();
  chosen.items.add(new File([frame], "frame.jpg", { type: "image/jpeg" }));
  upload.files = chosen.files;
  upload.dispatchEvent(new Event("change"));
}

if (film && upload) film.addEventListener("change", takeFrame);
