// Games that are not talks: the prisoner's dilemma in simultaneous moves over several rounds, and a pie that shrinks with each
// offer refused, as people play them in real browsers. Usage: class_modes.mjs PACKAGES; PARLEY_BIN names the program,
// PARLEY_SHOTS a folder for pictures. Prints TAP; without Chromium it says so and skips.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessible, check, withContexts } from "./browser.mjs";

const parley = process.env.PARLEY_BIN;
const shots = process.env.PARLEY_SHOTS;
const PATIENCE = 60000;

const words = (page) => page.locator("main").innerText();
/* The last minute: large on the projector, with a tone where sound was switched on; one tone at the click, to try it. */
async function lastMinute(browser, origin) {
  const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await page.addInitScript(() => {
    window.tones = 0;
    window.AudioContext = class {
      currentTime = 0;
      createOscillator = () => ({ frequency: {}, connect() {}, stop() {}, start: () => (window.tones += 1) });
      close() {}
    };
  });
  await page.route("**/api/public", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), timed: true, paused: true, left: 61500 } });
  });
  await page.goto(`${origin}projector`);
  await page.getByRole("button", { name: /Sound/ }).click();
  const tones = () => page.evaluate(() => window.tones);
  check("sound is tried when it is switched on", (await tones()) === 1, await tones());
  await page.route("**/api/public", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), timed: true, paused: false, left: 59000 } });
  });
  await page.getByText("last minute", { exact: false }).first().waitFor({ timeout: PATIENCE });
  check("the last minute sounds once", (await tones()) === 2, await tones());
  await page.context().close();
}

const sees = async (name, page, text) => {
  const good = await page.getByText(text).first().waitFor({ timeout: PATIENCE }).then(() => true, () => false);
  check(name, good, good ? "" : await words(page));
};

/* A served session with a teacher, a projector and a phone a seat, each a browser of its own. */
async function room(browser, work, name, file, more) {
  const folder = join(work, name);
  const made = spawnSync(parley, ["class", "new", "--players", "4", "--tables", "2", ...more, "--out", folder, join(process.env.PARLEY_SOURCE_ROOT, file)], { encoding: "utf8" });
  check(`a session of the ${name} is made`, made.status === 0, made.stderr);
  const port = 20000 + ((process.pid + name.length) % 20000);
  const server = spawn(parley, ["class", "serve", folder, "--port", String(port)]);
  let said = "";
  await new Promise((good, bad) => {
    server.stdout.on("data", (part) => (said += part).includes("Ctrl-C") && good());
    server.on("exit", () => bad(new Error(`the server ended: ${said}`)));
  });
  server.removeAllListeners("exit");
  const twice = spawnSync(parley, ["class", "serve", folder, "--port", String(port)], { encoding: "utf8" });
  check("a second server of one session is refused", twice.status === 5 && /in use/.test(twice.stderr), twice.stderr);
  const origin = `http://127.0.0.1:${port}/`;
  const open = async (path, width, height) => {
    const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(origin + path);
    return page;
  };
  const plan = JSON.parse(readFileSync(join(folder, "session.json"), "utf8"));
  const teacher = await open(said.match(/teacher#\w+/)[0], 1200, 900);
  const projector = await open("projector", 1920, 1080);
  const students = [];
  for (const seat of plan.seats) {
    const page = await open(`#${seat.code}`, 390, 844);
    await page.getByRole("button", { name: "Come in" }).click();
    await page.getByText("You have a seat").waitFor();
    students.push({ ...seat, page });
  }
  const shot = async (page, what) => shots && page.screenshot({ path: join(shots, `${name}-${what}.png`), fullPage: true });
  const on = async (stage) => {
    await teacher.getByRole("button", { name: `On to: ${stage}` }).click();
    if (stage !== "Debrief") return;
    await teacher.getByRole("button", { name: /Yes, go on to/ }).click();
    await teacher.getByRole("heading", { name: "Debrief" }).first().waitFor();
  };
  const end = async () => {
    const ended = new Promise((good) => server.on("exit", good));
    server.kill("SIGINT");
    await ended;
  };
  return { origin, teacher, projector, students, shot, on, end, seat: (table, role) => students.find((s) => s.table === table && s.role === role).page };
}

const still = async (name, page) => check(`${name} fits one screen`, await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth));

/* East and West of table 1 over the rounds; table 2 always disarms. */
const ROUNDS = [["arm", "disarm"], ["disarm", "disarm"], ["arm", "arm"]];

async function dilemma(browser, axe, work) {
  const r = await room(browser, work, "dilemma", "scenarios/prisoners-dilemma.json", ["--rounds", "3"]);
  const [east, west] = [r.seat(1, "east"), r.seat(1, "west")];
  const move = (page, what) => page.getByRole("button", { name: what, exact: true }).click();
  await r.on("Read your instructions");
  await sees("nobody's yes is asked", east, "each makes its own move");
  await r.on("Talks");
  await sees("a phone shows what one gets", east, "Your points for your move and theirs");
  await lastMinute(browser, r.origin);
  for (const [k, [one, other]] of ROUNDS.entries()) {
    await sees(`round ${k + 1} begins`, east, `Round ${k + 1} of 3`);
    await move(east, one);
    await sees("a move is told to who made it", east, `You chose: ${one}`);
    await sees("the projector tells who is still choosing", r.projector, "still choosing: West");
    if (k === 0) {
      check("and nobody else sees it", !(await words(west)).includes("You chose"), await words(west));
      await accessible("a phone in a game of moves", east, axe);
      await still("the projector in a game of moves", r.projector);
      await r.shot(east, "student");
      await r.shot(r.projector, "projector");
    }
    await move(west, other);
    for (const role of ["east", "west"]) await move(r.seat(2, role), "disarm");
    await sees(`round ${k + 1} is shown`, west, `You have ${[1, 4, 6][k]} points in ${k + 1} round`);
  }
  await sees("the rounds end", east, "All rounds are over: 9 points for you.");
  await r.on("Debrief");
  const steps = ["Choices by round", "Points", "All outcomes", "Over time", "Equilibria", "Better for all"];
  const told = [/arm/, "Points a round, on average", "East: arm · West: arm ◆", /Share of .disarm. by round/, "East: arm · West: arm: nobody gains by another move alone.", "East: disarm · West: disarm would be better for everybody than East: arm · West: arm."];
  for (const [i, title] of steps.entries()) {
    await r.teacher.keyboard.press(String(i + 1));
    await sees(`step ${i + 1} is ${title}`, r.projector, `${i + 1}. ${title}`);
    await sees(`step ${i + 1} is told`, r.projector, told[i]);
    await still(`step ${i + 1}`, r.projector);
    await accessible(`step ${i + 1} of a game of moves`, r.projector, axe);
    await r.shot(r.projector, `debrief-${i + 1}`);
  }
  await r.teacher.keyboard.press("0");
  await r.teacher.getByLabel("Which number").selectOption({ label: "East: payoff at arm-arm" });
  await r.teacher.locator("#try-value").fill("1");
  await sees("a payoff that moves makes another equilibrium", r.projector, "East: disarm · West: arm ◆");
  await still("the what-if of moves", r.projector);
  await r.end();
}

async function pie(browser, axe, work) {
  const r = await room(browser, work, "pie", "scenarios/divide-a-pie.json", ["--rounds", "4"]);
  const [ann, ben] = [r.seat(1, "ann"), r.seat(1, "ben")];
  const offer = async (page, tens) => {
    await page.getByLabel("Tenths for Ann").selectOption(`${tens / 10}`);
    await page.getByRole("button", { name: "Put it on the table" }).click();
  };
  await r.on("Read your instructions");
  await r.on("Talks");
  await sees("the first to offer is told", ann, "Your turn: make an offer.");
  await sees("the other waits", ben, "Wait for the offer of Ann.");
  await offer(ann, 90);
  await sees("who is asked is told what to refuse costs", ben, "To refuse costs");
  await r.shot(ben, "student-offer");
  await accessible("a phone with an offer", ben, axe);
  await ben.getByRole("button", { name: "Refuse" }).click();
  await sees("a refusal costs half", ben, "a deal now is worth 50 % of one at once");
  await offer(ben, 40);
  await sees("points are those of the round", ann, "You: 20 points if it is agreed now.");
  await r.shot(r.projector, "projector");
  await still("the projector in a game of offers", r.projector);
  await ann.getByRole("button", { name: "Accept" }).click();
  await sees("the deal is told with one's own points", ann, "You signed a deal: 20 points, +20 against no deal.");
  await r.on("Debrief");
  await r.teacher.keyboard.press("2");
  await sees("the debrief counts the round", r.projector, "20");
  await r.shot(r.projector, "debrief-2");
  for (const [key, step, text] of [["1", 1, "Outcome"], ["4", 4, "The deal among all deals"], ["5", 5, "What theory predicts"], ["6", 6, "agreed in round 2: 50 % of what there was at once"], ["7", 7, "How it went"], ["0", 10, "What if"]]) {
    await r.teacher.keyboard.press(key);
    await sees(`step ${step} of offers is told`, r.projector, text);
    await still(`step ${step} of offers`, r.projector);
  }
  await r.end();
}

await withContexts(process.argv[2], async ({ browser, axe, work }) => {
  for (const play of [dilemma, pie]) {
    try {
      await play(browser, axe, work);
    } catch (error) {
      check("the lesson runs to its end", false, error.stack);
    }
  }
});
