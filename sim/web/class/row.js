// A table in one line, for the projector and the teacher: its best proposal, the tally, who is missing; its round; how it ended.
import { thinking } from "./moves.js";
import { dealWords, fewNames, moveWords, say } from "./say.js";

export const onlyBots = (table) => table.seats.every((seat) => seat.people === 0);

/* Of what is on the table: what is nearest to a deal, the newer one where two are. */
export function best(table, round) {
  const open = table.proposals.filter((p) => p.status === "open" && p.round === round);
  const lacks = (p) => p.must.filter((i) => !p.accept.includes(i)).length + Math.max(0, p.needs - p.others.filter((i) => p.accept.includes(i)).length) + (p.blocked ? 100 : 0);
  return open.sort((a, b) => lacks(a) - lacks(b) || b.id - a.id)[0];
}

const wanted = (p) => p.must.length + p.needs;
const got = (p) => p.must.filter((i) => p.accept.includes(i)).length + Math.min(p.needs, p.others.filter((i) => p.accept.includes(i)).length);

/* {head, tally, what, state} of a table's row. */
export function row(game, view, table) {
  const end = table.ends[view.round];
  const most = view.tables && view.tables.length > 6 ? 3 : 5;
  if (game.mode === "simultaneous") {
    if (end.status !== "open") return { head: say("row_over"), tally: "", what: "", state: "ended" };
    const head = say("row_played", { number: Math.min(table.played + 1, game.rounds), rounds: game.rounds });
    const left = thinking(game, table);
    const last = table.met.at(-1);
    const before = last ? `${say("row_last")} ${game.actors.flatMap((actor, i) => (actor.seat ? [`${actor.name}: ${moveWords(game, i, last)}`] : [])).join(" · ")}` : "";
    return { head, tally: left.length > 0 ? say("row_thinking", { who: fewNames(game, left) }) : "", what: before, state: "open" };
  }
  if (end.status === "deal") {
    const deal = table.proposals.find((p) => p.id === end.proposal);
    return { head: say("row_deal"), tally: deal ? say("deal_signed", { who: fewNames(game, deal.accept, most) }) : "", what: deal ? dealWords(game, deal) : "", state: "deal" };
  }
  if (end.status === "no_deal") return { head: say("row_none"), tally: "", what: "", state: "none" };
  const p = best(table, view.round);
  const turn = game.mode === "offers" ? `${say("row_played", { number: table.played + 1, rounds: game.rounds })} · ${say("turn_of", { who: game.actors[table.turn].name })}` : "";
  if (!p) return { head: turn || say("row_nothing"), tally: "", what: "", state: "open" };
  const missing = [...p.must, ...(p.needs === p.others.length ? p.others : [])].filter((i) => !p.accept.includes(i));
  return {
    head: say("row_best", { n: p.n, who: game.actors[p.by].name, yes: got(p), of: wanted(p) }),
    tally: p.blocked ? say("row_blocked", { who: fewNames(game, p.reject, most) }) : missing.length > 0 ? say("row_missing", { who: fewNames(game, missing, most) }) : "",
    what: turn ? `${turn} · ${dealWords(game, p)}` : dealWords(game, p),
    state: p.blocked ? "blocked" : "open",
  };
}

export function rowWords(game, view, table) {
  if (view.stage !== "talk" && view.stage !== "again") return "";
  const { head, tally } = row(game, view, table);
  return [head, tally].filter(Boolean).join(" · ");
}
