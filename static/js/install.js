// The home-screen card: once after the first set on Today, always in the settings; never where it is installed.
const KEY = "install-later";
const card = document.getElementById("install");
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
const isIos = /iPhone|iPad/.test(navigator.userAgent);
const isAsked = location.pathname === "/settings/" || !localStorage.getItem(KEY);

if (card && !isInstalled && isAsked) {
  card.hidden = false;
  card.querySelector(`[data-for=${isIos ? "ios" : "other"}]`).hidden = false;
  card.querySelector("[data-later]").addEventListener("click", () => {
    localStorage.setItem(KEY, "yes");
    card.hidden = true;
  });
}

addEventListener("beforeinstallprompt", (event) => {
  const button = card?.querySelector("[data-install]");
  if (!button) return;
  event.preventDefault();
  button.hidden = false;
  button.addEventListener("click", () => event.prompt(), { once: true });
});
