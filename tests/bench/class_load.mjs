// How does the classroom's server bear 200 phones that poll once a second, while bots negotiate and some propose? Usage:
//   PARLEY_BIN=build/sim/parley node tests/bench/class_load.mjs [SECONDS, default 20] [CLIENTS, default 200] [SCENARIO]
// A lesson on the flagship unless another scenario is named, 20 tables; each client polls once a second, tries the form every
// ten seconds and proposes one of the solver's deals every fifteen. Prints requests, latency (median, 95 and 99 of 100, worst)
// and the server's processor time. Loopback only; clients and server share the machine.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const seconds = Number(process.argv[2] || 20);
const clients = Number(process.argv[3] || 200);
const parley = process.env.PARLEY_BIN || "build/sim/parley";
const scenario = process.argv[4] || "scenarios/istanbul-2022.json";
const work = mkdtempSync(join(tmpdir(), "parley-load-"));
const folder = join(work, "lesson");
spawnSync(parley, ["class", "new", "--players", String(clients), "--tables", "20", "--out", folder, scenario], { stdio: "inherit" });
const plan = JSON.parse(readFileSync(join(folder, "session.json")));
writeFileSync(join(folder, "session.json"), JSON.stringify({ ...plan, talk_ms: 3600000 }));
const frame = JSON.parse(readFileSync(join(folder, "scenario.json")));
const solved = JSON.parse(readFileSync(join(folder, "solution.json")));
const levels = Object.keys(frame.levels || {});
const deals = solved.top.map((deal) => ({
  options: Object.entries(frame.issues).map(([id, issue]) => Object.keys(issue.options).indexOf(deal.options[id])),
  levels: Object.keys(frame.actors).map((id) => Math.max(0, levels.indexOf(deal.members[id]))),
}));
const port = 20000 + (process.pid % 20000);
const server = spawn(parley, ["class", "serve", folder, "--port", String(port)]);
let said = "";
await new Promise((good) => server.stdout.on("data", (part) => (said += part).includes("Ctrl-C") && good()));
const teacher = said.match(/teacher#(\w+)/)[1];

/* As a browser does: a silent connection is given up in the time that the server names (an agent without a time of its own does not
 * look at it), so that no request meets its closing. */
const agent = new Agent({ keepAlive: true, maxSockets: Infinity, timeout: 30000 });
const times = [];
let wrong = 0;
const why = new Set();
const ask = (path, token, body) =>
  new Promise((good) => {
    const begun = performance.now();
    const headers = { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) };
    const sent = request({ agent, host: "127.0.0.1", port, path, method: body ? "POST" : "GET", headers }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part));
      answer.on("end", () => {
        times.push(performance.now() - begun);
        if (answer.statusCode !== 200 && answer.statusCode !== 409) {
          wrong += 1;
          why.add(answer.statusCode);
        }
        good(text);
      });
    });
    sent.on("error", (error) => {
      wrong += 1;
      why.add(error.code);
      good("");
    });
    sent.end(body ? JSON.stringify(body) : undefined);
  });
const sleep = (ms) => new Promise((good) => setTimeout(good, ms));
const ticks = () => {
  const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const tokens = [];
for (let i = 0; i < clients; i++) {
  const text = await ask("/api/join", "", { name: `p${i}`, code: plan.seats[i % plan.seats.length].code });
  if (text.includes("token")) tokens.push(JSON.parse(text).token);
  else await sleep(600);
}
await ask("/api/order", teacher, { do: "push" });
await ask("/api/order", teacher, { do: "push" });
times.length = 0;
const before = ticks();
const end = performance.now() + seconds * 1000;
await Promise.all(
  tokens.map(async (token, i) => {
    await sleep((1000 * i) / tokens.length);
    for (let turn = 0; performance.now() < end; turn++) {
      const begun = performance.now();
      await ask("/api/me", token);
      if (turn % 10 === i % 10) await ask("/api/points", token, deals[(turn + i) % deals.length]);
      if (turn % 15 === i % 15) await ask("/api/propose", token, deals[(turn + 7 * i) % deals.length]);
      await sleep(Math.max(0, 1000 - (performance.now() - begun)));
    }
  }),
);
const cpu = ticks() - before;
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1);
console.log(`${tokens.length} clients, ${seconds} s: ${times.length} requests, ${wrong} failed${wrong > 0 ? ` (${[...why].join(", ")})` : ""}; latency ms: median ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, worst ${at(1)}; server ${cpu.toFixed(2)} s of processor (${((100 * cpu) / seconds).toFixed(1)} % of one core)`);
agent.destroy();
server.kill("SIGINT");
rmSync(work, { recursive: true, force: true });
