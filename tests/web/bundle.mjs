// What the program carries: no other host is named in it, it is the same wherever it is built, every word is there.
// Usage: bundle.mjs PACKAGES BUNDLE.c; PARLEY_SOURCE_ROOT names the source tree. PACKAGES/node_modules holds esbuild.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, finish } from "./browser.mjs";

const [packages, built] = process.argv.slice(2);
const source = join(process.env.PARLEY_SOURCE_ROOT, "sim", "web");
const MOST_BYTES = 480_000; // charts, and the words of three languages

/* {name: text} of a C file of bytes. */
function assetsOf(file) {
  const text = readFileSync(file, "utf8");
  const data = new Map([...text.matchAll(/data_(\d+)\[\] = \{\n([^}]*)\}/g)].map(([, k, list]) => [k, list]));
  return Object.fromEntries(
    [...text.matchAll(/\{"([^"]+)", "[^"]+", data_(\d+), (\d+)\}/g)].map(([, name, k, size]) => [
      name,
      Buffer.from(data.get(k).split(",").map(Number)).subarray(0, Number(size)).toString("utf8"),
    ]),
  );
}

/* Every address that is no name of an XML vocabulary. */
const addresses = (text) =>
  (text.match(/(?:https?:|wss?:)?\/\/[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s"'`)]*/gi) ?? []).filter(
    (found) => !/^http:\/\/www\.w3\.org\/(?:1998\/Math\/MathML|1999\/x(?:html|link)|2000\/(?:svg|xmlns\/?)|XML\/1998\/namespace)$/.test(found),
  );

/* say("key") and say(x ? "key" : "other") of the modules, and which of them words.json lacks. */
function missingWords() {
  const words = JSON.parse(readFileSync(join(source, "words.json"), "utf8"));
  const keys = new Set(Object.values(words).flatMap((section) => Object.keys(section)));
  const modules = readdirSync(join(source, "report")).map((name) => join(source, "report", name));
  const used = modules.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\bsay\(([^`,;{}]*?)[,)]/g)].flatMap(([, inside]) => [...inside.replaceAll(/[!=]== "[^"]*"/g, "").matchAll(/"([a-z_]+)"/g)].map(([, key]) => key)),
  );
  return { n: used.length, missing: used.filter((key) => !keys.has(key)) };
}

const assets = assetsOf(built);
check("the program carries its pages", "report.js" in assets && "parley.css" in assets, Object.keys(assets));
for (const [name, text] of Object.entries(assets)) {
  check(`${name} is there, and small`, text.length > 1000 && Buffer.byteLength(text) < MOST_BYTES, Buffer.byteLength(text));
  check(`${name} names no other host`, addresses(text).length === 0, addresses(text).join("\n"));
  check(`${name} imports nothing and evaluates nothing`, !/@import|url\((?!["']?(?:data:|#))|\beval\(|new Function\(|importScripts/.test(text), text.match(/.{40}(?:@import|url\(|\beval\(|new Function\(|importScripts).{40}/)?.[0]);
  check(`${name} can stand inside a page`, !/<\/script|<\/style|<!--/i.test(text));
  check(`${name} tells no place of the machine that built it`, !text.includes(process.env.PARLEY_SOURCE_ROOT) && !text.includes("node_modules"));
}
check("the search for hosts can find one", addresses('fetch("https://example.org/x")').length === 1 && addresses('src="//cdn.example.org/a.js"').length === 1);
check("the report asks a server for nothing", !/\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon/.test(assets["report.js"]));

const words = missingWords();
check("the report's words are looked up by key", words.n > 100, words.n);
check("every word that the report looks up is in words.json", words.missing.length === 0, words.missing.join(" "));

/* A catalogue a language: every key of the classroom, with the same places to fill in. */
for (const language of ["de", "fr"]) {
  const read = (name) => JSON.parse(readFileSync(join(source, name), "utf8"));
  const [own, all] = [read(`words.${language}.json`), read("words.json")];
  const places = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(" ");
  for (const section of ["class", "paper", "refused", "play", "common"]) {
    const lacks = Object.keys(all[section]).filter((key) => !(key in own[section]) || places(own[section][key]) !== places(all[section][key]) || own[section][key].split("|").length !== all[section][key].split("|").length);
    const odd = Object.keys(own[section]).filter((key) => !(key in all[section]));
    check(`${language}: every word of ${section} is there, and no other`, lacks.length + odd.length === 0, [...lacks, ...odd].join(" "));
  }
}

const work = mkdtempSync(join(tmpdir(), "parley-bundle-"));
const copy = join(work, "another place");
cpSync(source, copy, { recursive: true, filter: (place) => !place.includes("node_modules") });
const pages = readdirSync(join(copy, "pages")).map((name) => join(copy, "pages", name));
const again = join(work, "again.c");
const made = spawnSync(process.execPath, [join(copy, "bundle.mjs"), packages, copy, again, join(work, "again.d"), ...pages.reverse()], { encoding: "utf8" });
check("the bundle can be built elsewhere", made.status === 0, made.stderr);
check("and is the same to the last byte", made.status === 0 && readFileSync(again).equals(readFileSync(built)));

for (const folder of [source, join(process.env.PARLEY_SOURCE_ROOT, "tests", "web")]) {
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  const entries = Object.entries(JSON.parse(lock).packages).filter(([place]) => place !== "");
  check(`${folder.slice(process.env.PARLEY_SOURCE_ROOT.length + 1)}: each package has its checksum`, entries.every(([, entry]) => entry.integrity));
  check(`${folder.slice(process.env.PARLEY_SOURCE_ROOT.length + 1)}: the lock file names no registry`, !lock.includes('"resolved"'));
}
rmSync(work, { recursive: true, force: true });
finish();
