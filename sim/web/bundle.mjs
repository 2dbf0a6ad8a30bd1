// Bundles each page into one script, and the style sheet, and writes them as a C file.
// Usage: bundle.mjs PREFIX SOURCE-FOLDER OUTPUT.c DEPFILE PAGE...; PREFIX/node_modules holds the packages.
//
// pages/NAME.js becomes the asset NAME.js, pages/parley.css becomes parley.css. The same sources and packages give
// the same bytes wherever the folders are: names of places do not get into the output.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [prefix, source, output, depfile, ...pages] = process.argv.slice(2);
const packages = resolve(prefix, "node_modules");
const require = createRequire(join(packages, "package.json"));
const esbuild = await import(pathToFileURL(require.resolve("esbuild")));

const built = await esbuild.build({
  absWorkingDir: source,
  bundle: true,
  charset: "utf8",
  entryPoints: pages.map((page) => resolve(page)),
  format: "iife",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minify: true,
  nodePaths: [packages],
  outdir: "out",
  target: ["chrome90", "firefox90", "safari14"],
  write: false,
});

const TYPES = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

const assets = built.outputFiles
  .map((file) => ({ name: file.path.replace(/^.*[/\\]/, ""), bytes: file.contents }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const lines = ["/* Written by sim/web/bundle.mjs. */", '#include "sim/web/web.h"', ""];
for (const [i, { bytes }] of assets.entries()) {
  lines.push(`static const unsigned char data_${i}[] = {`);
  for (let at = 0; at < bytes.length; at += 64) lines.push(`${bytes.subarray(at, at + 64).join(",")},`);
  lines.push("0};", "");
}
lines.push("extern const ply_web_asset ply_web_assets[];", "extern const size_t ply_web_n_assets;");
lines.push("const ply_web_asset ply_web_assets[] = {");
for (const [i, { name, bytes }] of assets.entries())
  lines.push(`  {"${name}", "${TYPES[name.split(".").pop()]}", data_${i}, ${bytes.length}},`);
lines.push("};", `const size_t ply_web_n_assets = ${assets.length};`, "");
writeFileSync(output, lines.join("\n"));

const inputs = Object.keys(built.metafile.inputs).map((name) => resolve(source, name).replaceAll(" ", "\\ "));
writeFileSync(depfile, `${output.replaceAll(" ", "\\ ")}: ${inputs.join(" ")}\n`);
