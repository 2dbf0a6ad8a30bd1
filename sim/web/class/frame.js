// What every page of the classroom has: stage and clock, news, who is there, and the sentence about assumptions.
import { useRef } from "preact/hooks";
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

/* What changed for a role between two of its briefs, in words. */
function changesOf(game, old, now) {
  const told = [];
  if (old.no_deal !== now.no_deal) told.push(say("change_no_deal", { from: old.no_deal, to: now.no_deal }));
  now.issues.forEach((row, k) =>
    row.points.forEach((to, o) => {
      const from = old.issues[k].points[o];
      if (from !== to) told.push(say("change_option", { issue: game.issues[row.issue].name, option: game.issues[row.issue].options[o], from, to }));
    }),
  );
  const lines = (brief) => brief.lines.filter((line) => line.in_force).map((line) => line.name || line.when);
  for (const line of lines(now)) if (!lines(old).includes(line)) told.push(say("change_line_new", { line }));
  for (const line of lines(old)) if (!lines(now).includes(line)) told.push(say("change_line_gone", { line }));
  return told;
}

const SHOWN = 4;

/* By the number of changing news: what each changed for this seat, from the briefs as they came in. */
function useChanges(game, view, brief) {
  const briefs = useRef(new Map());
  const told = useRef(new Map());
  if (brief && brief.changes !== undefined && !briefs.current.has(brief.changes)) {
    briefs.current.set(brief.changes, brief);
    const old = briefs.current.get(brief.changes - 1);
    if (old) told.current.set(brief.changes, changesOf(game, old, brief));
  }
  return told.current;
}

function Changed({ told }) {
  if (!told) return null;
  if (told.length === 0) return html` ${say("news_no_change")}`;
  const more = told.length - SHOWN;
  return html` <strong>${say("news_changed_own", { what: [...told.slice(0, SHOWN), ...(more > 0 ? [say("change_more", { n: more })] : [])].join("; ") })}</strong>`;
}

export function News({ game, view, brief }) {
  const told = useChanges(game, view, brief);
  let changing = view.news.filter((item) => item.changes).length;
  return html`<section class="news" aria-live="polite" aria-label=${say("news")}>
    ${[...view.news].reverse().map((item, i) => {
      const nth = item.changes ? changing-- : 0;
      return html`<p key=${view.news.length - i} class=${item.private ? "message" : "bulletin"}>
        <strong>${say(item.private ? "message" : "bulletin")}:</strong> ${item.text}
        ${item.changes && html` <span class="tag">${say("changes")}</span><${Changed} told=${told.get(nth)} />`}
      </p>`;
    })}
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
