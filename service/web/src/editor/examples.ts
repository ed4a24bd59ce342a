/** The example questions: their links load them into the editor, and a field finds them. */

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
