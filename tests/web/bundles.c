/* What does the C code say of random bundles? For the test that holds the page of a game without a server
 * against it. Usage: bundles FILE N SEED [POINTER=VALUE]...; prints one JSON document: the compiled game, and
 * for each bundle its options, levels, payoffs, the rule that it breaks, red lines, who is asked, and whether
 * there is a deal for some sets of acceptors. */
#include "sim/base/base.h"
#include "sim/parley.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64, SETS = 4 };

static void print_text(const char *text) {
  ply_text out;
  if (text == NULL) {
    printf("null");
    return;
  }
  ply_text_init(&out);
  ply_text_json(&out, text);
  printf("%s", out.data);
  ply_text_done(&out);
}

static void print_mask(uint64_t mask) {
  const char *comma = "";
  printf("[");
  for (int i = 0; i < MOST; i++) {
    if ((mask >> i & 1) == 0) continue;
    printf("%s%d", comma, i);
    comma = ",";
  }
  printf("]");
}

static void print_ints(const char *key, const int *values, int n) {
  printf("\"%s\":[", key);
  for (int i = 0; i < n; i++) printf("%s%d", i > 0 ? "," : "", values[i]);
  printf("],");
}

/* All accept, nobody does, all but one party do, a random set does. */
static void print_agreed(const parley_game *game, uint64_t bundle, ply_rng *rng) {
  uint64_t parties = parley_game_parties(game, bundle), sets[SETS] = {parties, 0, parties, ply_rng_u64(rng)};
  if (parties != 0) {
    int drop = (int)ply_rng_below(rng, (uint64_t)__builtin_popcountll(parties));
    uint64_t left = parties;
    while (drop-- > 0) left &= left - 1;
    sets[2] &= ~(left & -left);
  }
  printf("\"agreed\":[");
  for (int k = 0; k < SETS; k++) {
    printf(k > 0 ? ",[" : "[");
    print_mask(sets[k]);
    printf(",%s]", parley_game_agreed(game, bundle, sets[k]) ? "true" : "false");
  }
  printf("]");
}

static void print_bundle(const parley_game *game, uint64_t bundle, ply_rng *rng) {
  parley_game_shape shape = parley_game_describe(game);
  int options[MOST], levels[MOST];
  double payoffs[MOST];
  parley_game_unpack(game, bundle, options, levels);
  printf("{");
  print_ints("options", options, shape.n_issues);
  print_ints("levels", levels, shape.n_actors);
  printf("\"payoffs\":");
  if (parley_game_payoffs(game, bundle, payoffs)) {
    for (int i = 0; i < shape.n_actors; i++) printf("%s%.17g", i > 0 ? "," : "[", payoffs[i]);
    printf("]");
  } else {
    printf("null");
  }
  printf(",\"rule\":");
  print_text(parley_game_broken_rule(game, bundle));
  printf(",\"lines\":[");
  for (int i = 0; i < shape.n_actors; i++) {
    if (i > 0) printf(",");
    print_text(parley_game_red_line(game, bundle, i));
  }
  printf("],\"parties\":");
  print_mask(parley_game_parties(game, bundle));
  printf(",");
  print_agreed(game, bundle, rng);
  printf("}");
}

/* Half of the bundles anywhere, half of them a few steps from a named design, where rules are kept. */
static uint64_t draw(const parley_game *game, ply_rng *rng, int k) {
  parley_game_shape shape = parley_game_describe(game);
  int options[MOST], levels[MOST];
  uint64_t bundle = ply_rng_below(rng, shape.n_bundles);
  if (k % 2 == 0 || shape.n_designs == 0) return bundle;
  parley_game_design_at(game, (int)ply_rng_below(rng, (uint64_t)shape.n_designs), &bundle);
  parley_game_unpack(game, bundle, options, levels);
  for (int step = 0; step < 3; step++) {
    int issue = (int)ply_rng_below(rng, (uint64_t)shape.n_issues);
    options[issue] = (int)ply_rng_below(rng, (uint64_t)parley_game_issue_at(game, issue).n_options);
    if (shape.n_levels > 0)
      levels[ply_rng_below(rng, (uint64_t)shape.n_actors)] =
          (int)ply_rng_below(rng, (uint64_t)shape.n_levels);
  }
  return parley_game_pack(game, options, levels, &bundle) ? bundle : 0;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  parley_setting settings[16];
  size_t n_settings = 0;
  for (int a = 4; a < argc && n_settings < 16; a++) {
    char *sign = strchr(argv[a], '=');
    if (sign == NULL) return 2;
    *sign = '\0';
    settings[n_settings++] = (parley_setting){argv[a], sign + 1};
  }
  parley_scenario *scenario = NULL;
  parley_game *game = NULL;
  parley_error error = {0};
  char *rules = NULL;
  if (parley_scenario_load(argv[1], settings, n_settings, &scenario, NULL, &error) != PARLEY_OK ||
      parley_game_new(scenario, &game, &error) != PARLEY_OK ||
      parley_game_render(game, &rules, &error) != PARLEY_OK) {
    fprintf(stderr, "%s: %s\n", argv[1], error.message);
    return 3;
  }
  int n = atoi(argv[2]);
  ply_rng rng;
  ply_rng_init(&rng, strtoull(argv[3], NULL, 10), 1);
  printf("{\"rules\":%s,\"bundles\":[", rules);
  for (int k = 0; k < n; k++) {
    if (k > 0) printf(",\n");
    print_bundle(game, draw(game, &rng, k), &rng);
  }
  printf("]}\n");
  parley_text_free(rules);
  parley_game_free(game);
  parley_scenario_free(scenario);
  return 0;
}
