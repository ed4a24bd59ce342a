/** The prefixes that a query declares (https://www.w3.org/TR/sparql11-query/#rPrologue), and how to add one. */
import { syntaxTree } from "@codemirror/language";
import type { ChangeSpec, EditorState } from "@codemirror/state";

const DECLARATION = /^[ \t]*PREFIX[ \t]+([^\s:]*):[ \t]*<([^>]*)>/gim;
const PROLOGUE = /^[ \t]*(?:PREFIX|BASE)\b.*$/gim;

/** The prefixes that a query declares, and what each stands for. */
export function declared(state: EditorState): Map<string, string> {
  return new Map([...state.doc.toString().matchAll(DECLARATION)].map((found) => [found[1] ?? "", found[2] ?? ""]));
}

/** The change that declares a prefix below those that are there; nothing if it is one of them. */
export function declare(state: EditorState, prefix: string, namespace: string): ChangeSpec[] {
  if (declared(state).has(prefix)) {
    return [];
  }
  const line = `PREFIX ${prefix}: <${namespace}>`;
  const last = [...state.doc.toString().matchAll(PROLOGUE)].at(-1);
  return last ? [{ from: last.index + last[0].length, insert: `\n${line}` }] : [{ from: 0, insert: `${line}\n` }];
}

/** Whether names mean something at a place: not in a comment, a text or an IRI. */
export function takesNames(state: EditorState, position: number): boolean {
  const { name } = syntaxTree(state).resolveInner(position, -1);
  return !/^(Comment|String|IriRef|Iri)$/.test(name) || !/[#"'<]/.test(lineBefore(state, position));
}

function lineBefore(state: EditorState, position: number): string {
  return state.sliceDoc(state.doc.lineAt(position).from, position);
}
