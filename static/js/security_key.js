// A security key is asked by the browser; what it answers is sent with the form. Without this, a code does the same.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What the server says in JSON, in the bytes the browser wants.
function asked(options) {
  const withBytes = (keys = []) => keys.map((key) => ({ ...key, id: toBytes(key.id) }));
  return {
    ...options,
    challenge: toBytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: toBytes(options.user.id) } }),
    ...(options.allowCredentials && { allowCredentials: withBytes(options.allowCredentials) }),
    ...(options.excludeCredentials && { excludeCredentials: withBytes(options.excludeCredentials) }),
  };
}

// What the key answered, in the JSON the server reads.
function answered(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (key.response[name]) response[name] = toText(key.response[name]);
  }
  return JSON.stringify({ id: key.id, rawId: toText(key.rawId), type: key.type, response });
}

async function ask(form, does) {
  const told = form.querySelector("[data-key-told]");
  told.textContent = "Waiting for the key …";
  try {
    const key = await navigator.credentials[does]({ publicKey: asked(JSON.parse(form.dataset.keyOptions)) });
    form.elements.credential.value = answered(key);
    form.submit();
  } catch (error) {
    told.textContent = error.name === "InvalidStateError"
      ? "This key is on your account already."
      : "The key did not answer. Press the button to try again.";
  }
}

for (const part of document.querySelectorAll("[data-security-key]")) {
  if (!window.PublicKeyCredential) continue;
  part.hidden = false;
  const form = part.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form, part.dataset.securityKey);
  });
}
