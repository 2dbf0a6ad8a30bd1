// The debrief on the projector: one slide a step, which fits one screen, driven from the teacher's page.
import { html } from "../parts/html.js";
import { Results } from "./question.js";
import { BeforeNews, conceptOf, Picture } from "./theory.js";
import { dealWords, fewNames, names, questionsOf, say, signed } from "./say.js";
import { verdictWords } from "./verdict.js";

const first = (data) => data.outcomes.filter((o) => o.round === Math.max(...data.outcomes.map((other) => other.round)));

function Outcome({ game, data }) {
  const outcomes = first(data);
  const n = outcomes.length;
  return html`<ol class=${`lines ${n > 6 ? "many" : n > 3 ? "some" : "few"}`}>
    ${outcomes.map(
      (o) => html`<li key=${o.table} class=${`line ${o.status === "deal" ? "deal" : "none"}`}>
        <span class="number">${o.table + 1}</span>
        <div>
          <p class="head"><strong>${say(o.status === "deal" ? "row_deal" : o.status === "open" ? "still_open" : "row_none")}</strong>${o.accept && ` · ${say("deal_signed", { who: fewNames(game, o.accept, 6) })}`}${!o.people && html` <span class="tag">${say("bots_only")}</span>`}</p>
          ${o.options && html`<p class="deal-terms">${dealWords(game, o)}</p>`}
        </div>
      </li>`,
    )}
  </ol>`;
}

/* A row a role, a column a table; the mean is over the tables at which people sat. */
function Gains({ game, data }) {
  const all = first(data).filter((o) => o.gains);
  const counted = all.filter((o) => o.people).length > 0 ? all.filter((o) => o.people) : all;
  const outcomes = counted; /* tables of bots alone are not counted where people played */
  const seats = game.actors.flatMap((actor, i) => (actor.seat ? [i] : []));
  return html`<table>
    <thead>
      <tr><th scope="col">${say("gain")}</th>${outcomes.map((o) => html`<th key=${o.table} scope="col" class="number">${outcomes.length > 6 ? o.table + 1 : say("at_table", { n: o.table + 1 })}</th>`)}<th scope="col" class="number">${say("mean")}</th></tr>
    </thead>
    <tbody>
      ${seats.map((i) => {
        const gains = counted.map((o) => o.gains[i]);
        const [best, worst] = [Math.max(...gains), Math.min(...gains)];
        return html`<tr key=${i}>
          <th scope="row">${game.actors[i].name}</th>
          ${outcomes.map((o) => html`<td key=${o.table} class=${`number ${best > worst && o.people && o.gains[i] === best ? "best" : best > worst && o.people && o.gains[i] === worst ? "worst" : ""}`}>${signed(o.gains[i])}</td>`)}
          <td class="number"><strong>${signed(Math.round(gains.reduce((a, b) => a + b, 0) / gains.length))}</strong></td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

const span = (row) => Math.max(...row.points) - Math.min(...row.points);

/* What matters to each: no deal, and the issues on which most turns. */
const Interests = ({ game, data }) =>
  html`<table>
    <thead><tr><th scope="col">${say("role")}</th><th scope="col" class="number">${say("no_deal_short")}</th><th scope="col">${say("matters")}</th></tr></thead>
    <tbody>
      ${data.briefs.map(
        (brief) => html`<tr key=${brief.role}>
          <th scope="row">${game.actors[brief.role].name}</th>
          <td class="number">${brief.no_deal}</td>
          <td>${[...brief.issues].sort((a, b) => span(b) - span(a)).slice(0, 3).filter((row) => span(row) > 0).map((row) => `${game.issues[row.issue].name} (${span(row)})`).join(", ")}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;

function Theory({ game, data }) {
  const told = data.prediction;
  if (!told.known) return html`<p role="status">${say(told.pending ? "pending" : "not_solved")}</p>`;
  return html`<div class="columns">
    <div><${Picture} game=${game} data=${data} fixed bare /></div>
    <div>
      ${data.old && data.new ? html`<${BeforeNews} game=${game} data=${data} most=${0} />` : html`<p>${say(told.decided ? "counts" : "counts_open", told)}</p>`}
      ${told.deals.length === 0 && told.decided && html`<p>${say("no_solutions")}</p>`}
      ${told.deals.map((deal) => html`<p key=${deal.key} class="concept"><strong>${deal.name.replace(/ \(.*/, "")}:</strong> ${conceptOf(deal.key)}</p>`)}
      ${told.talks && html`<p class="concept"><strong>${say("spe")}:</strong> ${say("offers_theory", { what: dealWords(game, told.talks) })}</p>`}
    </div>
  </div>`;
}

const key = ({ table: _, ...rest }) => JSON.stringify(rest);

/* How each table's end stands beside what was possible; tables that ended alike once. */
function Better({ game, data }) {
  const groups = new Map();
  for (const better of data.better) groups.set(key(better), [...(groups.get(key(better)) || []), better]);
  return [...groups.values()].slice(0, 6).map((alike) => {
    const [b] = alike;
    const which = alike.map((other) => other.table + 1).join(", ");
    const said = !b.known ? say("pending") : !b.found ? say(b.proved ? (b.deal ? "no_better" : "no_better_than_none") : "no_better_listed") : say(b.lose.length > 0 ? "better_outvoted" : b.deal ? "better_for_all" : "better_than_none", { gain: names(game, b.gain), who: names(game, b.lose) });
    return html`<section key=${which}>
      <h3>${say("tables_short", { n: alike.length, which })}: ${say(b.deal ? "deal" : "no_deal")}</h3>
      <p>${said}</p>
      ${b.found && html`<p class="deal-terms">${dealWords(game, b)}</p>`}
      ${b.deal && html`<p>${b.verdict ? verdictWords(game, b.verdict) : say("verdict_pending")}</p>`}
      ${b.blocks && html`<p>${b.blocks.alone.length > 0 ? say("block_alone", { who: names(game, b.blocks.alone) }) : say("block_nobody")}</p>`}
    </section>`;
  });
}

const ToDiscuss = ({ game }) => html`<h3>${say("to_discuss")}</h3><ol class="questions">${questionsOf(game).map((text, i) => html`<li key=${i}>${text}</li>`)}</ol>`;

const Questions = ({ game, data }) =>
  data.results.before.values.length + data.results.after.values.length === 0
    ? html`<${ToDiscuss} game=${game} />`
    : html`<div class="columns">
        <div><${Results} game=${game} results=${data.results} fixed /></div>
        <div><${ToDiscuss} game=${game} /></div>
      </div>`;

export const SLIDES = { 1: Outcome, 2: Gains, 3: Interests, 4: ({ game, data }) => html`<${Picture} game=${game} data=${data} fixed />`, 5: Theory, 6: Better, 9: Questions };
