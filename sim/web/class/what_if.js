// What if one number of the file were another? The teacher moves it; the solver answers for the same file; deals appear or
// vanish before the class.
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { fixed as digits } from "../parts/figures.js";
import { Equilibria } from "./debrief_moves.js";
import { dealWords, levelsOf, names, say } from "./say.js";

const nameOf = (game, number) =>
  number.role < 0 ? say("try_reading", { name: number.name }) : number.name ? say("try_payoff", { who: game.actors[number.role].name, what: number.name }) : number.issue < 0 ? say("try_reservation", { who: game.actors[number.role].name }) : say("try_weight", { who: game.actors[number.role].name, issue: game.issues[number.issue].name });

/* The slider: only on the teacher's page. */
function Slider({ game, numbers, trial, give }) {
  const begun = numbers.findIndex((n) => n.pointer === trial.pointer);
  const [at, setAt] = useState(Math.max(0, begun));
  const [value, setValue] = useState(begun >= 0 ? trial.value : null);
  const timer = useRef(0);
  const number = numbers[at];
  const send = (pointer, to) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => give({ do: "try", pointer, value: to }), 60);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  /* Asked for as soon as it is chosen: what the first answer takes is over before the slider moves. */
  useEffect(() => {
    if (number && trial.pointer !== number.pointer) give({ do: "try", pointer: number.pointer, value: number.base });
  }, [at]);
  if (!number) return null;
  const move = (to) => {
    setValue(to);
    send(number.pointer, to);
  };
  const shown = value === null ? number.base : value;
  return html`<div class="choice"><label for="try-which">${say("try_which")}</label>
      <select id="try-which" value=${at} onChange=${(e) => {
        setAt(Number(e.currentTarget.value));
        setValue(null);
      }}>
        ${numbers.map((n, i) => html`<option key=${n.pointer} value=${i} selected=${i === at}>${nameOf(game, n)}</option>`)}
      </select></div>
    <div class="choice"><label for="try-value">${say(number.filed === undefined ? "try_value" : "try_value_news", { value: digits(shown), base: digits(number.base), filed: digits(number.filed) })}</label>
      <input id="try-value" type="range" min=${number.low} max=${number.high} step=${number.role < 0 ? 1 : (number.high - number.low) / 100} value=${shown} onInput=${(e) => move(Number(e.currentTarget.value))} />
      <button type="button" onClick=${() => move(number.base)}>${say("try_back", { base: digits(number.base) })}</button></div>`;
}

/* In what two deals differ, in words. */
function difference(game, from, to) {
  const options = game.issues.flatMap((issue, k) => (from.options[k] !== to.options[k] ? [`${issue.name}: ${issue.options[from.options[k]]} → ${issue.options[to.options[k]]}`] : []));
  const levels = game.actors.flatMap((actor, i) => (from.levels[i] !== to.levels[i] ? [`${actor.name}: ${levelsOf(game, i)[from.levels[i]]} → ${levelsOf(game, i)[to.levels[i]]}`] : []));
  return [...options, ...levels].join(" · ");
}

/* Deals that the theory names: those that vanished, those that appeared, what changed in those that are there still. */
export function Moved({ game, before, now, most = 9 }) {
  const short = (deal) => deal.name.replace(/ \(.*/, "");
  const old = (deal) => before.deals.find((other) => other.name === deal.name);
  const gone = before.deals.filter((deal) => !now.deals.some((other) => other.name === deal.name));
  const changed = now.deals.flatMap((deal) => {
    const text = old(deal) ? difference(game, old(deal), deal) : dealWords(game, deal);
    return text ? [[deal, text]] : [];
  });
  return html`<ul>
    ${gone.slice(0, most).map((deal) => html`<li key=${`g${deal.name}`} class="worst"><s>${short(deal)}: ${dealWords(game, deal)}</s></li>`)}
    ${changed.slice(0, Math.max(0, most - gone.length)).map(([deal, text]) => html`<li key=${deal.name}><strong>${short(deal)}:</strong> ${text}</li>`)}
    ${gone.length + changed.length === 0 && html`<li>${say("try_same")}</li>`}
  </ul>`;
}

/* How many deals there are: columns of [title, what was found or null], the last of them the answer where there is more than one. */
export const Counts = ({ columns }) => {
  const known = columns.filter(([, found]) => found);
  const cell = (i) => (i > 0 && i === known.length - 1 ? "number answer" : "number");
  return html`<table class="counts">
    <thead><tr><td></td>${known.map(([title]) => html`<th key=${title} scope="col" class="number">${say(title)}</th>`)}</tr></thead>
    <tbody>
      ${["acceptable", "sustained", "stable"].map((key) => html`<tr key=${key}><th scope="row">${say(`try_${key}`)}</th>${known.map(([title, found], i) => html`<td key=${title} class=${cell(i)}>${found[key]}</td>`)}</tr>`)}
    </tbody>
  </table>`;
};

/* Names of roles; many of them by how many they are, where there is little room. */
const few = (game, roles, bounded) => (bounded && roles.length > 4 ? say("try_many", { n: roles.length, who: names(game, roles.slice(0, 3)) }) : names(game, roles));

const standing = (game, hold, bounded) =>
  !hold.feasible ? say("try_unfit") : hold.sustained ? say("try_holds") : hold.acceptable ? say("try_accepted") : say("try_refused", { who: few(game, hold.refuse, bounded) });

/* The tables' deals and the named designs: whether they stand. Those that changed come first. */
function Stands({ game, stands, fixed: bounded }) {
  const rows = stands.map((row) => ({ ...row, told: row.table >= 0 ? say("try_table", { n: row.table + 1 }) : row.name, filed: row.file ? standing(game, row.file, bounded) : "", was: standing(game, row.before, bounded), is: row.now ? standing(game, row.now, bounded) : "" }));
  const unequal = (row) => row.is !== "" && row.is !== row.was;
  const sorted = [...rows.filter(unequal), ...rows.filter((row) => !unequal(row))];
  const shown = bounded ? sorted.slice(0, 6) : sorted;
  const news = rows.some((row) => row.filed);
  if (rows.length === 0) return null;
  return html`<table class="stands">
    <thead><tr><th scope="col">${say("try_deals")}</th><th scope="col">${say("try_file")}</th>${news && html`<th scope="col">${say("try_news")}</th>`}<th scope="col">${say("try_now")}</th></tr></thead>
    <tbody>${shown.map((row) => html`<tr key=${row.told}><th scope="row">${row.told}</th>${news && html`<td>${row.filed}</td>`}<td>${row.was}</td><td class=${unequal(row) ? "answer" : ""}>${row.is || row.was}</td></tr>`)}</tbody>
  </table>`;
}

/* From the file's value, over that of the news where they moved it, to the one that is tried. */
const moved = (number, to) => [...(number.filed !== undefined && number.filed !== number.base ? [say("try_filed", { value: digits(number.filed) })] : []), digits(number.base), digits(to)].join(" → ");

export function WhatIf({ game, data, give, fixed: bounded }) {
  const { trial, numbers } = data;
  const number = numbers.find((n) => n.pointer === trial.pointer);
  const { before, now, file } = trial;
  return html`<div class="what-if">
    ${give && html`<${Slider} game=${game} numbers=${numbers} trial=${trial} give=${give} />`}
    ${number && html`<p>${nameOf(game, number)}: <strong>${moved(number, trial.known || !now ? trial.value : trial.known_value)}</strong></p>`}
    ${!number && html`<p>${say("try_begin")}</p>`}
    ${number && !now && html`<p role="status">${say("try_first")}</p>`}
    ${game.mode === "simultaneous" && trial.round_before &&
    html`<div class="side-by-side">
      <section><h3>${say("try_file")}</h3><${Equilibria} game=${game} data=${{ moves: trial.round_before }} bare /></section>
      ${trial.round_now && html`<section><h3>${say("try_now")}</h3><${Equilibria} game=${game} data=${{ moves: trial.round_now }} bare /></section>`}
    </div>`}
    ${before && game.mode !== "simultaneous" && html`<${Counts} columns=${file === undefined ? [["try_file", before], ["try_now", now]] : [["try_file", file], ["try_news", before], ["try_now", now]]} />`}
    ${trial.stands && html`<${Stands} game=${game} stands=${trial.stands} fixed=${bounded} />`}
    ${before && now && game.mode !== "simultaneous" && html`<${Moved} game=${game} before=${before} now=${now} most=${bounded ? 3 : 9} />`}
  </div>`;
}
