// One table without a server: proposals and votes in memory, answered as the classroom's server answers them
// (sim/class/server/route.c, act.c), for preview.html. Whether a bundle fits together, who is asked, who may not accept and whether
// there is a deal is asked of rules.js. A token is the number of a role.
import { agreed, brokenRule, derive, parties, payoffs, redLine } from "./rules.js";
import { say } from "./say.js";

const away = (x) => Math.sign(x) * Math.round(Math.abs(x)); /* half away from zero */

export function hostOf(data) {
  const { game, rules, scales, briefs } = data;
  const table = { proposals: [], status: "open", deal: -1, revealed: false };

  const points = (options, levels) => payoffs(rules, options, levels)?.map((u, i) => away(scales[i].unit * (u - scales[i].low)));

  /* What a role sees of a bundle. */
  function told(options, levels, role) {
    const all = points(options, levels);
    const line = redLine(rules, role, options, levels);
    return {
      ...(all && { points: all[role] }),
      ...(all && line !== null && { line }),
      ...(all && table.revealed && { all_points: all }),
    };
  }

  function viewOf(p, role) {
    const asked = parties(rules, p.options, p.levels);
    const missing = asked.filter((i) => !p.accept.includes(i) && !p.reject.includes(i));
    return { ...p, parties: asked, missing, round: 0, t: 0, ...told(p.options, p.levels, role) };
  }

  const me = (role) => ({
    stage: "talk", round: 0, timed: false, paused: false, left: 0, step: 0, revealed: table.revealed, changes: 0,
    you: { person: role, table: 0, role, no_deal: scales[role].no_deal, name: "" },
    table: { table: 0, ends: [{ status: table.status, proposal: table.deal }], seats: [], proposals: table.proposals.map((p) => viewOf(p, role)) },
    news: [],
  });

  const wrong = (key, values) => ({ status: 409, data: { error: say(key, values) } });
  const done = { status: 200, data: {} };

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
    if (rule !== null) return wrong("rule", { rule });
    if (open.filter((p) => p.by === role).length >= data.open_each) return wrong("too_many", { n: data.open_each });
    if (same) return wrong("same_proposal", { n: same.id + 1 });
    if (line !== null) return wrong("forbidden", { line });
    table.proposals.push({ id: table.proposals.length, by: role, status: "open", options, levels, accept: [role], reject: [] });
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
    return { status: 200, data: { options, levels, ...told(options, levels, role), parties: parties(rules, options, levels), ...(rule !== null && { rule }) } };
  }

  const paths = {
    "/api/game": () => ({ status: 200, data: game }),
    "/api/brief": (role) => ({ status: 200, data: briefs[role] }),
    "/api/me": (role) => ({ status: 200, data: me(role) }),
    "/api/points": ask,
    "/api/propose": propose,
    "/api/vote": vote,
    "/api/withdraw": withdraw,
  };

  return {
    answer: async (path, { token, body } = {}) => paths[path]?.(Number(token), body) ?? { status: 404, data: { error: path } },
    reveal: (on) => (table.revealed = on),
    begin: () => Object.assign(table, { proposals: [], status: "open", deal: -1 }),
    outcome: () => table.status,
  };
}
