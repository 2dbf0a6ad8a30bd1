/* Which bundles can be talked about at all? Goes through the space by parts (sim/solve/space/space.h), so that rules
 * are decided once a class, and lists every feasible bundle with its positions and with who is asked.
 * Cost: feasible bundles times positions. */
#include "sim/negotiate/menu.h"

#include "sim/solve/space/space.h"

#include <stdlib.h>

void ply_positions_fill(const ply_game *game, ply_positions *out) {
  *out = (ply_positions){0};
  for (int k = 0; k < game->n_issues; k++) {
    if (game->issue_stride[k] == 0) continue;
    out->stride[out->n] = game->issue_stride[k];
    out->options[out->n++] = (uint32_t)game->scenario->issues[k].n_options;
  }
  for (int c = 0; c < game->n_candidates; c++) {
    out->stride[out->n] = game->member_stride[c];
    out->options[out->n++] = (uint32_t)game->n_levels;
  }
}

static int by_index(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static void list_indices(const ply_space *space, ply_menu *menu) {
  size_t at = 0;
  for (size_t d = 0; d < space->n_designs; d++) {
    const ply_tied_design *design = &space->designs[d];
    const ply_roster *members = space->rosters[design->roster_id];
    for (int m = 0; m < members->n; m++)
      for (int k = 0; k < space->n_combos; k++)
        menu->index[at++] = design->index + members->index[m] + space->combo_index[k];
  }
  qsort(menu->index, menu->n, sizeof *menu->index, by_index);
}

static void fill_rows(const ply_game *game, ply_menu *menu) {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  int n = menu->positions.n;
  menu->same_parties = true;
  menu->whole = menu->n == game->raw;
  for (size_t row = 0; row < menu->n; row++) {
    for (int k = 0; k < n; k++)
      menu->digit[row * (size_t)n + (size_t)k] =
          (uint16_t)ply_position_of(&menu->positions, menu->index[row], k);
    ply_game_bundle(game, menu->index[row], option, level);
    menu->parties[row] = ply_game_parties(game, option, level);
    menu->same_parties &= menu->parties[row] == menu->parties[0];
  }
}

/* Room for n bundles. */
static ply_menu *new_menu(const ply_game *game, size_t n, ply_err *err) {
  ply_menu *menu = calloc(1, sizeof *menu);
  if (menu != NULL) {
    ply_positions_fill(game, &menu->positions);
    menu->n = n;
    menu->index = malloc((n + 1) * sizeof *menu->index);
    menu->digit = malloc((n + 1) * (size_t)(menu->positions.n + 1) * sizeof *menu->digit);
    menu->parties = malloc((n + 1) * sizeof *menu->parties);
    if (menu->index != NULL && menu->digit != NULL && menu->parties != NULL) return menu;
  }
  ply_menu_free(menu);
  ply_err_set(err, PLY_E_MEMORY, "not enough memory for the list of bundles");
  return NULL;
}

ply_status ply_menu_new(const ply_game *game, const ply_space *space, ply_menu **out, ply_err *err) {
  *out = new_menu(game, (size_t)ply_space_feasible(space), err);
  if (*out == NULL) return PLY_E_MEMORY;
  list_indices(space, *out);
  fill_rows(game, *out);
  return PLY_OK;
}

static bool is_feasible(const ply_game *game, uint64_t index) {
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  if (index >= game->raw) return false;
  ply_game_bundle(game, index, option, level);
  return ply_game_derive(game, option, level) && ply_game_broken_rule(game, option, level) < 0;
}

ply_status ply_menu_of(const ply_game *game, const uint64_t *index, size_t n, ply_menu **out, ply_err *err) {
  ply_menu *menu = *out = new_menu(game, n, err);
  if (menu == NULL) return PLY_E_MEMORY;
  for (size_t k = menu->n = 0; k < n; k++)
    if (is_feasible(game, index[k])) menu->index[menu->n++] = index[k];
  qsort(menu->index, menu->n, sizeof *menu->index, by_index);
  size_t different = 0;
  for (size_t k = 0; k < menu->n; k++)
    if (k == 0 || menu->index[k] != menu->index[k - 1]) menu->index[different++] = menu->index[k];
  menu->n = different;
  fill_rows(game, menu);
  return PLY_OK;
}

void ply_menu_free(ply_menu *menu) {
  if (menu == NULL) return;
  free(menu->index);
  free(menu->digit);
  free(menu->parties);
  free(menu);
}

ply_deal ply_menu_find(const ply_menu *menu, uint64_t index) {
  size_t low = 0, high = menu->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (menu->index[middle] < index)
      low = middle + 1;
    else
      high = middle;
  }
  return low < menu->n && menu->index[low] == index ? low : PLY_NO_DEAL;
}
