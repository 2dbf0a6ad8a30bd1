/* Reading JSON by a table of fields that is nobody's but this test's: what is right lands in its place, everything
 * wrong is told at once, with its place and the nearest known word. */
#include "sim/base/fields.h"
#include "tests/support/support.h"

#include <stddef.h>
#include <stdlib.h>

typedef struct kettle {
  const char *name;
  int litres, colour;
  bool whistles;
  double price;
} kettle;

static const char *const colours[] = {"red", "blue", NULL};
static const ply_key kettle_keys[] = {
    {"kettle", K_WHOLE, F_REQUIRED | F_VERSION, .min = 1, .max = 1, CHECKED},
    {"name", K_TEXT, F_REQUIRED | F_NOT_EMPTY, AT(kettle, name)},
    {"litres", K_WHOLE, .min = 1, .max = 9, AT(kettle, litres)},
    {"colour", K_WORD, .words = colours, AT(kettle, colour)},
    {"whistles", K_BOOL, AT(kettle, whistles)},
    {"price", K_REAL, F_ABOVE_MIN, .min = 0, .max = 1e9, AT(kettle, price)},
    END,
};
static const ply_shape kettle_shape = {.name = "kettle", .path = "", .fields = kettle_keys};

typedef struct work {
  ply_tree tree;
  ply_diags diags;
  kettle found;
} work;

static void read_into(work *w, const char *text) {
  ply_node *root =
      ply_json_read(&w->tree, ply_tree_add_file(&w->tree, "kettle.json", NULL, strdup(text), strlen(text)));
  ply_reader r = {.tree = &w->tree};
  if (root != NULL) ply_read_object(&r, root, &kettle_shape, &w->found);
}

static work *read_text(const char *text) {
  ply_arena *arena = ply_arena_new();
  work *w = calloc(1, sizeof *w);
  jmp_buf no_memory;
  ck_assert_ptr_nonnull(arena);
  ck_assert_ptr_nonnull(w);
  ply_diags_init(&w->diags);
  ply_tree_init(&w->tree, arena, &w->diags, "kettle", "\"kettle\": 1");
  w->tree.no_memory = &no_memory;
  if (setjmp(no_memory) != 0) ck_abort_msg("out of memory");
  read_into(w, text);
  return w;
}

static void done(work *w) {
  ply_arena *arena = w->tree.arena;
  ply_tree_done(&w->tree);
  ply_diags_done(&w->diags);
  ply_arena_free(arena);
  free(w);
}

START_TEST(values_land_in_their_places) {
  work *w =
      read_text("{\"kettle\": 1, \"name\": \"k\", \"litres\": 3, \"colour\": \"blue\", \"whistles\": true, "
                "\"price\": 2.5, \"notes\": \"n\"}");
  ck_assert_uint_eq(w->diags.count, 0);
  ck_assert_str_eq(w->found.name, "k");
  ck_assert_int_eq(w->found.litres, 3);
  ck_assert_int_eq(w->found.colour, 1);
  ck_assert(w->found.whistles);
  ck_assert(w->found.price == 2.5);
  done(w);
}
END_TEST

START_TEST(all_problems_at_once) {
  static const struct {
    const char *code, *pointer, *suggestion;
  } wanted[] = {{"P305", "/kettle", NULL},   {"P103", "/litre", "litres"}, {"P206", "/colour", "red"},
                {"P104", "/whistles", NULL}, {"P301", "/price", NULL},     {"P102", "", NULL}};
  work *w =
      read_text("{\"kettle\": 2,\n \"litre\": 3,\n \"colour\": \"redd\",\n \"whistles\": 1,\n \"price\": 0}");
  ck_assert_uint_eq(w->diags.count, sizeof wanted / sizeof *wanted);
  for (size_t i = 0; i < w->diags.count; i++) {
    const ply_diag *diag = &w->diags.items[i];
    ck_assert_str_eq(diag->code, wanted[i].code);
    ck_assert_str_eq(diag->pointer, wanted[i].pointer);
    if (wanted[i].suggestion != NULL) ck_assert_str_eq(diag->suggestion, wanted[i].suggestion);
    if (i < 5) ck_assert_int_eq(diag->line, (int)i + 1);
  }
  done(w);
}
END_TEST

START_TEST(messages_say_what_the_file_is) {
  static const char *const texts[] = {"", "kettle: 1\n"};
  static const char *const wanted[] = {"a kettle is a JSON object",
                                       "a kettle is JSON: { \"kettle\": 1, ... }"};
  for (int k = 0; k < 2; k++) {
    work *w = read_text(texts[k]);
    ck_assert_uint_eq(w->diags.count, 1);
    ck_assert_ptr_nonnull(strstr(w->diags.items[0].message, wanted[k]));
    done(w);
  }
}
END_TEST

Suite *test_suite(void) {
  Suite *suite = suite_create("unit/base_fields");
  TCase *tests = tcase_create("fields");
  tcase_add_test(tests, values_land_in_their_places);
  tcase_add_test(tests, all_problems_at_once);
  tcase_add_test(tests, messages_say_what_the_file_is);
  suite_add_tcase(suite, tests);
  return suite;
}
