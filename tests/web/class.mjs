// A lesson as people live it: ten students, a projector and a teacher in real browsers. One student refreshes, one loses the
// network and comes back. Usage: class.mjs PACKAGES; PARLEY_BIN names the program, PARLEY_SHOTS a folder for pictures.
// Prints TAP; without Chromium it says so and skips.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "node_modules", "package.json"));
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (!CHROMIUM) {
  console.log("1..0 # SKIP Chromium is missing");
  process.exit(0);
}
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const parley = process.env.PARLEY_BIN;
const shots = process.env.PARLEY_SHOTS;
const work = mkdtempSync(join(tmpdir(), "parley-web-class-"));
let count = 0;
let failed = 0;

function check(name, good, seen = "") {
  count += 1;
  if (!good) failed += 1;
  console.log(`${good ? "ok" : "not ok"} ${count} - ${name}`);
  if (!good) console.log(`# seen: ${String(seen).slice(0, 1500).replaceAll("\n", "\n# ")}`);
}

const strange = [];
const complaints = [];

async function open(browser, origin, path, size) {
  const context = await browser.newContext({ viewport: size, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on("request", (request) => request.url().startsWith(origin) || request.url().startsWith("blob:") || strange.push(request.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/ERR_INTERNET_DISCONNECTED/.test(message.text()) && complaints.push(message.text()));
  await page.goto(origin + path);
  return page;
}

/* No serious finding of axe on the page as it is. */
async function accessible(name, page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  check(`axe: nothing serious on ${name}`, serious.length === 0, serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`).join("\n"));
}

const shot = async (page, name) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const words = (page) => page.locator("main").innerText();
const sees = async (name, page, text) => {
  const good = await page.getByText(text).first().waitFor({ timeout: 15000 }).then(() => true, () => false);
  check(name, good, good ? "" : await words(page));
};

async function lesson(browser, origin, teacherPath) {
  const teacher = await open(browser, origin, teacherPath, { width: 1200, height: 900 });
  const projector = await open(browser, origin, "projector", { width: 1600, height: 900 });
  await projector.getByRole("img", { name: /QR code/ }).waitFor();
  await accessible("the projector's lobby", projector);
  check("type on the projector is 28 px", (await projector.evaluate(() => getComputedStyle(document.documentElement).fontSize)) === "28px");

  const students = [];
  for (let i = 0; i < 10; i++) {
    const page = await open(browser, origin, "", { width: 360, height: 740 });
    await page.getByLabel(/Your name/).fill(i === 0 ? "<img src=x onerror=alert(1)>" : `Student ${i}`);
    if (i === 0) await accessible("the page to come in", page);
    await page.getByRole("button", { name: "Come in" }).click();
    await page.getByText("You have a seat").waitFor();
    students.push(page);
  }
  const seats = await Promise.all(students.map(async (page) => (await page.locator("header h1, header p").allInnerTexts()).slice(0, 2).join(" ").replace(/ ·.*/, "")));
  check("ten students have ten different seats", new Set(seats).size === 10, seats);
  check("a name is text, never markup", (await students[0].locator("header img").count()) === 0 && (await words(students[0])).includes("<img src=x"));
  check("a phone page does not scroll sideways", await students[0].evaluate(() => document.documentElement.scrollWidth <= 360));
  await shot(projector, "projector-lobby");

  await teacher.getByRole("button", { name: /On to: Read/ }).click();
  const [north, south, east, west, isle] = students;
  await sees("instructions open by themselves", north, "You sell.");
  await accessible("the instructions", north);
  await shot(north, "student-read");
  check("nobody else's instructions are there", !(await words(south)).includes("You sell."));

  await teacher.getByRole("button", { name: /On to: Talks/ }).click();
  await north.getByRole("heading", { name: "Make a proposal" }).click();
  await sees("the form tells own points", north, "You: 20 points. No deal: 30.");
  await north.getByLabel("Price").selectOption({ label: "Middle (40)" });
  await sees("own points move with the form", north, "You: 60 points. No deal: 30.");
  await north.getByLabel("Border").selectOption({ label: "Shut (0)" });
  await sees("the form warns of one's own red line", north, "Your red line: No shut border");
  await accessible("the form", north);
  await shot(north, "student-form");
  await north.getByLabel("Border").selectOption({ label: "Open (20)" });

  await south.reload();
  await sees("a refresh leads back to the same seat", south, "South");
  await east.context().setOffline(true);
  await sees("who loses the network is told", east, "No connection to the server");
  await north.getByRole("button", { name: "Put it on the table" }).click();
  await sees("others see the proposal with their own points", south, "You: 40 points. No deal: 30.");
  await west.getByRole("button", { name: "Reject proposal 1" }).click();
  await south.getByRole("button", { name: "Accept proposal 1" }).click();
  await sees("the projector tells who is missing", projector, "Waiting for East");
  check("nothing private is on the projector", !/You:|\d points/.test(await words(projector)), await words(projector));
  await accessible("the projector during the talks", projector);
  await shot(projector, "projector-talks");
  await shot(south, "student-talks");
  await isle.getByRole("button", { name: "Edit a copy of proposal 1" }).click();
  check("a copy fills the form", (await isle.getByLabel("Price").inputValue()) === "1");
  await east.context().setOffline(false);
  await east.getByRole("button", { name: "Accept proposal 1" }).click();
  await sees("the last yes that was needed makes the deal", north, "There is a deal.");
  await sees("the projector tells it", projector, "There is a deal.");

  await teacher.getByRole("heading", { name: "News and messages" }).click();
  await teacher.getByLabel("Text").fill("The harbour is flooded.");
  await teacher.getByLabel(/Change of the scenario/).fill('{"actors":{"north":{"reservation":0.35}}}');
  await teacher.getByRole("button", { name: "Send news" }).click();
  await sees("news reach everybody", students[7], "The harbour is flooded.");
  await students[5].getByRole("heading", { name: "Your instructions" }).click();
  await sees("and change the numbers where they say so", students[5], "No deal gives you 35 points.");
  await teacher.getByRole("button", { name: "Pause" }).click();
  await sees("a pause is seen", north, "paused");
  await teacher.getByRole("button", { name: "Go on" }).click();
  await teacher.getByRole("button", { name: "Free the seat of Student 9" }).click();
  await sees("who is freed is told and can come in again", students[9], "Your seat was freed");
  await accessible("the teacher's page", teacher);
  await shot(teacher, "teacher-talks");

  await teacher.getByRole("button", { name: /On to: Debrief/ }).click();
  await sees("the debrief waits for the teacher", north, "The debrief begins when the teacher says");
  const steps = ["Outcome", "Who gained what", "All payoffs", "The deal among all deals", "What theory predicts", "The better deal", "How it went", "Once more", "Before, after, questions"];
  await teacher.getByRole("heading", { name: "Debrief" }).first().waitFor();
  for (const [i, title] of steps.entries()) {
    await teacher.keyboard.press(String(i + 1));
    await sees(`key ${i + 1} shows "${title}" to all`, projector, `${i + 1}. ${title}`);
    if (i === 0) check("the outcome alone tells no points", !/You:|Gain|\d points/.test(await words(projector)));
    await accessible(`step ${i + 1} of the debrief`, projector);
    await shot(projector, `debrief-${i + 1}`);
  }
  await teacher.keyboard.press("8");
  await teacher.getByRole("button", { name: "Start the renegotiation" }).click();
  await sees("the renegotiation starts", north, "Renegotiation");
  await teacher.getByRole("button", { name: /On to: Debrief/ }).click();
  await teacher.getByRole("heading", { name: "Take it home" }).click();
  const [download] = await Promise.all([teacher.waitForEvent("download"), teacher.getByRole("button", { name: "Results (CSV)" }).click()]);
  const results = readFileSync(await download.path(), "utf8");
  check("results can be taken home, without names", results.startsWith("table,round,role") && !results.includes("Student"), results);
}

const folder = join(work, "lesson");
const made = spawnSync(parley, ["class", "new", "--players", "10", "--out", folder, join(process.env.PARLEY_SOURCE_ROOT, "tests/unit/class_harbour.json")], { encoding: "utf8" });
check("a session is made", made.status === 0, made.stderr);
const port = 20000 + (process.pid % 20000);
const server = spawn(parley, ["class", "serve", folder, "--port", String(port)]);
let said = "";
await new Promise((good, bad) => {
  server.stdout.on("data", (part) => (said += part).includes("Ctrl-C") && good());
  server.on("exit", () => bad(new Error("the server ended")));
});
server.removeAllListeners("exit");
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
try {
  await lesson(browser, `http://127.0.0.1:${port}/`, said.match(/teacher#\w+/)[0]);
} catch (error) {
  check("the lesson runs to its end", false, error.stack);
}
check("no page asks another host for anything", strange.length === 0, strange.join("\n"));
const known = /status of (401|409)/;
check("no page complains in the console", complaints.every((text) => known.test(text)), complaints.join("\n"));
await browser.close();
server.kill("SIGINT");
rmSync(work, { recursive: true, force: true });
console.log(`1..${count}`);
process.exit(failed > 0 ? 1 : 0);
