/* Random scenarios one after the other. A failing one is shrunk: parts of the JSON file are taken out,
 * largest first, as long as the loader still takes it and the property still breaks. */
#include "tests/support/games.h"

#include <cjson/cJSON.h>
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct trial {
  game_property property;
  uint64_t seed;
  int left; /* how many more files may be tried */
} trial;

static bool still_breaks(trial *t, cJSON *tree) {
  char *text = cJSON_Print(tree);
  ply_scenario *scenario = NULL;
  ply_diags diags;
  ply_text why;
  ply_diags_init(&diags);
  ply_text_init(&why);
  bool breaks = false;
  if (text != NULL && t->left-- > 0 &&
      ply_scenario_parse(text, strlen(text), "shrunk.json", NULL, NULL, 0, &scenario, &diags, NULL) ==
          PLY_OK) {
    breaks = !t->property(scenario, t->seed, &why);
    ply_scenario_free(scenario);
  }
  ply_diags_done(&diags);
  ply_text_done(&why);
  free(text);
  return breaks;
}

/* Tries to take out each child of `node`, then to shrink what is left of them. */
static bool shrink_node(trial *t, cJSON *root, cJSON *node) {
  bool smaller = false;
  for (cJSON *child = node->child, *next; child != NULL && t->left > 0; child = next) {
    next = child->next;
    cJSON *before = child->prev;
    bool first = node->child == child;
    cJSON_DetachItemViaPointer(node, child);
    if (still_breaks(t, root)) {
      cJSON_Delete(child);
      smaller = true;
      continue;
    }
    /* Put it back where it was: the order of keys matters. */
    child->next = next;
    child->prev = before;
    if (next != NULL)
      next->prev = child;
    else if (!first && node->child != NULL)
      node->child->prev = child;
    if (first)
      node->child = child;
    else
      before->next = child;
    if (first && next == NULL)
      child->prev = child;
    else if (first)
      child->prev = before;
    if (child->child != NULL) smaller = shrink_node(t, root, child) || smaller;
  }
  return smaller;
}

static char *shrink(const char *text, game_property property, uint64_t seed) {
  trial t = {.property = property, .seed = seed, .left = 4000};
  cJSON *root = cJSON_Parse(text);
  while (root != NULL && shrink_node(&t, root, root)) {
  }
  char *small = root != NULL ? cJSON_Print(root) : NULL;
  cJSON_Delete(root);
  return small;
}

static void save(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  if (file == NULL) return;
  fputs(text, file);
  fclose(file);
}

static void tell(const char *name, const char *text, uint64_t seed, game_property property, ply_text *why) {
  char path[128];
  char *small = shrink(text, property, seed);
  snprintf(path, sizeof path, "%s-%llu.json", name, (unsigned long long)seed);
  save(path, small != NULL ? small : text);
  fprintf(stderr, "%s, seed %llu; the smallest file found that breaks it is %s:\n%s\n", name,
          (unsigned long long)seed, path, small != NULL ? small : text);
  free(small);
  ck_abort_msg("%s breaks at seed %llu (PARLEY_SEED=%llu plays it alone; %s holds the file):\n%.1500s", name,
               (unsigned long long)seed, (unsigned long long)seed, path, why->data ? why->data : "");
}

void check_games(const char *name, random_wish wish, uint64_t first, uint64_t n, game_property property) {
  const char *one = getenv("PARLEY_SEED"), *factor = getenv("PARLEY_GAMES");
  if (factor != NULL) {
    char *end;
    double times = strtod(factor, &end);
    ck_assert_msg(*end == '\0' && times > 0, "PARLEY_GAMES=%s is no factor", factor);
    n = times * (double)n < 1 ? 1 : (uint64_t)(times * (double)n);
  }
  if (one != NULL) first = strtoull(one, NULL, 10), n = 1;
  for (uint64_t seed = first; seed < first + n; seed++) {
    char *text = NULL;
    ply_text why;
    ply_text_init(&why);
    ply_scenario *scenario = random_scenario(seed, wish, &text);
    bool holds = property(scenario, seed, &why);
    ply_scenario_free(scenario);
    if (!holds) tell(name, text, seed, property, &why);
    ply_text_done(&why);
    free(text);
  }
}
