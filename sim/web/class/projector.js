// The projector: one screen that never scrolls, in large type. Stage and a large clock, how to come in, a row a table; in the
// debrief one slide a step. Nothing private before the reveal, because the server sends nothing private here.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { Debrief } from "./debrief.js";
import { Offline } from "./frame.js";
import { useLeft, useOnce, usePoll } from "./net.js";
import { Answered } from "./question.js";
import { onlyBots, row } from "./row.js";
import { clock, say } from "./say.js";

const MINUTE = 60000;

function sound(audio) {
  const tone = audio.createOscillator();
  tone.frequency.value = 660;
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.6);
}

/* A tone when the last minute begins, where sound was switched on; audio: of the click that did so, as browsers want it. */
function useTone(left, audio) {
  const last = useRef(null);
  useEffect(() => {
    if (audio && left !== null && last.current !== null && last.current > MINUTE && left <= MINUTE) sound(audio);
    last.current = left;
  });
}

function Clock({ view, at }) {
  const left = useLeft(view, at);
  const [audio, setAudio] = useState(null);
  useTone(left, audio);
  /* The first tone is heard at once: so one knows that it is loud enough. */
  const toggle = () => {
    if (audio) {
      audio.close();
      setAudio(null);
      return;
    }
    const made = new AudioContext();
    sound(made);
    setAudio(made);
  };
  const last = left !== null && left <= MINUTE && !view.paused && (view.stage === "talk" || view.stage === "again");
  return html`<div class=${last ? "board last" : "board"}>
    <p class="what">${say(`stage_${view.stage}`)}${view.paused && html` <span class="tag">${say("paused")}</span>`}${last && html` <strong>${say("last_minute")}</strong>`}</p>
    ${left !== null && html`<p class="clock" role="timer" aria-label=${say("time_left")}>${clock(left)}</p>`}
    <button type="button" class="sound" aria-pressed=${audio ? "true" : "false"} title=${say("sound_on")} aria-label=${say("sound_on")} onClick=${toggle}>♪</button>
  </div>`;
}

const ComeIn = ({ address, large }) =>
  address &&
  html`<section class=${large ? "come-in large" : "come-in"}>
    <img src="/qr.svg" alt=${say("qr_alt", { address: address.join })} />
    <p>${say(large ? "scan" : "scan_short")}<br /><strong class="address" dir="ltr">${address.join.replace(/^http:[/][/]/, "")}</strong></p>
  </section>`;

const SIGNS = { here: "●", away: "◐", bot: "⚙", empty: "○" };
const signOf = (seat) => (seat.bot ? "bot" : seat.people === 0 ? "empty" : seat.present === 0 ? "away" : "here");

/* Who sits at a table, a sign and a name each. */
const Sitting = ({ game, table }) =>
  html`<span class="sitting">${table.seats.map((seat) => html`<span key=${seat.role} class=${`seat ${signOf(seat)}`}><span aria-hidden="true">${SIGNS[signOf(seat)]}</span> ${game.actors[seat.role].name}<span class="hidden"> ${say(`seat_${signOf(seat)}`, { n: seat.people })}</span></span>`)}</span>`;

function Row({ game, table, view, talks }) {
  const { head, tally, what, state } = talks ? row(game, view, table) : { head: "", tally: "", what: "", state: "open" };
  return html`<li class=${`line ${state}`}>
    <span class="number">${table.table + 1}</span>
    <div>
      ${talks
        ? html`<p class="head">${onlyBots(table) && html`<span title=${say("bots_only")} aria-hidden="true">⚙ </span><span class="hidden">${say("bots_only")}</span>`}<strong>${head}</strong>${tally && ` · ${tally}`}</p>
            ${what && html`<p class="deal-terms">${what}</p>`}`
        : html`<${Sitting} game=${game} table=${table} />`}
    </div>
  </li>`;
}

function Rows({ game, view }) {
  const talks = view.stage === "talk" || view.stage === "again";
  const n = view.tables.length;
  return html`<ol class=${`lines ${n > 6 ? "many" : n > 3 ? "some" : "few"}`} aria-label=${say("seats")}>
    ${view.tables.map((table) => html`<${Row} key=${table.table} game=${game} table=${table} view=${view} talks=${talks} />`)}
  </ol>`;
}

/* The newest news, large. */
function Latest({ view }) {
  const news = view.news.filter((item) => !item.private);
  if (news.length === 0) return null;
  return html`<p class="latest" aria-live="polite"><strong>${say("bulletin")}:</strong> ${news.at(-1).text}</p>`;
}

export function Projector() {
  const { data: view, online, at } = usePoll("/api/public");
  const game = useOnce("/api/game", null, view ? view.changes : 0);
  const address = useOnce("/api/address");
  useEffect(() => document.documentElement.classList.add("projector", "screen"), []);
  if (!view || !game) return html`<p role="status">${online ? say("loading") : say("offline")}</p>`;
  const lobby = view.stage === "lobby";
  return html`<header class="top">
      <h1>${game.title}</h1>
      <${Clock} view=${view} at=${at} />
    </header>
    <${Offline} online=${online} />
    ${view.stage !== "debrief" && html`<${Latest} view=${view} />`}
    <div class=${lobby ? "stage-area lobby" : "stage-area"}>
      ${(lobby || view.stage === "read") && html`<p class="question">${game.question}</p>`}
      ${lobby && html`<${ComeIn} address=${address} large />`}
      ${view.stage === "debrief" ? html`<${Debrief} game=${game} view=${view} fixed />` : html`<${Rows} game=${game} view=${view} />`}
    </div>
    <footer class="foot">
      ${!lobby && html`<${ComeIn} address=${address} />`}
      <${Answered} view=${view} />
      <p class="assume">${say("assumptions")}</p>
    </footer>`;
}
