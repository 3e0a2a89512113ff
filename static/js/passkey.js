// Passkeys: asks the device, puts its answer into the form and sends it. Pages without one never load this.

const trouble = document.querySelector("[data-passkey-trouble]");
const words = trouble.dataset;

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const withBytes = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));

// What the server asks, with bytes where the browser wants bytes.
function asked({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  options.excludeCredentials = withBytes(publicKey.excludeCredentials);
  options.allowCredentials = withBytes(publicKey.allowCredentials);
  if (words.way === "create") {
    // One that a person can sign in with by itself has to be kept on the device, behind its PIN.
    options.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  }
  return { publicKey: options };
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function say(what) {
  trouble.textContent = what;
  trouble.hidden = false;
}

async function question() {
  const written = document.querySelector("#passkey-asked");
  if (written) return JSON.parse(written.textContent);
  const answer = await fetch(words.askAt, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options ?? {};
}

async function usePasskey() {
  trouble.hidden = true;
  if (!window.isSecureContext || location.hostname === "127.0.0.1") return say(words.elsewhere);
  if (!navigator.credentials || !window.PublicKeyCredential) return say(words.unable);
  try {
    const found = await question();
    const options = asked(found.creation_options ?? found.request_options ?? found);
    const credential = await navigator.credentials[words.way](options);
    const field = document.getElementById(words.field);
    field.value = JSON.stringify(answered(credential));
    field.form.requestSubmit();
  } catch {
    say(words.refused);
  }
}

document.querySelector("[data-passkey]").addEventListener("click", usePasskey);
if (location.hostname === "127.0.0.1") say(words.elsewhere);
