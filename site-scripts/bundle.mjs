// Makes the libraries that pages of the site load, one script each, the licences of all that is in
// them, and a list of their hashes: node bundle.mjs FOLDER LIST
// Beside it must stand node_modules, as the lock says (`make site-scripts`).
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

// What is used of each stands in <name>.js beside this file.
const LIBRARIES = [
  { name: "plot", global: "Plot", title: "Observable Plot", package: "@observablehq/plot" },
  { name: "minisearch", global: "Search", title: "MiniSearch", package: "minisearch" },
];

const [folder, list] = process.argv.slice(2);
const locked = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
// node_modules/<package>/... or node_modules/@<owner>/<package>/..., nested ones included.
const place = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const rule = `\n${"-".repeat(72)}\n\n`;
const hashes = [];

for (const { name, global, title, package: library } of LIBRARIES) {
  const { version } = locked[`node_modules/${library}`];
  const made = await build({
    entryPoints: [`${name}.js`],
    outfile: join(folder, `${name}.js`),
    bundle: true,
    minify: true,
    format: "iife",
    globalName: global,
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    banner: { js: `// ${title} ${version} and what it needs; licences: ${name}-licences.txt` },
  });
  const packages = new Set();
  const [written] = Object.values(made.metafile.outputs);
  for (const [file, { bytesInOutput }] of Object.entries(written.inputs)) {
    const found = place.exec(file);
    if (found && bytesInOutput) packages.add(found[1]);
  }
  const texts = [...packages].sort().map((one) => {
    const file = readdirSync(one).find((found) => /^licen[cs]e/i.test(found));
    const said = file ? readFileSync(join(one, file), "utf8").trim() : `License: ${locked[one].license}`;
    return `${one.replace(/^node_modules\//, "")} ${locked[one].version}\n\n${said}\n`;
  });
  writeFileSync(join(folder, `${name}-licences.txt`), texts.join(rule));
  for (const file of [`${name}.js`, `${name}-licences.txt`]) {
    const content = readFileSync(join(folder, file));
    hashes.push(`${createHash("sha256").update(content).digest("hex")}  ${file}\n`);
  }
}
writeFileSync(list, hashes.join(""));
