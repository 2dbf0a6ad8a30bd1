// The debrief of a game of moves: choices by round, points, cooperation over time, against the equilibria of one round.
import * as Plot from "@observablehq/plot";
import { useCallback, useEffect, useState } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { html } from "../parts/html.js";
import { moveWords, movesOf, say } from "./say.js";

const movers = (game) => game.actors.flatMap((actor, i) => (actor.seat && movesOf(game, i).length > 1 ? [i] : []));
const cellWords = (game, cell) => movers(game).map((i) => `${game.actors[i].name}: ${moveWords(game, i, cell)}`).join(" · ");

/* Whether a role made its last move (to join, to help, to disarm). */
const isLast = (game, i, round) => moveWords(game, i, round) === moveWords(game, i, movesOf(game, i).at(-1));

/* One table beside the other: a row a table and role, a column a round. */
export function Choices({ game, data, upTo = Infinity }) {
  const tables = data.moves.tables.map((t) => ({ ...t, rounds: t.rounds.slice(0, upTo) }));
  const n = Math.max(0, ...data.moves.tables.map((t) => t.rounds.length));
  if (n === 0) return html`<p>${say("no_rounds_yet")}</p>`;
  return html`<div class="wide" tabindex="0" role="region" aria-label=${say("results_so_far")}>
    <table class="choices">
      <thead><tr><th scope="col">${say("at_table", { n: "" })}</th><th scope="col">${say("role")}</th>${Array.from({ length: n }, (_, k) => html`<th key=${k} scope="col">${k + 1}</th>`)}</tr></thead>
      <tbody>
        ${tables.flatMap((t) =>
          movers(game).map(
            (i, row) => html`<tr key=${`${t.table}-${i}`}>
              ${row === 0 && html`<th scope="rowgroup" rowspan=${movers(game).length}>${t.table + 1}${!t.people && html` <span class="tag">${say("bot")}</span>`}</th>`}
              <th scope="row">${game.actors[i].name}</th>
              ${Array.from({ length: n }, (_, k) => html`<td key=${k} class=${t.rounds[k] && isLast(game, i, t.rounds[k]) ? "last-move" : ""}>${t.rounds[k] ? moveWords(game, i, t.rounds[k]) : ""}</td>`)}
            </tr>`,
          ),
        )}
      </tbody>
    </table>
  </div>`;
}

export function Totals({ game, data, me }) {
  const tables = data.moves.tables.filter((t) => t.people);
  const shown = tables.length > 0 ? tables : data.moves.tables;
  const mean = (i) => shown.reduce((sum, t) => sum + (t.n > 0 ? t.totals[i] / t.n : 0), 0) / Math.max(1, shown.length);
  const own = me && data.moves.tables.find((t) => t.table === me.table);
  return html`${own && own.n > 0 && html`<p class="own big">${say("own_result", { points: own.totals[me.role], mean: (own.totals[me.role] / own.n).toFixed(2), all: mean(me.role).toFixed(2), who: game.actors[me.role].name })}</p>`}
    <table>
    <thead><tr><th scope="col">${say("at_table", { n: "" })}</th>${movers(game).map((i) => html`<th key=${i} scope="col" class="number">${game.actors[i].name}</th>`)}</tr></thead>
    <tbody>
      ${shown.map((t) => html`<tr key=${t.table}><th scope="row">${t.table + 1}</th>${movers(game).map((i) => html`<td key=${i} class="number">${t.totals[i]}</td>`)}</tr>`)}
      <tr><th scope="row">${say("average_round")}</th>${movers(game).map((i) => html`<td key=${i} class="number">${mean(i).toFixed(2)}</td>`)}</tr>
    </tbody>
  </table>`;
}

export function Cells({ game, data }) {
  const cells = data.moves.cells || [];
  const n = cells.reduce((sum, cell) => sum + cell.played, 0);
  return html`<table>
    <thead><tr><th scope="col">${say("cell")}</th>${movers(game).map((i) => html`<th key=${i} scope="col" class="number">${game.actors[i].name}</th>`)}<th scope="col" class="number">${say("played_share")}</th></tr></thead>
    <tbody>
      ${cells.map(
        (cell, c) => html`<tr key=${c} class=${cell.equilibrium ? "best" : ""}>
          <th scope="row">${cellWords(game, cell)}${cell.equilibrium ? " ◆" : ""}</th>
          ${movers(game).map((i) => html`<td key=${i} class="number">${cell.points[i]}</td>`)}
          <td class="number">${n > 0 ? `${Math.round((100 * cell.played) / n)} %` : ""}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/* Whole rounds to write at the axis, at most about twenty. */
const whole = (n) => Array.from({ length: n }, (_, k) => k + 1).filter((k) => k === 1 || k % Math.ceil(n / 20) === 0);

/* The share of the last move (to join, to help, to disarm) by round: a line a table and their mean. */
export function Cooperation({ game, data }) {
  const who = movers(game);
  const last = moveWords(game, who[0], movesOf(game, who[0]).at(-1));
  const share = (t, k) => who.filter((i) => moveWords(game, i, t.rounds[k]) === moveWords(game, i, movesOf(game, i).at(-1))).length / who.length;
  const tables = data.moves.tables.filter((t) => t.people);
  const spots = tables.flatMap((t) => t.rounds.map((_, k) => ({ round: k + 1, share: 100 * share(t, k), table: String(t.table + 1) })));
  const rounds = [...new Set(spots.map((s) => s.round))];
  const mean = rounds.map((round) => {
    const at = spots.filter((s) => s.round === round);
    return { round, share: at.reduce((sum, s) => sum + s.share, 0) / at.length };
  });
  const draw = useCallback(
    (width, type) => ({
      height: Math.min(width * 0.45, 15 * type),
      marginLeft: 5 * type,
      marginBottom: 3 * type,
      x: { label: say("round"), domain: [1, Math.max(2, game.rounds)], ticks: whole(game.rounds), tickFormat: "d" },
      y: { label: null, tickFormat: (v) => `${v} %`, domain: [0, 100], ticks: 5, grid: true },
      marks: [
        Plot.line(spots, { x: "round", y: "share", z: "table", stroke: "currentColor", strokeOpacity: 0.3, strokeWidth: 2 }),
        Plot.line(mean, { x: "round", y: "share", stroke: "#0b5fa5", strokeWidth: 5 }),
        Plot.dot(mean, { x: "round", y: "share", fill: "#0b5fa5", r: type / 4 }),
      ],
    }),
    [JSON.stringify(spots)],
  );
  if (spots.length === 0) return html`<p>${say("no_rounds_yet")}</p>`;
  return html`<p>${say("coop_by_round", { move: last })} ${say("coop_lines")}</p><${Chart} draw=${draw} label=${say("coop_alt", { move: last })} />`;
}

export function Equilibria({ game, data, bare }) {
  const pure = (data.moves.cells || []).filter((cell) => cell.equilibrium);
  const mixed = data.moves.mixed;
  return html`${!bare && html`<h3>${say("equilibria")}</h3>`}
    <ul>
      ${pure.map((cell, c) => html`<li key=${c}>${say("equilibrium_pure", { what: cellWords(game, cell) })}</li>`)}
      ${mixed && html`<li>${say("equilibrium_mixed", { what: mixed.map((m) => say("mixed_part", { who: game.actors[m.role].name, move: moveWords(game, m.role, m), percent: m.percent })).join("; ") })}</li>`}
      ${pure.length === 0 && !mixed && html`<li>${say("equilibrium_none")}</li>`}
    </ul>
    <${Cells} game=${game} data=${data} />`;
}

/* The share of rounds, in percent, in which a cell was played; in the last round alone. */
function shares(game, data, cell) {
  const same = (round) => movers(game).every((i) => moveWords(game, i, round) === moveWords(game, i, cell));
  const all = data.moves.tables.flatMap((t) => t.rounds);
  const last = data.moves.tables.flatMap((t) => t.rounds.slice(-1));
  const of = (rounds) => (rounds.length > 0 ? Math.round((100 * rounds.filter(same).length) / rounds.length) : 0);
  return { all: of(all), last: of(last) };
}

/* Outcomes that would be better for everybody than an equilibrium, and how often each was played. */
export function Dilemma({ game, data }) {
  const cells = data.moves.cells || [];
  const better = cells.filter((cell) => cell.equilibrium).flatMap((at) => cells.filter((cell) => movers(game).every((i) => cell.points[i] > at.points[i])).map((cell) => [cell, at]));
  return html`${better.map(([cell, at], i) => html`<p key=${i}><strong>${say("better_both", { what: cellWords(game, cell), than: cellWords(game, at) })}</strong></p>`)}
    ${better.length === 0 && html`<p>${say("no_better_than_equilibrium")}</p>`}
    <table>
      <thead><tr><th scope="col">${say("cell")}</th>${movers(game).map((i) => html`<th key=${i} scope="col" class="number">${game.actors[i].name}</th>`)}<th scope="col" class="number">${say("played_share")}</th><th scope="col" class="number">${say("played_last")}</th></tr></thead>
      <tbody>
        ${[...new Set(better.flat())].map((cell, c) => {
          const played = shares(game, data, cell);
          return html`<tr key=${c}><th scope="row">${cellWords(game, cell)}${cell.equilibrium ? " ◆" : ""}</th>${movers(game).map((i) => html`<td key=${i} class="number">${cell.points[i]}</td>`)}<td class="number">${played.all} %</td><td class="number">${played.last} %</td></tr>`;
        })}
      </tbody>
    </table>`;
}

/* The choices once more, a round after the other. */
export function Rerun({ game, data }) {
  const n = Math.max(1, ...data.moves.tables.map((t) => t.rounds.length));
  const [at, setAt] = useState(1);
  useEffect(() => {
    const timer = setInterval(() => setAt((k) => Math.min(n, k + 1)), 1500);
    return () => clearInterval(timer);
  }, [n]);
  return html`<${Choices} game=${game} data=${data} upTo=${at} />`;
}
