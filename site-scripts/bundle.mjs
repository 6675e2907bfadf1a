// Makes plot.js for the site, the licences of all that is in it, and a list of their hashes:
// node bundle.mjs FOLDER LIST
// Beside it must stand node_modules, as the lock says (`make site-scripts`).
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const [folder, list] = process.argv.slice(2);
const locked = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const plot = locked["node_modules/@observablehq/plot"];
const made = await build({
  entryPoints: ["plot.js"],
  outfile: join(folder, "plot.js"),
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plot",
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  banner: { js: `// Observable Plot ${plot.version} and what it needs; licences: plot-licences.txt` },
});

// node_modules/<package>/... or node_modules/@<owner>/<package>/..., nested ones included.
const place = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const packages = new Set();
const [written] = Object.values(made.metafile.outputs);
for (const [file, { bytesInOutput }] of Object.entries(written.inputs)) {
  const found = place.exec(file);
  if (found && bytesInOutput) packages.add(found[1]);
}
const texts = [];
for (const name of [...packages].sort()) {
  const file = readdirSync(name).find((one) => /^licen[cs]e/i.test(one));
  const said = file ? readFileSync(join(name, file), "utf8").trim() : `License: ${locked[name].license}`;
  texts.push(`${name.replace(/^node_modules\//, "")} ${locked[name].version}\n\n${said}\n`);
}
const rule = `\n${"-".repeat(72)}\n\n`;
writeFileSync(join(folder, "plot-licences.txt"), texts.join(rule));

const hashes = ["plot.js", "plot-licences.txt"].map((name) => {
  const content = readFileSync(join(folder, name));
  return `${createHash("sha256").update(content).digest("hex")}  ${name}\n`;
});
writeFileSync(list, hashes.join(""));
