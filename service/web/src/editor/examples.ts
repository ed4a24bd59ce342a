/** The example questions: their links load them into the editor, and a field finds them. */

import { make } from "./dom";
import { folded } from "./vocabulary";

/** Let the links of the list load their query. */
export function loadExamples(list: HTMLDetailsElement, load: (query: string, title: string) => void): void {
  list.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-text]");
    // Whoever wants it in another tab gets its page.
    if (!link?.dataset["text"] || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    fetch(link.dataset["text"])
      .then((response) => (response.ok ? response.text() : Promise.reject(response)))
      .then((query) => {
        list.open = false;
        load(query.trim(), link.text);
      })
      .catch(() => location.assign(link.href));
  });
}

/** Put a field above the list that leaves only the questions with all the words typed in it. */
export function filterExamples(list: HTMLDetailsElement, label: string): void {
  const field = make("input", { type: "search", id: "examples-filter", autocomplete: "off" });
  list.querySelector("summary")?.after(make("label", { for: field.id }, label), field);
  field.addEventListener("input", () => {
    const wanted = folded(field.value).split(/\s+/);
    for (const heading of list.querySelectorAll("h2")) {
      const members = [...(heading.nextElementSibling?.children ?? [])] as HTMLElement[];
      for (const member of members) {
        const text = folded(`${heading.textContent} ${member.textContent}`);
        member.hidden = !wanted.every((word) => text.includes(word));
      }
      heading.hidden = members.every((member) => member.hidden);
    }
  });
}
