// Numbers for people: a fixed number of digits, a true minus sign, the same in every browser language.

const counts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const MINUS = "\u2212";

/* 1,512,465,048; null (not decided) gives "?". */
export const count = (n) => (n === null || n === undefined ? "?" : counts.format(n));

/* 0.346 */
export const fixed = (x, digits = 3) => (Number.isFinite(x) ? clean(x, digits).replace("-", MINUS) : "–");

/* +0.346, −0.126; 0 has no sign. */
export function signed(x, digits = 3) {
  if (!Number.isFinite(x)) return "–";
  const text = clean(x, digits);
  return Number(text) > 0 ? `+${text}` : text.replace("-", MINUS);
}

/* 0.0255 %: three significant digits. */
export function share(x) {
  if (!Number.isFinite(x)) return "?";
  if (x === 0) return "0 %";
  const percent = 100 * x;
  return percent < 1e-3 ? `${percent.toExponential(1).replace("-", MINUS)} %` : `${Number(percent.toPrecision(3))} %`;
}

/* No "-0.000". */
function clean(x, digits) {
  const text = x.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}
