// One table without a server: proposals and votes, moves, offers in memory, answered as the classroom's server answers them
// (sim/class/server/route.c, act.c), for preview.html. Whether a bundle fits together, who is asked, who may not accept and whether
// there is a deal is asked of rules.js. A token is the number of a role.
import { agreed, brokenRule, derive, needs, parties, payoffs, redLine } from "./rules.js";
import { joint, movesOf, say } from "./say.js";

const away = (x) => Math.sign(x) * Math.round(Math.abs(x)); /* half away from zero */

export function hostOf(data) {
  const { game, rules, scales, briefs, discounts, order } = data;
  const fresh = () => ({ proposals: [], status: "open", deal: -1, played: 0, moves: {}, met: [] });
  const table = { ...fresh(), revealed: false };
  const movers = game.actors.flatMap((actor, i) => (actor.seat && movesOf(game, i).length > 1 ? [i] : []));

  /* turn: how many rounds of offers went by; each leaves of the gain what the discounts say. */
  const points = (options, levels, turn = 0) =>
    payoffs(rules, options, levels)?.map((u, i) => {
      const left = game.mode === "offers" ? discounts[i] ** turn : 1;
      return away(scales[i].unit * (scales[i].reservation + left * (u - scales[i].reservation) - scales[i].low));
    });

  /* What a role sees of a bundle. */
  function told(options, levels, role, turn) {
    const all = points(options, levels, turn);
    const line = redLine(rules, role, options, levels);
    return {
      ...(all && { points: all[role] }),
      ...(all && line !== null && { line }),
      ...(all && table.revealed && { all_points: all }),
      ...needs(rules, options, levels),
    };
  }

  const blocked = (p) => !agreed(rules, p.options, p.levels, parties(rules, p.options, p.levels).filter((i) => !p.reject.includes(i)));

  function viewOf(p, role) {
    const asked = parties(rules, p.options, p.levels);
    const missing = asked.filter((i) => !p.accept.includes(i) && !p.reject.includes(i));
    return { ...p, n: p.id + 1, parties: asked, missing, round: 0, t: 0, blocked: blocked(p), ...told(p.options, p.levels, role, p.turn) };
  }

  const turnOf = () => (game.mode === "offers" ? order[table.played % order.length] : -1);

  /* What a role sees of rounds. */
  function rounds(role) {
    if (game.mode === "table") return {};
    const met = table.met.map((m, number) => ({ ...m, number, tables: game.actors.map(() => 0), ...told(m.options, m.levels, role) }));
    return {
      played: table.played, round_left: 0, turn: turnOf(), chosen: Object.keys(table.moves).map(Number), met,
      total: met.reduce((sum, m) => sum + m.points, 0),
      worth: game.mode === "offers" ? away(100 * discounts[role] ** table.played) : 100,
      ...(table.moves[role] && { move: table.moves[role] }),
    };
  }

  const me = (role) => ({
    stage: "talk", round: 0, timed: false, paused: false, left: 0, step: 0, revealed: table.revealed, changes: 0,
    you: { person: role, table: 0, role, no_deal: scales[role].no_deal, name: "" },
    table: { table: 0, ends: [{ status: table.status, proposal: table.deal }], seats: [], proposals: table.proposals.map((p) => viewOf(p, role)), ...rounds(role) },
    news: [],
  });

  const wrong = (key, values) => ({ status: 409, data: { error: say(key, values) } });
  const done = { status: 200, data: {} };

  /* The round ends without a yes. */
  function pass() {
    for (const p of table.proposals) if (p.status === "open") p.status = "lapsed";
    table.played += 1;
    if (table.played >= game.rounds) table.status = "no_deal";
  }

  function choose(role, { options, levels }) {
    if (table.status !== "open") return wrong("ended_talks");
    table.moves[role] = { options, levels };
    if (!movers.every((i) => table.moves[i])) return done;
    const { options: chosen, levels: stood } = joint(game, table.moves);
    table.met.push({ options: derive(rules, chosen, stood), levels: stood });
    table.moves = {};
    table.played += 1;
    if (table.played >= game.rounds) table.status = "no_deal";
    return done;
  }

  function settle() {
    const deal = table.proposals.find((p) => p.status === "open" && agreed(rules, p.options, p.levels, p.accept));
    if (!deal || table.status !== "open") return;
    for (const p of table.proposals) if (p.status === "open") p.status = p === deal ? "agreed" : "lapsed";
    table.status = "deal";
    table.deal = deal.id;
  }

  function propose(role, { options: chosen, levels: stood }) {
    const levels = stood.map((level, i) => (rules.actors[i].candidate ? level : 0));
    const options = derive(rules, chosen, levels);
    const open = table.proposals.filter((p) => p.status === "open");
    const rule = brokenRule(rules, options, levels);
    const line = redLine(rules, role, options, levels);
    const same = open.find((p) => String(p.options) === String(options) && String(p.levels) === String(levels));
    if (table.status !== "open") return wrong("ended_talks");
    if (game.mode === "offers" && turnOf() !== role) return wrong("next_their_turn", { who: game.actors[turnOf()].name });
    if (rule !== null) return wrong("rule", { rule });
    if (open.filter((p) => p.by === role).length >= data.open_each) return wrong("too_many", { n: data.open_each });
    if (same) return wrong("same_proposal", { n: same.id + 1 });
    if (line !== null) return wrong("forbidden", { line });
    table.proposals.push({ id: table.proposals.length, by: role, status: "open", turn: table.played, options, levels, accept: [role], reject: [] });
    settle();
    return done;
  }

  function vote(role, { proposal, vote: value }) {
    const p = table.proposals[proposal];
    if (!p || p.status !== "open") return wrong("not_open");
    const line = redLine(rules, role, p.options, p.levels);
    if (value > 0 && line !== null) return wrong("forbidden", { line });
    p.accept = p.accept.filter((i) => i !== role).concat(value > 0 ? [role] : []).sort((a, b) => a - b);
    p.reject = p.reject.filter((i) => i !== role).concat(value < 0 ? [role] : []).sort((a, b) => a - b);
    settle();
    if (game.mode === "offers" && p.status === "open" && blocked(p)) pass();
    return done;
  }

  function withdraw(role, { proposal }) {
    const p = table.proposals[proposal];
    if (!p || p.status !== "open" || p.by !== role) return wrong("not_open");
    p.status = "withdrawn";
    return done;
  }

  function ask(role, { options: chosen, levels: stood }) {
    const levels = stood.map((level, i) => (rules.actors[i].candidate ? level : 0));
    const options = derive(rules, chosen, levels);
    const rule = brokenRule(rules, options, levels);
    return { status: 200, data: { options, levels, ...told(options, levels, role, table.played), parties: parties(rules, options, levels), ...(rule !== null && { rule }) } };
  }

  const paths = {
    "/api/game": () => ({ status: 200, data: game }),
    "/api/brief": (role) => ({ status: 200, data: briefs[role] }),
    "/api/me": (role) => ({ status: 200, data: me(role) }),
    "/api/points": ask,
    "/api/propose": propose,
    "/api/vote": vote,
    "/api/withdraw": withdraw,
    "/api/choose": choose,
  };

  return {
    answer: async (path, { token, body } = {}) => paths[path]?.(Number(token), body) ?? { status: 404, data: { error: path } },
    reveal: (on) => (table.revealed = on),
    begin: () => Object.assign(table, fresh()),
    outcome: () => table.status,
  };
}
