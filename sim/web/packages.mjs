// Are the packages of package-lock.json there, and if not, can npm fetch them?
// Usage: packages.mjs NPM SOURCE-FOLDER BUILD-FOLDER; prints the folder whose node_modules is complete, or, when it fails,
// npm's word for why.
//
// A node_modules beside the sources is used where it fits (offline work, one copy for many builds); else the build
// folder's own, filled by `npm ci`. No install script of a package is run.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [npm, source, build] = process.argv.slice(2);

const read = (file) => JSON.parse(readFileSync(file, "utf8"));

// Every package that the lock names and this machine needs is there, in that version.
function complete(folder) {
  const lock = read(join(source, "package-lock.json"));
  return Object.entries(lock.packages).every(([place, entry]) => {
    if (place === "") return true;
    const file = join(folder, place, "package.json");
    if (!existsSync(file)) return entry.optional === true && !needed(entry);
    return read(file).version === entry.version;
  });
}

const needed = (entry) =>
  (!entry.os || entry.os.includes(process.platform)) && (!entry.cpu || entry.cpu.includes(process.arch));

function fetchInto(folder) {
  for (const file of [".npmrc", "package.json", "package-lock.json"]) copyFileSync(join(source, file), join(folder, file));
  const words = ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--prefix", folder];
  const run = spawnSync(npm, words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (run.status !== 0) {
    process.stdout.write(/^npm err\S* code (\w+)/im.exec(run.stderr)?.[1] ?? ""); /* the reason, in a word */
    process.stderr.write(run.error ? String(run.error) : run.stderr.split("\n").slice(-12).join("\n"));
    process.exit(1);
  }
}

let folder = source;
if (!complete(source)) {
  folder = build;
  if (!complete(build)) fetchInto(build);
  if (!complete(build)) {
    process.stderr.write(`packages of package-lock.json are missing in ${build} after npm ci`);
    process.exit(1);
  }
}
process.stdout.write(folder);
