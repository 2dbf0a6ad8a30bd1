// The report's words.
import { common, report } from "../words.json";
import { speaker } from "../parts/say.js";

export const say = speaker(common, report);
