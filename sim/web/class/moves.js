// Simultaneous moves: one's choice of this round, what one gets for which, and the rounds so far.
import { useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { Matrix } from "./brief.js";
import { clock, moveWords, movesOf, names, say } from "./say.js";
import { ask, useLeft } from "./net.js";

const key = (deal) => `${deal.options}/${deal.levels}`;

/* The rounds that are over. all: every role's points are known. */
export function Rounds({ game, table, role }) {
  const roles = game.actors.flatMap((actor, i) => (actor.seat ? [i] : []));
  if (table.met.length === 0) return html`<p>${say("no_rounds_yet")}</p>`;
  return html`<div class="wide" tabindex="0" role="region" aria-label=${say("results_so_far")}>
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">${say("round")}</th>
          ${roles.map((i) => html`<th key=${i} scope="col">${game.actors[i].name}</th>`)}
          ${role !== undefined && html`<th scope="col" class="number">${say("your_points_round")}</th>`}
        </tr>
      </thead>
      <tbody>
        ${[...table.met].reverse().map(
          (met) => html`<tr key=${met.number}>
            <th scope="row" class="number">${met.number + 1}</th>
            ${roles.map((i) => html`<td key=${i}>${moveWords(game, i, met)}${met.tables[i] !== table.table && html` <span class="soft">${say("met_table", { n: met.tables[i] + 1 })}</span>`}</td>`)}
            ${role !== undefined && html`<td class="number">${met.points}</td>`}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function RoundClock({ game, view, at }) {
  const left = useLeft({ ...view, left: view.table.round_left }, at);
  return html`<p class="round"><strong>${say("round_of", { number: Math.min(view.table.played + 1, game.rounds), rounds: game.rounds })}</strong>
    ${left !== null && html` · <span class="clock">${clock(left)}</span> ${say("round_left")}`}</p>`;
}

export function Moves({ game, brief, view, at, token, refresh }) {
  const [wrong, setWrong] = useState("");
  const { role } = view.you;
  const { table } = view;
  const over = table.ends[view.round].status !== "open";
  const choices = movesOf(game, role);
  async function send(move) {
    const { status, data } = await ask("/api/choose", { token, body: move });
    setWrong(status === 200 ? "" : (data && data.error) || say("offline"));
    refresh();
  }
  return html`${over
      ? html`<p class="outcome" role="status">${say("rounds_over", { points: table.total })}</p>`
      : html`<${RoundClock} game=${game} view=${view} at=${at} />
          <h2>${say("your_move")}</h2>
          <div class="moves">
            ${choices.map((move) => {
              const chosen = table.move !== undefined && key(table.move) === key(move);
              return html`<button key=${key(move)} type="button" class="move" aria-pressed=${chosen ? "true" : "false"} disabled=${view.paused} onClick=${() => send(move)}>
                ${chosen && "✓ "}${moveWords(game, role, move)}
              </button>`;
            })}
          </div>
          ${table.move && html`<p role="status">${say("move_is", { what: moveWords(game, role, table.move) })}</p>`}
          ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}`}
    ${brief.matrix && html`<${Matrix} game=${game} matrix=${brief.matrix} />`}
    <h2>${say("results_so_far")}</h2>
    ${table.met.length > 0 && html`<p class="own">${say("total_points", { n: table.met.length, points: table.total })}</p>`}
    <${Rounds} game=${game} table=${table} role=${role} />`;
}

/* Who has not moved yet. */
export const thinking = (game, table) => game.actors.flatMap((actor, i) => (actor.seat && movesOf(game, i).length > 1 && !table.chosen.includes(i) ? [i] : []));
export const waitNames = (game, table) => names(game, thinking(game, table));
