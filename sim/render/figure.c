/* How does a number read to a person? A fixed number of digits, thousands apart, shares to three significant
 * digits, and names cut to a width. Everything is built from integers, so no locale can change the decimal
 * point; numbers for machines are ply_text_number of sim/base. */
#include "sim/render/page.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

ply_figure ply_figure_count(uint64_t count) {
  ply_figure out;
  char digits[24];
  int n = snprintf(digits, sizeof digits, "%" PRIu64, count);
  size_t at = 0;
  for (int i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0) out.s[at++] = ',';
    out.s[at++] = digits[i];
  }
  out.s[at] = '\0';
  return out;
}

ply_figure ply_figure_range(ply_count count) {
  if (count.low == count.high) return ply_figure_count(count.low);
  ply_figure out, low = ply_figure_count(count.low), high = ply_figure_count(count.high);
  if (count.high == UINT64_MAX)
    snprintf(out.s, sizeof out.s, "at least %.30s", low.s);
  else
    snprintf(out.s, sizeof out.s, "%.29s to %.29s", low.s, high.s);
  return out;
}

/* |value| at `digits` digits behind the point; sign before it. Past 1e12 no digits behind the point are kept.
 */
static ply_figure fixed(double value, int digits, const char *sign) {
  ply_figure out;
  double size = fabs(value);
  if (isnan(value) || isinf(value)) {
    snprintf(out.s, sizeof out.s, "%s%s", sign, isnan(value) ? "nan" : "inf");
    return out;
  }
  if (size >= 1e12) {
    snprintf(out.s, sizeof out.s, "%s%.0e", sign, size);
    return out;
  }
  uint64_t scale = 1;
  for (int i = 0; i < digits; i++) scale *= 10;
  uint64_t units = (uint64_t)llround(size * (double)scale);
  if (digits == 0)
    snprintf(out.s, sizeof out.s, "%s%" PRIu64, sign, units);
  else
    snprintf(out.s, sizeof out.s, "%s%" PRIu64 ".%0*" PRIu64, sign, units / scale, digits, units % scale);
  return out;
}

ply_figure ply_figure_fixed(double value, int digits) {
  return fixed(value, digits, value < 0 && fabs(value) * pow(10, digits) >= 0.5 ? "-" : "");
}

ply_figure ply_figure_signed(double value, int digits) {
  return fixed(value, digits, value < -PLY_EPS ? "-" : "+");
}

ply_figure ply_figure_share(uint64_t part, uint64_t whole) {
  ply_figure out = {""};
  if (whole == 0) return out;
  double percent = 100.0 * ((double)part / (double)whole);
  if (part == 0 || part == whole) {
    snprintf(out.s, sizeof out.s, "%s %%", part == 0 ? "0" : "100");
    return out;
  }
  int digits = 2; /* 9.87 % */
  for (double p = percent; p < 1 && digits < 6; p *= 10) digits++;
  for (double p = percent; p >= 10 && digits > 0; p /= 10) digits--;
  if (percent < 1e-4) {
    snprintf(out.s, sizeof out.s, "<0.0001 %%");
    return out;
  }
  if (percent > 99.9) {
    snprintf(out.s, sizeof out.s, ">99.9 %%");
    return out;
  }
  snprintf(out.s, sizeof out.s, "%.40s %%", fixed(percent, digits, "").s);
  return out;
}

ply_figure ply_figure_cut(const char *text, int width) {
  ply_figure out;
  size_t n = strlen(text);
  if (n < sizeof out.s && ply_text_width(text) <= width) {
    memcpy(out.s, text, n + 1);
    return out;
  }
  size_t keep = 0;
  for (size_t i = 1; i < sizeof out.s - 4 && i <= n; i++) {
    if (((unsigned char)text[i] & 0xc0) == 0x80) continue; /* inside a character */
    memcpy(out.s, text, i);
    out.s[i] = '\0';
    if (ply_text_width(out.s) > width - 1) break;
    keep = i;
  }
  while (keep > 0 && text[keep - 1] == ' ') keep--;
  memcpy(out.s + keep, "\xe2\x80\xa6", 4);
  memcpy(out.s, text, keep);
  return out;
}
