/** The editor with what belongs to it: asking, cancelling, sharing, examples, history and the result. */
import { Addresses } from "./addresses";
import { Code } from "./code";
import { find, make } from "./dom";
import { filterExamples, loadExamples } from "./examples";
import { keep } from "./history";
import { HistoryList } from "./history_list";
import { Labels } from "./labels";
import { ResultView } from "./result";
import { type Answer, QueryProblem, Service, TooLarge } from "./service";
import { Things } from "./things";
import { type Vocabulary, vocabulary } from "./vocabulary";
import { Words } from "./words";

export class Workbench {
  readonly #form: HTMLFormElement;
  readonly #words: Words;
  readonly #service: Service;
  readonly #addresses: Addresses;
  readonly #code: Code;
  readonly #result: ResultView;
  readonly #history: HistoryList;
  readonly #vocabulary: () => Promise<Vocabulary>;
  readonly #asked: boolean;
  #running: AbortController | undefined;

  constructor(form: HTMLFormElement, template: HTMLTemplateElement) {
    const { dataset } = template;
    this.#form = form;
    this.#asked = "asked" in dataset;
    this.#words = new Words(dataset["words"] ?? "{}", document.documentElement.lang);
    const endpoint = form.getAttribute("action") ?? "";
    this.#service = new Service(endpoint);
    this.#addresses = new Addresses(endpoint, dataset);
    this.#vocabulary = () => vocabulary(dataset["vocabulary"] ?? "");
    const field = find<HTMLTextAreaElement>(form, "textarea");
    const formats = find<HTMLSelectElement>(form, "select");
    const place = make("div", { class: "editor" });
    field.before(place);
    form.querySelector(":scope > button")?.remove();
    find(form, "select").closest<HTMLElement>(".field")?.setAttribute("hidden", "");
    form.append(...template.content.querySelectorAll("#editor-hint, .actions, .status, .error"));
    form.after(...template.content.children);
    this.#code = new Code(place, {
      text: field.value.replace(/\n$/, ""),
      nonce: document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "",
      label: "query-label",
      hint: "editor-hint",
      words: this.#words,
      vocabulary: this.#vocabulary,
      things: new Things(this.#service, this.#words.language),
      ask: () => void this.#ask(),
      changed: () => this.#code.text && this.#tell(""),
    });
    field.hidden = true;
    find(form, "#query-hint").remove();
    find(form, "label[for=query]").removeAttribute("for");
    find(form, "#query-label").addEventListener("click", () => this.#code.view.focus());
    this.#history = new HistoryList(find(document, ".history"), this.#words, (query) => this.#code.load(query));
    this.#result = new ResultView(find(document, "section.result"), formats, this.#addresses, {
      words: this.#words,
      labels: new Labels(this.#service, this.#words.language),
      address: (iri) => this.#addresses.thing(iri),
    });
  }

  /** Listen to the page, and ask the query that it came with. */
  start(): void {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#ask();
    });
    find(this.#form, ".cancel").addEventListener("click", () => this.#running?.abort());
    find(this.#form, ".share").addEventListener("click", () => void this.#share());
    const examples = document.querySelector<HTMLDetailsElement>("#examples");
    if (examples) {
      filterExamples(examples, this.#words.say("filter"));
      loadExamples(examples, (query, title) => {
        this.#code.load(query);
        this.#tell(this.#words.say("loaded", { title }));
      });
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>("header a[hreflang]")) {
      // The query comes along into the other language.
      link.addEventListener("click", () => {
        const address = new URL(this.#addresses.page(this.#code.text));
        address.searchParams.set("lang", link.hreflang);
        link.href = address.href;
      });
    }
    this.#history.show();
    const behind = Addresses.behind(location.hash);
    if (behind) {
      this.#code.load(behind);
    }
    if (this.#asked || behind) {
      void this.#ask();
    }
  }

  async #ask(): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const { state } = this.#code.view;
    const query = this.#code.text;
    this.#busy(true);
    this.#code.mark();
    this.#tell(this.#words.say("asking"));
    this.#result.hide();
    try {
      const answer = await this.#service.ask(query, running.signal);
      const { prefixes } = await this.#vocabulary();
      if (this.#running !== running) {
        return;
      }
      this.#result.show(answer, state, prefixes);
      this.#tell(this.#told(answer));
      window.history.replaceState(null, "", this.#addresses.here(query));
      keep(query);
      this.#history.show();
    } catch (error) {
      if (this.#running === running) {
        this.#fail(error, query);
      }
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.#busy(false);
      }
    }
  }

  #told(answer: Answer): string {
    const seconds = this.#words.seconds(answer.milliseconds);
    switch (answer.kind) {
      case "truth":
        return this.#words.say("truth", { answer: this.#words.say(answer.truth ? "yes" : "no"), seconds });
      case "graph":
        return this.#words.say("graph", { seconds });
      case "table": {
        const rows = answer.rows.length;
        return this.#words.say(rows === 0 ? "no_row" : rows === 1 ? "row" : "rows", { rows, seconds });
      }
    }
  }

  #fail(error: unknown, query: string): void {
    const words = this.#words;
    if (error instanceof QueryProblem) {
      const { detail, line, column } = error;
      const placed = line !== undefined && column !== undefined;
      // The place is said once, in the language of the page; what the service says is English.
      const rest = placed ? detail.replace(`line ${line}, column ${column}: `, "") : detail;
      this.#tell("", placed ? words.say("place", { line, column }) : "", make("span", { lang: "en" }, rest));
      this.#code.mark(detail, line, column);
      if (placed) {
        this.#code.view.focus();
      }
    } else if (error instanceof TooLarge) {
      this.#tell("", words.say("too_large"));
      this.#result.offerAlone(query);
    } else if (error instanceof DOMException && error.name === "AbortError") {
      this.#tell(words.say("cancelled"));
    } else {
      this.#tell("", words.say("failed"));
    }
  }

  #tell(status: string, ...error: (Node | string)[]): void {
    find(this.#form, ".status").textContent = status;
    find(this.#form, ".error").replaceChildren(...error);
  }

  #busy(busy: boolean): void {
    const cancel = find<HTMLButtonElement>(this.#form, ".cancel");
    if (!busy && document.activeElement === cancel) {
      find(this.#form, ".run").focus();
    }
    cancel.hidden = !busy;
  }

  async #share(): Promise<void> {
    const link = this.#addresses.page(this.#code.text);
    try {
      await navigator.clipboard.writeText(link);
      this.#tell(this.#words.say("copied"));
    } catch {
      // Without leave to write there, or over plain HTTP, it is shown to be copied.
      this.#tell("");
      const shown = make("a", { href: link }, this.#words.say("link"));
      const text = make("input", { type: "text", readonly: "", value: link, "aria-label": this.#words.say("link") });
      find(this.#form, ".status").replaceChildren(shown, " ", text);
      text.select();
    }
  }
}
