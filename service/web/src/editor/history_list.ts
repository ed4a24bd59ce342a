/** The list of the last queries: each can be taken up again or deleted. */
import { button, find, make } from "./dom";
import { forget, kept } from "./history";
import type { Words } from "./words";

export class HistoryList {
  readonly #place: HTMLElement;
  readonly #words: Words;
  readonly #load: (query: string) => void;

  constructor(place: HTMLElement, words: Words, load: (query: string) => void) {
    this.#place = place;
    this.#words = words;
    this.#load = load;
    find(place, ".forget").addEventListener("click", () => this.#forget());
  }

  /** Show what is kept now; nothing at all where that is nothing. */
  show(): void {
    const when = new Intl.DateTimeFormat(this.#words.language, { dateStyle: "medium", timeStyle: "short" });
    const items = kept().map(({ query, time }) => {
      const title = gist(query);
      const load = button(title, () => this.#load(query), "link");
      const drop = button("×", () => this.#forget(query));
      drop.setAttribute("aria-label", `${this.#words.say("delete")}: ${title}`);
      return make("li", {}, load, " ", make("time", {}, when.format(time)), " ", drop);
    });
    find(this.#place, "ol").replaceChildren(...items);
    this.#place.hidden = items.length === 0;
  }

  #forget(query?: string): void {
    forget(query);
    this.show();
    // The button that was pressed is gone.
    find(this.#place, "summary").focus();
  }
}

/** What a query is recognised by: its text without the prologue, in one line. */
function gist(query: string): string {
  const body = query.replace(/^\s*(?:PREFIX|BASE)\b.*$/gim, "").replace(/^\s*#.*$/gm, "").replace(/\s+/g, " ").trim();
  return body.length > 100 ? `${body.slice(0, 99)}…` : body;
}
