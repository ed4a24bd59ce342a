/**
 * Bundles each module of src/ that stands alone into ../passerelle/web/static/built/, with the licences of what went
 * into it. Called by build.py, which knows when that is needed.
 */
import { build } from "esbuild";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../passerelle/web/static/built");
// What may be shipped in a file of ours under the Apache License.
const allowed = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"]);

rmSync(target, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: readdirSync(join(here, "src"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join("src", name)),
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const shipped = new Set(
  Object.values(metafile.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0])
    .filter(Boolean),
);
const texts = [...shipped].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
  if (!allowed.has(license)) {
    throw new Error(`${name} ${version} is under ${license}, which may not be shipped (build.mjs lists what may)`);
  }
  const file = readdirSync(join(here, folder)).find((found) => /^licen[cs]e/i.test(found));
  if (!file) {
    throw new Error(`${name} ${version} comes without the text of its licence`);
  }
  return `${name} ${version} (${license})\n\n${readFileSync(join(here, folder, file), "utf8").trim()}\n`;
});
writeFileSync(join(target, "licences.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
