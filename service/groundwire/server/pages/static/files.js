// Articles from files: text in UTF-8 is read, anything else is refused with a sentence.

const BYTES_PER_CHARACTER = 4;
const SIGNATURES = [
  ["a PDF", [0x25, 0x50, 0x44, 0x46]],
  ["an image", [0x89, 0x50, 0x4e, 0x47]],
  ["an image", [0xff, 0xd8, 0xff]],
  ["an image", [0x47, 0x49, 0x46, 0x38]],
  ["an Office document or an archive", [0x50, 0x4b, 0x03, 0x04]],
];

/** The file is no article; the message says why and what to do. */
export class NotText extends Error {}

/** The text of a file with at most so many characters. Throws NotText. */
export async function textOf(file, maxChars) {
  if (file.type.startsWith("image/")) {
    throw new NotText(`“${file.name}” is an image. Only plain text can be read: paste the article instead.`);
  }
  if (file.size > maxChars * BYTES_PER_CHARACTER) {
    throw new NotText(`“${file.name}” is too large for one article.`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const known = SIGNATURES.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte));
  if (known) {
    throw new NotText(`“${file.name}” is ${known[0]}. Only plain text can be read: copy the article out of it and paste it.`);
  }
  try {
    return decoded(bytes);
  } catch {
    throw new NotText(`“${file.name}” is not text in UTF-8. Save it as UTF-8, or paste the article.`);
  }
}

function decoded(bytes) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  if (text.includes("\u0000")) {
    throw new TypeError("binary");
  }
  return text;
}
