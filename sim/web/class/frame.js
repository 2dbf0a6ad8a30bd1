// What every page of the classroom has: stage and clock, news, who is there, and the sentence about assumptions.
import { html } from "../parts/html.js";
import { useLeft } from "./net.js";
import { clock, say } from "./say.js";

export function StageClock({ view, at }) {
  const left = useLeft(view, at);
  return html`<p class="stage">
    <strong>${say(`stage_${view.stage}`)}</strong>
    ${left !== null &&
    html` <span class="clock" role="timer" aria-label=${say("time_left")}>${clock(left)}</span>`}
    ${view.paused && html` <span class="tag">${say("paused")}</span>`}
  </p>`;
}

export function Offline({ online }) {
  return html`<p class="warn offline" role="status">${online ? "" : say("offline")}</p>`;
}

export function News({ view }) {
  return html`<section class="news" aria-live="polite" aria-label=${say("news")}>
    ${[...view.news].reverse().map(
      (item, i) => html`<p key=${view.news.length - i} class=${item.private ? "message" : "bulletin"}>
        <strong>${say(item.private ? "message" : "bulletin")}:</strong> ${item.text}
        ${item.changes && html` <span class="tag">${say("changes")}</span>`}
      </p>`,
    )}
  </section>`;
}

/* Each seat of a table: people there, people away, bots, empty. */
export function Seats({ game, table }) {
  return html`<ul class="seats" aria-label=${say("seats")}>
    ${table.seats.map((seat) => {
      const state = seat.bot ? "bot" : seat.people === 0 ? "empty" : seat.present === 0 ? "away" : "here";
      return html`<li key=${seat.role} class=${`seat ${state}`}>
        <span aria-hidden="true">${{ bot: "⚙", empty: "○", away: "◐", here: "●" }[state]}</span>
        ${game.actors[seat.role].name}
        <span class="state">${say(`seat_${state}`, { n: seat.people })}</span>
      </li>`;
    })}
  </ul>`;
}

export const Assumptions = () => html`<footer><p>${say("assumptions")}</p></footer>`;
