// What was written without a network, kept on this device: sealed for the server, unreadable here.
// The server's alliance/vault/boxes.py opens it; only the public half of its pair is ever on a device.

const NAME = "alliance-kept";
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "show", "then"]);

export const member = document.documentElement.dataset.member ?? "";

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("forms", { keyPath: "submission" });
      asked.result.createObjectStore("keys", { keyPath: "member" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(name, mode, act) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction(name, mode);
      const asked = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    opened.close();
  }
}

export const keyOf = () => inStore("keys", "readonly", (store) => store.get(member));
export const keepKey = (key) => inStore("keys", "readwrite", (store) => store.put({ member, key }));
export const dropKept = (submission) => inStore("forms", "readwrite", (store) => store.delete(submission));

export async function allKept() {
  const forms = await inStore("forms", "readonly", (store) => store.getAll());
  return forms.filter((form) => form.member === member);
}

// Everything that this device keeps for anyone: sealed forms, keys, the blank page.
export async function forgetDevice() {
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
  for (const name of await caches.keys()) await caches.delete(name);
}

const toBase64 = (bytes) => btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

async function seal(text, { key, boundTo }) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", fromBase64(key), curve, false, []);
  const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const encode = (words) => new TextEncoder().encode(words);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const cipher = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: point, info: encode("alliance box") },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = encode(boundTo);
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, cipher, encode(text));
  return toBase64(new Uint8Array([...point, ...iv, ...new Uint8Array(closed)]));
}

// Keep what stands on the form; true only when it lies on the disk, sealed.
export async function keepHere(fields, { isFinished, draftSeen }) {
  try {
    const known = await keyOf();
    if (!known) return false;
    const values = { draft_seen: [draftSeen] };
    for (const name of new Set(fields.keys())) {
      if (!NEVER_KEPT.has(name)) values[name] = fields.getAll(name);
    }
    const submission = fields.get("submission");
    const boundTo = `${member} ${submission}`;
    const sealed = await seal(JSON.stringify(values), { key: known.key, boundTo });
    const form = { submission, member, sealed, isFinished, at: Date.now() };
    await inStore("forms", "readwrite", (store) => store.put(form));
    return true;
  } catch {
    return false;
  }
}
