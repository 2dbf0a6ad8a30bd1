// The names of a sweep's outputs, parameters and values in words; and how its numbers are shown.
import { count, fixed } from "../parts/figures.js";
import { pointerWords } from "./pointer.js";
import { say } from "./say.js";

const known = (key, values, fallback) => (say.has(key) ? say(key, values) : fallback);

/* "design.istanbul.margin.ukraine" is "Istanbul proposal: gain of Ukraine". */
export function outputWords(model, output) {
  const [head, ...rest] = output.split(".");
  const said = (parts) => {
    const actor = parts.length > 1 ? model.actorName(parts[parts.length - 1]) : "";
    return known(`out_${parts[0]}${actor ? "_of" : ""}`, { actor }, known(`indicator_${parts[0]}`, {}, parts.join(" ")));
  };
  if (head === "design" && rest.length > 1) return `${model.designName(rest[0])}: ${said(rest.slice(1))}`;
  if (say.has(`concept_${head}`) && rest.length > 0) return `${say(`concept_${head}`)}: ${said(rest)}`;
  const whole = known(`out_${output}`, {}, null);
  if (whole !== null) return whole;
  return known(`out_${head}_of`, { actor: model.actorName(rest[rest.length - 1]) }, output);
}

export const parameterWords = pointerWords;

/* A value of an output that is no number: a verdict, a list of actors, a word. */
export function valueWords(model, output, value) {
  if (output.kind === "verdict") return say(value === "1" ? "yes" : "no");
  if (!/\.(refuses|members)$/.test(output.output)) return say.has(`value_${value}`) ? say(`value_${value}`) : value;
  if (value === "nobody") return say("nobody");
  return value.split("+").map((part) => memberWords(model, part)).join(", ");
}

/* "france" or "france=aid" */
function memberWords(model, part) {
  const [id, level] = part.split("=");
  return level ? `${model.actorName(id)} (${model.levelName(level)})` : model.actorName(id);
}

/* A value of a parameter of words: an option, or what it is called. */
export function levelWords(model, pointer, word) {
  const found = /^\/designs\/[^/]+\/options\/([^/]+)$/.exec(pointer);
  return found ? model.optionName(found[1], word) : word;
}

/* Numbers of an output for people: counts whole, others with three digits. */
export function quantity(output) {
  const whole = /\.(count|index|round)$|veto_weight|would_accept/.test(output.output);
  const large = Math.max(...(output.quantiles ?? [0]).map(Math.abs), Math.abs(output.mean ?? 0));
  if (whole) return (x) => count(Math.round(x));
  return (x) => fixed(x, large >= 100 ? 0 : large >= 10 ? 1 : 3);
}

/* All runs say the same: nothing drives it, nothing is to be boxed in. */
export const isDegenerate = (output) =>
  output.used > 0 && (output.kind === "number" ? output.sd === 0 : output.shares.length === 1);
