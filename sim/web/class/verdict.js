// What the solver says of a deal that was signed, in words.
import { names, say, signed } from "./say.js";

/* Would the deal that was signed hold, and who would leave? */
export function verdictWords(game, v) {
  const hold = v.stable ? say("verdict_stable") : v.sustained ? say("verdict_sustained") : v.acceptable ? say("verdict_acceptable") : say("verdict_refused", { who: names(game, v.refuses) });
  const leaver = v.leaver >= 0 ? ` ${say(v.falls ? "verdict_leaver_falls" : "verdict_leaver", { who: game.actors[v.leaver].name, gain: signed(v.gain) })}` : "";
  const slack = v.slack === null ? "" : ` ${say("verdict_slack", { who: game.actors[v.least].name, slack: signed(v.slack) })}`;
  const reopened = !v.sustained || v.reopened === undefined ? "" : ` ${v.reopened ? say("verdict_reopened") : say("verdict_not_reopened", { who: names(game, v.rather_out) })}`;
  return hold + reopened + leaver + slack + (v.efficient ? ` ${say("verdict_efficient")}` : "");
}
