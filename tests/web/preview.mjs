// preview.html of a lesson, opened from its file: all roles play one deal in one window, without a server. Usage: preview.mjs
// PACKAGES; PARLEY_BIN names the program, PARLEY_SOURCE_ROOT the source tree, PARLEY_SHOTS a folder for pictures. Prints TAP;
// without Chromium it says so and skips.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessible, check, openFile, withBrowser } from "./browser.mjs";

function lesson(work, name, words) {
  const folder = join(work, name);
  const run = spawnSync(process.env.PARLEY_BIN, ["class", "new", ...words, "--out", folder], { cwd: process.env.PARLEY_SOURCE_ROOT, encoding: "utf8" });
  check(`parley class new succeeds, ${name}`, run.status === 0, run.stderr);
  return join(folder, "preview.html");
}

const dataOf = (file) => JSON.parse(readFileSync(file, "utf8").match(/id="data">(.*)<\/script>/)[1]);
const panel = (page, name) => page.locator(".many > section", { has: page.locator(`h2:text-is("${name}")`) });

/* A role puts a named design on the table. Buttons are pressed by the keyboard: what they stand under may grow while a
   pointer is on its way, and then the click falls beside them. */
async function propose(page, data, name, design) {
  const seat = panel(page, name);
  await seat.locator("summary", { hasText: "Make a proposal" }).press("Enter");
  const role = data.game.actors.findIndex((a) => a.name === name);
  for (const [k, issue] of data.game.issues.entries())
    if (!issue.derived) await seat.locator(`#seat-${role}-issue-${k}`).selectOption(String(design.options[k]));
  for (const [i, actor] of data.game.actors.entries())
    if (actor.candidate) await seat.locator(`#seat-${role}-level-${i}`).selectOption(String(design.levels[i]));
  await seat.locator("form .own").waitFor();
  await seat.getByRole("button", { name: "Put it on the table" }).press("Enter");
  return seat;
}

/* Six parties, points, a quorum: the design with the largest product is a deal once two who must and three of four say yes. */
async function harbour({ context, axe, work }) {
  const file = lesson(work, "harbour", ["--minutes", "45", "--players", "6", "scenarios/harbour-720.json"]);
  const data = dataOf(file);
  const { page, watched } = await openFile(context, file, { width: 1280, height: 900 });
  const names = data.game.actors.map((a) => a.name);
  await panel(page, names[0]).waitFor();
  check("every role has a panel", (await page.locator(".many > section").count()) === names.length);
  await propose(page, data, names[0], data.game.designs[0]);
  const seen = panel(page, names[1]).locator("article.proposal");
  await seen.waitFor();
  const own = await panel(page, names[1]).locator("article .own").innerText();
  check("another role sees it with its own points", /You: \d+ points\. No deal: \d+\./.test(own), own);
  check("and whom it waits for", (await seen.locator("p.missing").innerText()).includes(names[1]));
  check("nobody else's points are shown before", (await page.locator("article summary", { hasText: "Everybody's points" }).count()) === 0);
  for (const name of names.slice(1, 4)) await panel(page, name).getByRole("button", { name: "Accept proposal 1" }).press("Enter");
  check("three yeses are too few", (await page.locator(".outcome").count()) === 0);
  await panel(page, names[4]).getByRole("button", { name: "Accept proposal 1" }).press("Enter");
  await panel(page, names[5]).locator(".outcome").waitFor();
  check("the quorum makes the deal", (await page.locator(".outcome").count()) >= 1 && (await panel(page, names[5]).locator(".outcome").innerText()).includes("There is a deal"));
  await page.getByRole("button", { name: "Show everybody's points" }).click();
  await panel(page, names[0]).locator("summary", { hasText: "no longer on the table" }).click();
  await panel(page, names[0]).locator("article summary", { hasText: "Everybody's points" }).waitFor();
  check("everybody's points are told when asked for", true);
  await accessible("the preview", page, axe);
  if (process.env.PARLEY_SHOTS) await page.screenshot({ path: join(process.env.PARLEY_SHOTS, "preview-desk.png"), fullPage: true });
  await page.getByRole("button", { name: "Begin again" }).click();
  await page.waitForFunction(() => !document.querySelector(".outcome"));
  check("it begins again", (await page.locator("article.proposal").count()) === 0);
  check("no request leaves the file, and nothing is complained of", watched.strange.length + watched.complaints.length === 0, [...watched.strange, ...watched.complaints].join("\n"));
  await page.close();
}

/* The flagship on a phone: a rule that is broken and a red line are told, and hold. */
async function flagship({ context, axe, work }) {
  const file = lesson(work, "flagship", ["--minutes", "75", "--players", "10", "scenarios/istanbul-2022.json"]);
  const data = dataOf(file);
  const { page, watched } = await openFile(context, file, { width: 360, height: 740 });
  const france = data.game.actors.findIndex((a) => a.name === "France");
  await panel(page, "France").waitFor();
  const seat = await propose(page, data, "France", data.game.designs[0]);
  await seat.locator("[role=alert]").waitFor();
  const refused = await seat.locator("[role=alert]").innerText();
  check("a red line forbids one's own proposal", refused.includes("Your instructions forbid it"), refused);
  await propose(page, data, "Ukraine", data.game.designs[0]);
  await panel(page, "Russia").locator("article.proposal").waitFor();
  const asked = await panel(page, "Russia").locator("article p.missing").innerText();
  check("all who would join are asked", data.game.designs[0].levels.every((level, i) => level === 0 || i === france || asked.includes(data.game.actors[i].name)), asked);
  check("the phone does not scroll sideways", (await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  await accessible("the preview on a phone", page, axe);
  if (process.env.PARLEY_SHOTS) await page.screenshot({ path: join(process.env.PARLEY_SHOTS, "preview-phone.png") });
  check("no request leaves the file on a phone", watched.strange.length + watched.complaints.length === 0, [...watched.strange, ...watched.complaints].join("\n"));
  await page.close();
}

await withBrowser(process.argv[2], async (tools) => {
  await harbour(tools);
  await flagship(tools);
});
