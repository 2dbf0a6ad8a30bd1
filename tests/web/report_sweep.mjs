// Sweeps in the report, in a real browser: the map, the index bars with their intervals, the shares, the box in words, each
// held against parley sensitivity. Usage: report_sweep.mjs PACKAGES; PARLEY_BIN names the program, PARLEY_SOURCE_ROOT the
// source tree, PARLEY_SHOTS a folder for pictures. Prints TAP; without Chromium it says so and skips.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { accessible, check, openFile, withBrowser } from "./browser.mjs";

const GAME = "scenarios/harbour-720.json";
const COMPANY = "/actors/company/reservation";
const TRANSPORT = "/actors/tourism/reservation";
const SWEEPS = {
  map: ["--vary", `${COMPANY}=40:80:5`, "--vary", `${TRANSPORT}=40:90:6`, "--of", "acceptable.count,acceptable.any"],
  sample: ["--vary", `${COMPANY}=40:80`, "--vary", `${TRANSPORT}=40:80`, "--method", "sobol", "--n", "256", "--of", "acceptable.any,nash.outcome"],
  indices: ["--vary", `${COMPANY}=40:80`, "--vary", `${TRANSPORT}=40:80`, "--method", "saltelli", "--n", "64", "--of", "acceptable.count"],
  tornado: ["--vary", `${COMPANY}=40,80`, "--vary", `${TRANSPORT}=40,80`, "--method", "one-at-a-time", "--of", "acceptable.count"],
};

function parley(words) {
  const run = spawnSync(process.env.PARLEY_BIN, words, { cwd: process.env.PARLEY_SOURCE_ROOT, encoding: "utf8", maxBuffer: 64 << 20 });
  check(`parley ${words[0]} succeeds`, run.status === 0, run.stderr);
  return run.stdout;
}

const said = (folder, output) => JSON.parse(parley(["sensitivity", folder, "--of", output, "--format", "json"]));
const two = (x) => (Math.abs(x) < 0.005 ? "0.00" : x.toFixed(2).replace("-", "\u2212"));
const percent = (x) => `${Number((100 * x).toPrecision(3))} %`;

async function map(part, folder) {
  const { cells } = said(folder, "acceptable.count");
  const outputs = await part.locator("select option").allInnerTexts();
  check("the outputs are named in words", outputs.join() === "Acceptable deals,Is any deal acceptable?", outputs.join());
  const drawn = await part.locator("svg [data-mark=cell] rect").count();
  check("the map has a cell for each point, and one for the base", drawn === cells.rows.length + 1, `${drawn} of ${cells.rows.length + 1}`);
  const figures = await part.locator("svg [data-mark=text] text").allTextContents();
  const expected = cells.rows.map((row) => String(row[2])).sort();
  check("with its count in it", figures.sort().join() === expected.join(), figures.join());
  await part.locator("details summary").click();
  const rows = await part.locator("details tbody tr").allInnerTexts();
  check("a table tells the same", rows.length === cells.rows.length && rows[0].split(/\t/).map((t) => t.trim()).join() === cells.rows[0].map(String).join(), rows[0]);
  const label = await part.locator("svg").getAttribute("aria-label");
  check("the map has a name", label.includes("Sports company") && label.includes("Department of Tourism"), label);
  await part.locator("select").selectOption("1");
  check("another output can be chosen", (await part.locator("table.shares tbody tr").count()) === 2);
}

async function sample(part, folder) {
  const output = said(folder, "acceptable.any");
  const rows = await part.locator("table.shares tbody tr").allInnerTexts();
  check("each answer has its share", rows.length === output.shares.length && rows.length === 2, rows.join("\n"));
  const wanted = output.shares.map(({ share }) => [percent(share.value), `${percent(share.low)} to ${percent(share.high)}`]);
  check("with its interval", rows.every((row, k) => wanted[k].every((text) => row.includes(text))), `${rows.join("\n")}\n${wanted.join("\n")}`);
  const box = await part.locator(".box").innerText();
  const bounds = output.prim.bounds;
  check("the box is told in words", bounds.length > 0 && bounds.every((b) => box.includes(b.name === COMPANY ? "Sports company" : "Department of Tourism")), box);
  check("with its bounds", bounds.every((b) => [b.low, b.high].every((x) => x === null || box.includes(x.toFixed(3)))), `${box}\n${JSON.stringify(bounds)}`);
  const step = output.prim.steps[output.prim.chosen];
  check("and what it holds", [step.density, step.coverage, step.mass].every((x) => box.includes(percent(x))), box);
}

async function indices(part, folder) {
  const { parameters } = said(folder, "acceptable.count");
  const rows = part.locator("table.drivers tbody tr");
  check("each number has its indices", (await rows.count()) === parameters.length);
  for (const [k, p] of parameters.entries()) {
    const text = await rows.nth(k).innerText();
    const figures = [p.first, p.total].flatMap((at) => [two(at.value), `${two(at.low)} to ${two(at.high)}`]);
    check("with their intervals", figures.every((f) => text.includes(f)), `${text}\n${figures.join()}`);
    const most = Math.max(1, ...parameters.map((row) => row.total.value));
    const bars = await rows.nth(k).locator(".bar").evaluateAll((list) =>
      list.map((bar) => [...bar.children].map((c) => [c.getBoundingClientRect().width / bar.getBoundingClientRect().width, (c.getBoundingClientRect().left - bar.getBoundingClientRect().left) / bar.getBoundingClientRect().width])),
    );
    const near = (a, b) => Math.abs(a - b) < 0.02;
    const clamp = (x) => Math.max(0, Math.min(most, x)) / most;
    check("and bars as long as they are", bars.length === 2 && [p.first, p.total].every((at, i) => near(bars[i][0][0], clamp(at.value)) && near(bars[i][1][1], clamp(at.low))), JSON.stringify(bars));
  }
}

async function tornado(part, folder) {
  const { parameters, base } = said(folder, "acceptable.count");
  const text = await part.innerText();
  check("one at a time: smallest, largest and base", [base, ...parameters.flatMap((p) => [p.smallest, p.largest])].every((x) => text.includes(String(x))), text);
}

const PARTS = { map, sample, indices, tornado };

async function all({ context, axe, work }) {
  const folders = Object.keys(SWEEPS).map((name) => join(work, name));
  for (const [k, words] of Object.values(SWEEPS).entries()) parley(["sweep", GAME, ...words, "--out", folders[k]]);
  const file = join(work, "sweeps.html");
  parley(["report", ...folders.flatMap((folder) => ["--sweep", folder]), GAME, "-o", file]);
  for (const [name, view] of [
    ["phone", { width: 360, height: 740 }],
    ["desk", { width: 1280, height: 900 }],
    ["desk, dark", { width: 1280, height: 900, dark: true }],
    ["projector", { width: 1920, height: 1080, hash: "#projector" }],
  ]) {
    const { page, watched } = await openFile(context, file, view);
    await page.locator("#sweep svg").first().waitFor();
    const parts = page.locator("#sweep article");
    check(`every sweep is there, ${name}`, (await parts.count()) === folders.length);
    if (name === "desk") for (const [k, one] of Object.values(PARTS).entries()) await one(parts.nth(k), folders[k]);
    await accessible(`the report with sweeps, ${name}`, page, axe);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`the page does not scroll sideways, ${name}`, wide <= 0, `${wide} px`);
    check(`it complains of nothing, ${name}`, watched.complaints.length + watched.strange.length === 0, [...watched.complaints, ...watched.strange].join("\n"));
    if (process.env.PARLEY_SHOTS) await page.screenshot({ path: join(process.env.PARLEY_SHOTS, `sweep-${name.replace(", ", "-")}.png`), fullPage: true });
    await page.close();
  }
}

await withBrowser(process.argv[2], all);
