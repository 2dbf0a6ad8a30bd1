// The report's data in the shape that its sections ask for.
//
// result: the JSON of `parley solve --format json`. scenario (merged), explanations (one a named design) and numbers are
// there when the report was made from a scenario, not from a saved result. sweeps: texts of parley_sweep_summary. robust: what
// `parley robust --format json` said.

import { fixed, signed } from "../parts/figures.js";
import { tolerancesOf } from "./tolerance.js";

const entries = (object) => Object.entries(object ?? {});

export function modelOf(data) {
  const { result } = data;
  const { frame } = result;
  const actors = entries(frame.actors).map(([id, a]) => ({ id, ...a }));
  const issues = entries(frame.issues).map(([id, i]) => ({
    id,
    name: i.name,
    derived: i.derived,
    options: entries(i.options).map(([option, name]) => ({ id: option, name })),
  }));
  const levels = entries(frame.levels).map(([id, name]) => ({ id, name }));
  const designs = entries(result.designs).map(([id, d]) => ({ id, ...d, name: d.name ?? id }));
  const actor = new Map(actors.map((a) => [a.id, a]));
  const issue = new Map(issues.map((i) => [i.id, i]));
  const level = new Map(levels.map((l) => [l.id, l]));
  const design = new Map(designs.map((d) => [d.id, d]));
  const digits = result.digits ?? 3; /* behind the point: 0 in a game of whole points */
  const digitsOf = (id) => result.actor_digits?.[id] ?? digits; /* where actors count in units of their own */
  const tolerances = tolerancesOf(result);
  const loosest = Math.max(1e-9, ...Object.values(tolerances));
  const tolerance = (id) => tolerances[id] ?? loosest;
  const largest = Math.max(1e-9, ...designs.flatMap((d) => Object.values(d.margins)).map(Math.abs));
  return {
    data,
    gain: (x, id) => signed(x, shown(x, digitsOf(id), tolerance(id))),
    /* Within how much payoffs of an actor are the same; of no one actor: sums over all. */
    tolerance,
    amount: (x, id) => fixed(x, digitsOf(id)),
    brief: (x, id) => fixed(x, Math.min(2, digitsOf(id))),
    /* How large a margin is beside the largest, 0 to 1. */
    strength: (margin) => Math.min(1, 0.25 + (0.75 * Math.abs(margin)) / largest),
    result,
    scenario: data.scenario ?? null,
    explanations: data.explanations ?? {},
    numbers: data.numbers ?? null,
    sweeps: data.sweeps ?? [],
    talk: data.talk ?? null,
    robust: data.robust ?? null,
    actors,
    issues,
    levels,
    designs,
    candidates: actors.filter((a) => a.candidate),
    players: (result.players ?? []).map((id) => actor.get(id)),
    actorName: (id) => actor.get(id)?.name ?? id,
    issueName: (id) => issue.get(id)?.name ?? id,
    optionName: (at, id) => issue.get(at)?.options.find((o) => o.id === id)?.name ?? id,
    /* The levels of an actor by its own names: the moves of a plain game's player. */
    levelsOf: (id) => (actor.get(id)?.moves ? entries(actor.get(id).moves).map(([move, name]) => ({ id: move, name })) : levels),
    levelName: (id) => level.get(id)?.name ?? id,
    designName: (id) => design.get(id)?.name ?? id,
    reservation: (id) => actor.get(id).reservation,
  };
}

/* A gain that is something is not shown as nothing: more digits then, up to 3. */
function shown(x, digits, tolerance) {
  while (digits < 3 && Math.abs(x) > tolerance && Math.abs(x) * 10 ** digits < 0.5) digits++;
  return digits;
}

/* Is the actor asked at these memberships: always, or because it joins? */
export const isAsked = (actor, members) =>
  actor.consent === "required" || actor.consent === "counted" || (actor.consent === "if_member" && actor.id in members);

/* The same at a design that says whom it asks, as where a condition decides. */
export const isAskedAt = (actor, design) => design.asked?.includes(actor.id) ?? isAsked(actor, design.members);

/* How an actor stands to a design: "accepts", "refuses", "line" (at a red line), "unasked". */
export function standing(actor, design) {
  if (!isAskedAt(actor, design)) return "unasked";
  if (!design.refuses.includes(actor.id)) return "accepts";
  return design.red_lines && actor.id in design.red_lines ? "line" : "refuses";
}

/* The deals that concepts single out, those that are the same bundle together: [{concepts, bundle}]. */
export function singledOut({ result }) {
  const found = [];
  const offer = (concept, part) => {
    if (!part || part.index === undefined || part.index === null) return;
    const same = found.find((f) => f.bundle.index === part.index);
    if (same) same.concepts.push(concept);
    else found.push({ concepts: [concept], bundle: part });
  };
  for (const [concept, part] of Object.entries(result.solutions ?? {})) offer(concept, part);
  offer("talks", result.talks);
  offer("optimistic", result.propose?.optimistic);
  return found;
}

/* Options and members of a bundle by its index: mixed radix, free issues first, then candidates (the derived issues are left
 * out). index: a string of digits. */
export function bundleOf(model, index) {
  let rest = BigInt(index);
  const members = {};
  const options = {};
  const radix = BigInt(model.levels.length);
  for (const a of [...model.candidates].reverse()) {
    const at = Number(rest % radix);
    rest /= radix;
    if (at > 0) members[a.id] = model.levels[at].id;
  }
  for (const i of model.issues.filter((each) => !each.derived).reverse()) {
    const n = BigInt(i.options.length);
    options[i.id] = i.options[Number(rest % n)].id;
    rest /= n;
  }
  return { options, members };
}

/* What differs between two bundles: [{what, from, to}] in words; derived issues are left out. */
export function changes(model, from, to) {
  const list = [];
  for (const i of model.issues)
    if (!i.derived && from.options[i.id] !== to.options[i.id])
      list.push({
        what: i.name,
        from: model.optionName(i.id, from.options[i.id]),
        to: model.optionName(i.id, to.options[i.id]),
      });
  for (const a of model.candidates) {
    const before = from.members[a.id] ?? model.levels[0].id;
    const after = to.members[a.id] ?? model.levels[0].id;
    if (before !== after) list.push({ what: a.name, from: model.levelName(before), to: model.levelName(after) });
  }
  return list;
}
