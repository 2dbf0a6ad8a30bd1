// What the browser tests share: TAP, Chromium with nothing kept between runs, and a page that is watched: requests to
// anywhere but its own origin, errors of the page, errors in the console.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

let count = 0;
let failed = 0;

/* One line of TAP; where it fails, what was seen instead. */
export function check(name, good, seen = "") {
  count += 1;
  if (!good) failed += 1;
  console.log(`${good ? "ok" : "not ok"} ${count} - ${name}`);
  if (!good) console.log(`# seen: ${String(seen).slice(0, 2000).replaceAll("\n", "\n# ")}`);
}

export function finish() {
  console.log(`1..${count}`);
  process.exit(failed > 0 ? 1 : 0);
}

function skip(why) {
  console.log(`1..0 # SKIP ${why}`);
  process.exit(0);
}

/* Runs `test(tools)` with a browser in which each page may have a context (and a memory) of its own. */
export async function withContexts(packages, test) {
  const executable = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (!executable) skip("Chromium is missing");
  const require = createRequire(join(packages, "node_modules", "package.json"));
  const { chromium } = require("playwright-core");
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const work = mkdtempSync(join(tmpdir(), "parley-web-"));
  const browser = await chromium.launch({ executablePath: executable, args: FLAGS });
  try {
    await test({ browser, axe, work });
  } catch (error) {
    check("the test runs to its end", false, error.stack);
  }
  await browser.close();
  rmSync(work, { recursive: true, force: true });
  finish();
}

/* Runs `test(tools)` with a browser of its own. packages: a folder whose node_modules has playwright-core and axe-core. */
export async function withBrowser(packages, test) {
  const executable = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (!executable) skip("Chromium is missing");
  if (!existsSync(join(packages, "node_modules", "playwright-core"))) skip("playwright-core is missing");
  const require = createRequire(join(packages, "node_modules", "package.json"));
  const { chromium } = require("playwright-core");
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const work = mkdtempSync(join(tmpdir(), "parley-web-"));
  const context = await chromium.launchPersistentContext(join(work, "profile"), { executablePath: executable, args: FLAGS });
  try {
    await test({ context, axe, work });
  } catch (error) {
    check("the test runs to its end", false, error.stack);
  }
  await context.close();
  rmSync(work, { recursive: true, force: true });
  finish();
}

/* A page of a file. watched.strange: requests elsewhere; watched.complaints: what the page or its console reported. */
export async function openFile(context, file, { width, height, dark = false, hash = "" }) {
  const page = await context.newPage();
  const watched = { strange: [], complaints: [] };
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  page.setDefaultTimeout(60000); /* a machine may be busy */
  const own = `file://${file}`;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== own && !request.url().startsWith("data:")) watched.strange.push(request.url());
  });
  page.on("pageerror", (error) => watched.complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") watched.complaints.push(message.text());
  });
  await page.goto(own + hash);
  return { page, watched };
}

/* No serious or critical finding of axe on the page as it is. */
export async function accessible(name, page, axe) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  const told = grave.map((v) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 3).map((n) => `${n.html}\n${n.failureSummary}`).join("\n")}`);
  check(`axe: nothing serious on ${name}`, grave.length === 0, told.join("\n"));
}
