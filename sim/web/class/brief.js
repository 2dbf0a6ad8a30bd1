// One's own instructions, from the server's data: story, points, red lines.
import { html } from "../parts/html.js";
import { say, signed } from "./say.js";

/* An issue a block: its name over its options, so that the numbers fit a phone. */
function Table({ game, brief }) {
  const outside = brief.issues.some((row) => row.outside);
  const shown = brief.issues.filter((row) => row.points.length > 1 || row.points[0] !== 0);
  if (shown.length === 0) return null;
  return html`<div class="wide" tabindex="0" role="region" aria-label=${say("your_points")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${say("option")}</th>
          <th scope="col" class="number">${say("points")}</th>
          ${outside && html`<th scope="col" class="number">${say("if_out")}</th>`}
        </tr>
      </thead>
      <tbody>
        ${shown.flatMap((row) => [
          html`<tr key=${`${row.issue}`} class="issue-name"><th scope="rowgroup" colspan=${outside ? 3 : 2}>${game.issues[row.issue].name}${row.scaled ? " *" : ""}</th></tr>`,
          ...game.issues[row.issue].options.map(
            (option, o) => html`<tr key=${`${row.issue}-${o}`}>
              <td class="option">${option}</td>
              <td class="number">${row.points[o]}</td>
              ${outside && html`<td class="number">${row.outside ? row.outside[o] : row.points[o]}</td>`}
            </tr>`,
          ),
        ])}
      </tbody>
    </table>
    ${brief.issues.some((row) => row.scaled) && html`<p>${say("scaled_note")}</p>`}
  </div>`;
}

function Extras({ game, brief }) {
  const levels = brief.levels.map((points, l) => [game.levels[l], points]).filter(([, points]) => points !== 0);
  if (levels.length + brief.bonuses.length + brief.stakes.length === 0) return null;
  return html`<h3>${say("besides")}</h3><ul>
    ${levels.map(([name, points]) => html`<li key=${name}>${say("level_points", { points: signed(points), name })}</li>`)}
    ${brief.bonuses.map((bonus, i) => html`<li key=${i}>${say("bonus_points", { points: signed(bonus.points), when: bonus.when })}</li>`)}
    ${brief.stakes.map((stake, i) => html`<li key=${`s${i}`}>${say("stake_points", { points: signed(stake.points), what: stake.what })}</li>`)}
  </ul>`;
}

/* The points of a game of two players' moves. */
export const Matrix = ({ game, matrix }) =>
  html`<div class="wide" tabindex="0" role="region" aria-label=${say("matrix")}>
    <table class="matrix">
      <caption>${say("matrix_note")}</caption>
      <thead><tr><td></td>${matrix.theirs.map((move) => html`<th key=${move} scope="col" class="number">${game.actors[matrix.other].name}: ${move}</th>`)}</tr></thead>
      <tbody>${matrix.own.map((move, i) => html`<tr key=${move}><th scope="row">${move}</th>${matrix.points[i].map((points, j) => html`<td key=${j} class="number">${points}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;

function Lines({ brief }) {
  const lines = brief.lines.filter((line) => line.in_force);
  if (lines.length === 0) return null;
  return html`<h3>${say("red_lines")}</h3>
    <ul>
      ${lines.map((line, i) => {
        const key = line.stay_out ? (line.from ? "line_stay_out" : "line_not_join") : "line_refuse";
        return html`<li key=${i}>${line.name && html`<strong>${line.name}: </strong>`}${say(key, { when: line.when, level: line.from })}</li>`;
      })}
    </ul>`;
}

export function Brief({ game, brief }) {
  const actor = game.actors[brief.role];
  return html`<div class="brief">
    <p>${brief.story}</p>
    <p>${say(game.mode === "simultaneous" ? "consent_moves" : `consent_${actor.consent}`)}</p>
    <p>${game.mode !== "simultaneous" && html`<strong>${say("no_deal_gives", { points: brief.no_deal })}</strong>`} ${say("secret")}</p>
    ${brief.matrix ? html`<${Matrix} game=${game} matrix=${brief.matrix} />` : html`<${Table} game=${game} brief=${brief} /><${Extras} game=${game} brief=${brief} />`}
    <${Lines} brief=${brief} />
  </div>`;
}
