// A lesson as people live it, on the flagship: ten students, a projector and a teacher in real browsers.
// One student refreshes, one loses the network and comes back. Usage: class.mjs PACKAGES; PARLEY_BIN names the program,
// PARLEY_SHOTS a folder for pictures, PARLEY_LESSON one lesson alone. Prints TAP; without Chromium it says so and skips. It waits
// for what is to be seen, however long the machine needs for it (up to PATIENCE), and never for a time.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessible as accessibleWith, check, finish, FLAGS } from "./browser.mjs";

const require = createRequire(join(process.argv[2], "node_modules", "package.json"));
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (!CHROMIUM) {
  console.log("1..0 # SKIP Chromium is missing");
  process.exit(0);
}
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PATIENCE = 150000;
const parley = process.env.PARLEY_BIN;
const shots = process.env.PARLEY_SHOTS;
const work = mkdtempSync(join(tmpdir(), "parley-web-class-"));

/* The lessons: the scenario, its tables, news that change the reservation of the first role, and a form that meets a red line. */
const ALL = [
  {
    name: "flagship",
    file: "scenarios/istanbul-2022.json",
    tables: 1,
    patch: { actors: { ukraine: { reservation: 0.5 } } },
    redLine: { role: "France", issue: "Kind of duty", option: /Act as under/, level: /France stands at/, at: "3" },
  },
];

const LESSONS = ALL.filter((lesson) => !process.env.PARLEY_LESSON || lesson.name === process.env.PARLEY_LESSON);

const strange = [];
const complaints = [];

async function open(browser, origin, path, size) {
  const context = await browser.newContext({ viewport: size, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("request", (request) => request.url().startsWith(origin) || request.url().startsWith("blob:") || strange.push(request.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/ERR_INTERNET_DISCONNECTED/.test(message.text()) && complaints.push(message.text()));
  await page.goto(origin + path);
  return page;
}

const accessible = (name, page) => accessibleWith(name, page, axe);
const words = (page) => page.locator("main").innerText();
const sees = async (name, page, text) => {
  const good = await page.getByText(text).first().waitFor().then(() => true, () => false);
  check(name, good, good ? "" : await words(page));
};

/* Waits until the function gives something true. */
async function until(name, look) {
  const end = Date.now() + PATIENCE;
  let seen = await look();
  while (!seen && Date.now() < end) {
    await new Promise((good) => setTimeout(good, 100));
    seen = await look();
  }
  check(name, seen);
}

/* What a lesson is played with: pages, the game's names, the deal that will be signed. */
async function assemble(browser, origin, teacherPath, lesson, folder) {
  const prefix = lesson.name;
  const picture = (fullPage) => async (page, name) => shots && page.screenshot({ path: join(shots, `${prefix}-${name}.png`), fullPage });
  const teacher = await open(browser, origin, teacherPath, { width: 1200, height: 900 });
  const projector = await open(browser, origin, "projector", { width: 1920, height: 1080 });
  const game = await (await fetch(`${origin}api/game`)).json();
  const scenario = JSON.parse(readFileSync(join(folder, "scenario.json"), "utf8"));
  const nash = JSON.parse(readFileSync(join(folder, "solution.json"), "utf8")).solutions.nash;
  const ids = Object.keys(scenario.issues);
  const levels = Object.keys(scenario.levels || {});
  const deal = {
    options: ids.map((id) => Object.keys(scenario.issues[id].options).indexOf(nash.options[id])),
    levels: Object.keys(scenario.actors).map((id) => Math.max(0, levels.indexOf(nash.members[id] || "out"))),
  };
  const plan = JSON.parse(readFileSync(join(folder, "session.json"), "utf8"));
  return { browser, origin, lesson, plan, shot: picture(true), screen: picture(false), teacher, projector, game, deal };
}

/* One screen, which never scrolls. */
const still = async (name, page) => check(`${name} fits one screen`, await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth), await page.evaluate(() => `${document.documentElement.scrollHeight} of ${innerHeight}, ${document.documentElement.scrollWidth} of ${innerWidth}`));

/* Ten people come in; by seat: {page, table, role}. */
async function comeIn(room) {
  const { browser, origin, game, projector, shot } = room;
  await projector.getByRole("img", { name: /QR code/ }).waitFor();
  await accessible("the projector's lobby", projector);
  await shot(projector, "projector-lobby");
  check("type on the projector is 40 px", (await projector.evaluate(() => getComputedStyle(document.documentElement).fontSize)) === "40px");
  await still("the projector's lobby", projector);
  check("the teacher's secret is not in the address bar", !room.teacher.url().includes("#"), room.teacher.url());
  check("seat codes are not on the teacher's page", !(await words(room.teacher)).includes(room.plan.seats[0].code));
  const stranger = await open(browser, room.origin, "", { width: 390, height: 844 });
  await stranger.getByRole("button", { name: "Come in" }).click();
  await sees("without a card nobody takes a seat", stranger, "Type the code of your seat card");
  await stranger.context().close();
  room.students = [];
  for (let i = 0; i < 10; i++) {
    const page = await open(browser, origin, `#${room.plan.seats[i].code}`, { width: 390, height: 844 });
    if (i === 0) check("a card's QR code brings its seat", (await page.getByLabel(/Seat code/).inputValue()) === room.plan.seats[0].code && !page.url().includes("#"));
    await page.getByLabel(/Your name/).fill(i === 0 ? "<img src=x onerror=alert(1)>" : `Student ${i}`);
    if (i === 0) {
      await accessible("the page to come in", page);
      await shot(page, "student-join");
    }
    await page.getByRole("button", { name: "Come in" }).click();
    await page.getByText("You have a seat").waitFor();
    const [role, table] = [await page.locator("header h1").innerText(), await page.locator("header p").first().innerText()];
    room.students.push({ page, role: game.actors.findIndex((actor) => actor.name === role), table: Number(table.match(/\d+/)[0]) - 1 });
  }
  const first = room.students[0].page;
  check("ten students have ten different seats", new Set(room.students.map((s) => `${s.table}/${s.role}`)).size === 10);
  check("a name is text, never markup", (await first.locator("header img").count()) === 0 && (await words(first)).includes("<img src=x"));
  check("a phone page does not scroll sideways", await first.evaluate(() => document.documentElement.scrollWidth <= 390));
}

async function answer(page, value, who) {
  await page.getByLabel(/Of 100 groups/).fill(String(value));
  await page.getByLabel(/most power/).selectOption({ index: who });
  await page.getByRole("button", { name: "Send my answer" }).click();
  await page.getByText(`Your answer: ${value} of 100`).waitFor();
}

async function fillForm(page, { game, deal }) {
  await page.getByRole("heading", { name: "Make a proposal" }).click();
  for (const [k, issue] of game.issues.entries()) if (!issue.derived) await page.locator(`#seat-issue-${k}`).selectOption(String(deal.options[k]));
  for (const [i, actor] of game.actors.entries()) if (actor.candidate) await page.locator(`#seat-level-${i}`).selectOption(String(deal.levels[i]));
}

async function meetRedLine(room, { role, issue, option, level, at }) {
  const { page } = room.students.find((s) => room.game.actors[s.role].name === role);
  await page.getByRole("heading", { name: "Make a proposal" }).click();
  const choice = page.getByLabel(issue, { exact: true });
  await choice.selectOption(await choice.locator("option").filter({ hasText: option }).first().getAttribute("value"));
  await page.getByLabel(level).selectOption(at);
  await sees("the form warns of one's own red line", page, "Your red line");
  await room.shot(page, "student-red-line");
  await page.getByRole("heading", { name: "Make a proposal" }).click();
}

async function talk(room) {
  const { game, deal, students, teacher, projector, shot, screen } = room;
  const here = students.filter((s) => s.table === 0);
  const asked = here.filter((s) => game.actors[s.role].consent === "required" || (game.actors[s.role].consent === "if_member" && deal.levels[s.role] > 0));
  const proposer = asked[0];
  const away = asked.at(-1);
  const fresh = students.at(-2) === away ? students.at(-1) : students.at(-2);
  if (room.lesson.redLine) await meetRedLine(room, room.lesson.redLine);
  await fillForm(proposer.page, room);
  await proposer.page.getByText("Needs the yes of:").first().waitFor();
  await accessible("the form", proposer.page);
  await screen(proposer.page, "student-form");
  await fresh.page.reload();
  await sees("a refresh leads back to the same seat", fresh.page, game.actors[fresh.role].name);
  await away.page.context().setOffline(true);
  await sees("who loses the network is told", away.page, "No connection to the server");
  await proposer.page.getByRole("button", { name: "Put it on the table" }).press("Enter");
  const others = asked.filter((s) => s !== proposer && s !== away);
  if (others.length > 0) {
    await others[0].page.getByRole("button", { name: "Reject proposal 1" }).click();
    await sees("the projector tells who blocks it", projector, /blocked by/);
    await sees("and the phone does", others[0].page, /said no: without that yes/);
  }
  for (const { page } of others) await page.getByRole("button", { name: "Accept proposal 1" }).press("Enter");
  await sees("the projector tells who is missing", projector, `missing: ${game.actors[away.role].name}`);
  await sees("a phone says what to do next", others[0].page, `Wait for ${game.actors[away.role].name}`);
  await still("the projector during the talks", projector);
  check("nothing private is on the projector", !/You:|\d points/.test(await words(projector)), await words(projector));
  await accessible("the projector during the talks", projector);
  await shot(projector, "projector-talks");
  await away.page.context().setOffline(false);
  await away.page.getByRole("button", { name: "Edit a copy of proposal 1" }).click();
  const free = game.issues.findIndex((issue, k) => !issue.derived && deal.options[k] > 0);
  check("a copy fills the form", (await away.page.locator(`#seat-issue-${free}`).inputValue()) === String(deal.options[free]));
  const own = (place) => away.page.locator(place).first().innerText();
  await until("own points move with the form", async () => (await own(".at-foot .own")) === (await own(".proposal .own")));
  await shot(away.page, "student-talks");
  await accessible("a phone during the talks", away.page);
  await shot(teacher, "teacher-talks");
  await accessible("the teacher's page", teacher);
  await away.page.getByRole("button", { name: "Accept proposal 1" }).press("Enter");
  await sees("the last yes that was needed makes the deal", proposer.page, "There is a deal.");
  await sees("in words, with one's own points", proposer.page, /You signed a deal: .* points/);
  await sees("and who signed", proposer.page, "Signed by");
  await sees("the projector tells it", projector, "Signed by");
  await shot(proposer.page, "student-deal");
}

async function teach(room) {
  const { students, teacher, lesson } = room;
  const first = students[0].page;
  const noDeal = () => first.getByText(/No deal gives you/).first().textContent();
  const before = await noDeal();
  await teacher.getByRole("heading", { name: "News and messages" }).click();
  await teacher.getByLabel("Text").fill("The weather turns.");
  await teacher.getByLabel(/Change of the scenario/).fill("{no json");
  await teacher.getByRole("button", { name: "Send news" }).click();
  await sees("news that are no JSON are refused", teacher, "The change is no JSON");
  await teacher.getByLabel(/Change of the scenario/).fill(JSON.stringify(lesson.patch));
  await teacher.getByRole("button", { name: "Send news" }).click();
  await sees("news reach everybody", students[7].page, "The weather turns.");
  await until("and change the numbers where they say so", async () => (await noDeal()) !== before);
  await teacher.getByRole("button", { name: "Pause" }).click();
  await sees("a pause is seen", first, "paused");
  await teacher.getByRole("button", { name: "Go on" }).click();
  await teacher.getByRole("button", { name: "Free the seat of Student 9" }).click();
  await sees("who is freed is told and can come in again", students[9].page, "Your seat was freed");
  await teacher.getByRole("heading", { name: "Places" }).click();
  await students[9].page.getByLabel(/Seat code/).fill("");
  await students[9].page.getByRole("button", { name: "Come in" }).click();
  await sees("who has no card stays out", students[9].page, "Type the code of your seat card");
  await teacher.getByRole("button", { name: "Open places without a card" }).click();
  await students[9].page.getByText("Places are open").waitFor();
  await students[9].page.getByRole("button", { name: "Come in" }).click();
  await sees("until the teacher opens the places", students[9].page, "Your table has ended");
  await sees("an open place is marked as such", teacher, "open place");
  await teacher.getByRole("button", { name: "Close open places" }).click();
  await accessible("the teacher's page with places", teacher);
}

/* The steps of the debrief: its title, and what must be there when the solver has done its work. */
const STEPS = [
  ["Outcome", "Signed by"],
  ["Who gained what", "Gain"],
  ["All payoffs", "What matters most"],
  ["The deal among all deals", /such deals are shown|All [\d,]+ are shown/],
  ["What theory predicts", "Before the news"],
  ["The better deal", /can block it alone|Nobody can block/],
  ["How it went", /puts proposal 1 on the table/],
  ["Once more", /Five minutes/],
  ["Before, after, questions", "The middle answer was 50"],
  ["What if", /what no deal gives: /],
];

async function debrief(room) {
  const { students, teacher, projector, shot } = room;
  await teacher.getByRole("button", { name: /On to: Debrief/ }).dblclick();
  await sees("a double click ends nothing", teacher, "End now?");
  check("the talks go on", (await words(teacher)).includes("Talks"));
  await teacher.getByRole("button", { name: /Yes, go on to/ }).click();
  await teacher.getByRole("button", { name: /Undo: back to Talks/ }).click();
  await sees("a step can be undone", teacher, "paused");
  await teacher.getByRole("button", { name: /On to: Debrief/ }).click();
  await teacher.getByRole("button", { name: /Yes, go on to/ }).click();
  await sees("the debrief waits for the teacher", students[0].page, "The debrief begins when the teacher says");
  await answer(students[0].page, 60, 2);
  await teacher.getByRole("heading", { name: "Debrief" }).first().waitFor();
  for (const [i, [title, text]] of STEPS.entries()) {
    await teacher.keyboard.press(String((i + 1) % 10));
    await sees(`key ${i + 1} shows "${title}" to all`, projector, `${i + 1}. ${title}`);
    await sees(`step ${i + 1} is told`, projector, text);
    if (i === 0) check("the outcome alone tells no points", !/You:|Gain|\d points/.test(await words(projector)));
    if (i !== 3) await until("nothing is left to be computed", async () => !(await words(projector)).includes("The solver is at work"));
    await accessible(`step ${i + 1} of the debrief`, projector);
    await still(`step ${i + 1} of the debrief`, projector);
    const cut = await projector.evaluate(() => [...document.querySelectorAll(".slide")].map((s) => [s.scrollWidth - s.clientWidth, s.scrollHeight - s.clientHeight].join()).join());
    check(`nothing of step ${i + 1} is cut off`, cut === "0,0", cut);
    await shot(projector, `debrief-${i + 1}`);
    if (i === 4) await shot(students[0].page, `student-debrief-${i + 1}`);
    if (i === 4) check("a phone page does not scroll sideways in the debrief", await students[0].page.evaluate(() => document.documentElement.scrollWidth <= 390));
  }
  await teacher.getByLabel(/Its value/).fill("0.45");
  await sees("one number of the file is moved before the class", projector, /what no deal gives: .* → 0\.45/);
  await until("and the solver answers", async () => (await projector.locator("td.answer").count()) > 0 && !(await words(projector)).includes("The solver is at work"));
  await shot(projector, "what-if");
  await teacher.keyboard.press("8");
  await teacher.getByRole("button", { name: "Start the renegotiation" }).click();
  await sees("the renegotiation starts", students[0].page, "Renegotiation");
  await teacher.getByRole("button", { name: /On to: Debrief/ }).click();
  await teacher.getByRole("button", { name: /Yes, go on to/ }).click();
  await shot(teacher, "teacher-debrief");
  await teacher.getByRole("heading", { name: "Take it home" }).click();
  for (const [name, begins] of [["Results (CSV)", "table,round,role"], ["Answers (CSV)", "before,power_before"], ["Report (HTML)", "<!doctype html>"]]) {
    const [download] = await Promise.all([teacher.waitForEvent("download"), teacher.getByRole("button", { name }).click()]);
    const text = readFileSync(await download.path(), "utf8");
    check(`${name} can be taken home, without names`, text.toLowerCase().startsWith(begins) && !text.includes("Student"), text.slice(0, 400));
  }
}

async function play(browser, lesson) {
  const folder = join(work, lesson.name);
  const file = join(process.env.PARLEY_SOURCE_ROOT, lesson.file);
  const made = spawnSync(parley, ["class", "new", "--players", "10", "--tables", String(lesson.tables), "--out", folder, file], { encoding: "utf8" });
  check(`a session of the ${lesson.name} is made`, made.status === 0, made.stderr);
  const port = 20000 + (process.pid % 20000);
  const server = spawn(parley, ["class", "serve", folder, "--port", String(port)]);
  let said = "";
  await new Promise((good, bad) => {
    server.stdout.on("data", (part) => (said += part).includes("Ctrl-C") && good());
    server.on("exit", () => bad(new Error("the server ended")));
  });
  server.removeAllListeners("exit");
  try {
    const room = await assemble(browser, `http://127.0.0.1:${port}/`, said.match(/teacher#\w+/)[0], lesson, folder);
    await comeIn(room);
    await answer(room.students[0].page, 80, 1);
    await answer(room.students[1].page, 20, 2);
    await room.shot(room.students[1].page, "student-lobby");
    await sees("the projector counts who has answered", room.projector, "2 of 10 have answered");
    await room.teacher.getByRole("button", { name: /On to: Read/ }).click();
    await sees("everybody reads", room.students[3].page, "No deal gives you");
    await room.shot(room.students[3].page, "student-read");
    await accessible("a student's instructions", room.students[3].page);
    await room.teacher.getByRole("button", { name: /On to: Talks/ }).click();
    await talk(room);
    await teach(room);
    await debrief(room);
  } finally {
    for (const context of browser.contexts()) await context.close();
    const ended = new Promise((good) => server.on("exit", good));
    server.kill("SIGINT");
    await ended;
  }
}

const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
for (const lesson of LESSONS) {
  try {
    await play(browser, lesson);
  } catch (error) {
    check(`the lesson on the ${lesson.name} runs to its end`, false, error.stack);
  }
}
check("no page asks another host for anything", strange.length === 0, strange.join("\n"));
const odd = complaints.filter((text) => !/status of (401|409)/.test(text)); /* a freed seat, a refused order */
check("no page complains in the console", odd.length === 0, odd.join("\n"));
await browser.close();
rmSync(work, { recursive: true, force: true });
finish();
