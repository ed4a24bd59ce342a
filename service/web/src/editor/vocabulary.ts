/** The words that queries are made of, from the running service; read when the editor is first used. */

export interface Word {
  iri: string;
  kind: "class" | "property";
  uses: number;
  labels: Record<string, string>;
  definitions: Record<string, string>;
}

export interface Vocabulary {
  prefixes: Record<string, string>;
  terms: Word[];
}

const LOCAL_NAME = /^(?:[\w:](?:[\w:.-]*[\w:-])?)?$/;
let reading: Promise<Vocabulary> | undefined;

/** The vocabulary at an address, read once; without it, which is no more than a pity, an empty one. */
export function vocabulary(address: string): Promise<Vocabulary> {
  reading ??= fetch(address)
    .then((response) => (response.ok ? (response.json() as Promise<Vocabulary>) : Promise.reject(response)))
    .catch(() => ({ prefixes: {}, terms: [] }));
  return reading;
}

/** An IRI as a prefixed name, by the prefix with the longest namespace; the IRI in brackets if there is none. */
export function shorten(iri: string, prefixes: Iterable<[string, string]>): string {
  let best: [string, string] | undefined;
  for (const [prefix, namespace] of prefixes) {
    const fits = namespace && iri.startsWith(namespace) && LOCAL_NAME.test(iri.slice(namespace.length));
    if (fits && namespace.length > (best?.[1].length ?? 0)) {
      best = [prefix, namespace];
    }
  }
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : `<${iri}>`;
}

/** A text without accents and capitals, to be compared. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The text of a language, or else in another one. */
export function inLanguage(texts: Record<string, string>, language: string): string {
  return texts[language] ?? texts["fr"] ?? texts["en"] ?? texts[""] ?? Object.values(texts)[0] ?? "";
}
