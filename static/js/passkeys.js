// Forms that a passkey answers: the browser asks for it, and the form is sent with its answer.
let waiting;

function isKnown() {
  return Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON);
}

function ask(form, more) {
  const options = JSON.parse(form.dataset.options);
  if (form.dataset.passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey, ...more });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey, ...more });
}

function send(form, credential) {
  form.elements.namedItem("answer").value = JSON.stringify(credential.toJSON());
  // The choice to stay signed in stands in the form for the password.
  const remember = form.elements.namedItem("remember");
  if (remember)
    remember.value = document.querySelector("input[type=checkbox][name=remember]:checked") ? "y" : "";
  form.submit();
}

async function onSubmit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const words = form.querySelector("[data-passkey-error]");
  words.textContent = "";
  // A browser answers one question at a time.
  waiting?.abort();
  try {
    send(form, await ask(form));
  } catch {
    words.textContent = form.dataset.failed;
  }
}

async function offerInField(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  try {
    send(form, await ask(form, { mediation: "conditional", signal: waiting.signal }));
  } catch {
    // Nobody chose a passkey in the field, or the button was pressed instead.
  }
}

export function startPasskeys() {
  if (!isKnown()) return;
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", onSubmit);
    if ("passkeyAutofill" in form.dataset) offerInField(form);
  }
  for (const words of document.querySelectorAll("[data-passkey-missing]")) words.hidden = true;
}
