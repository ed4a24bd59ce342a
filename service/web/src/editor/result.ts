/** What is shown of an answer: a table, a chart or the answer as it came, and links to all of it. */
import type { Addresses } from "./addresses";
import { chart, columns } from "./chart";
import { find, make } from "./dom";
import { declared } from "./prologue";
import type { Answer } from "./service";
import { type Reading, ResultTable } from "./table";
import type { EditorState } from "@codemirror/state";

type View = "table" | "chart" | "raw";
// So much of an answer is shown as it came.
const MOST = 200_000;

export class ResultView {
  readonly #section: HTMLElement;
  readonly #reading: Omit<Reading, "prefixes">;
  readonly #addresses: Addresses;
  readonly #formats: HTMLOptGroupElement[];
  #wanted: View = "table";

  constructor(section: HTMLElement, formats: HTMLSelectElement, addresses: Addresses, reading: Omit<Reading, "prefixes">) {
    this.#section = section;
    this.#formats = [...formats.querySelectorAll("optgroup")];
    this.#addresses = addresses;
    this.#reading = reading;
  }

  hide(): void {
    this.#section.hidden = true;
  }

  /** Show an answer to the query of a state; prefixes are those that it declares, then those that are well known. */
  show(answer: Answer, state: EditorState, known: Record<string, string>): void {
    const prefixes = new Map([...Object.entries(known), ...declared(state)]);
    const reading: Reading = { ...this.#reading, prefixes };
    const possible: View[] =
      answer.kind !== "table" ? ["raw"] : columns(answer.variables, answer.rows) ? ["table", "chart", "raw"] : ["table", "raw"];
    const place = find(this.#section, ".view");
    const draw = (view: View): void => {
      for (const choice of this.#section.querySelectorAll<HTMLButtonElement>("[data-view]")) {
        choice.setAttribute("aria-pressed", String(choice.dataset["view"] === view));
      }
      if (view === "raw" || answer.kind !== "table") {
        place.replaceChildren(...this.#raw(answer));
        return;
      }
      const { variables, rows } = answer;
      const table = new ResultTable(variables, rows, reading);
      if (view === "table") {
        place.replaceChildren(table.element);
        void table.show();
      } else {
        const drawn = (): void => place.replaceChildren(chart(variables, rows, reading));
        drawn();
        void reading.labels.read(rows.slice(0, 200)).then(drawn);
      }
    };
    for (const choice of this.#section.querySelectorAll<HTMLButtonElement>("[data-view]")) {
      const view = choice.dataset["view"] as View;
      choice.hidden = !possible.includes(view);
      choice.onclick = () => draw((this.#wanted = view));
    }
    find(this.#section, ".views").hidden = possible.length < 2;
    draw(possible.includes(this.#wanted) ? this.#wanted : (possible[0] ?? "raw"));
    this.#offer(state.doc.toString(), answer.kind === "graph");
    this.#section.hidden = false;
  }

  /** Show no answer, as there is too much of it, but the ways to it. */
  offerAlone(query: string): void {
    find(this.#section, ".view").replaceChildren();
    find(this.#section, ".views").hidden = true;
    this.#offer(query, false);
    this.#section.hidden = false;
  }

  /** Show the links to the whole answer in each format that fits. */
  #offer(query: string, isGraph: boolean): void {
    const place = find(this.#section, ".downloads");
    const options = this.#formats[isGraph ? 1 : 0]?.querySelectorAll("option") ?? [];
    const links = [...options].map((option) => this.#link(query, option.value, option.text));
    place.querySelectorAll("a, form").forEach((old) => old.remove());
    place.append(...links);
  }

  #link(query: string, format: string, label: string): HTMLElement {
    if (this.#addresses.fits(query)) {
      return make("a", { href: this.#addresses.answer(query, format), type: format, download: "" }, label);
    }
    const form = make("form", { method: "post", action: this.#addresses.endpoint });
    for (const [name, value] of Object.entries({ query, format })) {
      form.append(make("input", { type: "hidden", name, value }));
    }
    form.append(make("button", { class: "quiet" }, label));
    return form;
  }

  #raw(answer: Answer): Node[] {
    const { words } = this.#reading;
    const title = find(this.#section, "[data-view=raw]").textContent ?? "";
    const shown = make("pre", { tabindex: "0", role: "region", "aria-label": title }, answer.text.slice(0, MOST));
    const cut = answer.text.length > MOST || !answer.whole;
    return cut ? [make("p", { class: "hint" }, words.say("cut")), shown] : [shown];
  }
}
