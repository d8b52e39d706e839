// The phone's own lock in place of a mailed code: sets a passkey up, or signs in with one. Shown only where a browser can.
const KEY = "passkey-later";

/** Browsers tie a passkey to a name, never to a number: http://127.0.0.1 can have none. */
const hasName = !/^[\d.]+$|:/.test(location.hostname);

async function isPossible(kind) {
  const { PublicKeyCredential: browser } = globalThis;
  if (!hasName || !browser?.parseCreationOptionsFromJSON) return false;
  return kind === "get" || browser.isUserVerifyingPlatformAuthenticatorAvailable();
}

/** What the phone makes or signs, as the clinic reads it; the phone asks its owner first. */
async function ceremony(kind, address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  const { publicKey } = await answer.json();
  const { PublicKeyCredential: browser } = globalThis;
  if (kind === "create") {
    return navigator.credentials.create({ publicKey: browser.parseCreationOptionsFromJSON(publicKey) });
  }
  return navigator.credentials.get({ publicKey: browser.parseRequestOptionsFromJSON(publicKey) });
}

async function run(form) {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  const credential = await ceremony(form.dataset.passkey, form.action).catch(() => null);
  if (!credential) {
    failed.hidden = false;
    return;
  }
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const isPutOff = "offer" in form.dataset && localStorage.getItem(KEY);
  if (!isPutOff && (await isPossible(form.dataset.passkey))) form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(form);
  });
  form.querySelector("[data-later]")?.addEventListener("click", () => {
    localStorage.setItem(KEY, "yes");
    form.hidden = true;
  });
}
