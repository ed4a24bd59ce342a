/** A result as a table: labels beside names, sorted by any column, so many rows at a time. */
import { button, make } from "./dom";
import type { Labels } from "./labels";
import type { Row, Term } from "./service";
import { comparing, numberOf } from "./values";
import { shorten } from "./vocabulary";
import type { Words } from "./words";

const STEP = 100;

export interface Reading {
  words: Words;
  labels: Labels;
  prefixes: Map<string, string>;
  /** Where a thing is opened: on this host if it is ours. */
  address: (iri: string) => string | undefined;
}

export class ResultTable {
  readonly element = make("div");
  readonly #rows: Row[];
  readonly #variables: string[];
  readonly #reading: Reading;
  #order: { variable: string; falling: boolean } | undefined;
  #shown = STEP;

  constructor(variables: string[], rows: Row[], reading: Reading) {
    this.#variables = variables;
    this.#rows = [...rows];
    this.#reading = reading;
  }

  /** Show so many rows as are wanted so far, first without the labels that are still to be read. */
  async show(): Promise<void> {
    this.#draw();
    await this.#reading.labels.read(this.#rows.slice(0, this.#shown));
    this.#draw();
  }

  #draw(): void {
    const { words } = this.#reading;
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const scrolled = this.element.querySelector(".wide")?.scrollLeft ?? 0;
    const head = make("tr", {}, ...this.#variables.map((variable) => this.#heading(variable)));
    const rows = this.#rows
      .slice(0, this.#shown)
      .map((row) => make("tr", {}, ...this.#variables.map((variable) => this.#cell(row[variable]))));
    const region = make(
      "div",
      { class: "wide", tabindex: "0", role: "region", "aria-label": words.say("table") },
      make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)),
    );
    this.element.replaceChildren(region);
    if (this.#rows.length > this.#shown) {
      const [shown, total] = [this.#shown, this.#rows.length];
      const next = Math.min(STEP, total - shown);
      const more = button(words.say("more", { number: next }), () => void this.#more());
      more.id = "more-rows";
      this.element.append(make("p", { class: "hint" }, words.say("shown", { shown, rows: total })), more);
    }
    region.scrollLeft = scrolled;
    if (focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  }

  async #more(): Promise<void> {
    this.#shown += STEP;
    await this.show();
  }

  #heading(variable: string): HTMLTableCellElement {
    const sorted = this.#order?.variable === variable ? this.#order : undefined;
    const direction = sorted ? (sorted.falling ? "descending" : "ascending") : "none";
    const sort = button(variable, () => void this.#sort(variable), "sort");
    sort.id = `sort-${this.#variables.indexOf(variable)}`;
    return make("th", { scope: "col", "aria-sort": direction }, sort);
  }

  async #sort(variable: string): Promise<void> {
    const falling = this.#order?.variable === variable && !this.#order.falling;
    this.#order = { variable, falling };
    const compare = comparing(this.#reading.words.language, (term) => this.#reading.labels.of(term.value) || term.value);
    this.#rows.sort((one, other) => compare(one[variable], other[variable]) * (falling ? -1 : 1));
    await this.show();
  }

  #cell(term: Term | undefined): HTMLTableCellElement {
    if (!term) {
      return make("td", {});
    }
    switch (term.type) {
      case "uri":
        return make("td", {}, ...this.#thing(term.value));
      case "literal": {
        const language = term["xml:lang"];
        const numeric = numberOf(term) !== undefined;
        return make("td", { ...(language && { lang: language }), ...(numeric && { class: "number" }) }, term.value);
      }
      default:
        return make("td", {}, make("code", {}, typeof term.value === "string" ? `_:${term.value}` : JSON.stringify(term.value)));
    }
  }

  #thing(iri: string): Node[] {
    const { labels, prefixes, address } = this.#reading;
    const name = shorten(iri, prefixes);
    const label = labels.of(iri);
    const code = make("code", {}, name);
    const shown = label ? [label] : [code];
    const href = address(iri);
    const link = href ? make("a", { href, title: iri }, ...shown) : make("span", { title: iri }, ...shown);
    return label ? [link, document.createTextNode(" "), code] : [link];
  }
}
