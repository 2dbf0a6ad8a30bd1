// What a class gets on paper, printed by a real browser: a page a role, nothing cut off at the edge; and a lesson in a language
// that runs from right to left. Usage: class_paper.mjs PACKAGES; PARLEY_BIN names the program, PARLEY_SHOTS a folder for
// pictures. Prints TAP; without Chromium it says so and skips.
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accessible, check, withContexts } from "./browser.mjs";

const parley = process.env.PARLEY_BIN;
const shots = process.env.PARLEY_SHOTS;
const PATIENCE = 60000;

function made(work, name, file, more = []) {
  const folder = join(work, name);
  const done = spawnSync(parley, ["class", "new", ...more, "--out", folder, join(process.env.PARLEY_SOURCE_ROOT, file)], { encoding: "utf8" });
  check(`the papers of ${name} are made`, done.status === 0, done.stderr);
  return folder;
}

/* The pages of a file as it is printed on A4; whether something runs over the edge of the paper. */
async function printed(browser, file) {
  const page = await (await browser.newContext({ viewport: { width: 711, height: 1000 } })).newPage(); /* 188 mm */
  await page.emulateMedia({ media: "print" });
  await page.goto(`file://${file}`);
  const over = await page.evaluate(() => [...document.querySelectorAll("table, p, li")].filter((part) => part.getBoundingClientRect().right > innerWidth + 1 || part.getBoundingClientRect().left < -1).map((part) => part.textContent.slice(0, 60)));
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  const text = await page.evaluate(() => document.body.innerText);
  await page.context().close();
  return { pages: (pdf.match(/\/Type\s*\/Page(?![A-Za-z])/g) || []).length, over, text };
}

async function papers(browser, work, name, file, more) {
  const folder = made(work, name, file, more);
  const roles = readdirSync(join(folder, "briefs")).length;
  const briefs = await printed(browser, join(folder, "briefs.html"));
  check(`${name}: the briefs are a page a role`, briefs.pages === roles, `${briefs.pages} pages for ${roles} roles`);
  check(`${name}: no brief runs over the edge`, briefs.over.length === 0, briefs.over.join("\n"));
  const guide = await printed(browser, join(folder, "guide.html"));
  const scenario = JSON.parse(readFileSync(join(folder, "scenario.json"), "utf8"));
  const missing = Object.values(scenario.actors || scenario.game.players).map((actor) => actor.name).filter((who) => who && !guide.text.includes(who));
  check(`${name}: the guide has every actor`, missing.length === 0, missing.join(", "));
  check(`${name}: the guide does not run over the edge`, guide.over.length === 0, guide.over.join("\n"));
}

/* A phone and the projector in Arabic: what stands where, and that nothing is broken. */
async function rightToLeft(browser, axe, work) {
  const folder = made(work, "arabic", "scenarios/harbour-720.json", ["--language", "ar"]);
  const port = 20000 + ((process.pid + 5000) % 20000);
  const server = spawn(parley, ["class", "serve", folder, "--port", String(port)]);
  let said = "";
  await new Promise((good, bad) => {
    server.stdout.on("data", (part) => (said += part).includes("Ctrl-C") && good());
    server.on("exit", () => bad(new Error(`the server ended: ${said}`)));
  });
  server.removeAllListeners("exit");
  const open = async (path, width, height) => {
    const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`http://127.0.0.1:${port}/${path}`);
    return page;
  };
  const teacher = await open(said.match(/teacher#\w+/)[0], 1200, 900);
  const projector = await open("projector", 1920, 1080);
  const plan = JSON.parse(readFileSync(join(folder, "session.json"), "utf8"));
  const phone = await open(`#${plan.seats[0].code}`, 390, 844);
  await phone.getByRole("button", { name: "ادخل" }).click();
  await phone.getByText("لديك مقعد").first().waitFor();
  for (const stage of ["اقرأ تعليماتك", "المحادثات"]) {
    await teacher.getByRole("button", { name: stage }).first().click();
    await phone.getByText(stage).first().waitFor();
  }
  check("the page says that it runs from right to left", await phone.evaluate(() => document.documentElement.dir === "rtl" && document.documentElement.lang === "ar"));
  const place = (page, what) => page.locator(what).first().boundingBox();
  for (const [name, page, first, last] of [["the phone", phone, "header h1", "header .clock"], ["the projector", projector, ".line .number", ".line .head"]]) {
    const [a, b] = [await place(page, first), await place(page, last)];
    check(`${name}: what comes first stands on the right`, a.x > b.x, JSON.stringify([a, b]));
  }
  check("the phone does not scroll sideways", await phone.evaluate(() => document.documentElement.scrollWidth <= 390));
  check("the projector fits one screen", await projector.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight));
  check("what the language lacks is said in English", (await teacher.locator("main").innerText()).includes("Students come in at"));
  await accessible("a phone in Arabic", phone, axe);
  if (shots) await phone.screenshot({ path: join(shots, "arabic-phone.png"), fullPage: true });
  if (shots) await projector.screenshot({ path: join(shots, "arabic-projector.png") });
  const ended = new Promise((good) => server.on("exit", good));
  server.kill("SIGINT");
  await ended;
}

await withContexts(process.argv[2], async ({ browser, axe, work }) => {
  await papers(browser, work, "the flagship", "scenarios/istanbul-2022.json");
  await papers(browser, work, "the flagship in French", "scenarios/istanbul-2022.json", ["--language", "fr"]);
  await papers(browser, work, "Iran 2015", "scenarios/iran-2015.json");
  await papers(browser, work, "the prisoner's dilemma", "scenarios/prisoners-dilemma.json");
  await rightToLeft(browser, axe, work);
});
