/* A double as the fewest digits, of 15, 16 and 17, that read back as the same double: what "%.15g", "%.16g"
 * and
 * "%.17g" print, about twenty times as fast, since tables of runs are mostly numbers. Between 1e-4 and 1e15
 * the double m * 2^e, scaled to whole digits, is m * 5^k * 2^(e+k): 53 + 47 bits, so that 128-bit integers
 * hold it exactly, round it exactly (half to even, as printf does) and tell exactly whether the digits read
 * back. All else goes through printf. Cost: two or three multiplications; of printf a microsecond. */
#include "sim/base/base.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST = 15, MOST = 17, SMALLEST_POWER = -4 };

/* printf writes the locale's decimal sign; the first byte that belongs to no number becomes a point. */
static void plain_point(char *s) {
  for (; *s != '\0'; s++)
    if (*s == ',') *s = '.';
}

static void by_printf(ply_text *text, double value) {
  char buffer[40];
  for (int digits = FEWEST; digits <= MOST; digits++) {
    snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    if (strtod(buffer, NULL) == value) break;
  }
  plain_point(buffer);
  ply_text_add(text, buffer);
}

#ifdef __SIZEOF_INT128__

__extension__ typedef unsigned __int128 wide;

/* The decimal exponent of a value in [1e-4, 1e15). The doubles nearest to 1e-4 .. 1e-1 lie above them, so
 * that no double is between a power and its own. */
static int exponent_of(double value) {
  static const double powers[] = {1e-4, 1e-3, 1e-2, 1e-1, 1e0,  1e1,  1e2,  1e3,  1e4, 1e5,
                                  1e6,  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14};
  int i = value >= 1 ? 4 : 0;
  while (i + 1 < (int)(sizeof powers / sizeof *powers) && value >= powers[i + 1]) i++;
  return i + SMALLEST_POWER;
}

static const uint64_t fives_of[] = {1u,
                                    5u,
                                    25u,
                                    125u,
                                    625u,
                                    3125u,
                                    15625u,
                                    78125u,
                                    390625u,
                                    1953125u,
                                    9765625u,
                                    48828125u,
                                    244140625u,
                                    1220703125u,
                                    UINT64_C(6103515625),
                                    UINT64_C(30517578125),
                                    UINT64_C(152587890625),
                                    UINT64_C(762939453125),
                                    UINT64_C(3814697265625),
                                    UINT64_C(19073486328125),
                                    UINT64_C(95367431640625)};
/* 10^15, 10^16, 10^17 */
static const uint64_t longer[] = {UINT64_C(1000000000000000), UINT64_C(10000000000000000),
                                  UINT64_C(100000000000000000)};

/* mantissa * 2^exponent, [1e-4, 1e15), as `digits` digits of which the first stands for 10^ten; *exact:
 * whether they read back as the same double. 0 where rounding makes it a digit longer. */
static uint64_t round_to(uint64_t mantissa, int exponent, int ten, int digits, bool *exact) {
  int k = digits - 1 - ten, shift = -(exponent + k); /* 0 <= k <= 20, 1 <= shift <= 66 */
  uint64_t fives = fives_of[k];
  wide scaled = (wide)mantissa * fives, rounded = scaled >> shift, half = (wide)1 << (shift - 1);
  wide rest = scaled - (rounded << shift);
  if (rest > half || (rest == half && (rounded & 1) == 1)) rounded++;
  wide back = rounded << shift, off = back > scaled ? back - scaled : scaled - back;
  /* Half the gap to the next double is fives / 2 here; a quarter below a power of two. */
  bool narrow = mantissa == UINT64_C(1) << 52 && back < scaled;
  wide gap = narrow ? 4 * off : 2 * off;
  *exact = gap < fives || (gap == fives && mantissa % 2 == 0);
  return rounded < longer[digits - FEWEST] ? (uint64_t)rounded : 0;
}

/* False where printf has to do it. */
static bool by_hand(ply_text *text, double value) {
  double size = fabs(value);
  if (!(size >= 1e-4 && size < 1e15)) return false;
  uint64_t bits;
  memcpy(&bits, &size, sizeof bits);
  uint64_t mantissa = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52, rounded = 0;
  int exponent = (int)(bits >> 52) - 1075, ten = exponent_of(size), digits = FEWEST;
  for (bool exact = false; digits <= MOST; digits++) {
    rounded = round_to(mantissa, exponent, ten, digits, &exact);
    if (rounded == 0) return false;
    if (exact) break;
  }
  if (digits > MOST) return false;
  char out[32], *at = out + sizeof out;
  int places = digits - 1 - ten; /* after the point */
  while (places > 0 && rounded % 10 == 0) {
    rounded /= 10;
    places--;
  }
  for (int i = 0; rounded > 0 || i <= places; i++) {
    if (i == places && places > 0) *--at = '.';
    *--at = (char)('0' + rounded % 10);
    rounded /= 10;
  }
  if (value < 0) *--at = '-';
  ply_text_add_n(text, at, (size_t)(out + sizeof out - at));
  return true;
}

#else
static bool by_hand(ply_text *text, double value) { return (void)text, (void)value, false; }
#endif

void ply_text_number(ply_text *text, double value) {
  if (value == 0)
    ply_text_add_n(text, "0", 1); /* no negative zero */
  else if (!by_hand(text, value))
    by_printf(text, value);
}

void ply_text_whole(ply_text *text, uint64_t value) {
  char out[24], *at = out + sizeof out;
  do *--at = (char)('0' + value % 10);
  while ((value /= 10) > 0);
  ply_text_add_n(text, at, (size_t)(out + sizeof out - at));
}
