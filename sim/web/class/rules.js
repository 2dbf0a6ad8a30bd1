// One bundle of a compiled game (parley_game_render): derived issues, the rule it breaks, red lines, who is asked, whether
// there is a deal, payoffs. The same sums in the same order as sim/game and models, so that a page without a server says what
// the program says; a test holds the two together on thousands of random bundles.
//
// options: one an issue (derived ones too); levels: one an actor, 0: out, or no candidate.

const ATTACK = 0;
const FIGHT = 6;
const TINY = 1e-9; /* of sums of weights and votes */

function holds(cond, options, levels) {
  const [word, ...parts] = cond;
  switch (word) {
    case "all": return parts.every((part) => holds(part, options, levels));
    case "any": return parts.some((part) => holds(part, options, levels));
    case "not": return !holds(parts[0], options, levels);
    case "option": return parts[1].includes(options[parts[0]]);
    case "member": return parts[1].includes(levels[parts[0]]);
    case "members": return levels.every((level) => level === 0 || parts[0].includes(level));
    default: {
      const [actors, from, min, max, weights] = parts; /* count */
      const n = actors.filter((i) => levels[i] >= from).reduce((sum, i) => sum + (weights ? weights[i] : 1), 0);
      return n >= min - TINY && (max === null || n <= max + TINY);
    }
  }
}

/* The options with those that follow from the rest; a case may look at issues derived before it. */
export function derive(game, chosen, levels) {
  const options = chosen.map((option, k) => (game.issues[k].cases.length > 0 ? 0 : option));
  for (const [k, issue] of game.issues.entries()) {
    if (issue.cases.length === 0) continue;
    options[k] = issue.cases.find(([, when]) => holds(when, options, levels))?.[0] ?? 0;
  }
  return options;
}

/* What the first rule says that the bundle breaks, or null. */
export function brokenRule(game, options, levels) {
  const rule = game.rules.find(({ when, then }) => holds(when, options, levels) && !holds(then, options, levels));
  return rule ? rule.says : null;
}

/* What the first red line says by which the actor refuses, or null. */
export function redLine(game, actor, options, levels) {
  const line = game.lines.find(
    (l) => l.actor === actor && (l.from < 0 || (levels[actor] > 0 && levels[actor] >= l.from)) && holds(l.when, options, levels),
  );
  return line ? line.says : null;
}

/* The actors that are asked. */
export function parties(game, options, levels) {
  const asked = ({ consent, asked: when }, i) =>
    consent === "required" || consent === "counted" || (consent === "if_member" && levels[i] > 0) || (consent === "when" && holds(when, options, levels));
  return game.actors.flatMap((actor, i) => (asked(actor, i) ? [i] : []));
}

/* Whether the required and counted actors but those who refuse have the votes. */
function hasVotes(game, need, of, refuse) {
  const sum = game.actors.reduce((s, { consent }, i) => s + ((consent === "required" || consent === "counted") && !refuse.includes(i) ? of[i] : 0), 0);
  return sum >= need - TINY;
}

/* Whether there is a deal when exactly these actors accept. */
export function agreed(game, options, levels, accept) {
  const refuse = parties(game, options, levels).filter((i) => !accept.includes(i));
  return (
    refuse.every((i) => game.actors[i].consent === "counted") &&
    refuse.length <= game.spare &&
    game.votes.every(({ need, of }) => hasVotes(game, need, of, refuse))
  );
}

/* Who must say yes, who is counted, how many of those are needed, and whether their votes weigh. */
export function needs(game, options, levels) {
  const asked = parties(game, options, levels);
  const must = asked.filter((i) => game.actors[i].consent !== "counted");
  const others = asked.filter((i) => game.actors[i].consent === "counted");
  return { must, others, needs: Math.max(0, others.length - game.spare), weighted: game.votes.length > 0 };
}

/* Where in a table a bundle lies. */
const entryOf = ({ over }, options, levels) => over.reduce((sum, [candidate, at, stride]) => sum + stride * (candidate ? levels[at] : options[at]), 0);

// ---- security ----

const logistic = (z) => 1 / (1 + Math.exp(-z));
const power = (x, gamma) => (gamma === 1 ? x : Math.pow(x, gamma));
const clamp = (x) => Math.max(0, Math.min(1, x));

const lookUp = ({ issues, width, values }, options) =>
  issues.length === 0 ? values[0] : issues.length === 1 ? values[options[issues[0]]] : values[options[issues[0]] * width + options[issues[1]]];

/* What the design alone gives to the model. */
const inputsOf = (s, options) => ({
  bond: lookUp(s.bond, options),
  delay: lookUp(s.delay, options),
  judgement: lookUp(s.judgement, options) * lookUp(s.coverage, options),
  ownStrength: lookUp(s.own_strength, options),
  latitude: lookUp(s.latitude, options),
  ratified: s.ratification >= 0 && s.ratified_on.includes(options[s.ratification]),
});

const ceiling = (inputs, g) => (inputs.ratified ? g.chance : 1) * inputs.judgement;

/* The chance that each keeps its word, and null where the coordination game does not settle. */
function honours(s, inputs, effort) {
  if (!s.coordination) return s.guarantors.map((g, c) => (effort[c] === 0 ? 0 : ceiling(inputs, g) * inputs.bond));
  let p = s.guarantors.map((g, c) => (s.greatest && effort[c] !== 0 ? ceiling(inputs, g) : 0));
  const capability = s.guarantors.reduce((sum, g) => sum + g.capability, 0);
  for (let round = 0; round < 10000; round++) {
    const expected = s.guarantors.reduce((sum, g, c) => sum + p[c] * effort[c] * g.capability, 0);
    const next = s.guarantors.map((g, c) => {
      if (effort[c] === 0) return 0;
      const others = capability - g.capability;
      const help = expected - p[c] * effort[c] * g.capability;
      const share = others > 0 && help > 0 ? help / others : 0;
      const stand = g.audience * inputs.bond + g.stake - g.cost * effort[c] * (1 - s.support * share);
      return ceiling(inputs, g) * logistic(stand / s.honour_noise);
    });
    const change = next.reduce((most, q, c) => Math.max(most, Math.abs(q - p[c])), 0);
    p = next;
    if (change <= 1e-12) return p;
  }
  return null;
}

function outcomeAt(s, inputs, force) {
  const own = power(inputs.ownStrength * s.capability + force, s.decisiveness);
  const adversary = power(s.adversary, s.decisiveness);
  return adversary > 0 ? adversary / (adversary + own) : 0;
}

function attackAt(s, inputs, outcome) {
  const attack = logistic((outcome * s.prize - s.war_cost) / s.noise);
  const provoked = s.provocation * inputs.latitude * (1 - outcome);
  return 1 - (1 - attack) * (1 - provoked);
}

/* The outcome expected over who shows up. */
function expectedOutcome(s, inputs, help, p, at, force) {
  if (at === help.length) return outcomeAt(s, inputs, force);
  const withIt = p[at] > 0 ? p[at] * expectedOutcome(s, inputs, help, p, at + 1, force + help[at]) : 0;
  const without = p[at] < 1 ? (1 - p[at]) * expectedOutcome(s, inputs, help, p, at + 1, force) : 0;
  return withIt + without;
}

/* The same where one draw decides for all: whoever has a chance at or above it comes. */
function commonOutcome(s, inputs, help, p) {
  const order = help.map((_, c) => c).sort((a, b) => p[b] - p[a]);
  let force = 0, above = 1, sum = 0;
  for (const c of [...order, -1]) {
    const next = c < 0 ? 0 : p[c];
    if (above > next) sum += (above - next) * outcomeAt(s, inputs, force);
    above = next;
    if (c >= 0) force += help[c];
  }
  return sum;
}

function exactOutcome(s, inputs, help, p) {
  const apart = s.common_shock < 1 ? (1 - s.common_shock) * expectedOutcome(s, inputs, help, p, 0, 0) : 0;
  return s.common_shock > 0 ? apart + s.common_shock * commonOutcome(s, inputs, help, p) : apart;
}

/* {indicators [6], honour, effort (by guarantor)}; null where honour does not settle. */
function security(game, options, levels) {
  const s = game.security;
  if (!s) return { indicators: [0, 0, 0, 0, 0, 0], honour: [], effort: [] };
  const inputs = inputsOf(s, options);
  const effort = s.guarantors.map((g) => game.effort[levels[g.actor]]);
  const honour = honours(s, inputs, effort);
  if (!honour) return null;
  const help = s.guarantors.map((g, c) => (effort[c] === 0 ? 0 : effort[c] * g.capability * Math.exp(-(inputs.delay + g.readiness) / s.decay)));
  const force = help.reduce((sum, h, c) => sum + honour[c] * h, 0);
  const some = help.flatMap((h, c) => (h !== 0 ? [c] : []));
  const outcome = s.exact
    ? exactOutcome(s, inputs, some.map((c) => help[c]), some.map((c) => honour[c]))
    : outcomeAt(s, inputs, force);
  const attack = attackAt(s, inputs, outcome);
  const bare = outcomeAt(s, inputs, 0);
  const alone = 1 - attackAt(s, inputs, bare) * bare;
  const peace = 1 - attack * outcome;
  const credibility = alone >= 1 ? 0 : clamp((peace - alone) / (1 - alone));
  const total = force + s.adversary;
  return { indicators: [attack, 1 - attack, attack * outcome, peace, credibility, total > 0 ? force / total : 0], honour, effort };
}

function indicator(game, state, j, actor) {
  if (j < FIGHT) return state.indicators[j];
  const c = game.security ? game.security.guarantors.findIndex((g) => g.actor === actor) : -1;
  if (c < 0 || state.effort[c] === 0) return 0;
  const attack = state.indicators[ATTACK];
  return j === FIGHT ? attack * state.honour[c] * state.effort[c] : attack * (1 - state.honour[c]);
}

// ---- payoffs ----

/* Payoffs of all actors, or null where they are not defined. */
export function payoffs(game, options, levels) {
  const state = security(game, options, levels);
  if (!state) return null;
  return game.actors.map((actor, i) => {
    const role = actor.candidate && levels[i] === 0 ? 1 : 0;
    const slope = [...actor.stake];
    let payoff = 0;
    for (const [k, row] of actor.rows.entries()) {
      payoff += row.constant[role][options[k]];
      if (row.indicator >= 0) slope[row.indicator] += row.slope[role][options[k]];
    }
    if (actor.candidate) payoff += actor.level[levels[i]];
    for (const bonus of game.bonuses) if (bonus.actor === i && holds(bonus.when, options, levels)) payoff += bonus.gain;
    for (const table of game.tables) if (table.actor === i) payoff += table.values[entryOf(table, options, levels)];
    for (const [j, s] of slope.entries()) if (s !== 0) payoff += s * indicator(game, state, j, i);
    return payoff;
  });
}
