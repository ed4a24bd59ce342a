/** Addresses that ask a query, and those of the things that it finds. */

export class Addresses {
  readonly endpoint: string;
  readonly #longest: number;
  readonly #home: string;
  readonly #namespace: string;

  constructor(endpoint: string, data: DOMStringMap) {
    this.endpoint = endpoint;
    this.#longest = Number(data["longest"]);
    this.#home = data["home"] ?? "";
    this.#namespace = data["namespace"] ?? "";
  }

  /** The page with a query in it, for anybody: in the address, or behind it where it is too long for that. */
  page(query: string): string {
    const encoded = encodeURIComponent(query);
    const address = `${this.endpoint}${this.fits(query) ? "?" : "#"}query=${encoded}`;
    return new URL(address, location.href).href;
  }

  /** The same for this reader, whose language stays as it was chosen. */
  here(query: string): string {
    const address = new URL(this.page(query));
    const language = new URLSearchParams(location.search).get("lang");
    if (language) {
      address.searchParams.set("lang", language);
    }
    return address.href;
  }

  /** The query that stands behind an address. */
  static behind(hash: string): string | null {
    return new URLSearchParams(hash.slice(1)).get("query");
  }

  /** The answer to a query in a format. */
  answer(query: string, format: string): string {
    return `${this.endpoint}?${new URLSearchParams({ query, format })}`;
  }

  /** Whether a query is short enough for an address. */
  fits(query: string): boolean {
    return encodeURIComponent(query).length <= this.#longest;
  }

  /** Where a thing is opened: a thing of ours on this host, others where they say. */
  thing(iri: string): string | undefined {
    if (iri.startsWith(this.#namespace)) {
      return `${this.#home}/${iri.slice(this.#namespace.length)}`;
    }
    return /^https?:\/\//.test(iri) ? iri : undefined;
  }
}
