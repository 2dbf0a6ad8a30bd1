/* Which red lines are in force, and who refuses a bundle because of one. */
#include "sim/game/game.h"
#include "sim/game/security.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool listed(const ply_lines *choice, const char *actor, const char *line) {
  size_t n = strlen(actor);
  for (int i = 0; i < choice->n; i++)
    if (strncmp(choice->ids[i], actor, n) == 0 && choice->ids[i][n] == '/' &&
        strcmp(choice->ids[i] + n + 1, line) == 0)
      return true;
  return false;
}

static bool in_force(const ply_game *game, const ply_lines *choice, const ply_actor *actor,
                     const ply_red_line *line) {
  switch (choice != NULL ? choice->choice : PLY_LINES_LIKELY) {
  case PLY_LINES_ALL: return true;
  case PLY_LINES_NONE: return false;
  case PLY_LINES_LIST: return listed(choice, actor->id, line->id);
  case PLY_LINES_LIKELY: break;
  }
  return ply_line_likely(line, game->values);
}

/* Every asked-for id must exist. */
static ply_status check_ids(const ply_game *game, const ply_lines *choice, ply_err *err) {
  if (choice == NULL || choice->choice != PLY_LINES_LIST) return PLY_OK;
  const char **known = calloc((size_t)game->n_lines + 1, sizeof *known);
  if (known == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (int i = 0; i < game->n_lines; i++)
    known[i] = ply_arena_printf(game->arena, "%s/%s", game->scenario->actors[game->lines[i].actor].id,
                                game->lines[i].line->id);
  ply_status status = PLY_OK;
  for (int i = 0; i < choice->n && status == PLY_OK; i++) {
    bool found = false;
    for (int k = 0; k < game->n_lines; k++)
      found |= known[k] != NULL && strcmp(known[k], choice->ids[i]) == 0;
    if (found) continue;
    const char *near = ply_word_nearest(choice->ids[i], known, (size_t)game->n_lines);
    if (near != NULL)
      status =
          ply_err_set(err, PLY_E_USAGE, "no red line \"%s\"; did you mean \"%s\"?", choice->ids[i], near);
    else
      status =
          ply_err_set(err, PLY_E_USAGE, "no red line \"%s\"; red lines are written ACTOR/LINE%s%s",
                      choice->ids[i], game->n_lines > 0 ? ", for instance " : " and this scenario has none",
                      game->n_lines > 0 ? known[0] : "");
  }
  free(known);
  return status;
}

ply_status ply_game_compile_lines(ply_game *game, const ply_lines *choice, ply_err *err) {
  const ply_scenario *s = game->scenario;
  int n = 0;
  for (int i = 0; i < s->n_actors; i++) n += s->actors[i].n_red_lines;
  ply_line *lines = PLY_NEW(game->arena, n, ply_line);
  if (lines == NULL) return ply_err_set(err, PLY_E_MEMORY, "not enough memory");
  for (int i = 0; i < s->n_actors; i++)
    for (int k = 0; k < s->actors[i].n_red_lines; k++) {
      const ply_red_line *line = &s->actors[i].red_lines[k];
      lines[game->n_lines++] =
          (ply_line){.actor = i, .line = line, .in_force = in_force(game, choice, &s->actors[i], line)};
    }
  game->lines = lines;
  return check_ids(game, choice, err);
}

bool ply_game_line_broken(const ply_game *game, int l, const uint16_t *option, const uint8_t *level) {
  const ply_line *line = &game->lines[l];
  if (line->line->effect == PLY_STAY_OUT &&
      (level[line->actor] == 0 || level[line->actor] < line->line->from_level))
    return false;
  return ply_cond_holds(line->line->when, game->scenario, option, level);
}

static bool broken(const ply_game *game, int line, const uint16_t *option, const uint8_t *level) {
  return game->lines[line].in_force && ply_game_line_broken(game, line, option, level);
}

int ply_game_refusal(const ply_game *game, int actor, const uint16_t *option, const uint8_t *level) {
  for (int i = 0; i < game->n_lines; i++)
    if (game->lines[i].actor == actor && broken(game, i, option, level)) return i;
  return -1;
}

bool ply_game_forbidden(const ply_game *game, int actor, const uint16_t *option, const uint8_t *level) {
  for (int i = 0; i < game->n_lines; i++)
    if (game->lines[i].actor == actor && game->lines[i].line->effect == PLY_STAY_OUT &&
        broken(game, i, option, level))
      return true;
  return false;
}
