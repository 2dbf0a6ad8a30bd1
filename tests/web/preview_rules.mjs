// The rules of the page without a server against the C code, on random bundles of many games: derived issues, rules, red
// lines, who is asked, whether there is a deal, payoffs; and on a few against parley explain. Usage: preview_rules.mjs
// BUNDLES, the program of bundles.c; PARLEY_BIN names the program, PARLEY_SOURCE_ROOT the source tree. Prints TAP.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [driver] = process.argv.slice(2);
const root = process.env.PARLEY_SOURCE_ROOT;
const { agreed, brokenRule, derive, parties, payoffs, redLine } = await import(pathToFileURL(join(root, "sim/web/class/rules.js")));

const SEED = "20220330";
const N = 2000;
const COORDINATION = ['/security/model="coordination"'];
const GAMES = [
  ["scenarios/istanbul-2022.json"],
  ["scenarios/istanbul-2022.json", ...COORDINATION],
  ["scenarios/istanbul-2022.json", ...COORDINATION, '/security/selection="greatest"'],
  ["scenarios/istanbul-2022-first.json"],
  ["scenarios/istanbul-2022-first.json", '/security/outcomes="exact"', "/security/contest/decisiveness=1.7"],
  ["scenarios/istanbul-2022-first.json", '/security/provocation={"rate":0.2,"issue":"scope","latitude":{"all":1,"carve":0.5,"ceded":0.1}}'],
  ["scenarios/russia-inside.json"],
  ["scenarios/harbour-720.json"],
  ["scenarios/weighted-vote.json"],
  ["scenarios/two-guarantors.json"],
  ["scenarios/guarantee-1919.json"],
  ["scenarios/barrett-10.json"],
];

let count = 0;
let failed = 0;
function check(name, wrong) {
  count += 1;
  if (wrong.length > 0) failed += 1;
  console.log(`${wrong.length === 0 ? "ok" : "not ok"} ${count} - ${name}`);
  for (const line of wrong.slice(0, 5)) console.log(`# ${line}`);
}

function run(program, words) {
  const done = spawnSync(program, words, { cwd: root, encoding: "utf8", maxBuffer: 256 << 20 });
  if (done.status !== 0) throw new Error(`${program} ${words.join(" ")}: exit ${done.status}\n${done.stderr}`);
  return JSON.parse(done.stdout);
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/* What differs between the C code and the page at one bundle. */
function differences(rules, b) {
  const chosen = b.options.map((option, k) => (rules.issues[k].cases.length > 0 ? 0 : option));
  const options = derive(rules, chosen, b.levels);
  const mine = payoffs(rules, options, b.levels);
  const found = [];
  if (!same(options, b.options)) found.push(`options ${options}, expected ${b.options}`);
  if (brokenRule(rules, options, b.levels) !== b.rule) found.push(`rule ${brokenRule(rules, options, b.levels)}, expected ${b.rule}`);
  const lines = b.lines.map((line, i) => redLine(rules, i, options, b.levels));
  if (!same(lines, b.lines)) found.push(`red lines ${lines}, expected ${b.lines}`);
  if (!same(parties(rules, b.options, b.levels), b.parties)) found.push(`parties ${parties(rules, b.options, b.levels)}, expected ${b.parties}`);
  for (const [accept, deal] of b.agreed) if (agreed(rules, b.options, b.levels, accept) !== deal) found.push(`deal with ${accept}: ${!deal}, expected ${deal}`);
  if ((mine === null) !== (b.payoffs === null)) found.push(`payoffs ${mine}, expected ${b.payoffs}`);
  else if (mine && !mine.every((u, i) => Math.abs(u - b.payoffs[i]) <= 1e-12 * Math.max(1, Math.abs(u)))) found.push(`payoffs ${mine}, expected ${b.payoffs}`);
  return found;
}

for (const [file, ...settings] of GAMES) {
  const { rules, bundles } = run(driver, [file, String(N), SEED, ...settings]);
  const wrong = bundles.flatMap((b) => differences(rules, b).map((what) => `${b.options} ${b.levels}: ${what}`));
  const name = [file, ...settings].join(" ");
  check(`${name}: ${bundles.length} bundles, the page says what the program says`, wrong.concat(bundles.length === N ? [] : [`only ${bundles.length}`]));
  const kinds = [bundles.filter((b) => b.rule !== null).length, bundles.filter((b) => b.lines.some((l) => l !== null)).length, bundles.filter((b) => b.agreed[2][1]).length];
  console.log(`# of these ${kinds[0]} break a rule, ${kinds[1]} meet a red line, ${kinds[2]} are a deal without one party`);
}

/* parley explain names things; the page counts them. */
function explained(file, n) {
  const { rules, bundles } = run(driver, [file, String(n), SEED]);
  const scenario = run(process.env.PARLEY_BIN, ["show", file]);
  const issues = Object.entries(scenario.issues);
  const actors = Object.keys(scenario.actors);
  const levels = Object.keys(scenario.levels ?? {});
  const wrong = [];
  for (const b of bundles.filter((each) => each.rule === null).slice(0, 12)) {
    const words = issues.flatMap(([id, issue], k) => (rules.issues[k].cases.length > 0 ? [] : [`${id}=${Object.keys(issue.options)[b.options[k]]}`]));
    for (const [i, id] of actors.entries()) if (b.levels[i] > 0) words.push(`${id}=${levels[b.levels[i]]}`);
    const said = run(process.env.PARLEY_BIN, ["explain", "--format", "json", "--bundle", words.join(","), file]);
    const mine = payoffs(rules, b.options, b.levels);
    for (const [i, id] of actors.entries()) if (Math.abs(said.actors[id].payoff - mine[i]) > 1e-9) wrong.push(`${words}: ${id} ${mine[i]}, expected ${said.actors[id].payoff}`);
    const accept = actors.flatMap((id, i) => (said.actors[id].payoff >= said.actors[id].reservation - 1e-9 && redLine(rules, i, b.options, b.levels) === null ? [i] : []));
    if (agreed(rules, b.options, b.levels, accept) !== said.acceptable) wrong.push(`${words}: acceptable ${!said.acceptable}, expected ${said.acceptable}`);
  }
  check(`${file}: what parley explain says`, wrong);
}
for (const file of ["scenarios/harbour-720.json", "scenarios/two-guarantors.json", "scenarios/guarantee-1919.json"]) explained(file, 40);

console.log(`1..${count}`);
process.exit(failed > 0 ? 1 : 0);
