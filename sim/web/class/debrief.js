// The debrief, a step at a time, as the server tells it: outcome, gains, payoffs, (theory.js: plot, prediction, the better
// deal), replay, renegotiation, questions.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { Brief } from "./brief.js";
import { Deal, Points } from "./deal.js";
import { Choices, Cells, Cooperation, Dilemma, Equilibria, Rerun, Totals } from "./debrief_moves.js";
import { useFit } from "./fit.js";
import { useOnce } from "./net.js";
import { Results } from "./question.js";
import { questionsOf, say } from "./say.js";
import { SLIDES } from "./slides.js";
import { Better, Picture, Prediction, Waiting } from "./theory.js";
import { WhatIf } from "./what_if.js";

export const STEPS = ["outcome", "gains", "payoffs", "plot", "prediction", "better", "replay", "again", "questions", "what_if"];

const title = (outcome) =>
  `${say("at_table", { n: outcome.table + 1 })}${outcome.round > 0 ? ` (${say("stage_again")})` : ""}: ${say(
    outcome.status === "deal" ? "deal" : outcome.status === "open" ? "still_open" : "no_deal",
  )}`;

function Outcomes({ game, data, gains }) {
  return data.outcomes.map(
    (outcome, i) => html`<section key=${i} class="outcome-of">
      <h3>${title(outcome)}</h3>
      ${!gains && outcome.options && html`<${Deal} game=${game} deal=${outcome} />`}
      ${gains && outcome.points && html`<${Points} game=${game} points=${outcome.points} gains=${outcome.gains} of=${title(outcome)} />`}
    </section>`,
  );
}

function Payoffs({ game, data }) {
  return data.briefs.map(
    (brief) => html`<details key=${brief.role} class="panel">
      <summary><h3>${game.actors[brief.role].name}</h3></summary>
      <${Brief} game=${game} brief=${brief} />
    </details>`,
  );
}

function told(game, event) {
  const who = event.role >= 0 ? game.actors[event.role].name : "";
  const n = event.proposal + 1;
  const vote = event.value > 0 ? "yes" : event.value < 0 ? "no" : "undecided";
  if (event.e === "propose") return say("event_propose", { who, number: n });
  if (event.e === "vote") return say(`event_vote_${vote}`, { who, number: n });
  if (event.e === "withdraw") return say("event_withdraw", { number: n });
  if (event.e === "deal") return say("event_deal", { number: n });
  if (event.e === "no_deal") return say(game.mode === "simultaneous" ? "rounds_over_all" : "event_no_deal");
  if (event.e === "round") return say("event_round", { number: event.value });
  return say(`stage_${["lobby", "read", "talk", "debrief", "again"][event.value]}`);
}

/* On the projector it runs by itself, in about this time. */
const TOLD_MS = 40000;

function Replay({ game, data, mine, fixed }) {
  const events = data.replay.filter((event) => mine === undefined || event.table === mine || event.table < 0);
  const [at, setAt] = useState(1);
  const [running, setRunning] = useState(fixed === true);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setAt((n) => (n < events.length ? n + 1 : n)), Math.max(150, Math.min(700, TOLD_MS / events.length)));
    return () => clearInterval(timer);
  }, [running, events.length]);
  const start = events.length > 0 ? events[0].t : 0;
  return html`${!fixed && html`<div class="buttons">
      <button type="button" aria-pressed=${running} onClick=${() => setRunning(!running)}>${say(running ? "halt" : "run")}</button>
      <label>${say("moment")} <input type="range" min="1" max=${events.length} value=${at} onInput=${(e) => setAt(Number(e.currentTarget.value))} /></label>
    </div>`}
    <ol class="replay">
      ${events
        .slice(0, at)
        .slice(fixed ? -9 : -12)
        .map(
          (event, i) => html`<li key=${i}>
            <span class="time">${Math.floor((event.t - start) / 60000)}:${String(Math.floor((event.t - start) / 1000) % 60).padStart(2, "0")}</span>
            ${event.table >= 0 && mine === undefined ? `${say("at_table", { n: event.table + 1 })}: ` : ""}${told(game, event)}
          </li>`,
        )}
    </ol>`;
}

const Questions = ({ game, data }) => html`<${Results} game=${game} results=${data.results} /><h3>${say("to_discuss")}</h3><ol class="questions">${questionsOf(game).map((text, i) => html`<li key=${i}>${text}</li>`)}</ol>`;

/* Steps whose name is another where moves are made. */
export const stepName = (game, step) => {
  const key = `step_${STEPS[step - 1]}`;
  return game.mode === "simultaneous" && say.has(`${key}_moves`) ? `${key}_moves` : key;
};

const Moves = ({ game, data, step, me }) => html`${step === 1 && html`<${Choices} game=${game} data=${data} />`}
  ${step === 2 && html`<${Totals} game=${game} data=${data} me=${me} />`}
  ${step === 3 && html`<${Cells} game=${game} data=${data} />`}
  ${step === 4 && html`<${Cooperation} game=${game} data=${data} />`}
  ${step === 5 && html`<${Equilibria} game=${game} data=${data} />`}
  ${step === 6 && html`<${Dilemma} game=${game} data=${data} />`}`;

const Deals = ({ game, data, step, fixed }) => (fixed && SLIDES[step] && (step !== 6 || data.better) ? html`<${SLIDES[step]} game=${game} data=${data} />` : html`<${Read} game=${game} data=${data} step=${step} fixed=${fixed} />`);

const Read = ({ game, data, step, fixed }) => html`${step === 1 && html`<${Outcomes} game=${game} data=${data} />`}
  ${step === 2 && html`<${Outcomes} game=${game} data=${data} gains />`}
  ${step === 3 && html`<${Payoffs} game=${game} data=${data} />`}
  ${step === 4 && html`<${Picture} game=${game} data=${data} fixed=${fixed} />`}
  ${step === 5 && html`<${Prediction} game=${game} data=${data} fixed=${fixed} />`}
  ${step === 6 && (data.better ? html`<${Better} game=${game} data=${data} />` : html`<${Waiting} game=${game} data=${data} />`)}`;

function Slide({ fixed, children }) {
  const place = useFit(fixed === true);
  return html`<div class=${fixed ? "slide" : ""} ref=${place}>${children}</div>`;
}

/* view: what the server says of the session; mine: a table whose own course is replayed, else all; fixed: nobody can choose. */
export function Debrief({ game, view, mine, me, fixed, give }) {
  const { step, round } = view;
  const data = useOnce("/api/debrief", null, `${step}/${round}/${view.answers}/${step === 9 ? view.answered : ""}/${step === 10 ? view.trial : ""}`);
  if (step === 0) return html`<p>${say("debrief_soon")}</p>`;
  if (!data || data.step !== step) return html`<p role="status">${say("loading")}</p>`;
  return html`<section class="debrief" aria-live="polite">
    <h2>${step}. ${say(stepName(game, step))}</h2>
    <${Slide} fixed=${fixed}>
    ${game.mode === "simultaneous" && html`<${Moves} game=${game} data=${data} step=${step} me=${me} />`}
    ${game.mode !== "simultaneous" && html`<${Deals} game=${game} data=${data} step=${step} fixed=${fixed} />`}
    ${step === 7 && game.mode === "simultaneous" && html`<${Rerun} game=${game} data=${data} />`}
    ${step === 7 && game.mode !== "simultaneous" && html`<${Replay} game=${game} data=${data} mine=${mine} fixed=${fixed} />`}
    ${step === 8 && html`<p>${say(round > 0 ? "again_done" : game.mode === "simultaneous" ? "again_note_moves" : "again_note")}</p>${round > 0 && game.mode !== "simultaneous" && html`<${Outcomes} game=${game} data=${data} gains />`}`}
    ${step === 9 && (!fixed || game.mode === "simultaneous") && html`<${Questions} game=${game} data=${data} />`}
    ${step === 10 && data.numbers && html`<${WhatIf} game=${game} data=${data} give=${give} fixed=${fixed} />`}
    <//>
  </section>`;
}
