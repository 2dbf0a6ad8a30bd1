// The words of a page. All text that people read stands in words.json; code names it by key.
//
//   import { common, report } from "../words.json";
//   const say = speaker(common, report);
//   say("deals", { n: 3 })            "{n} deal|{n} deals" gives "3 deals"
//
// {name} is filled in from the values; a bar splits singular and plural by the value n.

export function speaker(...tables) {
  const words = Object.assign({}, ...tables);
  const say = (key, values = {}) => {
    const found = words[key];
    if (found === undefined) {
      console.error(`no such words: ${key}`);
      return `[${key}]`;
    }
    const forms = found.split("|");
    const text = forms.length === 2 ? forms[values.n === 1 ? 0 : 1] : found;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  };
  say.has = (key) => key in words;
  return say;
}
