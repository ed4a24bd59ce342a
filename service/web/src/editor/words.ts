/** What the script says, in the language of the page; the words come with it. */

export class Words {
  readonly #texts: Record<string, string>;
  readonly language: string;

  constructor(texts: string, language: string) {
    this.#texts = JSON.parse(texts) as Record<string, string>;
    this.language = language;
  }

  /** A phrase, with its gaps filled. */
  say(key: string, filled: Record<string, string | number> = {}): string {
    const text = this.#texts[`editor_${key}`] ?? key;
    return text.replace(/\{(\w+)\}/g, (gap, name: string) => {
      const value = filled[name];
      return value === undefined ? gap : typeof value === "number" ? this.number(value) : value;
    });
  }

  /** A number as the language writes it. */
  number(value: number): string {
    return new Intl.NumberFormat(this.language, { maximumSignificantDigits: 15 }).format(value);
  }

  /** Seconds from milliseconds, to the hundredth. */
  seconds(milliseconds: number): string {
    return new Intl.NumberFormat(this.language, { maximumFractionDigits: 2, minimumFractionDigits: 2 }).format(
      milliseconds / 1000,
    );
  }
}
