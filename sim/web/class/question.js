// The question before the talks and after: what a student answers, and what the class as a whole answered.
import * as Plot from "@observablehq/plot";
import { useCallback, useState } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { html } from "../parts/html.js";
import { ask } from "./net.js";
import { say } from "./say.js";

const TIMES = ["before", "after"];

/* Where nothing is signed the question is about the move that the file names last: to join, to help, to disarm. */
const lastMove = (game) => game.levels.at(-1);
const asksMoves = (game) => game.mode === "simultaneous" && game.levels.length > 0;
const questionOf = (game) => (asksMoves(game) ? say("question_value_moves", { move: lastMove(game) }) : say("question_value"));

export function Question({ game, view, token, refresh, id }) {
  const given = view.you.answers[view.asking];
  const [value, setValue] = useState(given ? String(given.value) : "");
  const [role, setRole] = useState(given ? given.role : -1);
  const [wrong, setWrong] = useState("");
  const [open, setOpen] = useState(false);
  if (given && !open)
    return html`<p class="answered">${say(asksMoves(game) ? "you_answered_moves" : "you_answered", { value: given.value, who: given.role < 0 ? say("no_opinion") : game.actors[given.role].name })}
      ${" "}<button type="button" onClick=${() => setOpen(true)}>${say("change_answer")}</button></p>`;
  async function send(event) {
    event.preventDefault();
    const { status, data } = await ask("/api/answer", { token, body: { value: Number(value), role } });
    setWrong(status === 200 ? "" : (data && data.error) || say("offline"));
    if (status === 200) setOpen(false);
    refresh();
  }
  return html`<form class="panel" onSubmit=${send} aria-label=${say(`question_${TIMES[view.asking]}`)}>
    <h2>${say(`question_${TIMES[view.asking]}`)}</h2>
    <div class="choice">
      <label for=${`${id}-value`}>${questionOf(game)}</label>
      <input id=${`${id}-value`} type="number" inputmode="numeric" min="0" max="100" step="1" required value=${value} onInput=${(e) => setValue(e.currentTarget.value)} />
    </div>
    ${!asksMoves(game) && html`<div class="choice">
      <label for=${`${id}-power`}>${say("question_power")}</label>
      <select id=${`${id}-power`} value=${role} onChange=${(e) => setRole(Number(e.currentTarget.value))}>
        <option value="-1" selected=${role === -1}>${say("no_opinion")}</option>
        ${game.actors.map((actor, i) => actor.seat && html`<option key=${i} value=${i} selected=${role === i}>${actor.name}</option>`)}
      </select>
    </div>`}
    <p class="soft">${say("anonymous")}</p>
    ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}
    <button type="submit">${say("send_answer")}</button>
  </form>`;
}

/* How many have answered, where the question is open. */
export const Answered = ({ view }) => view.asking >= 0 && view.seated > 0 && html`<p>${say("answered_of", { answered: view.answered, seated: view.seated })}</p>`;

const median = (values) => (values.length === 0 ? say("none") : values.length % 2 ? values[(values.length - 1) / 2] : (values[values.length / 2 - 1] + values[values.length / 2]) / 2);

/* Everybody's answers, in order of size and without names. */
export function Results({ game, results, fixed }) {
  const draw = useCallback(
    (width, type) => ({
      height: (fixed ? 8 : 13) * type,
      marginLeft: 5 * type,
      marginBottom: 3 * type,
      x: { domain: [0, 100], label: asksMoves(game) ? say("of_100_moves", { move: lastMove(game) }) : say("of_100"), ticks: 5, grid: true },
      y: { axis: null },
      fy: { label: null, domain: TIMES.map((when) => say(when)) },
      marks: [
        Plot.frame({ stroke: "currentColor", strokeOpacity: 0.3 }),
        Plot.dotX(
          TIMES.flatMap((when) => results[when].values.map((value) => ({ value, when: say(when) }))),
          Plot.dodgeY({ x: "value", fy: "when", r: type / 3, fill: "#0b5fa5", padding: 1 }),
        ),
      ],
    }),
    [JSON.stringify(results), fixed],
  );
  if (results.before.values.length + results.after.values.length === 0) return html`<p>${say("no_answers")}</p>`;
  return html`<h3>${questionOf(game)}</h3>
    <${Chart} draw=${draw} label=${say("answers_alt")} />
    <p>${say("medians", { before: median(results.before.values), after: median(results.after.values) })} ${say("moved", results)}</p>
    ${!fixed && !asksMoves(game) && html`<h3>${say("question_power")}</h3>
    <table>
      <thead><tr><th scope="col">${say("role")}</th>${TIMES.map((when) => html`<th key=${when} scope="col" class="number">${say(when)}</th>`)}</tr></thead>
      <tbody>
        ${game.actors.map((actor, i) => actor.seat && html`<tr key=${i}><th scope="row">${actor.name}</th>${TIMES.map((when) => html`<td key=${when} class="number">${results[when].power[i]}</td>`)}</tr>`)}
      </tbody>
    </table>`}`;
}
