/** The field for code: highlighting by classes of ours, completion, marks at mistakes, and keys that trap nobody. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, selectNextOccurrence } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

import { completionSource } from "./completion";
import { declare, takesNames } from "./prologue";
import type { Things } from "./things";
import type { Vocabulary } from "./vocabulary";
import type { Words } from "./words";

const TOKENS = HighlightStyle.define([
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: [tags.variableName], class: "tok-variable" },
  { tag: [tags.string, tags.annotation], class: "tok-text" },
  { tag: [tags.number, tags.bool], class: "tok-number" },
  { tag: [tags.namespace, tags.url, tags.typeName], class: "tok-name" },
  { tag: tags.comment, class: "tok-comment" },
]);

export interface CodeOptions {
  text: string;
  nonce: string;
  label: string;
  hint: string;
  words: Words;
  vocabulary: () => Promise<Vocabulary>;
  things: Things;
  ask: () => void;
  changed: () => void;
}

export class Code {
  readonly view: EditorView;
  #prefixes: Record<string, string> = {};

  constructor(place: HTMLElement, options: CodeOptions) {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const theme = new Compartment();
    this.view = new EditorView({
      parent: place,
      state: EditorState.create({
        doc: options.text,
        extensions: [
          EditorView.cspNonce.of(options.nonce),
          theme.of(EditorView.darkTheme.of(dark.matches)),
          EditorState.phrases.of({ Completions: options.words.say("completions") }),
          EditorView.contentAttributes.of({ "aria-labelledby": options.label, "aria-describedby": options.hint }),
          EditorView.lineWrapping,
          lineNumbers(),
          highlightSpecialChars(),
          history(),
          drawSelection(),
          indentOnInput(),
          indentUnit.of("  "),
          bracketMatching(),
          closeBrackets(),
          highlightSelectionMatches(),
          sparql(),
          syntaxHighlighting(TOKENS),
          autocompletion({ override: [completionSource(options.vocabulary, options.things, options.words)], icons: false }),
          EditorView.inputHandler.of((view, from, to, text) => this.#declareTyped(view, from, to, text)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              options.changed();
            }
          }),
          // No key for Tab: it leaves the field.
          keymap.of([
            { key: "Mod-Enter", run: () => (options.ask(), true) },
            { key: "Mod-d", run: selectNextOccurrence, preventDefault: true },
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...completionKeymap,
          ]),
        ],
      }),
    });
    dark.addEventListener("change", () =>
      this.view.dispatch({ effects: theme.reconfigure(EditorView.darkTheme.of(dark.matches)) }),
    );
    this.view.contentDOM.addEventListener(
      "focus",
      () => void options.vocabulary().then(({ prefixes }) => (this.#prefixes = prefixes)),
      { once: true },
    );
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Replace the whole text, so that it can be undone, and go to its end. */
  load(text: string): void {
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: { anchor: text.length },
    });
    this.view.focus();
  }

  /** Mark a mistake, at a line and column counted from 1, and go there; without a place, unmark what was marked. */
  mark(message?: string, line?: number, column?: number): void {
    const { doc } = this.view.state;
    const diagnostics: Diagnostic[] = [];
    if (message && line !== undefined && line <= doc.lines) {
      const { from, to, text } = doc.line(line);
      // The service counts characters, the editor units of UTF-16.
      const before = [...text].slice(0, Math.max(0, (column ?? 1) - 1)).join("").length;
      const start = Math.min(from + before, to);
      const word = /^(?:[\p{L}\p{N}_:?$.-]+|\S)/u.exec(text.slice(before))?.[0].length ?? 0;
      diagnostics.push({ from: start, to: start + word, severity: "error", message });
      this.view.dispatch({ selection: { anchor: start }, scrollIntoView: true });
    }
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Declares a well-known prefix when the colon after it is typed. */
  #declareTyped(view: EditorView, from: number, to: number, text: string): boolean {
    const line = view.state.doc.lineAt(from);
    const prefix = /(?:^|[\s({,;|/^!])([\w-]+)$/.exec(view.state.sliceDoc(line.from, from))?.[1];
    const namespace = prefix && Object.hasOwn(this.#prefixes, prefix) ? this.#prefixes[prefix] : undefined;
    const declaring = /^\s*PREFIX\s/i.test(line.text);
    if (text !== ":" || !prefix || !namespace || declaring || !takesNames(view.state, from)) {
      return false;
    }
    const added = declare(view.state, prefix, namespace);
    if (!added.length) {
      return false;
    }
    const changes = view.state.changes([...added, { from, to, insert: text }]);
    view.dispatch({ changes, selection: { anchor: changes.mapPos(to, 1) }, userEvent: "input.type" });
    return true;
  }
}
