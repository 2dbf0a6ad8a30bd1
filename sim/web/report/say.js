// The report's words.
import { common, report } from "../words.json";
import { speaker } from "../parts/say.js";

export const say = speaker(common, report);

/* The name of a concept, and what it means; one that has no words of its own goes by its key. */
export const conceptName = (id) => (say.has(`concept_${id}`) ? say(`concept_${id}`) : id.replaceAll("_", " "));
export const conceptMeaning = (id) => (say.has(`concept_${id}_means`) ? say(`concept_${id}_means`) : "");
