// parley report as people open it: from a file, in a real browser, on a phone, a desk and a projector, light and dark, with
// the keyboard, in print. Usage: report.mjs PACKAGES; PARLEY_BIN names the program, PARLEY_SOURCE_ROOT the source tree,
// PARLEY_SHOTS a folder for pictures. Prints TAP; without Chromium it says so and skips.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessible, check, openFile, withBrowser } from "./browser.mjs";

const FLAGSHIP = "scenarios/istanbul-2022.json";
const VIEWS = [
  ["phone", { width: 360, height: 740 }],
  ["desk", { width: 1280, height: 900 }],
  ["desk, dark", { width: 1280, height: 900, dark: true }],
  ["projector", { width: 1920, height: 1080, hash: "#projector" }],
];

function parley(words, input) {
  const run = spawnSync(process.env.PARLEY_BIN, words, {
    cwd: process.env.PARLEY_SOURCE_ROOT,
    encoding: "utf8",
    input,
    maxBuffer: 64 << 20,
  });
  check(`parley ${words.slice(0, 2).join(" ")} succeeds`, run.status === 0, run.stderr);
  return run.stdout;
}

const dataOf = (file) => JSON.parse(readFileSync(file, "utf8").match(/id="data">(.*)<\/script>/)[1]);

/* As the page shows a margin. */
const signed = (x) => {
  const text = x.toFixed(3);
  return Number(text) > 0 ? `+${text}` : Number(text) === 0 ? "0.000" : text.replace("-", "\u2212");
};

const number = (text) => Number(text.replace("\u2212", "-").replace("+", ""));

async function grid(page, { result }) {
  const cells = await page.locator("table.grid td.margin").evaluateAll((list) =>
    list.map((c) => ({ actor: c.dataset.actor, design: c.dataset.design, text: c.innerText, label: c.getAttribute("aria-label") })),
  );
  const wanted = Object.keys(result.designs).length * Object.keys(result.frame.actors).length;
  check("the grid has a cell for each actor and design", cells.length === wanted && wanted > 0, `${cells.length} of ${wanted}`);
  const wrong = cells.filter(({ actor, design, text }) => !text.startsWith(signed(result.designs[design].margins[actor])));
  check("every cell shows the margin of the result", wrong.length === 0, JSON.stringify(wrong.slice(0, 3)));
  const stands = ({ actor, design }) =>
    !result.designs[design].refuses.includes(actor) ? (design in result.designs && isAsked(result, actor, design) ? "✓" : "·") : actor in result.designs[design].red_lines ? "⊘" : "✗";
  const unmarked = cells.filter((c) => !c.text.endsWith(stands(c)));
  check("every cell tells its standing by a mark, not by colour alone", unmarked.length === 0, JSON.stringify(unmarked.slice(0, 3)));
  check("every cell is told in words", cells.every((c) => c.label.includes(signed(result.designs[c.design].margins[c.actor]))));
}

const isAsked = (result, actor, design) => {
  const { consent } = result.frame.actors[actor];
  return consent === "required" || consent === "counted" || (consent === "if_member" && actor in result.designs[design].members);
};

const heading = (page) => page.locator(".terms h3").innerText();

async function keyboard(page, { result }) {
  const actors = Object.values(result.frame.actors).map((a) => a.name);
  const designs = Object.values(result.designs).map((d) => d.name);
  await page.locator("nav.contents a").last().focus();
  for (let k = 0; k < 3 && !(await page.evaluate(() => document.activeElement.matches("td.margin"))); k++) await page.keyboard.press("Tab");
  check("the Tab key reaches the grid", await page.evaluate(() => document.activeElement.matches("td.margin")));
  const at = async (actor, design) => (await heading(page)).startsWith(actors[actor]) && (await heading(page)).includes(designs[design]);
  check("its first cell is told term by term", await at(0, 0), await heading(page));
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
  check("arrow keys move through it", await at(2, 1), await heading(page));
  await page.keyboard.press("End");
  check("End goes to the last design", await at(2, designs.length - 1), await heading(page));
  await page.keyboard.press("Home");
  for (let k = 0; k < actors.length + 2; k++) await page.keyboard.press("ArrowDown");
  check("and the edge holds", await at(actors.length - 1, 0), await heading(page));
  check("the cell in focus is seen", (await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)) !== "none");
  await page.keyboard.press("Tab");
  check("the Tab key leads out of the grid", await page.evaluate(() => !document.activeElement.matches("td.margin")));
}

async function terms(page, { result }) {
  const actor = Object.keys(result.frame.actors)[1];
  const design = Object.keys(result.designs)[2];
  await page.locator(`td[data-actor="${actor}"][data-design="${design}"]`).hover();
  await page.locator(".terms h3").filter({ hasText: result.frame.actors[actor].name }).waitFor();
  await page.locator(".terms h3").filter({ hasText: result.designs[design].name }).waitFor();
  const amounts = await page.locator(".terms tbody td.number").allInnerTexts();
  const sum = amounts.map(number).reduce((a, b) => a + b, 0);
  const payoff = result.designs[design].payoffs[actor];
  check("the terms under the pointer add up to the payoff", amounts.length > 3 && Math.abs(sum - payoff) < 0.0006 * amounts.length, `${sum} and ${payoff}`);
  check("and the payoff is told", Math.abs(number(await page.locator(".terms tfoot td.number").innerText()) - payoff) < 0.0006);
}

async function picture(page, { result }) {
  const dots = () => page.locator("#picture svg g[data-mark='dot'] circle").count();
  check("the picture has a dot for each deal of the cloud", (await dots()) === result.cloud.index.length, `${await dots()}`);
  const axes = page.locator("#picture .controls select");
  await axes.nth(0).selectOption("$total");
  await axes.nth(1).selectOption("$worst");
  const axis = page.locator("#picture svg text", { hasText: "Smallest gain" }); /* drawn in its own time */
  check("other axes can be chosen", await axis.first().waitFor().then(() => true, () => false));
  await page.getByRole("button", { name: /Nash/ }).click();
  await page.locator("#picture .deal h3").filter({ hasText: "Nash" }).waitFor();
  const told = await page.locator("#picture .deal").innerText();
  const nash = result.solutions.nash;
  const gains = Object.keys(result.frame.actors).map((id) => signed(nash.payoffs[id] - result.frame.actors[id].reservation));
  check("a marked deal is told with everybody's gain", gains.every((gain) => told.includes(gain)), told);
  check("and with its options", Object.entries(nash.options).every(([i, o]) => told.includes(result.frame.issues[i].options[o])), told);
  const box = await page.locator("#picture svg").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width / 2 + 2, box.y + 0.75 * box.height);
  await page.locator("#picture .deal h3").filter({ hasText: /^Deal \d+/ }).waitFor();
  const index = (await page.locator("#picture .deal h3").innerText()).match(/\d+/)[0];
  check("a dot under the pointer is told", result.cloud.index.includes(index), index);
  const deal = await page.locator("#picture .deal").innerText();
  const k = result.cloud.index.indexOf(index);
  check("with the cloud's gains", Object.keys(result.frame.actors).every((id) => deal.includes(signed(result.cloud.payoffs[id][k] - result.frame.actors[id].reservation))), deal);
}

/* A deal of the cloud decoded by the page is the one that the program means. */
async function decoded(page, { result }) {
  const { index, options, members } = result.solutions.nash;
  const k = result.cloud.index.indexOf(String(index));
  check("the Nash deal decodes from its index", await page.evaluate(() => true) && bundle(result, BigInt(index)) === JSON.stringify({ options: free(result, options), members }), `${k} ${bundle(result, BigInt(index))}`);
}

const free = (result, options) => Object.fromEntries(Object.entries(options).filter(([id]) => !result.frame.issues[id].derived));

/* Mixed radix, as the format says: free issues in order, then candidates; the first digit weighs most. */
function bundle(result, index) {
  const levels = Object.keys(result.frame.levels);
  const digits = [
    ...Object.entries(result.frame.issues).filter(([, i]) => !i.derived).map(([id, i]) => ["issue", id, Object.keys(i.options)]),
    ...Object.entries(result.frame.actors).filter(([, a]) => a.candidate).map(([id]) => ["actor", id, levels]),
  ];
  const options = {};
  const members = {};
  let rest = index;
  for (const [kind, id, list] of digits.reverse()) {
    const word = list[Number(rest % BigInt(list.length))];
    rest /= BigInt(list.length);
    if (kind === "issue") options[id] = word;
    else if (word !== levels[0]) members[id] = word;
  }
  const turned = (object) => Object.fromEntries(Object.entries(object).reverse());
  return JSON.stringify({ options: turned(options), members: turned(members) });
}

async function joining(page, { result, explanations }) {
  await page.locator("#joining select").selectOption("budapest");
  const label = await page.locator("#joining svg").getAttribute("aria-label");
  const moves = Object.values(explanations.budapest.actors).map((a) => a.best_move).filter(Boolean);
  check("the graph tells every profitable move", moves.length > 0 && moves.every((m) => label.includes(signed(m.gain))), label);
  check("and draws an arrow for each", (await page.locator("#joining svg g.leaving, #joining svg g.joining").count()) === moves.length);
  check("who stands where is told", Object.keys(result.designs.budapest.members).every((id) => label.includes(`${result.frame.actors[id].name} stands at Facilitator`)), label);
}

async function numbers(page, { numbers: list }) {
  const status = page.locator("#numbers [role='status']");
  check("every number is counted", (await status.innerText()).includes(String(list.length)), await status.innerText());
  await page.getByRole("searchbox").fill("france clock outsider");
  const rows = page.locator("table.numbers tbody tr");
  const found = list.filter(([pointer]) => pointer.startsWith("/actors/france/payoffs/clock/outsider/"));
  check("the search finds them", found.length > 0 && (await rows.count()) === found.length, `${await rows.count()} of ${found.length}`);
  await page.getByRole("searchbox").fill("");
  await page.locator("#numbers select").selectOption("stated");
  const stated = list.filter((row) => row[4] === "stated").length;
  check("a grade can be chosen", (await status.innerText()).startsWith(`${stated} of`), await status.innerText());
  await rows.first().locator("summary").click();
  check("a source is told", (await rows.first().locator(".cited").innerText()).length > 20);
}

async function flagship({ context, axe, work }) {
  const file = join(work, "deal.html");
  parley(["report", FLAGSHIP, "-o", file]);
  const data = dataOf(file);
  for (const [name, view] of VIEWS) {
    const { page, watched } = await openFile(context, file, view);
    await page.locator("#picture svg").waitFor();
    if (name === "desk") {
      check("the title is the scenario's", (await page.title()) === data.scenario.title && (await page.locator("h1").innerText()) === data.scenario.title);
      check("the question is there", (await page.locator("header").innerText()).includes(data.scenario.question));
      const verdict = await page.locator(".verdict").innerText();
      check("the verdict is the result's", data.result.verdict.slice(1).every((line) => verdict.includes(line)), verdict);
      await grid(page, data);
      await keyboard(page, data);
      await terms(page, data);
      await picture(page, data);
      await decoded(page, data);
      await joining(page, data);
      await numbers(page, data);
      const end = await page.locator("#again").innerText();
      check("command and digest are told", end.includes(data.command) && end.includes(data.result.scenario.digest), end);
      check("it says that payoffs are assumptions", (await page.locator("footer").innerText()).includes("assumptions"));
    }
    await accessible(`the report, ${name}`, page, axe);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`the page does not scroll sideways, ${name}`, wide <= 0, `${wide} px`);
    if (name === "projector") check("type on the projector is 28 px", (await page.evaluate(() => getComputedStyle(document.body).fontSize)) === "28px");
    check(`no request leaves the file, ${name}`, watched.strange.length === 0, watched.strange.join("\n"));
    check(`nothing is reported in the console, ${name}`, watched.complaints.length === 0, watched.complaints.join("\n"));
    if (process.env.PARLEY_SHOTS) await page.screenshot({ path: join(process.env.PARLEY_SHOTS, `report-${name.replace(", ", "-")}.png`), fullPage: true });
    if (name === "desk") {
      await page.emulateMedia({ media: "print" });
      check("print leaves the controls away", !(await page.locator(".toolbar").isVisible()) && !(await page.locator("nav").isVisible()));
      check("and prints", (await page.pdf({ format: "A4" })).length > 50_000);
    }
    await page.close();
  }
}

/* A saved result: what it has no data for is left away, and said; without a cloud no picture. */
async function saved({ context, axe, work }) {
  const file = join(work, "saved.html");
  parley(["report", "-", "-o", file], parley(["solve", "--format", "json", FLAGSHIP]));
  const { page, watched } = await openFile(context, file, { width: 1280, height: 900 });
  await page.locator("#picture .absent").waitFor();
  check("that there is no picture is said in its place", (await page.locator("#picture .absent").innerText()).includes("--cloud") && (await page.locator("#picture svg").count()) === 0);
  await grid(page, dataOf(file));
  check("what a saved result lacks is said", (await page.locator(".terms").innerText()).includes("only in a report made from the scenario"));
  check("sections without data are left away", (await page.locator("#numbers, #lacks").count()) === 0);
  await accessible("the report of a saved result", page, axe);
  check("a saved result complains of nothing", watched.complaints.length + watched.strange.length === 0, [...watched.complaints, ...watched.strange].join("\n"));
  await page.close();
}

/* Another kind of game (points, a quorum, no candidates), and a title that would like to be markup. */
async function hostile({ context, axe, work }) {
  const file = join(work, "hostile.html");
  const title = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & <!--";
  parley(["report", "scenarios/harbour-720.json", "--set", `/title=${JSON.stringify(title)}`, "-o", file]);
  const alerts = [];
  context.on("page", (page) => page.on("dialog", (dialog) => dialog.dismiss() && alerts.push(dialog.message())));
  const { page, watched } = await openFile(context, file, { width: 1280, height: 900 });
  await page.locator("#picture svg").waitFor();
  check("a title is text, never markup", (await page.locator("h1").innerText()) === title && alerts.length === 0 && (await page.locator("img").count()) === 0, `${await page.locator("h1").innerText()} ${alerts}`);
  check("points are whole", /^[+\u2212]\d+$/.test(await page.locator("table.grid td.margin .number").first().innerText()));
  check("nobody can join, so nothing is said of joining", (await page.locator("#joining, #deterrence").count()) === 0);
  await accessible("the report of a game of points", page, axe);
  check("it complains of nothing", watched.complaints.length + watched.strange.length === 0, [...watched.complaints, ...watched.strange].join("\n"));
  await page.close();
}

await withBrowser(process.argv[2], async (tools) => {
  await flagship(tools);
  await saved(tools);
  await hostile(tools);
});
