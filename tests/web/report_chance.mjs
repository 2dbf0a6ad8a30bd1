// Deals when the numbers are not known in the report, in a real browser: the package with the best chance, the picture of
// chance against gain with the named designs in it, what knowing is worth, each held against parley robust. Usage:
// report_chance.mjs PACKAGES; PARLEY_BIN names the program, PARLEY_SOURCE_ROOT the source tree, PARLEY_SHOTS a folder for
// pictures. Prints TAP; without Chromium it says so and skips.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessible, check, openFile, withBrowser } from "./browser.mjs";

const GAME = "scenarios/harbour-720.json";
const ASKED = ["robust", GAME, "--vary", "/actors/*/reservation=30:70", "--n", "200", "--fresh", "500", "--ask", "union", "--ask-draws", "8"];

function parley(words) {
  const run = spawnSync(process.env.PARLEY_BIN, words, { cwd: process.env.PARLEY_SOURCE_ROOT, encoding: "utf8", maxBuffer: 64 << 20 });
  check(`parley ${words[0]} succeeds`, run.status === 0, run.stderr);
}

const percent = (x) => (x === 0 ? "0 %" : `${Number((100 * x).toPrecision(3))} %`);

async function told(part, robust) {
  const text = await part.innerText();
  const { best, offer, frontier, designs, knowing } = robust;
  check("how often the best package is acceptable", text.includes(`${best.count} of ${robust.draws} draws (${percent(best.share)})`), text);
  check("and in fresh draws", text.includes(percent(best.out_of_sample.share)) && text.includes("number to quote"), text);
  check("the best offer", text.includes(`deal ${offer.index}`) && text.includes(`${percent(offer.share)} of the draws`), text);
  const chips = await part.locator(".chips button").allInnerTexts();
  check("a button for each point and each design", chips.length === frontier.length + Object.keys(designs).length, chips.join("\n"));
  for (const p of frontier) check(`the share of deal ${p.index}`, chips.some((chip) => chip.includes(percent(p.share))), chips.join("\n"));
  const marks = await part.locator("svg [data-mark=dot]").count();
  check("points and designs are drawn", marks >= 2, marks);
  const rows = await part.locator("table.drivers tbody tr").allInnerTexts();
  check("everything, and the actor asked about", rows.length === 1 + Object.keys(knowing.red_lines).length + 1, rows.join("\n"));
  check("with what it is worth", rows.some((row) => row.includes("everything") && row.includes(knowing.everything.value.toFixed(knowing.everything.value >= 10 ? 1 : 2))), rows.join("\n"));
  await part.locator(".chips button").last().click();
  check("a design is told in words", (await part.locator(".deal dl.options").count()) === 2);
}

async function all({ context, axe, work }) {
  const said = join(work, "robust.json");
  const file = join(work, "chance.html");
  parley([...ASKED, "--format", "json", "-o", said]);
  parley(["report", GAME, "--robust", said, "-o", file]);
  const { robust } = JSON.parse(readFileSync(said, "utf8"));
  for (const [name, view] of [
    ["phone", { width: 360, height: 740 }],
    ["desk", { width: 1280, height: 900 }],
    ["desk, dark", { width: 1280, height: 900, dark: true }],
  ]) {
    const { page, watched } = await openFile(context, file, view);
    await page.locator("#chance svg").first().waitFor();
    if (name === "desk") await told(page.locator("#chance"), robust);
    await accessible(`the report with chances, ${name}`, page, axe);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`the page does not scroll sideways, ${name}`, wide <= 0, `${wide} px`);
    check(`it complains of nothing, ${name}`, watched.complaints.length + watched.strange.length === 0, [...watched.complaints, ...watched.strange].join("\n"));
    if (process.env.PARLEY_SHOTS) await page.screenshot({ path: join(process.env.PARLEY_SHOTS, `chance-${name.replace(", ", "-")}.png`), fullPage: true });
    await page.close();
  }
}

await withBrowser(process.argv[2], all);
