/** Text to tokens, as TensorFlow's string ops do it: lower case, punctuation and white space are those of ASCII. */

/** What Keras strips; the pattern of `lower_and_strip_punctuation`. */
const PUNCTUATION = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;
const SPACE = /[ \t\n\v\f\r]+/;

/** ASCII letters in lower case. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Without ASCII punctuation. */
export function stripPunctuation(text: string): string {
  return text.replace(PUNCTUATION, "");
}

/** The parts between white space. */
export function splitSpace(text: string): string[] {
  return text.split(SPACE).filter((part) => part !== "");
}

/** Runs of neighbouring tokens, joined by spaces, width by width. */
export function joinNeighbours(tokens: readonly string[], widths: readonly number[]): string[] {
  const found: string[] = [];
  for (const width of widths) {
    for (let i = 0; i + width <= tokens.length; i++) found.push(tokens.slice(i, i + width).join(" "));
  }
  return found;
}
