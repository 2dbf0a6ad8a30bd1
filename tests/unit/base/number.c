/* Numbers as text: the bytes of printf at the fewest of 15, 16 and 17 digits that read back. */
#include "sim/base/base.h"
#include "tests/support/support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void by_printf(double value, char *out, size_t size) {
  if (value == 0) value = 0;
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(out, size, "%.*g", digits, value);
    if (strtod(out, NULL) == value) break;
  }
}

static void expect_same(double value, const char *drawn) {
  char wanted[40];
  ply_text text;
  ply_text_init(&text);
  by_printf(value, wanted, sizeof wanted);
  ply_text_number(&text, value);
  if (strcmp(text.data, wanted) != 0)
    ck_abort_msg("%s: %a is \"%s\", printf says \"%s\"", drawn, value, text.data, wanted);
  ply_text_done(&text);
}

START_TEST(numbers_are_those_of_printf) {
  static const double plain[] = {0,
                                 -0.0,
                                 1,
                                 -1,
                                 0.1,
                                 0.5,
                                 0.25,
                                 1.0 / 3,
                                 2.0 / 3,
                                 100,
                                 1e14,
                                 1e15,
                                 1e16,
                                 1e17,
                                 1e22,
                                 1e23,
                                 1e-4,
                                 1e-5,
                                 999999999999999,
                                 123456789012345678.0,
                                 0.10000000000000004,
                                 5e-324,
                                 DBL_MIN,
                                 DBL_MAX,
                                 DBL_EPSILON,
                                 9007199254740993.0,
                                 INFINITY,
                                 -INFINITY};
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) expect_same(plain[i], "a plain number");
  for (int ten = -20; ten <= 20; ten++)
    for (int digit = 1; digit <= 9; digit++) {
      double value = strtod("1", NULL) * digit * pow(10, ten);
      expect_same(value, "a digit times a power of ten");
      expect_same(nextafter(value, 0), "the double below it");
      expect_same(nextafter(value, INFINITY), "the double above it");
    }
  for (int two = -1074; two <= 1023; two++) {
    expect_same(ldexp(1, two), "a power of two");
    expect_same(nextafter(ldexp(1, two), 0), "the double below a power of two");
    expect_same(-nextafter(ldexp(1, two), INFINITY), "the double above a power of two");
  }
}
END_TEST

START_TEST(drawn_numbers_are_those_of_printf) {
  ply_rng rng;
  ply_rng_init(&rng, 20, 4);
  for (int i = 0; i < 40000; i++) {
    uint64_t bits = ply_rng_u64(&rng);
    double any;
    memcpy(&any, &bits, sizeof any);
    if (isfinite(any)) expect_same(any, "any double");
    expect_same(ply_rng_unit(&rng), "a share");
    expect_same(ldexp(ply_rng_unit(&rng) - 0.5, (int)ply_rng_below(&rng, 80) - 20), "a common size");
    expect_same((double)ply_rng_below(&rng, 1000000) / 1000, "three decimals");
  }
}
END_TEST

START_TEST(whole_numbers) {
  static const uint64_t numbers[] = {0, 1, 9, 10, 99, 100, UINT32_MAX, UINT64_MAX};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    char wanted[40];
    ply_text text;
    ply_text_init(&text);
    snprintf(wanted, sizeof wanted, "%llu", (unsigned long long)numbers[i]);
    ply_text_whole(&text, numbers[i]);
    ck_assert_str_eq(text.data, wanted);
    ply_text_done(&text);
  }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/base_number");
  TCase *tests = tcase_create("numbers");
  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, numbers_are_those_of_printf);
  tcase_add_test(tests, drawn_numbers_are_those_of_printf);
  tcase_add_test(tests, whole_numbers);
  suite_add_tcase(suite, tests);
  return suite;
}
