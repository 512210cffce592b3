export function encodeB64(bytes: ArrayBuffer | Uint8Array): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

export function decodeB64(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
}

export function encodeB64UrlSafe(bytes: ArrayBuffer | Uint8Array): string {
  return encodeB64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
