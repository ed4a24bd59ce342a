/** Labels of the things in a result, from the running service, asked once for each. */
import type { Row, Service } from "./service";

const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
// What an IRI is made of (https://www.w3.org/TR/sparql11-query/#rIRIREF): anything else is not put into a query.
const IRI = /^[^\u0000-\u0020<>"{}|^`\\]+$/;
const AT_ONCE = 200;

export class Labels {
  readonly #known = new Map<string, string>();
  readonly #service: Service;
  readonly #order: string[];

  constructor(service: Service, language: string) {
    this.#service = service;
    this.#order = [...new Set([language, "fr", "en", ""])];
  }

  /** The label of a thing, once it has been read; empty if it has none. */
  of(iri: string): string {
    return this.#known.get(iri) ?? "";
  }

  /** Read the labels of whatever stands in these rows; without them the IRIs are shown alone. */
  async read(rows: Row[]): Promise<void> {
    const iris = new Set(rows.flatMap((row) => Object.values(row)).flatMap((term) => (term.type === "uri" ? term.value : [])));
    const missing = [...iris].filter((iri) => !this.#known.has(iri) && IRI.test(iri));
    for (let start = 0; start < missing.length; start += AT_ONCE) {
      await this.#ask(missing.slice(start, start + AT_ONCE)).catch(() => undefined);
    }
  }

  async #ask(iris: string[]): Promise<void> {
    const listed = iris.map((iri) => `<${iri}>`).join(" ");
    const answer = await this.#service.ask(
      `SELECT DISTINCT ?thing ?label { VALUES ?thing { ${listed} } GRAPH ?graph { ?thing <${LABEL}> ?label } } ORDER BY ?label`,
    );
    const ranks = new Map<string, number>();
    for (const iri of iris) {
      this.#known.set(iri, "");
    }
    for (const { thing, label } of answer.kind === "table" ? answer.rows : []) {
      const rank = this.#order.indexOf(label?.["xml:lang"] ?? "");
      const place = rank < 0 ? this.#order.length : rank;
      if (thing && label && place < (ranks.get(thing.value) ?? Infinity)) {
        ranks.set(thing.value, place);
        this.#known.set(thing.value, label.value);
      }
    }
  }
}
