/** The things under a prefix, such as `region:`, with their labels: read from the service when one is first typed. */
import type { Service } from "./service";
import { inLanguage } from "./vocabulary";

export interface Thing {
  iri: string;
  label: string;
}

const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
// A namespace with more, or one that takes longer to go through, is no list to choose from.
const MOST = 5_000;
const SECONDS = 5;

export class Things {
  readonly #read = new Map<string, Promise<Thing[]>>();
  readonly #service: Service;
  readonly #language: string;

  constructor(service: Service, language: string) {
    this.#service = service;
    this.#language = language;
  }

  /** The things whose IRI starts with a namespace, by label; none where they are too many. */
  under(namespace: string): Promise<Thing[]> {
    const known = this.#read.get(namespace) ?? this.#ask(namespace).catch(() => []);
    this.#read.set(namespace, known);
    return known;
  }

  async #ask(namespace: string): Promise<Thing[]> {
    const query = `SELECT DISTINCT ?thing ?label {
      GRAPH ?graph { ?thing <${LABEL}> ?label } FILTER (STRSTARTS(STR(?thing), ${JSON.stringify(namespace)}))
    } LIMIT ${MOST}`;
    const answer = await this.#service.ask(query, null, SECONDS);
    const found = new Map<string, Record<string, string>>();
    for (const { thing, label } of answer.kind === "table" ? answer.rows : []) {
      if (thing && label) {
        found.set(thing.value, { ...found.get(thing.value), [label["xml:lang"] ?? ""]: label.value });
      }
    }
    const { compare } = new Intl.Collator(this.#language);
    return [...found]
      .map(([iri, labels]) => ({ iri, label: inLanguage(labels, this.#language) }))
      .sort((one, other) => compare(one.label, other.label));
  }
}
