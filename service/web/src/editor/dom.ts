/** Short ways to find and to make elements. */

/** The element that a selector names; it is an error of ours if there is none. */
export function find<Kind extends Element = HTMLElement>(root: ParentNode, selector: string): Kind {
  const found = root.querySelector<Kind>(selector);
  if (!found) {
    throw new Error(`There is no ${selector} in the page`);
  }
  return found;
}

type Content = Node | string;

/** A new element with attributes; texts in it stay texts. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...content: Content[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...content);
  return element;
}

/** A new button, which is no part of any form. */
export function button(text: string, act: () => void, kind = "quiet"): HTMLButtonElement {
  const made = make("button", { type: "button", class: kind }, text);
  made.addEventListener("click", act);
  return made;
}
