// Within how much the report takes two payoffs of an actor for the same: money in cents and shares of one, from a result that
// says it and from an older one that does not. PARLEY_BIN names the program, PARLEY_SOURCE_ROOT the source tree. Prints TAP.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { check, finish } from "./browser.mjs";

const root = process.env.PARLEY_SOURCE_ROOT;
const { modelOf } = await import(pathToFileURL(join(root, "sim/web/report/model.js")));

function solved(file) {
  const run = spawnSync(process.env.PARLEY_BIN, ["solve", "--format", "json", file], { cwd: root, encoding: "utf8", maxBuffer: 64 << 20 });
  return JSON.parse(run.stdout);
}

/* The same result without what it says of tolerances. */
const older = (result) => ({
  ...result,
  frame: {
    ...result.frame,
    actors: Object.fromEntries(Object.entries(result.frame.actors).map(([id, { tolerance, ...rest }]) => [id, rest])),
  },
});

const close = (a, b) => Math.abs(a - b) <= 1e-6 * Math.abs(b);

const cents = solved("tests/regress/faults/cents.json");
const { buyer } = cents.frame.actors;
const gain = cents.designs.deal.payoffs.buyer - buyer.reservation;
check("ten and twenty million in cents miss thirty by a rounding error", gain < -1e-9, `${gain}`);
check("the program accepts it", cents.designs.deal.acceptable && cents.designs.deal.refuses.length === 0);
for (const [which, result] of [["a result", cents], ["an older result", older(cents)]]) {
  const model = modelOf({ result });
  check(`${which}: the page accepts it too`, gain >= -model.tolerance("buyer"), `${model.tolerance("buyer")}`);
  check(`${which}: a cent is something`, model.tolerance("buyer") < 0.05 && model.tolerance("buyer") > 0.02, `${model.tolerance("buyer")}`);
  check(`${which}: small payoffs keep a small one`, close(model.tolerance("seller"), 2e-9), `${model.tolerance("seller")}`);
  check(`${which}: sums take the loosest`, model.tolerance() === model.tolerance("buyer"));
}
for (const [id, actor] of Object.entries(cents.frame.actors))
  check(`${id}: the page uses what the result says`, modelOf({ result: cents }).tolerance(id) === actor.tolerance, `${actor.tolerance}`);

const small = { frame: { actors: { a: { reservation: 0.5 } }, issues: {}, levels: {} }, designs: {} };
check("nothing larger than one: a billionth", modelOf({ result: small }).tolerance("a") === 1e-9);
check("a gain within it is shown as nothing", Number(modelOf({ result: older(cents) }).gain(gain, "buyer")) === 0, modelOf({ result: older(cents) }).gain(gain, "buyer"));
const cloud = { ...small, frame: { ...small.frame, actors: { a: { reservation: -4e6 } } }, cloud: { index: [], payoffs: { a: [7e6, -9e6] } } };
check("the cloud's payoffs count, and losses as gains do", close(modelOf({ result: cloud }).tolerance("a"), 9e-3), `${modelOf({ result: cloud }).tolerance("a")}`);
finish();
