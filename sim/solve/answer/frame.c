/* The names that a result speaks in, copied so that the result outlives the scenario. Cost: the size of the
 * scenario. */
#include "sim/solve/answer/answer.h"

#include <string.h>

typedef struct copier {
  ply_arena *arena;
  bool failed;
} copier;

static const char *copy(copier *c, const char *s) {
  if (s == NULL) return NULL;
  char *out = ply_arena_strdup(c->arena, s);
  c->failed |= out == NULL;
  return out;
}

static void *room(copier *c, int n, size_t size) {
  void *out = ply_arena_alloc(c->arena, (size_t)n, size);
  c->failed |= out == NULL;
  return out;
}

/* Whether an actor's values run one way along the options. */
static bool runs_one_way(const ply_number *values, int n, bool *moves) {
  bool up = false, down = false;
  for (int o = 1; values != NULL && o < n; o++) {
    up |= values[o].base > values[o - 1].base;
    down |= values[o].base < values[o - 1].base;
  }
  *moves |= up || down;
  return !(up && down);
}

/* Whether the options have an order, judged by what the actors make of them. */
static bool is_ordered(const ply_scenario *s, int k) {
  int n = s->issues[k].n_options;
  bool moves = false;
  if (n < 3) return false;
  for (int i = 0; i < s->n_actors; i++)
    if (!runs_one_way(s->actors[i].rows[k].values, n, &moves) ||
        !runs_one_way(s->actors[i].rows[k].outsider, n, &moves))
      return false;
  return moves;
}

static void copy_issues(copier *c, const ply_scenario *s, ply_frame *frame) {
  ply_frame_issue *issues = room(c, s->n_issues, sizeof *issues);
  for (int k = 0; issues != NULL && k < s->n_issues; k++) {
    const ply_issue *from = &s->issues[k];
    ply_name *options = room(c, from->n_options, sizeof *options);
    for (int o = 0; options != NULL && o < from->n_options; o++)
      options[o] = (ply_name){copy(c, from->options[o].id), copy(c, from->options[o].name)};
    issues[k] = (ply_frame_issue){.name = {copy(c, from->id), copy(c, from->name)},
                                  .derived = from->n_cases > 0,
                                  .ordered = is_ordered(s, k),
                                  .n_options = from->n_options,
                                  .options = options};
  }
  frame->issues = issues;
  frame->n_issues = s->n_issues;
  frame->n_readings = s->n_readings;
}

static const char *consent_name(ply_consent consent) {
  switch (consent) {
  case PLY_NEVER: return "never";
  case PLY_REQUIRED: return "required";
  case PLY_COUNTED: return "counted";
  case PLY_IF_MEMBER: return "if_member";
  case PLY_IF_HOLDS: return "when";
  }
  return "never";
}

static void copy_actors(copier *c, const ply_game *game, ply_frame *frame) {
  const ply_scenario *s = game->scenario;
  ply_frame_actor *actors = room(c, s->n_actors, sizeof *actors);
  for (int i = 0; actors != NULL && i < s->n_actors; i++)
    actors[i] = (ply_frame_actor){.name = {copy(c, s->actors[i].id), copy(c, s->actors[i].name)},
                                  .consent = consent_name(s->actors[i].consent),
                                  .candidate = s->actors[i].candidate,
                                  .reservation = game->reservation[i],
                                  .eps = game->eps[i]};
  for (int i = 0; actors != NULL && i < s->n_actors; i++) {
    if (s->actors[i].n_moves == 0) continue;
    ply_name *moves = room(c, s->n_levels, sizeof *moves);
    for (int l = 0; moves != NULL && l < s->n_levels; l++) {
      ply_option move = ply_scenario_level_at(s, i, l);
      moves[l] = (ply_name){copy(c, move.id), copy(c, move.name)};
    }
    actors[i].moves = moves;
    actors[i].n_moves = s->actors[i].n_moves;
    frame->plain_game = true;
  }
  frame->actors = actors;
  frame->n_actors = s->n_actors;
}

static void copy_levels(copier *c, const ply_game *game, ply_frame *frame) {
  const ply_scenario *s = game->scenario;
  int n = game->n_candidates > 0 ? s->n_levels : 0;
  ply_name *levels = room(c, n, sizeof *levels);
  for (int l = 0; levels != NULL && l < n; l++)
    levels[l] = (ply_name){copy(c, s->levels[l].id), copy(c, s->levels[l].name)};
  frame->levels = levels;
  frame->n_levels = n;
}

static void copy_lines(copier *c, const ply_game *game, ply_frame *frame) {
  ply_frame_line *lines = room(c, game->n_lines, sizeof *lines);
  for (int i = 0; lines != NULL && i < game->n_lines; i++) {
    const ply_line *from = &game->lines[i];
    const char *actor = game->scenario->actors[from->actor].id;
    lines[i] = (ply_frame_line){.id = ply_arena_printf(c->arena, "%s/%s", actor, from->line->id),
                                .actor = copy(c, actor),
                                .effect = from->line->effect == PLY_REFUSE ? "refuse" : "stay_out",
                                .firm = ply_number_value(&from->line->firm, game->values),
                                .in_force = from->in_force};
    c->failed |= lines[i].id == NULL;
  }
  frame->lines = lines;
  frame->n_lines = game->n_lines;
}

bool ply_frame_fill(const ply_game *game, ply_arena *arena, ply_frame *frame) {
  const ply_scenario *s = game->scenario;
  copier c = {.arena = arena};
  *frame = (ply_frame){.beneficiary = -1, .adversary = -1};
  frame->id = copy(&c, s->id);
  frame->title = copy(&c, s->title);
  frame->question = copy(&c, s->question);
  frame->notes = copy(&c, s->notes);
  frame->digest = copy(&c, s->digest);
  frame->file = copy(&c, s->file);
  frame->n_sources = s->n_sources;
  copy_issues(&c, s, frame);
  copy_levels(&c, game, frame);
  copy_actors(&c, game, frame);
  copy_lines(&c, game, frame);
  frame->has_security = s->security != NULL;
  frame->has_talks = s->bargaining.talks.present;
  if (s->security != NULL) {
    frame->beneficiary = s->security->beneficiary;
    frame->adversary = s->security->adversary;
  }
  for (int i = 0; i < s->n_numbers; i++) {
    frame->grades[s->numbers[i].grade]++;
    frame->n_triples += s->numbers[i].number->triple;
  }
  return !c.failed;
}

ply_status ply_answer_frame(ply_question *q) {
  return ply_frame_fill(q->game, q->result->arena, &q->result->frame) ? PLY_OK : PLY_E_MEMORY;
}
