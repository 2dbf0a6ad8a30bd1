// A JSON Pointer into the scenario in words: "/actors/france/payoffs/clock/values/h72" is "France: Deadline to respond,
// 72 hours, value".
import { say } from "./say.js";

const parts = (pointer) =>
  pointer
    .split("/")
    .slice(1)
    .map((word) => word.replaceAll("~1", "/").replaceAll("~0", "~"));

const named = (key, fallback) => (say.has(key) ? say(key) : fallback);

function payoffWords(model, [issue, field, option]) {
  if (field === "weight") return say("number_weight", { issue: model.issueName(issue) });
  return say(field === "outsider" ? "number_outsider" : "number_value", {
    issue: model.issueName(issue),
    option: model.optionName(issue, option),
  });
}

function actorWords(model, [id, field, ...rest]) {
  const name = model.actorName(id);
  if (field === "payoffs") return `${name}: ${payoffWords(model, rest)}`;
  if (field === "level") return `${name}: ${say("number_level", { level: model.levelName(rest[0]) })}`;
  if (field === "stakes") return `${name}: ${say("number_stake", { stake: named(`indicator_${rest[0]}`, rest[0]) })}`;
  if (field === "red_lines") return `${name}: ${say("number_line", { line: rest[0] })}`;
  if (field === "scaled") return `${name}: ${say("number_floor", { issue: model.issueName(rest[0]) })}`;
  if (field === "tables") return `${name}: ${say("number_table", { table: rest[0], at: rest.slice(2).join(", ") })}`;
  if (field === "bonuses") return `${name}: ${say("number_bonus", { bonus: rest[0] })}`;
  return `${name}: ${named(`number_${field}`, field)}`;
}

/* A saved result does not say which issue a part of security hangs on. */
const optionAnywhere = (model, id) => model.issues.flatMap((i) => i.options).find((o) => o.id === id)?.name ?? id;

function securityWords(model, [field, ...rest]) {
  const what = named(`security_${field}`, field);
  if (rest.length === 0) return what;
  const known = rest.filter((word) => word !== "values").map((word) => model.actorName(word));
  const issues = model.scenario?.security?.[field]?.issues ?? [model.scenario?.security?.[field]?.issue];
  const words = known.map((word, k) => (issues[k] ? model.optionName(issues[k], word) : optionAnywhere(model, word)));
  return `${what}: ${words.join(", ")}`;
}

/* "/game/payoffs/east/arm/disarm": East's payoff where arm, disarm are played. */
function gameWords(model, [part, id, ...rest]) {
  if (part === "players") return `${model.actorName(id)}: ${named("number_reservation", rest[0] ?? "")}`;
  return `${model.actorName(id)}: ${say("number_profile", { moves: rest.map((word) => model.levelName(word)).join(", ") })}`;
}

export function pointerWords(model, pointer) {
  const [root, ...rest] = parts(pointer);
  if (root === "actors") return actorWords(model, rest);
  if (root === "game" && rest.length > 1) return gameWords(model, rest);
  if (root === "designs" && rest[1] === "options")
    return say("number_design", { design: model.designName(rest[0]), issue: model.issueName(rest[2]) });
  if (root === "security") return securityWords(model, rest);
  if (root === "levels") return say("number_effort", { level: model.levelName(rest[0]) });
  if (root === "bargaining" && rest.includes("discount"))
    return say("number_discount", { actor: model.actorName(rest[rest.length - 1]) });
  if (root === "bargaining" && rest.includes("weights"))
    return say("number_power", { actor: model.actorName(rest[rest.length - 1]) });
  return pointer;
}
