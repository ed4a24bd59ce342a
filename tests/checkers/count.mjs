// Parses files with N3.js, which is strict where a format is named, and prints the number of their statements as JSON.
// Arguments: format and path, by turns.
import { readFileSync } from "node:fs";
import { Parser } from "n3";

const found = {};
const given = process.argv.slice(2);
for (let index = 0; index < given.length; index += 2) {
  const [format, path] = given.slice(index, index + 2);
  try {
    found[path] = new Parser({ format, baseIRI: "https://w3id.org/passerelle/" }).parse(readFileSync(path, "utf-8")).length;
  } catch (error) {
    found[path] = String(error);
  }
}
console.log(JSON.stringify(found));
